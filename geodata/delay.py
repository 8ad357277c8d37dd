"""How long after a visit it is recorded: figures of so many last days are provisional.

Told from the data's own records, of days long past: of the last days only the quick ones are there yet.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from geodata.errors import GeodataError
from geodata.language import Label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geodata.store import Store

RECORDED_SHARE = 0.95
"""So large a part of what happened on a day shall be recorded before the day is no longer provisional."""

LEAST_RECORDS = 30
"""Below this the 95 % quantile rests on one or two records; the product's own rule."""

MONTHS = 24
"""Months of visits that are looked at: long enough for few, short enough to follow how the work is done now."""

SETTLED_DAYS = 60
"""Visits of the last so many days are not looked at; later than that hardly anything is recorded. Own choice."""


class DelayUnknownError(GeodataError):
    """The records do not say how long they take."""


def recording_delays(store: Store, as_of: date) -> dict[int, int]:
    """Return how many visits were recorded so many days after they happened, as known on ``as_of``."""
    return store.recording_delays(as_of, MONTHS, SETTLED_DAYS)


def provisional_from(delays: Mapping[int, int], as_of: date) -> date | None:
    """Return the first day whose figures are provisional on ``as_of``; ``None`` where records are made at once.

    Raises
    ------
    DelayUnknownError
        As :func:`provisional_days`.
    """
    days = provisional_days(delays)
    return as_of - timedelta(days=days - 1) if days else None


def provisional_days(delays: Mapping[int, int], share: float = RECORDED_SHARE) -> int:
    """Return after how many days ``share`` of the records are in: as many last days are provisional.

    The empirical quantile: the smallest delay that at least ``share`` of the records do not exceed. Nothing is
    interpolated.

    Parameters
    ----------
    delays
        How many records were made so many days after what they tell of.

    Raises
    ------
    DelayUnknownError
        If there are fewer than :data:`LEAST_RECORDS` records, or all were made on the day itself: then the files
        most likely do not say when.
    ValueError
        If not ``0 < share <= 1``.
    """
    if not 0 < share <= 1:
        raise ValueError(f"A share must be above 0 and at most 1, not {share}.")
    records = sum(delays.values())
    if records < LEAST_RECORDS:
        raise DelayUnknownError(
            Label(
                "Kun {n} registreringer siger, hvornår de er lavet; der skal {least} til for at sige, "
                "hvor længe tal er foreløbige.",
                "Only {n} records say when they were made; {least} are needed to say how long figures are provisional.",
            ),
            n=records,
            least=LEAST_RECORDS,
        )
    if max(delays) == 0:
        raise DelayUnknownError(
            Label(
                "Filerne siger ikke, hvornår besøg er registreret, så det vides ikke, hvor længe tal er foreløbige.",
                "The files do not say when visits were recorded, so it is not known how long figures are provisional.",
            )
        )
    within = 0
    for days, n in sorted(delays.items()):
        within += n
        if within >= share * records:
            return days
    raise AssertionError("The shares of all records sum to one.")
