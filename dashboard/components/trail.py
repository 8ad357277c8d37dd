"""The way back up: nation, team, municipality, site; each part is a link that keeps the day and the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.components.links import anchor
from dashboard.pages import MUNICIPALITY
from dashboard.safe import markup
from dashboard.text import translator
from geodata.terms import UNKNOWN, Team

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.language import Language

Step = tuple[str, str | None]
"""What a part is called, and its address; the last has none: it is the page itself."""


def trail(steps: Sequence[Step], language: Language) -> str:
    """Return the trail as HTML."""
    _ = translator(language)
    parts = "".join(f"<li>{anchor(to, markup(name)) if to else _here(name)}</li>" for name, to in steps)
    return f'<nav class="trail" aria-label="{markup(_("Path"))}"><ol>{parts}</ol></nav>'


def _here(name: str) -> str:
    return f'<span aria-current="page">{markup(name)}</span>'


def to_municipality(team: str, code: str, name: str, language: Language) -> list[Step]:
    """Return the parts down to a municipality; where it is unknown, the last stays without a link."""
    _ = translator(language)
    known = code != UNKNOWN
    return [
        (_("Whole country"), state.address("", team=None, region=None)),
        (Team(team).label.say(language), state.address("", team=team, region=None)),
        (name, state.address(MUNICIPALITY, municipality=code) if known else None),
    ]


def show(steps: Sequence[Step], language: Language) -> None:
    """Draw the trail."""
    st.html(trail(steps, language))


def show_link(code: str, name: str, language: Language) -> None:
    """Draw the link that opens a municipality's page."""
    _ = translator(language)
    said = f"{_('Open the municipality')}: {name}"
    st.html(f'<p class="open">{anchor(state.address(MUNICIPALITY, municipality=code), markup(said))}</p>')
