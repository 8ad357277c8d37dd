"""Since when a record has been known: from the day it was recorded, which files may state beside the day it tells of.

What a page showed on a past day can only be told again if nothing is used that was recorded later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from etl.rejects import Loaded

HAPPENED: dict[str, dict[str, pl.Expr]] = {
    "sites": {"recorded_on": pl.col("first_seen"), "status_recorded_on": pl.col("status_from")},
    "sightings": {"recorded_on": pl.col("seen_on")},
    "screenings": {"recorded_on": pl.coalesce("completed_on", "started_on")},
    "visits": {"recorded_on": pl.col("started_at").dt.date()},
    "conversations": {"recorded_on": pl.col("held_on")},
    "bridge_meetings": {"recorded_on": pl.col("held_on")},
    "activities": {"recorded_on": pl.col("held_on")},
    "course_counts": {"recorded_on": pl.col("period_to")},
    "site_changes": {"recorded_on": pl.col("changed_on")},
}
"""Per table and column that says when something was recorded: the day it tells of. No record is older than that."""

LEAN_ON_SITES = ("sightings", "visits", "conversations", "site_changes")


def settle_recording(tables: dict[str, Loaded]) -> None:
    """Let no record be known before the site it is about, in place: until then it could not have been told."""
    late = tables["sites"].rows.filter(pl.col("recorded_on") > pl.col("first_seen"))
    if late.is_empty():
        return
    known = late.select("site_id", site_recorded_on="recorded_on")
    for name in LEAN_ON_SITES:
        rows = tables[name].rows.join(known, on="site_id", how="left", maintain_order="left")
        since = pl.max_horizontal("recorded_on", "site_recorded_on")
        tables[name] = tables[name].with_rows(rows.with_columns(recorded_on=since).drop("site_recorded_on"))
