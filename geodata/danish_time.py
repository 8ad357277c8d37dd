"""Danish wall-clock time: what a person reads off the clock and writes, also on the two Sundays when it is changed.

On the last Sunday of March the hour from 02:00 does not exist; on the last Sunday of October it comes twice. Records
keep what the clock said. Whether that has passed is asked of the earlier of the two, so that no one is refused for
having looked at the clock in the second.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DENMARK = ZoneInfo("Europe/Copenhagen")


def on_the_clock(moment: datetime) -> datetime:
    """Return what Danish clocks show at a moment, to the minute, without a time zone."""
    return moment.astimezone(DENMARK).replace(tzinfo=None, second=0, microsecond=0, fold=0)


def exists(clock: datetime) -> bool:
    """Return whether Danish clocks ever show this."""
    return clock.replace(tzinfo=DENMARK).astimezone(UTC).astimezone(DENMARK).replace(tzinfo=None) == clock


def comes_twice(clock: datetime) -> bool:
    """Return whether Danish clocks show this twice."""
    first, second = (clock.replace(tzinfo=DENMARK, fold=fold).utcoffset() for fold in (0, 1))
    return exists(clock) and first != second


def has_passed(clock: datetime, now: datetime) -> bool:
    """Return whether Danish clocks have shown this by ``now``, once if it comes twice."""
    return clock.replace(tzinfo=DENMARK, fold=0).astimezone(UTC) <= now


def day_of(moment: datetime) -> date:
    """Return the day it is in Denmark at a moment."""
    return moment.astimezone(DENMARK).date()
