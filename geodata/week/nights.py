"""Where crews stay overnight in one week, and where each of their days then begins and ends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NoReturn

from geodata.errors import PlanRefusedError
from geodata.language import Label
from geodata.targets import TEAMS, is_initials
from geodata.week.crews import LONGEST_NAME, middles

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from geodata.week.crews import TeamWeek


@dataclass(frozen=True, slots=True)
class Nights:
    """A week's nights away, as they were set once.

    Parameters
    ----------
    week
        The ISO week: ``2026-W49``.
    stays
        Crew and the day after whose work it stays away -> the code of the municipality in whose middle it does. Never
        an address.

    Raises
    ------
    PlanRefusedError
        If it cannot be; the sentence says why.
    """

    team: str
    week: str
    stays: Mapping[tuple[str, date], str]
    set_at: datetime
    set_by: str

    def __post_init__(self) -> None:
        if self.team not in TEAMS:
            _refuse("Planen gælder intet kendt team.", "The plan is for no known team.")
        for (crew, day), code in self.stays.items():
            if not 0 < len(crew) <= LONGEST_NAME:
                _refuse("En overnatning mangler sit hold.", "A night away lacks its crew.")
            if f"{day:%G-W%V}" != self.week:
                _refuse("En overnatning ligger uden for ugen.", "A night away lies outside the week.")
            if code not in middles():
                _refuse("Et hold kan kun overnatte i en kommune.", "A crew can stay in a municipality only.")
        if not is_initials(self.set_by):
            _refuse(
                "Skriv, hvem der gemmer, med bogstaver: en funktion eller initialer.",
                "Write who saves, in letters: a function or initials.",
            )

    def to_json(self) -> str:
        """Return the stays as text to keep."""
        told = [[crew, day.isoformat(), code] for (crew, day), code in sorted(self.stays.items())]
        return json.dumps(told, ensure_ascii=False)


def stays_in(text: str) -> dict[tuple[str, date], str]:
    """Return the stays that :meth:`Nights.to_json` wrote."""
    return {(crew, date.fromisoformat(day)): code for crew, day, code in json.loads(text)}


@dataclass(frozen=True, slots=True)
class Night:
    """A night between two days of a crew's work; ``until`` is the second of them."""

    crew: str
    day: date
    until: date


def nights_between(team: TeamWeek, days: Collection[date], off: Collection[date] = ()) -> list[Night]:
    """Return every night of a week that a crew can spend away: a week begins and ends at the base."""
    hours = team.hours(days, off)
    return [
        Night(crew.name, day, until)
        for crew in team.crews
        for day, until in pairwise(day for day in sorted(days) if hours[crew.name, day] is not None)
    ]


def nights_away(
    team: TeamWeek, days: Collection[date], off: Collection[date], stays: Mapping[tuple[str, date], str]
) -> list[tuple[Night, str]]:
    """Return every night that a crew spends elsewhere than at its base, and the municipality's code."""
    bases = {crew.name: crew.base for crew in team.crews}
    found = ((night, stays.get((night.crew, night.day))) for night in nights_between(team, days, off))
    return [(night, code) for night, code in found if code is not None and code != bases[night.crew]]


@dataclass(frozen=True, slots=True)
class Ends:
    """The codes of the municipalities in whose middle a crew's day begins and ends, and of its base."""

    begins_in: str
    ends_in: str
    base: str

    @property
    def away(self) -> bool:
        """Whether the day begins or ends elsewhere than at the base."""
        return (self.begins_in, self.ends_in) != (self.base, self.base)


def ends_of(
    team: TeamWeek, days: Collection[date], off: Collection[date], stays: Mapping[tuple[str, date], str]
) -> dict[tuple[str, date], Ends]:
    """Return where each crew's days of work begin and end; a day begins where the one before it ended.

    A stay that does not lie between two days of a crew's work is none: the crew is at its base then.
    """
    hours = team.hours(days, off)
    away = {(night.crew, night.day): code for night, code in nights_away(team, days, off, stays)}
    found: dict[tuple[str, date], Ends] = {}
    for crew in team.crews:
        here = crew.base
        for day in sorted(days):
            if hours[crew.name, day] is None:
                continue
            there = away.get((crew.name, day), crew.base)
            found[crew.name, day] = Ends(here, there, crew.base)
            here = there
    return found


def places_of(team: TeamWeek, stays: Mapping[tuple[str, date], str]) -> tuple[str, ...]:
    """Return the codes of all bases and places to stay, each once: the order in which travel times are told."""
    return tuple(dict.fromkeys((*team.bases, *(code for _night, code in sorted(stays.items())))))


def _refuse(danish: str, english: str) -> NoReturn:
    raise PlanRefusedError(Label(danish, english))
