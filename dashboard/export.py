"""Tables to take away, as CSV and as an Excel workbook. Knows no screen.

Danish files are written as Danish Excel reads them: semicolons, decimal comma, DD.MM.YYYY. Synthetic data say so in
the file's name, in its first line and in a column of every row. No cell can start a formula.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from dashboard.text import translator
from geodata.neutral import neutral

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from dashboard.columns import Cell, Column
    from geodata.language import Language

DEMO: Final = "DEMO"
_WIDEST_COLUMN = 48


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be written: headings, rows of plain values, and the note that synthetic data carry."""

    headings: list[str]
    rows: list[list[Cell]]
    language: Language
    notice: str | None


def table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    language: Language,
    *,
    demo: bool,
    facts: Sequence[tuple[str, Cell]] = (),
) -> Table:
    """Return the columns of ``frame``, every text neutralised.

    Parameters
    ----------
    facts
        Heading and value of what holds for every row, such as the date the table is told for.
    """
    _ = translator(language)
    cells = [column.cells(frame, language) for column in columns]
    cells += [[value] * len(frame) for _heading, value in facts]
    headings = [column.name.say(language) for column in columns] + [heading for heading, _value in facts]
    if demo:
        headings.insert(0, DEMO)
        cells.insert(0, [DEMO] * len(frame))
    rows = [[neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in zip(*cells, strict=True)]
    return Table(headings, rows, language, _("DEMO: made-up data. They describe no real place.") if demo else None)


def file_name(stem: str, ending: str, *, demo: bool) -> str:
    """Return a file's name; it says so where the data are synthetic."""
    return f"{DEMO}-{stem}.{ending}" if demo else f"{stem}.{ending}"


def to_csv(content: Table) -> bytes:
    """Return the table as CSV in UTF-8 with a byte order mark, by which Excel knows the encoding."""
    danish = content.language == "da"
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if danish else ",", lineterminator="\r\n")
    if content.notice:
        writer.writerow([content.notice])
    writer.writerow(content.headings)
    writer.writerows([[_written(cell, danish=danish) for cell in row] for row in content.rows])
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(content: Table, title: str) -> bytes:
    """Return the table as a workbook of one sheet, with days and numbers as such."""
    book = Workbook()
    sheet = book.active
    sheet.title = f"{DEMO} {title}" if content.notice else title
    if content.notice:
        sheet.append([content.notice])
        sheet["A1"].font = Font(bold=True, color="9C2A00")
    sheet.append(content.headings)
    top = sheet.max_row
    for row in content.rows:
        sheet.append(row)
    for cell in sheet[top]:
        cell.font = Font(bold=True)
    for line in sheet.iter_rows(min_row=top + 1):
        for cell in line:
            if isinstance(cell.value, date):
                cell.number_format = "DD.MM.YYYY" if content.language == "da" else "YYYY-MM-DD"
    for number, heading in enumerate(content.headings, start=1):
        lengths = [len(str(row[number - 1] or "")) for row in content.rows]
        sheet.column_dimensions[get_column_letter(number)].width = min(
            _WIDEST_COLUMN, 2 + max([len(heading), *lengths])
        )
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(len(content.headings))}{sheet.max_row}"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _written(cell: Cell, *, danish: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}" if danish else cell.isoformat()
    if isinstance(cell, float) and danish:
        return str(cell).replace(".", ",")
    return str(cell)
