"""The choices every page shares: language, date, window, team and region. They stand in the sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.text import LANGUAGE_NAMES, translator
from geodata.indicators import BY_ID
from geodata.language import LANGUAGES, Label
from geodata.status import WINDOWS_MONTHS
from geodata.terms import Region, Team

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.period import Days
    from geodata.language import Language


def language_switch(language: Language) -> None:
    """Draw the switch between the languages."""
    _ = translator(language)
    st.segmented_control(
        _("Language"),
        LANGUAGES,
        key=state.LANGUAGE,
        format_func=LANGUAGE_NAMES.__getitem__,
        required=True,
        width="stretch",
        persist_state="session",
    )


def period(days: Days, language: Language) -> None:
    """Draw the choice of a day and of the window that ends on it."""
    _ = translator(language)
    st.date_input(
        _("As of"),
        min_value=days.first,
        max_value=days.last,
        **state.bound(state.AS_OF),
        format="DD.MM.YYYY",
        help=_("Everything is shown as it was known on this day."),
    )
    st.segmented_control(
        _("Window, months"),
        WINDOWS_MONTHS,
        **state.bound(state.WINDOW),
        required=True,
        width="stretch",
        help=_("How long a screening is fresh, and how far back visits are counted."),
    )


def show(days: Days, teams: Sequence[str], regions: Sequence[str], language: Language) -> None:
    """Draw the filters.

    Parameters
    ----------
    teams, regions
        The codes in force on the chosen day. Whoever may look at one team only has no choice of teams.
    """
    _ = translator(language)
    period(days, language)
    if state.only_team() is None:
        st.selectbox(
            _("Team"),
            teams,
            index=None,
            **state.bound(state.TEAM),
            format_func=lambda code: Team(code).label.say(language),
            placeholder=_("All teams"),
        )
    st.selectbox(
        _("Region"),
        regions,
        index=None,
        **state.bound(state.REGION),
        format_func=lambda code: Region(code).label.say(language),
        placeholder=_("All regions"),
    )


def municipality(names: Mapping[str, str], language: Language) -> None:
    """Draw the list a municipality can be chosen from, by typing its name too.

    Parameters
    ----------
    names
        Code -> name, in the order of the list.
    """
    _ = translator(language)
    st.selectbox(
        _("Municipality"),
        list(names),
        index=None,
        **state.bound(state.MUNICIPALITY),
        format_func=names.__getitem__,
        placeholder=_("Choose a municipality"),
        label_visibility="collapsed",
    )


PART_NAMES = {
    "figures": Label("Kurver", "Charts"),
    "map": Label("Kort kvartal for kvartal", "Map by quarter"),
    "compare": Label("To datoer", "Two days"),
}
"""The parts of the page on time."""


def part(parts: Sequence[str], language: Language) -> None:
    """Draw the switch between the parts of the page on time."""
    _ = translator(language)
    st.segmented_control(
        _("Part of the page"),
        parts,
        **state.bound(state.PART),
        required=True,
        format_func=lambda name: PART_NAMES[name].say(language),
        label_visibility="collapsed",
    )


def figures(offered: Sequence[str], language: Language) -> None:
    """Draw the figures that can be shown over time, to choose any of."""
    _ = translator(language)
    st.pills(
        _("Figures"),
        offered,
        selection_mode="multi",
        **state.bound(state.FIGURES),
        format_func=lambda name: BY_ID[name].label.say(language),
    )


def compared_day(days: Days, language: Language) -> None:
    """Draw the day that the chosen one is compared with."""
    _ = translator(language)
    st.date_input(
        _("Compare with"),
        min_value=days.first,
        max_value=days.last,
        **state.bound(state.BEFORE),
        format="DD.MM.YYYY",
        width=220,
        help=_("The other day is the one chosen under As of. The earlier of the two stands first."),
    )
