"""What a visitor has chosen: the only module with Streamlit's session state and the link's parameters.

A link carries codes only, and only what differs from the page's first view, so that it shows the same to whoever
opens it in either language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.scope import Scope
from dashboard.text import as_language
from geodata.status import DEFAULT_WINDOW_MONTHS, WINDOWS_MONTHS
from geodata.terms import Region, Team

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from dashboard.period import Days
    from geodata.language import Language

LANGUAGE = "lang"
AS_OF = "as_of"
WINDOW = "window"
TEAM = "team"
REGION = "region"
MUNICIPALITY = "municipality"
MAP = "coverage-map"
TABLE = "coverage-table"
_LATEST = "_latest"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the coverage page shows."""

    as_of: date
    window_months: int
    scope: Scope
    municipality: str | None


def language() -> Language:
    """Return the language of the visitor; the first time, the link's or the deployment's."""
    if LANGUAGE not in st.session_state:
        st.session_state[LANGUAGE] = as_language(st.query_params.get(LANGUAGE))
    chosen: Language = st.session_state[LANGUAGE]
    return chosen


def begin(days: Days, codes: Collection[str]) -> None:
    """Take over what the link asks for, once per visit; what it asks wrongly is left at the first view.

    A visitor who looks at the latest day goes on doing so when a new version of the data brings a later one.

    Parameters
    ----------
    codes
        The municipalities that can be chosen.
    """
    link = st.query_params
    day = _day(link.get(AS_OF))
    asked = {
        AS_OF: day if day and days.offers(day) else days.latest,
        WINDOW: next((w for w in WINDOWS_MONTHS if str(w) == link.get(WINDOW)), DEFAULT_WINDOW_MONTHS),
        TEAM: link.get(TEAM) if link.get(TEAM) in {team.code for team in Team} else None,
        REGION: link.get(REGION) if link.get(REGION) in {region.code for region in Region} else None,
        MUNICIPALITY: link.get(MUNICIPALITY) if link.get(MUNICIPALITY) in codes else None,
    }
    for name, value in asked.items():
        if name not in st.session_state:
            st.session_state[name] = value
    if st.session_state[AS_OF] in {None, st.session_state.get(_LATEST)}:  # None: the field was emptied
        st.session_state[AS_OF] = days.latest
    st.session_state[_LATEST] = days.latest


def choice() -> Choice:
    """Return what is chosen now; call :func:`begin` first."""
    chosen = st.session_state
    return Choice(chosen[AS_OF], chosen[WINDOW], Scope(chosen[TEAM], chosen[REGION]), chosen[MUNICIPALITY])


def write_link() -> None:
    """Put what is chosen into the page's address."""
    chosen = choice()
    link = {
        LANGUAGE: language() if language() != as_language(None) else None,
        AS_OF: chosen.as_of.isoformat() if chosen.as_of != st.session_state[_LATEST] else None,
        WINDOW: str(chosen.window_months) if chosen.window_months != DEFAULT_WINDOW_MONTHS else None,
        TEAM: chosen.scope.team,
        REGION: chosen.scope.region,
        MUNICIPALITY: chosen.municipality,
    }
    wanted = {name: value for name, value in link.items() if value is not None}
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def bound(name: str) -> dict[str, Any]:
    """Return the key and the callback by which a widget shows the choice ``name`` and changes it.

    The choice outlives the widget, so it is still there when the visitor comes back from another page.
    """
    key = f"{name}-widget"
    st.session_state[key] = st.session_state[name]

    def take() -> None:
        st.session_state[name] = st.session_state[key]

    return {"key": key, "on_change": take}


def take_click(code_of: Callable[[Any], str | None], key: str) -> Callable[[], None]:
    """Return what to call when the component ``key`` reports a click: it chooses the municipality that is meant.

    Parameters
    ----------
    code_of
        Reads the municipality's code from the component's report.
    """

    def choose() -> None:
        code = code_of(st.session_state.get(key))
        if code is not None:
            st.session_state[MUNICIPALITY] = code

    return choose


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
