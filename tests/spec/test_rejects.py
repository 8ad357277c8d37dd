"""Rows that were set aside: none is lost, none is counted twice, and the file of them is safe to open."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.rejects import REJECTS, VALUE_LENGTH, Loaded, as_csv, no_faults, no_rejects, reject_rows
from geodata.rules import Rule


def rows(*lines: int) -> pl.DataFrame:
    return pl.DataFrame({"line": list(lines)}, schema={"line": pl.Int64})


def faults(*lines: int, value: str = "x", rule: Rule = Rule.BAD_DATE) -> pl.DataFrame:
    return pl.DataFrame(
        [(line, "seen_on", value, rule.code) for line in lines], schema=no_faults().schema, orient="row"
    )


def rejects(*lines: int, value: str = "x", rule: Rule = Rule.BAD_DATE) -> pl.DataFrame:
    return reject_rows("sightings", "set.csv", faults(*lines, value=value, rule=rule))


def test_a_table_is_what_was_kept_and_what_was_set_aside() -> None:
    loaded = Loaded("sightings", "set.csv", 4, rows(2, 5), rejects(3, 4, 4))
    assert (loaded.read, loaded.kept, loaded.set_aside) == (4, 2, 2)


@pytest.mark.parametrize(
    ("read", "kept", "aside"),
    [
        pytest.param(3, rows(2, 3), rejects(), id="a row is lost"),
        pytest.param(1, rows(2, 3), rejects(), id="a row is made up"),
        pytest.param(2, rows(2, 3), rejects(3), id="a row is in both, one too many"),
        pytest.param(3, rows(2, 3), rejects(3), id="a row is in both, another lost"),
        pytest.param(3, rows(2, 2), rejects(3), id="a row is kept twice, another lost"),
    ],
)
def test_a_table_that_does_not_add_up_cannot_exist(read: int, kept: pl.DataFrame, aside: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"^sightings: .*(rows read|set aside|kept twice)"):
        Loaded("sightings", "set.csv", read, kept, aside)


@given(st.sets(st.integers(2, 30)), st.sets(st.integers(2, 30)))
def test_setting_rows_aside_moves_them_and_loses_none(lines: set[int], aside: set[int]) -> None:
    loaded = Loaded("sightings", "set.csv", len(lines), rows(*sorted(lines)), no_rejects())
    after = loaded.without(faults(*sorted(lines & aside)))
    assert after.rows["line"].to_list() == sorted(lines - aside)
    assert after.set_aside == len(lines & aside)
    assert after.read == len(lines)


def test_setting_nothing_aside_changes_nothing() -> None:
    loaded = Loaded("sightings", "set.csv", 1, rows(2), no_rejects())
    assert loaded.without(no_faults()) is loaded


def test_a_fault_in_no_row_is_refused_rather_than_counted() -> None:
    with pytest.raises(ValueError, match="1 rows read, but 1 kept and 1 set aside"):
        Loaded("sightings", "set.csv", 1, rows(2), no_rejects()).without(faults(99))


def test_a_reject_says_table_file_line_column_value_and_rule() -> None:
    assert rejects(7, value="31-04-2007").rows(named=True) == [
        {"table_name": "sightings", "file": "set.csv", "line": 7, "column_name": "seen_on", "value": "31-04-2007",
         "rule": "bad_date"}
    ]  # fmt: skip
    assert rejects().schema == no_rejects().schema == REJECTS


def test_a_value_is_cut_and_what_is_not_seen_is_shown() -> None:
    assert rejects(2, value="x" * 500)["value"].to_list() == ["x" * VALUE_LENGTH]
    assert rejects(2, value="\x1b[2Ja\u202eb\r\n")["value"].to_list() == ["�[2Ja�b��"]
    missing = faults(2).with_columns(value=pl.lit(None, pl.String))
    assert reject_rows("sightings", "set.csv", missing)["value"].to_list() == [""]


def test_personal_data_is_not_kept_with_the_row() -> None:
    assert rejects(2, value="nn@example.org", rule=Rule.PERSONAL_DATA)["value"].to_list() == [""]


def opened(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_the_file_of_rejects_opens_in_a_danish_spreadsheet() -> None:
    data = as_csv(rejects(7, value='a;b "ø"'), demo=False)
    assert data.startswith(b"\xef\xbb\xbftable_name;file;line;column_name;value;rule\n")
    assert opened(data) == [
        {"table_name": "sightings", "file": "set.csv", "line": "7", "column_name": "seen_on", "value": 'a;b "ø"',
         "rule": "bad_date"}
    ]  # fmt: skip


def test_every_row_of_synthetic_data_says_so() -> None:
    assert [row["demo"] for row in opened(as_csv(rejects(2, 3), demo=True))] == ["DEMO", "DEMO"]


@pytest.mark.parametrize("value", ["=1+1", "+4", "-1", "@SUM(A1)", "  =1", "\u00a0=1", "=cmd|' /C calc'!A0"])
def test_no_cell_of_the_file_starts_a_formula(value: str) -> None:
    assert [row["value"] for row in opened(as_csv(rejects(2, value=value), demo=False))] == [f"'{value}"]


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_of_a_file_starts_a_formula_or_a_row(file: str, value: str) -> None:
    found = opened(as_csv(reject_rows("sightings", file.replace("\0", ""), faults(2, value=value)), demo=False))
    assert len(found) == 1
    assert not any(cell.strip().startswith(("=", "+", "-", "@")) for cell in found[0].values())
