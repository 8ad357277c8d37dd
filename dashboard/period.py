"""The days that can be chosen, and the window that ends on one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd

from dashboard.text import say_date

if TYPE_CHECKING:
    from geodata.language import Language

DENMARK = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True, slots=True)
class Days:
    """The first day that can be chosen, the day of the first view, and the last day."""

    first: date
    latest: date
    last: date

    def offers(self, day: date) -> bool:
        """Return whether ``day`` can be chosen."""
        return self.first <= day <= self.last


def days_offered(recorded: tuple[date | None, date | None], today: date) -> Days:
    """Return the days a warehouse can be shown for.

    The first view is told for the last day the data know of, not for today: nothing is known of the days between.

    Parameters
    ----------
    recorded
        The first and the last day anything is recorded on.
    """
    first, end = recorded
    latest = end or today
    return Days(date((first or latest).year, 1, 1), latest, max(latest, today))


def today_in_denmark() -> date:
    """Return the day it is in Denmark."""
    return datetime.now(DENMARK).date()


def say_window(as_of: date, window_months: int, language: Language) -> str:
    """Return the days a window holds, both ends included: ``01.01.2007–31.12.2007``."""
    begins = pd.Timestamp(as_of) - pd.DateOffset(months=window_months) + pd.Timedelta(days=1)
    return f"{say_date(begins, language)}–{say_date(as_of, language)}"


def say_moment(iso: str, language: Language) -> str:
    """Return an ISO date and time in UTC as Danish local time: ``21.11.2026 23:15``."""
    moment = datetime.fromisoformat(iso).astimezone(DENMARK)
    return f"{say_date(moment.date(), language)} {moment:%H:%M}"
