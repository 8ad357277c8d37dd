"""A plain table of records under a heading, every cell made safe."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.safe import markup
from dashboard.text import say_date, say_number, translator
from geodata.units import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from dashboard.columns import Cell, Column
    from geodata.language import Language

SHOWN_ROWS = 500
"""More rows than a person reads on a screen; the download holds them all."""


def say(cell: Cell, language: Language) -> str:
    """Return a cell as a person reads it."""
    if cell is None:
        return MISSING
    if isinstance(cell, date):
        return say_date(cell, language)
    return cell if isinstance(cell, str) else say_number(cell, language)


def listed(frame: pd.DataFrame, columns: Sequence[Column], language: Language) -> str:
    """Return the first :data:`SHOWN_ROWS` rows as an HTML table."""
    cells = [column.cells(frame.head(SHOWN_ROWS), language) for column in columns]
    kinds = ["number" if any(isinstance(cell, int | float) for cell in column) else "text" for column in cells]
    head = "".join(
        f'<th scope="col" class="{kind}">{markup(column.name.say(language))}</th>'
        for kind, column in zip(kinds, columns, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{kind}">{markup(say(cell, language))}</td>' for kind, cell in zip(kinds, row, strict=True)
        )
        + "</tr>"
        for row in zip(*cells, strict=True)
    )
    return f'<div class="records" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def show(title: str, explained: str, frame: pd.DataFrame, columns: Sequence[Column], language: Language) -> None:
    """Draw the table, or say that there is nothing to list."""
    _ = translator(language)
    st.html(f'<h2 class="part">{markup(title)}</h2><p class="explained">{markup(explained)}</p>')
    if frame.empty:
        st.html(f'<p class="hint">{markup(_("Nothing to list."))}</p>')
        return
    st.html(listed(frame, columns, language))
    if len(frame) > SHOWN_ROWS:
        text = _("The first {shown} of {total} rows; the download holds them all.")
        st.caption(text.format(shown=say_number(SHOWN_ROWS, language), total=say_number(len(frame), language)))
