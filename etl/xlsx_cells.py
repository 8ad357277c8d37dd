"""The cells of a workbook as text, read by a process of its own: run as a script, never imported by the readers.

Nothing inside a process bounds what a workbook of two kilobytes may ask of its reader: one cell in the last row and
column, or one long text used a million times, reserves more memory than there is, and the reader then ends its
process. So it ends this one, which may use so much memory and time and no more.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import warnings
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import openpyxl
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MEMORY = 3 * 1024**3
"""Bytes; a workbook of a million rows and thirteen columns takes less than half of it."""

SECONDS = 600

MOST_TEXT = 1024**3
"""Characters that are handed back at most."""

ERRORS = (b't="e"', b"t='e'")
FORMULAS = (b"<f", b":f")
NOT_COMPUTED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^>]*)?/>)\s*(?!<(?:\w+:)?v(?:\s[^>]*)?>[^<])")
"""In a sheet's XML: a cell with an error, any formula, and a formula without a value."""

LONGEST_TAG = 64 * 1024
"""Bytes that are looked at again where two pieces of a sheet meet."""


def rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the cells of every row that is not blank, of the first sheet that holds anything."""
    for sheet in _carefully(data) if _flawed(data) else _quickly(data):
        found = False
        for line, values in enumerate(sheet, start=1):
            cells = [as_text(value) for value in values]
            if any(cell.strip() for cell in cells):
                found = True
                yield line, cells
        if found:
            return


def as_json(data: bytes, most: int = MOST_TEXT) -> Iterator[str]:
    """Yield a JSON array per row: its line, then its cells.

    Raises
    ------
    ValueError
        If there is more text than any table holds.
    """
    for row in rows(data):
        text = json.dumps(row) + "\n"
        most -= len(text)
        if most < 0:
            raise ValueError("more text than any table holds")
        yield text


def as_text(value: object) -> str:
    """Return a cell's value as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def number(value: float) -> str:
    """Return a number as text that reads back as the same number, also where "1.234" would mean 1234."""
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    text = str(value)
    return text + "0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text


def _quickly(data: bytes) -> Iterator[Iterable[Sequence[object]]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in workbook.sheet_names:
        yield workbook.get_sheet_by_name(name).iter_rows()


def _carefully(data: bytes) -> Iterator[Iterable[Sequence[object]]]:
    """Yield the sheets with every error as it stands and every formula that was never computed as its text."""
    with warnings.catch_warnings(action="ignore"):
        values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        for computed, written in zip(values.worksheets, formulas.worksheets, strict=True):
            computed.reset_dimensions()
            written.reset_dimensions()
            yield (
                [_computed(*cells) for cells in zip(*lines, strict=True)]
                for lines in zip(computed.iter_rows(), written.iter_rows(), strict=True)
            )


def _computed(value: openpyxl.cell.Cell, formula: openpyxl.cell.Cell) -> object:
    computed = value.value is not None or value.data_type != "n"
    return value.value if computed else formula.value


def _flawed(data: bytes) -> bool:
    """Whether any sheet has an error or a formula without a value, which the quick reader takes for blank.

    Every part is read to its end, where its checksum is compared; the quick reader does not.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        flaws = [_has_flaw(archive, name) for name in archive.namelist()]
    return any(flaws)


def _has_flaw(archive: zipfile.ZipFile, name: str) -> bool:
    sheet = name.startswith("xl/worksheets/")
    found, before = False, b""
    with archive.open(name) as part:
        while piece := part.read(1 << 22):
            if sheet and not found:
                text = before + piece
                error = any(mark in text for mark in ERRORS)
                formula = any(mark in text for mark in FORMULAS)
                found = error or (formula and NOT_COMPUTED.search(text) is not None)
                before = piece[-LONGEST_TAG:]
    return found


def main() -> None:  # pragma: no cover - it limits its own process, so the tests start it as one
    """Read a workbook from standard input and write its rows to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.writelines(as_json(sys.stdin.buffer.read()))


if __name__ == "__main__":  # pragma: no cover
    main()
