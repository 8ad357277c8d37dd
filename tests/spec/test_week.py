"""A team's week: what a person changes holds, what it does is told, and what is accepted comes back as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from geodata.__main__ import app
from geodata.errors import PlanRefusedError
from geodata.ledger.crews import keep_week, kept_week
from geodata.ledger.plans import AcceptedPlan, read_plans, save_plan
from geodata.ledger.sessions import open_ledger
from geodata.roles import Role, reach_of
from geodata.routing import (
    Candidate,
    Crew,
    Effort,
    LeftOutBecause,
    Lock,
    PlanOptions,
    Shift,
    WeekProblem,
    Window,
    orders_of,
    plan_week,
    planned_order,
)
from geodata.settings import Settings
from geodata.store import Store
from geodata.targets import TEAMS
from geodata.versions import published
from geodata.week.accept import accepted_of, orders_in
from geodata.week.candidates import Offered, candidates_of
from geodata.week.clock import Doing, pieces
from geodata.week.compare import Kind, compare
from geodata.week.crews import CrewWeek, Kept, TeamWeek, middles, usual
from geodata.week.edits import Edits, Pin, cheapest_pin, pin_where_it_stands
from geodata.week.effort import effort_of
from geodata.week.ground import Ground, Place, Visited, read_ground, read_travel
from geodata.week.nights import ends_of
from geodata.week.problem import Done, done_of, week_of
from geodata.week.promises import promises
from tests.plan_checker import Visit, check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geodata.routing import WeekPlan

WEEK = "2026-W49"
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2))
BEFORE = datetime.fromisoformat("2026-11-27T12:00")
TEAM = TeamWeek("west", (CrewWeek("A", "0751"), CrewWeek("B", "0751", (1, 2), (3,))))
SITES = tuple(f"s{number:02d}" for number in range(16))
QUICK = Effort(iterations=2_000)


def candidate(site: str, day: date | None = None) -> Candidate:
    days = [MONDAY, TUESDAY, WEDNESDAY] if day is None else [day]
    windows = tuple(Window(each, opens, opens + 180, 0.5) for each in days for opens in (540.0, 720.0, 1020.0))
    return Candidate(site, 40.0 + int(site[1:]), 30, windows)


def ground(visited: tuple[Visited, ...] = (), promised: dict[str, date] | None = None) -> Ground:
    places = {site: Place(site, "clinic", "0751", 10 + number / 50, 56.0) for number, site in enumerate(SITES)}
    agreed = promised or {}
    due = tuple(candidate(site, agreed.get(site)) for site in SITES[:-2])
    return Ground(
        "west",
        WEEK,
        date(2026, 11, 27),
        places,
        Offered(due, tuple(map(candidate, SITES[-2:])), agreed),
        visited,
        10,
        4,
    )


def minutes() -> np.ndarray:
    """Return sites on a line, five minutes apart, with the base at the near end."""
    at = np.array([5.0 * number for number in range(1, len(SITES) + 1)] + [0.0])
    apart: np.ndarray = np.abs(at[:, None] - at[None, :])
    return apart


def problem(
    edits: Edits, found: Ground | None = None, stays: WeekPlan | None = None, now: datetime = BEFORE
) -> WeekProblem:
    return week_of(found or ground(), TEAM, minutes(), edits, now=now, stays=stays)


def planned(edits: Edits, found: Ground | None = None, stays: WeekPlan | None = None) -> WeekPlan:
    return plan_week(
        problem(edits, found, stays), TEAM.options(QUICK), start=None if stays is None else orders_of(stays)
    )


@pytest.fixture(scope="module")
def plan() -> WeekPlan:
    return planned(Edits())


def version_of(
    plan: WeekPlan,
    found: Ground | None = None,
    done: tuple[Done, ...] = (),
    edits: Edits | None = None,
    off: frozenset[date] = frozenset(),
    nights: dict[tuple[str, date], str] | None = None,
) -> AcceptedPlan:
    """Return a plan as it is accepted."""
    return accepted_of(
        found or ground(),
        plan,
        done,
        edits=edits or Edits(),
        off=off,
        ends=ends_of(TEAM, ground().days, off, nights or {}),
        saved_at=datetime.now(UTC),
        saved_by="AB",
        demo=True,
    )


def where(made: WeekPlan) -> dict[str, tuple[date, float]]:
    return {stop.site: (stop.day, stop.arrive) for stop in made.stops}


def test_a_site_locked_to_another_day_is_visited_that_day_and_the_rest_is_planned_around_it(plan: WeekPlan) -> None:
    site = next(stop.site for stop in plan.stops if stop.day == MONDAY)
    moved = planned(Edits().pin(site, Pin(TUESDAY, "A", 600)), stays=plan)
    assert where(moved)[site][0] == TUESDAY
    assert not moved.conflicts
    assert len({stop.site for stop in plan.stops} & {stop.site for stop in moved.stops}) >= len(plan.stops) - 1


def test_without_a_stop_the_others_can_still_be_driven_in_their_order(plan: WeekPlan) -> None:
    for out in plan.stops:
        kept = {day: [stop for stop in stops if stop[0] != out.site] for day, stops in orders_of(plan).items()}
        again = planned_order(problem(Edits().remove(out.site)), kept)
        assert {stop.site for stop in again.stops} == {stop.site for stop in plan.stops} - {out.site}


def test_a_site_locked_to_a_time_begins_within_ten_minutes_of_it(plan: WeekPlan) -> None:
    site = plan.stops[0].site
    timed = planned(Edits().pin(site, Pin(WEDNESDAY, "A", 800, Lock.TIME)), stays=plan)
    day, at = where(timed)[site]
    assert day == WEDNESDAY
    assert abs(at - 800) <= 10


def test_a_site_taken_out_is_not_visited_and_one_taken_in_is_though_it_is_not_due(plan: WeekPlan) -> None:
    out = plan.stops[0].site
    edits = Edits().remove(out).add(SITES[-1], Pin(MONDAY, "A", 600))
    made = planned(edits, stays=plan)
    assert out not in where(made)
    assert where(made)[SITES[-1]][0] == MONDAY
    assert SITES[-1] not in where(plan)
    assert out in where(planned(edits.free(out), stays=plan))


def test_an_agreed_day_binds_like_a_lock_until_a_person_takes_the_site_out() -> None:
    found = ground(promised={"s00": WEDNESDAY})
    made = planned(Edits(), found)
    assert where(made)["s00"][0] == WEDNESDAY
    assert promises(made, found).kept == promises(made, found).total == 1
    without = planned(Edits().remove("s00"), found)
    assert (promises(without, found).kept, promises(without, found).total) == (0, 1)
    assert compare(made, without, found).kept == -1


@given(st.lists(st.tuples(st.sampled_from(SITES), st.sampled_from(["out", "day", "time", "free", "add"])), max_size=12))
def test_the_last_change_of_a_site_is_the_one_that_holds(steps: list[tuple[str, str]]) -> None:
    pin = Pin(MONDAY, "A", 600)
    edits, last = Edits(), dict[str, str]()
    doing: dict[str, Callable[[Edits, str], Edits]] = {
        "out": lambda e, s: e.remove(s),
        "day": lambda e, s: e.pin(s, pin),
        "time": lambda e, s: e.pin(s, replace(pin, lock=Lock.TIME)),
        "free": lambda e, s: e.free(s),
        "add": lambda e, s: e.add(s, pin),
    }
    for site, what in steps:
        edits, last[site] = doing[what](edits, site), what
    told = {each.site: each for each in edits.applied(map(candidate, SITES))}
    for site in SITES:
        match last.get(site, "free"):
            case "out":
                assert site not in told
            case "free":
                assert told[site].accepted is None
            case what:
                accepted = told[site].accepted
                assert accepted is not None
                assert accepted.lock is (Lock.TIME if what == "time" else Lock.DAY)


def test_a_change_is_told_stop_by_stop_and_in_figures_that_add_up(plan: WeekPlan) -> None:
    site = plan.stops[0].site
    after = planned(Edits().remove(site), stays=plan)
    told = compare(plan, after, ground())
    assert {change.site for change in told.changes if change.kind is Kind.OUT} == {
        stop.site for stop in plan.stops
    } - where(after).keys()
    assert told.stops == len(after.stops) - len(plan.stops) == told.count(Kind.IN) - told.count(Kind.OUT)
    assert told.worth == pytest.approx(after.totals.worth - plan.totals.worth)
    assert compare(plan, plan, ground()).changes == ()


def test_the_pieces_of_every_day_lie_end_to_end_and_are_the_minutes_the_plan_tells(plan: WeekPlan) -> None:
    told = pieces(problem(Edits()), plan, 30)
    for day in plan.days:
        mine = [piece for piece in told if (piece.crew, piece.day) == (day.crew, day.day)]
        assert bool(mine) == bool(day.stops)
        if not mine:
            continue
        assert all(one.ends == pytest.approx(other.begins) for one, other in pairwise(mine))
        sums = {doing: sum(piece.minutes for piece in mine if piece.doing is doing) for doing in Doing}
        assert sums[Doing.ROAD] == pytest.approx(day.road)
        assert sums[Doing.VISIT] == pytest.approx(day.visits)
        assert sums[Doing.SLACK] == pytest.approx(day.slack)
        assert sums[Doing.LUNCH] == (30 if day.lunch is not None else 0)


def hour(minute: float) -> str:
    return f"{int(minute) // 60}.{int(minute) % 60:02d}"


@pytest.mark.parametrize(
    ("visits", "road", "ends", "day"),
    [
        pytest.param(
            [(30, 14.5)], 20, 17,
            "lunch 13.30-14.00, waiting 14.00-14.10, road 14.10-14.30, visit 14.30-15.00, road 15.00-15.20, "
            "slack 15.20-17.00",
            id="at the base, where the day begins late",
        ),
        pytest.param(
            [(190, 10), (30, 15)], 60, 17,
            "road 9.00-10.00, visit 10.00-13.10, lunch 13.10-13.40, road 13.40-14.40, waiting 14.40-15.00, "
            "visit 15.00-15.30, road 15.30-16.30, slack 16.30-17.00",
            id="before a drive after which it would be too late",
        ),
        pytest.param(
            [(30, 10), (60, 13)], 60, 17,
            "road 9.00-10.00, visit 10.00-10.30, road 10.30-11.30, lunch 11.30-12.00, waiting 12.00-13.00, "
            "visit 13.00-14.00, road 14.00-15.00, slack 15.00-17.00",
            id="after a drive",
        ),
        pytest.param(
            [(30, 9.5)], 30, 11,
            "road 9.00-9.30, visit 9.30-10.00, road 10.00-10.30, lunch 10.30-11.00",
            id="back at the base, and the shift is over",
        ),
    ],
)  # fmt: skip
def test_lunch_stands_where_the_day_has_room_for_it(
    visits: list[tuple[int, float]], road: int, ends: int, day: str
) -> None:
    sites = [f"s{number}" for number, _visit in enumerate(visits)]
    one_day = WeekProblem(
        tuple(
            Candidate(site, 60, minutes, (Window(MONDAY, opens * 60, opens * 60, 0.5),))
            for site, (minutes, opens) in zip(sites, visits, strict=True)
        ),
        ("base",),
        (Crew("A"),),
        (Shift("A", MONDAY, 9 * 60, ends * 60, "base", "base"),),
        road * (1 - np.eye(len(sites) + 1)),
    )
    made = planned_order(one_day, {("A", MONDAY): [(site, None) for site in sites]})
    told = [f"{each.doing.code} {hour(each.begins)}-{hour(each.ends)}" for each in pieces(one_day, made, 30)]
    assert ", ".join(told) == day


def test_an_accepted_plan_comes_back_from_the_ledger_stop_for_stop(plan: WeekPlan, settings: Settings) -> None:
    ledger = open_ledger(settings)
    try:
        saved = version_of(plan)
        assert save_plan(ledger, saved, key="k") == save_plan(ledger, saved, key="k") == 1
        (back,) = read_plans(ledger, "west", 2026, 49)
    finally:
        ledger.close()
    followed = planned_order(problem(Edits()), orders_in(back))
    assert [(s.site, s.day, s.crew) for s in followed.stops] == [(s.site, s.day, s.crew) for s in plan.stops]
    assert [s.arrive for s in followed.stops] == pytest.approx([s.arrive for s in plan.stops], abs=1)
    assert followed.engine == "given"


def test_an_order_of_ones_own_is_driven_as_it_stands_and_passes_the_checker() -> None:
    orders = {("A", MONDAY): [(site, None) for site in ("s09", "s00", "s08", "s01")], ("B", WEDNESDAY): [("s05", None)]}
    asked = problem(Edits())
    made = planned_order(asked, orders)
    assert [stop.site for stop in made.stops if stop.crew == "A"] == ["s09", "s00", "s08", "s01"]
    visits = [Visit(stop.site, stop.day, stop.crew, stop.arrive) for stop in made.stops]
    verdict = check(asked, PlanOptions(), visits)
    assert verdict.faults == []
    assert verdict.worth == pytest.approx(made.totals.worth)


def test_what_does_not_fit_in_an_order_is_left_out_with_a_reason() -> None:
    made = planned_order(problem(Edits()), {("A", MONDAY): [(site, None) for site in SITES[:14]]})
    left = {out.site for out in made.left_out}
    assert left
    assert left | {stop.site for stop in made.stops} == set(SITES[:14])


def test_in_the_middle_of_a_week_the_past_is_fixed_and_a_crew_goes_on_from_where_it_is() -> None:
    orders = {("A", MONDAY): ["s00", "s01"], ("A", TUESDAY): ["s02", "s03"], ("B", TUESDAY): ["s05"]}
    plan = planned_order(problem(Edits()), {day: [(site, None) for site in sites] for day, sites in orders.items()})
    accepted = version_of(plan)
    seen = (
        Visited("s00", datetime.fromisoformat("2026-11-30T09:30"), reached=True, minutes=20),
        Visited("s09", datetime.fromisoformat("2026-11-30T12:00"), reached=False, minutes=0),
        Visited("s02", datetime.fromisoformat("2026-12-01T09:30"), reached=True, minutes=20),
    )
    found, now = ground(seen), datetime.fromisoformat("2026-12-01T10:30")
    rest = week_of(found, TEAM, minutes(), Edits(), now=now, accepted=accepted, stays=plan)
    today = {shift.crew: shift for shift in rest.shifts if shift.day == TUESDAY}
    assert (today["A"].starts, today["A"].leaves_from, today["A"].returns_to) == (630, "at s02", "in 0751")
    assert (today["B"].starts, today["B"].leaves_from) == (630, "in 0751")
    row = len(rest.candidates) + rest.places.index("at s02")
    assert rest.minutes[row, 0] == minutes()[SITES.index("s02"), SITES.index(rest.candidates[0].site)]
    assert min(shift.day for shift in rest.shifts) == TUESDAY
    again = plan_week(rest, TEAM.options(QUICK), start=orders_of(plan))
    assert "s01" in where(again), "planned for Monday, not made, so it is open again"
    assert not where(again).keys() & {visit.site for visit in seen}
    version = version_of(again, found, done_of(found, accepted))
    assert {stop.site_id for stop in version.stops} == where(again).keys() | {"s00", "s02"}, "s09 was no crew's"


def test_a_shift_that_is_over_is_no_shift_and_a_day_off_is_none() -> None:
    late = week_of(ground(), TEAM, minutes(), Edits(), now=datetime.fromisoformat("2026-11-30T18:00"), off={TUESDAY})
    assert {shift.day for shift in late.shifts} == {WEDNESDAY, date(2026, 12, 3), date(2026, 12, 4)}


def test_fuel_and_hours_per_conversation_are_what_the_plan_drives_over_what_it_expects(plan: WeekPlan) -> None:
    told = effort_of(plan, ground(), 4.0)
    assert told.litres == pytest.approx(plan.totals.road / 60 * 4)
    assert told.talks == pytest.approx(plan.totals.reached * 0.4)
    assert told.talks is not None
    assert told.hours_per_talk == pytest.approx(told.hours / told.talks)
    none = effort_of(plan, replace(ground(), reached=0, talked=0), 4.0)
    assert none.talks is None
    assert none.hours_per_talk is None
    assert none.litres_per_talk is None


def test_a_lock_and_a_way_in_are_read_from_the_plan(plan: WeekPlan) -> None:
    stop = plan.stops[0]
    assert pin_where_it_stands(plan, stop.site, Lock.TIME) == Pin(stop.day, stop.crew, stop.arrive, Lock.TIME)
    assert pin_where_it_stands(plan, "nowhere", Lock.DAY) is None
    assert cheapest_pin(plan, stop.site) is None
    crowded = planned_order(problem(Edits()), {})
    assert cheapest_pin(crowded, "s00") is not None


@pytest.mark.parametrize("team", TEAMS)
def test_crews_and_shifts_are_kept_the_latest_counts_and_begin_as_two_crews(team: str, settings: Settings) -> None:
    assert [crew.base in middles() for crew in usual(team).crews] == [True, True]
    ledger = open_ledger(settings)
    try:
        assert kept_week(ledger, team) is None
        for extra in (0, 5):
            wish = replace(usual(team), extra_minutes=extra, evening_shift=(780, 1230))
            keep_week(ledger, Kept(wish, datetime.now(UTC), "AB"))
        found = kept_week(ledger, team)
    finally:
        ledger.close()
    assert found is not None
    assert found.week == replace(usual(team), extra_minutes=5, evening_shift=(780, 1230))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: CrewWeek("", "0751"),
        lambda: CrewWeek("010190-1234", "0751"),
        lambda: CrewWeek("A", "9999"),
        lambda: CrewWeek("A", "0751", (0,)),
        lambda: CrewWeek("A", "0751", (1,), (1,)),
        lambda: TeamWeek("nowhere", TEAM.crews),
        lambda: TeamWeek("west", ()),
        lambda: TeamWeek("west", (TEAM.crews[0],) * 2),
        lambda: TeamWeek("west", TEAM.crews, (600, 500)),
        lambda: TeamWeek("west", TEAM.crews, extra_minutes=-1),
        lambda: Kept(TEAM, BEFORE, "12"),
    ],
)
def test_what_cannot_be_a_team_is_refused_in_both_languages(wrong: Callable[[], object]) -> None:
    with pytest.raises(PlanRefusedError) as refused:
        wrong()
    assert refused.value.say("da") != refused.value.say("en")


def test_every_site_on_the_teams_list_is_offered_once_or_lacks_a_point(demo_home: Path) -> None:
    store = Store.open(demo_home, published(demo_home))
    as_of = date(2026, 11, 21)
    found = read_ground(store, "mid", "2026-W48", as_of)
    offered = [each.site for each in (*found.offered.due, *found.offered.others)]
    rows = store.due_sites(as_of)
    own = rows[(rows["team"] == "mid") & (rows["status"] == "open")]
    assert len(offered) == len(set(offered))
    assert set(offered) <= set(own["site_id"])
    assert set(offered) <= found.places.keys()
    soon = own[own["due_on"].notna() & (own["due_on"].astype("datetime64[ns]") <= np.datetime64("2026-11-29"))]
    never = own[own["due_from"] == "never_tried"]
    due = {each.site for each in found.offered.due} | set(found.offered.unplaced)
    assert due == set(soon["site_id"]) | set(never["site_id"])
    assert candidates_of(store, "mid", found.days, as_of).promised == dict(found.offered.promised)
    store.close()


def test_a_team_lead_plans_on_what_a_manager_plans_on_and_on_no_other_teams_sites(demo_home: Path) -> None:
    store = Store.open(demo_home, published(demo_home))
    lead, day = store.within(reach_of(Role.TEAM_LEAD, "mid", None)), date(2026, 11, 21)
    assert read_ground(lead, "mid", WEEK, day) == read_ground(store, "mid", WEEK, day)
    beyond = read_ground(lead, "west", WEEK, day)
    assert (beyond.places, beyond.visited, beyond.offered.due, beyond.offered.others) == ({}, (), (), ())
    store.close()


def test_a_plan_of_the_demo_that_is_followed_as_it_stands_is_the_same_plan(demo_home: Path) -> None:
    store = Store.open(demo_home, published(demo_home))
    found, team = read_ground(store, "west", WEEK, date(2026, 11, 21)), usual("west")
    store.close()
    travel = read_travel(found, team.bases, Settings(home=demo_home))
    asked = week_of(found, team, travel.minutes, Edits(), now=BEFORE)
    made = plan_week(asked, team.options(QUICK))
    again = planned_order(asked, orders_of(made), team.options(QUICK))
    assert again.stops == made.stops
    assert again.totals == made.totals
    assert not {out.because for out in again.left_out} & {LeftOutBecause.NOT_TRIED}


def run(*arguments: str, home: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["plan", *arguments], env={"FELTPLAN_HOME": str(home), "NUMBA_CACHE_DIR": ""})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result.exit_code, result.output


def test_the_command_answers_with_stops_reasons_seed_and_engine_and_twice_the_same(demo_home: Path) -> None:
    asked = ("--team", "mid", "--week", "2026-W49", "--iterations", "500", "--seed", "3", "--json")
    (code, first), (_code, second) = run(*asked, home=demo_home), run(*asked, home=demo_home)
    assert (code, first) == (0, second)
    told = json.loads(first)
    assert told["demo"] is True
    assert (told["seed"], told["engine"], told["travel"]["engine"]) == (3, "search", "grid")
    assert told["travel"]["expected_error"]
    assert {"site", "day", "crew", "arrive", "leave", "why"} <= told["stops"][0].keys()
    assert {"site", "why"} <= told["left_out"][0].keys()
    assert told["totals"]["stops"] == len(told["stops"])
    assert told["totals"]["left_out"] == len(told["left_out"])
    assert all(stop["why"] for stop in told["stops"])
    code, shown = run("--team", "mid", "--week", "2026-W49", "--iterations", "0", "--crew", "Nord:0851", home=demo_home)
    assert code == 0
    assert "Nord" in shown


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--team", "nowhere", "--week", WEEK), 2),
        (("--team", "mid"), 2),
        (("--week", WEEK), 2),
        (("--team", "mid", "--week", "49"), 1),
        (("--team", "mid", "--week", WEEK, "--crew", "Nord:9999"), 1),
    ],
)
def test_the_command_refuses_what_it_cannot_plan(arguments: tuple[str, ...], code: int, demo_home: Path) -> None:
    assert run(*arguments, home=demo_home)[0] == code


def test_the_command_without_data_says_how_to_make_them(tmp_path: Path) -> None:
    code, said = run("--team", "mid", "--week", WEEK, home=tmp_path / "home")
    assert code == 1
    assert "etl build" in said


def test_the_command_plans_with_the_crews_the_team_has_kept(small_home: Path, settings: Settings) -> None:
    ledger = open_ledger(settings)
    try:
        week = TeamWeek("east", (CrewWeek("Syd", "0101"),))
        keep_week(ledger, Kept(week, datetime.now(UTC), "AB"))
    finally:
        ledger.close()
    code, said = run("--team", "east", "--week", WEEK, "--iterations", "0", "--json", home=small_home)
    assert code == 0
    assert {day["crew"] for day in json.loads(said)["days"]} == {"Syd"}
