"""When sites may be visited, where that is known."""

from __future__ import annotations

import polars as pl

from etl.demo.chance import stream

STATED = 0.3
"""Share of sites whose hours are known."""
WITHOUT = ("escort", "street", "outdoor")
"""Kinds that have no opening hours."""


def all_windows(seed: int, sites: pl.DataFrame) -> pl.DataFrame:
    """Return site (its number), weekday (1 is Monday), opens and closes."""
    # One row of chance per site: a site's hours do not depend on how many sites follow it.
    chance = stream(seed, "windows").random((len(sites), 4))
    rows = []
    for (number, kind), (stated, opens, closes, days) in zip(
        sites.select("number", "kind").iter_rows(), chance.tolist(), strict=True
    ):
        if stated < STATED and kind not in WITHOUT:
            hours = f"{9 + int(4 * opens):02d}:00", f"{16 + int(7 * closes):02d}:00"
            rows += [(number, weekday, *hours) for weekday in range(1, 5 + int(4 * days))]
    return pl.DataFrame(rows, schema=["site", "weekday", "opens", "closes"], orient="row")
