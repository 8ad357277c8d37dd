"""A week's problem as arrays: every site in every window that its bans, locks and the shifts leave open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geodata.routing.candidate import Lock, Window
from geodata.routing.schedule import NEVER, Instance

if TYPE_CHECKING:
    from datetime import date

    from geodata.routing.candidate import Candidate
    from geodata.routing.options import DayRules, PlanOptions
    from geodata.routing.problem import Shift, WeekProblem

DEMANDED = 10_000.0
"""What a lock counts in the search, above all else; it is no part of the worth."""

NEIGHBOURS = 400
"""How many of the nearest sites the search looks at around a site."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A problem laid out for the search.

    Parameters
    ----------
    instance
        The arrays.
    shifts
        The shift of each route.
    p
        P(reached) of each option.
    demanded
        Sites with an agreed time or a lock, as rows.
    longest
        The most stops a day can have.
    usual
        What a visit usually counts: the search's temperatures are told in it.
    """

    instance: Instance
    shifts: tuple[Shift, ...]
    p: tuple[float, ...]
    demanded: tuple[int, ...]
    longest: int
    usual: float


def is_locked(candidate: Candidate) -> bool:
    """Whether the accepted plan binds the candidate."""
    return candidate.accepted is not None and candidate.accepted.lock is not Lock.FREE


def openings(candidate: Candidate, rules: DayRules) -> tuple[Window, ...]:
    """Return when a visit may begin, were it not for bans and locks."""
    if candidate.agreed is None:
        return candidate.windows
    agreed = candidate.agreed
    early, late = max(0.0, agreed.at - rules.agreed_within), min(24 * 60.0, agreed.at + rules.agreed_within)
    return (Window(agreed.day, early, late, agreed.p),)


def locked_openings(candidate: Candidate, rules: DayRules) -> tuple[Window, ...]:
    """Return the openings that the candidate's lock leaves."""
    windows, accepted = openings(candidate, rules), candidate.accepted
    if accepted is None or accepted.lock is Lock.FREE:
        return windows
    windows = tuple(window for window in windows if window.day == accepted.day)
    if accepted.lock is Lock.DAY:
        return windows
    early, late = accepted.at - rules.agreed_within, accepted.at + rules.agreed_within
    cut = [(max(window.opens, early), min(window.closes, late), window) for window in windows]
    return tuple(Window(window.day, opens, closes, window.p) for opens, closes, window in cut if opens <= closes)


def lay_out(problem: WeekProblem, options: PlanOptions) -> Laid:
    """Return ``problem`` as arrays, weighed by ``options``."""
    rules, weights = options.rules, options.weights
    shifts = tuple(sorted(problem.shifts, key=lambda shift: (shift.day, shift.crew)))
    days = sorted({shift.day for shift in shifts})
    number = {day: index for index, day in enumerate(days)}
    names = {crew.name: index for index, crew in enumerate(problem.crews)}
    rows: list[tuple[int, float, float, float, float]] = []
    p: list[float] = []
    first = np.zeros((len(problem.candidates), len(days) + 1), np.int64)
    best_gain = np.full((len(problem.candidates), len(days)), -NEVER)
    for row, candidate in enumerate(problem.candidates):
        by_day: dict[int, list[Window]] = {}
        for window in locked_openings(candidate, rules):
            if window.day in number and window.day not in candidate.banned:
                by_day.setdefault(number[window.day], []).append(window)
        demand = (weights.missed_agreed if candidate.agreed else 0) + (DEMANDED if is_locked(candidate) else 0)
        for day in range(len(days)):
            first[row, day] = len(rows)
            for window in by_day.get(day, ()):
                gain = weights.reached * candidate.value * window.p + demand
                best_gain[row, day] = max(best_gain[row, day], gain)
                rows.append((row, window.opens, window.closes, planned(candidate, window.p, rules), gain))
                p.append(window.p)
        first[row, len(days)] = len(rows)
    site, opens, closes, length, gain_of = (
        (np.array(column) for column in zip(*rows, strict=True)) if rows else (np.zeros(0),) * 5
    )
    travel = np.where(np.isfinite(problem.minutes), problem.minutes, NEVER)
    place = {name: len(problem.candidates) + index for index, name in enumerate(problem.places)}
    hours = np.zeros(len(names))
    for shift in shifts:
        hours[names[shift.crew]] += shift.ends - shift.starts
    crew = np.array([names[shift.crew] for shift in shifts], np.int64)
    mean = hours[hours > 0].mean() if (hours > 0).any() else 1.0
    demanded = tuple(
        row for row, candidate in enumerate(problem.candidates) if candidate.agreed or is_locked(candidate)
    )
    instance = Instance(
        travel=np.ascontiguousarray(travel),
        back=np.ascontiguousarray(travel.T),
        site=site.astype(np.int64),
        opens=opens.astype(np.float64),
        closes=closes.astype(np.float64),
        length=length.astype(np.float64),
        gain=gain_of.astype(np.float64),
        first=first,
        best_gain=best_gain,
        day=np.array([number[shift.day] for shift in shifts], np.int64),
        crew=crew,
        begins=np.array([shift.starts for shift in shifts], np.float64),
        ends=np.array([shift.ends for shift in shifts], np.float64),
        leaves=np.array([place[shift.leaves_from] for shift in shifts], np.int64),
        returns=np.array([place[shift.returns_to] for shift in shifts], np.int64),
        lunch=np.array([shift.lunch for shift in shifts], np.bool_),
        most_road=np.array([shift.most_road for shift in shifts], np.float64),
        share=np.array([mean / max(hours[each], 1.0) for each in crew], np.float64),
        allowed=_allowed(problem, crew),
        stays=_stays(problem, shifts),
        staying=float(weights.staying),
        road=float(weights.road),
        fair=float(weights.fair if len(names) > 1 else 0.0),
        lunch_time=(
            float(rules.lunch_minutes),
            float(rules.lunch_from),
            float(rules.lunch_to - rules.lunch_minutes),
        ),
        near=_near(travel, len(problem.candidates)),
    )
    tops = [
        weights.reached * candidate.value * max((window.p for window in openings(candidate, rules)), default=0.0)
        for candidate in problem.candidates
    ]
    usual = float(np.median([top for top in tops if top > 0] or [1.0]))
    return Laid(instance, shifts, tuple(p), demanded, _longest(instance), usual)


def planned(candidate: Candidate, p: float, rules: DayRules) -> float:
    """Return the minutes a visit is planned to take, slack included."""
    if rules.durations.code == "full":
        return candidate.minutes + rules.extra_minutes
    vain = min(rules.vain_minutes, candidate.minutes)
    return p * candidate.minutes + (1 - p) * vain + rules.extra_minutes


def _allowed(problem: WeekProblem, crew: np.ndarray) -> np.ndarray:
    asked = [candidate.languages for candidate in problem.candidates]
    by_crew = np.array(
        [[not need or bool(need & each.languages) for each in problem.crews] for need in asked], np.bool_
    ).reshape(len(asked), len(problem.crews))
    return np.ascontiguousarray(by_crew[:, crew])


def _stays(problem: WeekProblem, shifts: tuple[Shift, ...]) -> np.ndarray:
    route: dict[tuple[str, date], int] = {(shift.crew, shift.day): index for index, shift in enumerate(shifts)}
    told = [candidate.accepted for candidate in problem.candidates]
    return np.array([route.get((each.crew, each.day), -1) if each else -1 for each in told], np.int64)


def _near(travel: np.ndarray, sites: int) -> np.ndarray:
    """Return every site's nearest others, itself left out, the nearest first."""
    count = min(NEIGHBOURS, max(sites - 1, 0))
    between = (travel + travel.T)[:sites, :sites].copy()
    np.fill_diagonal(between, np.inf)
    return np.ascontiguousarray(np.argsort(between, axis=1, kind="stable")[:, :count], dtype=np.int64)


def _longest(instance: Instance) -> int:
    """Return the most stops that fit in a shift, going by the shortest visits."""
    sites = len(instance.stays)
    if not len(instance.length) or not len(instance.day):
        return 0
    least = np.full(sites, np.inf)
    np.minimum.at(least, instance.site, instance.length)
    fitting = np.cumsum(np.sort(least)) <= float((instance.ends - instance.begins).max())
    return int(fitting.sum())
