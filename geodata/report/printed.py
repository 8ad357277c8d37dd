"""The status report for 2007 as it was printed, beside what the records give, and what in it does not sum or round."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from geodata.report.contents import BY_ID
from geodata.report.rules import flags
from geodata.report.table import Flag, Row, Whole, percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geodata.report.table import Layout, Table

YEAR = 2007
DECIMALS = 0
"""The status report prints whole percentages."""

COMPLETE_WITHOUT = frozenset({"field", "partner", "other", "not_stated", "refused"})
"""Parts that the status report knows nothing of and does not print: without them its parts are all there are."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed figure; ``None`` is not printed. ``page`` is empty where it is not known."""

    table: str
    row: str
    count: float | None
    percent: float | None
    page: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A printed figure beside the recomputed one.

    Parameters
    ----------
    row
        The recomputed row; its count is ``None`` where the records do not hold it.
    printed
        What was printed.
    count_apart, percent_apart
        Recomputed less printed; the percentages as whole ones. ``None`` where either is missing.
    """

    row: Row
    printed: Printed
    count_apart: float | None
    percent_apart: float | None


@cache
def published() -> tuple[Printed, ...]:
    """Return everything ``published_2007.csv`` holds, in its order."""
    text = files("geodata").joinpath("data", f"published_{YEAR}.csv").read_text(encoding="utf-8")
    return tuple(
        Printed(row["table"], row["row"], _number(row["count"]), _number(row["percent"]), row["page"])
        for row in csv.DictReader(text.splitlines())
    )


def of_table(table: str) -> tuple[Printed, ...]:
    """Return what is printed of one table."""
    return tuple(one for one in published() if one.table == table)


def flags_of(table: str) -> list[Flag]:
    """Return what in a printed table does not sum or round, by the same rules as the product's own tables."""
    rows, wholes = as_rows(BY_ID[table])
    return flags(rows, wholes, DECIMALS)


def as_rows(layout: Layout) -> tuple[list[Row], list[Whole]]:
    """Return a printed table as rows and wholes that the rules can read."""
    lines = {line.code: line for line in layout.lines}
    rows = [
        Row(one.row, lines[one.row].label, one.count, one.percent, lines[one.row].of, bool(lines[one.row].per))
        for one in of_table(layout.id)
    ]
    told = {row.code for row in rows}
    return rows, [_as_printed(whole, told) for whole in layout.wholes]


def _as_printed(whole: Whole, told: Iterable[str]) -> Whole:
    kept = tuple(part for part in whole.parts if part in set(told) or part not in COMPLETE_WITHOUT)
    return replace(whole, parts=kept)


def compare(table: Table) -> list[Compared]:
    """Return every printed figure of a table beside the recomputed one."""
    compared = []
    for one in of_table(table.id):
        row = table.row(one.row)
        base = table.row(row.of).count if row.of else None
        whole_percent = percent(row.count, base, DECIMALS)
        # A rate is printed rounded: it is compared as finely as it is printed.
        count = row.count if not row.rate or row.count is None or one.count is None else _as_fine(row.count, one.count)
        compared.append(Compared(row, one, _apart(count, one.count), _apart(whole_percent, one.percent)))
    return compared


def _as_fine(value: float, printed: float) -> float:
    return round(value, 0 if float(printed).is_integer() else 1)


def _apart(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else round(now - then, 2)


def _number(text: str) -> float | None:
    if not text:
        return None
    return float(text) if "." in text else int(text)
