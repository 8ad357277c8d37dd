"""CSV, XLSX and Parquet files become columns of text, each row with its line; nothing is guessed and nothing is lost.

Everything is read as text: a code keeps its zeros and "NA" stays a word. A file that cannot be read is refused whole;
a row of another length than the header is set aside.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.csv_reader import read_csv
from etl.parquet_reader import read_parquet
from etl.refusals import in_file
from etl.xlsx_reader import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

    from etl.ragged import Columns

LARGEST_FILE = 2 * 1024**3
"""Bytes of one raw file; a national history of twenty years is some hundred megabytes."""


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
    encoding, (cells, faults) = reader(name, data, known)
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


READERS: dict[str, Callable[[str, bytes, frozenset[str]], tuple[str | None, Columns]]] = {
    ".csv": read_csv,
    ".xlsx": read_xlsx,
    ".parquet": read_parquet,
}
