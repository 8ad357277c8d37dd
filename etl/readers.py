"""CSV, XLSX and Parquet files become columns of text, each row with its line; nothing is guessed and nothing is lost.

Everything is read as text: a code keeps its zeros and "NA" stays a word. A file that cannot be read is refused whole;
a row of another length than the header is set aside.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from python_calamine import CalamineError, CalamineWorkbook

from etl.refusals import in_file
from etl.rejects import no_faults
from geodata.rules import Rule
from geodata.terms import fold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LARGEST_FILE = 2 * 1024**3
"""Bytes of one raw file; a national history of twenty years is some hundred megabytes."""

LARGEST_UNPACKED = 1 * 1024**3
"""Bytes a workbook may unpack to, and the limit that stops a zip bomb."""

LARGEST_RATIO = 200
"""How many times larger than its file a workbook may be once unpacked (spreadsheets reach 10-30)."""

SEPARATORS = (";", ",", "\t")

PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"PAR1", b"%PDF", b"\xd0\xcf\x11\xe0")
"""How zip, gzip, 7-zip, Parquet, PDF and old Excel files begin."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A raw file as it stands.

    Parameters
    ----------
    file
        Its name.
    kind
        ``csv``, ``xlsx`` or ``parquet``.
    encoding
        How its text was encoded; ``None`` where the format says so itself.
    size
        Bytes.
    sha256
        Checksum of the bytes.
    cells
        One text column per header, in file order, and ``line`` (1 is the first line of the file).
    read
        Rows in the file, blank ones apart.
    faults
        Rows of another length than the header, as line, column_name, value, rule.
    """

    file: str
    kind: str
    encoding: str | None
    size: int
    sha256: str
    cells: pl.DataFrame
    read: int
    faults: pl.DataFrame


def read_raw(path: Path, known: frozenset[str] = frozenset()) -> Raw:
    """Read a raw file by its ending.

    Parameters
    ----------
    known
        Folded headers that are expected; they tell a comma from a semicolon.

    Raises
    ------
    RefusedError
        If the file is empty, too large, damaged, not what its ending says, or has no header or doubled headers.
    """
    name = path.name
    size = path.stat().st_size
    if size == 0:
        raise in_file(name, "filen er tom (0 byte).", "the file is empty (0 bytes).")
    if size > LARGEST_FILE:
        raise in_file(
            name,
            "filen er på {size} MB; den største, der læses, er {most} MB.",
            "the file is {size} MB; the largest that is read is {most} MB.",
            size=size // 1024**2,
            most=LARGEST_FILE // 1024**2,
        )
    data = path.read_bytes()
    reader = READERS[path.suffix.lower()]
    encoding, cells, faults = reader(name, data, known)
    return Raw(
        name,
        path.suffix.lower().lstrip("."),
        encoding,
        size,
        hashlib.sha256(data).hexdigest(),
        cells,
        cells.height + faults["line"].n_unique(),
        faults,
    )


Cells = tuple[str | None, pl.DataFrame, pl.DataFrame]


def read_csv(name: str, data: bytes, known: frozenset[str]) -> Cells:
    """Read comma, semicolon or tab separated text in UTF-8 (with or without BOM) or Latin-1."""
    if data.startswith(PACKED):
        raise in_file(name, "filen er pakket eller binær, ikke tekst.", "the file is packed or binary, not text.")
    if b"\x00" in data:
        raise in_file(
            name,
            "filen er binær eller UTF-16; UTF-8 eller Latin-1 var ventet.",
            "the file is binary or UTF-16; UTF-8 or Latin-1 was expected.",
        )
    encoding, utf8 = _as_utf8(data)
    first = utf8[: utf8.find(b"\n") + 1 or len(utf8)].decode()
    separator = max(SEPARATORS, key=lambda mark: _recognised(first, mark, known))
    quick = _one_line_a_row(utf8, _split(first, separator), separator)
    if quick is not None:
        return encoding, quick, no_faults()
    cells, faults = _any_rows(name, utf8.decode(), separator)
    return encoding, cells, faults


def _as_utf8(data: bytes) -> tuple[str, bytes]:
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
        encoding = "utf-8-bom"
    else:
        encoding = "utf-8"
    try:
        data.decode()
    except UnicodeDecodeError:
        # Windows writes Latin-1 with signs of its own in 0x80-0x9f; a byte that is neither is still Latin-1.
        try:
            return "latin-1", data.decode("cp1252").encode()
        except UnicodeDecodeError:
            return "latin-1", data.decode("latin-1").encode()
    return encoding, data


def _split(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [])


def _recognised(line: str, separator: str, known: frozenset[str]) -> tuple[int, int]:
    headers = _split(line, separator)
    return sum(fold(header) in known for header in headers), len(headers)


def _one_line_a_row(utf8: bytes, headers: list[str], separator: str) -> pl.DataFrame | None:
    """Read a file in which every line is a row, or return ``None`` where the careful reader has to look."""
    if len(set(headers)) != len(headers) or "line" in headers or utf8.count(b'"') % 2:
        return None
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(utf8),
            parse_options=pyarrow.csv.ParseOptions(delimiter=separator, ignore_empty_lines=False),
            read_options=pyarrow.csv.ReadOptions(block_size=1 << 24),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(headers, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    lines = utf8.count(b"\n") + (not utf8.endswith(b"\n"))
    if table.column_names != headers or lines != table.num_rows + 1:
        return None
    frame = pl.from_arrow(table)
    if not isinstance(frame, pl.DataFrame):
        return None
    if frame.is_empty() or frame.select(pl.all_horizontal(pl.all() == "").any()).item():
        return None
    return frame.with_columns(pl.int_range(2, frame.height + 2, dtype=pl.Int64).alias("line"))


def _any_rows(name: str, text: str, separator: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read quoted line breaks, blank lines and rows of any length, one row at a time."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        begins = 1
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((begins, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise in_file(
            name,
            "linje {line}: et citationstegn står forkert eller lukkes aldrig; filen er måske afkortet.",
            "line {line}: a quotation mark is misplaced or never closed; the file may be cut short.",
            line=reader.line_num,
        ) from error
    return _table(name, rows)


def _table(name: str, rows: list[tuple[int, list[str]]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return rows with their lines, the first of them the header, as columns; ragged rows apart."""
    if not rows:
        raise in_file(name, "filen er tom.", "the file is empty.")
    headers = [header.strip() for header in rows[0][1]]
    while headers and not headers[-1]:
        headers.pop()
    doubled = sorted({header for header in headers if headers.count(header) > 1 or header == "line"})
    if doubled:
        raise in_file(
            name,
            "kolonnen '{columns}' står der to gange eller har et navn, der ikke kan bruges.",
            "the column '{columns}' stands there twice or has a name that cannot be used.",
            columns="', '".join(doubled),
        )
    width = len(headers)
    whole = [(line, row[:width]) for line, row in rows[1:] if len(row) >= width and not any(row[width:])]
    ragged = [(line, len(row)) for line, row in rows[1:] if len(row) < width or any(row[width:])]
    columns = {header: [row[i] for _, row in whole] for i, header in enumerate(headers)}
    cells = pl.DataFrame(columns, schema=dict.fromkeys(headers, pl.String))
    faults = pl.DataFrame(
        {
            "line": [line for line, _ in ragged],
            "column_name": [""] * len(ragged),
            "value": [f"{length} / {width}" for _, length in ragged],
            "rule": [Rule.RAGGED.code] * len(ragged),
        },
        schema=no_faults().schema,
    )
    return cells.with_columns(pl.Series("line", [line for line, _ in whole], dtype=pl.Int64)), faults


def read_xlsx(name: str, data: bytes, _known: frozenset[str]) -> Cells:
    """Read the first sheet that holds anything; numbers and dates become the text a person would write."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise in_file(
            name, "filen er ikke en Excel-fil eller er afkortet.", "the file is no workbook or is cut short."
        ) from error
    if unpacked > min(LARGEST_UNPACKED, max(LARGEST_RATIO * len(data), 10 * 1024**2)):
        raise in_file(
            name,
            "projektmappen fylder {size} MB pakket ud og læses ikke.",
            "the workbook unpacks to {size} MB and is not read.",
            size=unpacked // 1024**2,
        )
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            written = [(line, [_cell(value) for value in row]) for line, row in enumerate(rows, start=1)]
            filled = [(line, row) for line, row in written if any(cell.strip() for cell in row)]
            if filled:
                return None, *_table(name, filled)
    except CalamineError as error:
        raise in_file(name, "Excel-filen er beskadiget.", "the workbook is damaged.") from error
    raise in_file(name, "filen er tom.", "the file is empty.")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def read_parquet(name: str, data: bytes, _known: frozenset[str]) -> Cells:
    """Read a Parquet file; its types become text again, so that one set of checks holds for every format."""
    try:
        frame = pl.DataFrame(pyarrow.parquet.read_table(pa.BufferReader(data)))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise in_file(
            name, "filen er ikke Parquet eller er afkortet.", "the file is not Parquet or is cut short."
        ) from error
    if "line" in frame.columns:
        raise in_file(
            name,
            "kolonnen 'line' har et navn, der ikke kan bruges.",
            "the column 'line' has a name that cannot be used.",
        )
    nested = [column for column, kind in frame.schema.items() if kind.is_nested() and kind != pl.List(pl.String)]
    if nested:
        raise in_file(
            name,
            "kolonnen '{column}' holder {kind}; tekst, tal, datoer eller lister af tekst var ventet.",
            "the column '{column}' holds {kind}; text, numbers, dates or lists of text were expected.",
            column=nested[0],
            kind=str(frame.schema[nested[0]]),
        )
    text = [
        (pl.col(column).list.join("|") if kind == pl.List(pl.String) else pl.col(column).cast(pl.String)).fill_null("")
        for column, kind in frame.schema.items()
    ]
    cells = frame.select(text).with_columns(pl.int_range(2, frame.height + 2, dtype=pl.Int64).alias("line"))
    return None, cells, no_faults()


READERS: dict[str, Callable[[str, bytes, frozenset[str]], Cells]] = {
    ".csv": read_csv,
    ".xlsx": read_xlsx,
    ".parquet": read_parquet,
}
