"""How many sites there may be, seen or not: a card per area, with ranges drawn to scale and every number in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.columns import HIDDEN
from dashboard.safe import markup
from dashboard.text import say_days, say_number, translator
from geodata.hidden import ASSUMPTIONS, PUBLISHED_TOTAL, REPEAT_MONTHS, Hidden, Refusal
from geodata.recapture import DOUBTFUL, ODDS_RATIOS
from geodata.terms import Team

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.language import Language

NATION = "nation"

MARGIN = 1.05
"""How far the scale goes on past the largest number, for the arrow that says "or more"."""


def area_name(code: str, language: Language) -> str:
    """Return the name of the country or of a team."""
    return translator(language)("Whole country") if code == NATION else Team(code).label.say(language)


def contents(hidden: Sequence[Hidden], language: Language) -> pd.DataFrame:
    """Return one row per area with the columns of :data:`dashboard.columns.HIDDEN`; totals are whole numbers."""
    rows = []
    for each in hidden:
        row: dict[str, object] = {"area": area_name(each.area, language)}
        row |= {name: getattr(each, name) for name in ("in_first", "in_second", "in_both")}
        if each.read:
            row["begins"], row["ends"] = each.read
        if isinstance(each.estimate, Refusal):
            row["refused"] = each.estimate.label.say(language)
        else:
            told = each.estimate
            row |= {"total": round(told.total), "chance_low": round(told.low), "chance_high": round(told.high)}
            row |= {"sensitivity_low": round(told.sensitivity[0]), "sensitivity_high": round(told.sensitivity[-1])}
        if isinstance(each.lower_bound, Refusal):
            row["caution"] = each.lower_bound.label.say(language)
        else:
            row |= {"at_least": round(each.lower_bound.total), "rounds": each.lower_bound.rounds}
            if each.lower_bound.doubtful:
                row["caution"] = DOUBTFUL.say(language)
        rows.append(row)
    return pd.DataFrame(rows, columns=[column.id for column in HIDDEN], dtype=object)


def reach(hidden: Hidden) -> float:
    """Return the largest number that is drawn for an area; 0 where nothing is."""
    ends = [0.0]
    if not isinstance(hidden.estimate, Refusal):
        ends.append(hidden.estimate.sensitivity[-1])
    if not isinstance(hidden.lower_bound, Refusal):
        ends.append(hidden.lower_bound.total)
    return max(ends)


def card(hidden: Hidden, top: float, language: Language) -> str:
    """Return one area's card as HTML.

    Parameters
    ----------
    top
        The number at the right end of the scale.
    """
    name = markup(area_name(hidden.area, language))
    tracks = _estimate(hidden, top, language) + _lower_bound(hidden, top, language)
    if hidden.area == NATION:
        tracks += _published(top, language)
    return f'<section class="estimate" data-area="{markup(hidden.area)}"><h3>{name}</h3>{tracks}</section>'


def legend(language: Language) -> str:
    """Return what the marks of the pictures mean, as HTML."""
    _ = translator(language)
    low, *_between, high = (say_number(ratio, language) for ratio in ODDS_RATIOS)
    marks = {
        "seen": _("seen"),
        "tick": _("estimate"),
        "band": _("sensitivity range, odds ratio {low} to {high}; no confidence interval").format(low=low, high=high),
        "least": _("at least"),
    }
    items = "".join(f'<li><span class="mark {mark}"></span>{markup(text)}</li>' for mark, text in marks.items())
    return f'<ul class="marks">{items}</ul>'


def assumptions(language: Language) -> str:
    """Return what every estimate supposes and what happens where it does not hold, as an HTML table."""
    _ = translator(language)
    rows = "".join(
        f'<tr><th scope="row">{markup(each.supposed.say(language))}</th>'
        f"<td>{markup(each.otherwise.say(language))}</td></tr>"
        for each in ASSUMPTIONS
    )
    heads = "".join(f'<th scope="col">{markup(head)}</th>' for head in (_("Supposed"), _("Where it does not hold")))
    return f'<table class="supposed"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def show(hidden: Sequence[Hidden], language: Language) -> None:
    """Draw the country's card, the teams' beside each other to a scale of their own, and what the marks mean."""
    nation = [each for each in hidden if each.area == NATION]
    teams = [each for each in hidden if each.area != NATION]
    whole = "".join(card(each, MARGIN * max(reach(each), PUBLISHED_TOTAL.value), language) for each in nation)
    top = MARGIN * max((reach(each) for each in teams), default=0.0)
    parts = "".join(card(each, top, language) for each in teams)
    st.html(f'<div class="estimates">{legend(language)}{whole}<div class="teams">{parts}</div></div>')


def _estimate(hidden: Hidden, top: float, language: Language) -> str:
    _ = translator(language)
    first, second = (source.label.say(language) for source in hidden.sources)
    lists = [(first, hidden.in_first), (second, hidden.in_second), (_("Both"), hidden.in_both)]
    told = hidden.estimate
    when = _("At one time") if hidden.read is None else say_days(*hidden.read, language)
    if isinstance(told, Refusal):
        return _refused(when, told, lists if hidden.read else [], language)
    low, high = told.sensitivity[0], told.sensitivity[-1]
    sentence = _("about {total} sites, sensitivity range {low} to {high}").format(
        total=_whole(told.total, language), low=_whole(low, language), high=_whole(high, language)
    )
    lists += [(_("Seen in all"), told.seen)]
    chance = _("Chance alone would make it {low} to {high} in 19 of 20 cases.").format(
        low=_whole(told.low, language), high=_whole(told.high, language)
    )
    marks = _bar("seen", 0, told.seen, top) + _bar("band", low, high, top) + _bar("tick", told.total, told.total, top)
    return _track(when, sentence, marks) + _counted(lists, chance, language)


def _lower_bound(hidden: Hidden, top: float, language: Language) -> str:
    _ = translator(language)
    told = hidden.lower_bound
    when = _("Over {months} months").format(months=REPEAT_MONTHS)
    if isinstance(told, Refusal):
        return _refused(when, told, [], language)
    sentence = _("at least {total} sites, {seen} of them seen, in {rounds} rounds").format(
        total=_whole(told.total, language),
        seen=say_number(told.seen, language),
        rounds=say_number(told.rounds, language),
    )
    marks = _bar("seen", 0, told.seen, top) + _bar("least", told.total, told.total, top)
    doubt = f'<p class="doubt">{markup(DOUBTFUL.say(language))}</p>' if told.doubtful else ""
    return _track(when, sentence, marks) + doubt


def _published(top: float, language: Language) -> str:
    _ = translator(language)
    when = _("External, {year}").format(year=PUBLISHED_TOTAL.year)
    sentence = f"{PUBLISHED_TOTAL.label.say(language)} · {PUBLISHED_TOTAL.source}"
    return _track(when, sentence, _bar("least", PUBLISHED_TOTAL.value, PUBLISHED_TOTAL.value, top), "external")


def _track(when: str, sentence: str, marks: str, kind: str = "own") -> str:
    return (
        f'<p class="told {kind}"><span>{markup(when)}</span> {markup(sentence)}</p>'
        f'<div class="track" aria-hidden="true">{marks}</div>'
    )


def _refused(when: str, why: Refusal, lists: list[tuple[str, int]], language: Language) -> str:
    counted = _counted(lists, "", language) if lists else ""
    return (
        f'<p class="told refused" data-refusal="{why.code}"><span>{markup(when)}</span> '
        f"{markup(why.label.say(language))}</p>{counted}"
    )


def _counted(lists: list[tuple[str, int]], sentence: str, language: Language) -> str:
    parts = " · ".join(f"{name}: {say_number(n, language)}" for name, n in lists)
    return f'<p class="counted">{markup(f"{parts}. {sentence}".strip())}</p>'


def _bar(kind: str, begins: float, ends: float, top: float) -> str:
    left, width = 100 * begins / top, 100 * (ends - begins) / top
    return f'<span class="{kind}" style="left:{left:.2f}%;width:{width:.2f}%"></span>'


def _whole(number: float, language: Language) -> str:
    return say_number(round(number), language)
