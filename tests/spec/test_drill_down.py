"""One municipality and one site are what a dull reading of the rows says, on any day."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import pytest

from geodata.due import DueRules, Standing
from geodata.figures import figures
from geodata.municipality import kinds_by_status, read_municipality, standings
from geodata.site import SiteEvent, read_site
from geodata.status import classify
from geodata.store import Store, sql
from tests.known import known_by
from tests.statuses import end_statuses

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, Any]
Tables = dict[str, list[Row]]
CHANCE = Random(3)
CODES = ["0101", "0751", "0825", "0400", "0360", "0147"]
"""The two with most sites, an island with few, Bornholm, and two more."""
DAYS = [date(2005, 6, 1), date(2007, 12, 31), date(2026, 11, 21)]
DAYS += [date(2006, 1, 1) + timedelta(days=CHANCE.randrange(7600)) for _ in range(5)]
CASES = [(code, day) for place, day in enumerate(DAYS) for code in CODES[place % 2 :: 2]]
SITE_DAYS = [(number, date(2006, 6, 1) + timedelta(days=CHANCE.randrange(7500))) for number in range(60)]
THERE = ("open", "unverified")


def told(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return the rows as plain values: days as dates, nothing as ``None``."""
    return [tuple(plain(value) for value in row) for row in frame[list(columns)].to_numpy(dtype=object).tolist()]


def plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def codes(words: list[str]) -> str | None:
    return "|".join(sorted(words)) or None


def up_to(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None


def status_on(tables: Tables, as_of: date) -> dict[str, Row]:
    last: dict[str, Row] = {}
    for row in sorted(tables["site_statuses"], key=lambda row: row["status_from"]):
        if row["status_from"] <= as_of:
            last[row["site_id"]] = row
    return last


def attempts_on(tables: Tables, as_of: date) -> dict[str, list[Row]]:
    made: dict[str, list[Row]] = defaultdict(list)
    for visit in sorted(tables["visits"], key=lambda visit: (visit["started_at"], visit["visit_id"])):
        if visit["started_at"].date() <= as_of:
            made[visit["site_id"]].append(visit)
    return made


def dull_due(status: str, attempts: list[Row], as_of: date, rules: DueRules) -> tuple[Any, ...]:
    """Return due_from, due_on, overdue_days and state of one site."""
    if status not in THERE:
        return (None, None, None, None)
    if not attempts:
        return ("never_tried", None, None, "never_reached")
    last = attempts[-1]
    if last["return_on"]:
        since, due = "agreed", last["return_on"]
    else:
        since = (
            "in_vain" if not last["reached"] else "conversation" if "conversation" in last["outcomes"] else "limited"
        )
        days = {"in_vain": rules.vain_days, "conversation": rules.talk_days, "limited": rules.limited_days}[since]
        due = last["started_at"].date() + timedelta(days=days)
    if not any(visit["reached"] for visit in attempts):
        state = "never_reached"
    elif due < as_of:
        state = "overdue"
    else:
        state = "due_soon" if due <= as_of + timedelta(days=7) else "on_track"
    return (since, due, (as_of - due).days, state)


@pytest.mark.parametrize(("code", "day"), CASES, ids=[f"{code} {day}" for code, day in CASES])
def test_a_municipalitys_record_is_what_a_dull_reading_of_the_rows_says(
    demo_store: Store, demo_tables: Tables, code: str, day: date
) -> None:
    demo_tables = known_by(demo_tables, day)
    rules = DueRules(talk_days=10, limited_days=60, vain_days=20)
    record = read_municipality(demo_store, code, day, rules=rules)
    here = {row["site_id"]: row for row in demo_tables["sites"] if row["municipality_code"] == code}

    begun = [row for row in demo_tables["screenings"] if row["municipality_code"] == code and row["started_on"] <= day]
    expected = []
    for row in sorted(begun, key=lambda row: (row["started_on"], row["screening_id"]), reverse=True):
        done = row["completed_on"] is not None and row["completed_on"] <= day
        found = sum(row["started_on"] <= site["first_seen"] <= row["completed_on"] for site in here.values() if done)
        came_to = (row["completed_on"], row["result"], codes(row["sources"]), row["hours"], found)
        expected.append((row["started_on"], *(came_to if done else (None,) * 5)))
    assert told(record.screenings, "started_on", "completed_on", "result", "sources", "hours", "found") == expected

    status, attempts = status_on(demo_tables, day), attempts_on(demo_tables, day)
    listed = {}
    for name, site in here.items():
        if site["first_seen"] <= day:
            tried = attempts[name]
            met = [visit["started_at"].date() for visit in tried if visit["reached"]]
            listed[name] = (
                site["kind"], status[name]["status"], status[name]["status_from"], site["first_seen"], len(tried),
                tried[-1]["started_at"].date() if tried else None, met[-1] if met else None,
                *dull_due(status[name]["status"], tried, day, rules),
            )  # fmt: skip
    rows = told(
        record.sites, "site_id", "kind", "status", "status_from", "first_seen", "attempts", "attempted_on",
        "reached_on", "due_from", "due_on", "overdue_days", "state",
    )  # fmt: skip
    assert {name: tuple(rest) for name, *rest in rows} == listed
    assert len(rows) == len(listed)

    days = [visit["started_at"].date() for name in here for visit in attempts[name]]
    tries = Counter((day.year, (day.month - 1) // 3) for day in days)
    meets = Counter(
        (visit["started_at"].year, (visit["started_at"].month - 1) // 3)
        for name in here
        for visit in attempts[name]
        if visit["reached"]
    )
    quarters = []
    if days:
        year, quarter = min(tries)
        while (year, quarter) <= (day.year, (day.month - 1) // 3):
            quarters.append((date(year, 1 + 3 * quarter, 1), tries[year, quarter], meets[year, quarter]))
            year, quarter = (year, quarter + 1) if quarter < 3 else (year + 1, 0)
    assert told(record.quarters, "quarter", "attempts", "reached") == quarters

    stages = ("contacted_on", "meeting_on", "agreement_on")
    known = {
        row["partner_id"]: (row["category"], row["kind"], row["name"], *(up_to(row[stage], day) for stage in stages))
        for row in demo_tables["partners"]
        if row["municipality_code"] == code
        and (all(row[stage] is None for stage in stages) or any(up_to(row[stage], day) for stage in stages))
    }
    partners = told(record.partners, "partner_id", "category", "kind", "name", *stages)
    assert {name: tuple(rest) for name, *rest in partners} == known
    assert [row[1] for row in partners] == sorted(row[1] for row in partners)


@pytest.mark.parametrize(
    ("day", "months"), [(date(2007, 12, 31), 6), (date(2019, 4, 17), 12), (date(2026, 11, 21), 24)]
)
def test_a_municipalitys_own_status_is_its_row_among_all(demo_store: Store, day: date, months: int) -> None:
    every = classify(demo_store.municipality_status(day, months), day, months)
    assert (every["attempts"] > 0).any()
    assert every["started_on"].notna().any() or day.year < 2026
    for code in every["municipality_code"]:
        own = read_municipality(demo_store, code, day, months).status
        assert told(own, *every.columns) == told(every[every["municipality_code"] == code], *every.columns)


def test_the_days_and_municipalities_tried_hold_something_of_everything(demo_store: Store) -> None:
    records = [read_municipality(demo_store, code, day) for code, day in CASES]
    assert any(record.screenings["completed_on"].isna().any() for record in records), "one under way"
    assert any((record.quarters["attempts"] == 0).any() for record in records), "an empty quarter"
    assert {state for record in records for state in record.sites["state"].dropna()} == {s.code for s in Standing}
    assert {status for record in records for status in record.sites["status"]} >= {"closed", "moved", "merged", "open"}


@pytest.mark.parametrize("code", CODES[:3])
def test_the_list_of_sites_agrees_with_the_figures_of_the_municipality(demo_store: Store, code: str) -> None:
    day = date(2024, 5, 17)
    listed = read_municipality(demo_store, code, day).sites
    ids = ("sites_known", *(f"due.{standing.code}" for standing in Standing))
    own = [f.numerator for f in figures(demo_store, day, 12, "municipality", ids) if f.area == code]
    assert [sum(standings(listed).values()), *standings(listed).values()] == own
    crossed = kinds_by_status(listed)
    assert crossed.to_numpy().sum() == len(listed)
    assert crossed.reindex(columns=list(THERE)).sum().sum() == own[0]


def test_the_most_urgent_site_stands_first_and_those_no_longer_there_last(demo_store: Store) -> None:
    rows = told(read_municipality(demo_store, "0101", date(2024, 5, 17)).sites, "state", "due_on", "status")
    states = [state for state, _due, _status in rows]
    order = ["overdue", "due_soon", "never_reached", "on_track", None]
    assert [state for place, state in enumerate(states) if place == 0 or state != states[place - 1]] == order
    overdue = [due for state, due, _status in rows if state == "overdue"]
    assert overdue == sorted(overdue)
    assert {status for state, _due, status in rows if state is None} <= {"closed", "moved", "merged"}


@pytest.mark.parametrize(("number", "day"), SITE_DAYS)
def test_a_sites_record_is_what_a_dull_reading_of_the_rows_says(
    demo_store: Store, demo_tables: Tables, number: int, day: date
) -> None:
    sites = {row["site_id"]: row for row in demo_tables["sites"]}
    demo_tables = known_by(demo_tables, day)
    ended = [name for name, row in sites.items() if row["merged_into"]]
    names = [sorted(sites), sorted({sites[name]["merged_into"] for name in ended}), ended][number % 3]
    name = Random(number).choice(names)
    record = read_site(demo_store, name, day)
    site = sites[name]
    if site["first_seen"] > day:
        assert record is None
        return
    assert record is not None
    status, attempts = status_on(demo_tables, day), attempts_on(demo_tables, day)[name]
    fields = ("kind", "municipality_code", "municipality_from", "location_quality", "address", "first_seen")
    assert [plain(record.facts[field]) for field in fields] == [site[field] for field in fields]
    assert (record.facts["status"], plain(record.facts["status_from"])) == (
        status[name]["status"], status[name]["status_from"],
    )  # fmt: skip
    since, due, days, state = dull_due(status[name]["status"], attempts, day, DueRules())
    if state is None:
        assert record.due is None
    else:
        assert record.due is not None
        said = [plain(record.due[field]) for field in ("due_from", "due_on", "overdue_days", "state", "attempts")]
        assert said == [since, due, days, state, len(attempts)]

    turns = sorted(
        (row for row in demo_tables["site_statuses"] if row["site_id"] == name and row["status_from"] <= day),
        key=lambda row: row["status_from"],
        reverse=True,
    )
    assert told(record.history, "status_from", "status", "status_reason") == [
        (row["status_from"], row["status"], row["status_reason"]) for row in turns
    ]
    into = [row["merged_into"] if row["status"] in ("merged", "moved") else None for row in turns]
    assert told(record.history, "other") == [(other,) for other in into]
    known = [sites[other]["first_seen"] <= day if other else None for other in into]
    assert told(record.history, "other_known") == [(other,) for other in known]
    origins = {
        other: (row["status"], row["status_from"], row["status_reason"])
        for other, row in status.items()
        if row["merged_into"] == name and row["status"] in ("merged", "moved")
    }
    assert {row[0]: row[1:] for row in told(record.origins, *record.origins.columns)} == origins

    assert told(record.visits, *list(record.visits.columns)) == [
        (
            row["started_at"].date(), f"{row['started_at']:%H:%M}", row["team"], row["channel"],
            "reached" if row["reached"] else "in_vain", codes(row["outcomes"]), row["opened_by"], row["phase"],
            row["minutes"], row["waited_minutes"], codes(row["material_left"]), row["return_on"], row["return_window"],
            row["return_purpose"], row["note"],
        )
        for row in reversed(attempts)
    ]  # fmt: skip
    seen = [row for row in demo_tables["sightings"] if row["site_id"] == name and row["seen_on"] <= day]
    expected = sorted((row["seen_on"], row["source"], row["round_id"]) for row in seen)
    assert sorted(told(record.sightings, "seen_on", "source", "round_id")) == expected
    assert record.sightings["seen_on"].is_monotonic_decreasing


@pytest.mark.parametrize("name", ["", "no-such-site", "'; DROP TABLE sites; --", "demo-s00001 "])
def test_a_site_that_is_none_has_no_record(demo_store: Store, name: str) -> None:
    assert read_site(demo_store, name, date(2026, 11, 21)) is None


def test_a_municipality_that_is_none_has_an_empty_record(demo_store: Store) -> None:
    record = read_municipality(demo_store, "0411", date(2026, 11, 21))
    parts = (record.status, record.screenings, record.sites, record.quarters, record.partners)
    assert [len(part) for part in parts] == [0] * 5
    assert kinds_by_status(record.sites).empty
    assert sum(standings(record.sites).values()) == 0


@pytest.fixture
def turned() -> Iterator[Store]:
    """A store of two sites: the first was merged into the second, split off, closed, and opened again."""
    connection = duckdb.connect()
    connection.execute(sql("schema"))
    site = """
        INSERT INTO sites (site_id, kind, municipality_code, municipality_from, team, location_quality, first_seen,
                           status, status_from, recorded_on, status_recorded_on, site_no)
        VALUES ($1, 'clinic', 'unknown', 'unknown', 'west', 'unknown', $2, 'open', $2, $2, $2, $3)
    """
    for name, seen, number in (("first", date(2020, 1, 1), 1), ("second", date(2021, 1, 1), 2)):
        connection.execute(site, [name, seen, number])
    turns = [
        ("2020-01-01", "unverified", None), ("2020-06-01", "open", None), ("2020-12-01", "merged", "second"),
        ("2022-01-01", "open", None), ("2023-01-01", "closed", None), ("2024-01-01", "open", None),
        ("2025-01-01", "moved", "second"),
    ]  # fmt: skip
    for day, status, other in turns:
        connection.execute(
            "INSERT INTO site_statuses VALUES ('first', $1, $2, 'so it was', $3, $1, NULL, 1)", [day, status, other]
        )
    connection.execute(
        "INSERT INTO site_statuses VALUES ('second', '2021-01-01', 'open', NULL, NULL, '2021-01-01', NULL, 2)"
    )
    end_statuses(connection)
    yield Store(connection, 1)
    connection.close()


def test_merge_split_close_reopening_and_move_are_told_as_what_they_are(turned: Store) -> None:
    record = read_site(turned, "first", date(2026, 1, 1))
    assert record is not None
    assert told(record.history[::-1], "event", "other") == [
        ("first_seen", None), ("confirmed", None), ("merged", "second"), ("split", "second"), ("closed", None),
        ("reopened", None), ("moved", "second"),
    ]  # fmt: skip
    assert {event for (event,) in told(record.history, "event")} == {event.code for event in SiteEvent}


@pytest.mark.parametrize(
    ("day", "origins"),
    [
        pytest.param(date(2021, 6, 1), [("first", "merged")], id="merged"),
        pytest.param(date(2022, 6, 1), [], id="split off again"),
        pytest.param(date(2025, 6, 1), [("first", "moved")], id="moved"),
    ],
)
def test_the_successor_lists_what_is_merged_into_it_or_has_moved_to_it_that_day(
    turned: Store, day: date, origins: list[tuple[str, str]]
) -> None:
    record = read_site(turned, "second", day)
    assert record is not None
    assert told(record.origins, "site_id", "status") == origins


def test_a_successor_that_is_not_known_yet_is_named_and_marked_as_such(turned: Store) -> None:
    on_day, later = (read_site(turned, "first", day) for day in (date(2020, 12, 15), date(2021, 1, 1)))
    assert on_day is not None
    assert later is not None
    assert told(on_day.history, "other", "other_known")[0] == ("second", False)
    assert told(later.history, "other", "other_known")[0] == ("second", True)
