"""What other rules would do to a list: how many become due, and which sites move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import due_columns
from dashboard.components import records
from dashboard.text import say_number, translator
from geodata.due import Standing
from geodata.worth.due_list import DueList, compared

if TYPE_CHECKING:
    from geodata.language import Language

MOST = 20
"""Sites that move which are listed."""


def effect(before: DueList, after: DueList, language: Language) -> str:
    """Return the effect as a sentence."""
    _ = translator(language)
    moved = compared(before, after)
    up, down = int((moved["moved"] > 0).sum()), int((moved["moved"] < 0).sum())
    states = " · ".join(
        f"{state.label.say(language)}: {say_number(before.states[state], language)} → "
        f"{say_number(after.states[state], language)}"
        for state in Standing
    )
    text = _("{up} sites move up, {down} down, {still} stay. {states}.")
    told = {
        name: say_number(n, language) for name, n in (("up", up), ("down", down), ("still", len(moved) - up - down))
    }
    return text.format(**told, states=states)


def show(before: DueList, after: DueList, language: Language) -> None:
    """Draw the sentence, and the sites that move most."""
    _ = translator(language)
    moved = compared(before, after)
    rows = moved[moved["moved"] != 0].head(MOST)
    rows = rows.assign(worth=rows["worth"].round(1), worth_before=rows["worth_before"].round(1))
    records.show(_("The effect"), effect(before, after, language), rows, due_columns.MOVES, language)
