"""The week's problem: candidates, crews and their shifts, and the minutes between all places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from geodata.routing.candidate import DAY_MINUTES, Candidate, refuse

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Crew:
    """Two people with a car."""

    name: str
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shift:
    """One crew's day: when and where it leaves, and by when and where it ends.

    Parameters
    ----------
    crew
        The crew's name.
    day
        The date. A holiday is a day without shifts.
    starts, ends
        The earliest minute to leave and the latest to be back.
    leaves_from, returns_to
        Names of places: the base, or where the crew stays overnight.
    lunch
        Whether lunch is eaten during the shift.
    most_road
        The most minutes on the road that day.

    Raises
    ------
    PlanRefusedError
        If it ends before it starts.
    """

    crew: str
    day: date
    starts: float
    ends: float
    leaves_from: str
    returns_to: str
    lunch: bool = True
    most_road: float = float("inf")

    def __post_init__(self) -> None:
        if not 0 <= self.starts <= self.ends <= DAY_MINUTES:
            refuse(
                "Holdet {crew} har {day} en vagt fra minut {starts} til {ends}; den skal ligge inden for et døgn.",
                "The crew {crew} has a shift on {day} from minute {starts} to {ends}; it must lie within a day.",
                crew=self.crew,
                day=self.day,
                starts=self.starts,
                ends=self.ends,
            )
        if not self.most_road >= 0:
            refuse(
                "Holdet {crew} må køre {minutes} minutter; det kan ikke være mindre end 0.",
                "The crew {crew} may drive {minutes} minutes; that cannot be less than 0.",
                crew=self.crew,
                minutes=self.most_road,
            )


@dataclass(frozen=True, slots=True, eq=False)
class WeekProblem:
    """What is to be planned.

    Parameters
    ----------
    candidates
        The sites, in the order of the matrix' first rows.
    places
        The names of bases and places to stay overnight, in the order of the rows after the sites.
    crews, shifts
        Who works, and when.
    minutes
        Square, (sites + places) a side: minutes from row to column, ``inf`` where there is no way. It need not be
        symmetric.

    Raises
    ------
    PlanRefusedError
        If two things have one name, a name is not known, the matrix does not fit, or a crew starts a day elsewhere
        than it ended the day before.
    """

    candidates: tuple[Candidate, ...]
    places: tuple[str, ...]
    crews: tuple[Crew, ...]
    shifts: tuple[Shift, ...]
    minutes: NDArray[np.float64]

    def __post_init__(self) -> None:
        for names in (
            [candidate.site for candidate in self.candidates],
            list(self.places),
            [crew.name for crew in self.crews],
            [f"{shift.crew} {shift.day}" for shift in self.shifts],
        ):
            twice = [name for name, count in Counter(names).items() if count > 1]
            if twice:
                refuse("{name} står to gange.", "{name} is listed twice.", name=twice[0])
        for shift in self.shifts:
            for name, known in (
                (shift.crew, {crew.name for crew in self.crews}),
                (shift.leaves_from, set(self.places)),
                (shift.returns_to, set(self.places)),
            ):
                if name not in known:
                    refuse(
                        "En vagt nævner {name}, som ikke findes.",
                        "A shift names {name}, which is not known.",
                        name=name,
                    )
        size = len(self.candidates) + len(self.places)
        if self.minutes.shape != (size, size):
            refuse(
                "Rejsetiderne er {found}; der skulle være {size} rækker og kolonner.",
                "The travel times are {found}; there should be {size} rows and columns.",
                found=" × ".join(map(str, self.minutes.shape)),
                size=size,
            )
        if np.isnan(self.minutes).any() or (self.minutes < 0).any():
            refuse(
                "En rejsetid mangler eller er negativ; hvor der ingen vej er, skal den være uendelig.",
                "A travel time is missing or negative; where there is no way it must be infinite.",
            )
        row = {name: len(self.candidates) + index for index, name in enumerate(self.places)}
        for shift in self.shifts:
            between = float(self.minutes[row[shift.leaves_from], row[shift.returns_to]])
            if between > shift.ends - shift.starts:
                refuse(
                    "Holdet {crew} kan ikke nå fra {begins} til {ends} {day}: {minutes:g} minutter.",
                    "The crew {crew} cannot get from {begins} to {ends} on {day}: {minutes:g} minutes.",
                    crew=shift.crew,
                    begins=shift.leaves_from,
                    ends=shift.returns_to,
                    day=shift.day,
                    minutes=between,
                )
        for crew in self.crews:
            days = sorted((shift for shift in self.shifts if shift.crew == crew.name), key=lambda shift: shift.day)
            for before, after in pairwise(days):
                if before.returns_to != after.leaves_from:
                    refuse(
                        "Holdet {crew} slutter {ended} ved {place}, men begynder {begins} ved {other}.",
                        "The crew {crew} ends {ended} at {place} but begins {begins} at {other}.",
                        crew=crew.name,
                        ended=before.day,
                        place=before.returns_to,
                        begins=after.day,
                        other=after.leaves_from,
                    )


WORKING_HOURS: Mapping[int, tuple[float, float]] = dict.fromkeys(range(1, 6), (9 * 60, 17 * 60))
"""The usual shift of each working day, by ISO weekday: from 9 to 17."""

LUNCH_SHIFT_STARTS_BY = 12 * 60
"""Who starts later has had lunch at home."""


def week_problem(
    candidates: Sequence[Candidate],
    minutes: NDArray[np.float64],
    *,
    places: Sequence[str],
    crews: Mapping[str, str],
    week: str,
    languages: Mapping[str, Collection[str]] | None = None,
    hours: Mapping[int, tuple[float, float]] = WORKING_HOURS,
    other_hours: Mapping[tuple[str, date], tuple[float, float] | None] | None = None,
    holidays: Collection[date] = (),
    nights: Mapping[tuple[str, date], str] | None = None,
    most_road: float = float("inf"),
) -> WeekProblem:
    """Return a week's problem from what a team has: the joint between the due list and the planner.

    Parameters
    ----------
    candidates, minutes, places
        As in :class:`WeekProblem`; the matrix holds the candidates first and the places after them.
    crews
        Every crew's name and its base, one of ``places``.
    week
        The ISO week, ``2026-W49``.
    languages
        What each crew speaks, where that is known.
    hours
        The usual shift by ISO weekday (1-7): minutes of the day from and to. A weekday that is missing is free.
    other_hours
        What differs: another shift for one crew on one day, or ``None`` for a day off.
    holidays
        Days on which nobody works.
    nights
        Where a crew stays after a day's work when it is not at its base; the next day it works starts there.
    most_road
        The most minutes a crew may drive in a day.

    Raises
    ------
    PlanRefusedError
        If the week is none, or the problem is none.
    """
    differs, away = other_hours or {}, nights or {}
    shifts: list[Shift] = []
    days = days_of(week)
    for crew, base in crews.items():
        here = base
        for day in days:
            shift = differs.get((crew, day), hours.get(day.isoweekday()))
            if shift is None or day in holidays:
                continue
            there = away.get((crew, day), base)
            lunch = shift[0] < LUNCH_SHIFT_STARTS_BY
            shifts.append(Shift(crew, day, *shift, here, there, lunch, most_road))
            here = there
    spoken = languages or {}
    return WeekProblem(
        tuple(candidates),
        tuple(places),
        tuple(Crew(crew, frozenset(spoken.get(crew, ()))) for crew in crews),
        tuple(shifts),
        np.asarray(minutes, dtype=np.float64),
    )


def days_of(week: str) -> list[date]:
    """Return the seven days of an ISO week, Monday first.

    Raises
    ------
    PlanRefusedError
        If there is no such week.
    """
    try:
        year, number = week.split("-W")
        monday = date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        refuse("{week} er ikke en uge; skriv 2026-W49.", "{week} is not a week; write 2026-W49.", week=week)
    return [monday + timedelta(days=offset) for offset in range(7)]
