"""When each municipality was screened: 32 by the end of 2006, 96 by 2007, then again and again at uneven intervals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from etl.demo.chance import Days, Numbers, after, between, day, on_weekday, pick, stream
from etl.demo.published import LAST_PUBLISHED_YEAR, SCREENED_BY_2006, WITH_SITES

if TYPE_CHECKING:
    from collections.abc import Iterator

WITH_SITES_2006 = 27
"""How many of the 32 screened in 2006 belong to the 60 with sites."""

REPEATED_2007 = 6
"""How many of the 32 are screened once more in 2007; in one of them the first screening had found none."""

LARGEST_UNSCREENED = 40_000
"""Inhabitants: the two that were not screened by 2007 are drawn from the smaller municipalities."""

GIVEN_UP = 0.02
"""Share of screenings that are begun and given up before the next one is completed."""

INTERVALS = ((250, 370), (350, 520), (540, 1_200))
INTERVAL_SHARES = (0.45, 0.33, 0.22)
"""Days from one screening to the next, fewest and most, and how often each is met."""

Span = tuple[str, date, date | None]
"""Municipality code, first day and last day; no last day where the screening was given up."""


@dataclass(frozen=True, slots=True)
class Screenings:
    """Every screening, without its result.

    Parameters
    ----------
    rows
        municipality_code, started_on, completed_on (null where it was given up), sources, hours.
    finding
        One row per municipality with sites by 2007: the screening that found them (municipality_code, started_on,
        completed_on).
    never
        The municipality that is still not screened.
    late
        The other one that was not screened by the end of 2008.
    """

    rows: pl.DataFrame
    finding: pl.DataFrame
    never: str
    late: str


def all_screenings(seed: int, places: pl.DataFrame, last_year: int) -> Screenings:
    """Return the screenings that begin by the end of ``last_year``."""
    rng = stream(seed, "first screenings")
    codes = places["municipality_code"].to_numpy()
    people = places["population"].to_numpy().astype(np.float64)
    late, never = rng.choice(np.flatnonzero(people < LARGEST_UNSCREENED), size=2, replace=False)

    weight = people**1.5
    weight[[late, never]] = 0.0
    known = pick(rng, weight, WITH_SITES)
    none = np.setdiff1d(np.flatnonzero(weight), known)
    early = known[pick(rng, weight[known], WITH_SITES_2006)]
    early_none = rng.choice(none, size=SCREENED_BY_2006 - WITH_SITES_2006, replace=False)
    turned = early[np.argmin(people[early])]  # none found in 2006, found when screened again
    again = np.append(rng.choice(early[early != turned], size=REPEATED_2007 - 1, replace=False), turned)

    def spans(which: Numbers, first: tuple[int, int, int], last: tuple[int, int, int]) -> list[Span]:
        ends = between(rng, day(*first), day(*last), len(which))
        starts = after(ends, -rng.integers(10, 50, len(which)))
        return list(zip(codes[which].tolist(), starts.tolist(), ends.tolist(), strict=True))

    # The municipalities with sites are screened early enough in each year for visits to follow in the same year.
    first = [
        *spans(early, (2006, 3, 1), (2006, 10, 15)),
        *spans(early_none, (2006, 6, 1), (2006, 12, 15)),
        *spans(np.setdiff1d(known, early), (2007, 1, 20), (2007, 11, 10)),
        *spans(np.setdiff1d(none, early_none), (2007, 1, 20), (2007, 12, 20)),
    ]
    repeated = spans(again, (2007, 5, 15), (2007, 10, 31))
    found_by = {span[0]: span for span in first} | {repeated[-1][0]: repeated[-1]}
    latest = {code: end for code, _, end in (*first, *repeated)} | {str(codes[late]): None}

    later = [span for code, end in latest.items() for span in _chain(seed, code, end, last_year)]
    given_up = (str(codes[never]), date(2011, 9, 5), None)
    every = _frame([*first, *repeated, *later, given_up]).filter(pl.col("started_on").dt.year() <= last_year)
    return Screenings(
        rows=_with_effort(seed, every.sort("started_on", "municipality_code")),
        finding=_frame([found_by[code] for code in codes[np.sort(known)].tolist()]),
        never=str(codes[never]),
        late=str(codes[late]),
    )


def _chain(seed: int, code: str, previous: date | None, last_year: int) -> Iterator[Span]:
    """Yield a municipality's screenings after the published ones, each some time after the one before."""
    rng = stream(seed, "screenings", code)

    def days(shortest: int, longest: int) -> timedelta:
        return timedelta(days=int(rng.integers(shortest, longest)))

    if previous is None:
        start, end = date(LAST_PUBLISHED_YEAR, 11, 3) + days(0, 40), date(LAST_PUBLISHED_YEAR + 1, 1, 12) + days(0, 60)
    else:
        start = max(previous + days(*_interval(rng)), date(LAST_PUBLISHED_YEAR, 1, 7) + days(0, 60))
        end = start + days(10, 50)
    while start.year <= last_year + 1:  # one year more: what was given up before it may belong to the last year
        if rng.random() < GIVEN_UP:
            yield code, start - days(60, 120), None
        yield code, start, end
        start = end + days(*_interval(rng))
        end = start + days(10, 50)


def _interval(rng: np.random.Generator) -> tuple[int, int]:
    """Draw the fewest and most days to the next screening: about a year, half a year more, or two to three years."""
    return INTERVALS[int(rng.choice(len(INTERVALS), p=INTERVAL_SHARES))]


def _frame(spans: list[Span]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "municipality_code": [code for code, _, _ in spans],
            "started_on": on_weekday(_days([start for _, start, _ in spans])),
            "completed_on": on_weekday(_days([end for _, _, end in spans])),
        }
    )


def _days(days: list[date] | list[date | None]) -> Days:
    return np.array(days, dtype="datetime64[D]")  # None becomes NaT, and null in the frame


def _with_effort(seed: int, spans: pl.DataFrame) -> pl.DataFrame:
    """Add the sources used and the hours spent, drawn year by year."""
    described = []
    for (year,), of_year in spans.group_by(pl.col("started_on").dt.year(), maintain_order=True):
        rng = stream(seed, "screening effort", str(year))
        further = rng.random((len(of_year), 2)) < (0.4, 0.3)
        sources = ["newspaper|web" + "|field" * field + "|partner" * partner for field, partner in further.tolist()]
        hours = np.round(2 * rng.gamma(6.0, 4.0, len(of_year)) + 12.0) / 2
        described.append(of_year.with_columns(sources=pl.Series(sources), hours=pl.Series(hours)))
    return pl.concat(described)
