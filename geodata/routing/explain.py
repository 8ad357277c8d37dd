"""Why a candidate is not in the plan, by the search's own test of what fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geodata.routing.arrays import DEMANDED, is_locked, locked_openings, openings
from geodata.routing.candidate import Lock
from geodata.routing.plan import Conflict, LeftOut, LeftOutBecause, WayIn
from geodata.routing.schedule import best_in_route, best_replacement, copy_route, cut, empty_routes, insert
from geodata.routing.timetable import timetable
from geodata.routing.words import WEEKDAYS, say

if TYPE_CHECKING:
    from geodata.language import Label
    from geodata.routing.arrays import Laid
    from geodata.routing.candidate import Candidate
    from geodata.routing.options import PlanOptions
    from geodata.routing.problem import WeekProblem
    from geodata.routing.schedule import Routes


def left_out(
    problem: WeekProblem, options: PlanOptions, laid: Laid, routes: Routes, *, searched: bool
) -> list[LeftOut]:
    """Return every candidate without a stop, and what it would have cost to take it in."""
    instance = laid.instance
    firm = np.zeros(len(problem.candidates), np.bool_)
    firm[list(laid.demanded)] = True
    alone = empty_routes(instance, 1)
    trial = empty_routes(instance, routes.place.shape[1] - 2)
    told: list[LeftOut] = []
    for row, candidate in enumerate(problem.candidates):
        if routes.where[row] >= 0:
            continue
        because = _never(problem, options, laid, alone, row)
        way_in = None
        if because is None:
            gain, route, left, right, option = best_replacement(instance, routes, row, firm)
            because = LeftOutBecause.DISPLACES
            if route >= 0:
                gone = [int(place) for place in routes.place[route, left + 1 : right]]
                copy_route(instance, routes, trial, route)
                cut(instance, trial, route, left + 1, right)
                insert(instance, trial, route, left, option)
                shift = laid.shifts[route]
                lock = DEMANDED if is_locked(candidate) else 0.0
                way_in = WayIn(
                    shift.day,
                    shift.crew,
                    timetable(instance, trial, route).starts[left],
                    tuple(problem.candidates[each].site for each in gone),
                    float(trial.road[route] - routes.road[route]),
                    lock - float(gain),
                )
                if gain > 1e-6:
                    because = LeftOutBecause.UNFAIR if searched else LeftOutBecause.NOT_TRIED
                elif not gone:
                    because = LeftOutBecause.NOT_WORTH_IT
        why = _sentence(candidate, options, laid, because, way_in)
        told.append(LeftOut(candidate.site, because, why, way_in))
    return told


def _never(problem: WeekProblem, options: PlanOptions, laid: Laid, alone: Routes, row: int) -> LeftOutBecause | None:
    """Return why a site could not be visited even by a crew that did nothing else that day; ``None`` if it could."""
    instance, candidate = laid.instance, problem.candidates[row]
    working = {shift.day for shift in laid.shifts}
    open_days = {window.day for window in locked_openings(candidate, options.rules) if window.day in working}
    if (open_days and open_days <= candidate.banned) or (working and working <= candidate.banned):
        return LeftOutBecause.BANNED
    first, last = int(instance.first[row, 0]), int(instance.first[row, -1])
    if first == last:
        return LeftOutBecause.NO_WINDOW
    if not instance.allowed[row].any():
        return LeftOutBecause.NO_LANGUAGE
    if any(best_in_route(instance, alone, row, route)[1] >= 0 for route in range(len(laid.shifts))):
        return None
    in_a_shift = (
        max(instance.opens[option], instance.begins[route]) <= instance.closes[option]
        and max(instance.opens[option], instance.begins[route]) + instance.length[option] <= instance.ends[route]
        for route in np.flatnonzero(instance.allowed[row])
        for option in range(*instance.first[row, instance.day[route] : instance.day[route] + 2])
    )
    return LeftOutBecause.UNREACHABLE if any(in_a_shift) else LeftOutBecause.NO_WINDOW


def _no_window(candidate: Candidate, options: PlanOptions, laid: Laid) -> Label:
    """Return when a site could be visited that no shift reaches."""
    working = {shift.day for shift in laid.shifts} - candidate.banned
    windows = [window for window in locked_openings(candidate, options.rules) if window.day in working]
    label = LeftOutBecause.NO_WINDOW.label
    if not windows:
        return say(
            "{danish}: stedet kan ikke besøges de dage, nogen arbejder.",
            "{english}: the site cannot be visited on the days anyone works.",
            danish=label.danish,
            english=label.english,
        )
    first = min(windows, key=lambda window: (window.day, window.opens))
    weekday, more = WEEKDAYS[first.day.weekday()], len(windows) - 1
    return say(
        "{danish}: et besøg kan begynde {weekday_da} mellem {opens} og {closes}{more_da}, men ingen vagt når det.",
        "{english}: a visit can begin on {weekday_en} between {opens} and {closes}{more_en}, but no shift reaches it.",
        times={"opens": first.opens, "closes": first.closes},
        danish=label.danish,
        english=label.english,
        weekday_da=weekday.danish,
        weekday_en=weekday.english,
        more_da=f" eller på {more} {'anden tid' if more == 1 else 'andre tider'}" if more else "",
        more_en=f" or at {more} other {'time' if more == 1 else 'times'}" if more else "",
    )


def _sentence(
    candidate: Candidate, options: PlanOptions, laid: Laid, because: LeftOutBecause, way_in: WayIn | None
) -> Label:
    if because is LeftOutBecause.NO_WINDOW:
        return _no_window(candidate, options, laid)
    if way_in is None:
        if because is LeftOutBecause.DISPLACES:
            return say("Kun ved at bryde en aftale eller en lås.", "Only by breaking an agreed time or a lock.")
        return say("{danish}.", "{english}.", danish=because.label.danish, english=because.label.english)
    weekday = WEEKDAYS[way_in.day.weekday()]
    gone = ", ".join(way_in.displaces)
    more = round(way_in.road)
    danish = "{danish}: billigst {weekday_da} {at} med {crew}, {road_da}{instead_da}; planen ville miste {costs}."
    english = (
        "{english}: cheapest on {weekday_en} at {at} with {crew}, {road_en}{instead_en}; the plan would lose {costs}."
    )
    return say(
        danish,
        english,
        times={"at": way_in.arrive},
        danish=because.label.danish,
        english=because.label.english,
        weekday_da=weekday.danish,
        weekday_en=weekday.english,
        crew=way_in.crew,
        road_da=f"{more} min. mere vej" if more >= 0 else f"{-more} min. mindre vej",
        road_en=f"{more} min more road" if more >= 0 else f"{-more} min less road",
        instead_da=f" og uden {gone}" if gone else "",
        instead_en=f" and without {gone}" if gone else "",
        costs=round(way_in.costs),
    )


def conflicts(problem: WeekProblem, options: PlanOptions, laid: Laid, routes: Routes) -> list[Conflict]:
    """Return every agreed time and lock that the plan does not keep, and what stands in its way."""
    alone = empty_routes(laid.instance, 2)
    told: list[Conflict] = []
    for row in laid.demanded:
        if routes.where[row] >= 0:
            continue
        candidate = problem.candidates[row]
        wall = _wall(problem, options, laid, row)
        clashing: tuple[str, ...] = ()
        if wall is None:
            because = _never(problem, options, laid, alone, row)
            if because is not None:
                wall = _sentence(candidate, options, laid, because, None)
        if wall is None:
            clashing = tuple(problem.candidates[other].site for other in _clashing(laid, routes, alone, row))
            wall = say(
                "Kan ikke nås sammen med {others}.",
                "Cannot be kept together with {others}.",
                others=", ".join(clashing) or "…",
            )
        told.append(Conflict(candidate.site, clashing, wall))
    return told


def _wall(problem: WeekProblem, options: PlanOptions, laid: Laid, row: int) -> Label | None:
    """Return what rules a demand out by itself, before any travel."""
    candidate = problem.candidates[row]
    accepted, agreed = candidate.accepted, candidate.agreed
    locked = accepted is not None and is_locked(candidate)
    day = accepted.day if accepted is not None and locked else agreed.day if agreed is not None else None
    at = agreed.at if agreed is not None else accepted.at if accepted is not None else 0.0
    if agreed is not None and accepted is not None and locked and not locked_openings(candidate, options.rules):
        return say(
            "Aftalen {agreed} {at} og låsen {locked} {pinned} passer ikke sammen.",
            "The agreed time {agreed} {at} and the lock {locked} {pinned} do not go together.",
            times={"at": agreed.at, "pinned": accepted.at},
            agreed=agreed.day,
            locked=accepted.day,
        )
    if day in candidate.banned:
        return say(
            "Aftalt eller låst til {day}, hvor stedet ikke må besøges.",
            "Agreed or locked for {day}, when the site must not be visited.",
            day=day,
        )
    shifts = [(route, shift) for route, shift in enumerate(laid.shifts) if shift.day == day]
    if not shifts:
        return say("Ingen arbejder {day}.", "Nobody works on {day}.", day=day)
    timed = agreed is not None or (accepted is not None and accepted.lock is Lock.TIME)
    early, late = at - options.rules.agreed_within, at + options.rules.agreed_within
    if timed and not any(shift.starts <= late and early <= shift.ends for _, shift in shifts):
        return say(
            "{at} {day} ligger uden for alle vagter.",
            "{at} on {day} is outside every shift.",
            times={"at": at},
            day=day,
        )
    if not locked_openings(candidate, options.rules):
        where = openings(candidate, options.rules)
        return say(
            "Låst til {day}, men stedet kan ikke besøges da ({count} andre tidsrum).",
            "Locked for {day}, but the site cannot be visited then ({count} other windows).",
            day=day,
            count=len(where),
        )
    return None


def _clashing(laid: Laid, routes: Routes, alone: Routes, row: int) -> list[int]:
    """Return the demands in the plan that no crew can keep together with this one; all of its days if none alone is."""
    instance = laid.instance
    days = {
        int(instance.day[route])
        for route in range(len(laid.shifts))
        if instance.first[row, instance.day[route]] < instance.first[row, instance.day[route] + 1]
    }
    others = [
        other for other in laid.demanded if routes.where[other] >= 0 and int(instance.day[routes.where[other]]) in days
    ]
    pairs = [other for other in others if not _together(laid, alone, row, other)]
    return pairs or others


def _together(laid: Laid, alone: Routes, row: int, other: int) -> bool:
    """Whether one crew can visit both on one day."""
    instance = laid.instance
    for route in range(len(laid.shifts)):
        day = instance.day[route]
        for option in range(*instance.first[other, day : day + 2]):
            if not instance.allowed[other, route] or best_in_route(instance, alone, other, route)[1] < 0:
                continue
            insert(instance, alone, route, 0, option)
            possible = alone.gone_fed[route, 1] < 1e11 or alone.gone[route, 1] < 1e11
            found = possible and best_in_route(instance, alone, row, route)[1] >= 0
            cut(instance, alone, route, 1, 2)
            if found:
                return True
    return False
