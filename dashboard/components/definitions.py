"""How every figure is counted, in plain words, grouped by what it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.columns import DEFINITIONS
from dashboard.safe import markup
from dashboard.text import say_date, say_number, translator
from geodata.indicators import FAMILIES
from geodata.indicators.notes import NOTES
from geodata.indicators.words import COUNT_LABELS
from geodata.terms import fold
from geodata.units import BETTER, NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.indicators import Family, Indicator
    from geodata.indicators.changes import Change
    from geodata.language import Language

_HEADS = {column.id: column.name for column in DEFINITIONS}


def row(indicator: Indicator, family: Family, language: Language) -> dict[str, str | None]:
    """Return one figure's definition in words; no denominator where it is a plain count."""
    below = indicator.denominator
    return {
        "family": family.label.say(language),
        "name": indicator.label.say(language),
        "id": indicator.id,
        "definition": indicator.definition.say(language),
        "numerator": COUNT_LABELS[indicator.numerator].say(language),
        "denominator": COUNT_LABELS[below].say(language) if below else None,
        "unit": NAMES[indicator.unit].say(language),
        "better": BETTER[indicator.better].say(language),
        "source": indicator.source,
    }


def contents(language: Language) -> pd.DataFrame:
    """Return one row per figure with the columns of :data:`dashboard.columns.DEFINITIONS`, in reading order."""
    rows = [row(indicator, family, language) for family in FAMILIES for indicator in family.indicators]
    return pd.DataFrame(rows, columns=[column.id for column in DEFINITIONS], dtype=object)


def matching(definitions: pd.DataFrame, words: str, family: str | None, language: Language) -> pd.DataFrame:
    """Return the figures in whose row every one of ``words`` stands, and which belong to a family.

    Parameters
    ----------
    words
        What was typed; case, hyphens and slashes do not matter. Nothing finds every figure.
    family
        A family's code, or ``None`` for all.
    """
    kept = definitions
    if family is not None:
        kept = kept[kept["family"].isin([each.label.say(language) for each in FAMILIES if each.code == family])]
    wanted = fold(words).split()
    texts = kept.fillna("").agg(" ".join, axis=1) if len(kept) else pd.Series(dtype=object)
    return kept[[all(word in text for word in wanted) for text in map(fold, texts)]]


def notes(language: Language, *, opened: bool) -> str:
    """Return what holds for every figure, as HTML, folded away or not."""
    _ = translator(language)
    told = "".join(
        f"<div><dt>{markup(name.say(language))}</dt><dd>{markup(text.say(language))}</dd></div>" for name, text in NOTES
    )
    heading = f"<summary><h2>{markup(_('What holds for every figure'))}</h2></summary>"
    return f'<details class="family"{" open" if opened else ""}>{heading}<dl class="notes">{told}</dl></details>'


def listed(definitions: pd.DataFrame, language: Language, *, opened: bool) -> str:
    """Return the figures as one table per family, each under a heading that folds it away.

    Parameters
    ----------
    opened
        Whether every table is shown; if not, only that of the first family.
    """
    shown = ""
    for family in FAMILIES:
        rows = definitions[definitions["family"] == family.label.say(language)]
        if len(rows):
            fold_out = " open" if opened or family is FAMILIES[0] else ""
            shown += (
                f'<details class="family" data-family="{family.code}"{fold_out}>'
                f"<summary><h2>{markup(family.label.say(language))}</h2> <span>{say_number(len(rows), language)}</span>"
                f"</summary><p>{markup(family.about.say(language))}</p>{_table(rows, family, language)}</details>"
            )
    return f'<div class="definitions">{shown}</div>'


def log(changes: Sequence[Change], language: Language) -> str:
    """Return what has changed in the definitions, newest first, as HTML."""
    lines = "".join(
        f'<li><time datetime="{change.on.isoformat()}">{say_date(change.on, language)}</time> '
        f"{markup(change.text.say(language))}</li>"
        for change in reversed(changes)
    )
    return f'<ul class="changes">{lines}</ul>'


def show(definitions: pd.DataFrame, language: Language, *, searched: bool) -> None:
    """Draw the definitions and what holds for all of them, or say that none was found.

    Parameters
    ----------
    searched
        Whether these are what a search has found: then all of them are shown at once.
    """
    _ = translator(language)
    nothing = f'<p class="hint">{markup(_("No figure holds all of these words."))}</p>'
    found = nothing if definitions.empty else listed(definitions, language, opened=searched)
    st.html(notes(language, opened=not searched) + found)


def _table(rows: pd.DataFrame, family: Family, language: Language) -> str:
    _ = translator(language)
    heads = [_HEADS["name"], _HEADS["definition"]]
    titles = [head.say(language) for head in heads]
    titles += [_("Formula"), *(_HEADS[name].say(language) for name in ("unit", "better", "source"))]
    head = "".join(f'<th scope="col">{markup(title)}</th>' for title in titles)
    body = "".join(
        f'<tr data-figure="{markup(each["id"])}"><th scope="row">{markup(each["name"])}'
        f"<code>{markup(each['id'])}</code></th>"
        + "".join(
            f'<td data-head="{markup(title)}">{cell}</td>'
            for title, cell in zip(
                titles[1:],
                [
                    markup(each["definition"]),
                    _formula(each["numerator"], each["denominator"], language),
                    *(markup(each[name]) for name in ("unit", "better", "source")),
                ],
                strict=True,
            )
        )
        + "</tr>"
        for each in rows.to_dict("records")
    )
    caption = markup(family.label.say(language))
    return f'<table><caption class="sr">{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _formula(above: str, below: str | None, language: Language) -> str:
    _ = translator(language)
    if below is None:
        return markup(above)
    divided = markup(_("divided by"))
    return (
        f'<span class="fraction"><span>{markup(above)}</span><span class="sr"> {divided} </span>'
        f"<span>{markup(below)}</span></span>"
    )
