"""Who works in a team's weeks: the crews, where they leave from, their days and shifts, and the slack they keep."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NoReturn

from geodata.errors import PlanRefusedError
from geodata.language import Label
from geodata.personal import refused_text
from geodata.targets import TEAMS, is_initials
from geodata.terms import SpokenLanguage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from geodata.routing import Effort, PlanOptions

MOST_CREWS = 6
LONGEST_NAME = 20
WEEKDAYS = range(1, 8)
DAY_SHIFT = (9 * 60, 17 * 60)
EVENING_SHIFT = (13 * 60, 21 * 60)
MOST_EXTRA = 60
DURATIONS = ("full", "expected")
"""The codes of :class:`geodata.routing.Durations`, which are known here before the search is compiled."""
BASES: Mapping[str, str] = {"east": "0101", "mid": "0461", "west": "0751"}
"""Where a team is taken to leave from until it says otherwise: the municipality of its largest town."""


@dataclass(frozen=True, slots=True)
class CrewWeek:
    """Two people with a car, in any week.

    Parameters
    ----------
    name
        What the crew is called; never a person.
    base
        The code of the municipality in whose middle its days begin and end. Never an address.
    days, evenings
        ISO weekdays with a day shift, and with an evening shift; no day has both.
    languages
        Codes of the languages that one of the two speaks (:class:`~geodata.terms.SpokenLanguage`); a site that needs
        another is not theirs.
    """

    name: str
    base: str
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    evenings: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < len(self.name) <= LONGEST_NAME or refused_text(self.name) is not None:
            _refuse(
                f"Et holds navn skal være 1-{LONGEST_NAME} almindelige tegn, og aldrig en persons.",
                f"A crew's name must be 1-{LONGEST_NAME} plain characters, and never a person's.",
            )
        if self.base not in middles():
            _refuse("Holdets base er ingen kommune.", "The crew's base is no municipality.")
        if not set(self.languages) <= {language.code for language in SpokenLanguage}:
            _refuse("Et af holdets sprog kendes ikke.", "One of the crew's languages is not known.")
        if not set(self.days + self.evenings) <= set(WEEKDAYS):
            _refuse("En ugedag er 1-7.", "A weekday is 1-7.")
        if set(self.days) & set(self.evenings):
            _refuse(
                "Et hold kan ikke have både dagvagt og aftenvagt samme dag.",
                "A crew cannot have a day shift and an evening shift on one day.",
            )


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """Everything of a team's weeks that stays from one to the next.

    Parameters
    ----------
    day_shift, evening_shift
        From and to, in minutes of the day.
    durations, extra_minutes
        The slack: whether a visit is planned with its full length, and minutes added to each.

    Raises
    ------
    PlanRefusedError
        If it cannot be; the sentence says why.
    """

    team: str
    crews: tuple[CrewWeek, ...]
    day_shift: tuple[int, int] = DAY_SHIFT
    evening_shift: tuple[int, int] = EVENING_SHIFT
    durations: str = DURATIONS[0]
    extra_minutes: int = 0

    def __post_init__(self) -> None:
        if self.team not in TEAMS:
            _refuse("Planen gælder intet kendt team.", "The plan is for no known team.")
        if not 1 <= len(self.crews) <= MOST_CREWS:
            _refuse(f"Et team har 1-{MOST_CREWS} hold.", f"A team has 1-{MOST_CREWS} crews.")
        if len({crew.name for crew in self.crews}) < len(self.crews):
            _refuse("To hold har samme navn.", "Two crews have one name.")
        for begins, ends in (self.day_shift, self.evening_shift):
            if not 0 <= begins < ends <= 24 * 60:
                _refuse("En vagt skal slutte, efter den begynder.", "A shift must end after it begins.")
        if self.durations not in DURATIONS or not 0 <= self.extra_minutes <= MOST_EXTRA:
            _refuse(
                f"Der kan lægges 0-{MOST_EXTRA} minutter til et besøg.",
                f"0-{MOST_EXTRA} minutes can be added to a visit.",
            )

    @property
    def bases(self) -> tuple[str, ...]:
        """The crews' bases, each once."""
        return tuple(dict.fromkeys(crew.base for crew in self.crews))

    def hours(
        self, days: Collection[date], off: Collection[date] = ()
    ) -> dict[tuple[str, date], tuple[float, float] | None]:
        """Return every crew's shift on each of the days, in minutes of the day; ``None`` where it is off."""
        return {
            (crew.name, day): None
            if day in off
            else self.day_shift
            if day.isoweekday() in crew.days
            else self.evening_shift
            if day.isoweekday() in crew.evenings
            else None
            for crew in self.crews
            for day in days
        }

    def options(self, effort: Effort) -> PlanOptions:
        """Return what the search is told."""
        from geodata.routing import DayRules, Durations, PlanOptions  # noqa: PLC0415 - it compiles the search

        rules = DayRules(durations=Durations(self.durations), extra_minutes=self.extra_minutes)
        return PlanOptions(rules=rules, effort=effort)

    def to_json(self) -> str:
        """Return it as text to keep."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> TeamWeek:
        """Return what :meth:`to_json` wrote."""
        told = json.loads(text)
        crews = tuple(
            CrewWeek(
                each["name"],
                each["base"],
                tuple(each["days"]),
                tuple(each["evenings"]),
                tuple(each.get("languages", ())),  # of what was kept before it was asked, nothing is known
            )
            for each in told["crews"]
        )
        return cls(
            told["team"],
            crews,
            _pair(told["day_shift"]),
            _pair(told["evening_shift"]),
            told["durations"],
            told["extra_minutes"],
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A team's week as it was kept once, by whom and when."""

    week: TeamWeek
    set_at: datetime
    set_by: str

    def __post_init__(self) -> None:
        if not is_initials(self.set_by):
            _refuse(
                "Skriv, hvem der gemmer, med bogstaver: en funktion eller initialer.",
                "Write who saves, in letters: a function or initials.",
            )


def usual(team: str) -> TeamWeek:
    """Return what holds until a team says otherwise: two crews from the team's largest town, Monday to Friday."""
    return TeamWeek(team, tuple(CrewWeek(f"Hold {number}", BASES[team]) for number in (1, 2)))


@cache
def middles() -> dict[str, tuple[float, float]]:
    """Return a point in the middle of every municipality by its code: longitude and latitude (EPSG:4326)."""
    return {row["municipality_code"]: (float(row["inside_lon"]), float(row["inside_lat"])) for row in _bundled()}


@cache
def town_names() -> dict[str, str]:
    """Return the name of every municipality by its code: what a base and a place to stay are called."""
    return {row["municipality_code"]: row["name"] for row in _bundled()}


def _bundled() -> csv.DictReader[str]:
    text = files("geodata").joinpath("data", "municipalities.csv").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _pair(told: list[int]) -> tuple[int, int]:
    begins, ends = told
    return int(begins), int(ends)


def _refuse(danish: str, english: str) -> NoReturn:
    raise PlanRefusedError(Label(danish, english))
