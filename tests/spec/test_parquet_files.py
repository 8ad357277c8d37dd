"""Parquet files: every type becomes the text a person would write, and no file can take the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import parquet_reader
from etl.contract import BY_NAME
from etl.refusals import RefusedError
from tests.intake import good_row, parquet, raw, take_raw, told

if TYPE_CHECKING:
    from collections.abc import Sequence

MOMENT = datetime.fromisoformat("2007-07-03T10:00")


def cells(values: Sequence[object] | pa.Array, kind: pa.DataType | None = None) -> list[str]:
    found = raw(parquet({"a": pa.array(values, kind)}), ending=".parquet")
    assert found.cells["line"].to_list() == list(range(2, len(values) + 2))
    return found.cells["a"].to_list()


@pytest.mark.parametrize(
    ("values", "kind", "texts"),
    [
        pytest.param(["0101", None, "NA"], pa.string(), ["0101", "", "NA"], id="text; nothing is blank"),
        pytest.param(["a", None], pa.large_string(), ["a", ""], id="long text"),
        pytest.param([101, None], pa.int16(), ["101", ""], id="whole numbers"),
        pytest.param([2**63], pa.uint64(), ["9223372036854775808"], id="large whole numbers"),
        pytest.param([12.0, 9.92521, -0.5, None], pa.float64(), ["12", "9.92521", "-0.5", ""], id="decimals"),
        pytest.param([1.5, 2.0], pa.float16(), ["1.5", "2"], id="short decimals"),
        pytest.param([1.234, -1.234, 1.2345], pa.float64(), ["1.2340", "-1.2340", "1.2345"], id="1.234 is no 1234"),
        pytest.param([float("nan"), float("inf")], pa.float64(), ["NaN", "inf"], id="what is no number stays visible"),
        pytest.param([Decimal("1.234"), Decimal("12.000")], pa.decimal128(6, 3), ["1.2340", "12"], id="exact decimals"),
        pytest.param([True, False, None], pa.bool_(), ["true", "false", ""], id="yes and no"),
        pytest.param([date(2007, 2, 3), None], pa.date32(), ["2007-02-03", ""], id="days"),
        pytest.param([date(2007, 2, 3)], pa.date64(), ["2007-02-03"], id="days counted in milliseconds"),
        pytest.param([time(10, 5)], pa.time32("s"), ["10:05:00"], id="times of day"),
        pytest.param([None, None], pa.null(), ["", ""], id="nothing at all"),
        pytest.param([["b", "a"], [], ["c", None]], pa.list_(pa.string()), ["b|a", "", "c"], id="lists of text"),
        pytest.param([None], pa.list_(pa.string()), [""], id="no list"),
        pytest.param([["a"]], pa.large_list(pa.large_string()), ["a"], id="long lists"),
    ],
)  # fmt: skip
def test_a_type_becomes_text(values: list[object], kind: pa.DataType, texts: list[str]) -> None:
    assert cells(values, kind) == texts


def test_text_that_is_stored_once_for_many_rows_is_text() -> None:
    assert cells(pa.array(["a", "b", "a", None]).dictionary_encode()) == ["a", "b", "a", ""]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_moments_are_read_whatever_they_are_counted_in(unit: str) -> None:
    (text,) = cells([MOMENT], pa.timestamp(unit))
    assert datetime.fromisoformat(text) == MOMENT


@pytest.mark.parametrize("zone", ["UTC", "Europe/Copenhagen", "America/New_York", "+05:30", "No/Such_Zone"])
def test_moments_of_any_time_zone_become_danish_local_time(zone: str) -> None:
    moments = [datetime(2007, 7, 3, 10, tzinfo=UTC), datetime(2007, 1, 3, 10, tzinfo=UTC)]
    stored = pa.array(moments, pa.timestamp("us", "UTC")).cast(pa.timestamp("us", zone))
    assert [text[:16] for text in cells(stored)] == ["2007-07-03 12:00", "2007-01-03 11:00"]


@given(st.datetimes(datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("2090-01-01")))
def test_a_moment_is_the_one_that_a_danish_clock_showed(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    danish = moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Copenhagen")).replace(tzinfo=None)
    (text,) = cells([moment.replace(tzinfo=UTC)], pa.timestamp("ms", "UTC"))
    assert datetime.fromisoformat(text) == danish


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        pytest.param([2**30, 0], pa.date32(), id="a day in the year 2 941 745"),
        pytest.param([-800_000, 0], pa.date32(), id="a day before the first"),
        pytest.param([10**15, 0], pa.timestamp("s"), id="a moment in the year 31 690 708"),
        pytest.param([2**62, 0], pa.timestamp("us", "UTC"), id="one of a time zone"),
    ],
)
def test_a_date_of_no_calendar_is_told_as_its_number_and_the_other_rows_are_read(
    values: list[int], kind: pa.DataType
) -> None:
    table = BY_NAME["sites"]
    rows = [good_row(table, site_id="s1"), good_row(table, site_id="s2")]
    columns: dict[str, object] = {name: [row[name] for row in rows] for name in rows[0]}
    columns |= {"first_seen": pa.array(values, kind)}
    loaded = take_raw(raw(parquet(columns), ending=".parquet"), "sites")
    (line, column, value, rule), later = told(loaded)
    assert (line, column, rule) == (2, "first_seen", "bad_date")
    assert abs(int(value)) >= 800_000
    assert (later[0], later[2][:10]) == (3, "1970-01-01")


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(pa.array([{"a": 1}]), id="a record"),
        pytest.param(pa.array([[1, 2]]), id="a list of numbers"),
        pytest.param(pa.array([[["a"]]]), id="a list of lists"),
        pytest.param(pa.array([[("a", "b")]], pa.map_(pa.string(), pa.string())), id="a map"),
        pytest.param(pa.array([b"\xff\xfe"]), id="bytes"),
        pytest.param(pa.array([timedelta(minutes=5)]), id="a length of time"),
        pytest.param(pa.array([Decimal("1.5")], pa.decimal256(40, 2)), id="very exact decimals"),
    ],
)
def test_any_other_type_refuses_the_file_and_names_the_column(values: pa.Array) -> None:
    with pytest.raises(RefusedError, match=r"^sites\.parquet: the column 'x' holds .*; text, numbers, dates or lists"):
        raw(parquet({"a": ["1"], "x": values}), ending=".parquet")


def test_headers_are_stripped_and_two_of_one_name_refuse_the_file() -> None:
    assert raw(parquet({" a ": ["x"], "^b$": ["y"], "*": ["z"]}), ending=".parquet").cells.rows() == [
        ("x", "y", "z", 2)
    ]
    with pytest.raises(RefusedError, match="the column 'a' stands there twice"):
        raw(parquet({"a": ["1"], " a": ["2"]}), ending=".parquet")
    with pytest.raises(RefusedError, match="the column 'line' stands there twice or has a name that cannot be used"):
        raw(parquet({"line": ["1"]}), ending=".parquet")


def test_a_file_without_rows_or_without_columns_holds_no_row() -> None:
    for columns in ({"a": pa.array([], pa.string())}, {}):
        found = raw(parquet(columns), ending=".parquet")
        assert (found.read, found.cells.height, found.kind, found.encoding) == (0, 0, "parquet", None)


def test_a_small_file_that_unpacks_to_very_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many_long = parquet({"a": pa.DictionaryArray.from_arrays(pa.array([0] * 100_000), pa.array(["x" * 100_000]))})
    assert len(many_long) < 100_000
    with pytest.raises(RefusedError, match=r"^sites\.parquet: the file unpacks to more than any table holds"):
        raw(many_long, ending=".parquet")
    monkeypatch.setattr(parquet_reader, "MOST_CELLS", 1_000_000)
    many_rows = parquet({"a": pa.nulls(500_001), "b": pa.nulls(500_001)})
    assert len(many_rows) < 10_000
    with pytest.raises(RefusedError, match="unpacks to more than any table holds"):
        raw(many_rows, ending=".parquet")
