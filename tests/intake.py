"""Raw files and text tables, taken in through the real readers on a known day."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from etl.columns import name_columns
from etl.contract import BY_NAME, Table
from etl.readers import Raw, read_raw
from etl.take import take
from tests.tables import as_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from etl.rejects import Loaded

TODAY = date(2026, 11, 21)

FILLED = {
    "site_id": "s1", "kind": "clinic", "municipality_code": "0101", "team": "east", "region_code": "1084",
    "first_seen": "2007-01-02", "status": "open", "status_from": "2007-01-02", "name": "Østby", "area_km2": "70",
    "valid_from": "2007-01-01", "weekday": "1", "opens": "10:00", "closes": "16:00", "source": "web",
    "round_id": "2007-1", "seen_on": "2007-01-02", "screening_id": "k1", "started_on": "2007-01-02",
    "visit_id": "v1", "started_at": "2007-01-02 10:00", "reached": "ja", "conversation_id": "c1",
    "held_on": "2007-01-02", "channel": "sms", "partner_id": "p1", "category": "1", "meeting_id": "m1",
    "institution": "work_tax", "activity_id": "a1", "count": "1", "change_id": "x1", "changed_on": "2007-01-02",
    "count_id": "f1", "period_to": "2016-03-31", "measure": "phase", "term": "phase_1",
}  # fmt: skip
"""A value that is kept, for every column that must be filled in some table."""


def good_row(table: Table, **other: str) -> dict[str, str]:
    """Return a row that is kept, under the contract's names, with ``other`` in its place."""
    row = {column.name: FILLED[column.name] for column in table.required()}
    if table.name == "activities":
        row["kind"] = "mailbox"
    if table.name == "site_changes":
        row["status"] = "closed"
    return {**row, **other}


def raw(data: bytes | str, table: str = "sites", ending: str = ".csv") -> Raw:
    """Return a file's content as the readers see it."""
    known = frozenset[str]().union(*(column.accepts() for column in BY_NAME[table].columns))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{table}{ending}"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_raw(path, known)


def take_raw(found: Raw, table: str, today: date = TODAY, **fixed: str) -> Loaded:
    """Return a file's rows as they are kept or set aside; ``fixed`` says what every row holds."""
    return take(found, name_columns(found, BY_NAME[table], {}, fixed), BY_NAME[table], today)


def taken(table: str, text: str, today: date = TODAY) -> Loaded:
    """Return a text table as it is kept or set aside; its header is line 1, its first row line 2."""
    return take_raw(raw(as_csv(text), table), table, today)


def take_rows(table: str, rows: Sequence[Mapping[str, str]]) -> Loaded:
    """Return rows as they are kept or set aside, the first of them line 2; a column they lack is blank."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    cells = {header: pa.array([row.get(header, "") for row in rows], pa.string()) for header in headers}
    return take_raw(raw(parquet(cells), table, ".parquet"), table)


def told(loaded: Loaded) -> list[tuple[int, str, str, str]]:
    """Return the faults as line, column, value and rule, in the order of the file."""
    return sorted(loaded.rejects.select("line", "column_name", "value", "rule").rows())


def rules(loaded: Loaded) -> list[str]:
    """Return the rules that were broken, each once."""
    return sorted(set(loaded.rejects["rule"]))


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """Return an Excel file of one or more sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def parquet(columns: Mapping[str, object]) -> bytes:
    """Return a Parquet file."""
    written = io.BytesIO()
    pq.write_table(pa.table(dict(columns)), written)
    return written.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook_of_xml(sheet: str, **parts: str) -> bytes:
    """Return an Excel file whose first sheet is this XML, as no spreadsheet would write it."""
    return repacked(workbook([["a"]]), {SHEET: sheet, **parts})


def sheet_xml(rows: str) -> str:
    """Return a sheet's XML around its rows."""
    return f'<?xml version="1.0"?><worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'


def repacked(book: bytes, parts: Mapping[str, str]) -> bytes:
    """Return an Excel file with some of its parts replaced."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return written.getvalue()
