"""A figure over time as lines. Each line differs by dash and marker too, so that colour is never alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import streamlit as st
from babel.dates import format_date

from dashboard.components.tiles import interval
from dashboard.text import say_number, translator
from dashboard.trends import NATION, PART
from geodata.terms import Team
from geodata.units import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.trends import Trend
    from geodata.figures import Figure
    from geodata.language import Language

HEIGHT_PX = 330
MOST_TICKS = 8
"""As many as a phone's width has room for."""
MARKERS = 24
"""Of a line's points at most so many carry a marker, spread evenly; every point can be pointed at."""


@dataclass(frozen=True, slots=True)
class LineLook:
    """Colour, dash, marker and width of a line; the colours stand out from white and from near black."""

    colour: str
    dash: str
    symbol: str
    width: float


LOOKS: dict[str, LineLook] = {
    NATION: LineLook("#5f6f7a", "solid", "circle", 3),
    Team.EAST.code: LineLook("#0072b2", "dash", "square", 1.8),
    Team.MID.code: LineLook("#c75000", "dot", "diamond", 1.8),
    Team.WEST.code: LineLook("#00876a", "dashdot", "triangle-up", 1.8),
    Team.UNKNOWN.code: LineLook("#8a6db0", "longdash", "x", 1.8),
    PART: LineLook("#0072b2", "longdashdot", "pentagon", 1.8),
}
PRINTED = LineLook("#b5179e", "", "star-open", 2)


def hover(area: str, figure: Figure, language: Language, source: str | None = None) -> str:
    """Return what a point says: where, when, the value, what it rests on, and who printed it."""
    _ = translator(language)
    day = format_date(figure.as_of, "d. MMMM y" if language == "da" else "d MMMM y", locale=language)
    lines = [f"<b>{area}</b>, {day}", figure.indicator.unit.say(figure.value, language)]
    if figure.denominator is not None:
        lines[1] += f" ({basis(figure, language)})"
    if source is not None:
        lines.append(_("Published: {source}").format(source=source))
    elif figure.low is not None:
        lines.append(interval(figure, language))
    return "<br>".join(lines)


def basis(figure: Figure, language: Language) -> str:
    """Return numerator and denominator: ``96 af 98``."""
    _ = translator(language)
    n, total = (say_number(count, language) for count in (figure.numerator, figure.denominator))
    return _("{n} of {total}").format(n=n, total=total)


def ticks(days: Sequence[date], language: Language) -> tuple[list[date], list[str]]:
    """Return where the axis is marked and what it says there, in the language's own month names.

    Quarters' ends if they are few, else those of half-years, else those of every so many years.
    """
    ends = [day for day in days if (day + timedelta(days=1)).day == 1 and day.month % 3 == 0] or list(days)
    marked = [ends, [day for day in ends if day.month in {6, 12}]]
    marked += [[day for day in ends if day.month == 12 and day.year % years == 0] for years in (1, 2, 3, 5, 10, 25)]
    places = next((few for few in marked if 0 < len(few) <= MOST_TICKS), marked[-1])
    return places, [format_date(day, "MMM'<br>'y", locale=language) for day in places]


def chart(told: Trend, language: Language, provisional_from: date | None = None) -> go.Figure:
    """Return the chart.

    Parameters
    ----------
    provisional_from
        The first day that is provisional (:func:`geodata.delay.provisional_from`), shaded from there on; ``None``
        where the data do not say when they were recorded.
    """
    _ = translator(language)
    unit = told.lines[0].figures[0].indicator.unit
    drawn = go.Figure()
    for place, line in reversed(list(enumerate(told.lines))):  # the whole country is drawn last, on top
        look = LOOKS[line.key]
        drawn.add_scatter(
            x=[figure.as_of for figure in line.figures],
            y=[figure.value for figure in line.figures],
            name=line.name,
            legendrank=place,
            mode="lines+markers",
            line={"color": look.colour, "dash": look.dash, "width": look.width},
            marker={"symbol": look.symbol, "size": 7, "maxdisplayed": MARKERS},
            hovertext=[hover(line.name, figure, language) for figure in line.figures],
            hoverinfo="text",
        )
    if told.printed:
        points = [(one.figure(), one.source.say(language)) for one in told.printed]
        drawn.add_scatter(
            x=[figure.as_of for figure, _source in points],
            y=[figure.value for figure, _source in points],
            name=_("Published: {source}").format(source=points[0][1]),
            legendrank=len(told.lines),
            mode="markers",
            marker={"symbol": PRINTED.symbol, "size": 15, "color": PRINTED.colour, "line": {"width": PRINTED.width}},
            hovertext=[hover(_("Whole country"), figure, language, source) for figure, source in points],
            hoverinfo="text",
        )
    days = [figure.as_of for figure in told.lines[0].figures]
    if provisional_from is not None:
        drawn.add_vrect(
            x0=provisional_from, x1=days[-1], fillcolor="#5f6f7a", opacity=0.18, line_width=0,
            annotation_text=_("provisional"), annotation_position="top right",
        )  # fmt: skip
    places, texts = ticks(days, language)
    drawn.update_layout(
        height=HEIGHT_PX,
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
        separators=",." if language == "da" else ".,",
        hovermode="closest",
        dragmode=False,
        legend={"orientation": "h", "y": -0.2, "yanchor": "top", "x": 0, "title": None},
        xaxis={
            "tickvals": places, "ticktext": texts, "tickangle": 0, "showgrid": False, "automargin": True, "title": None,
        },
        yaxis={
            "rangemode": "tozero", "tickformat": ",.0f", "automargin": True, "title": None,
            "ticksuffix": unit.suffix if language == "da" else unit.suffix.strip(),
            **({"range": [-3, 104]} if unit is Unit.PERCENT else {}),
        },
    )  # fmt: skip
    return drawn


def show(told: Trend, key: str, language: Language, provisional_from: date | None = None) -> None:
    """Draw the chart; the table below it says the same to a keyboard and a screen reader."""
    config = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
    st.plotly_chart(chart(told, language, provisional_from), key=key, config=config)
