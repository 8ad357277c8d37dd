"""How figures are counted, in a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.safe import markup
from geodata.indicators import BY_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.language import Language


def show(ids: Sequence[str], language: Language) -> None:
    """Draw the definitions of some figures, each under its name."""
    told = "".join(
        f"<dt>{markup(BY_ID[name].label.say(language))}</dt><dd>{markup(BY_ID[name].definition.say(language))}</dd>"
        for name in ids
    )
    st.html(f'<dl class="definitions">{told}</dl>')
