"""Figures on a day: the counts an indicator divides, for the nation, the teams, the regions or the municipalities."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import pandas as pd

from geodata.indicators import BY_ID, INDICATORS, Indicator
from geodata.status import DEFAULT_WINDOW_MONTHS
from geodata.terms import UNKNOWN, Institution, InstitutionGroup, Region, Team

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from geodata.store import Level, Store

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator's value for one area on one day.

    ``value``, ``low`` and ``high`` are scaled by the indicator's unit (98.0 for 98 %); ``None`` is unknown, never 0:
    a zero denominator gives no value. ``low`` and ``high`` are the Wilson 95 % interval of a proportion.
    ``area_kind`` is the level, or ``unknown`` for what no record places.
    """

    indicator: Indicator
    area_kind: str
    area: str
    as_of: date
    numerator: int | None
    denominator: int | None
    value: float | None
    low: float | None
    high: float | None

    def row(self) -> dict[str, object]:
        """Return the figure as a row of the commands' JSON."""
        return {
            "indicator": self.indicator.id,
            "area_kind": self.area_kind,
            "area": self.area,
            "as_of": self.as_of.isoformat(),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.indicator.unit.code,
        }


def wilson(successes: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion, both ends in 0-1.

    Source: Wilson, E. B. (1927), Probable inference, JASA 22, 209-212. 535 of 737 gives 0.693-0.757.

    Raises
    ------
    ValueError
        If there are no trials, or not ``0 <= successes <= trials``.
    """
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(f"A proportion needs trials and 0 <= successes <= trials, not {successes} of {trials}.")
    z2 = NormalDist().inv_cdf((1 + confidence) / 2) ** 2
    share = successes / trials
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = math.sqrt(z2 * (share * (1 - share) / trials + z2 / (4 * trials * trials))) / (1 + z2 / trials)
    return max(0.0, centre - half), min(1.0, centre + half)


def areas(store: Store, as_of: date, window_months: int, level: Level) -> list[str]:
    """Return the codes of a level's areas on a day; ``unknown`` is always the last."""
    if level == "nation":
        return ["nation"]
    if level == "team":
        return [team.code for team in Team]
    status = store.municipality_status(as_of, window_months)
    if level == "region":
        held = set(status["region_code"])
        return [region.code for region in Region if region.code in held and region is not Region.UNKNOWN] + [UNKNOWN]
    return [*status["municipality_code"], UNKNOWN]


def counts(store: Store, as_of: date, window_months: int, level: Level) -> pd.DataFrame:
    """Return what the indicators divide: a row per area of the level, a column per count.

    Nothing counted is 0; a population that is not known is missing.
    """
    by_term = store.term_counts(as_of, window_months, level)
    by_term["column"] = by_term["measure"] + "." + by_term["term"]
    parts = [
        part(as_of, window_months, level).set_index("area")
        for part in (store.screening_counts, store.site_counts, store.people_counts)
    ]
    terms = by_term.pivot_table(index="area", columns="column", values="n", aggfunc="sum")
    totals = by_term.pivot_table(index="area", columns="measure", values="n", aggfunc="sum")
    totals = totals.drop(columns="conversations", errors="ignore")
    table = pd.concat([*parts, terms, totals], axis=1).reindex(areas(store, as_of, window_months, level))
    no_people = table["municipalities"].fillna(0) == 0
    known = table[["population", "population_screened_now"]].mask(no_people, 0)
    table = table.reindex(columns=_columns()).fillna(0)
    table[known.columns] = known
    for group in InstitutionGroup:
        members = [f"bridge_meetings.{institution.code}" for institution in Institution if institution.group is group]
        table[f"bridge_group.{group.code}"] = table[members].sum(axis=1)
    return table.astype("Int64")


def figures(
    store: Store,
    as_of: date,
    window_months: int = DEFAULT_WINDOW_MONTHS,
    level: Level = "nation",
    ids: Iterable[str] | None = None,
) -> list[Figure]:
    """Return every indicator, or those of ``ids``, for every area of a level.

    Parameters
    ----------
    as_of
        The day the figures are told for; nothing later is used.
    window_months
        What is counted over time is counted in the window ``(as_of - window, as_of]``: with 12 months and
        31 December, the calendar year.

    Raises
    ------
    KeyError
        If an id is not an indicator.
    """
    chosen = INDICATORS if ids is None else [BY_ID[name] for name in ids]
    table = counts(store, as_of, window_months, level)
    known = {name: [None if pd.isna(n) else int(n) for n in column] for name, column in table.items()}
    return [
        _figure(
            indicator,
            area,
            _kind(area, level),
            as_of,
            known[indicator.numerator][position],
            known[indicator.denominator][position] if indicator.denominator else None,
        )
        for indicator in chosen
        for position, area in enumerate(table.index)
    ]


def _kind(area: str, level: Level) -> str:
    return UNKNOWN if area == UNKNOWN else level


def _figure(
    indicator: Indicator, area: str, kind: str, as_of: date, numerator: int | None, denominator: int | None
) -> Figure:
    value = low = high = None
    scale = indicator.unit.scale
    if numerator is not None and indicator.denominator is None:
        value = float(numerator * scale)
    elif numerator is not None and denominator:
        value = numerator / denominator * scale
        if numerator <= denominator:
            low, high = (end * scale for end in wilson(numerator, denominator))
    return Figure(indicator, kind, area, as_of, numerator, denominator, value, low, high)


def _columns() -> list[str]:
    used = {indicator.numerator for indicator in INDICATORS}
    used |= {indicator.denominator for indicator in INDICATORS if indicator.denominator}
    return sorted(used)
