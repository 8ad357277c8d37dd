"""The days on which nobody works until the lead says otherwise: Denmark's public holidays."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geodata.language import Label

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from geodata.ledger.plans import AcceptedPlan


def holidays_in(days: Collection[date]) -> dict[date, Label]:
    """Return those of the days that are public holidays in Denmark, and what each is called.

    Store Bededag is one up to 2023. A day on which only many are off, such as 24 December, is none.
    """
    return {day: named[day] for day in days if day in (named := _of_year(day.year))}


def days_off(days: Collection[date], accepted: AcceptedPlan | None) -> frozenset[date]:
    """Return the days of a week on which nobody works, as far as that is known before anyone is asked.

    The accepted version says it. Where it is from before that was kept, a public holiday on which it has stops is a
    day of work; and where there is none, the holidays are off.
    """
    if accepted is not None and accepted.off is not None:
        return accepted.off
    worked = {stop.day for stop in accepted.stops} if accepted else set()
    return frozenset(holidays_in(days).keys() - worked)


@cache
def _of_year(year: int) -> Mapping[date, Label]:
    from holidays import country_holidays  # noqa: PLC0415 - half a second to load, and only a week's plan asks

    danish, english = (country_holidays("DK", years=year, language=language) for language in ("da", "en_US"))
    return {day: Label(name[:1].lower() + name[1:], english[day]) for day, name in danish.items()}
