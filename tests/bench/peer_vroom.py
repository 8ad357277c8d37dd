"""VROOM on a week's problem: a clock of the week, priorities for worth, lunch as a break."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import vroom

from tests.bench.planners import gain, openings
from tests.plan_checker import Visit

if TYPE_CHECKING:
    from datetime import date

    from geodata.routing import PlanOptions, WeekProblem
    from tests.bench.planners import Answers

SECONDS = 60
DAY = 24 * 60
HIGHEST = 100


def solve_week(problem: WeekProblem, options: PlanOptions, moments: list[float]) -> Answers:
    """Return VROOM's visits within each of ``moments``; it stops by itself when it has nothing more to try."""
    first = min(shift.day for shift in problem.shifts)
    sites, rules = len(problem.candidates), options.rules

    def window(day: date, opens: float, closes: float) -> vroom.TimeWindow:
        midnight = (day - first).days * DAY
        return vroom.TimeWindow(round(SECONDS * (midnight + opens)), round(SECONDS * (midnight + closes)) - 1)

    means = []
    for candidate in problem.candidates:
        chances = [p for on in openings(candidate, options).values() for p in on.values()]
        means.append(gain(candidate, options, float(np.mean(chances))) if chances else 0)
    top = max((mean for mean, each in zip(means, problem.candidates, strict=True) if each.agreed is None), default=1)
    answers: Answers = {}
    for seconds in moments:
        asked = vroom.Input()
        asked.set_durations_matrix("car", np.round(SECONDS * np.minimum(problem.minutes, 2880)).astype(np.uint32))
        for number, shift in enumerate(problem.shifts):
            lunch = window(shift.day, rules.lunch_from, rules.lunch_to - rules.lunch_minutes)
            breaks = [vroom.Break(number, [lunch], service=round(SECONDS * rules.lunch_minutes))] if shift.lunch else []
            hours = window(shift.day, shift.starts, shift.ends)
            asked.add_vehicle(vroom.Vehicle(number, start=sites, end=sites, time_window=hours, breaks=breaks))
        for row, candidate in enumerate(problem.candidates):
            times = [
                window(day, opens, closes) for (opens, closes), on in openings(candidate, options).items() for day in on
            ]
            priority = HIGHEST if candidate.agreed else max(1, round((HIGHEST - 1) * means[row] / top))
            if times:
                length = round(SECONDS * candidate.minutes)
                ordered = sorted(times, key=lambda each: each.start)
                asked.add_job(vroom.Job(row, row, default_service=length, time_windows=ordered, priority=priority))
        told = asked.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds)).routes
        visits = []
        for each in told[told["type"] == "job"].to_dict("records"):
            shift = problem.shifts[int(each["vehicle_id"])]
            begins = (each["arrival"] + each["waiting_time"]) / SECONDS - (shift.day - first).days * DAY
            visits.append(Visit(problem.candidates[int(each["id"])].site, shift.day, shift.crew, begins))
        answers[seconds] = visits
    return answers
