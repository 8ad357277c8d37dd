"""Figures that the centre's own reports print: outside the data, dated, and shown beside what the data say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geodata.figures import Figure, figure_of
from geodata.indicators import BY_ID
from geodata.language import Label

if TYPE_CHECKING:
    from collections.abc import Iterable

STATUS_REPORT_2007 = Label("Statusrapport 2007", "Status report 2007")


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed figure for the whole country.

    Parameters
    ----------
    indicator
        The indicator's id.
    as_of
        The last day it is told for.
    window_months
        The window it counts; ``None`` where the indicator counts none.
    numerator, denominator
        As printed; a count has no denominator.
    """

    indicator: str
    as_of: date
    window_months: int | None
    numerator: int
    denominator: int | None = None
    source: Label = STATUS_REPORT_2007

    def figure(self) -> Figure:
        """Return it as a figure of the kind ``published``."""
        return figure_of(BY_ID[self.indicator], "nation", "published", self.as_of, self.numerator, self.denominator)


END_2006, END_2007 = date(2006, 12, 31), date(2007, 12, 31)

PRINTED: tuple[Printed, ...] = (
    Printed("ever_screened", END_2006, None, 32, 98),
    Printed("ever_screened", END_2007, None, 96, 98),
    Printed("screening_yield", END_2007, None, 60, 96),
    Printed("screened_without_sites", END_2007, None, 36, 96),
    Printed("sites_sought_out", END_2007, 12, 308),
    Printed("attempts", END_2007, 12, 737),
    Printed("contact_rate", END_2007, 12, 535, 737),
    Printed("in_vain_rate", END_2007, 12, 202, 737),
)
"""The denominator 98 is the municipalities of 2007; the reports print the counts."""


def printed(indicator: str, window_months: int, days: Iterable[date]) -> list[Printed]:
    """Return what is printed of an indicator for one of ``days`` and this window."""
    told = set(days)
    return [
        one
        for one in PRINTED
        if one.indicator == indicator and one.as_of in told and one.window_months in {None, window_months}
    ]
