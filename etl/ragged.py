"""Rows of any length become columns of text under their header; a row of another length is told, not bent."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from etl.personal import quoted
from etl.refusals import in_file
from etl.rejects import no_faults
from geodata.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Row = tuple[int, list[str]]
"""A line of the file and its cells."""

Columns = tuple[pl.DataFrame, pl.DataFrame]
"""Text columns with ``line``, and the faults of the rows that do not fit (line, column_name, value, rule)."""

MOST_COLUMNS = 1_000
"""Columns of one file; the widest public registers have some hundreds."""

AT_A_TIME = 50_000
"""Rows that are held as Python objects at a time."""


def check_width(name: str, columns: int) -> None:
    """Refuse a file of more columns than any table has; a file may have a hundred million."""
    if columns > MOST_COLUMNS:
        raise in_file(
            name,
            "filen har {n} kolonner; højst {most} læses.",
            "the file has {n} columns; at most {most} are read.",
            n=columns,
            most=MOST_COLUMNS,
        )


def check_headers(name: str, headers: list[str]) -> None:
    """Refuse a file whose headers cannot be told apart: too many, one twice, or one called ``line``."""
    check_width(name, len(headers))
    doubled = sorted({header for header in headers if headers.count(header) > 1 or header == "line"})
    if doubled:
        raise in_file(
            name,
            "kolonnen '{columns}' står der to gange eller har et navn, der ikke kan bruges.",
            "the column '{columns}' stands there twice or has a name that cannot be used.",
            columns="', '".join(quoted(doubled)),
        )


def as_columns(name: str, rows: Iterable[Row]) -> Columns:
    """Return rows as columns; the first row that is not blank is the header, and blank rows are no rows.

    Raises
    ------
    RefusedError
        If there is no row at all, or the headers cannot be told apart.
    """
    filled = ((line, row) for line, row in rows if any(cell.strip() for cell in row))
    header = next(filled, None)
    if header is None:
        raise in_file(name, "filen er tom.", "the file is empty.")
    headers = [text.strip() for text in header[1]]
    while not headers[-1]:
        headers.pop()
    check_headers(name, headers)
    cells, faults = [_whole([], headers)], [no_faults()]
    for some in _batches(filled):
        cells.append(_whole([row for row in some if _fits(row[1], len(headers))], headers))
        faults.append(_ragged([row for row in some if not _fits(row[1], len(headers))], len(headers)))
    return pl.concat(cells), pl.concat(faults)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, AT_A_TIME)):
        yield some


def _fits(row: list[str], width: int) -> bool:
    """Whether a row has the header's length, empty cells after the last column apart."""
    return len(row) == width or (len(row) > width and not any(cell.strip() for cell in row[width:]))


def _whole(rows: list[Row], headers: list[str]) -> pl.DataFrame:
    columns = {header: [row[i] for _, row in rows] for i, header in enumerate(headers)}
    cells = pl.DataFrame(columns, schema=dict.fromkeys(headers, pl.String))
    return cells.with_columns(pl.Series("line", [line for line, _ in rows], dtype=pl.Int64))


def _ragged(rows: list[Row], width: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "line": [line for line, _ in rows],
            "column_name": [""] * len(rows),
            "value": [f"{len(row)} / {width}" for _, row in rows],
            "rule": [Rule.RAGGED.code] * len(rows),
        },
        schema=no_faults().schema,
    )
