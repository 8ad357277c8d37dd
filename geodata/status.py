"""A municipality's status on a day: how fresh its last completed screening is, and what that screening found.

Two axes, never one colour for two meanings (docs/figures.md). "Started" is not "completed": a screening under
way does not change the status. Whether outreach has begun is a third fact, shown beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.language import Label
from geodata.terms import ScreeningResult, Term

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

WINDOWS_MONTHS = (6, 12, 24)
"""The windows offered; 12 months is the default."""

DEFAULT_WINDOW_MONTHS = 12


class Freshness(Term):
    """How long ago a municipality's last screening was completed, measured in windows."""

    FRESH = ("fresh", "Screenet", "Screened")
    AGEING = ("ageing", "Ved at blive forældet", "Ageing")
    EXPIRED = ("expired", "Skal screenes igen", "Re-screen")
    NEVER = ("never", "Aldrig screenet", "Never screened")


@dataclass(frozen=True, slots=True)
class Status:
    """One class of the map: a freshness and a result, with a symbol so that colour is never alone."""

    freshness: Freshness
    result: ScreeningResult | None
    symbol: str

    @property
    def code(self) -> str:
        """The code that is stored in frames and links."""
        return self.freshness.code if self.result is None else f"{self.freshness.code}_{self.result.code}"

    @property
    def label(self) -> Label:
        """Both axes in words."""
        if self.result is None:
            return self.freshness.label
        fresh, found = self.freshness.label, self.result.label
        return Label(f"{fresh.danish}, {found.danish.lower()}", f"{fresh.english}, {found.english.lower()}")


_SYMBOLS = {ScreeningResult.SITES_FOUND: "●", ScreeningResult.NONE_FOUND: "○", ScreeningResult.NOT_STATED: "◐"}

STATUSES: tuple[Status, ...] = (
    *(
        Status(freshness, result, symbol)
        for freshness in (Freshness.FRESH, Freshness.AGEING, Freshness.EXPIRED)
        for result, symbol in _SYMBOLS.items()
    ),
    Status(Freshness.NEVER, None, "?"),
)
"""The classes in the order of the legend; they are fixed, whatever the data."""

BY_CODE: Mapping[str, Status] = {status.code: status for status in STATUSES}


def classify(
    municipalities: pd.DataFrame, as_of: date | pd.Series[pd.Timestamp], window_months: int = DEFAULT_WINDOW_MONTHS
) -> pd.DataFrame:
    """Add each municipality's status on a day.

    A screening is fresh while it is at most ``window_months`` old, ageing up to one and a half windows, and
    expired after that (docs/figures.md).

    Parameters
    ----------
    municipalities
        One row per municipality with ``completed_on`` (the last completed screening on or before ``as_of``,
        missing where there is none) and ``result`` (a :class:`ScreeningResult` code).
    as_of
        The day the status is told for, or each row's own.
    window_months
        The window in months; an even number, so that one and a half windows is whole months.

    Returns
    -------
    pandas.DataFrame
        The same rows with ``status`` (a code of :data:`STATUSES`), ``age_days`` and ``due_on`` (the first day it
        is no longer fresh; missing where it was never screened).

    Raises
    ------
    ValueError
        If the window is not an even, positive number of months.
    """
    if window_months <= 0 or window_months % 2:
        raise ValueError(f"The window must be an even, positive number of months, not {window_months}.")
    completed = pd.to_datetime(municipalities["completed_on"])
    today = as_of if isinstance(as_of, pd.Series) else pd.Timestamp(as_of)
    fresh_until = completed + pd.DateOffset(months=window_months)
    ageing_until = completed + pd.DateOffset(months=window_months * 3 // 2)
    freshness = np.select(
        [completed.isna(), today <= fresh_until, today <= ageing_until],
        [Freshness.NEVER.code, Freshness.FRESH.code, Freshness.AGEING.code],
        default=Freshness.EXPIRED.code,
    )
    never = Freshness.NEVER.code
    status = [
        fresh if fresh == never else f"{fresh}_{found}"
        for fresh, found in zip(freshness.tolist(), municipalities["result"].tolist(), strict=True)
    ]
    return municipalities.assign(
        status=pd.Series(status, index=municipalities.index, dtype="str"),
        age_days=(today - completed).dt.days.astype("Int64"),
        due_on=fresh_until + pd.Timedelta(days=1),
    )


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the municipalities whose status differs between two days, in the order of ``after``.

    Parameters
    ----------
    before, after
        The municipalities of one version, classified for either day. One that is missing from either is left out.

    Returns
    -------
    pandas.DataFrame
        The rows of ``after`` with ``status_before`` and ``completed_before`` added.
    """
    held = before.set_index("municipality_code")
    pairs = after[after["municipality_code"].isin(held.index)]
    codes = pairs["municipality_code"]
    pairs = pairs.assign(
        status_before=held["status"].reindex(codes).to_numpy(),
        completed_before=held["completed_on"].reindex(codes).to_numpy(),
    )
    return pairs[pairs["status"] != pairs["status_before"]]
