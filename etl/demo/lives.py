"""What becomes of sites: they close, move, turn out to be another one, or are not seen for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from etl.demo.chance import after, draw, stream, year_of
from etl.demo.published import LAST_PUBLISHED_YEAR
from etl.demo.sites import found_in, known_by_2007

if TYPE_CHECKING:
    from etl.demo.screenings import Screenings

MEAN_LIFE_DAYS = {"clinic": 1_900.0, "private": 1_300.0, "escort": 900.0, "bar": 2_500.0}
OTHER_LIFE_DAYS = 1_300.0
"""Mean days a site lasts; nobody has published any, so these are scenarios."""

ENDINGS = {"closed": 0.72, "moved": 0.2, "merged": 0.08}
MOVES_WITHIN = 0.85
"""Share of moves that stay in the municipality."""
DOUBTED = 0.45
"""Share of sites that could not be confirmed for some time before they ended."""

QUALITIES = {
    "clinic": {"exact": 0.8, "approximate": 0.12, "area": 0.06, "unknown": 0.02},
    "escort": {"exact": 0.0, "approximate": 0.05, "area": 0.45, "unknown": 0.5},
    "street": {"exact": 0.0, "approximate": 0.6, "area": 0.4, "unknown": 0.0},
    "outdoor": {"exact": 0.2, "approximate": 0.7, "area": 0.1, "unknown": 0.0},
}
OTHER_QUALITIES = {"exact": 0.62, "approximate": 0.2, "area": 0.13, "unknown": 0.05}


def all_sites(seed: int, places: pl.DataFrame, screenings: Screenings, last_year: int) -> pl.DataFrame:
    """Return every site that becomes known by the end of ``last_year``, with its whole life.

    Returns
    -------
    polars.DataFrame
        The columns of ``known_by_2007`` and number (its row, from 0), ends, ending (closed, moved or merged),
        merged_into (a number), doubted_from (null where it never was), taste (how ready to talk, in log odds),
        location_quality, says_code and says_team (whether its row states them).
    """
    # Neither the first sites nor those they move to merge away: the published 308 and 499 stay that many sites, also
    # where a reader counts what merged as one.
    first = known_by_2007(seed, places, screenings.finding).with_columns(may_merge=pl.lit(value=False))
    sites = _alive(seed, LAST_PUBLISHED_YEAR - 1, first, 0)
    merged_into: dict[int, int] = {}
    for year in range(LAST_PUBLISHED_YEAR, last_year + 1):
        moved = sites.filter(pl.col("ending") == "moved", pl.col("ends").dt.year() == year)
        found = found_in(seed, year, places, screenings).with_columns(may_merge=pl.lit(value=True))
        block = pl.concat([found, _successors(seed, year, moved, places, screenings)], how="diagonal")
        block = _alive(seed, year, block, len(sites))
        merged_into |= dict(block.drop_nulls("follows").select("follows", "number").iter_rows())
        sites = pl.concat([sites, block], how="diagonal")
        sites, targets = _merge(seed, year, sites)
        merged_into |= targets
    return sites.with_columns(
        merged_into=pl.col("number").replace_strict(merged_into, default=None, return_dtype=pl.Int64)
    )


def _successors(
    seed: int, year: int, moved: pl.DataFrame, places: pl.DataFrame, screenings: Screenings
) -> pl.DataFrame:
    """Return the new site of each one that moved in ``year``, seen on the day the old one was left."""
    rng = stream(seed, "moves", year)
    goals = places.filter(pl.col("municipality_code").is_in(screenings.finding["municipality_code"].to_list()))
    people = goals["population"].to_numpy().astype(np.float64)
    goal = goals[rng.choice(len(goals), size=len(moved), p=people / people.sum())]
    leaves = pl.Series(rng.random(len(moved)) >= MOVES_WITHIN) & moved["municipality_code"].is_not_null()
    return moved.select(
        municipality_code=pl.when(leaves).then(goal["municipality_code"]).otherwise("municipality_code"),
        team=pl.when(leaves).then(goal["team"]).otherwise("team"),
        sought=pl.lit(""),
        first_seen="ends",
        sought_from=pl.col("ends").dt.offset_by("1d"),
        stays_until=pl.col("ends").dt.offset_by("20d"),
        kind="kind",
        follows="number",
        may_merge=pl.lit(value=False),
    )


def _alive(seed: int, year: int, block: pl.DataFrame, number: int) -> pl.DataFrame:
    """Add to newly known sites what they are like and how they will end."""
    rng = stream(seed, "lives", year)
    block = block.sort("first_seen", maintain_order=True)
    kinds = block["kind"].to_list()
    count = len(kinds)
    life = np.array([MEAN_LIFE_DAYS.get(kind, OTHER_LIFE_DAYS) for kind in kinds])
    ends = after(block["stays_until"].to_numpy(), 1 + rng.exponential(life))
    doubted = after(ends, -rng.integers(30, 250, count))
    doubts = (rng.random(count) < DOUBTED) & (doubted > after(block["first_seen"].to_numpy(), 30))

    # A move or a merger is known of sites that have been followed into another year.
    ending = draw(rng, ENDINGS, count)
    early = year_of(ends) <= year
    impossible = (ending == "merged") & ~block["may_merge"].to_numpy()
    quality = [str(draw(rng, QUALITIES.get(kind, OTHER_QUALITIES), 1)[0]) for kind in kinds]
    says_code = (np.array(quality) != "exact") | (rng.random(count) < 0.85)
    return block.with_columns(
        number=pl.int_range(number, number + count, dtype=pl.Int64),
        ends=ends,
        ending=np.where(early | impossible, "closed", ending),
        doubted_from=pl.Series(np.where(doubts, doubted, np.datetime64("NaT"))),
        taste=rng.normal(0.0, 0.7, count),
        location_quality=pl.when(pl.col("municipality_code").is_null())
        .then(pl.lit("unknown"))
        .otherwise(pl.Series(quality)),
        says_code=says_code,
        says_team=rng.random(count) < 0.9,
    )


def _merge(seed: int, year: int, sites: pl.DataFrame) -> tuple[pl.DataFrame, dict[int, int]]:
    """Find what each site that merges in ``year`` merges into; one that has no other beside it is closed instead."""
    rng = stream(seed, "mergers", year)
    merging = sites.filter(pl.col("ending") == "merged", pl.col("ends").dt.year() == year).sort("ends", "number")
    targets: dict[int, int] = {}
    known = merging.drop_nulls("municipality_code")
    for number, code, ends in known.select("number", "municipality_code", "ends").iter_rows():
        there = sites.filter(pl.col("municipality_code") == code, pl.col("first_seen") <= ends, pl.col("ends") > ends)
        if not there.is_empty():
            targets[number] = int(rng.choice(there["number"].to_numpy()))
    alone = pl.col("number").is_in(merging["number"].to_list()) & ~pl.col("number").is_in(list(targets))
    return sites.with_columns(ending=pl.when(alone).then(pl.lit("closed")).otherwise("ending")), targets
