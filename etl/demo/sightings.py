"""Where sites were seen: when each was found, and two rounds a year through newspaper and web in the same weeks."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.demo.chance import after, day, draw, stream
from etl.demo.published import FIRST_YEAR

ROUNDS = {1: (3, 2), 2: (9, 7)}
"""The first day, as month and day, of each year's rounds."""
ROUND_DAYS = 14
SELDOM_ADVERTISED = ("bar", "street", "outdoor", "other_indoor")
"""Kinds that are seen in adverts five times as rarely."""
OTHER_SOURCES = {"field": 0.12, "partner": 0.08, "other": 0.03}


def advertised(year: int) -> dict[str, float]:
    """Return the chance that a round finds a site in each source: adverts went from newspapers to the web."""
    since = year - FIRST_YEAR
    return {"newspaper": max(0.12, 0.62 - 0.022 * since), "web": min(0.7, 0.3 + 0.02 * since)}


def all_sightings(seed: int, sites: pl.DataFrame, last_year: int) -> pl.DataFrame:
    """Return site (its number), source, round_id and seen_on, in order of seen_on."""
    rounds = [
        part
        for year in range(FIRST_YEAR, last_year + 1)
        for part in (_when_found(seed, year, sites), *_rounds(seed, year, sites))
    ]
    return pl.concat(rounds).sort("seen_on", "round_id", "source", "site")


def _when_found(seed: int, year: int, sites: pl.DataFrame) -> pl.DataFrame:
    found = sites.filter(pl.col("first_seen").dt.year() == year)
    source = draw(stream(seed, "finds", year), advertised(year) | OTHER_SOURCES, len(found))
    return found.select(
        site="number",
        source=pl.Series(source, dtype=pl.String),
        round_id=pl.lit(f"demo-{year}-found"),
        seen_on="first_seen",
    )


def _rounds(seed: int, year: int, sites: pl.DataFrame) -> list[pl.DataFrame]:
    return [
        _round(seed, f"demo-{year}-{nth}", source, chance, day(year, *ROUNDS[nth]), sites)
        for nth in ROUNDS
        for source, chance in advertised(year).items()
    ]


def _round(
    seed: int, name: str, source: str, chance: float, starts: np.datetime64, sites: pl.DataFrame
) -> pl.DataFrame:
    """Return what one source shows in one round of the sites that are there all through it."""
    rng = stream(seed, "round", name, source)
    opens, closes = pl.lit(starts), pl.lit(after(starts, ROUND_DAYS))
    there = sites.filter(pl.col("first_seen") <= opens, pl.col("ends") > closes)
    seldom = there["kind"].is_in(SELDOM_ADVERTISED).to_numpy()
    seen = rng.random(len(there)) < np.where(seldom, chance / 5, chance)
    seen_on = after(starts, rng.integers(0, ROUND_DAYS, len(there)))
    there = there.select(site="number", source=pl.lit(source), round_id=pl.lit(name), seen_on=pl.Series(seen_on))
    return there.filter(pl.Series(values=seen))
