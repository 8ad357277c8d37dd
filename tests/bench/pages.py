"""What each page asks the warehouse for, at national size and at 100,000 sites with 1,000,000 visits."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.bench.measure import Result, Run, run
from tests.bench.national import UNTIL

MOST_SECONDS = {"national": 0.05, "1,000,000 visits": 0.5}
"""All queries of a page together, the file read once before."""


def measure() -> list[Result]:
    """Build both warehouses and time every page's queries."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for size, most in MOST_SECONDS.items():
            work = Path(folder) / size.split()[-1]
            if size == "national":
                run("etl", "demo", str(work / "raw"), "--until", UNTIL)
            else:
                run("tests.bench.large_files", str(work / "raw"))
            run("etl", "build", str(work / "raw"), "--json", env={"FELTPLAN_HOME": str(work)})
            told = run("tests.bench.page_queries", str(work), UNTIL)
            results += [
                Result(f"queries of {page}, {size}", [Run(seconds, told.peak_mb)], most_seconds=most)
                for page, seconds in json.loads(told.output).items()
            ]
    return results
