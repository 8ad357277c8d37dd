"""Small tables written as text, so that a test shows its data."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def table(text: str) -> list[list[str]]:
    """Return the lines of ``text`` as rows of stripped cells, the header first.

    Cells are parted by a ``|`` with blanks around it, so that ``a|b`` stays one cell; blank lines are left out.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [[cell.strip() for cell in re.split(r"(?:^|(?<=\s))\|(?=\s|$)", line)] for line in lines]


def as_csv(text: str, separator: str = ",") -> str:
    """Return a text table as CSV; its header is line 1, its first row line 2."""
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\n").writerows(table(text))
    return written.getvalue()


def write_table(path: Path, text: str, separator: str = ",", encoding: str = "utf-8") -> Path:
    """Write a text table as a CSV file and return its path."""
    path.write_bytes(as_csv(text, separator).encode(encoding))
    return path
