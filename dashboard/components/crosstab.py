"""A table of counts by two lists of terms, with totals: sites by kind and status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import frame, records
from dashboard.safe import markup
from dashboard.text import say_number, translator
from geodata.terms import Kind, SiteStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geodata.language import Language


def crosstab(counted: pd.DataFrame, language: Language) -> str:
    """Return sites by kind and status as an HTML table.

    Parameters
    ----------
    counted
        One row per kind's code, one column per status's code.
    """
    _ = translator(language)
    heads = [SiteStatus(code).label.say(language) for code in counted.columns] + [_("In all")]
    head = "".join(f'<th scope="col" class="number">{markup(name)}</th>' for name in heads)
    body = "".join(
        _row(Kind(code).label.say(language), numbers, language)
        for code, numbers in zip(counted.index, counted.to_numpy().tolist(), strict=True)
    )
    total = _row(_("In all"), counted.sum().tolist(), language)
    return records.framed(f'<th scope="col">{markup(_("Kind"))}</th>{head}', body, total, looks="whole")


def _row(name: str, numbers: Sequence[int], language: Language) -> str:
    cells = "".join(f'<td class="number">{say_number(n, language)}</td>' for n in [*numbers, sum(numbers)])
    return f'<tr><th scope="row">{markup(name)}</th>{cells}</tr>'


def show(counted: pd.DataFrame, language: Language) -> None:
    """Draw the table, or say that there is no site."""
    _ = translator(language)
    frame.part(_("Sites by kind and status"))
    if counted.empty:
        frame.hint(_("Nothing to list."))
        return
    st.html(crosstab(counted, language))
