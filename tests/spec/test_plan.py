"""What a week's plan promises, held by a checker that shares no code with the planner."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.errors import PlanRefusedError
from geodata.language import Label
from geodata.routing import (
    Accepted,
    Agreed,
    Candidate,
    Crew,
    DayRules,
    Durations,
    Effort,
    LeftOutBecause,
    Lock,
    PlanOptions,
    Shift,
    WeekPlan,
    WeekProblem,
    Weights,
    Window,
    improving_plans,
    plan_week,
    week_problem,
)
from geodata.routing.files import plan_json, read_problem
from tests.plan_checker import Verdict, Visit, check
from tests.plan_files import problem_json

MONDAY = date(2026, 11, 30)
TUESDAY = MONDAY + timedelta(1)
WORTH_ONLY = Weights(fair=0, staying=0)
QUICK = PlanOptions(effort=Effort(iterations=2_000))


def grid(*points: tuple[float, float]) -> np.ndarray:
    """Return minutes between points, as the crow flies."""
    xy = np.array(points, dtype=float)
    minutes: np.ndarray = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    return minutes


def open_all_day(day: date = MONDAY, p: float = 1.0) -> tuple[Window, ...]:
    return (Window(day, 9 * 60, 17 * 60, p),)


def one_day(*candidates: Candidate, minutes: np.ndarray, shift: Shift | None = None, **crew: Any) -> WeekProblem:
    """Return a Monday of one crew."""
    told = shift or Shift("A", MONDAY, 9 * 60, 17 * 60, "base", "base")
    return WeekProblem(candidates, ("base",), (Crew("A", **crew),), (told,), minutes)


def verdict(problem: WeekProblem, options: PlanOptions, plan: WeekPlan) -> Verdict:
    return check(problem, options, [Visit(stop.site, stop.day, stop.crew, stop.arrive) for stop in plan.stops])


def sound(problem: WeekProblem, options: PlanOptions, plan: WeekPlan) -> None:
    """Fail unless the plan can be driven, is worth what it says, and tells of every candidate."""
    told = verdict(problem, options, plan)
    assert told.faults == []
    assert plan.totals.worth == pytest.approx(told.worth, abs=1e-6)
    assert plan.totals.agreed_kept == told.agreed_kept
    names = [*(stop.site for stop in plan.stops), *(each.site for each in plan.left_out)]
    assert sorted(names) == sorted(candidate.site for candidate in problem.candidates)
    asked = {each.site: each for each in problem.candidates}
    demanded = {each for each in asked if asked[each].agreed or (asked[each].accepted and _bound(asked[each]))}
    assert {each.site for each in plan.conflicts} == demanded & {each.site for each in plan.left_out}
    for day in plan.days:
        lunch = 0 if day.lunch is None or day.lunch < day.leaves else options.rules.lunch_minutes
        assert day.leaves + day.visits + day.road + day.waiting + lunch == pytest.approx(day.back, abs=1e-6)
        assert day.slack >= -1e-6
        assert 0 <= day.overtime <= 1


def _bound(candidate: Candidate) -> bool:
    return candidate.accepted is not None and candidate.accepted.lock is not Lock.FREE


@st.composite
def problems(draw: st.DrawFn, most: int = 7) -> WeekProblem:
    """Weeks of up to ``most`` sites: islands, holidays, bans, languages, locks, agreed times and late shifts."""
    count = draw(st.integers(0, most))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    points = rng.uniform(0, 120, (count + 2, 2))
    minutes = np.round(np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) * rng.uniform(0.8, 1.2), 1)
    minutes += np.round(rng.uniform(0, 5, minutes.shape), 1)
    if count and draw(st.booleans()):
        minutes[0, 1:] = minutes[1:, 0] = np.inf
    np.fill_diagonal(minutes, 0)
    days = [MONDAY, TUESDAY]
    shifts = []
    for crew, day in product("AB", days):
        if rng.random() < 0.8:
            begins = float(rng.choice([540, 540, 780]))
            most_road = float(rng.choice([np.inf, 150]))
            shifts.append(Shift(crew, day, begins, begins + 480, "base", "base", begins < 720, most_road))
    candidates = []
    for row in range(count):
        windows = tuple(
            Window(day, opens, opens + float(rng.choice([60, 180])), float(np.round(rng.uniform(0.2, 1), 2)))
            for day in days
            for opens in (540.0, 720.0, 1020.0)
            if rng.random() < 0.6
        )
        day = days[int(rng.integers(2))]
        agreed = Agreed(day, float(rng.integers(18, 34) * 30), 0.9) if rng.random() < 0.15 else None
        lock = Lock(str(rng.choice(["free", "day", "time"])))
        accepted = Accepted(day, "A", float(rng.integers(18, 34) * 30), lock) if rng.random() < 0.2 else None
        candidates.append(
            Candidate(
                f"s{row}",
                float(np.round(rng.uniform(5, 120), 1)),
                float(rng.choice([0, 15, 30, 60])),
                windows,
                agreed,
                frozenset([MONDAY] if rng.random() < 0.1 else []),
                frozenset(["thai"] if rng.random() < 0.15 else []),
                accepted,
            )
        )
    crews = (Crew("A", frozenset(["thai", "danish"])), Crew("B", frozenset(["danish"])))
    return WeekProblem(tuple(candidates), ("base", "inn"), crews, tuple(shifts), minutes)


RULES = st.sampled_from(
    [DayRules(), DayRules(durations=Durations.EXPECTED), DayRules(extra_minutes=5), DayRules(lunch_minutes=0)]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(20), RULES, st.integers(0, 5))
def test_every_plan_can_be_driven_and_tells_of_every_candidate(
    problem: WeekProblem, rules: DayRules, seed: int
) -> None:
    options = PlanOptions(rules=rules, effort=Effort(seed=seed, iterations=500))
    for plan in improving_plans(problem, options):
        sound(problem, options, plan)


def brute_force(problem: WeekProblem, options: PlanOptions) -> float:
    """Return the largest worth of any plan on one crew's one day, by trying every order of every choice of sites."""
    shift = problem.shifts[0]
    day, base = shift.day, len(problem.candidates)
    minutes, rules, weights = problem.minutes, options.rules, options.weights
    best = check(problem, options, []).worth
    missed = sum(candidate.agreed is not None for candidate in problem.candidates)

    def extend(here: int, now: float, fed: bool, road: float, worth: float, kept: int, left: frozenset[int]) -> None:
        nonlocal best
        home = now + minutes[here, base]
        total_road = road + minutes[here, base]
        done_in_time = home <= shift.ends + 1e-9
        if not fed:
            eaten = max(now + minutes[here, base], rules.lunch_from) + rules.lunch_minutes
            done_in_time = now + rules.lunch_minutes <= rules.lunch_to and eaten <= shift.ends + 1e-9
        if (done_in_time or here == base) and total_road <= shift.most_road:
            best = max(best, worth - weights.road * total_road - weights.missed_agreed * (missed - kept))
        for row in left:
            candidate = problem.candidates[row]
            if candidate.agreed is not None:
                at = candidate.agreed
                windows = [Window(at.day, at.at - rules.agreed_within, at.at + rules.agreed_within, at.p)]
            else:
                windows = list(candidate.windows)
            for window, eat in product(windows, (False, True)):
                if window.day != day or window.day in candidate.banned or (eat and fed):
                    continue
                arrive = now + minutes[here, row]
                if eat:
                    if now + rules.lunch_minutes > rules.lunch_to:
                        continue
                    arrive = max(arrive, rules.lunch_from) + rules.lunch_minutes
                begins = max(arrive, window.opens)
                if begins <= window.closes and begins <= shift.ends:
                    gain = weights.reached * candidate.value * window.p
                    extend(
                        row,
                        begins + candidate.minutes,
                        fed or eat,
                        road + minutes[here, row],
                        worth + gain,
                        kept + (candidate.agreed is not None),
                        left - {row},
                    )

    extend(base, shift.starts, not shift.lunch, 0, 0, 0, frozenset(range(base)))
    return float(best)


@st.composite
def single_days(draw: st.DrawFn) -> WeekProblem:
    """One crew's day with up to seven sites, tight enough that not all can be visited."""
    rng = np.random.default_rng(draw(st.integers(0, 100_000)))
    count = draw(st.integers(1, 7))
    points = rng.uniform(0, 60, (count + 1, 2))
    minutes = np.round(grid(*points.tolist()), 1)
    candidates = []
    for row in range(count):
        windows = tuple(
            Window(MONDAY, opens, opens + float(rng.choice([30, 90, 180])), float(np.round(rng.uniform(0.2, 1), 2)))
            for opens in (540.0, 720.0)
            if rng.random() < 0.8
        )
        agreed = Agreed(MONDAY, float(rng.integers(20, 30) * 30)) if row == 0 and rng.random() < 0.4 else None
        candidates.append(Candidate(f"s{row}", float(np.round(rng.uniform(5, 60), 1)), 45, windows, agreed))
    begins = draw(st.sampled_from([540.0, 600.0]))
    lunch, road = draw(st.booleans()), draw(st.sampled_from([float("inf"), 120.0]))
    shift = Shift("A", MONDAY, begins, begins + draw(st.sampled_from([240.0, 420.0])), "base", "base", lunch, road)
    return one_day(*candidates, minutes=minutes, shift=shift)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(single_days())
def test_the_plan_of_a_small_day_is_the_best_of_all_plans(problem: WeekProblem) -> None:
    options = PlanOptions(weights=WORTH_ONLY, effort=Effort(iterations=4_000))
    plan = plan_week(problem, options)
    sound(problem, options, plan)
    assert plan.totals.worth == pytest.approx(brute_force(problem, options), abs=1e-6)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(30))
def test_the_same_seed_and_budget_give_the_same_plan_and_more_iterations_never_less_worth(problem: WeekProblem) -> None:
    plans = [
        plan_week(problem, PlanOptions(weights=WORTH_ONLY, effort=Effort(iterations=iterations)))
        for iterations in (0, 500, 500, 1_500, 2_500)
    ]
    assert plans[1] == plans[2]
    if not any(_bound(candidate) for candidate in problem.candidates):
        worths = [plan.totals.worth for plan in plans]
        assert all(after >= before - 1e-6 for before, after in pairwise(worths))


def because(plan: WeekPlan, site: str) -> LeftOutBecause:
    return next(each.because for each in plan.left_out if each.site == site)


NEAR = grid((0, 0), (0, 5), (5, 0), (5, 5))
"""Three sites and a base, some minutes apart."""


def agreed(site: str, at: float, day: date = MONDAY, **other: Any) -> Candidate:
    return Candidate(site, 20, 30, (), Agreed(day, at), **other)


def test_two_agreed_times_at_once_are_named_with_each_other() -> None:
    problem = one_day(agreed("a", 780), agreed("b", 780), agreed("c", 600), minutes=NEAR)
    plan = plan_week(problem, QUICK)
    sound(problem, QUICK, plan)
    assert plan.totals.agreed_missed == 1
    (clash,) = plan.conflicts
    assert {clash.site, *clash.clashes_with} == {"a", "b"}
    assert clash.clashes_with[0] in clash.why.english


def test_agreed_times_that_clash_only_all_together_name_all_of_them() -> None:
    problem = one_day(agreed("a", 600), agreed("b", 625), agreed("c", 650), minutes=NEAR + 8)
    plan = plan_week(problem, QUICK)
    assert plan.totals.agreed_missed == 1
    assert len({plan.conflicts[0].site, *plan.conflicts[0].clashes_with}) in {2, 3}


@pytest.mark.parametrize(
    ("candidate", "said"),
    [
        pytest.param(agreed("a", 600, banned=frozenset([MONDAY])), "must not be visited", id="an agreed time in a ban"),
        pytest.param(agreed("a", 600, day=TUESDAY), "Nobody works", id="an agreed time on a holiday"),
        pytest.param(agreed("a", 1200), "outside every shift", id="an agreed time after the shift"),
        pytest.param(
            agreed("a", 600, accepted=Accepted(MONDAY, "A", 900, Lock.TIME)), "do not go together", id="lock and agreed"
        ),
        pytest.param(
            Candidate("a", 20, 30, open_all_day(), accepted=Accepted(MONDAY, "A", 1300, Lock.TIME)),
            "outside every shift",
            id="a lock outside its shift",
        ),
        pytest.param(
            Candidate("a", 20, 30, open_all_day(TUESDAY), accepted=Accepted(MONDAY, "A", 600, Lock.DAY)),
            "cannot be visited then",
            id="a lock on a day without a window",
        ),
        pytest.param(
            agreed("a", 600, languages=frozenset(["thai"])), "No crew speaks", id="no crew for an agreed time"
        ),
        pytest.param(
            Candidate("a", 20, 30, (Window(MONDAY, 1080, 1320, 1),), accepted=Accepted(MONDAY, "", 720, Lock.DAY)),
            "No window fits: a visit can begin on Monday between 18:00 and 22:00, but no shift reaches it.",
            id="a day with an evening alone and no evening shift",
        ),
    ],
)
def test_an_impossible_demand_is_named_and_not_hidden(candidate: Candidate, said: str) -> None:
    problem = one_day(candidate, minutes=grid((0, 0), (9, 9)))
    plan = plan_week(problem, QUICK)
    sound(problem, QUICK, plan)
    (conflict,) = plan.conflicts
    assert said in conflict.why.english


@pytest.mark.parametrize(
    ("candidate", "reason"),
    [
        pytest.param(
            Candidate("a", 90, 30, open_all_day(), banned=frozenset([MONDAY])), LeftOutBecause.BANNED, id="banned"
        ),
        pytest.param(Candidate("a", 90, 30), LeftOutBecause.NO_WINDOW, id="no window"),
        pytest.param(
            Candidate("a", 90, 30, (Window(MONDAY, 1100, 1200, 1),)),
            LeftOutBecause.NO_WINDOW,
            id="opens after the shift",
        ),
        pytest.param(
            Candidate("a", 90, 30, open_all_day(), languages=frozenset(["thai"])),
            LeftOutBecause.NO_LANGUAGE,
            id="no language",
        ),
        pytest.param(Candidate("a", 3, 30, open_all_day()), LeftOutBecause.NOT_WORTH_IT, id="not worth the road"),
    ],
)
def test_a_candidate_left_out_says_why(candidate: Candidate, reason: LeftOutBecause) -> None:
    problem = one_day(candidate, minutes=grid((0, 0), (9, 9)))
    plan = plan_week(problem, QUICK)
    assert because(plan, "a") is reason
    assert plan.left_out[0].why.danish != plan.left_out[0].why.english


def test_an_island_without_a_way_and_a_place_too_far_cannot_be_reached_within_a_shift() -> None:
    minutes = grid((0, 0), (0, 300), (5, 5))
    minutes[0, 1:] = minutes[1:, 0] = np.inf
    problem = one_day(
        Candidate("island", 90, 30, open_all_day()), Candidate("far", 90, 30, open_all_day()), minutes=minutes
    )
    plan = plan_week(problem, QUICK)
    assert because(plan, "island") is because(plan, "far") is LeftOutBecause.UNREACHABLE


def test_lunch_counts_when_a_place_is_said_to_be_within_reach() -> None:
    shift = Shift("A", MONDAY, 9 * 60, 14 * 60, "base", "base")
    candidate = Candidate("a", 500, 60, open_all_day())
    minutes = grid((0, 0), (0, 110))
    with_lunch = plan_week(one_day(candidate, minutes=minutes, shift=shift), QUICK)
    without = plan_week(one_day(candidate, minutes=minutes, shift=replace(shift, lunch=False)), QUICK)
    assert because(with_lunch, "a") is LeftOutBecause.UNREACHABLE
    assert [stop.site for stop in without.stops] == ["a"]


def test_the_cheapest_way_in_says_what_it_displaces_and_costs_what_forcing_it_in_costs() -> None:
    shift = Shift("A", MONDAY, 9 * 60, 10 * 60 + 20, "base", "base", lunch=False)
    sites = [Candidate(name, value, 30, open_all_day()) for name, value in (("a", 50), ("b", 40), ("c", 30))]
    problem = one_day(*sites, minutes=NEAR, shift=shift)
    options = PlanOptions(weights=WORTH_ONLY, effort=Effort(iterations=2_000))
    plan = plan_week(problem, options)
    assert {stop.site for stop in plan.stops} == {"a", "b"}
    (out,) = plan.left_out
    assert out.because is LeftOutBecause.DISPLACES
    assert out.way_in is not None
    assert out.way_in.displaces == ("b",)
    forced = replace(sites[2], accepted=Accepted(MONDAY, "A", 600, Lock.DAY))
    price = plan.totals.worth - plan_week(one_day(*sites[:2], forced, minutes=NEAR, shift=shift), options).totals.worth
    assert out.way_in.costs == pytest.approx(price)


def test_several_sites_are_worth_a_road_that_none_is_worth_alone() -> None:
    sites = [Candidate(f"s{row}", 30, 15, open_all_day()) for row in range(4)]
    far = grid((0, 60), (0, 61), (0, 62), (1, 61), (0, 0))
    alone = plan_week(one_day(sites[0], minutes=far[np.ix_([0, 4], [0, 4])]), QUICK)
    together = plan_week(one_day(*sites, minutes=far), QUICK)
    assert not alone.stops
    assert len(together.stops) == 4


@pytest.mark.parametrize("count", [0, 1])
def test_a_week_of_no_or_one_candidate_is_planned(count: int) -> None:
    sites = [Candidate("a", 90, 30, open_all_day())] * count
    plan = plan_week(one_day(*sites, minutes=grid((0, 0), (1, 1))[-count - 1 :, -count - 1 :]), QUICK)
    assert [stop.site for stop in plan.stops] == ["a"] * count


def test_a_week_without_shifts_leaves_everyone_out() -> None:
    problem = WeekProblem((Candidate("a", 90, 30, open_all_day()),), ("base",), (Crew("A"),), (), grid((0, 0), (1, 1)))
    assert because(plan_week(problem, QUICK), "a") is LeftOutBecause.NO_WINDOW


def many(count: int) -> WeekProblem:
    rng = np.random.default_rng(count)
    days = [MONDAY + timedelta(day) for day in range(5)]
    sites = [
        Candidate(f"s{row}", float(rng.integers(5, 90)), 30, tuple(Window(day, 540, 990, 0.5) for day in days))
        for row in range(count)
    ]
    minutes = grid(*rng.uniform(0, 90, (count + 1, 2)).tolist())
    return week_problem(sites, minutes, places=["base"], crews={"A": "base", "B": "base"}, week="2026-W49")


@pytest.mark.slow
def test_two_thousand_candidates_are_planned_and_every_one_left_out_has_a_way_in() -> None:
    problem, options = many(2_000), PlanOptions(effort=Effort(iterations=1_000))
    plan = plan_week(problem, options)
    sound(problem, options, plan)
    assert all(each.way_in is not None for each in plan.left_out)


def test_a_search_out_of_time_answers_with_the_greedy_order_and_says_so() -> None:
    plan = plan_week(many(20), PlanOptions(effort=Effort(seconds=0)))
    assert (plan.engine, plan.iterations, plan.stopped_early) == ("greedy", 0, True)
    assert plan.stops


def test_a_search_is_stopped_at_will_between_two_steps_and_keeps_what_it_has() -> None:
    asked: list[int] = []

    def enough() -> bool:
        asked.append(1)
        return len(asked) > 2

    plans = list(improving_plans(many(20), PlanOptions(effort=Effort(iterations=100_000)), enough))
    assert (plans[0].engine, plans[-1].engine) == ("greedy", "search")
    assert plans[-1].iterations == 1_000
    assert plans[-1].stopped_early
    assert plans[-1].totals.worth >= plans[0].totals.worth


def test_another_seed_is_told_in_the_plan() -> None:
    assert plan_week(many(5), PlanOptions(effort=Effort(seed=7, iterations=500))).seed == 7


def accepted_from(problem: WeekProblem, plan: WeekPlan, lock: Lock) -> WeekProblem:
    held = {stop.site: Accepted(stop.day, stop.crew, stop.arrive, lock) for stop in plan.stops}
    return replace(
        problem, candidates=tuple(replace(each, accepted=held.get(each.site)) for each in problem.candidates)
    )


def test_planning_again_keeps_most_free_stops_where_they_were_and_every_locked_one() -> None:
    problem = many(60)
    options = PlanOptions(effort=Effort(iterations=4_000))
    before = plan_week(problem, options)
    again = PlanOptions(effort=Effort(seed=2, iterations=4_000))
    free = plan_week(accepted_from(problem, before, Lock.FREE), again)
    assert free.totals.stayed > 0.8 * len(before.stops)
    for lock in (Lock.DAY, Lock.TIME):
        locked = accepted_from(problem, before, lock)
        plan = plan_week(locked, again)
        sound(locked, again, plan)
        assert not plan.conflicts
        assert {stop.site for stop in before.stops} <= {stop.site for stop in plan.stops}


def test_a_fair_load_costs_little_worth_and_evens_out_the_crews() -> None:
    far = Candidate("far", 60, 15, open_all_day())
    sites = [replace(far, site=f"s{row}", minutes=60) for row in range(6)]
    shifts = tuple(Shift(crew, MONDAY, 540, 1020, "base", "base") for crew in "AB")
    minutes = np.full((7, 7), 1.0)
    np.fill_diagonal(minutes, 0)
    problem = WeekProblem(tuple(sites), ("base",), (Crew("A"), Crew("B")), shifts, minutes)
    plan = plan_week(problem, PlanOptions(weights=Weights(fair=0.5), effort=Effort(iterations=2_000)))
    assert [day.stops for day in plan.days] == [3, 3]


def test_a_crew_that_stays_overnight_starts_where_it_ended() -> None:
    minutes = grid((0, 100), (0, 110), (0, 0), (0, 105))
    sites = [Candidate(name, 200, 60, open_all_day(MONDAY if name == "a" else TUESDAY)) for name in "ab"]
    told: dict[str, Any] = {"places": ["base", "inn"], "crews": {"A": "base"}, "week": "2026-W49"}
    home = week_problem(sites, minutes, **told)
    away = week_problem(sites, minutes, nights={("A", MONDAY): "inn"}, **told)
    plans = [plan_week(problem, QUICK) for problem in (home, away)]
    for problem, plan in zip((home, away), plans, strict=True):
        sound(problem, QUICK, plan)
    assert [plan.totals.road for plan in plans] == [420, 220]


def test_a_holiday_has_no_shift_and_a_crew_away_comes_back_on_its_next_day_of_work() -> None:
    problem = week_problem(
        [Candidate("a", 90, 30, open_all_day(TUESDAY))],
        grid((0, 0), (3, 3), (9, 9)),
        places=["base", "inn"],
        crews={"A": "base"},
        week="2026-W49",
        holidays=[TUESDAY],
        nights={("A", MONDAY): "inn"},
        other_hours={("A", MONDAY + timedelta(3)): None, ("A", MONDAY + timedelta(4)): (780, 1260)},
    )
    assert [(shift.day.day, shift.leaves_from, shift.lunch) for shift in problem.shifts] == [
        (30, "base", True),
        (2, "inn", True),
        (4, "base", False),
    ]
    assert because(plan_week(problem, QUICK), "a") is LeftOutBecause.NO_WINDOW


@pytest.mark.parametrize(
    ("week", "first"),
    [("2026-W53", date(2026, 12, 28)), ("2027-W01", date(2027, 1, 4)), ("2026-W13", date(2026, 3, 23))],
)
def test_a_week_is_an_iso_week_whatever_the_year_and_the_clock_do(week: str, first: date) -> None:
    site = Candidate("a", 90, 30, open_all_day(first + timedelta(6)))
    sunday = {7: (540.0, 1020.0)}
    crews = {"A": "base"}
    problem = week_problem([site], grid((0, 0), (3, 3)), places=["base"], crews=crews, week=week, hours=sunday)
    (stop,) = plan_week(problem, QUICK).stops
    assert stop.day == first + timedelta(6)


def test_a_site_that_asks_for_a_language_gets_a_crew_that_speaks_it() -> None:
    site = Candidate("a", 90, 30, open_all_day(), languages=frozenset(["thai", "english"]))
    crews = {"A": "base", "B": "base"}
    told: dict[str, Any] = {"places": ["base"], "crews": crews, "week": "2026-W49"}
    problem = week_problem([site], grid((0, 0), (3, 3)), languages={"B": ["english"]}, **told)
    assert [stop.crew for stop in plan_week(problem, QUICK).stops] == ["B"]


def test_the_risk_of_overtime_is_what_the_distribution_says() -> None:
    from scipy.special import gammaincc

    shift = Shift("A", MONDAY, 540, 600, "base", "base", lunch=False)
    problem = one_day(Candidate("a", 90, 40, open_all_day(p=0.6)), minutes=grid((0, 0), (0, 5)), shift=shift)
    (day,) = plan_week(problem, QUICK).days
    assert day.overtime == pytest.approx(0.6 * gammaincc(4, 50 / 10), abs=0.03)


def test_more_slack_a_visit_makes_overtime_rarer_and_expected_durations_make_it_common() -> None:
    def risk(rules: DayRules) -> float:
        plan = plan_week(many(60), PlanOptions(rules=rules, effort=Effort(iterations=1_000)))
        return sum(day.overtime for day in plan.days) / len(plan.days)

    tight, full, slack = (
        risk(rules) for rules in (DayRules(durations=Durations.EXPECTED), DayRules(), DayRules(extra_minutes=8))
    )
    assert tight > full > slack


def test_every_stop_says_why_with_what_the_candidate_brings() -> None:
    brought = Label("Aftalt genbesøg.", "Agreed return.")
    sites = [agreed("a", 600, why=(brought,)), Candidate("b", 90, 30, open_all_day(p=0.5))]
    plan = plan_week(one_day(*sites, minutes=NEAR[1:, 1:]), QUICK)
    told = {stop.site: [label.english for label in stop.why] for stop in plan.stops}
    assert told["a"][:2] == ["Agreed return.", "Agreed for 10:00 (± 10 min)."]
    assert "between 9:00 and 17:00 is 50.0%" in told["b"][0]


BASE_SHIFT = Shift("A", MONDAY, 540, 1020, "base", "base")


@pytest.mark.parametrize(
    ("shifts", "minutes", "said"),
    [
        ((BASE_SHIFT, BASE_SHIFT), NEAR[:2, :2], "listed twice"),
        ((replace(BASE_SHIFT, crew="B"),), NEAR[:2, :2], "not known"),
        ((replace(BASE_SHIFT, returns_to="inn"),), NEAR[:2, :2], "not known"),
        ((BASE_SHIFT,), NEAR, "should be 2"),
        ((BASE_SHIFT,), -NEAR[:2, :2], "negative"),
        ((BASE_SHIFT,), NEAR[:2, :2] * np.nan, "missing"),
    ],
)
def test_what_is_no_week_is_refused_with_a_sentence(shifts: Any, minutes: Any, said: str) -> None:
    with pytest.raises(PlanRefusedError, match=said):
        WeekProblem((Candidate("a", 1, 1),), ("base",), (Crew("A"),), shifts, minutes)


def test_a_crew_that_begins_elsewhere_than_it_ended_or_cannot_get_there_is_refused() -> None:
    crews, minutes = (Crew("A"),), grid((0, 0), (0, 500))
    there = replace(BASE_SHIFT, returns_to="inn")
    with pytest.raises(PlanRefusedError, match="begins"):
        WeekProblem((), ("base", "inn"), crews, (there, replace(BASE_SHIFT, day=TUESDAY)), minutes / 10)
    with pytest.raises(PlanRefusedError, match="500 minutes"):
        WeekProblem((), ("base", "inn"), crews, (there,), minutes)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Window(MONDAY, 700, 600, 0.5),
        lambda: Window(MONDAY, 600, 700, 1.5),
        lambda: Agreed(MONDAY, 2_000),
        lambda: Accepted(MONDAY, "A", -1),
        lambda: Candidate("a", -1, 30),
        lambda: Candidate("a", float("nan"), 30),
        lambda: Candidate("a", 1, -30),
        lambda: replace(BASE_SHIFT, ends=500),
        lambda: replace(BASE_SHIFT, most_road=-1),
        lambda: week_problem([], NEAR[:1, :1], places=["base"], crews={}, week="2026-W54"),
        lambda: week_problem([], NEAR[:1, :1], places=["base"], crews={}, week="week 3"),
    ],
)
def test_a_number_that_cannot_be_is_refused(make: Any) -> None:
    with pytest.raises(PlanRefusedError):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Weights(road=-1),
        lambda: DayRules(extra_minutes=-1),
        lambda: DayRules(lunch_to=600),
        lambda: Effort(iterations=-1),
        lambda: Effort(seconds=-1),
    ],
)
def test_an_option_that_cannot_be_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match=r"\."):
        make()


def plainly(text: str) -> str:
    """Return the plan of a file by the same modules without compiling them: every branch runs where it is counted."""
    import importlib
    import sys

    import numba

    held = {name: module for name, module in sys.modules.items() if name.startswith("geodata.routing")}
    for name in held:
        del sys.modules[name]
    monkey = pytest.MonkeyPatch()
    monkey.setattr(numba.config, "DISABLE_JIT", 1)
    try:
        files = importlib.import_module("geodata.routing.files")
        solve = importlib.import_module("geodata.routing.solve")
        written: str = files.plan_json(solve.plan_week(*files.read_problem(text)), "en")
    finally:
        monkey.undo()
        for name in [name for name in sys.modules if name.startswith("geodata.routing")]:
            del sys.modules[name]
        sys.modules.update(held)
    return written


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(9), RULES)
def test_compiled_and_plain_code_find_the_same_plan(problem: WeekProblem, rules: DayRules) -> None:
    options = PlanOptions(rules=rules, effort=Effort(iterations=500))
    text = problem_json(problem, options)
    read, told = read_problem(text)
    assert read.candidates == problem.candidates
    assert told == options
    assert json.loads(plainly(text)) == json.loads(plan_json(plan_week(problem, options), "en"))
