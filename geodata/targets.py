"""A target: what a team is to reach by the end of a year, in percent or as a number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from geodata.errors import TargetRefusedError
from geodata.indicators import BY_ID
from geodata.language import Label
from geodata.terms import Team, Term

if TYPE_CHECKING:
    from datetime import datetime

TARGETED = ("ever_screened", "currently_screened", "sites_attempted")
"""The figures a target can be set for: shares of municipalities or of sites, which more work raises."""

TEAMS = tuple(team.code for team in Team if team is not Team.UNKNOWN)
YEARS = range(2006, 2101)
LONGEST_NAME = 40


class TargetUnit(Term):
    """What a target is counted in."""

    PERCENT = ("percent", "Procent", "Percent")
    COUNT = ("count", "Antal", "Number")


@dataclass(frozen=True, slots=True)
class Target:
    """What one team is to reach by 31 December of one year.

    Parameters
    ----------
    team
        A team's code.
    indicator
        One of :data:`TARGETED`.
    value
        Percent of the figure's denominator (above 0, at most 100), or a whole number of its numerator.
    unit
        A :class:`TargetUnit` code.
    set_at
        When it was set, in UTC; it is shown, and plays no part in what is reached.
    set_by
        Who set it: a function or initials.

    Raises
    ------
    TargetRefusedError
        If it is no target; the sentence says why.
    """

    team: str
    year: int
    indicator: str
    value: float
    unit: str
    set_at: datetime
    set_by: str

    def __post_init__(self) -> None:
        if self.team not in TEAMS:
            _refuse("Målet gælder intet kendt team.", "The target is for no known team.")
        if self.year not in YEARS:
            _refuse("Året ligger uden for 2006-2100.", "The year lies outside 2006-2100.")
        if self.indicator not in TARGETED:
            _refuse("Der kan ikke sættes mål for dette tal.", "No target can be set for this figure.")
        if self.unit == TargetUnit.PERCENT.code:
            if not 0 < self.value <= 100:
                _refuse("Procenten skal være over 0 og højst 100.", "The percentage must be above 0 and at most 100.")
        elif self.unit == TargetUnit.COUNT.code:
            if not (0 < self.value < math.inf and float(self.value).is_integer()):
                _refuse("Antallet skal være et helt tal over 0.", "The number must be a whole number above 0.")
        else:
            _refuse("Et mål er i procent eller et antal.", "A target is in percent or a number.")
        if not is_initials(self.set_by):
            _refuse(
                "Skriv, hvem der sætter målet, med bogstaver: en funktion eller initialer, højst 40 tegn.",
                "Write who sets the target, in letters: a function or initials, at most 40 characters.",
            )

    @property
    def last_day(self) -> date:
        """The day by which it is to be reached."""
        return date(self.year, 12, 31)

    def required(self, denominator: int) -> int:
        """Return how many records of ``denominator`` it takes; a share is rounded up to a whole record."""
        if self.unit == TargetUnit.COUNT.code:
            return int(self.value)
        return math.ceil(round(self.value * denominator / 100, 9))

    def label(self) -> Label:
        """Return the name of the figure it is for."""
        return BY_ID[self.indicator].label


def is_initials(text: str) -> bool:
    """Return whether ``text`` is letters with blanks, points and hyphens between: no number, no address."""
    letters = text.replace(" ", "").replace(".", "").replace("-", "")
    return 0 < len(text) <= LONGEST_NAME and text == text.strip() and letters.isalpha()


def _refuse(danish: str, english: str) -> NoReturn:
    raise TargetRefusedError(Label(danish, english))
