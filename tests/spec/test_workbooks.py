"""Excel files: what a cell holds becomes what a person would write, and no workbook can take the machine."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.ragged import as_columns
from etl.refusals import RefusedError
from etl.xlsx_cells import as_json, as_text, number, rows
from tests.intake import SHEET, parquet, raw, repacked, sheet_xml, take_raw, told, workbook, workbook_of_xml

HEADER = ["site_id", "kind", "first_seen", "status", "status_from", "address"]
DAY = date(2007, 2, 3)
MOMENT = datetime.fromisoformat("2007-02-03T11:50")
MIDNIGHT = datetime.fromisoformat("2007-02-03T00:00")


def cells(data: bytes) -> list[tuple[object, ...]]:
    return as_columns("sites.xlsx", rows(data))[0].rows()


def test_a_workbook_is_read_by_a_process_of_its_own_and_says_the_same() -> None:
    book = workbook([["site_id", "address"], ["0101", "Gågade 1\nbaghuset"], [], ["2", "“–” \u2028 😀"]])
    found = raw(book, ending=".xlsx")
    assert found.cells.rows() == cells(book) == [("0101", "Gågade 1\nbaghuset", 2), ("2", "“–” \u2028 😀", 4)]
    assert (found.kind, found.encoding, found.read, found.size) == ("xlsx", None, 2, len(book))


def test_numbers_dates_and_yes_or_no_become_text() -> None:
    found = cells(
        workbook(
            [
                ["whole", "decimal", "day", "moment", "clock", "flag", "text", "blank"],
                [12, 9.92521, DAY, MOMENT, time(10, 0), True, "0101", None],
                [12.0, 1e20, DAY, MIDNIGHT, time(0, 0), False, " x ", "y"],
            ]
        )
    )
    assert found == [
        ("12", "9.92521", "2007-02-03", "2007-02-03T11:50:00", "10:00:00", "true", "0101", "", 2),
        ("12", "1e+20", "2007-02-03", "2007-02-03", "00:00:00", "false", " x ", "y", 3),
    ]


def test_a_length_of_time_is_no_time_of_day_and_is_set_aside_as_it_stands() -> None:
    book = workbook([["site_id", "weekday", "opens", "closes"], ["s1", 1, timedelta(hours=30), timedelta(hours=31)]])
    assert told(take_raw(raw(book, "visit_windows", ".xlsx"), "visit_windows")) == [
        (2, "closes", "1 day, 7:00:00", "bad_time"),
        (2, "opens", "1 day, 6:00:00", "bad_time"),
    ]


def test_the_number_1_234_is_not_taken_for_the_whole_number_1234() -> None:
    header = ["activity_id", "held_on", "kind", "count"]
    book = workbook([header, ["a", DAY, "mailbox", 1.234], ["b", DAY, "mailbox", "1.234"], ["c", DAY, "mailbox", 1234]])
    loaded = take_raw(raw(book, "activities", ".xlsx"), "activities")
    assert told(loaded) == [(2, "count", "1.2340", "bad_whole")]
    assert loaded.rows.select("activity_id", "count").rows() == [("b", 1234), ("c", 1234)]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_the_same_number(value: float) -> None:
    assert float(number(value)) == value


def test_a_date_that_lost_its_format_is_a_serial_and_reads_back_as_the_date() -> None:
    book = workbook([HEADER, ["s1", "bar", 39116, "open", 39116.0, None]])
    loaded = take_raw(raw(book, ending=".xlsx"), "sites")
    assert loaded.rows.select("first_seen", "status_from").rows() == [(DAY, DAY)]


def test_a_numeric_identifier_is_the_same_in_every_format() -> None:
    assert cells(workbook([["site_id"], [12], [12.0], ["12"]])) == [("12", 2), ("12", 3), ("12", 4)]
    assert raw(parquet({"site_id": [12.0]}), ending=".parquet").cells.rows() == [("12", 2)]


def test_the_first_sheet_that_holds_anything_is_read() -> None:
    assert cells(workbook([], [[None, "  "]], [["a"], ["x"]], [["b"], ["y"]])) == [("x", 2)]


def test_lines_are_the_rows_that_the_spreadsheet_shows() -> None:
    blank: list[object] = []
    found = cells(workbook([blank, blank, ["a", "b"], ["x", 1], blank, [None, None], ["y", 2]]))
    assert found == [("x", "1", 4), ("y", "2", 7)]


def test_a_row_of_another_length_is_set_aside() -> None:
    found, faults = as_columns("x", rows(workbook([["a", "b"], ["x", 1], ["y", 2, "lost?"]])))
    assert (found.rows(), faults.rows()) == ([("x", "1", 2)], [(3, "", "3 / 2", "ragged")])


@pytest.mark.parametrize("sheets", [[[]], [[[None, " "]]], [[], []]], ids=["no cell", "blanks", "two sheets"])
def test_a_workbook_without_anything_is_empty(sheets: list[list[list[object]]]) -> None:
    for book in (workbook(*sheets), workbook_of_xml(sheet_xml('<row r="1"><c r="A1" t="e"></c></row>'))):
        with pytest.raises(RefusedError, match=r"^sites\.xlsx: the file is empty\."):
            cells(book)


COMPUTED = '<c r="A1" t="inlineStr"><is><t>a</t></is></c>'


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param('<c r="A2"><f>1+1</f><v>2</v></c>', "2", id="a number that was computed"),
        pytest.param('<c r="A2" t="str"><f>B1</f><v>x</v></c>', "x", id="a text that was computed"),
        pytest.param('<c r="A2" t="b"><f>1=1</f><v>1</v></c>', "true", id="yes or no that was computed"),
        pytest.param('<c r="A2"><f>1+1</f></c>', "=1+1", id="never computed: its text, and not blank"),
        pytest.param('<c r="A2"><f>1+1</f><v></v></c>', "=1+1", id="never computed, as openpyxl writes it"),
        pytest.param('<c r="A2" t="e"><f>VLOOKUP(1,B:C,2)</f><v>#N/A</v></c>', "#N/A", id="an error: told, not blank"),
        pytest.param("<c r='A2' t='e'><v>#REF!</v></c>", "#REF!", id="an error in other quotes"),
    ],
)
def test_a_formula_is_its_value_and_where_it_has_none_it_is_never_blank(cell: str, text: str) -> None:
    rows_xml = f'<row r="1">{COMPUTED}</row><row r="2">{cell}</row><row r="3"><c r="A3"><v>7</v></c></row>'
    assert cells(workbook_of_xml(sheet_xml(rows_xml))) == [(text, 2), ("7", 3)]


def test_a_formula_that_came_to_nothing_is_blank_beside_one_that_was_never_computed() -> None:
    rows_xml = (
        f'<row r="1">{COMPUTED}<c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>""</f><v></v></c><c r="B2"><f>1+1</f></c></row>'
    )
    assert cells(workbook_of_xml(sheet_xml(rows_xml))) == [("", "=1+1", 2)]


def test_a_workbook_with_a_flaw_reads_as_one_without() -> None:
    table: list[list[object]] = [
        ["a", "b", "c", "d", "e"],
        [1, 1.234, DAY, MOMENT, time(10, 0)],
        [None, True, "0101", None, "x"],
    ]
    plain, flawed = workbook(table), workbook([*table, ["=1+1", None, None, None, "last"]])
    # One reader says a day where the other says its midnight; a date column takes both for the same day.
    quick = [[cell.removesuffix("T00:00:00") for cell in row] for _, row in rows(plain)]
    careful = [[cell.removesuffix("T00:00:00") for cell in row] for _, row in rows(flawed)]
    assert careful == [*quick, ["=1+1", "", "", "", "last"]]


@given(st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2099-01-01")), st.booleans())
def test_every_minute_comes_back_as_the_same_minute(moment: datetime, flawed: bool) -> None:
    moment = moment.replace(second=0, microsecond=0)
    (_, first), *_ = rows(workbook([[moment, moment.time(), "=1" if flawed else "x"]]))
    assert datetime.fromisoformat(first[0]) == moment
    assert time.fromisoformat(first[1]) == moment.time()


def test_every_kind_of_value_has_a_text() -> None:
    values = [None, True, 1, 1.5, "x", DAY, MOMENT, time(6, 7), timedelta(minutes=8)]
    texts = ["", "true", "1", "1.5", "x", "2007-02-03", "2007-02-03T11:50:00", "06:07:00", "0:08:00"]
    assert [as_text(value) for value in values] == texts


FAR = f'<row r="1">{COMPUTED}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LONG = "".join("<row><c t='s'><v>0</v></c></row>" for _ in range(100_000))
STRINGS = (
    f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"a" * 2_000_000}</t></si></sst>'
)
ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{ENTITIES}]>'


@pytest.mark.parametrize(
    "book",
    [
        pytest.param(
            workbook_of_xml(sheet_xml(FAR)), id="a cell in the last row and column: 17 thousand million cells"
        ),
        pytest.param(
            workbook_of_xml(sheet_xml(LONG), **{"xl/sharedStrings.xml": STRINGS}),
            id="a text of two million letters, a hundred thousand times",
        ),
        pytest.param(
            workbook_of_xml(
                sheet_xml(f'<row r="1">{COMPUTED.replace(">a<", ">&l11;<")}</row>').replace("<work", LAUGHS + "<work")
            ),
            id="entities that unfold to a hundred thousand million letters",
        ),
    ],
)
def test_a_small_workbook_that_asks_for_all_memory_is_refused(book: bytes) -> None:
    assert len(book) < 100_000
    with pytest.raises(RefusedError, match=r"^sites\.xlsx: the workbook is damaged or too large to be read\."):
        raw(book, ending=".xlsx")


def test_a_workbook_of_more_text_than_any_table_is_given_up_while_it_is_read() -> None:
    told_rows = as_json(workbook([["a"], ["x" * 100], ["y"]]), most=50)
    assert next(told_rows) == '[1, ["a"]]\n'
    assert list(as_json(workbook([["å"]]))) == ['[1, ["\\u00e5"]]\n']
    with pytest.raises(ValueError, match="more text than any table holds"):
        next(told_rows)


def test_a_workbook_that_unpacks_to_very_much_is_refused_before_it_is_unpacked() -> None:
    book = repacked(workbook([["a"]]), {SHEET: sheet_xml(" " * 20_000_000)})
    with pytest.raises(RefusedError, match=r"^sites\.xlsx: the workbook unpacks to 19 MB and is not read\."):
        raw(book, ending=".xlsx")


def test_a_workbook_whose_parts_are_missing_or_no_xml_is_damaged() -> None:
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    for book in (empty.getvalue(), workbook_of_xml("this is no XML <"), workbook_of_xml(sheet_xml("<row"))):
        with pytest.raises(RefusedError, match=r"^sites\.xlsx: the workbook is damaged"):
            raw(book, ending=".xlsx")
