"""How the sites on a due list stand: one number per state, which add up to the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.components.due_palette import LOOKS
from dashboard.text import say_number, translator
from geodata.due import Standing

if TYPE_CHECKING:
    from geodata.language import Language
    from geodata.worth.due_list import DueList

ALL = "all"
CODES = (ALL, *(each.code for each in LOOKS))


def choose(found: DueList, language: Language) -> str:
    """Draw the states with their counts, to choose one or all of."""
    _ = translator(language)
    chosen = state.own_choice(state.STANDING, CODES, ALL)

    def name(code: str) -> str:
        if code == ALL:
            return f"{_('All')} {say_number(found.found.listed, language)}"
        standing = Standing(code)
        return f"{standing.label.say(language)} {say_number(found.states[standing], language)}"

    st.segmented_control(
        _("State"),
        CODES,
        **state.bound(state.STANDING),
        format_func=name,
        required=True,
        label_visibility="collapsed",
    )
    return chosen
