"""From routes to a plan that a person can read: times, reasons, what was left out, and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.routing.explain import conflicts, left_out
from geodata.routing.plan import CrewDay, Stop, Totals, WeekPlan
from geodata.routing.risk import Lived, overtime
from geodata.routing.timetable import timetable
from geodata.routing.words import say

if TYPE_CHECKING:
    from geodata.language import Label
    from geodata.routing.arrays import Laid
    from geodata.routing.candidate import Candidate
    from geodata.routing.options import PlanOptions
    from geodata.routing.problem import WeekProblem
    from geodata.routing.schedule import Routes
    from geodata.routing.timetable import Timetable


def week_plan(
    problem: WeekProblem,
    options: PlanOptions,
    laid: Laid,
    routes: Routes,
    *,
    iterations: int,
    searched: bool,
    stopped_early: bool,
) -> WeekPlan:
    """Return the routes as a plan."""
    instance = laid.instance
    tables = [timetable(instance, routes, route) for route in range(len(laid.shifts))]
    stops = [
        _stop(problem, options, laid, route, table, k)
        for route, table in enumerate(tables)
        for k in range(len(table.options))
    ]
    days = [_day(problem, options, laid, route, table) for route, table in enumerate(tables)]
    out = left_out(problem, options, laid, routes, searched=searched)
    by_site = {candidate.site: candidate for candidate in problem.candidates}
    missed = sum(by_site[each.site].agreed is not None for each in out)
    reached = sum(stop.p for stop in stops)
    road = sum(day.road for day in days)
    weights = options.weights
    accepted = [stop for stop in stops if by_site[stop.site].accepted is not None]
    totals = Totals(
        worth=sum(stop.worth for stop in stops) - weights.road * road - weights.missed_agreed * missed,
        reached=reached,
        stops=len(stops),
        left_out=len(out),
        road=road,
        waiting=sum(day.waiting for day in days),
        agreed_kept=sum(stop.agreed for stop in stops),
        agreed_missed=missed,
        stayed=sum(stop.kept for stop in accepted),
        moved=sum(not stop.kept for stop in accepted),
    )
    return WeekPlan(
        tuple(stops),
        tuple(out),
        tuple(conflicts(problem, options, laid, routes)),
        tuple(days),
        totals,
        options.effort.seed,
        "search" if searched else "greedy",
        iterations,
        stopped_early,
    )


def _stop(problem: WeekProblem, options: PlanOptions, laid: Laid, route: int, table: Timetable, k: int) -> Stop:
    option, shift = table.options[k], laid.shifts[route]
    candidate = problem.candidates[int(laid.instance.site[option])]
    p, accepted = laid.p[option], candidate.accepted
    kept = accepted is not None and (accepted.day, accepted.crew) == (shift.day, shift.crew)
    worth = options.weights.reached * candidate.value * p
    return Stop(
        candidate.site,
        shift.day,
        shift.crew,
        table.starts[k],
        table.ends[k],
        p,
        worth,
        agreed=candidate.agreed is not None,
        kept=kept,
        why=(*candidate.why, *_why(options, laid, route, table, k, candidate)),
    )


def _why(options: PlanOptions, laid: Laid, route: int, table: Timetable, k: int, candidate: Candidate) -> list[Label]:
    """Return what the planner itself has to say about a stop."""
    instance, option = laid.instance, table.options[k]
    opens, closes = float(instance.opens[option]), float(instance.closes[option])
    places = [
        int(instance.leaves[route]),
        *(int(instance.site[each]) for each in table.options),
        int(instance.returns[route]),
    ]
    detour = table.travel[k] + table.travel[k + 1] - float(instance.travel[places[k], places[k + 2]])
    told = []
    if candidate.agreed is not None:
        told.append(
            say(
                "Aftalt {at} (± {within:g} min.).",
                "Agreed for {at} (± {within:g} min).",
                times={"at": candidate.agreed.at},
                within=options.rules.agreed_within,
            )
        )
    else:
        told.append(
            say(
                "Sandsynligheden for at træffe nogen mellem {opens} og {closes} er {share}.",
                "The probability of reaching someone between {opens} and {closes} is {share}.",
                times={"opens": opens, "closes": closes},
                share=laid.p[option],
            )
        )
    told.append(
        say(
            "{minutes} min. omvej for en værdi på {worth}.",
            "{minutes} min detour for a worth of {worth}.",
            minutes=round(detour),
            worth=round(options.weights.reached * candidate.value * laid.p[option]),
        )
    )
    return told


def _day(problem: WeekProblem, options: PlanOptions, laid: Laid, route: int, table: Timetable) -> CrewDay:
    shift, instance, rules = laid.shifts[route], laid.instance, options.rules
    lived = []
    for option in table.options:
        candidate = problem.candidates[int(instance.site[option])]
        opens = float(instance.opens[option])
        lived.append(Lived(candidate.minutes, rules.vain_minutes, laid.p[option], opens))
    under_way = table.lunch is not None and table.lunch[0] >= table.leaves
    lunch = rules.lunch_minutes if under_way else 0.0
    return CrewDay(
        shift.crew,
        shift.day,
        len(table.options),
        table.leaves,
        table.back,
        None if table.lunch is None else table.lunch[0],
        table.visits,
        table.road,
        max(0.0, table.back - table.leaves - table.visits - table.road - lunch),
        shift.ends - table.back,
        overtime(table, lived, rules.lunch_minutes, shift.ends),
    )
