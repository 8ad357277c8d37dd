"""The field that says who sets, saves or freezes something: filled in with the name of who is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import recorder
from dashboard.text import translator
from geodata.targets import LONGEST_NAME

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from geodata.language import Language


def ask(title: str, key: str, language: Language, into: DeltaGenerator | None = None, width: int | None = None) -> str:
    """Draw the field, and return what stands in it.

    Where someone is signed in it is their name in the list of users, which may be written over; in the demo it is
    empty, or what the visitor has recorded under.

    Parameters
    ----------
    key
        The field's own.
    into
        The column it is drawn in; where the page stands where there is none.
    width
        In pixels; as wide as the column where it is not given.
    """
    _ = translator(language)
    written = (into or st).text_input(
        title,
        recorder.name(),
        max_chars=LONGEST_NAME,
        help=_("A function or initials: letters only, never a number or an address."),
        key=key,
        width=width or "stretch",
    )
    return str(written).strip()
