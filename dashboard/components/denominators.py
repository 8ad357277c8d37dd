"""Sites attempted against every denominator, beside each other: one column each, and a row per team below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.columns import DENOMINATORS
from dashboard.components.estimates import NATION, area_name
from dashboard.safe import markup
from dashboard.text import say_days, say_number, translator
from geodata.denominators import ATTEMPTED, REACHED
from geodata.indicators import OF_TOTALS
from geodata.indicators.totals import PUBLISHED
from geodata.units import MISSING, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.denominators import Measured
    from geodata.language import Language


def contents(measured: Sequence[Measured], language: Language) -> pd.DataFrame:
    """Return one row per area and figure with the columns of :data:`dashboard.columns.DENOMINATORS`."""
    rows = []
    for each in measured:
        figure = each.figure
        row: dict[str, object] = {
            "area": area_name(figure.area, language),
            "name": figure.indicator.label.say(language),
            "id": figure.indicator.id,
            "rests_on": each.rests_on.say(language),
        }
        row |= {name: _rounded(getattr(figure, name)) for name in ("numerator", "denominator", "value", "low", "high")}
        if each.days:
            row["begins"], row["ends"] = each.days
        rows.append(row)
    return pd.DataFrame(rows, columns=[column.id for column in DENOMINATORS], dtype=object)


def fraction(measured: Measured, language: Language) -> str:
    """Return what is divided: ``346 af 767``, in whole numbers."""
    figure = measured.figure
    n, total = (None if part is None else round(part) for part in (figure.numerator, figure.denominator))
    return translator(language)("{n} of {total}").format(n=say_number(n, language), total=say_number(total, language))


def span(measured: Measured, language: Language) -> str:
    """Return what the ends beside a share are called and where they lie; nothing where there are none."""
    _ = translator(language)
    figure = measured.figure
    if figure.low is None or figure.high is None:
        return ""
    unit = figure.indicator.unit
    text = (
        _("Range {low} to {high}.") if figure.indicator in OF_TOTALS else _("95% interval (Wilson): {low} to {high}.")
    )
    return text.format(low=unit.say(figure.low, language), high=unit.say(figure.high, language))


def tile(measured: Sequence[Measured], language: Language) -> str:
    """Return one area's shares beside each other as HTML; the reached stand under the attempted."""
    reached = [each for each in measured if each.figure.indicator is REACHED]
    columns = "".join(
        _column(each, reached if each.figure.indicator is ATTEMPTED else [], language)
        for each in measured
        if each.figure.indicator is not REACHED
    )
    return f'<div class="beside">{columns}</div>'


def table(measured: Sequence[Measured], language: Language) -> str:
    """Return a row per area and a column per figure as HTML; refusals stand in their cells."""
    _ = translator(language)
    indicators = list(dict.fromkeys(each.figure.indicator for each in measured))
    heads = [_("Area"), *(indicator.label.say(language) for indicator in indicators)]
    head = "".join(f'<th scope="col">{markup(name)}</th>' for name in heads)
    body = ""
    for area in dict.fromkeys(each.figure.area for each in measured):
        cells = "".join(_cell(each, language) for each in measured if each.figure.area == area)
        body += f'<tr><th scope="row">{markup(area_name(area, language))}</th>{cells}</tr>'
    return (
        f'<div class="records compared" tabindex="0" role="region" aria-label="{markup(_("Per team"))}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def show(measured: Sequence[Measured], language: Language) -> None:
    """Draw the country's tile and the teams' table."""
    nation = [each for each in measured if each.figure.area == NATION]
    # No team has a published number, so a column of that would hold nothing.
    teams = [each for each in measured if each.figure.area != NATION and each.figure.indicator is not PUBLISHED]
    st.html(tile(nation, language) + table(teams, language))


def _column(measured: Measured, reached: Sequence[Measured], language: Language) -> str:
    _ = translator(language)
    figure = measured.figure
    unit = figure.indicator.unit
    name = markup(figure.indicator.label.say(language))
    if measured.refused:
        told = f'<p class="value">{MISSING}</p><p class="rests">{markup(measured.rests_on.say(language))}</p>'
        return f'<article class="refused" data-figure="{figure.indicator.id}"><h3>{name}</h3>{told}</article>'
    days = _("denominator of {days}").format(days=say_days(*measured.days, language)) if measured.days else ""
    lines = [f"{fraction(measured, language)} · {days}", span(measured, language)]
    lines += [
        _("Of these reached: {share} ({fraction}).").format(
            share=unit.say(each.figure.value, language), fraction=fraction(each, language)
        )
        for each in reached
        if not each.refused
    ]
    told = "".join(f"<p>{markup(line)}</p>" for line in lines if line)
    share = unit.say(figure.value, language)
    if figure.indicator is PUBLISHED:
        share = _("at most {share}").format(share=share)
    return (
        f'<article data-figure="{figure.indicator.id}"><h3>{name}</h3>'
        f'<p class="value">{markup(share)}</p>{_picture(measured)}{told}'
        f'<p class="rests">{markup(measured.rests_on.say(language))}</p></article>'
    )


def _picture(measured: Measured) -> str:
    """Return the share as a bar from 0 to 100 %, with its range; what passes 100 % is cut, the number is not."""
    figure = measured.figure
    top = float(Unit.PERCENT.scale)
    value, low, high = (min(end or 0.0, top) for end in (figure.value, figure.low, figure.high))
    band = f'<span class="band" style="left:{low:.2f}%;width:{high - low:.2f}%"></span>' if figure.low else ""
    return (
        f'<div class="track" aria-hidden="true"><span class="seen" style="left:0;width:{value:.2f}%"></span>{band}'
        f'<span class="tick" style="left:{value:.2f}%;width:0"></span></div>'
    )


def _cell(measured: Measured, language: Language) -> str:
    if measured.refused:
        return f'<td class="refused">{markup(measured.rests_on.say(language))}</td>'
    share = markup(measured.figure.indicator.unit.say(measured.figure.value, language))
    return f"<td><strong>{share}</strong> <span>{markup(fraction(measured, language))}</span></td>"


def _rounded(number: float | None) -> float | None:
    return number if number is None or isinstance(number, int) else round(number, 1)
