"""The form in which a team's rules and weights are set: to try them, or to save them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import signature
from dashboard.text import translator
from geodata.worth.rules import DAYS, WEIGHTS, Number, TeamRules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.language import Language

ABREAST = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What was filled in; whether it can be is for the domain to say."""

    numbers: Mapping[str, float]
    set_by: str
    save: bool


def show(team: str, rules: TeamRules, language: Language) -> Wish | None:
    """Draw the form with the team's numbers, and return what it was sent with."""
    _ = translator(language)
    with st.form(f"rules-{team}"):
        st.markdown(f"**{_('When a site is due')}**")
        numbers = _inputs(team, DAYS, rules, language)
        st.markdown(f"**{_('What a visit is worth, in points')}**")
        numbers |= _inputs(team, WEIGHTS, rules, language)
        set_by = signature.ask(_("Set by"), f"rules-by-{team}", language, width=320)
        with st.container(horizontal=True, gap="small"):
            tried = st.form_submit_button(_("Show the effect"), icon=":material/visibility:")
            saved = st.form_submit_button(_("Save the rules"), type="primary", icon=":material/save:")
    return Wish(numbers, set_by, saved) if tried or saved else None


def _inputs(team: str, wanted: Sequence[Number], rules: TeamRules, language: Language) -> dict[str, float]:
    told = {}
    for first in range(0, len(wanted), ABREAST):
        for column, number in zip(st.columns(ABREAST), wanted[first : first + ABREAST], strict=False):
            told[number.id] = float(
                column.number_input(
                    number.label.say(language),
                    min_value=float(number.least),
                    max_value=float(number.most),
                    value=float(rules[number.id]),
                    step=1.0 if number.whole or number.default >= 1 else 0.1,
                    format="%g",
                    help=number.explained.say(language),
                    key=f"rule-{team}-{number.id}-{rules[number.id]:g}",
                )
            )
    return told
