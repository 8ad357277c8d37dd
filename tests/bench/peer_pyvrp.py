"""PyVRP on a week's problem, in the best of the set-ups that were tried.

A clock of the day; each site twice, before and after lunch, with lunch on the way between; one optional client for each
window, in a group of which one is chosen; a vehicle type and a profile for each weekday, in which what is not open is
very far; the greedy order as a start. Windows must have the same P(reached) on all days.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, Route, Solution, VehicleType, solve
from pyvrp.IteratedLocalSearch import IteratedLocalSearchParams
from pyvrp.solve import SolveParams

from tests.bench.planners import FAR, SCALE, TICKS, gain, greedy, openings
from tests.plan_checker import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geodata.routing import PlanOptions, WeekProblem
    from tests.bench.planners import Answers


class Copy(NamedTuple):
    """What one of PyVRP's clients stands for: a site in one window, before or after lunch."""

    site: int
    half: int
    opens: float
    closes: float


def solve_week(problem: WeekProblem, options: PlanOptions, moments: list[float]) -> Answers:
    """Return PyVRP's visits after each of ``moments``, every one a run of its own; setting up counts."""
    begun = time.process_time()
    halves = 2 if any(shift.lunch for shift in problem.shifts) else 1
    copies, clients, groups = _clients(problem, options, halves)
    days = sorted({shift.day for shift in problem.shifts})
    matrices = [_matrices(problem, options, halves, day) for day in days]
    types = []
    for number, day in enumerate(days):
        today = [shift for shift in problem.shifts if shift.day == day]
        early, late = round(TICKS * today[0].starts), round(TICKS * today[0].ends)
        types.append(VehicleType(len(today), tw_early=early, tw_late=late, unit_distance_cost=1, profile=number))
    data = ProblemData(
        locations=[Location(0, 0)] * (1 + halves * len(problem.candidates)),
        clients=clients,
        depots=[Depot(0)],
        vehicle_types=types,
        distance_matrices=[distance for distance, _ in matrices],
        duration_matrices=[duration for _, duration in matrices],
        groups=groups,
    )
    start = _warm(problem, options, data, copies, days)
    set_up = time.process_time() - begun
    answers: Answers = {}
    params = SolveParams(ils=IteratedLocalSearchParams(history_length=80))
    for seconds in moments:
        until = time.process_time() + seconds - set_up

        def late_now(best_cost: float, until: float = until) -> bool:  # noqa: ARG001
            return time.process_time() >= until

        result = solve(data, late_now, seed=1, collect_stats=False, params=params, initial_solution=start)
        best = result.best if result.is_feasible() else start
        answers[seconds] = list(_visits(problem, best, copies, days)) if best.is_feasible() else []
    return answers


def _clients(problem: WeekProblem, options: PlanOptions, halves: int) -> tuple[list[Copy], list[Any], list[Any]]:
    rules, sites = options.rules, len(problem.candidates)
    copies: list[Copy] = []
    told: list[dict[str, Any]] = []
    groups: list[Any] = []
    for row, candidate in enumerate(problem.candidates):
        first = len(copies)
        for (opens, closes), on in openings(candidate, options).items():
            for half in range(halves):
                early, late = opens, closes
                if half == 1:
                    early = max(opens, rules.lunch_from + rules.lunch_minutes)
                elif halves == 2:
                    late = min(closes, rules.lunch_to - rules.lunch_minutes - candidate.minutes)
                if early > late:
                    continue
                copies.append(Copy(row, half, opens, closes))
                told.append(
                    {
                        "location": 1 + half * sites + row,
                        "service_duration": round(TICKS * candidate.minutes),
                        "tw_early": round(TICKS * early),
                        "tw_late": round(TICKS * late),
                        "prize": gain(candidate, options, max(on.values())),
                        "required": False,
                    }
                )
        if len(copies) > first + 1:
            for each in told[first:]:
                each["group"] = len(groups)
            groups.append(ClientGroup(list(range(first, len(copies))), required=False))
    return copies, [Client(**each) for each in told], groups


def _matrices(problem: WeekProblem, options: PlanOptions, halves: int, day: date) -> tuple[Any, Any]:
    """Return one weekday's distances and durations: the base, the sites before lunch, the sites after it."""
    sites = len(problem.candidates)
    rows = [sites, *range(sites)] if halves == 1 else [sites, *range(sites), *range(sites)]
    distance = problem.minutes[np.ix_(rows, rows)].copy()
    before, after = slice(1, 1 + sites), slice(1 + sites, None)
    eats = next(shift.lunch for shift in problem.shifts if shift.day == day)
    closed = [not any(day in on for on in openings(each, options).values()) for each in problem.candidates]
    shut = np.array([False, *closed * halves])
    distance[shut, :] = distance[:, shut] = FAR
    duration = distance.copy()
    if halves == 2 and eats:
        lunch = options.rules.lunch_minutes
        distance[after, before] = duration[after, before] = FAR
        duration[before, after] += lunch
        duration[0, after] += lunch
        duration[before, 0] += lunch
    elif halves == 2:
        distance[before, :] = distance[:, before] = duration[before, :] = duration[:, before] = FAR
    for matrix in (distance, duration):
        np.fill_diagonal(matrix, 0)
    cost = SCALE * options.weights.road * distance
    return np.round(cost).astype(np.int64), np.round(TICKS * duration).astype(np.int64)


def _warm(problem: WeekProblem, options: PlanOptions, data: Any, copies: list[Copy], days: list[date]) -> Any:
    """Return the greedy order as PyVRP's solution."""
    plan = greedy(problem, options)
    row = {candidate.site: number for number, candidate in enumerate(problem.candidates)}
    of: dict[tuple[int, int], list[int]] = {}
    for number, copy in enumerate(copies):
        of.setdefault((copy.site, copy.half), []).append(number)
    late_shift = {day: not all(shift.lunch for shift in problem.shifts if shift.day == day) for day in days}
    halves = max((copy.half for copy in copies), default=0)
    routes = []
    for each in plan.days:
        chosen = []
        for stop in plan.stops:
            if (stop.crew, stop.day) != (each.crew, each.day):
                continue
            fed = each.lunch is not None and stop.arrive >= each.lunch + options.rules.lunch_minutes - 1e-6
            half = halves if late_shift[each.day] or fed else 0
            fitting = [
                number
                for number in of.get((row[stop.site], half), ())
                if copies[number].opens - 1e-6 <= stop.arrive <= copies[number].closes + 1e-6
            ]
            chosen += fitting[:1]
        if chosen:
            routes.append(Route(data, chosen, days.index(each.day)))
    return Solution(data, routes)


def _visits(problem: WeekProblem, best: Any, copies: list[Copy], days: list[date]) -> Iterator[Visit]:
    used = dict.fromkeys(range(len(days)), 0)
    for route in best.routes():
        number = route.vehicle_type()
        crew = [shift.crew for shift in problem.shifts if shift.day == days[number]][used[number]]
        used[number] += 1
        for each in route:
            if each.is_client():
                begins = each.start_time / TICKS
                yield Visit(problem.candidates[copies[each.idx].site].site, days[number], crew, begins)
