"""The period of a report: a year or one of its quarters, and what of it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geodata.errors import GeodataError
from geodata.language import Label, Language

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""No record is older than the first; the last keeps a slip of the pen out."""

QUARTERS = (1, 2, 3, 4)
_LAST_DAYS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}


class ReportRefusedError(GeodataError):
    """No such report can be made."""


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar year, or one quarter of it.

    Raises
    ------
    ReportRefusedError
        If there is no such year or quarter.
    """

    year: int
    quarter: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ReportRefusedError(
                Label(
                    "{year} er ikke et år, der kan skrives rapport om; det skal ligge mellem {first} og {last}.",
                    "{year} is not a year to report on; it must lie between {first} and {last}.",
                ),
                year=self.year,
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        if self.quarter not in {None, *QUARTERS}:
            raise ReportRefusedError(
                Label(
                    "{quarter} er ikke et kvartal; det skal være 1, 2, 3 eller 4.",
                    "{quarter} is not a quarter; it must be 1, 2, 3 or 4.",
                ),
                quarter=self.quarter,
            )

    @property
    def begins(self) -> date:
        """The first day."""
        return date(self.year, 3 * (self.quarter or 1) - 2, 1)

    @property
    def ends(self) -> date:
        """The last day."""
        return date(self.year, *_LAST_DAYS[self.quarter or 4])

    @property
    def months(self) -> int:
        """Months of the period."""
        return 12 if self.quarter is None else 3

    def say(self, language: Language) -> str:
        """Return its name: ``2007`` or ``2. kvartal 2007``."""
        if self.quarter is None:
            return str(self.year)
        return f"{self.quarter}. kvartal {self.year}" if language == "da" else f"Q{self.quarter} {self.year}"

    def code(self) -> str:
        """Return its name in files: ``2007`` or ``2007-q2``."""
        return str(self.year) if self.quarter is None else f"{self.year}-q{self.quarter}"
