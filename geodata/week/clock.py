"""A planned day piece by piece: on the road, waiting, at a site, lunch, and what is left of the shift."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from geodata.terms import Term

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from geodata.routing import CrewDay, Stop, WeekPlan, WeekProblem

TINY = 1e-6


class Doing(Term):
    """What a crew does in a piece of its day."""

    ROAD = ("road", "Kørsel", "On the road")
    WAITING = ("waiting", "Ventetid", "Waiting")
    VISIT = ("visit", "Besøg", "Visit")
    LUNCH = ("lunch", "Frokost", "Lunch")
    SLACK = ("slack", "Luft til vagtens slutning", "Left of the shift")


@dataclass(frozen=True, slots=True)
class Piece:
    """What a crew does from one minute of the day to another; ``site`` where it visits one."""

    crew: str
    day: date
    doing: Doing
    begins: float
    ends: float
    site: str | None = None

    @property
    def minutes(self) -> float:
        """How long it takes."""
        return self.ends - self.begins


def pieces(problem: WeekProblem, plan: WeekPlan, lunch_minutes: float) -> list[Piece]:
    """Return every planned day of a plan, piece by piece without a gap, to the shift's end.

    A day without stops has no pieces, but for the way to or from a night away.
    """
    shifts = {(shift.crew, shift.day): shift for shift in problem.shifts}
    rows = {candidate.site: number for number, candidate in enumerate(problem.candidates)}
    bases = {name: len(rows) + number for number, name in enumerate(problem.places)}
    told: list[Piece] = []
    for day in plan.days:
        stops = sorted(
            (stop for stop in plan.stops if (stop.crew, stop.day) == (day.crew, day.day)), key=lambda stop: stop.arrive
        )
        if not stops and not day.road:
            continue
        shift = shifts[day.crew, day.day]
        places = [bases[shift.leaves_from], *(rows[stop.site] for stop in stops), bases[shift.returns_to]]
        roads = [float(problem.minutes[here, there]) for here, there in pairwise(places)]
        lunch = None if day.lunch is None else (day.lunch, day.lunch + lunch_minutes)
        told += [
            Piece(day.crew, day.day, *piece) for piece in _day(stops, roads, day, lunch) if piece[2] - piece[1] > TINY
        ]
        if shift.ends - day.back > TINY:
            told.append(Piece(day.crew, day.day, Doing.SLACK, day.back, shift.ends))
    return told


_Part = tuple[Doing, float, float, "str | None"]


def _day(stops: list[Stop], roads: list[float], day: CrewDay, lunch: tuple[float, float] | None) -> Iterator[_Part]:
    now = day.leaves
    if lunch is not None and lunch[0] < now - TINY:
        yield Doing.LUNCH, *lunch, None
        yield Doing.WAITING, lunch[1], now, None
        lunch = None
    for stop, road in zip([*stops, None], roads, strict=True):
        until = day.back if stop is None else stop.arrive
        if lunch is not None and now - TINY <= lunch[0] and lunch[1] <= until + TINY:
            if lunch[0] >= now + road - TINY:  # after the drive
                yield Doing.ROAD, now, now + road, None
                yield Doing.WAITING, now + road, lunch[0], None
                yield Doing.LUNCH, *lunch, None
                now = lunch[1]
            else:
                yield Doing.WAITING, now, lunch[0], None
                yield Doing.LUNCH, *lunch, None
                yield Doing.ROAD, lunch[1], lunch[1] + road, None
                now = lunch[1] + road
            lunch = None
        else:
            yield Doing.ROAD, now, now + road, None
            now += road
        yield Doing.WAITING, now, until, None
        now = until
        if stop is not None:
            yield Doing.VISIT, stop.arrive, stop.leave, stop.site
            now = stop.leave
