"""How sites come to be known: those of 2006-2007 that the totals count, then a few each week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from etl.demo.chance import Days, Numbers, Words, after, between, day, draw, stream
from etl.demo.published import (
    SITES_2006_AND_2007,
    SITES_2007,
    SITES_BOTH_YEARS,
    SITES_WITHOUT_MUNICIPALITY,
)

if TYPE_CHECKING:
    from etl.demo.screenings import Screenings

NOT_SOUGHT_BY_2007 = 110
"""Sites known at the end of 2007 that nobody had visited yet."""
PLACELESS = 2
"""Among them, sites of which neither municipality nor team is known."""

FOUND_A_YEAR = (130, 160)
"""Fewest and most sites that become known in a year, those that moved apart."""
WITHOUT_MUNICIPALITY = 0.012
WITHOUT_TEAM = 0.004
"""Shares of them whose municipality, and whose team too, nobody knows."""
QUIET = 0.03
"""How many sites a municipality where none were found by 2007 has per inhabitant, against the others."""
FOUND_BY_SCREENING = 0.6
"""Share that is found by a screening, where the municipality has one in that year."""

VISITED_KINDS = {"clinic": 0.78, "private": 0.22}
"""The published 308 and 499 are clinics and private homes."""
KINDS = {
    "clinic": 0.45,
    "private": 0.25,
    "escort": 0.09,
    "clinic_escort": 0.04,
    "private_escort": 0.05,
    "bar": 0.04,
    "street": 0.02,
    "outdoor": 0.02,
    "other_indoor": 0.02,
    "not_stated": 0.02,
}
TEAMS = {"east": 0.45, "mid": 0.3, "west": 0.25}


def known_by_2007(seed: int, places: pl.DataFrame, finding: pl.DataFrame) -> pl.DataFrame:
    """Return the sites known at the end of 2007.

    Parameters
    ----------
    seed
        Decides everything that the totals leave open.
    places
        The municipalities.
    finding
        The screening that found the first sites of each of the 60.

    Returns
    -------
    polars.DataFrame
        municipality_code and team (null where unknown), kind, first_seen, sought (``2006``, ``both``, ``2007`` or
        empty: the years of those two in which it is visited), sought_from (the first day it may be visited),
        stays_until (a day on which it still is what it was).
    """
    rng = stream(seed, "sites by 2007")
    found = finding.join(places, on="municipality_code", how="left", maintain_order="left")
    every = np.arange(len(found))
    early = np.flatnonzero((found["completed_on"].dt.year() == 2006).to_numpy())
    people = found["population"].to_numpy().astype(np.float64)

    def some(of: Numbers, count: int) -> Numbers:
        return rng.choice(of, size=count, p=people[of] / people[of].sum())

    only_2006 = SITES_2006_AND_2007 - SITES_2007
    only_2007 = SITES_2007 - SITES_BOTH_YEARS - SITES_WITHOUT_MUNICIPALITY - len(every)
    blocks = [
        # One site of each municipality is found by its screening and visited in 2007: outreach began in all 60.
        _placed(rng, found[every], "2007", found_by_screening=1.0, last=day(2007, 10, 31)),
        _placed(rng, found[some(every, only_2007)], "2007", found_by_screening=0.75, last=day(2007, 10, 31)),
        _placed(rng, found[some(early, SITES_BOTH_YEARS)], "both", found_by_screening=0.85, last=day(2006, 11, 15)),
        _placed(rng, found[some(early, only_2006)], "2006", found_by_screening=0.85, last=day(2006, 11, 15)),
        _placed(rng, found[some(every, NOT_SOUGHT_BY_2007)], "", found_by_screening=0.6, last=day(2007, 12, 14)),
        _unplaced(rng, "2007", draw(rng, TEAMS, SITES_WITHOUT_MUNICIPALITY)),
        _unplaced(rng, "", np.array([""] * PLACELESS)),
    ]
    sites = pl.concat(blocks)
    sought = (sites["sought"] != "").to_numpy()
    kind = np.where(sought, draw(rng, VISITED_KINDS, len(sites)), draw(rng, KINDS, len(sites)))
    stays = pl.when(pl.col("sought") == "2006").then(pl.date(2007, 1, 2)).otherwise(pl.date(2008, 1, 2))
    return sites.with_columns(kind=kind, stays_until=stays)


def _placed(
    rng: np.random.Generator, where: pl.DataFrame, sought: str, *, found_by_screening: float, last: np.datetime64
) -> pl.DataFrame:
    started, completed = where["started_on"].to_numpy(), where["completed_on"].to_numpy()
    during = between(rng, started, completed)
    later = between(rng, completed, np.maximum(completed, last))
    first_seen = np.where(rng.random(len(where)) < found_by_screening, during, later)
    # Visits follow the finished screening; now and then one comes before.
    ready = np.where(rng.random(len(where)) < 0.95, np.maximum(first_seen, completed), first_seen)
    return _block(where["municipality_code"].to_list(), where["team"].to_list(), sought, first_seen, after(ready, 1))


def _unplaced(rng: np.random.Generator, sought: str, teams: Words) -> pl.DataFrame:
    first_seen = between(rng, day(2006, 3, 1), day(2007, 10, 15), len(teams))
    return _block(
        [None] * len(teams), [team or None for team in teams.tolist()], sought, first_seen, after(first_seen, 1)
    )


def _block(
    codes: list[str | None], teams: list[str | None], sought: str, first_seen: Days, sought_from: Days
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "municipality_code": pl.Series(codes, dtype=pl.String),
            "team": pl.Series(teams, dtype=pl.String),
            "sought": [sought] * len(codes),
            "first_seen": first_seen,
            "sought_from": sought_from,
        }
    )


def found_in(seed: int, year: int, places: pl.DataFrame, screenings: Screenings) -> pl.DataFrame:
    """Return the sites that became known in ``year`` (2008 or later), in the columns of ``known_by_2007``."""
    rng = stream(seed, "sites", year)
    quiet = ~pl.col("municipality_code").is_in(screenings.finding["municipality_code"].to_list())
    closed = pl.col("municipality_code").is_in([screenings.never, *([screenings.late] if year == 2008 else [])])
    share = pl.col("population") * pl.when(closed).then(0.0).when(quiet).then(QUIET).otherwise(1.0)
    weights = places.select(share.alias("share"))["share"].to_numpy()
    count = int(rng.integers(*FOUND_A_YEAR, endpoint=True))
    where = places[rng.choice(len(places), size=count, p=weights / weights.sum())]

    screened = screenings.rows.filter(pl.col("completed_on").dt.year() == year).unique(
        "municipality_code", keep="first", maintain_order=True
    )
    where = where.join(screened, on="municipality_code", how="left", maintain_order="left")
    first_day, last_day = day(year, 1, 3), day(year, 12, 19)
    bounds = pl.lit(first_day), pl.lit(last_day)
    span = where.select(
        pl.col("started_on").clip(*bounds).fill_null(bounds[0]),
        pl.col("completed_on").clip(*bounds).fill_null(bounds[1]),
    )
    during = between(rng, span["started_on"].to_numpy(), span["completed_on"].to_numpy())
    first_seen = np.where(rng.random(count) < FOUND_BY_SCREENING, during, between(rng, first_day, last_day, count))

    fate = rng.random(count)
    known = pl.Series(fate >= WITHOUT_TEAM + WITHOUT_MUNICIPALITY)
    named = pl.Series(fate >= WITHOUT_TEAM)
    block = _block(where["municipality_code"].to_list(), where["team"].to_list(), "", first_seen, after(first_seen, 1))
    return block.with_columns(
        municipality_code=pl.when(known).then("municipality_code"),
        team=pl.when(named).then("team"),
        kind=draw(rng, KINDS, count),
        stays_until=after(first_seen, 20),
    )
