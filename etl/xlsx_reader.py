"""Excel workbooks: numbers and dates become the text a person would write."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from etl.ragged import Columns, as_columns
from etl.refusals import in_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.ragged import Row

LARGEST_UNPACKED = 1 * 1024**3
"""Bytes a workbook may say it unpacks to."""

LARGEST_RATIO = 200
"""How many times larger than its file a workbook may be once unpacked (spreadsheets reach 10-30)."""

SMALL = 10 * 1024**2
"""Bytes that any workbook may unpack to."""

CELLS = Path(__file__).with_name("xlsx_cells.py")


def read_xlsx(name: str, data: bytes, _known: frozenset[str]) -> tuple[None, Columns]:
    """Read the first sheet that holds anything.

    Raises
    ------
    RefusedError
        If the file is no workbook, is damaged, or asks for more memory or time than a table needs.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise in_file(
            name, "filen er ikke en Excel-fil eller er afkortet.", "the file is no workbook or is cut short."
        ) from error
    if unpacked > min(LARGEST_UNPACKED, max(LARGEST_RATIO * len(data), SMALL)):
        raise in_file(
            name,
            "projektmappen fylder {size} MB pakket ud og læses ikke.",
            "the workbook unpacks to {size} MB and is not read.",
            size=unpacked // 1024**2,
        )
    return None, as_columns(name, _rows(name, data))


def _rows(name: str, data: bytes) -> Iterator[Row]:
    # This Python runs this product's own script; the file's content is only its input.
    command = [sys.executable, "-I", str(CELLS)]
    done = subprocess.run(command, input=data, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise in_file(
            name,
            "projektmappen er beskadiget eller for stor til at læses.",
            "the workbook is damaged or too large to be read.",
        )
    for text in io.BytesIO(done.stdout):
        line, cells = json.loads(text)
        yield line, cells
