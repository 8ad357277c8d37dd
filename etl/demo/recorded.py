"""When the demo's records were recorded: most at once, some days later, a few weeks later."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.demo.chance import stream
from etl.demo.published import LAST_PUBLISHED_YEAR

DELAYS = {0: 0.55, 1: 0.2, 2: 0.1, 4: 0.07, 8: 0.05, 21: 0.025, 45: 0.005}
"""Days from what happened to its record, and how many records take so long. An assumption; no delay is published."""


def with_recording(seed: int, table: str, records: pl.DataFrame, happened: pl.Expr) -> pl.DataFrame:
    """Return the records with ``recorded_on``; the published years were recorded at once, so that they stand as told.

    Parameters
    ----------
    records
        In an order to whose end later years are added, so that a record's delay stays what it was.
    happened
        The day each record tells of; null where nothing has happened yet.
    """
    drawn = stream(seed, "recorded", table).random(records.height)
    steps = np.searchsorted(np.cumsum(list(DELAYS.values())), drawn).clip(max=len(DELAYS) - 1)
    delay = pl.duration(days=pl.lit(pl.Series(np.array(list(DELAYS))[steps])))
    late = pl.when(happened.dt.year() > LAST_PUBLISHED_YEAR).then(happened + delay).otherwise(happened)
    return records.with_columns(recorded_on=late.cast(pl.Date))
