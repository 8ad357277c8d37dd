"""Attempted visits over time, as bars: those that reached someone, and those in vain, stacked to all attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go
import streamlit as st

from dashboard.text import say_quarter, translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geodata.language import Language

HEIGHT_PX = 210
REACHED, IN_VAIN = "#2b8199", "#7794a3"
"""Both stand out from white and from near black; the second is drawn as lines, so that colour is never alone."""
HATCHED = {
    "color": IN_VAIN,
    "line": {"color": IN_VAIN, "width": 1},
    "pattern": {"shape": "/", "fillmode": "replace", "size": 6, "solidity": 0.45},
}
MOST_TICKS = 6
"""More would stand on top of one another on a phone."""


def figure(quarters: pd.DataFrame, language: Language) -> go.Figure:
    """Return the bars.

    Parameters
    ----------
    quarters
        One row per quarter: quarter (its first day), attempts, reached.
    """
    _ = translator(language)
    names = [say_quarter(day, language) for day in quarters["quarter"]]
    reached = quarters["reached"].tolist()
    in_vain = (quarters["attempts"] - quarters["reached"]).tolist()
    at, texts = ticks(quarters["quarter"].tolist(), names)
    drawn = go.Figure(
        [
            go.Bar(x=names, y=reached, name=_("Reached"), marker_color=REACHED),
            go.Bar(x=names, y=in_vain, name=_("In vain"), marker=HATCHED),
        ]
    )
    drawn.update_layout(
        barmode="stack", height=HEIGHT_PX, margin={"l": 0, "r": 12, "t": 4, "b": 0},
        separators=",." if language == "da" else ".,",
        legend={"orientation": "h", "y": 1.18, "x": 0, "traceorder": "normal"},
        hovermode="x unified", bargap=0.15, dragmode=False,
        xaxis={"type": "category", "tickvals": at, "ticktext": texts, "fixedrange": True, "tickangle": 0},
        yaxis={"rangemode": "tozero", "fixedrange": True, "tickformat": ",d", "nticks": 5},
    )  # fmt: skip
    return drawn


def ticks(days: Sequence[pd.Timestamp], names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return which quarters are marked, and how: all of a short time by name, some first quarters by their year."""
    if len(days) <= MOST_TICKS:
        return list(names), list(names)
    firsts = [place for place, day in enumerate(days) if day.month == 1]
    marked = firsts[:: -(-len(firsts) // MOST_TICKS)]
    return [names[place] for place in marked], [f"{days[place]:%Y}" for place in marked]


def show(quarters: pd.DataFrame, language: Language) -> None:
    """Draw the bars; the table beneath them tells the same to who cannot see them."""
    _ = translator(language)
    st.plotly_chart(
        figure(quarters, language),
        config={"displayModeBar": False},
        alt=_("Attempted visits by quarter; the same numbers stand in the table below."),
    )
