"""The rules of a row: which line, column and value broke which, and all of them at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.contract import BY_NAME, TABLES, Column, Holds, Table
from etl.schemas import AHEAD_DAYS, UNREADABLE
from geodata.rules import Rule
from tests.intake import TODAY, good_row, rules, take_rows, taken, told

REQUIRED = [pytest.param(t, c, id=f"{t.name}.{c.name}") for t in TABLES for c in t.required()]
READ = [pytest.param(t, c, id=f"{t.name}.{c.name}") for t in TABLES for c in t.columns if c.holds in UNREADABLE]
TEXT = [
    pytest.param(t, c, id=f"{t.name}.{c.name}")
    for t in TABLES
    for c in t.columns
    if c.holds in (Holds.ID, Holds.KEY, Holds.TEXT)
]
LIMITED = [
    pytest.param(t, c, id=f"{t.name}.{c.name}")
    for t in TABLES
    for c in t.columns
    if c.low is not None and c.name not in ("lon", "lat")
]
DATED = [
    pytest.param(t, c, id=f"{t.name}.{c.name}")
    for t in TABLES
    for c in t.columns
    if c.holds in (Holds.DATE, Holds.DATETIME)
]


def breaks(table: Table, **other: str) -> list[tuple[int, str, str, str]]:
    return told(take_rows(table.name, [good_row(table, **other)]))


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_a_row_that_breaks_no_rule_is_kept(table: Table) -> None:
    loaded = take_rows(table.name, [good_row(table)])
    assert (told(loaded), loaded.read, loaded.kept) == ([], 1, 1)


@pytest.mark.parametrize(("table", "column"), REQUIRED)
def test_a_required_cell_that_is_blank_is_missing(table: Table, column: Column) -> None:
    for blank in ("", "  ", "\u00a0"):
        assert (2, column.name, "", "missing") in breaks(table, **{column.name: blank})


@pytest.mark.parametrize(("table", "column"), READ)
def test_a_cell_that_cannot_be_read_is_told_as_what_its_column_holds(table: Table, column: Column) -> None:
    assert (2, column.name, "hvad?", UNREADABLE[column.holds].code) in breaks(table, **{column.name: "hvad?"})


@pytest.mark.parametrize(("table", "column"), TEXT)
def test_text_that_is_too_long_a_formula_or_code_for_a_page_is_set_aside(table: Table, column: Column) -> None:
    for text, rule in (
        ("x" * 501, "too_long"),
        ("=1+1", "formula"),
        ("=cmd|' /C calc'!A0", "formula"),
        *((f"a{sign}b", "forbidden_character") for sign in "{}<>`\x00\x07\x1b\x7f\x85\u200b\u202e\ufeff"),
    ):
        line, name, _, broken = breaks(table, **{column.name: text})[0]
        assert (line, name, broken) == (2, column.name, rule), text


def test_text_of_five_hundred_characters_with_line_breaks_and_any_letters_is_kept() -> None:
    for text in ("x" * 500, "Gågade 1\nbaghuset\tth.", "Łódź – “Ærø” & co. (2. sal) #3; 100 % 'x' \"y\" 😀"):
        assert breaks(BY_NAME["sites"], address=text) == []


@pytest.mark.parametrize("name", ["-1", "+1", "@x", "--", "1=1", "0007", "a b", "æøå/1:2"])
def test_an_identifier_is_kept_as_it_is_written(name: str) -> None:
    assert take_rows("sites", [good_row(BY_NAME["sites"], site_id=name)]).rows["site_id"].to_list() == [name]


@pytest.mark.parametrize(("table", "column"), LIMITED)
def test_a_number_beyond_what_is_possible_is_set_aside_and_one_at_the_limit_is_not(
    table: Table, column: Column
) -> None:
    low, high = column.low or 0, column.high or 0
    for text in (f"{low - 1:g}", f"{high + 1:.0f}", "-5"):
        assert breaks(table, **{column.name: text}) == [(2, column.name, text, "out_of_range")]
    for text in (f"{low:g}", f"{high:.0f}"):
        assert breaks(table, **{column.name: text}) == []


@pytest.mark.parametrize(("table", "column"), DATED)
def test_a_date_before_1990_or_later_than_can_be_is_set_aside(table: Table, column: Column) -> None:
    last = TODAY + timedelta(days=AHEAD_DAYS if column.ahead else 0)
    late = "too_far_ahead" if column.ahead else "in_future"
    early = breaks(table, **{column.name: "1989-12-31"})
    assert (2, column.name, "1989-12-31", "too_early") in early
    after = str(last + timedelta(days=1))
    assert (2, column.name, after, late) in breaks(table, **{column.name: after})
    assert not {"too_early", late} & {rule for *_, rule in breaks(table, **{column.name: str(last)})}
    assert not {"too_early", late} & {rule for *_, rule in breaks(table, **{column.name: "1990-01-01"})}


def test_a_visit_may_be_of_any_minute_of_today() -> None:
    assert breaks(BY_NAME["visits"], started_at=f"{TODAY} 23:59") == []
    after = f"{TODAY + timedelta(days=1)} 00:00"
    assert breaks(BY_NAME["visits"], started_at=after) == [(2, "started_at", after, "in_future")]


@pytest.mark.parametrize(
    ("lon", "lat", "fault"),
    [
        pytest.param("12,5", "55,7", None, id="a point in Denmark"),
        pytest.param("", "", None, id="no point"),
        pytest.param("12.5", "", ("lat", "", "half_a_point"), id="no latitude"),
        pytest.param("", "55.7", ("lon", "", "half_a_point"), id="no longitude"),
        pytest.param("0", "0", ("lon", "0", "null_island"), id="0,0"),
        pytest.param("55.7", "12.5", ("lon", "55.7", "swapped_point"), id="swapped"),
        pytest.param("722345", "6175123", ("lon", "722345", "metres"), id="metres"),
        pytest.param("722.345,6", "6.175.123,4", ("lon", "722.345,6", "metres"), id="metres with thousands"),
        pytest.param("12.5", "91", ("lon", "12.5", "metres"), id="no latitude of the earth"),
        pytest.param("nan", "55.7", ("lon", "nan", "bad_number"), id="not a number"),
        pytest.param("1e999", "55.7", ("lon", "1e999", "bad_number"), id="larger than any number"),
    ],
)
def test_a_point_is_whole_and_in_degrees(lon: str, lat: str, fault: tuple[str, str, str] | None) -> None:
    found = breaks(BY_NAME["sites"], lon=lon, lat=lat)
    assert ((2, *fault) in found) if fault else found == []


@pytest.mark.parametrize(
    ("table", "other", "fault"),
    [
        ("team_membership", {"valid_to": "2006-12-31"}, ("valid_to", "2006-12-31", "ends_before_start")),
        ("visit_windows", {"closes": "10:00"}, ("closes", "10:00", "ends_before_start")),
        ("visit_windows", {"closes": "9.30"}, ("closes", "9.30", "ends_before_start")),
        ("screenings", {"completed_on": "2007-01-01"}, ("completed_on", "2007-01-01", "ends_before_start")),
        ("screenings", {"result": "Ingen"}, ("result", "Ingen", "result_unfinished")),
        ("sites", {"status_from": "2007-01-01"}, ("status_from", "2007-01-01", "status_before_seen")),
        ("sites", {"status": "Flyttet"}, ("merged_into", "", "no_successor")),
        ("sites", {"status": "merged"}, ("merged_into", "", "no_successor")),
        ("sites", {"status": "merged", "merged_into": "s1"}, ("merged_into", "s1", "own_successor")),
        ("visits", {"reached": "nej", "outcomes": "Samtale"}, ("outcomes", "Samtale", "contradictory")),
        ("visits", {"return_on": "2007-01-01"}, ("return_on", "2007-01-01", "return_before_visit")),
    ],
)
def test_a_row_that_contradicts_itself_is_set_aside(
    table: str, other: dict[str, str], fault: tuple[str, str, str]
) -> None:
    assert breaks(BY_NAME[table], **other) == [(2, *fault)]


@pytest.mark.parametrize(
    ("table", "other"),
    [
        ("team_membership", {"valid_to": "2007-01-01"}),
        ("visit_windows", {"opens": "0:00", "closes": "0:01"}),
        ("screenings", {"completed_on": "2007-01-02", "result": "Ingen"}),
        ("sites", {"status": "merged", "merged_into": "s2"}),
        ("visits", {"reached": "nej", "outcomes": "|"}),
        ("visits", {"return_on": "2007-01-02", "started_at": "2007-01-02 23:59"}),
    ],
)
def test_a_row_that_is_only_at_the_limit_is_kept(table: str, other: dict[str, str]) -> None:
    assert breaks(BY_NAME[table], **other) == []


def test_all_faults_of_all_rows_are_told_at_once_each_with_its_line_column_value_and_rule() -> None:
    loaded = taken(
        "visits",
        """
        visit_id | site_id | started_at       | reached | outcomes      | minutes | return_on  | team
        v1       | s1      | 03-02-2007 10:00 | ja      | Samtale       | 30      |            | Øst
        v2       | s1      | 31-04-2007 10:00 | måske   | Samtale|hotel | -5      |            | Nord
                 | =1+1    | 2007-02-03 10:00 | nej     | Ny aftale     | ni      | 2007-02-02 | Øst
        v4       | s1      | 2007-02-03 10:00 | nej     |               | 0       |            |
        v5       | s1{     | 2030-02-03 10:00 | ja      |               | 1441    | 2050-01-01 | Øst
        """,
    )
    assert told(loaded) == [
        (3, "minutes", "-5", "out_of_range"),
        (3, "outcomes", "Samtale|hotel", "unknown_word"),
        (3, "reached", "måske", "bad_flag"),
        (3, "started_at", "31-04-2007 10:00", "bad_date"),
        (3, "team", "Nord", "unknown_word"),
        (4, "minutes", "ni", "bad_number"),
        (4, "outcomes", "Ny aftale", "contradictory"),
        (4, "return_on", "2007-02-02", "return_before_visit"),
        (4, "site_id", "=1+1", "formula"),
        (4, "visit_id", "", "missing"),
        (6, "minutes", "1441", "out_of_range"),
        (6, "return_on", "2050-01-01", "too_far_ahead"),
        (6, "site_id", "s1{", "forbidden_character"),
        (6, "started_at", "2030-02-03 10:00", "in_future"),
    ]
    assert (loaded.read, loaded.kept, loaded.set_aside) == (5, 2, 3)
    assert loaded.rows["visit_id"].to_list() == ["v1", "v4"]


def test_one_cell_that_breaks_two_rules_is_told_twice_and_its_row_counted_once() -> None:
    loaded = take_rows("sites", [good_row(BY_NAME["sites"], address="={x}" + "y" * 500)])
    assert rules(loaded) == ["forbidden_character", "formula", "too_long"]
    assert (loaded.read, loaded.kept, loaded.set_aside) == (1, 0, 1)


@settings(max_examples=40)
@given(st.sampled_from([table.name for table in TABLES]), st.data())
def test_whatever_a_row_holds_it_is_kept_or_set_aside_with_a_rule_that_has_words(
    name: str, data: st.DataObject
) -> None:
    table = BY_NAME[name]
    odd = st.text(max_size=12) | st.sampled_from(
        ["", "0", "-1", "1e999", "nan", "99999-01-01", "31-04-2007", "=x", "|"]
    )
    rows = data.draw(
        st.lists(st.fixed_dictionaries({column.name: odd for column in table.columns}), min_size=1, max_size=4)
    )
    loaded = take_rows(name, [good_row(table), *({**good_row(table), **row} for row in rows)])
    assert loaded.read == len(rows) + 1 == loaded.kept + loaded.set_aside
    assert {Rule(code) for code in rules(loaded)} <= set(Rule)
    assert set(loaded.rejects["column_name"]) <= {*(column.name for column in table.columns), ", ".join(table.key)}
