"""What is due in a municipality: its known sites by how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import frame
from dashboard.safe import markup
from dashboard.text import say_number, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.due import Standing
    from geodata.language import Language


def strip(counted: Mapping[Standing, int], language: Language) -> str:
    """Return the four standings with their numbers as HTML; together they are the sites known."""
    _ = translator(language)
    cells = [(standing.code, standing.label.say(language), n) for standing, n in counted.items()]
    cells.append(("known", _("Sites known"), sum(counted.values())))
    told = "".join(
        f'<div data-standing="{code}"><dt>{markup(name)}</dt><dd>{say_number(n, language)}</dd></div>'
        for code, name, n in cells
    )
    return f'<dl class="due">{told}</dl>'


def show(counted: Mapping[Standing, int], language: Language) -> None:
    """Draw them under a heading."""
    _ = translator(language)
    frame.part(_("What is due"))
    st.html(strip(counted, language))
