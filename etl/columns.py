"""Which column of a raw file is which column of the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from etl.personal import quoted
from etl.refusals import in_file
from geodata.terms import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from etl.contract import Table
    from etl.readers import Raw


@dataclass(frozen=True, slots=True)
class Named:
    """A raw file under the contract's names.

    Parameters
    ----------
    cells
        A text column for every column of the table (blank where the file has none), as written, and ``line``.
    headers
        The file's own header for each column it has.
    unused
        Headers that are no column of the table and are not read, as they may be quoted.
    blank
        Columns that need not be filled and that neither the file nor a fixed value fills: every cell is "".
    """

    cells: pl.DataFrame
    headers: dict[str, str]
    unused: tuple[str, ...]
    blank: frozenset[str] = frozenset()


def name_columns(
    raw: Raw, table: Table, mapped: Mapping[str, str] | None = None, fixed: Mapping[str, str] | None = None
) -> Named:
    """Find each column of the table in the raw file.

    Parameters
    ----------
    mapped
        Header to use for a column, where the file has names of its own.
    fixed
        A value for every row of a column that the file does not have.

    Raises
    ------
    RefusedError
        If a required column is missing, or two headers name the same column.
    """
    mapped, fixed = mapped or {}, fixed or {}
    present = [header for header in raw.cells.columns if header != "line"]
    lost = [f"{column} = {quoted([header])[0]}" for column, header in mapped.items() if header not in present]
    if lost:
        raise in_file(
            raw.file,
            "feltplan.toml nævner kolonner, som filen ikke har: {lost}. Filen har: {present}.",
            "feltplan.toml names columns that the file does not have: {lost}. The file has: {present}.",
            lost=", ".join(lost),
            present=", ".join(quoted(present)),
        )
    taken = set(mapped.values())
    found = dict(mapped)
    for column in table.columns:
        if column.name in found or column.name in fixed:
            continue
        matches = [header for header in present if header not in taken and fold(header) in column.accepts()]
        exact = [header for header in matches if fold(header) == fold(column.name)]
        if len(exact or matches) > 1:
            raise in_file(
                raw.file,
                "kolonnerne '{headers}' er begge {column}.",
                "the columns '{headers}' both are {column}.",
                headers="', '".join(quoted(matches)),
                column=column.name,
            )
        if matches:
            found[column.name] = (exact or matches)[0]
    missing = [column.name for column in table.required() if column.name not in found and column.name not in fixed]
    if missing:
        raise in_file(
            raw.file,
            "tabellen {table} mangler {missing}. Filen har: {present}. "
            "Hedder kolonnerne noget andet, kan feltplan.toml sige hvad.",
            "the table {table} lacks {missing}. The file has: {present}. "
            "If its columns have other names, feltplan.toml can say which.",
            missing=", ".join(missing),
            table=table.name,
            present=", ".join(quoted(present)) or "–",
        )
    height = raw.cells.height
    cells = pl.DataFrame(
        [
            # Renamed first: Polars may take a file's header for a pattern of names.
            raw.cells[found[column.name]].alias(column.name)
            if column.name in found
            else pl.repeat(fixed.get(column.name, ""), height, dtype=pl.String, eager=True).alias(column.name)
            for column in table.columns
        ]
    )
    cells = cells.with_columns(raw.cells["line"])
    used = set(found.values())
    unused = tuple(quoted(header for header in present if header not in used))
    filled = {*found, *(column.name for column in table.required()), *(name for name, value in fixed.items() if value)}
    blank = frozenset(column.name for column in table.columns if column.name not in filled)
    return Named(cells, found, unused, blank)
