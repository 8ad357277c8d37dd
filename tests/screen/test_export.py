"""Tables to take away: Danish and English forms, the mark of synthetic data, and no formula."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard.columns import Column
from dashboard.export import Table, file_name, table, to_csv, to_xlsx
from geodata.language import Label
from geodata.neutral import neutral

COLUMNS = (
    Column("name", Label("Navn", "Name")),
    Column("day", Label("Dag", "Day")),
    Column("share", Label("Andel", "Share")),
    Column("n", Label("Antal", "Number")),
)
FRAME = pd.DataFrame(
    {
        "name": ["Ærø", "=cmd|' /C calc'!A0"],
        "day": [pd.Timestamp(2007, 12, 31), pd.NaT],
        "share": [62.5, None],
        "n": pd.array([1191, None], dtype="Int64"),
    }
)


def content(*, demo: bool, language: str = "da") -> Table:
    assert language in {"da", "en"}
    return table(FRAME, COLUMNS, language, demo=demo, facts=[("Pr. dato", date(2007, 12, 31))])  # type: ignore[arg-type]


def test_a_danish_file_has_semicolons_decimal_commas_and_danish_dates() -> None:
    lines = to_csv(content(demo=False)).decode("utf-8-sig").splitlines()
    assert lines == [
        "Navn;Dag;Andel;Antal;Pr. dato",
        "Ærø;31.12.2007;62,5;1191;31.12.2007",
        "'=cmd|' /C calc'!A0;;;;31.12.2007",
    ]


def test_an_english_file_has_commas_decimal_points_and_iso_dates() -> None:
    lines = to_csv(content(demo=False, language="en")).decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,Day,Share,Number,Pr. dato"
    assert lines[1] == "Ærø,2007-12-31,62.5,1191,2007-12-31"


def test_synthetic_data_say_so_in_name_first_line_and_every_row() -> None:
    rows = list(csv.reader(StringIO(to_csv(content(demo=True)).decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0].startswith("DEMO: opdigtede data")
    assert [row[0] for row in rows[1:]] == ["DEMO", "DEMO", "DEMO"]
    assert file_name("feltplan", "csv", demo=True) == "DEMO-feltplan.csv"


def test_real_data_do_not_call_themselves_synthetic() -> None:
    assert "DEMO" not in to_csv(content(demo=False)).decode("utf-8-sig")
    assert "DEMO" not in file_name("feltplan", "csv", demo=False)
    assert "DEMO" not in load_workbook(BytesIO(to_xlsx(content(demo=False), "kommuner"))).sheetnames[0]


def test_a_workbook_holds_days_and_numbers_as_such() -> None:
    sheet = load_workbook(BytesIO(to_xlsx(content(demo=True), "kommuner"))).active
    assert sheet.title == "DEMO kommuner"
    assert sheet["A1"].value.startswith("DEMO")
    told = [cell.value.date() if cell.is_date else cell.value for cell in sheet[3]]
    assert told == ["DEMO", "Ærø", date(2007, 12, 31), 62.5, 1191, date(2007, 12, 31)]
    assert sheet["C3"].number_format == "DD.MM.YYYY"
    assert sheet["B4"].value == "'=cmd|' /C calc'!A0"
    assert sheet["B4"].data_type == "s"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_a_cell_that_a_spreadsheet_would_run_begins_with_a_quote(text: str) -> None:
    assert neutral(text).startswith("'")


@given(st.text())
def test_any_text_can_be_written_and_none_starts_a_formula(text: str) -> None:
    written = neutral(text)
    assert not written.lstrip().startswith(("=", "+", "-", "@"))
    to_xlsx(Table(["a"], [[written]], "da", None), "x")


def test_ordinary_text_is_left_as_it_is() -> None:
    assert neutral("Høje-Taastrup = 1") == "Høje-Taastrup = 1"


def test_a_table_without_rows_still_has_its_headings() -> None:
    empty = table(FRAME.head(0), COLUMNS, "da", demo=True)
    assert len(to_csv(empty).decode("utf-8-sig").splitlines()) == 2
    assert load_workbook(BytesIO(to_xlsx(empty, "x"))).active.max_row == 2
