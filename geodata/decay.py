"""How much of what is known is still true: a site that has not been seen for long counts for less.

A known site weighs exp(-rate * days since it was last seen to be there). The rate is told from sites found closed or
moved. Published times of adverts and advertisers are not used: they are not sites.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from geodata.figures import CONFIDENCE, areas
from geodata.status import DEFAULT_WINDOW_MONTHS
from geodata.terms import Kind, Term
from geodata.units import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy.typing as npt

    from geodata.store import Level, Store

Floats: TypeAlias = "npt.NDArray[np.floating]"

DAYS_A_MONTH = 365.25 / 12

SCENARIOS_MONTHS = (6.0, 12.0, 24.0)
"""Half-lives that are shown beside each other while too little is known to estimate one."""

MIN_CLOSURES = 30
"""Sites found closed or moved that a rate must rest on; at 30 its interval is about 0.7 to 1.4 times the rate."""


class KindGroup(Term):
    """Kinds that are likely to last alike; few kinds have closures enough for a rate of their own."""

    PREMISES = ("premises", "Klinikker, barer og andre lokaler", "Clinics, bars and other premises")
    HOMES = ("homes", "Private hjem og escort", "Private homes and escort")
    OUTSIDE = ("outside", "Gade og udendørs", "Street and outdoor")
    NOT_STATED = ("not_stated", "Form ikke oplyst", "Kind not stated")


GROUP_OF: dict[Kind, KindGroup] = {
    Kind.CLINIC: KindGroup.PREMISES,
    Kind.CLINIC_ESCORT: KindGroup.PREMISES,
    Kind.BAR: KindGroup.PREMISES,
    Kind.OTHER_INDOOR: KindGroup.PREMISES,
    Kind.PRIVATE: KindGroup.HOMES,
    Kind.PRIVATE_ESCORT: KindGroup.HOMES,
    Kind.ESCORT: KindGroup.HOMES,
    Kind.STREET: KindGroup.OUTSIDE,
    Kind.OUTDOOR: KindGroup.OUTSIDE,
    Kind.NOT_STATED: KindGroup.NOT_STATED,
}


class Basis(Term):
    """Where the weights come from."""

    ESTIMATED = ("estimated", "Anslået af egne genbesøg", "Estimated from own re-checks")
    SCENARIOS = ("scenarios", "Scenarier", "Scenarios")


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast sites close, per day.

    Parameters
    ----------
    group
        The kinds it holds for; ``None`` is all of them together.
    closures, days
        Times a site was found closed or moved, and days sites were followed.
    value, low, high
        Closures per day, with a 95 % interval.
    """

    group: KindGroup | None
    closures: int
    days: int
    value: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        """Whether it rests on enough closures to be used."""
        return self.closures >= MIN_CLOSURES


@dataclass(frozen=True, slots=True)
class Share:
    """Sites sought out in the window as a share of known sites, each weighing what it is likely still to be there.

    Parameters
    ----------
    half_life_months
        Months in which a weight halves; where kind groups have rates of their own, that of all kinds together.
    attempted, expected
        Sums of weights: of known sites sought out, and of all known sites.
    value
        Per cent; ``None`` where nothing is expected, never 0.
    """

    half_life_months: float
    attempted: float
    expected: float
    value: float | None


@dataclass(frozen=True, slots=True)
class ActiveWeighted:
    """The active-weighted coverage of one area (C10), with what it rests on.

    ``shares`` are three, shortest half-life first: the scenarios, or the rates' upper ends, the rates, and their lower
    ends. ``rates`` are national: one per kind group, then all kinds together; those with no site followed are left out.
    """

    area: str
    as_of: date
    window_months: int
    basis: Basis
    shares: tuple[Share, ...]
    rates: tuple[Rate, ...]


def weight(age_days: Floats, rate: Floats) -> Floats:
    """Return what sites weigh, 0-1, so many days after each was last seen to be there, at so many closures a day."""
    return np.exp(-rate * age_days)


def half_life_months(rate: float) -> float:
    """Return the months in which a weight halves at ``rate`` closures a day; endless at 0."""
    return math.log(2) / rate / DAYS_A_MONTH if rate else math.inf


def byar(events: int) -> tuple[float, float]:
    """Return the 95 % interval of a Poisson count.

    Byar's approximation: d (1 - 1/(9d) - z/(3 sqrt d))^3 with d events for the lower end, and the same with d + 1 and
    plus z for the upper. 10 events give 4.8-18.4. Source: Breslow and Day (1987), Statistical Methods in Cancer
    Research II, chapter 2; from 10 events on within 0.2 % of the exact ends (Public Health England 2018, Technical
    guide: confidence intervals).

    Raises
    ------
    ValueError
        If ``events`` is negative.
    """
    if events < 0:
        raise ValueError(f"{events} is no count.")
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)

    def end(count: int, sign: int) -> float:
        return count * max(0.0, 1 - 1 / (9 * count) + sign * z / (3 * math.sqrt(count))) ** 3

    return end(events, -1) if events else 0.0, end(events + 1, 1)


def closing_rate(closures: int, days: int, group: KindGroup | None = None) -> Rate | None:
    """Return the rate at which sites close, supposed the same at any age, or ``None`` where none was followed.

    The maximum likelihood rate of exponential lifetimes of which some still run: closures divided by days followed,
    with the interval of the count divided by the same days.
    """
    if not days:
        return None
    low, high = byar(closures)
    return Rate(group, closures, days, closures / days, low / days, high / days)


def closing_rates(lives: pd.DataFrame) -> dict[KindGroup | None, Rate]:
    """Return the rate of each kind group and, under ``None``, of all kinds, from rows of ``Store.site_lives``."""
    counted: dict[KindGroup | None, list[int]] = {group: [0, 0] for group in (*KindGroup, None)}
    kind_of, kinds = pd.factorize(lives["kind"])
    of_kind = (np.bincount(kind_of, lives[name], len(kinds)).tolist() for name in ("closures", "days"))
    for kind, closures, days in zip(kinds, *of_kind, strict=True):
        for group in (GROUP_OF[Kind(kind)], None):
            counted[group][0] += int(closures)
            counted[group][1] += int(days)
    rates = {group: closing_rate(closures, days, group) for group, (closures, days) in counted.items()}
    return {group: rate for group, rate in rates.items() if rate}


def daily_rates(lives: pd.DataFrame) -> dict[str, float]:
    """Return the closures a day of every kind, from rows of ``Store.site_lives``.

    A kind group's own rate, else that of all kinds, else the middle one of the half-lives that stand in for a rate.
    """
    _basis, speeds = _speeds(closing_rates(lives))
    return speeds[len(speeds) // 2][1]


def active_weighted(
    store: Store, as_of: date, window_months: int = DEFAULT_WINDOW_MONTHS, level: Level = "nation"
) -> list[ActiveWeighted]:
    """Return the active-weighted coverage of every area of a level.

    A site was last seen to be there on the latest of its first day, its sightings and the visits that reached someone,
    up to ``as_of``. A rate follows each site from its first day until it was found closed or moved or, if it was not,
    until it was last seen to be there: a site no one has looked at again is no evidence of a long life. A kind group
    uses its own rate where that rests on :data:`MIN_CLOSURES` closures, and else that of all kinds. Where all kinds
    together have fewer, the half-lives of :data:`SCENARIOS_MONTHS` stand in.
    """
    lives = store.site_lives(as_of, window_months, level)
    rates = closing_rates(lives)
    basis, speeds = _speeds(rates)
    known = lives[lives["age_days"].notna()]
    ages, sites = (known[name].to_numpy(dtype=np.float64) for name in ("age_days", "sites"))
    names = areas(store, as_of, window_months, level)
    kind_of, kinds = pd.factorize(known["kind"])
    area_of = pd.Index(names).get_indexer(pd.Index(known["area"]))
    tried = known["attempted"].to_numpy(dtype=bool)
    shares: dict[str, list[Share]] = {area: [] for area in names}
    for half_life, by_kind in speeds:
        expected = sites * weight(ages, np.array([by_kind[kind] for kind in kinds])[kind_of])
        told = (np.bincount(area_of, each, len(names)).tolist() for each in (expected * tried, expected))
        for area, attempted, there in zip(names, *told, strict=True):
            shares[area].append(_share(half_life, attempted, there))
    return [
        ActiveWeighted(area, as_of, window_months, basis, tuple(shares[area]), tuple(rates.values())) for area in names
    ]


def pooled(parts: Sequence[ActiveWeighted], area: str) -> ActiveWeighted:
    """Return one coverage for several areas of one reading: weights are added, shares never averaged.

    Raises
    ------
    ValueError
        If there is nothing to pool.
    """
    if not parts:
        raise ValueError("There are no areas to pool.")
    shares = []
    for same in zip(*(part.shares for part in parts), strict=True):
        attempted, expected = sum(share.attempted for share in same), sum(share.expected for share in same)
        shares.append(_share(same[0].half_life_months, attempted, expected))
    return replace(parts[0], area=area, shares=tuple(shares))


def _share(half_life_months: float, attempted: float, expected: float) -> Share:
    value = attempted / expected * Unit.PERCENT.scale if expected else None
    return Share(half_life_months, attempted, expected, value)


def _speeds(rates: dict[KindGroup | None, Rate]) -> tuple[Basis, list[tuple[float, dict[str, float]]]]:
    """Return the basis and, shortest half-life first, each half-life with the closures a day of every kind."""
    pooled = rates.get(None)
    if pooled is None or not pooled.enough:
        return Basis.SCENARIOS, [
            (months, dict.fromkeys((kind.code for kind in Kind), math.log(2) / (months * DAYS_A_MONTH)))
            for months in SCENARIOS_MONTHS
        ]
    used = {kind.code: rates.get(group, pooled) for kind, group in GROUP_OF.items()}
    used = {code: rate if rate.enough else pooled for code, rate in used.items()}
    return Basis.ESTIMATED, [
        (half_life_months(pooled.high), {code: rate.high for code, rate in used.items()}),
        (half_life_months(pooled.value), {code: rate.value for code, rate in used.items()}),
        (half_life_months(pooled.low), {code: rate.low for code, rate in used.items()}),
    ]
