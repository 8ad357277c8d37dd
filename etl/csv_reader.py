"""CSV files: the separator and the encoding are found, every cell stays the text it is.

A file in which every line is a row is read at once; any other is read row by row. Both say the same of a file.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv

from etl.ragged import Columns, Row, as_columns, check_width
from etl.refusals import in_file
from geodata.terms import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SEPARATORS = (";", ",", "\t")
FILLED = re.compile(rb"[^ ;,\t\r\n]")

LONGEST_HEADER = 1 << 20
"""Bytes of a file in which its header is looked for."""

PACKED = (
    b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd",
    b"PAR1", b"%PDF", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
"""How zip, gzip, 7-zip, bzip2, xz, zstandard, Parquet, PDF and old Excel files begin."""

BLOCK = 1 << 22
"""Bytes that Arrow reads at a time: what it needs on the way stays small. A file with a longer row is read by rows."""

PIECE = 1 << 19
"""Bytes looked through at a time; they stay in the processor's cache."""

# A cell of any length is read, and told as too long: a file is not refused for one of its rows.
csv.field_size_limit(2**31 - 1)


def read_csv(name: str, data: bytes, known: frozenset[str]) -> tuple[str, Columns]:
    """Read comma, semicolon or tab separated text in UTF-8 (with or without BOM) or Latin-1.

    Parameters
    ----------
    known
        Folded headers that are expected; they tell a comma from a semicolon.

    Returns
    -------
    tuple
        The encoding, and the file's columns.
    """
    if data.startswith(PACKED):
        raise in_file(name, "filen er pakket eller binær, ikke tekst.", "the file is packed or binary, not text.")
    if b"\x00" in data:
        raise in_file(
            name,
            "filen er binær eller UTF-16; UTF-8 eller Latin-1 var ventet.",
            "the file is binary or UTF-16; UTF-8 or Latin-1 was expected.",
        )
    encoding, utf8 = _as_utf8(name, data)
    beginning = _from_header(utf8)
    separator = max(SEPARATORS, key=lambda mark: _recognised(_split(beginning, mark), known))
    headers = _split(beginning, separator)
    check_width(name, len(headers))
    quick = _one_line_a_row(name, utf8, headers, separator)
    return encoding, quick or _any_rows(name, utf8.decode(), separator)


def _as_utf8(name: str, data: bytes) -> tuple[str, bytes]:
    marked = data.startswith(codecs.BOM_UTF8)
    body = data[3:] if marked else data
    try:
        body.decode()
    except UnicodeDecodeError as error:
        # A Danish letter in UTF-8 begins with 0xc2 or 0xc3; as Latin-1 it would silently become two signs.
        if marked or re.search(rb"[\xc2\xc3][\x80-\xbf]", body):
            raise in_file(
                name,
                "linje {line} er ikke UTF-8, men resten er det; filen er måske afkortet eller sat sammen af to.",
                "line {line} is not UTF-8, but the rest is; the file may be cut short or put together of two.",
                line=body.count(b"\n", 0, error.start) + 1,
            ) from error
        # Windows writes Latin-1 with signs of its own in 0x80-0x9f; a byte that is neither is still Latin-1.
        try:
            return "latin-1", body.decode("cp1252").encode()
        except UnicodeDecodeError:
            return "latin-1", body.decode("latin-1").encode()
    return ("utf-8-bom" if marked else "utf-8"), body


def _from_header(utf8: bytes) -> str:
    """Return the beginning of the file from the first line that is not blank."""
    found = FILLED.search(utf8)
    filled = found.start() if found else len(utf8)
    begins = max(utf8.rfind(b"\n", 0, filled), utf8.rfind(b"\r", 0, filled)) + 1
    return utf8[begins : begins + LONGEST_HEADER].decode(errors="ignore")


def _split(text: str, separator: str) -> list[str]:
    """Return the cells of the first row."""
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])


def _recognised(headers: list[str], known: frozenset[str]) -> tuple[int, int]:
    return sum(fold(header) in known for header in headers), len(headers)


def _one_line_a_row(name: str, utf8: bytes, headers: list[str], separator: str) -> Columns | None:
    """Read a file in which every line is a row, or return ``None`` where the careful reader has to look."""
    names = [header.strip() for header in headers]
    if not all(names) or len(set(names)) != len(names) or "line" in names:
        return None
    if b"\r" in utf8 and utf8.count(b"\r") != utf8.count(b"\r\n"):
        return None
    if not _plainly_quoted(utf8, separator):
        return None
    odd: list[pyarrow.csv.InvalidRow] = []

    def set_apart(row: pyarrow.csv.InvalidRow) -> str:
        odd.append(row)
        return "skip"

    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(utf8),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=separator, ignore_empty_lines=False, invalid_row_handler=set_apart
            ),
            # Only one thread knows the numbers of the lines it sets apart.
            read_options=pyarrow.csv.ReadOptions(block_size=BLOCK, use_threads=False),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(headers, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
            # Arrow's own pool asks for huge pages, which the system at times takes a second to put together.
            memory_pool=pa.system_memory_pool(),
        )
    except pa.ArrowInvalid:
        return None
    others = [(row.number, _split(row.text, separator)) for row in odd]
    lines = utf8.count(b"\n") + (not utf8.endswith(b"\n"))
    if table.column_names != headers or lines != table.num_rows + len(odd) + 1 or not table.num_rows:
        return None
    line = pl.int_range(2, lines + 1, dtype=pl.Int64, eager=True).alias("line")
    line = line.filter(~line.is_in([number for number, _ in others])) if odd else line
    cells = _as_polars(table.rename_columns(names)).with_columns(line)
    starts_blank = cells.to_series().str.strip_chars() == ""
    if starts_blank.any():
        filled = pl.any_horizontal(pl.exclude("line").str.strip_chars() != "")
        cells = pl.concat([cells.filter(~starts_blank), cells.filter(starts_blank).filter(filled)]).sort("line")
    whole, faults = as_columns(name, [(1, names), *others])
    return (pl.concat([cells, whole]).sort("line") if len(whole) else cells), faults


def _as_polars(table: pa.Table) -> pl.DataFrame:
    """Return the table in the pieces it was read in; putting them together would be another copy of the file."""
    frame = pl.from_arrow(table, rechunk=False)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101  # a table is never read as a single column
    return frame


def _plainly_quoted(utf8: bytes, separator: str) -> bool:
    """Whether every quotation mark opens, closes or stands doubled in a cell, and no cell holds a line break."""
    if b'"' not in utf8:
        return True
    data = np.frombuffer(utf8, np.uint8)
    marks = _positions(data, b'"')
    if marks.size % 2:
        return False
    edges = np.frombuffer(b'\r\n"' + separator.encode(), np.uint8)
    opens, closes = marks[::2], marks[1::2]
    before, after = data[opens[opens > 0] - 1], data[closes[closes < data.size - 1] + 1]
    if not (np.isin(before, edges).all() and np.isin(after, edges).all()):
        return False
    return not (np.searchsorted(marks, _positions(data, b"\n")) % 2).any()


def _positions(data: NDArray[np.uint8], sign: bytes) -> NDArray[np.int64]:
    """Return where a sign stands, a piece at a time: a mask of the whole file costs more than looking."""
    pieces = [np.flatnonzero(data[begin : begin + PIECE] == ord(sign)) + begin for begin in range(0, data.size, PIECE)]
    return np.concatenate(pieces)


def _any_rows(name: str, text: str, separator: str) -> Columns:
    """Read quoted line breaks, blank lines and rows of any length, one row at a time."""
    return as_columns(name, _rows(name, text, separator))


def _rows(name: str, text: str, separator: str) -> Iterator[Row]:
    # A line break within a cell is one character, whichever system wrote it.
    lines = io.StringIO(text.replace("\r\n", "\n"), newline="")
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begins = 1
    try:
        for row in reader:
            yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise in_file(
            name,
            "linje {line}: et citationstegn står forkert eller lukkes aldrig; filen er måske afkortet.",
            "line {line}: a quotation mark is misplaced or never closed; the file may be cut short.",
            line=begins,
        ) from error
