"""When someone is met: contact rates by part of the day, weekday and area, partially pooled; and the best time to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.day_parts import part_of, with_hours
from geodata.evidence.finding import Finding, Interval
from geodata.evidence.rates import Parents, chance_highest, pooled
from geodata.language import Label
from geodata.terms import UNKNOWN, DayPart, Team
from geodata.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geodata.evidence.rates import Rates

LEAST_ATTEMPTS = 20
"""Attempts that an area needs in each of at least two parts of the day before they are compared. Own rule."""

SURE = 0.95
"""How likely one part of the day must be the best before it is told."""

FIRST_WEIGHT = 2.0
"""Trials that the overall rate is worth for a whole country's part of the day: next to nothing, as data are plenty."""

POOLED = Label(
    "Delvis sammenlægning (beta-binomial), 95 % troværdighed", "Partial pooling (beta-binomial), 95 % credible"
)
NOT_SHOWN = Label(
    "Viser ikke, hvornår nogen er til stede, men hvornår der er truffet nogen, hvor og når der er blevet prøvet: besøg er planlagt, ikke "
    "trukket tilfældigt.",
    "Does not show when people are there, but when someone was met where and when it was tried: visits are planned, not drawn at random.",
)  # fmt: skip


WEEKDAYS: tuple[Label, ...] = (
    Label("Mandag", "Monday"), Label("Tirsdag", "Tuesday"), Label("Onsdag", "Wednesday"), Label("Torsdag", "Thursday"),
    Label("Fredag", "Friday"), Label("Lørdag", "Saturday"), Label("Søndag", "Sunday"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """An area and a part of the day, with its pooled contact rate in 0-1."""

    area: str
    part: DayPart
    attempts: int
    reached: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Best:
    """When it is best to come to an area, or why that is not told.

    Parameters
    ----------
    part
        The best part of the day; ``None`` where it is not told.
    chance
        How likely it is the best; of the likeliest one where none is told, ``None`` where nothing was compared.
    why
        The sentence.
    """

    area: str
    part: DayPart | None
    chance: float | None
    why: Label


@dataclass(frozen=True, slots=True)
class Times:
    """The pooled contact rates of the country, the teams and the municipalities, and the best times."""

    cells: tuple[Cell, ...]
    best: tuple[Best, ...]

    def of(self, area: str) -> list[Cell]:
        """Return an area's cells, by part of the day."""
        return [cell for cell in self.cells if cell.area == area]


def times(counted: pd.DataFrame) -> Times:
    """Return contact rates by part of the day: municipalities drawn to their team, teams to the country.

    Parameters
    ----------
    counted
        Rows of ``evidence_contact.sql``; attempts without a time of day are left out.
    """
    timed = counted.dropna(subset=["hour"])
    rows = timed.assign(part=[part_of(int(hour)).code for hour in timed["hour"]])
    parts = [part.code for part in DayPart]
    nation = _sums(rows, ["part"]).reindex(parts, fill_value=0)
    tried, met = _columns(nation)
    country = pooled(met, tried, _all(met, tried), FIRST_WEIGHT)
    cells, best = [*_cells(["nation"] * 3, parts, nation, country)], [*_best("nation", tried, country)]
    by_team = _grid(_sums(rows, ["team", "part"]), parts)
    teams = [area for area, _ in by_team.index]
    rates = pooled(*_columns(by_team)[::-1], Parents(_tiled(country.a, teams), _tiled(country.b, teams)))
    cells += _cells(teams, parts, by_team, rates)
    best += _best_of(teams, by_team, rates)
    at = {team: place for place, team in enumerate(teams[::3])}
    placed = rows[rows["municipality_code"] != UNKNOWN].assign(
        area=lambda each: each["team"] + " " + each["municipality_code"]
    )
    local = _grid(_sums(placed, ["area", "part"]), parts)
    codes = [str(area) for area, _ in local.index]
    own = np.array([3 * at[code.split()[0]] + place % 3 for place, code in enumerate(codes)], dtype=int)
    near = pooled(*_columns(local)[::-1], Parents(rates.a[own], rates.b[own]))
    codes = [code.split()[1] for code in codes]
    return Times((*cells, *_cells(codes, parts, local, near)), (*best, *_best_of(codes, local, near)))


def _all(met: NDArray[np.int64], tried: NDArray[np.int64]) -> Parents:
    """Return what is known of the rate of all cells together; one trial of each kind stands for knowing nothing."""
    every = np.ones(len(met))
    return Parents(every * (1 + met.sum()), every * (1 + tried.sum() - met.sum()))


def _tiled(values: NDArray[np.float64], teams: Sequence[str]) -> NDArray[np.float64]:
    return np.tile(values, len(teams) // 3)


def by_hour_and_weekday(counted: pd.DataFrame) -> Iterator[Finding]:
    """Return the contact rate of every hour and weekday in the country, drawn to the rate of all."""
    hours = counted.dropna(subset=["hour"])
    names = [Label(f"Kl. {hour:02d}-{hour + 1:02d}", f"{hour:02d}-{hour + 1:02d} o'clock") for hour in range(24)]
    yield from _marginal(hours, "hour", [f"hour_{hour:02d}" for hour in range(24)], names, 0)
    yield from _marginal(counted, "weekday", [f"weekday_{day}" for day in range(1, 8)], list(WEEKDAYS), 1)


def _marginal(
    counted: pd.DataFrame, column: str, codes: Sequence[str], names: Sequence[Label], first: int
) -> Iterator[Finding]:
    sums = _sums(counted, [column])
    tried, met = _columns(sums)
    if not tried.sum():
        return
    rates = pooled(met, tried, _all(met, tried))
    for at, value in enumerate(sums.index):
        place = int(value) - first
        yield finding(codes[place], names[place], int(tried[at]), int(met[at]), rates, at)


def finding(code: str, label: Label, attempts: int, reached: int, rates: Rates, at: int) -> Finding:
    """Return a pooled rate as a finding, in percent."""
    interval = Interval(100 * float(rates.low[at]), 100 * float(rates.high[at]), POOLED)
    value = 100 * float(rates.mean[at])
    return Finding("contact", code, label, attempts, reached, attempts, Unit.PERCENT, value, interval, NOT_SHOWN)


def _sums(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return rows.groupby(keys)[["attempts", "reached"]].sum()


def _grid(sums: pd.DataFrame, parts: list[str]) -> pd.DataFrame:
    """Return the sums with every part of the day for every area."""
    areas = sums.index.get_level_values(0).unique()
    return sums.reindex(pd.MultiIndex.from_product([areas, parts]), fill_value=0)


def _columns(sums: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return sums["attempts"].to_numpy(dtype=np.int64), sums["reached"].to_numpy(dtype=np.int64)


def _cells(areas: Sequence[str], parts: list[str], sums: pd.DataFrame, rates: Rates) -> Iterator[Cell]:
    tried, met = _columns(sums)
    for at, area in enumerate(areas):
        rate, low, high = (float(each[at]) for each in (rates.mean, rates.low, rates.high))
        yield Cell(str(area), DayPart(parts[at % 3]), int(tried[at]), int(met[at]), rate, low, high)


def _best_of(areas: Sequence[str], sums: pd.DataFrame, rates: Rates) -> Iterator[Best]:
    tried, _ = _columns(sums)
    for at in range(0, len(areas), 3):
        yield from _best(str(areas[at]), tried[at : at + 3], rates, at)


def _best(area: str, tried: NDArray[np.int64], rates: Rates, at: int = 0) -> Iterator[Best]:
    enough = tried >= LEAST_ATTEMPTS
    if enough.sum() < 2:
        few = Label(
            f"For få forsøg: mindst to dele af dagen skal have {LEAST_ATTEMPTS}, her {', '.join(map(str, tried))}.",
            f"Too few attempts: at least two parts of the day need {LEAST_ATTEMPTS}, here {', '.join(map(str, tried))}.",
        )
        yield Best(area, None, None, few)
        return
    own = np.flatnonzero(enough)
    chances = chance_highest(rates.a[at : at + 3][own], rates.b[at : at + 3][own])
    likeliest, chance = DayPart(list(DayPart)[own[chances.argmax()]].code), float(chances.max())
    told = chance >= SURE
    sentence = (
        Label("Bedst: {part}; {chance} % sikkert blandt dem, der er prøvet nok.", "Best: {part}; {chance} % sure among those tried enough.")
        if told
        else Label("Ingen del af dagen er sikkert bedst; {part} er det med {chance} %.", "No part of the day is surely the best; {part} is with {chance} %.")
    )  # fmt: skip
    values = {"chance": f"{min(99, int(100 * chance))}"}
    why = Label(
        sentence.danish.format(part=with_hours(likeliest).danish, **values),
        sentence.english.format(part=with_hours(likeliest).english, **values),
    )
    yield Best(area, likeliest if told else None, chance, why)


def area_name(area: str, names: dict[str, str]) -> Label:
    """Return what an area of :class:`Times` is called."""
    if area == "nation":
        return Label("Hele landet", "Whole country")
    if area in {team.code for team in Team}:
        return Team(area).label
    return Label(names.get(area, area), names.get(area, area))
