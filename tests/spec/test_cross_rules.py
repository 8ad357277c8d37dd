"""Rules between rows: each with its smallest example, and what follows when a row that others lean on is set aside."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from etl.build import build
from etl.cross import BEFORE_PLACES, apply, settle_memberships, settle_successors
from etl.folder import look
from etl.prepare import prepare
from etl.rejects import Loaded, no_rejects
from geodata.rules import Rule
from geodata.store import Store
from geodata.versions import published
from tests.small import LEANING, TODAY, write_small

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.settings import Settings

Fault = tuple[str, int, str, str, str]


def faults(folder: Path, **tables: str) -> list[Fault]:
    """Return table, line, column, value and rule of every fault, after checking that no row is lost."""
    prepared = prepare(look(write_small(folder, **tables)), TODAY)
    for loaded in prepared.tables.values():
        assert loaded.read == loaded.kept + loaded.set_aside
    return prepared.rejects().select("table_name", "line", "column_name", "value", "rule").rows()


def test_three_municipalities_without_a_fault(small_raw: Path) -> None:
    assert prepare(look(small_raw), TODAY).rejects().is_empty()


WITH_CODE = {
    "team_membership": """
        municipality_code | team | region_code | valid_from
        0101              | east | 1084        | 2006-01-01
        {code}            | mid  | 1083        | 2006-01-01
    """,
    "sites": """
        site_id | kind   | municipality_code | first_seen | status | status_from
        A       | clinic | 0101              | 2020-01-01 | open   | 2020-01-01
        B       | clinic | {code}            | 2020-01-01 | open   | 2020-01-01
    """,
    "screenings": """
        screening_id | municipality_code | started_on
        1            | 0101              | 2020-01-01
        2            | {code}            | 2020-01-01
    """,
    "partners": """
        partner_id | name | category | municipality_code
        1          | a    | 1        | 0101
        2          | b    | 1        | {code}
    """,
    "activities": """
        activity_id | held_on    | kind    | count | municipality_code
        1           | 2020-01-01 | mailbox | 1     |
        2           | 2020-01-01 | mailbox | 1     | {code}
    """,
}


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        pytest.param("0411", Rule.NO_MUNICIPALITY, id="Christiansø belongs to none"),
        pytest.param("0999", Rule.UNKNOWN_MUNICIPALITY, id="no such code"),
        pytest.param("0147", Rule.UNKNOWN_MUNICIPALITY, id="a municipality that is not in the folder's table"),
    ],
)
def test_a_municipality_that_does_not_exist_sets_the_row_aside_with_one_rule(
    tmp_path: Path, code: str, rule: Rule
) -> None:
    told = faults(tmp_path, **LEANING, **{table: text.format(code=code) for table, text in WITH_CODE.items()})
    assert told == [(table, 3, "municipality_code", code, rule.code) for table in sorted(WITH_CODE)]


@pytest.mark.parametrize("code", ["", "unknown", "ukendt"])
def test_an_unknown_municipality_is_no_fault_where_it_may_be_unknown(tmp_path: Path, code: str) -> None:
    where_it_may = {table: WITH_CODE[table].format(code=code) for table in ("sites", "activities")}
    assert faults(tmp_path, **LEANING, **where_it_may) == []


MUNICIPALITIES = """
    municipality_code | name
    0101              | Østby
    0461              | Midtby
    0751              | Vestby
    {code}            | Ekstra
"""


def test_christianso_is_no_municipality_of_its_own(tmp_path: Path) -> None:
    told = faults(tmp_path, municipalities=MUNICIPALITIES.format(code="0411"))
    assert told == [("municipalities", 5, "municipality_code", "0411", Rule.NO_MUNICIPALITY.code)]


def test_a_municipality_that_the_bundled_outline_does_not_have_is_set_aside(tmp_path: Path) -> None:
    write_small(tmp_path, municipalities=MUNICIPALITIES.format(code="0105"))
    (tmp_path / "boundaries.geojson").unlink()
    (tmp_path / "sites.csv").unlink()
    for table in LEANING:
        (tmp_path / f"{table}.csv").unlink()
    prepared = prepare(look(tmp_path), TODAY)
    assert prepared.rejects().select("line", "value", "rule").rows() == [(5, "0105", Rule.UNKNOWN_MUNICIPALITY.code)]
    assert prepared.tables["municipalities"].rows["municipality_code"].to_list() == prepared.boundaries.codes


def test_the_bundled_memberships_are_taken_for_the_folders_own_municipalities(small_raw: Path) -> None:
    (small_raw / "team_membership.csv").unlink()
    members = prepare(look(small_raw), TODAY).tables["team_membership"]
    assert sorted(set(members.rows["municipality_code"])) == ["0101", "0461", "0751"]
    assert (members.read, members.set_aside) == (members.kept, 0)


MEMBERS = """
    municipality_code | team | region_code | valid_from | valid_to
    0101              | east | 1084        | {}
    0101              | mid  | 1083        | {}
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("2006-01-01 | 2009-12-31", "2010-01-01 |", id="the day after"),
        pytest.param("2006-01-01 | 2010-01-01", "2010-01-01 |", id="touching: the last day is the next first day"),
        pytest.param("2006-01-01 | 2009-12-31", "2012-01-01 |", id="with a pause"),
        pytest.param("2010-01-01 |", "2006-01-01 | 2010-01-01", id="in the other order"),
    ],
)
def test_periods_that_follow_each_other_are_allowed(tmp_path: Path, first: str, second: str) -> None:
    assert faults(tmp_path, team_membership=MEMBERS.format(first, second)) == []


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        pytest.param("2006-01-01 | 2010-01-02", "2010-01-01 |", 3, id="one day too long"),
        pytest.param("2006-01-01 |", "2010-01-01 |", 3, id="the first never ends"),
        pytest.param("2006-01-01 | 2020-01-01", "2010-01-01 | 2011-01-01", 3, id="one inside the other"),
        pytest.param("2010-01-01 |", "2006-01-01 |", 2, id="the later one is the fault, wherever it stands"),
    ],
)
def test_a_period_that_begins_inside_another_is_set_aside(tmp_path: Path, first: str, second: str, line: int) -> None:
    told = faults(tmp_path, team_membership=MEMBERS.format(first, second))
    assert told == [("team_membership", line, "valid_from", "2010-01-01", Rule.OVERLAPPING.code)]


def test_periods_of_different_municipalities_do_not_overlap(tmp_path: Path) -> None:
    members = MEMBERS.format("2006-01-01 |", "2006-06-01 |").replace("0101              | mid", "0461 | mid")
    assert faults(tmp_path, team_membership=members) == []


SITES = """
    site_id | kind   | municipality_code | lon   | lat   | first_seen | status | status_from | merged_into
    A       | clinic | 0101              |       |       | 2020-01-01 | open   | 2020-01-01  |
    B       | clinic | 0101              |       |       | 2020-01-01 | merged | 2021-01-01  | {b}
    C       | clinic | 0101              |       |       | 2020-01-01 | merged | 2021-01-01  | {c}
    D       | clinic | {d}              |       |       | 2020-01-01 | merged | 2021-01-01  | A
"""


def test_a_successor_that_is_not_there_sets_the_site_aside(tmp_path: Path) -> None:
    sites = SITES.format(b="X", c="A", d="0101")
    assert faults(tmp_path, **LEANING, sites=sites) == [("sites", 3, "merged_into", "X", Rule.UNKNOWN_SITE.code)]


def test_a_chain_of_successors_falls_with_its_last(tmp_path: Path) -> None:
    sites = SITES.format(b="C", c="D", d="0999")
    assert faults(tmp_path, **LEANING, sites=sites) == [
        ("sites", 3, "merged_into", "C", Rule.UNKNOWN_SITE.code),
        ("sites", 4, "merged_into", "D", Rule.UNKNOWN_SITE.code),
        ("sites", 5, "municipality_code", "0999", Rule.UNKNOWN_MUNICIPALITY.code),
    ]


def test_a_chain_of_successors_that_are_all_there_is_kept(tmp_path: Path) -> None:
    assert faults(tmp_path, **LEANING, sites=SITES.format(b="C", c="D", d="0101")) == []


@pytest.mark.timeout(60)
def test_a_chain_of_20_000_sites_falls_in_one_walk() -> None:
    names = [f"s{number}" for number in range(20_000)]
    rows = pl.DataFrame({"line": range(20_000), "site_id": names, "merged_into": [*names[1:], "gone"]})
    circle = pl.DataFrame({"line": [-2, -1], "site_id": ["x", "y"], "merged_into": ["y", "x"]})
    rows = pl.concat([rows, circle])
    tables = {"sites": Loaded("sites", "sites.csv", rows.height, rows, no_rejects())}
    with duckdb.connect() as connection:
        settle_successors(tables, connection)
        assert connection.sql("SELECT site_id FROM sites").fetchall() == [("x",), ("y",)]
    assert tables["sites"].set_aside == 20_000


ON_SITE = {
    "visit_windows": """
        site_id    | weekday | opens | closes
        with-point | 1       | 10:00 | 16:00
        nowhere    | 1       | 10:00 | 16:00
    """,
    "sightings": """
        site_id    | source | round_id | seen_on
        with-point | web    | 1        | 2020-01-01
        nowhere    | web    | 1        | 2020-01-01
    """,
    "visits": """
        visit_id | site_id    | started_at | reached
        1        | with-point | 2021-01-01 | ja
        2        | nowhere    | 2021-01-01 | ja
    """,
    "conversations": """
        conversation_id | held_on    | channel   | site_id
        1               | 2021-01-01 | telephone | with-point
        2               | 2021-01-01 | telephone | nowhere
        3               | 2021-01-01 | telephone |
    """,
}


def test_a_row_on_an_unknown_site_is_set_aside(tmp_path: Path) -> None:
    told = faults(tmp_path, **ON_SITE)
    assert told == [(table, 3, "site_id", "nowhere", Rule.UNKNOWN_SITE.code) for table in sorted(ON_SITE)]


def test_a_sighting_before_the_site_was_first_seen_is_set_aside_and_one_of_that_day_is_kept(tmp_path: Path) -> None:
    sightings = """
        site_id    | source | round_id | seen_on
        with-point | web    | 1        | 2020-01-01
        with-point | web    | 1        | 2019-12-31
    """
    told = faults(tmp_path, sightings=sightings)
    assert told == [("sightings", 3, "seen_on", "2019-12-31", Rule.BEFORE_FIRST_SEEN.code)]


def test_a_visit_before_the_site_was_first_seen_is_set_aside_and_one_of_that_day_is_kept(tmp_path: Path) -> None:
    visits = """
        visit_id | site_id    | started_at       | reached
        1        | with-point | 2020-01-01       | nej
        2        | with-point | 2020-01-01 00:30 | nej
        3        | with-point | 2019-12-31 23:59 | nej
    """
    told = faults(tmp_path, **{**LEANING, "visits": visits})
    assert told == [("visits", 4, "started_at", "2019-12-31 23:59:00", Rule.BEFORE_FIRST_SEEN.code)]


def test_a_conversation_of_an_unknown_visit_or_on_another_site_than_its_visit_is_set_aside(tmp_path: Path) -> None:
    conversations = """
        conversation_id | held_on    | channel   | visit_id | site_id
        1               | 2021-03-04 | telephone | 1        | with-point
        2               | 2021-03-04 | telephone | 1        |
        3               | 2021-03-04 | telephone | 9        |
        4               | 2021-03-04 | telephone | 1        | with-code
        5               | 2021-03-04 | telephone |          |
    """
    assert faults(tmp_path, conversations=conversations) == [
        ("conversations", 4, "visit_id", "9", Rule.UNKNOWN_VISIT.code),
        ("conversations", 5, "site_id", "with-code", Rule.OTHER_SITE.code),
    ]


def test_what_leans_on_a_site_that_is_set_aside_is_set_aside_with_it_and_says_why(tmp_path: Path) -> None:
    sites = """
        site_id    | kind   | municipality_code | lon   | lat   | first_seen | status | status_from | merged_into
        with-point | clinic | 0751              | 11.05 | 55.55 | 2020-01-01 | open   | 2020-01-01  |
        with-both  | clinic | 0751              | 11.25 | 55.55 | 2020-01-01 | merged | 2023-01-01  | with-point
        with-code  | clinic | 0461              |       |       | 2020-01-01 | open   | 2020-01-01  |
    """
    assert faults(tmp_path, sites=sites) == [
        ("conversations", 2, "site_id", "with-point", Rule.UNKNOWN_SITE.code),
        ("conversations", 2, "visit_id", "1", Rule.UNKNOWN_VISIT.code),
        ("sightings", 2, "site_id", "with-point", Rule.UNKNOWN_SITE.code),
        ("sightings", 3, "site_id", "with-point", Rule.UNKNOWN_SITE.code),
        ("sites", 2, "municipality_code", "0751", Rule.PLACE_DISAGREES.code),
        ("sites", 3, "merged_into", "with-point", Rule.UNKNOWN_SITE.code),
        ("visit_windows", 2, "site_id", "with-point", Rule.UNKNOWN_SITE.code),
        ("visits", 2, "site_id", "with-point", Rule.UNKNOWN_SITE.code),
    ]


def test_a_conversation_falls_with_its_visit(tmp_path: Path) -> None:
    visits = """
        visit_id | site_id    | started_at       | reached
        1        | with-point | 2019-03-04 14:30 | ja
    """
    conversations = """
        conversation_id | held_on    | channel      | visit_id
        1               | 2021-03-04 | face_to_face | 1
    """
    assert faults(tmp_path, visits=visits, conversations=conversations) == [
        ("conversations", 2, "visit_id", "1", Rule.UNKNOWN_VISIT.code),
        ("visits", 2, "started_at", "2019-03-04 14:30:00", Rule.BEFORE_FIRST_SEEN.code),
    ]


DAY_ONE = date(2006, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: DAY_ONE + timedelta(days=n))
PERIODS = st.lists(st.tuples(DAYS, DAYS | st.none()), min_size=1, max_size=5, unique_by=lambda period: period[0])


@hypothesis_settings(max_examples=60)
@given(PERIODS)
def test_memberships_that_are_kept_never_leave_two_teams_on_a_day(periods: list[tuple[date, date | None]]) -> None:
    rows = pl.DataFrame(
        [("0101", first, last, line) for line, (first, last) in enumerate(periods, start=2)],
        schema={"municipality_code": pl.String, "valid_from": pl.Date, "valid_to": pl.Date, "line": pl.Int64},
        orient="row",
    ).filter(pl.col("valid_to").is_null() | (pl.col("valid_to") >= pl.col("valid_from")))
    tables = {"team_membership": Loaded("team_membership", "members.csv", rows.height, rows, no_rejects())}
    with duckdb.connect() as connection:
        connection.register("team_membership", rows)
        apply(tables, tuple(rule for rule in BEFORE_PLACES if rule.rule is Rule.OVERLAPPING), connection)
    said = tables["team_membership"].rows.select("valid_from", "valid_to").rows()
    settle_memberships(tables)
    settled = tables["team_membership"].rows.select("valid_from", "valid_to").rows()
    for day in (DAY_ONE + timedelta(days=n) for n in range(62)):
        claimed, holding = (
            [first for first, last in periods if first <= day and (last is None or last >= day)]
            for periods in (said, settled)
        )
        assert len(claimed) <= 1 or (len(claimed) == 2 and day in claimed), "only the day of taking over is shared"
        assert holding == claimed or holding == [max(claimed)], "and the later team has it"


def on(store: Store, day: date) -> dict[str, tuple[str, str]]:
    """Return team and region of each municipality on a day."""
    rows = store.municipality_status(day, 12)[["municipality_code", "team", "region_code"]]
    return {code: (team, region) for code, team, region in rows.itertuples(index=False, name=None)}


def test_on_1_january_2027_46_municipalities_change_region_and_none_its_team(demo_store: Store) -> None:
    before, after = on(demo_store, date(2026, 12, 31)), on(demo_store, date(2027, 1, 1))
    assert len(before) == len(after) == 98
    moved = {code for code, place in before.items() if place != after[code]}
    assert moved == {code for code, (_, region) in before.items() if region in ("1084", "1085")}
    assert len(moved) == 46
    assert {after[code][1] for code in moved} == {"1086"}
    assert {code: team for code, (team, _) in before.items()} == {code: team for code, (team, _) in after.items()}
    assert {after[code][0] for code in moved} == {"east", "mid"}, "the new region lies in two teams"


def test_the_membership_of_a_day_is_the_later_of_two_that_share_it(tmp_path: Path, settings: Settings) -> None:
    members = """
        municipality_code | team | region_code | valid_from | valid_to
        0101              | east | 1084        | 2006-01-01 | 2010-01-01
        0101              | mid  | 1085        | 2010-01-01 | 2012-12-31
        0461              | mid  | 1083        | 2006-01-01 |
        0751              | west | 1082        | 2006-01-01 |
    """
    build(write_small(tmp_path / "raw", team_membership=members), settings, TODAY)
    store = Store.open(settings.home, published(settings.home))
    days = [date(2005, 12, 31), date(2006, 1, 1), date(2009, 12, 31), date(2010, 1, 1), date(2013, 1, 1)]
    teams = [on(store, day)["0101"][0] for day in days]
    store.close()
    assert teams == ["unknown", "east", "east", "mid", "unknown"]
