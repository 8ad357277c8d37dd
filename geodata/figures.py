"""Figures on a day: the counts an indicator divides, for the nation, the teams, the regions or the municipalities."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.indicators import BY_ID, INDICATORS, Indicator
from geodata.status import DEFAULT_WINDOW_MONTHS
from geodata.store import at_once
from geodata.terms import UNKNOWN, Institution, Region, Team
from geodata.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from geodata.store import Grain, Level, Store

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator's value for one area on one day.

    ``value``, ``low`` and ``high`` are scaled by the indicator's unit (98.0 for 98 %); ``None`` is unknown, never 0:
    a zero denominator gives no value. ``low`` and ``high`` are the Wilson 95 % interval of a proportion, and of the
    indicators of :data:`geodata.indicators.OF_TOTALS` the range that their definition names.
    ``area_kind`` is the level, or ``unknown`` for what no record places.
    """

    indicator: Indicator
    area_kind: str
    area: str
    as_of: date
    numerator: float | None
    denominator: float | None
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


def wilson(successes: float, trials: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
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


QUERIES: dict[str, frozenset[str]] = {
    "screening_counts": frozenset((
        "municipalities", "screened", "screened_now", "screened_with_sites", "screened_without_sites",
        "outreach_begun", "population", "population_screened_now",
    )),
    "site_counts": frozenset((
        "sites_known", "sites_known_attempted", "sites_known_reached",
        "sites_sought_out", "sites_sought_out_1", "sites_sought_out_2_3", "sites_sought_out_4_plus",
        "attempts", "attempts_reached", "attempts_in_vain",
    )),
    "people_counts": frozenset(("conversations", "people")),
    "contact_counts": frozenset((
        "cascade_known", "cascade_attempted", "cascade_reached", "cascade_conversation",
        "cascade_return_agreed", "cascade_return_made", "cascade_motivation",
        "due_never_reached", "due_on_track", "due_soon", "due_overdue", "due_dated", "overdue_days_median",
    )),
    "effort_counts": frozenset((
        "visit_hours", "timed_attempts", "timed_reached", "timed_conversations", "screening_hours", "timed_found",
        "returns_due", "returns_kept",
    )),
    "plan_counts": frozenset((
        "plan_stops", "plan_done", "plan_in_vain", "plan_missed", "plan_promises", "plan_promises_kept",
        "plan_week_attempts", "plan_unplanned", "plan_minutes_planned", "plan_minutes_used",
        "plan_travel_planned", "plan_travel_used",
    )),
}  # fmt: skip
"""Which query counts a column; every other column is a measure and a term of ``term_counts``."""

POPULATION = ("population", "population_screened_now")
"""Unknown where a municipality's is; an area without municipalities, as the unknown one, has no one in it."""

MAY_BE_UNKNOWN = (*POPULATION, "overdue_days_median")
"""Columns in which nothing is not 0."""


def counts(
    store: Store, as_of: date, window_months: int, level: Grain, columns: Iterable[str] | None = None
) -> pd.DataFrame:
    """Return what the indicators divide: a row per area of the level, a column per count.

    Nothing counted is 0; what is not known is missing.

    Parameters
    ----------
    columns
        The counts that are wanted; all that any indicator uses if left out. Only their queries are run.
    """
    wanted = sorted(columns_of(INDICATORS) if columns is None else set(columns))
    of_terms = set(wanted).difference(*QUERIES.values())
    asked = [query for query, counted in QUERIES.items() if counted & set(wanted)]
    reads = (partial(store.counted, query, as_of, window_months, level) for query in asked)
    read = at_once(*reads, lambda: store.counted("term_counts", as_of, window_months, level) if of_terms else [])
    told: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for row in chain(*read[:-1]):
        told[row["area"]] |= row
    for row in read[-1]:
        of_area = told[row["area"]]
        for name in of_terms & _counts_in(row["measure"], row["term"]):
            of_area[name] = of_area.get(name, 0) + row["n"]
    index = sorted(told) if level == "place" else areas(store, as_of, window_months, level)
    return pd.DataFrame(
        {name: [_count(told.get(area, {}), name) for area in index] for name in wanted},
        index=pd.Index(index, name="area"),
    )


@cache
def _counts_in(measure: str, term: str) -> frozenset[str]:
    """Return the columns that a measure's term counts in: its own, the measure's, and a group's of institutions."""
    group = [f"bridge_group.{Institution(term).group.code}"] if measure == "bridge_meetings" else []
    return frozenset((f"{measure}.{term}", measure, *group))


def _count(of_area: dict[str, Any], name: str) -> float:
    """Return one count of an area: where none is told 0, or missing where that may be unknown."""
    value: float | None = of_area.get(name)
    if value is not None:
        return value
    return math.nan if name in MAY_BE_UNKNOWN and (name in of_area or name not in POPULATION) else 0


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
    if not chosen:
        return []
    table = counts(store, as_of, window_months, level, columns_of(chosen))
    told = {name: [known(n) for n in column] for name, column in table.items()}
    return [
        figure_of(
            indicator,
            area,
            kind_of(area, level),
            as_of,
            told[indicator.numerator][position],
            told[indicator.denominator][position] if indicator.denominator else None,
        )
        for indicator in chosen
        for position, area in enumerate(table.index)
    ]


def kind_of(area: str, level: Level) -> str:
    """Return an area's kind: the level, or ``unknown`` for what no record places."""
    return UNKNOWN if area == UNKNOWN else level


def figure_of(
    indicator: Indicator, area: str, kind: str, as_of: date, numerator: float | None, denominator: float | None
) -> Figure:
    """Return an indicator's value from what it divides, with a Wilson interval where that is a proportion of counts."""
    value = low = high = None
    scale = indicator.unit.scale
    if numerator is not None and indicator.denominator is None:
        value = float(numerator * scale)
    elif numerator is not None and denominator:
        value = numerator / denominator * scale
        if indicator.unit is Unit.PERCENT and 0 <= numerator <= denominator:
            low, high = (end * scale for end in wilson(numerator, denominator))
    return Figure(indicator, kind, area, as_of, numerator, denominator, value, low, high)


def known(value: float | None) -> float | None:
    """Return a count as a whole number, hours and days as they are, and nothing where nothing is known."""
    if value is None or pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else round(float(value), 6)


def columns_of(indicators: Iterable[Indicator]) -> set[str]:
    """Return the counts that indicators divide."""
    used = {(indicator.numerator, indicator.denominator) for indicator in indicators}
    return {name for pair in used for name in pair if name}
