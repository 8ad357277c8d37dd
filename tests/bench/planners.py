"""The planner as one engine among others, and what its peers need of a problem; every answer is a list of visits.

Seconds are processor time for the planner, PyVRP and OR-Tools, whose stopping rules can be told so, and wall clock for
VROOM: what else the machine does then costs none of the three anything.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from geodata.routing import PlanOptions, plan_week
from geodata.routing.options import Effort
from tests.plan_checker import Visit

if TYPE_CHECKING:
    from datetime import date

    from geodata.routing import Candidate, WeekPlan, WeekProblem

Answers = dict[float, list[Visit]]

SCALE = 1_000
"""Peers count in whole numbers: thousandths of worth."""

TICKS = 1_280
"""So many to a minute where it is a time: the published instances' stay exact."""

FAR = 100_000
ENDLESS = 1_000_000_000


def visits_of(plan: WeekPlan) -> list[Visit]:
    """Return a plan's visits."""
    return [Visit(stop.site, stop.day, stop.crew, stop.arrive) for stop in plan.stops]


def ours(problem: WeekProblem, options: PlanOptions, moments: list[float]) -> Answers:
    """Return what the planner has after each of ``moments``; every one is a run of its own."""
    answers: Answers = {}
    for seconds in moments:
        begun = time.process_time()
        effort = replace(options.effort, iterations=ENDLESS)
        plan = plan_week(
            problem,
            replace(options, effort=effort),
            stop=lambda begun=begun, seconds=seconds: time.process_time() - begun >= seconds,  # type: ignore[misc]
        )
        answers[seconds] = visits_of(plan)
    return answers


def greedy(problem: WeekProblem, options: PlanOptions) -> WeekPlan:
    """Return the greedy order."""
    return plan_week(problem, replace(options, effort=Effort(iterations=0)))


def openings(candidate: Candidate, options: PlanOptions) -> dict[tuple[float, float], dict[date, float]]:
    """Return the hours of a candidate with the days they hold on and P(reached) on each."""
    if candidate.agreed is not None:
        agreed, within = candidate.agreed, options.rules.agreed_within
        return {(agreed.at - within, agreed.at + within): {agreed.day: agreed.p}}
    found: dict[tuple[float, float], dict[date, float]] = {}
    for window in candidate.windows:
        found.setdefault((window.opens, window.closes), {})[window.day] = window.p
    return found


def gain(candidate: Candidate, options: PlanOptions, p: float) -> int:
    """Return what a visit counts, in the peers' whole numbers."""
    demand = options.weights.missed_agreed if candidate.agreed is not None else 0.0
    return round(SCALE * (options.weights.reached * candidate.value * p + demand))
