"""The form in which a target is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import signature
from dashboard.text import translator
from geodata.indicators import BY_ID
from geodata.targets import TARGETED, TEAMS, TargetUnit
from geodata.terms import Team

if TYPE_CHECKING:
    from geodata.language import Language


@dataclass(frozen=True, slots=True)
class Wish:
    """What was filled in; whether it is a target is for the domain to say."""

    team: str
    indicator: str
    value: float
    unit: str
    set_by: str


def show(year: int, team: str | None, language: Language) -> Wish | None:
    """Draw the form, and return what it was sent with.

    Parameters
    ----------
    team
        The team that is chosen first.
    """
    _ = translator(language)
    with st.form("target", clear_on_submit=False), st.container():
        who, what = st.columns(2)
        wished_team = who.selectbox(
            _("Team"),
            TEAMS,
            index=TEAMS.index(team) if team in TEAMS else 0,
            format_func=lambda code: Team(code).label.say(language),
            key=f"target-team-{team}",
        )
        indicator = what.selectbox(
            _("Figure"),
            TARGETED,
            format_func=lambda name: BY_ID[name].label.say(language),
            key="target-indicator",
        )
        much, unit, by = st.columns(3)
        value = much.number_input(_("Target"), min_value=0.0, value=90.0, step=1.0, format="%g", key="target-value")
        counted_in = unit.selectbox(
            _("Counted in"),
            [each.code for each in TargetUnit],
            format_func=lambda code: TargetUnit(code).label.say(language),
            key="target-unit",
        )
        set_by = signature.ask(_("Set by"), "target-by", language, by)
        label = _("Save target for {year}").format(year=year)
        if not st.form_submit_button(label, type="primary", icon=":material/flag:"):
            return None
        return Wish(wished_team, indicator, float(value), counted_in, set_by)
