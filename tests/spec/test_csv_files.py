"""CSV files become text, row by row, whatever wrote them."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.csv_reader import _any_rows, _one_line_a_row, _split
from etl.refusals import RefusedError
from tests.intake import raw, take_raw, told
from tests.tables import as_csv

ADDRESSES = """
    site_id | address
    0001    | Gågade 1
    0002    | NA
"""


def cells(data: bytes | str) -> list[tuple[object, ...]]:
    return raw(data).cells.rows()


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_the_separator_is_found(separator: str) -> None:
    assert cells(as_csv(ADDRESSES, separator)) == [("0001", "Gågade 1", 2), ("0002", "NA", 3)]


def test_a_separator_is_the_one_that_makes_headers_that_are_known() -> None:
    text = "site_id;address, with, many, commas\n1;Torvet 2, st., th., 1. sal\n"
    assert raw(text).cells.columns == ["site_id", "address, with, many, commas", "line"]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(as_csv(ADDRESSES).encode(), "utf-8", id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + as_csv(ADDRESSES).encode(), "utf-8-bom", id="UTF-8 with BOM"),
        pytest.param(as_csv(ADDRESSES).encode("latin-1"), "latin-1", id="Latin-1"),
    ],
)
def test_the_encoding_is_found_and_told(data: bytes, encoding: str) -> None:
    assert cells(data) == [("0001", "Gågade 1", 2), ("0002", "NA", 3)]
    assert raw(data).encoding == encoding


def test_the_signs_that_windows_adds_to_latin_1_are_read() -> None:
    text = "site_id,address\n1,“Gågade” – 1 €\n"
    assert cells(text.encode("cp1252")) == [("1", "“Gågade” – 1 €", 2)]


def test_a_byte_that_windows_does_not_know_is_latin_1_and_then_a_character_that_is_not_allowed() -> None:
    data = "site_id,kind,first_seen,status,status_from,address\n1,bar,2007-01-01,open,2007-01-01,Gå\x81gade\n"
    loaded = take_raw(raw(data.encode("latin-1")), "sites")
    assert told(loaded) == [(2, "address", "Gå�gade", "forbidden_character")]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("site_id,address\n1,Gågade\n2,Torvet ".encode() + "ø".encode()[:1], id="cut within a letter"),
        pytest.param("site_id,address\n1,Gågade\n".encode() + "2,Ågade\n".encode("latin-1"), id="two files in one"),
        pytest.param(codecs.BOM_UTF8 + b"site_id,address\n1,Torvet\n2,\xe5\n", id="its BOM says UTF-8"),
    ],
)
def test_a_file_that_is_half_utf8_is_refused_with_the_line_and_never_read_as_latin_1(data: bytes) -> None:
    with pytest.raises(RefusedError, match=r"^sites\.csv: line 3 is not UTF-8, but the rest is"):
        raw(data)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["Unix", "Windows", "old Mac"])
def test_lines_may_end_as_any_system_ends_them(ends: str) -> None:
    assert cells(as_csv(ADDRESSES).replace("\n", ends)) == [("0001", "Gågade 1", 2), ("0002", "NA", 3)]


def test_one_odd_line_end_does_not_shift_the_lines_after_it() -> None:
    # One row ends in a bare CR, and one cell holds a line break: as many line feeds as rows.
    assert cells('a,b\n1,"x\ny"\n2,z\r3,w\n') == [("1", "x\ny", 2), ("2", "z", 4), ("3", "w", 5)]


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["Unix", "Windows"])
def test_a_quoted_line_break_is_part_of_the_cell_and_the_lines_stay_right(ends: str) -> None:
    text = 'site_id;address\n1;"Gågade 1\nbaghuset"\n2;Torvet 2\n'.replace("\n", ends)
    assert cells(text) == [("1", "Gågade 1\nbaghuset", 2), ("2", "Torvet 2", 4)]


def test_a_line_break_in_a_header_is_part_of_the_header() -> None:
    found = raw('"site\nid",address\n1,Torvet\n').cells
    assert (found.columns, found.rows()) == (["site\nid", "address", "line"], [("1", "Torvet", 3)])


def test_separators_and_doubled_quotes_within_quotes_belong_to_the_cell() -> None:
    assert cells('a,b\n"1,5","say ""no"""\n') == [("1,5", 'say "no"', 2)]


def test_a_quotation_mark_within_a_cell_is_a_sign_like_any_other() -> None:
    assert cells('a,b\n5" pipe,6" pipe\n') == [('5" pipe', '6" pipe', 2)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('a,b\n1,"x\n2,y\n3,z\n', 2, id="never closed: it would swallow the rows after it"),
        pytest.param('a,b\n1,x\n2,"y', 3, id="the last line cut short"),
        pytest.param('a,b\n1,"x\n2,"y\n', 2, id="two that are never closed"),
        pytest.param('a,b\n1,x\n"Hotel" Danmark,y\n', 3, id="text after a closing mark"),
        pytest.param('a,b\n1,x\n"Hotel"Danmark,";"\n', 3, id="and a cell that hides it from counting"),
        pytest.param('a,b\n"x" ,"y"\n', 2, id="a blank after a closing mark"),
    ],
)
def test_a_misplaced_quotation_mark_refuses_the_file_with_its_line(text: str, line: int) -> None:
    with pytest.raises(RefusedError, match=rf"^sites\.csv: line {line}: a quotation mark is misplaced or never closed"):
        raw(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a,b\n1,x\n\n2,y\n", id="between rows"),
        pytest.param("a,b\n1,x\n,\n2,y\n", id="of separators"),
        pytest.param("a,b\n1,x\n \t,\u00a0 \n2,y\n", id="of blanks and no-break spaces"),
        pytest.param("a,b\n1,x\n,,,,\n2,y\n\n\n", id="longer than the header, and at the end"),
        pytest.param('a,b\n1,x\n"",""\n2,y\n', id="of quoted nothing"),
    ],
)
def test_a_blank_line_is_no_row_and_still_a_line(text: str) -> None:
    found = raw(text)
    assert (found.read, found.cells.rows()) == (2, [("1", "x", 2), ("2", "y", 4)])


@pytest.mark.parametrize("before", ["\n", "\r\n\r\n", "  \n", ",\n", " , ,\n\n"])
def test_blank_lines_before_the_header_are_passed_over_and_counted(before: str) -> None:
    lines = before.count("\n")
    assert cells(f"{before}site_id,address\n1,x;y\n") == [("1", "x;y", lines + 2)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a,b,,\n1,x,,\n2,y,,\n", id="in the header and the rows"),
        pytest.param("a,b\n1,x,,\n2,y\n", id="in one row"),
        pytest.param("a,b, \n1,x, \n2,y\n", id="that hold a blank"),
    ],
)
def test_empty_columns_after_the_last_are_left_out(text: str) -> None:
    found = raw(text).cells
    assert (found.columns, found.rows()) == (["a", "b", "line"], [("1", "x", 2), ("2", "y", 3)])


@pytest.mark.parametrize("blank", ["", "\n", '"a\nb",x\n'], ids=["read at once", "with a blank line", "row by row"])
def test_a_row_of_another_length_is_set_aside_with_its_line_and_both_lengths(blank: str) -> None:
    text = "a,b\n1,x\n2\n3,y,z\n4,w\n" + blank
    found = raw(text)
    assert found.faults.rows() == [(3, "", "1 / 2", "ragged"), (4, "", "3 / 2", "ragged")]
    assert found.cells.rows()[:2] == [("1", "x", 2), ("4", "w", 5)]
    assert found.read == 4 + bool(blank.strip())


def test_a_value_under_no_header_makes_a_row_ragged_rather_than_being_lost() -> None:
    found = raw("a,b,\n1,x,\n2,y,lost?\n")
    assert (found.cells.rows(), found.faults.rows()) == ([("1", "x", 2)], [(3, "", "3 / 2", "ragged")])


@pytest.mark.parametrize(
    "header",
    ["a,a", "a, a", '"a",a', "a,b,line"],
    ids=["twice", "twice but for a blank", "twice but for quotes", "the name that lines have"],
)
def test_headers_that_cannot_be_told_apart_refuse_the_file(header: str) -> None:
    with pytest.raises(RefusedError, match=r"^sites\.csv: the column '(a|line)' stands there twice or has a name"):
        raw(f"{header}\n1,2,3\n")


def test_blanks_and_quotes_around_headers_do_not_matter() -> None:
    assert raw(' site_id ,"address"\n1,2\n').cells.columns == ["site_id", "address", "line"]


@pytest.mark.parametrize("text", ["a,b", "a,b\n", "a,b\n\n"])
def test_a_file_with_only_a_header_holds_no_row(text: str) -> None:
    found = raw(text)
    assert (found.cells.columns, found.read) == (["a", "b", "line"], 0)


def test_everything_stays_the_text_it_is() -> None:
    text = "site_id,address\n0101,NA\nNone,null\n1e5,nan\n-0,TRUE\n"
    assert [row[:2] for row in cells(text)] == [("0101", "NA"), ("None", "null"), ("1e5", "nan"), ("-0", "TRUE")]


def test_a_cell_of_any_length_is_read_and_only_its_row_is_set_aside() -> None:
    rows = "".join(f"{n},bar,2007-01-01,open,2007-01-01,{'x' * length}\n" for n, length in [(1, 9), (2, 300_000)])
    for blank in ("", '3,bar,2007-01-01,open,2007-01-01,"two\nlines"\n'):
        loaded = take_raw(raw("site_id,kind,first_seen,status,status_from,address\n" + rows + blank), "sites")
        assert told(loaded) == [(3, "address", "x" * 100, "too_long")]


def test_a_cell_larger_than_a_block_of_the_quick_reader_is_read_by_the_careful_one() -> None:
    assert [len(text) for text, _, _ in raw("a,b\n" + "x" * (40 << 20) + ",1\ny,2\n").cells.rows()] == [40 << 20, 1]


SIGNS = st.text(alphabet='ab1ø ,;"\n\r\t\u00a0', max_size=40)


@given(SIGNS, st.sampled_from(",;\t"))
def test_the_quick_and_the_careful_reader_say_the_same_of_whatever_both_read(body: str, separator: str) -> None:
    text = f"a{separator}b\n{body}"
    quick = _one_line_a_row("x", text.encode(), _split(f"a{separator}b", separator), separator)
    if quick is not None:
        careful = _any_rows("x", text, separator)
        assert [part.rows() for part in quick] == [part.rows() for part in careful]
        assert quick[0].columns == careful[0].columns


CELL = st.text(alphabet='ab1ø ,;"\n\t\u00a0', max_size=6)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8), st.sampled_from(",;\t"), st.booleans())
def test_what_was_written_is_read(rows: list[list[str]], separator: str, quote_all: bool) -> None:
    written = io.StringIO()
    dialect = csv.unix_dialect if quote_all else csv.excel
    csv.writer(written, dialect, delimiter=separator, lineterminator="\n").writerows([["a", "b", "c"], *rows])
    found = raw(written.getvalue())
    assert [list(row[:-1]) for row in found.cells.rows()] == [row for row in rows if any(cell.strip() for cell in row)]


@given(st.lists(st.lists(st.text("ab1", max_size=3), min_size=1, max_size=5), max_size=8))
def test_every_row_is_a_row_or_a_fault(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in [["a", "b", "c"], *rows])
    found = raw(text)
    filled = [line for line, row in enumerate(rows, start=2) if any(row)]
    assert sorted([*found.cells["line"], *found.faults["line"]]) == filled
    assert found.read == len(filled)
