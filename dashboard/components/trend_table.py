"""The table under a chart over time: every point of every line, the latest day first, and what the reports print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.trend_chart import basis
from dashboard.safe import markup
from dashboard.text import say_date, translator

if TYPE_CHECKING:
    from dashboard.trends import Trend
    from geodata.figures import Figure
    from geodata.language import Language


def cell(figure: Figure, language: Language, source: str | None = None) -> str:
    """Return a figure's cell as HTML: the value, and what it rests on."""
    said = markup(figure.indicator.unit.say(figure.value, language))
    if figure.denominator is not None:
        said += f" <small>{markup(basis(figure, language))}</small>"
    if source is not None:
        said += f" <small>{markup(source)}</small>"
    return f'<td class="number">{said}</td>'


def table(told: Trend, title: str, language: Language) -> str:
    """Return the table as HTML; a column per line, and one for what is printed where anything is."""
    _ = translator(language)
    heads = [line.name for line in told.lines] + ([_("Published, whole country")] if told.printed else [])
    head = "".join(f'<th scope="col" class="number">{markup(name)}</th>' for name in heads)
    printed = {one.as_of: one for one in told.printed}
    body = ""
    for figures in reversed(list(zip(*(line.figures for line in told.lines), strict=True))):
        day = figures[0].as_of
        cells = "".join(cell(figure, language) for figure in figures)
        if day in printed:
            cells += cell(printed[day].figure(), language, printed[day].source.say(language))
        elif printed:
            cells += "<td></td>"
        body += f'<tr><th scope="row">{markup(say_date(day, language))}</th>{cells}</tr>'
    label = markup(_("{figure}, quarter by quarter").format(figure=title))
    return (
        f'<div class="records trend" tabindex="0" role="region" aria-label="{label}"><table>'
        f'<caption class="sr">{label}</caption>'
        f'<thead><tr><th scope="col">{markup(_("As of"))}</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def show(told: Trend, title: str, language: Language) -> None:
    """Draw the table."""
    st.html(table(told, title, language))
