"""The report as an Excel workbook: one sheet a table, whose totals and percentages are formulas that go on living.

A whole with parts is their sum; a percentage is its count divided by its base. Change a count and both follow.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from geodata.language import Label
from geodata.neutral import neutral
from geodata.report import printed, words
from geodata.report.content import beside_printed
from geodata.units import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from geodata.language import Language
    from geodata.report.frozen import Changed, Frozen
    from geodata.report.report import Report
    from geodata.report.table import Table

LONGEST_NAME = 31
"""Excel's limit for a sheet's name."""

HEADS = (Label("Række", "Row"), Label("Antal", "Number"), Label("Procent", "Per cent"))
ABOUT = Label("Om rapporten", "About the report")
CHANGED = Label("Ændret siden", "Changed since")
FLAGS = Label("Trykt mod genberegnet", "Printed vs recomputed")
WIDTHS = (58, 14, 12)


def to_xlsx(report: Report, language: Language, frozen: Frozen | None = None, changed: Sequence[Changed] = ()) -> bytes:
    """Return the report as a workbook; every text is neutralised, and synthetic data say so on every sheet.

    Parameters
    ----------
    frozen, changed
        Where the report is a frozen one: that, and what has changed since.
    """
    book = Workbook()
    about = book.active
    about.title = sheet_name(ABOUT.say(language), report, 0)
    _about(about, report, language, frozen)
    for place, table in enumerate(report.tables, start=1):
        _table(book.create_sheet(sheet_name(table.title.say(language), report, place)), report, table, language)
    if beside_printed(report):
        _compared(book.create_sheet(sheet_name(FLAGS.say(language), report, len(report.tables) + 1)), report, language)
    if frozen:
        _changed(
            book.create_sheet(sheet_name(CHANGED.say(language), report, len(book.sheetnames))),
            report,
            changed,
            language,
        )
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def sheet_name(title: str, report: Report, place: int) -> str:
    """Return a sheet's name: its place, so that no two are the same, and as much of the title as Excel takes."""
    mark = "DEMO " if report.meta.demo else ""
    plain = re.sub(r"[^\w ,.-]", " ", title)
    return f"{mark}{place} {plain}"[:LONGEST_NAME].strip()


def _head(sheet: Worksheet, report: Report, title: str, sentences: list[str], language: Language) -> None:
    for text in [title, *(words.notices(report.meta, language)), *sentences]:
        sheet.append([neutral(text)])
    sheet["A1"].font = Font(bold=True, size=14)
    for column, width in zip("ABC", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width


def _about(sheet: Worksheet, report: Report, language: Language, frozen: Frozen | None) -> None:
    told = [*words.source(report.meta, language), *([frozen.sentence(language)] if frozen else [])]
    _head(sheet, report, words.title(report.meta, language), told, language)
    sheet.append([])
    sheet.append([words.METHOD.say(language)])
    sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    for method in words.METHODS:
        sheet.append([neutral(method.say(language))])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 110


def _table(sheet: Worksheet, report: Report, table: Table, language: Language) -> None:
    _head(sheet, report, table.title.say(language), [words.sentence(table, language)], language)
    sheet.append([])
    sheet.append([head.say(language) for head in HEADS])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    first = sheet.max_row + 1
    at = {row.code: first + place for place, row in enumerate(table.rows)}
    totals = _totals(table, at)
    for row in table.rows:
        count: object = totals.get(row.code, row.count)
        line = at[row.code]
        share = f'=IF(B{at[row.of]}=0,"",B{line}/B{at[row.of]})' if row.percent is not None else None
        sheet.append([neutral(row.label.say(language)), MISSING if row.count is None else count, share])
        sheet.cell(line, 2).number_format = "#,##0.00" if row.rate else "#,##0.##" if _broken(row.count) else "#,##0"
        sheet.cell(line, 2).alignment = Alignment(horizontal="right")
        sheet.cell(line, 3).number_format = "0.0%"
        if row.code in totals:
            sheet.cell(line, 1).font = Font(bold=True)
    sheet.freeze_panes = f"A{first}"
    sheet.append([])
    for text in [table.counted, *table.notes]:
        sheet.append([neutral(text.say(language))])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")


def _broken(count: float | None) -> bool:
    return count is not None and not float(count).is_integer()


def _totals(table: Table, at: dict[str, int]) -> dict[str, str]:
    """Return the formula of each row that is the sum of its parts; a row that is two sums takes the first."""
    known = {row.code for row in table.rows if row.count is not None}
    formulas: dict[str, str] = {}
    for whole in table.wholes:
        if not whole.several and {whole.total, *whole.parts} <= known and whole.total not in formulas:
            formulas[whole.total] = f"=SUM({','.join(f'B{at[part]}' for part in whole.parts)})"
    return formulas


def _compared(sheet: Worksheet, report: Report, language: Language) -> None:
    _head(sheet, report, FLAGS.say(language), [], language)
    sheet.append([])
    heads = (
        Label("Tabel", "Table"), Label("Række", "Row"), Label("Trykt antal", "Printed number"),
        Label("Genberegnet", "Recomputed"), Label("Forskel", "Difference"), Label("Trykt procent", "Printed per cent"),
        Label("Genberegnet procent", "Recomputed per cent"),
    )  # fmt: skip
    sheet.append([head.say(language) for head in heads])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for table in report.tables:
        for one in printed.compare(table):
            sheet.append(
                [
                    neutral(table.title.say(language)),
                    neutral(one.row.label.say(language)),
                    one.printed.count,
                    one.row.count,
                    None,
                    one.printed.percent,
                    one.row.percent,
                ]
            )
            if one.printed.count is not None and one.row.count is not None:
                sheet.cell(sheet.max_row, 5).value = f"=D{sheet.max_row}-C{sheet.max_row}"
    sheet.append([])
    for table in report.tables:
        for flag in printed.flags_of(table.id):
            sheet.append([neutral(table.title.say(language)), neutral(flag.label.say(language))])
    sheet.column_dimensions["B"].width = 40


def _changed(sheet: Worksheet, report: Report, changed: Sequence[Changed], language: Language) -> None:
    _head(sheet, report, CHANGED.say(language), [], language)
    sheet.append([])
    heads = (Label("Tabel", "Table"), Label("Række", "Row"), Label("Frosset", "Frozen"), Label("Nu", "Now"))
    sheet.append([head.say(language) for head in heads])
    for each in changed:
        sheet.append(
            [neutral(each.table_title.say(language)), neutral(each.label.say(language)), each.frozen, each.now]
        )
    sheet.column_dimensions["B"].width = 40
