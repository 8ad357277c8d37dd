"""Planning a week: a greedy order at once, then ever better plans until the budget is spent."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geodata.routing.arrays import lay_out
from geodata.routing.candidate import Candidate, Window
from geodata.routing.given import follow
from geodata.routing.options import Effort, PlanOptions
from geodata.routing.problem import Crew, Shift, WeekProblem
from geodata.routing.schedule import best_replacement, cut, empty_routes, insert
from geodata.routing.search import copy_all, fill, new_memory, search, total
from geodata.routing.week import week_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geodata.routing.arrays import Laid
    from geodata.routing.given import Orders
    from geodata.routing.plan import WeekPlan
    from geodata.routing.schedule import Routes
    from geodata.routing.search import Memory

STEP = 500
"""Iterations between two looks at the clock; a budget is rounded up to whole steps."""

FIRST_ROUND, GROWTH, LONGEST_ROUND = 2_000, 1.5, 128_000
"""Iterations of the first annealing, how many times as long every later one is, and the most of any: a larger budget
does all that a smaller one does and more, and the annealing that a budget cuts short is at most a third of it."""

HOT, COLD = 1.0, 0.012
"""The temperatures between which an annealing cools, in what a visit usually counts."""


BETWEEN_PLANS_S = 0.5
"""Seconds between two plans that are given while the search goes on: writing one out takes time, too."""


class Found(NamedTuple):
    """What the search holds at one moment."""

    iterations: int
    searched: bool
    stopped_early: bool


def plan_week(
    problem: WeekProblem,
    options: PlanOptions | None = None,
    stop: Callable[[], bool] | None = None,
    start: Orders | None = None,
) -> WeekPlan:
    """Return the best plan found within the budget.

    Parameters
    ----------
    problem
        Candidates, crews, shifts and travel times.
    options
        What counts, what a day allows, how long to search.
    stop
        Asked now and then; the search ends early when it says yes.
    start
        An order to begin with, such as the plan before a change; what fits beside it is put in.

    Returns
    -------
    WeekPlan
        Always one: the greedy order where there was no time to search.
    """
    options = options or PlanOptions()
    laid = lay_out(problem, options)
    best = empty_routes(laid.instance, laid.longest)
    *_, found = _search(problem, laid, options, best, stop, start)
    return week_plan(problem, options, laid, best, **found._asdict())


def improving_plans(
    problem: WeekProblem,
    options: PlanOptions | None = None,
    stop: Callable[[], bool] | None = None,
    start: Orders | None = None,
) -> Iterator[WeekPlan]:
    """Give ever better plans: the greedy order first, the best of all last; see :func:`plan_week`."""
    options = options or PlanOptions()
    laid = lay_out(problem, options)
    best = empty_routes(laid.instance, laid.longest)
    given, shown, last = float("-inf"), -1.0, Found(0, searched=False, stopped_early=False)
    plan: WeekPlan | None = None
    for found in _search(problem, laid, options, best, stop, start):
        last = found
        worth = total(laid.instance, best)
        if worth > shown + 1e-6 and time.monotonic() - given >= BETWEEN_PLANS_S:
            plan = week_plan(problem, options, laid, best, **found._asdict())
            shown, given = worth, time.monotonic()
            yield plan
    if plan is None or (plan.iterations, plan.stopped_early) != (last.iterations, last.stopped_early):
        yield week_plan(problem, options, laid, best, **last._asdict())


def _search(
    problem: WeekProblem,
    laid: Laid,
    options: PlanOptions,
    best: Routes,
    stop: Callable[[], bool] | None,
    start: Orders | None,
) -> Iterator[Found]:
    """Search step by step; ``best`` always holds the best routes."""
    begun, effort, instance = time.monotonic(), options.effort, laid.instance
    now, kept = (empty_routes(instance, laid.longest) for _ in range(2))
    memory = new_memory(instance, effort.seed)

    def late() -> bool:
        timed_out = effort.seconds is not None and time.monotonic() - begun >= effort.seconds
        return timed_out or (stop is not None and stop())

    follow(problem, laid, now, start or {})
    fill(instance, now, memory, greedy_order(laid))
    copy_all(instance, now, kept)
    copy_all(instance, now, best)
    searching = effort.iterations > 0 and len(instance.site) > 0 and len(laid.shifts) > 0
    early = searching and late()
    yield Found(0, searched=False, stopped_early=early)
    worths = np.full(2, total(instance, now))
    hot = HOT * laid.usual
    done, length = 0, FIRST_ROUND
    while searching and not early and done < effort.iterations:
        cooling = (COLD / HOT) ** (1 / length)
        for begin in range(0, length, STEP):
            search(instance, now, kept, best, memory, worths, begin, begin + STEP, hot, cooling)
            done += STEP
            early = late()
            if early or done >= effort.iterations:
                break
            yield Found(done, searched=True, stopped_early=False)
        copy_all(instance, best, now)
        polish(laid, now, memory)
        worths[:] = total(instance, now)
        copy_all(instance, now, kept)
        copy_all(instance, now, best)
        early = early and done < effort.iterations
        yield Found(done, searched=True, stopped_early=early)
        length = min(int(length * GROWTH) // STEP * STEP, LONGEST_ROUND)


def warm_up() -> None:
    """Compile the search, or load what was compiled: seconds once for an installation, then a fraction of one.

    To be called when a server starts, so that the first plan does not wait for it.
    """
    day = date(2026, 1, 5)
    windows = (Window(day, 540, 1020, 1.0),)
    sites = tuple(Candidate(name, 50, 30, windows) for name in "abc")
    # With a lunch and a site too many, so that what tells of these is compiled, too.
    shifts = (Shift("A", day, 540, 660, "base", "base", lunch=True),)
    problem = WeekProblem(sites, ("base",), (Crew("A"),), shifts, np.ones((4, 4)) - np.eye(4))
    plan_week(problem, PlanOptions(effort=Effort(iterations=1)))


def greedy_order(laid: Laid) -> np.ndarray:
    """Return the sites as a person would take them: what is demanded, then what is worth most a minute."""
    instance = laid.instance
    worth = np.full(len(instance.stays), -np.inf)
    np.maximum.at(worth, instance.site, instance.gain / (instance.length + 15))
    return np.argsort(-worth, kind="stable")


def polish(laid: Laid, now: Routes, memory: Memory) -> None:
    """Put every site in that gains where it fits, or in place of stops that are worth less."""
    instance = laid.instance
    firm = np.zeros(len(instance.stays), np.bool_)
    firm[list(laid.demanded)] = True
    improved = True
    while improved:
        improved = False
        fill(instance, now, memory, greedy_order(laid))
        for site in np.flatnonzero(now.where < 0):
            before = total(instance, now)
            gain, route, left, right, option = best_replacement(instance, now, int(site), firm)
            if gain > 1e-6:
                removed = now.stop[route, left + 1 : right].copy()
                cut(instance, now, route, left + 1, right)
                insert(instance, now, route, left, option)
                if total(instance, now) > before + 1e-6:
                    improved = True
                    continue
                cut(instance, now, route, left + 1, left + 2)
                for k, each in enumerate(removed):
                    insert(instance, now, route, left + k, int(each))
