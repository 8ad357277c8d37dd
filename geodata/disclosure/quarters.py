"""The quarters that releases are told for, written ``2026-Q3``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from geodata.errors import GeodataError
from geodata.language import Label

_WRITTEN = re.compile(r"(\d{4})-?[qQkK]([1-4])")


class NoQuarterError(GeodataError):
    """What was written is no quarter."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @classmethod
    def read(cls, text: str) -> Quarter:
        """Return the quarter that ``2026-Q3`` stands for.

        Raises
        ------
        NoQuarterError
            If it is none.
        """
        found = _WRITTEN.fullmatch(text.strip())
        if found is None:
            raise NoQuarterError(
                Label("'{text}' er ikke et kvartal; skriv fx 2026-Q3.", "'{text}' is no quarter; write 2026-Q3."),
                text=text[:20],
            )
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def last_day(self) -> date:
        """The day the quarter is told for."""
        after = date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)
        return after - timedelta(days=1)

    def before(self) -> Quarter:
        """Return the quarter before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def complete(today: date, count: int) -> list[Quarter]:
    """Return the last quarters that were over before a day, the earliest first."""
    found = [Quarter.of(today).before()]
    while len(found) < count:
        found.append(found[-1].before())
    return found[::-1]
