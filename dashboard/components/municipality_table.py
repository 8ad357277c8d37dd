"""The sortable table of municipalities: the same facts as the map, and another way to choose one.

A component of our own because a grid of Streamlit's sorts text by the browser's language, is a picture to a screen
reader, and cannot be scrolled to a row that was chosen elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.assets import OWN
from dashboard.columns import MUNICIPALITIES
from dashboard.text import say_date, say_number, translator
from geodata.status import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.language import Language

CHOSEN = "chosen"
_NAMES = {column.id: column.name for column in MUNICIPALITIES}
_STATUS_NUMBER = {status.code: number for number, status in enumerate(STATUSES)}

_table = st.components.v2.component(
    "feltplan.municipalities",
    html='<div class="municipalities" tabindex="-1"></div>',
    js=(OWN / "table.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # it is styled by the page's own sheet, which a browser keeps
)

Shown = tuple[str, float | None]
"""A cell: the text, and the number it sorts by (``None`` sorts last). A status is its number in the legend's order."""


def contents(
    municipalities: pd.DataFrame, selected: str | None, language: Language, opens: str = ""
) -> dict[str, object]:
    """Return what the table shows.

    Parameters
    ----------
    municipalities
        One row per municipality, classified, in Danish order of names.
    opens
        The address of a municipality's page up to its code, which goes last; without one the rows open nothing.
    """
    _ = translator(language)
    columns = [
        ("name", "name", _NAMES["name"].say(language)),
        ("status", "status", _NAMES["status"].say(language)),
        ("completed_on", "day", _NAMES["completed_on"].say(language)),
        ("sites_known", "number", _("Sites")),
        ("sites_attempted", "number", _("Attempted")),
    ]
    rows = [
        [
            row["municipality_code"],
            (row["name"], place),
            _STATUS_NUMBER[row["status"]],
            _day(row["completed_on"], language),
            (say_number(row["sites_known"], language), row["sites_known"]),
            (say_number(row["sites_attempted"], language), row["sites_attempted"]),
        ]
        for place, row in enumerate(municipalities.to_dict("records"))
    ]
    return {
        "caption": _("Municipalities by screening status"),
        "columns": [{"id": name, "kind": kind, "title": title} for name, kind, title in columns],
        "rows": rows,
        "statuses": [(status.label.say(language), status.code) for status in STATUSES],
        "selected": selected,
        "opens": opens,
        "open": _("Open the municipality"),
    }


def show(shown: dict[str, object], key: str, on_choose: Callable[[], None]) -> None:
    """Draw the table; ``on_choose`` is called before the next run when a row is chosen."""
    _table(key=key, data=shown, on_chosen_change=on_choose)


def chosen_code(report: object) -> str | None:
    """Return the code of the row that was chosen, from what the component reports."""
    code = getattr(report, CHOSEN, None)
    return code if isinstance(code, str) else None


def _day(day: pd.Timestamp, language: Language) -> Shown:
    return (say_date(day, language), None if pd.isna(day) else day.toordinal())
