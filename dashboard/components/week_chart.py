"""The planned days on the clock: on the road, waiting, at sites, lunch, and what is left of each shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go
import streamlit as st

from dashboard.safe import markup
from dashboard.text import translator
from dashboard.week_words import clock, short_day, the_clock
from geodata.week.clock import Doing
from geodata.week.crews import town_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from geodata.language import Language
    from geodata.week.clock import Piece
    from geodata.week.nights import Ends

ROW_PX = 30
BESIDE = 8
"""Minutes between a day's end and the mark of a night away beside it."""
NIGHT = "#4b4f57"
LOOKS: dict[Doing, tuple[str, str]] = {
    Doing.ROAD: ("#7794a3", "/"),
    Doing.WAITING: ("#d9a441", "."),
    Doing.VISIT: ("#2b8199", ""),
    Doing.LUNCH: ("#8a6db0", "x"),
    Doing.SLACK: ("#9fb3a5", "\\"),
}
"""Colour and pattern; both themes show them, and no two look alike without colour."""


def figure(pieces: Sequence[Piece], ends: Mapping[tuple[str, date], Ends], language: Language) -> go.Figure:
    """Return one row per crew and day.

    Parameters
    ----------
    ends
        Where the days begin and end that do so away from the crew's base.
    """
    _ = translator(language)
    rows = list(dict.fromkeys(_row(piece, language) for piece in sorted(pieces, key=lambda p: (p.day, p.crew))))
    drawn = go.Figure()
    numbers: dict[tuple[str, str], int] = {}
    for doing, (colour, pattern) in LOOKS.items():
        mine = [piece for piece in pieces if piece.doing is doing]
        told = []
        for piece in mine:
            text = f"<b>{doing.label.say(language)}</b><br>{the_clock(piece.begins, piece.ends, language)}"
            if piece.site is not None:
                row = _row(piece, language)
                numbers[row, piece.site] = 1 + sum(1 for known in numbers if known[0] == row)
                text += f"<br>{numbers[row, piece.site]}. {markup(piece.site)}"
            told.append(text)
        hatched = {"shape": pattern, "fillmode": "replace", "size": 6, "solidity": 0.4} if pattern else {}
        drawn.add_bar(
            y=[_row(piece, language) for piece in mine],
            base=[piece.begins for piece in mine],
            x=[piece.minutes for piece in mine],
            orientation="h",
            name=doing.label.say(language),
            marker={"color": colour, "line": {"color": colour, "width": 1}, "pattern": hatched},
            text=[str(numbers[_row(piece, language), piece.site]) if piece.site else "" for piece in mine],
            textposition="inside",
            insidetextanchor="middle",
            textfont={"color": "#ffffff", "size": 11},
            constraintext="none",
            hovertext=told,
            hoverinfo="text",
        )
    nights = _nights(pieces, ends, language)
    if nights:
        drawn.add_scatter(
            y=[row for row, _at, _told in nights],
            x=[at for _row, at, _told in nights],
            mode="markers+text",
            marker={"color": NIGHT, "size": 17, "line": {"color": "#ffffff", "width": 1}},
            text="N",  # night, nat
            textfont={"color": "#ffffff", "size": 11},
            name=_("Night away"),
            hovertext=[told for _row, _at, told in nights],
            hoverinfo="text",
        )
    first = min((piece.begins for piece in pieces), default=540)
    last = max((piece.ends for piece in pieces), default=1020)
    hours = range(int(first // 60), int(-(-last // 60)) + 1)
    step = 1 if len(hours) <= 9 else 2
    margin = 5 if not nights else 2 * BESIDE
    drawn.update_layout(
        barmode="overlay", bargap=0.25, height=70 + ROW_PX * max(len(rows), 1), dragmode=False,
        margin={"l": 0, "r": 8, "t": 4, "b": 0}, hovermode="closest",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        xaxis={
            "tickvals": [hour * 60 for hour in hours[::step]], "ticktext": [clock(hour * 60) for hour in hours[::step]],
            "range": [hours[0] * 60 - margin, hours[-1] * 60 + margin], "fixedrange": True, "tickangle": 0,
        },
        yaxis={"categoryorder": "array", "categoryarray": rows[::-1], "fixedrange": True, "automargin": True},
    )  # fmt: skip
    return drawn


def _nights(
    pieces: Sequence[Piece], ends: Mapping[tuple[str, date], Ends], language: Language
) -> list[tuple[str, float, str]]:
    """Return a mark where a day begins or ends away from the base: its row, its minute, and what it says."""
    _ = translator(language)
    towns = town_names()
    told = []
    for (crew, day), at in ends.items():
        mine = [piece for piece in pieces if (piece.crew, piece.day) == (crew, day)]
        if mine and at.begins_in != at.base:
            begins = _("The day begins in {town}").format(town=towns[at.begins_in])
            told.append((_row(mine[0], language), mine[0].begins - BESIDE, begins))
        if mine and at.ends_in != at.base:
            stays = _("The crew stays overnight in {town}").format(town=towns[at.ends_in])
            told.append((_row(mine[0], language), mine[-1].ends + BESIDE, stays))
    return told


def _row(piece: Piece, language: Language) -> str:
    return f"{short_day(piece.day, language)} {piece.crew}"


def show(pieces: Sequence[Piece], ends: Mapping[tuple[str, date], Ends], language: Language) -> None:
    """Draw the days; the table beneath them tells the same to who cannot see them."""
    _ = translator(language)
    st.plotly_chart(
        figure(pieces, ends, language),
        key="week-chart",
        config={"displayModeBar": False},
        alt=_("Every planned day on the clock; the same times stand in the table below."),
    )
