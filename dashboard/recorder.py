"""Who records, and which records they may see and change: the one place that says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, cache, state
from dashboard.text import translator
from geodata.roles import Role
from geodata.targets import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboard.warehouse import Edition
    from geodata.language import Language
    from geodata.ledger.records import Entry

_NO_LETTERS = re.compile(r"[^\w .-]|[\d_]")


def name() -> str:
    """Return who records: the signed-in person's label in letters, or in the demo what the visitor wrote last."""
    viewer = access.viewer()
    if viewer.identity == access.DEMO:
        return state.written_by()
    letters = " ".join(_NO_LETTERS.sub("", viewer.label).split())[:LONGEST_NAME].strip(" .-")
    return letters or viewer.role.label.danish


def recorder(language: Language) -> str:
    """Say who records and return it; in the demo it is asked for once in a visit."""
    _ = translator(language)
    if access.viewer().identity != access.DEMO:
        st.caption(_("Recorded by {name}").format(name=name()))
        return name()
    state.keep(state.RECORDER, "")
    st.text_input(
        _("Recorded by"),
        max_chars=LONGEST_NAME,
        help=_("A function or initials: letters only, never a number or an address."),
        placeholder=_("Initials"),
        **state.bound(state.RECORDER),
    )
    return name()


def own(edition: Edition, entries: Sequence[Entry], as_of: date) -> list[Entry]:
    """Return the records that the viewer may see and change: a manager all, a team lead those of the own team."""
    viewer = access.viewer()
    if viewer.role is Role.MANAGER:
        return list(entries)
    return [entry for entry in entries if viewer.role is Role.TEAM_LEAD and _inside(edition, entry, viewer.team, as_of)]


def _inside(edition: Edition, entry: Entry, team: str | None, as_of: date) -> bool:
    stated = entry.cells[0] if entry.cells else {}
    if entry.site_id and cache.site(edition, entry.site_id, as_of) is not None:
        return True
    places = {cells["municipality_code"] for cells in entry.cells if cells.get("municipality_code")}
    if places:
        return places <= set(cache.names(edition))
    # A site that no version holds yet, or a record of no place: by the team it states.
    return stated.get("team") == team
