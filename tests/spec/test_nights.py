"""A crew that stays away overnight: its next day begins there, its hours and fuel count, and everyone is told."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from geodata.__main__ import app
from geodata.errors import PlanRefusedError
from geodata.ledger.crews import keep_nights, kept_nights
from geodata.ledger.plans import AwayDay, read_plans, save_plan
from geodata.ledger.sessions import open_ledger
from geodata.routing import PlanOptions, plan_week, planned_order
from geodata.run_sheet import run_sheet
from geodata.travel.times import minutes as times
from geodata.versions import folder
from geodata.week.clock import Doing, pieces
from geodata.week.crews import CrewWeek, TeamWeek, middles
from geodata.week.edits import Edits
from geodata.week.effort import effort_of
from geodata.week.ground import Ground, Visited
from geodata.week.nights import Nights, ends_of, nights_between, places_of
from geodata.week.problem import week_of
from tests.plan_checker import Visit, check
from tests.spec.test_week import BEFORE, MONDAY, QUICK, SITES, TEAM, TUESDAY, WEDNESDAY, WEEK, ground, version_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geodata.ledger.plans import AcceptedPlan
    from geodata.routing import WeekProblem
    from geodata.settings import Settings

HOME, INN, FAR = "0751", "0787", "0400"
STAYS = {("A", MONDAY): INN}
DAYS = ground().days
SUNDAY = DAYS[-1]


def minutes(inn: float = 90.0) -> np.ndarray:
    """Return sites on a line, five minutes apart, the base at the near end, and the inn so far from it."""
    at = np.array([5.0 * number for number in range(1, len(SITES) + 1)] + [0.0, inn])
    apart: np.ndarray = np.abs(at[:, None] - at[None, :])
    return apart


def problem(
    stays: dict[tuple[str, date], str] = STAYS,
    *,
    inn: float = 90.0,
    now: datetime = BEFORE,
    off: frozenset[date] = frozenset(),
    found: Ground | None = None,
    accepted: AcceptedPlan | None = None,
) -> WeekProblem:
    return week_of(found or ground(), TEAM, minutes(inn), Edits(), now=now, off=off, nights=stays, accepted=accepted)


def ways(asked: WeekProblem, crew: str = "A") -> dict[date, tuple[str, str]]:
    return {shift.day: (shift.leaves_from, shift.returns_to) for shift in asked.shifts if shift.crew == crew}


def test_the_day_after_a_night_away_begins_where_the_night_was_and_the_others_at_the_base() -> None:
    assert ways(problem()) == {
        MONDAY: ("in 0751", "in 0787"),
        TUESDAY: ("in 0787", "in 0751"),
        **dict.fromkeys(DAYS[2:5], ("in 0751", "in 0751")),
    }
    assert set(ways(problem(), "B").values()) == {("in 0751", "in 0751")}


def test_over_a_day_off_a_crew_stays_where_it_is() -> None:
    assert ways(problem(off=frozenset({TUESDAY})))[WEDNESDAY] == ("in 0787", "in 0751")


teams = st.lists(st.frozensets(st.integers(1, 7), max_size=7), min_size=1, max_size=3).map(
    lambda crews: TeamWeek("west", tuple(CrewWeek(str(n), HOME, tuple(days)) for n, days in enumerate(crews)))
)
stays_of = st.dictionaries(
    st.tuples(st.sampled_from(["0", "1", "2", "gone"]), st.sampled_from(DAYS)), st.sampled_from([HOME, INN, FAR])
)


@given(teams, st.frozensets(st.sampled_from(DAYS)), stays_of)
def test_a_week_begins_and_ends_at_the_base_and_no_crew_leaves_from_where_it_is_not(
    team: TeamWeek, off: frozenset[date], stays: dict[tuple[str, date], str]
) -> None:
    ends = ends_of(team, DAYS, off, stays)
    for crew in team.crews:
        mine = [(day, ends[crew.name, day]) for day in DAYS if (crew.name, day) in ends]
        assert [day for day, _at in mine] == [day for day in DAYS if day.isoweekday() in crew.days and day not in off]
        if not mine:
            continue
        assert (mine[0][1].begins_in, mine[-1][1].ends_in) == (HOME, HOME)
        for (day, one), (_next, other) in pairwise(mine):
            assert one.ends_in == other.begins_in == stays.get((crew.name, day), HOME)
    offered = {(night.crew, night.day) for night in nights_between(team, DAYS, off)}
    assert {day for day, at in ends.items() if at.ends_in != HOME} <= offered
    assert set(places_of(team, stays)) == {HOME, *stays.values()}


def test_a_plan_with_a_night_away_can_be_driven_and_pays_for_its_roads() -> None:
    asked = problem()
    made = plan_week(asked, TEAM.options(QUICK))
    visits = [Visit(stop.site, stop.day, stop.crew, stop.arrive) for stop in made.stops]
    verdict = check(asked, PlanOptions(), visits)
    assert verdict.faults == []
    assert verdict.worth == pytest.approx(made.totals.worth)
    monday = next(day for day in made.days if (day.crew, day.day) == ("A", MONDAY))
    assert monday.road == pytest.approx(90), "every site lies on the way to the inn"


def test_the_way_back_counts_in_hours_and_fuel_and_stands_on_the_clock_though_there_is_no_stop() -> None:
    asked = problem()
    made = planned_order(asked, {("A", MONDAY): [("s00", None)]})
    told = effort_of(made, ground(), 4.0)
    assert told.road_hours == pytest.approx(180 / 60)
    assert told.litres == pytest.approx(180 / 60 * 4)
    assert told.road_hours == pytest.approx(made.totals.road / 60)
    tuesday = [piece for piece in pieces(asked, made, 30) if piece.day == TUESDAY]
    assert [(piece.doing, piece.minutes) for piece in tuesday] == [(Doing.ROAD, 90), (Doing.SLACK, 390)]
    (monday,) = (day for day in made.days if day.stops)
    assert told.hours == pytest.approx((monday.back - monday.leaves + 90) / 60)


def test_in_the_middle_of_the_week_today_begins_where_the_night_was() -> None:
    rest = problem(now=datetime.fromisoformat("2026-12-01T08:00"))
    assert ways(rest)[TUESDAY] == ("in 0787", "in 0751")
    assert MONDAY not in ways(rest)


@pytest.mark.parametrize(("clock", "works"), [("15:45", True), ("16:00", False)])
def test_a_day_that_leaves_no_more_than_the_way_to_its_end_is_over(clock: str, works: bool) -> None:
    visited = Visited("s13", datetime.fromisoformat("2026-11-30T13:00"), reached=True, minutes=20)
    accepted = version_of(planned_order(problem({}), {("A", MONDAY): [("s13", None)]}))
    now = datetime.fromisoformat(f"2026-11-30T{clock}")
    rest = problem({}, now=now, found=ground((visited,)), accepted=accepted)
    assert (MONDAY in ways(rest)) is works, "s13 lies 70 minutes from the base"


def test_a_place_that_cannot_be_reached_within_a_shift_is_refused_by_its_name() -> None:
    with pytest.raises(PlanRefusedError) as refused:
        problem(inn=481)
    assert refused.value.say("da") == "A kan 2026-11-30 ikke nå fra Aarhus til Thisted på en vagt."
    assert "Thisted" in refused.value.say("en")
    assert ways(problem(inn=480))[MONDAY] == ("in 0751", "in 0787")


def a_night(**other: object) -> Nights:
    asked: dict[str, object] = {
        "team": "west",
        "week": WEEK,
        "stays": STAYS,
        "set_at": datetime.now(UTC),
        "set_by": "AB",
    }
    return Nights(**{**asked, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: a_night(team="nowhere"),
        lambda: a_night(stays={("", MONDAY): INN}),
        lambda: a_night(stays={("A", BEFORE.date()): INN}),
        lambda: a_night(stays={("A", MONDAY): "9999"}),
        lambda: a_night(set_by="12"),
        lambda: replace(version_of(planned_order(problem({}), {})), away=(AwayDay("A", BEFORE.date(), None, INN),)),
    ],
)
def test_what_cannot_be_a_night_away_is_refused_in_both_languages(wrong: Callable[[], object]) -> None:
    with pytest.raises(PlanRefusedError) as refused:
        wrong()
    assert refused.value.say("da") != refused.value.say("en")


def test_nights_are_kept_for_their_week_alone_and_the_latest_count(settings: Settings) -> None:
    with closing(open_ledger(settings)) as ledger:
        assert kept_nights(ledger, "west", WEEK) is None
        for stays in ({("A", MONDAY): FAR, ("Øst", SUNDAY): INN}, STAYS):
            keep_nights(ledger, a_night(stays=stays))
        found = kept_nights(ledger, "west", WEEK)
        assert kept_nights(ledger, "west", "2026-W50") is None
        assert kept_nights(ledger, "mid", WEEK) is None
    assert found is not None
    assert (found.stays, found.set_by) == (STAYS, "AB")


def test_an_accepted_plan_knows_where_its_days_begin_and_end_and_the_run_sheet_says_it(settings: Settings) -> None:
    made = planned_order(problem(), {("A", MONDAY): [("s00", None)], ("A", TUESDAY): [("s01", None)]})
    saved = version_of(made, nights=STAYS)
    with closing(open_ledger(settings)) as ledger:
        save_plan(ledger, saved, key="k")
        (back,) = read_plans(ledger, "west", 2026, 49)
    assert back.away == saved.away == (AwayDay("A", MONDAY, None, INN), AwayDay("A", TUESDAY, INN, None))
    monday, tuesday = (run_sheet(back, "A", day, {}) for day in (MONDAY, TUESDAY))
    assert (monday.begins_in, monday.ends_in) == (None, "Thisted")
    assert (tuesday.begins_in, tuesday.ends_in) == ("Thisted", None)


def test_the_command_plans_with_the_nights_that_are_kept(demo_home: Path, settings: Settings) -> None:
    shutil.copytree(folder(demo_home), folder(settings.home))
    before = command(settings.home)
    assert {(day["begins_in"], day["ends_in"]) for day in before.values()} == {("0461", "0461")}
    with closing(open_ledger(settings)) as ledger:
        keep_nights(ledger, a_night(team="mid", stays={("Hold 1", MONDAY): FAR}))
    days = command(settings.home)
    there, back = days.pop(("Hold 1", "2026-11-30")), days.pop(("Hold 1", "2026-12-01"))
    assert [(day["begins_in"], day["ends_in"]) for day in (there, back)] == [("0461", FAR), (FAR, "0461")]
    assert {(day["begins_in"], day["ends_in"]) for day in days.values()} == {("0461", "0461")}
    way = times(np.array([middles()["0461"], middles()[FAR]]), settings).minutes
    assert there["road"] >= round(way[0, 1], 1) > max(day["road"] for day in before.values())
    assert back["road"] >= round(way[1, 0], 1)


def command(home: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the days that the command plans for Team Midt, by crew and day."""
    asked = ("plan", "--team", "mid", "--week", WEEK, "--iterations", "0", "--as-of", "2026-11-21", "--json")
    result = CliRunner().invoke(app, asked, env={"FELTPLAN_HOME": str(home), "NUMBA_CACHE_DIR": ""})
    assert result.exit_code == 0, result.output
    return {(day["crew"], day["day"]): day for day in json.loads(result.output)["days"]}
