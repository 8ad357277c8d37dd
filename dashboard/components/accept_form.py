"""The form that makes a plan the version that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import frame, signature
from dashboard.text import translator

if TYPE_CHECKING:
    from geodata.language import Language


def show(language: Language) -> str | None:
    """Draw the form, and return who sent it."""
    _ = translator(language)
    frame.part(
        _("Accept"),
        _("The plan becomes the next version of the week. The versions before it are kept; it can be changed again."),
    )
    with st.form("accept", border=False):
        who, button = st.columns([1, 2], vertical_alignment="bottom")
        by = signature.ask(_("Saved by"), "accept-by", language, who)
        pressed = button.form_submit_button(_("Accept this plan"), type="primary", icon=":material/check:")
    return by if pressed else None
