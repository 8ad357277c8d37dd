"""A plain table of records under a heading, every cell made safe."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.links import anchor
from dashboard.safe import markup
from dashboard.text import say_date, say_number, translator
from geodata.units import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from dashboard.columns import Cell, Column
    from geodata.language import Language

SHOWN_ROWS = 500
"""More rows than a person reads on a screen; the download holds them all."""

SIDE_BY_SIDE = 4
"""More columns than these, or a sentence, do not fit a telephone: there each row is a card with every column's name."""

SHORT, LONG = 18, 40
"""Characters up to which a cell stays on one line, and from which it needs a wide column."""


def say(cell: Cell, language: Language) -> str:
    """Return a cell as a person reads it."""
    if cell is None:
        return MISSING
    if isinstance(cell, date):
        return say_date(cell, language)
    return cell if isinstance(cell, str) else say_number(cell, language)


def listed(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    language: Language,
    opens: Mapping[str, Sequence[str | None]] | None = None,
) -> str:
    """Return the first :data:`SHOWN_ROWS` rows as an HTML table.

    Parameters
    ----------
    opens
        For columns whose cells are links: each row's address, or ``None`` where there is nothing to open.
    """
    plain: list[str | None] = [None] * len(frame)
    addresses = [(opens or {}).get(column.id, plain)[:SHOWN_ROWS] for column in columns]
    cells = [column.cells(frame.head(SHOWN_ROWS), language) for column in columns]
    kinds = [_kind(column) for column in cells]
    names = [markup(column.name.say(language)) for column in columns]
    as_cards = len(columns) > SIDE_BY_SIDE or "long" in kinds
    heads = [f' data-head="{name}"' if as_cards else "" for name in names]
    head = "".join(f'<th scope="col" class="{kind}">{name}</th>' for kind, name in zip(kinds, names, strict=True))
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{kind}"{head}>{_linked(markup(say(cell, language)), to)}</td>'
            for kind, head, cell, to in zip(kinds, heads, row, to_row, strict=True)
        )
        + "</tr>"
        for row, to_row in zip(zip(*cells, strict=True), zip(*addresses, strict=True), strict=True)
    )
    return framed(head, body, looks="cards" if as_cards else "")


def framed(head: str, body: str, foot: str = "", looks: str = "") -> str:
    """Return a table in its frame, which can be scrolled by keyboard; the parts are rows of HTML, already safe."""
    rows = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody><tfoot>{foot}</tfoot>"
    return f'<div class="records {looks}" tabindex="0"><table>{rows}</table></div>'


def _kind(cells: Sequence[Cell]) -> str:
    """Return how a column is set: numbers to the right, short words on one line, sentences with room to be read."""
    if any(isinstance(cell, int | float) for cell in cells):
        return "number"
    if any(isinstance(cell, date) for cell in cells):
        return "day"
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    return "short" if longest <= SHORT else "text" if longest <= LONG else "long"


def _linked(html: str, address: str | None) -> str:
    return html if address is None else anchor(address, html)


def show(
    title: str,
    explained: str,
    frame: pd.DataFrame,
    columns: Sequence[Column],
    language: Language,
    opens: Mapping[str, Sequence[str | None]] | None = None,
) -> None:
    """Draw the table under a heading; ``opens`` as in :func:`listed`."""
    st.html(f'<h2 class="part">{markup(title)}</h2><p class="explained">{markup(explained)}</p>')
    rows(frame, columns, language, opens)


def rows(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    language: Language,
    opens: Mapping[str, Sequence[str | None]] | None = None,
) -> None:
    """Draw the table, or say that there is nothing to list; ``opens`` as in :func:`listed`."""
    _ = translator(language)
    if frame.empty:
        st.html(f'<p class="hint">{markup(_("Nothing to list."))}</p>')
        return
    st.html(listed(frame, columns, language, opens))
    if len(frame) > SHOWN_ROWS:
        text = _("The first {shown} of {total} rows; the download holds them all.")
        told = text.format(shown=say_number(SHOWN_ROWS, language), total=say_number(len(frame), language))
        st.html(f'<p class="explained">{markup(told)}</p>')
