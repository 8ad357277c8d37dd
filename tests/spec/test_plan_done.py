"""The week's plan against what was done, held to a plain second version in Python; and what it teaches."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from etl.build import build
from geodata.figures import figures
from geodata.indicators import PLANS
from geodata.ledger.plans import AcceptedPlan, PlannedStop, save_plan
from geodata.ledger.records import record
from geodata.ledger.sessions import open_ledger
from geodata.plan_learning import LEAST, MOST, corrected_minutes, corrected_travel, learned
from geodata.recording import VisitMade
from geodata.store import Store, sql
from geodata.versions import published
from geodata.week.candidates import Offered
from geodata.week.ground import Ground, Place, read_ground, read_travel
from tests.ledger_writers import NOW
from tests.small import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geodata.settings import Settings

Row = dict[str, Any]
AS_OF, MONTHS = date(2027, 1, 3), 2
HOMES = {
    "s0": ("0101", "east"),
    "s1": ("0101", "east"),
    "s2": ("0461", "mid"),
    "s3": ("unknown", "west"),
    "s4": ("0101", "east"),
}
KINDS = {"s0": "clinic", "s1": "bar", "s2": "clinic", "s3": "private", "s4": "clinic"}
"""AS_OF is the Sunday of week 53 of 2026: it lies in the year after."""


def week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def world(seed: int) -> tuple[list[Row], list[Row]]:
    """Return planned stops and visits of some weeks, at random."""
    chance = Random(seed)
    first = date(2026, 10, 5)
    stops: list[Row] = []
    for number in range(100):
        day = AS_OF - timedelta(days=chance.randrange(14 if number % 2 else 95))
        begin = chance.randrange(8 * 60, 18 * 60)
        site = f"s{chance.randrange(5)}"
        late = number % 9 == 0 and chance.random() < 0.5
        stops.append({
            "stop_id": f"p{number:03d}", "team": HOMES[site][1], "crew": str(number % 9 % 2), "day": day,
            "site_id": site, "arrive": time(begin // 60, begin % 60),
            "leave": time((begin + 40) // 60, (begin + 40) % 60), "expected_minutes": chance.choice((20, 40)),
            "promised": chance.random() < 0.4,
            "recorded_on": AS_OF + timedelta(days=1) if late else day - timedelta(days=9),
        })  # fmt: skip
    visits: list[Row] = []
    for number in range(110):
        planned = chance.choice(stops)
        day = planned["day"] if chance.random() < 0.8 else first + timedelta(days=chance.randrange(95))
        site = planned["site_id"] if chance.random() < 0.8 else f"s{chance.randrange(5)}"
        delay = timedelta(minutes=chance.randrange(-20, 60))
        started = datetime.combine(day, planned["arrive"]) + delay
        visits.append({
            "visit_id": f"v{number:03d}", "site_id": site, "started_at": started, "reached": chance.random() < 0.6,
            "minutes": chance.choice((None, 5.0, 40.0)), "waited_minutes": chance.choice((None, 0.0, 15.0)),
            "recorded_on": day + timedelta(days=chance.choice((0, 0, 0, 12))),
        })  # fmt: skip
    return stops, visits


def oracle(stops: list[Row], visits: list[Row]) -> dict[str, dict[str, float]]:
    """Count by team as the definitions say, one stop at a time."""
    began = date(2026, 11, 4)  # AS_OF less two months, and a day
    told: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    judged = [s for s in stops if s["recorded_on"] <= AS_OF and began <= week(s["day"]) + timedelta(days=6) <= AS_OF]
    known = sorted((v for v in visits if v["recorded_on"] <= AS_OF), key=lambda v: (v["started_at"], v["visit_id"]))
    free = defaultdict(list)
    for each in known:
        free[each["site_id"], week(each["started_at"].date())].append(each)
    answers: dict[str, Row] = {}
    for stop in sorted(judged, key=lambda s: (s["day"], s["arrive"], s["stop_id"])):
        waiting = free[stop["site_id"], week(stop["day"])]
        if waiting:
            answers[stop["stop_id"]] = waiting.pop(0)
    spent = {
        v["visit_id"]: (v["minutes"] or 0) + (v["waited_minutes"] or 0)
        for v in known
        if v["minutes"] is not None or (not v["reached"] and v["waited_minutes"] is not None)
    }
    runs = defaultdict(list)
    for stop in sorted(judged, key=lambda s: (s["arrive"], s["stop_id"])):
        runs[stop["team"], stop["crew"], stop["day"]].append(stop)
        area = told[HOMES[stop["site_id"]][1]]
        visit = answers.get(stop["stop_id"])
        area["plan_stops"] += 1
        area["plan_promises"] += stop["promised"]
        area["plan_promises_kept"] += stop["promised"] and visit is not None
        area["plan_missed"] += visit is None
        area["plan_done"] += visit is not None and visit["reached"]
        area["plan_in_vain"] += visit is not None and not visit["reached"]
        if visit and visit["visit_id"] in spent:
            area["plan_minutes_planned"] += stop["expected_minutes"]
            area["plan_minutes_used"] += spent[visit["visit_id"]]
    for run in runs.values():
        for before, after in pairwise(run):
            first, then = answers.get(before["stop_id"]), answers.get(after["stop_id"])
            if not (first and then and first["started_at"].date() == then["started_at"].date() == after["day"]):
                continue
            planned = minutes_between(before["leave"], after["arrive"])
            used = (then["started_at"] - first["started_at"]).total_seconds() / 60 - spent.get(first["visit_id"], 10**9)
            if planned > 0 and used >= 0:
                told[HOMES[after["site_id"]][1]]["plan_travel_planned"] += planned
                told[HOMES[after["site_id"]][1]]["plan_travel_used"] += used
    weeks = {(s["team"], week(s["day"])) for s in judged}
    used_visits = {visit["visit_id"] for visit in answers.values()}
    for each in known:
        team = HOMES[each["site_id"]][1]
        if (team, week(each["started_at"].date())) in weeks:
            told[team]["plan_week_attempts"] += 1
            told[team]["plan_unplanned"] += each["visit_id"] not in used_visits
    return told


def minutes_between(earlier: time, later: time) -> int:
    return later.hour * 60 + later.minute - earlier.hour * 60 - earlier.minute


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(sql("schema"))
        for code in ("0101", "0461"):
            connection.execute("INSERT INTO municipalities VALUES ($1, $1, 1, 1, NULL)", [code])
        for code, team in HOMES.values():
            if code != "unknown":
                connection.execute(
                    "INSERT OR IGNORE INTO team_membership VALUES ($1, $2, '1084', '2006-01-01', NULL)", [code, team]
                )
        for number, (site, (code, team)) in enumerate(HOMES.items()):
            connection.execute(
                """INSERT INTO sites VALUES ($1, $2, $3, $4, $5, NULL, NULL, 'area', NULL, '2020-01-01', 'open',
                   '2020-01-01', NULL, NULL, '2020-01-01', '2020-01-01', $6)""",
                [site, KINDS[site], code, "unknown" if code == "unknown" else "code", team, number],
            )
        yield connection


@pytest.mark.parametrize("seed", range(25))
def test_the_counts_are_those_of_the_definitions(empty: duckdb.DuckDBPyConnection, seed: int) -> None:
    stops, visits = world(seed)
    empty.execute("DELETE FROM plan_stops; DELETE FROM visits")
    for stop in stops:
        year, number, _ = stop["day"].isocalendar()
        row = {**stop, "iso_year": year, "iso_week": number, "version": 1}
        empty.execute(f"INSERT INTO plan_stops ({', '.join(row)}) VALUES ({', '.join(f'${n}' for n in row)})", row)
    for visit in visits:
        row = {**visit, "channel": "face_to_face", "outcomes": ["refused"] if visit["reached"] else [], "team": "east",
               "material_left": [], "site_no": list(HOMES).index(visit["site_id"])}  # fmt: skip
        empty.execute(f"INSERT INTO visits ({', '.join(row)}) VALUES ({', '.join(f'${n}' for n in row)})", row)
    asked = empty.execute(sql("plan_counts"), {"as_of": AS_OF, "months": MONTHS, "level": "team"})
    names = [column[0] for column in asked.description or ()]
    told = {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in asked.fetchall()}
    expected = oracle(stops, visits)
    assert set(told) == set(expected)
    for area, counted in told.items():
        assert {n: v or 0 for n, v in counted.items()} == {n: expected[area][n] for n in counted}, area


def test_the_worlds_hold_everything_that_is_counted() -> None:
    counted: dict[str, float] = defaultdict(float)
    for seed in range(25):
        for area in oracle(*world(seed)).values():
            for name, number in area.items():
                counted[name] += number
    assert len(counted) == 12
    assert all(number > 20 for number in counted.values())


def test_a_plan_in_the_ledger_and_visits_recorded_become_figures_of_the_week(
    small_home: Path, small_raw: Path, settings: Settings
) -> None:
    monday = date(2026, 11, 9)
    year, number, _ = monday.isocalendar()
    stops = (
        PlannedStop("1", monday, "with-point", time(10), time(10, 40), 40, promised=True),
        PlannedStop("1", monday, "with-neither", time(11), time(11, 30), 30),
        PlannedStop("1", monday, "gone", time(12), time(12, 30), 30),
    )
    ledger = open_ledger(settings)
    save_plan(ledger, AcceptedPlan("east", year, number, stops, NOW, "L", demo=False), key="plan")
    visit = VisitMade("with-point", datetime(2026, 11, 11, 9, 0), reached=True, minutes=50, waited_minutes=10)  # noqa: DTZ001
    record(ledger, visit, key="v", by="A", now=NOW, demo=False)
    ledger.close()
    built = build(small_raw, settings, TODAY)
    assert built.rejects.select("table_name", "file", "rule").rows() == [
        ("plan_stops", "protokol / ledger", "unknown_site")
    ]
    store = Store.open(small_home, published(small_home))
    found = figures(store, TODAY, ids=[each.id for each in PLANS])
    told: dict[str, tuple[float | None, float | None]] = {f.indicator.id: (f.numerator, f.denominator) for f in found}
    expected = {
        "plan.stops": (2, None), "plan.done": (1, 2), "plan.missed": (1, 2), "plan.promises_kept": (1, 1),
        "plan.minutes": (60, 40), "plan.used.clinic": (60, 1), "plan.unplanned": (0, 1),
    }  # fmt: skip
    assert {name: told[name] for name in expected} == expected
    assert learned(store, TODAY).minutes["clinic"] == pytest.approx((5 * 40 + 60) / 6)
    assert learned(store, TODAY, team="mid").stops["clinic"] == 0
    assert learned(store, TODAY).travel_factor == 1
    offered = read_ground(store, "east", "2026-W49", TODAY).offered
    expected_minutes = {each.site: each.minutes for each in (*offered.due, *offered.others)}
    assert expected_minutes["with-point"] == pytest.approx((5 * 40 + 60) / 6), "the next week is planned by it"
    store.close()


def test_the_next_week_is_planned_with_the_speed_that_the_plans_before_it_had(settings: Settings) -> None:
    places = {code: Place(code, "clinic", "0101", lon, 55.7) for code, lon in (("a", 12.5), ("b", 12.3))}
    ground = Ground("east", "2026-W49", TODAY, places, Offered(()), (), 0, 0)
    slower = replace(ground, travel_factor=1.5, travel_planned=600.0)
    told, corrected = (read_travel(each, ("0101",), settings).minutes for each in (ground, slower))
    assert corrected == pytest.approx(told * 1.5)
    assert ground.key != slower.key, "what is remembered of one is not told of the other"


def test_what_was_seen_moves_what_is_expected_the_more_the_more_there_is() -> None:
    assert corrected_minutes(0, 0, 0) == 40
    assert corrected_minutes(40, 80, 1) == pytest.approx(40 + 40 / 6)
    assert corrected_minutes(4000, 8000, 100) == pytest.approx(80, rel=0.03)
    assert corrected_travel(0, 0) == 1
    assert corrected_travel(300, 600) == pytest.approx(1.5)
    assert (corrected_travel(10_000, 0), corrected_travel(100, 10_000)) == (LEAST, MOST)
