"""Figures over time: what an indicator divides, for many days at once, by the definitions of :mod:`geodata.figures`."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from geodata.figures import Figure, figure_of
from geodata.indicators import BY_ID, INDICATORS, Indicator
from geodata.status import classify
from geodata.store import MOST_DAYS, at_once
from geodata.terms import UNKNOWN, Team

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from geodata.store import Store

SCREENED = ("municipalities", "screened", "screened_now", "screened_with_sites", "screened_without_sites")
SITES = ("sites_known", "sites_known_attempted", "sites_known_reached", "sites_sought_out")
ATTEMPTS = ("attempts", "attempts_reached", "attempts_in_vain")
DUE = ("due_dated", "due_overdue")


def _told_by(indicator: Indicator) -> set[str]:
    return {indicator.numerator} | ({indicator.denominator} if indicator.denominator else set())


TOLD_OVER_TIME: tuple[Indicator, ...] = tuple(
    indicator for indicator in INDICATORS if _told_by(indicator) <= {*SCREENED, *SITES, *ATTEMPTS, *DUE}
)
"""The indicators that can be told over time."""


def quarter_ends(first: date, last: date) -> list[date]:
    """Return the last day of every quarter from ``first`` on, and ``last`` itself, where a quarter may have only begun.

    Raises
    ------
    ValueError
        If ``last`` is before ``first``.
    """
    if last < first:
        raise ValueError(f"The last day, {last}, is before the first, {first}.")
    begins = ((year, month) for year in range(first.year, last.year + 2) for month in (1, 4, 7, 10))
    ends = (date(year, month, 1) - timedelta(days=1) for year, month in begins)
    return [*(end for end in ends if first <= end < last), last]


def statuses(store: Store, days: Sequence[date], window_months: int) -> pd.DataFrame:
    """Return one row per day and municipality, in Danish order of names, with its status on that day.

    Columns: day, municipality_code, name, team, region_code, completed_on, result, and those of
    :func:`geodata.status.classify`.
    """
    places = store.municipality_timeline(list(days))
    return classify(places, places["day"], window_months)


def cells(store: Store, days: Sequence[date], window_months: int, columns: Iterable[str]) -> pd.DataFrame:
    """Return the smallest parts that figures over time are pooled from.

    Returns
    -------
    pandas.DataFrame
        One row per day, municipality_code (or ``unknown``), team and region_code (that day's, or ``unknown``), with
        a column for each of ``columns``. A place may stand in several rows, which add up. What lies outside the
        store's reach is :data:`geodata.within.ELSEWHERE`: it counts for its team and the nation.
    """
    wanted = set(columns)
    reads: list[Callable[[], pd.DataFrame]] = []
    if wanted & set(SCREENED):
        reads.append(partial(store.screening_timeline, list(days), window_months))
    batches = [list(days[begin : begin + MOST_DAYS]) for begin in range(0, len(days), MOST_DAYS)]
    if wanted & set(SITES):
        reads += [partial(store.site_timeline, batch, window_months) for batch in batches]
    if wanted & set(ATTEMPTS):
        reads.append(partial(store.attempt_timeline, list(days), window_months))
    if wanted & set(DUE):
        reads += [partial(store.due_timeline, batch) for batch in batches]
    keys = ["day", "municipality_code", "team", "region_code"]
    return pd.concat(at_once(*reads))[[*keys, *sorted(wanted)]].fillna(0)


def series(parts: pd.DataFrame, days: Sequence[date], level: str, ids: Sequence[str]) -> list[Figure]:
    """Return each indicator of ``ids`` for every area and day: an indicator's areas, and an area's days, in order.

    Parameters
    ----------
    parts
        Rows of :func:`cells`: all, or those a filter keeps.
    level
        ``nation`` (all parts as one), ``team`` or ``region``.
    """
    key = {"nation": pd.Series("nation", index=parts.index), "team": parts["team"], "region": parts["region_code"]}[
        level
    ]
    areas = [team.code for team in Team] if level == "team" else sorted(set(key)) or ["nation"]
    columns = sorted(set().union(*(_told_by(BY_ID[name]) for name in ids)))
    counted = parts.groupby([parts["day"], key])[columns].sum().to_dict("index")
    return [
        _on_day(BY_ID[name], area, level, day, counted.get((pd.Timestamp(day), area), {}))
        for name in ids
        for area in areas
        for day in days
    ]


def needed(ids: Iterable[str]) -> frozenset[str]:
    """Return the counts that the indicators of ``ids`` divide."""
    return frozenset().union(*(_told_by(BY_ID[name]) for name in ids))


def _on_day(indicator: Indicator, area: str, level: str, day: date, counted: dict[Hashable, int]) -> Figure:
    kind = UNKNOWN if area == UNKNOWN else level
    denominator = int(counted.get(indicator.denominator, 0)) if indicator.denominator else None
    return figure_of(indicator, area, kind, day, int(counted.get(indicator.numerator, 0)), denominator)
