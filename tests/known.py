"""The tables as they stood on a day: what was recorded later is taken out, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

Row = dict[str, Any]


def known_by(tables: dict[str, list[Row]], day: date) -> dict[str, list[Row]]:
    """Return what was recorded by ``day``; a screening whose completion was not yet recorded had only begun."""
    known = {
        name: [row for row in rows if name == "screenings" or "recorded_on" not in row or row["recorded_on"] <= day]
        for name, rows in tables.items()
    }
    unfinished = {"completed_on": None, "result": None, "hours": None}
    known["screenings"] = [row if row["recorded_on"] <= day else {**row, **unfinished} for row in tables["screenings"]]
    return known
