"""A dull second reading of a week's plan: whether it can be driven, and what it is worth. It shares no code with it.

It knows candidates, crews, shifts and travel times as plain data, and a plan as visits: site, day, crew, and when the
visit begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from geodata.routing import PlanOptions, WeekProblem

TINY = 1e-6


class Visit(NamedTuple):
    """One stop of any engine's plan."""

    site: str
    day: date
    crew: str
    begins: float


class Verdict(NamedTuple):
    """What is wrong with a plan, and what it is worth."""

    faults: list[str]
    worth: float
    agreed_kept: int


def check(problem: WeekProblem, options: PlanOptions, visits: Iterable[Visit]) -> Verdict:
    """Return every fault of a plan, its worth and how many agreed times it keeps."""
    faults: list[str] = []
    rules, weights = options.rules, options.weights
    rows = {candidate.site: row for row, candidate in enumerate(problem.candidates)}
    places = {name: len(rows) + k for k, name in enumerate(problem.places)}
    spoken = {crew.name: crew.languages for crew in problem.crews}
    by_shift: dict[tuple[str, date], list[Visit]] = {(shift.crew, shift.day): [] for shift in problem.shifts}
    seen: set[str] = set()
    worth, kept = 0.0, 0
    lasts: dict[str, float] = {}
    for visit in visits:
        candidate = problem.candidates[rows[visit.site]]
        if visit.site in seen:
            faults.append(f"{visit.site} is visited twice")
        seen.add(visit.site)
        if (visit.crew, visit.day) not in by_shift:
            faults.append(f"{visit.site}: {visit.crew} does not work on {visit.day}")
            continue
        by_shift[visit.crew, visit.day].append(visit)
        if visit.day in candidate.banned:
            faults.append(f"{visit.site} is banned on {visit.day}")
        if candidate.languages and not candidate.languages & spoken[visit.crew]:
            faults.append(f"{visit.site}: {visit.crew} does not speak its language")
        if candidate.agreed is not None:
            agreed = candidate.agreed
            near = visit.day == agreed.day and abs(visit.begins - agreed.at) <= rules.agreed_within + TINY
            chances = [agreed.p] if near else []
            kept += near
        else:
            chances = [
                window.p
                for window in candidate.windows
                if window.day == visit.day and window.opens - TINY <= visit.begins <= window.closes + TINY
            ]
        if not chances:
            faults.append(f"{visit.site} is not open on {visit.day} at {visit.begins}")
        accepted = candidate.accepted
        if accepted is not None and accepted.lock.code != "free" and visit.day != accepted.day:
            faults.append(f"{visit.site} is locked for {accepted.day}")
        off = accepted is not None and abs(visit.begins - accepted.at) > rules.agreed_within + TINY
        if accepted is not None and accepted.lock.code == "time" and off:
            faults.append(f"{visit.site} is locked for {accepted.at}")
        p = max(chances, default=0.0)
        worth += weights.reached * candidate.value * p
        lasts[visit.site] = candidate.minutes + rules.extra_minutes
        if rules.durations.code == "expected":
            vain = min(rules.vain_minutes, candidate.minutes)
            lasts[visit.site] = p * candidate.minutes + (1 - p) * vain + rules.extra_minutes
    for candidate in problem.candidates:
        if candidate.agreed is not None and candidate.site not in seen:
            worth -= weights.missed_agreed
    for shift in problem.shifts:
        visited = sorted(by_shift[shift.crew, shift.day], key=lambda visit: visit.begins)
        road = 0.0
        here, now = places[shift.leaves_from], shift.starts
        meals = 0
        legs: list[Visit | None] = [*visited, None]
        for leg in legs:
            there = places[shift.returns_to] if leg is None else rows[leg.site]
            travel = float(problem.minutes[here, there])
            road += travel
            until = shift.ends if leg is None else leg.begins
            if now + travel > until + TINY:
                faults.append(f"{shift.crew} {shift.day}: {leg} is not reached in time")
            begins = max(now, rules.lunch_from)
            in_time = begins + rules.lunch_minutes <= min(until, rules.lunch_to) + TINY
            meals += in_time and until - now - travel >= rules.lunch_minutes - TINY
            if leg is not None:
                here, now = there, leg.begins + lasts[leg.site]
        if visited and shift.lunch and not meals:
            faults.append(f"{shift.crew} {shift.day}: no time for lunch")
        if road > shift.most_road + TINY:
            faults.append(f"{shift.crew} {shift.day}: {road} minutes on the road")
        worth -= weights.road * road
    return Verdict(faults, worth, kept)
