"""The bodies that a screening finds to work with, and how far the cooperation came."""

from __future__ import annotations

import numpy as np
import polars as pl

from etl.demo.chance import after, draw, on_weekday, stream

NAMES = {
    "counselling": "rådgivning",
    "shelter": "krisecenter",
    "health": "sundhedstilbud",
    "police": "politi",
    "education": "uddannelse",
    "other": "tilbud",
}
KINDS = {"counselling": 0.35, "shelter": 0.15, "health": 0.2, "police": 0.1, "education": 0.1, "other": 0.1}
CONTACTED = {"1": 0.9, "2": 0.7, "3": 0.0}
"""How often a body of each category is contacted; the third is only registered."""
MEETS = 0.7
AGREES = 0.6


def all_partners(seed: int, screenings: pl.DataFrame) -> pl.DataFrame:
    """Return the partners that each municipality's first completed screening found.

    Returns
    -------
    polars.DataFrame
        The contract's columns but the id, and registered_on (the day the screening was completed), which orders them.
    """
    first = screenings.drop_nulls("completed_on").sort("completed_on", "municipality_code")
    first = first.unique("municipality_code", keep="first", maintain_order=True)
    return pl.concat(
        [_of(seed, code, on) for code, on in first.select("municipality_code", "completed_on").iter_rows()]
    )


def _of(seed: int, code: str, registered_on: object) -> pl.DataFrame:
    rng = stream(seed, "partners", code)
    categories = ["1", *["2"] * int(rng.integers(0, 4)), *["3"] * int(rng.integers(0, 3))]
    count = len(categories)
    kinds = ["municipality", *draw(rng, KINDS, count - 1).tolist()]
    names = [f"DEMO kommune {code}", *(f"DEMO {NAMES[kind]} {code}-{n}" for n, kind in enumerate(kinds[1:], start=2))]
    contacted = on_weekday(after(np.full(count, registered_on, dtype="datetime64[D]"), rng.integers(7, 60, count)))
    meeting = on_weekday(after(contacted, rng.integers(14, 120, count)))
    agreement = on_weekday(after(meeting, rng.integers(30, 200, count)))
    reached = rng.random(count) < np.array([CONTACTED[category] for category in categories])
    met = reached & (rng.random(count) < MEETS)
    agreed = met & (rng.random(count) < AGREES)
    never = np.datetime64("NaT", "D")
    return pl.DataFrame(
        {
            "registered_on": [registered_on] * count,
            "name": names,
            "category": categories,
            "kind": kinds,
            "municipality_code": [code] * count,
            "contacted_on": np.where(reached, contacted, never),
            "meeting_on": np.where(met, meeting, never),
            "agreement_on": np.where(agreed, agreement, never),
        }
    )
