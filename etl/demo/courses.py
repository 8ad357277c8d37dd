"""Counts of municipal courses as four made-up municipalities might report them: sums per quarter, never a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from etl.demo.chance import stream
from geodata.course_terms import CourseMeasure, CourseTerm

if TYPE_CHECKING:
    import numpy as np

FIRST_YEAR = 2014
REPORTING = {"0101": 34, "0461": 12, "0751": 18, "0851": 9}
"""Municipalities of the project's four cities, and about how many citizens each has in courses; an assumption."""

SHARES = {"phase_contact": 0.25, "phase_1": 0.3, "phase_2": 0.25, "phase_3": 0.2}
FOCUS_SHARE = 0.5
"""Three to five of the eight focus areas are worked on at a time."""
OUTCOME_SHARE = 0.35
SCHEMA = {
    "municipality_code": pl.String,
    "period_to": pl.Date,
    "measure": pl.String,
    "term": pl.String,
    "count": pl.Int64,
}
QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))


def all_course_counts(seed: int, last_year: int) -> pl.DataFrame:
    """Return municipality_code, period_to, measure, term and count of every quarter, in order of period_to."""
    rows = [
        (code, date(year, *ends), term.measure.code, term.code, count)
        for year in range(FIRST_YEAR, last_year + 1)
        for ends in QUARTER_ENDS
        for code, size in REPORTING.items()
        for term, count in _counts(stream(seed, "courses", code, str(year), str(ends[0])), size)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").with_columns(recorded_on=pl.col("period_to"))


def _counts(rng: np.random.Generator, size: int) -> list[tuple[CourseTerm, int]]:
    citizens = int(rng.poisson(size))
    phases = rng.multinomial(citizens, list(SHARES.values())).tolist()
    counted = dict(zip(SHARES, phases, strict=True))
    share = {CourseMeasure.FOCUS: FOCUS_SHARE, CourseMeasure.OUTCOME: OUTCOME_SHARE}
    return [
        (term, counted[term.code] if term.code in counted else int(rng.binomial(citizens, share[term.measure])))
        for term in CourseTerm
    ]
