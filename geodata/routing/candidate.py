"""A site that may be visited this week: what a visit is worth, when it can begin, and what has been promised."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, NoReturn

from geodata.errors import PlanRefusedError
from geodata.language import Label
from geodata.terms import Term

if TYPE_CHECKING:
    from datetime import date

DAY_MINUTES = 24 * 60
"""Times are minutes of the day in local wall time, so the days when the clocks change are days like others."""


class Lock(Term):
    """How firmly an accepted stop stays where it was when the week is planned again."""

    FREE = ("free", "Fri", "Free")
    DAY = ("day", "Samme dag", "Same day")
    TIME = ("time", "Samme dag og tid", "Same day and time")


@dataclass(frozen=True, slots=True)
class Window:
    """When a visit may begin on one day, and how likely someone is reached then.

    Parameters
    ----------
    day
        The date.
    opens, closes
        The first and the last minute of the day at which the visit may *begin*.
    p
        P(reached), 0-1.

    Raises
    ------
    PlanRefusedError
        If it closes before it opens or the probability is none.
    """

    day: date
    opens: float
    closes: float
    p: float

    def __post_init__(self) -> None:
        if not 0 <= self.opens <= self.closes <= DAY_MINUTES:
            refuse(
                "Et tidsrum {day} går fra minut {opens} til {closes}; det skal ligge inden for et døgn.",
                "A window on {day} goes from minute {opens} to {closes}; it must lie within a day.",
                day=self.day,
                opens=self.opens,
                closes=self.closes,
            )
        if not 0 <= self.p <= 1:
            refuse(
                "Sandsynligheden {p} er ikke mellem 0 og 1.", "The probability {p} is not between 0 and 1.", p=self.p
            )


@dataclass(frozen=True, slots=True)
class Agreed:
    """A time agreed with the people at the site; the visit begins within the tolerance of it or not at all."""

    day: date
    at: float
    p: float = 1.0

    def __post_init__(self) -> None:
        Window(self.day, self.at, self.at, self.p)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Where a stop stood in the plan that was accepted, and how firmly it stays there."""

    day: date
    crew: str
    at: float
    lock: Lock = Lock.FREE

    def __post_init__(self) -> None:
        Window(self.day, self.at, self.at, 1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One site that may be visited.

    Parameters
    ----------
    site
        The site's identifier.
    value
        What reaching someone there is worth; on the scale of the weights, where a minute of road costs 1.
    minutes
        The full length of a visit at which someone is reached.
    windows
        When it can be visited; several a day, and none on days when it cannot.
    agreed
        The agreed time; the windows do not count then.
    banned
        Days on which nobody may go there, whatever else is said.
    languages
        A crew must speak at least one of them; empty where any crew will do.
    accepted
        Where it stood in the accepted plan.
    why
        What makes up its value, one sentence a term; carried into the plan.

    Raises
    ------
    PlanRefusedError
        If a number cannot be.
    """

    site: str
    value: float
    minutes: float
    windows: tuple[Window, ...] = ()
    agreed: Agreed | None = None
    banned: frozenset[date] = frozenset()
    languages: frozenset[str] = frozenset()
    accepted: Accepted | None = None
    why: tuple[Label, ...] = ()

    def __post_init__(self) -> None:
        if not (isfinite(self.value) and self.value >= 0):
            refuse(
                "Stedet {site} har værdien {value}; den skal være et tal, der ikke er negativt.",
                "The site {site} has the value {value}; it must be a number that is not negative.",
                site=self.site,
                value=self.value,
            )
        if not 0 <= self.minutes <= DAY_MINUTES:
            refuse(
                "Et besøg på stedet {site} varer {minutes} minutter; det skal være mellem 0 og et døgn.",
                "A visit at the site {site} takes {minutes} minutes; it must be between 0 and a day.",
                site=self.site,
                minutes=self.minutes,
            )


def refuse(danish: str, english: str, **values: object) -> NoReturn:
    """Refuse the problem with a sentence.

    Raises
    ------
    PlanRefusedError
        Always.
    """
    raise PlanRefusedError(Label(danish, english), **values)
