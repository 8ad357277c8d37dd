"""What a team lead waits for: travel times of 300 places, the team's due list, and a record that is in force.

``python -m tests.bench.waits travel|due|record HOME`` prints the seconds of one of them. Python and its modules are
there before, as they are in a server; nothing is remembered from an earlier answer.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import numpy as np

from tests.bench.measure import ROUNDS, BenchError, Result, Run, run
from tests.bench.national import UNTIL

PLACES = 300
MOST_SECONDS = {"travel": 2.0, "due": 0.5, "record": 2.0}
NAMES = {
    "travel": f"travel times of {PLACES} places, nothing kept",
    "due": "a team's due list, 100,000 sites",
    "record": "a record to the version that holds it, national",
}
TEAM = "east"
SEED = 3
TIMES = 5
PATIENCE_S = 120


def measure() -> list[Result]:
    """Build both warehouses and time what is waited for."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        national, large = work / "national", work / "large"
        run("etl", "demo", str(national / "raw"), "--until", UNTIL)
        run("tests.bench.large_files", str(large / "raw"))
        for home in (national, large):
            run("etl", "build", str(home / "raw"), "--json", env={"FELTPLAN_HOME": str(home)})
        told = {
            "travel": [_told("travel", work / f"new{turn}") for turn in range(ROUNDS)],
            "due": [_told("due", large)],
            "record": [_told("record", national)],
        }
    return [Result(NAMES[name], runs, most_seconds=MOST_SECONDS[name]) for name, runs in told.items()]


def _told(name: str, home: Path) -> Run:
    told = run("tests.bench.waits", name, str(home), env={"FELTPLAN_HOME": str(home)})
    return Run(json.loads(told.output), told.peak_mb, told.output)


def travel(home: Path) -> float:
    """Return the seconds of the minutes between places strewn over the country, with neither grid nor minutes kept."""
    from etl.boundaries import bundled
    from geodata.settings import Settings
    from geodata.travel import kept_grid, shortest, times  # noqa: F401 - what the planner's page has imported

    points = np.array([shape.representative_point().coords[0] for shape in bundled().polygons])
    random = np.random.default_rng(SEED)
    strewn = points[random.integers(0, len(points), PLACES)] + random.uniform(-3_000, 3_000, (PLACES, 2))
    lonlat = _degrees(strewn)
    begun = time.perf_counter()
    told = times.minutes(lonlat, Settings(home=home))
    seconds = time.perf_counter() - begun
    if told.minutes.shape != (PLACES, PLACES):
        raise BenchError("Not every pair of places has its minutes.")
    return seconds


def _degrees(metres: np.ndarray) -> np.ndarray:
    import pyproj

    back = pyproj.Transformer.from_crs(25832, 4326, always_xy=True)
    return np.column_stack(back.transform(metres[:, 0], metres[:, 1]))


def due(home: Path) -> float:
    """Return the median seconds of a team's due list on the day of the file; what the log teaches is read before."""
    from geodata.store import Store
    from geodata.versions import published
    from geodata.worth.due_list import read_due, read_knowledge

    store, day = Store.open(home, published(home)), date.fromisoformat(UNTIL)
    knowledge = read_knowledge(store, day)
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        listed = read_due(store, day, TEAM, knowledge=knowledge)
        taken.append(time.perf_counter() - begun)
    if listed.rows.empty:
        raise BenchError("The due list is empty.")
    return median(taken)


def record(home: Path) -> float:
    """Return the median seconds from saving a visit to a published version with it, as the page's server does it."""
    from dashboard.rebuild import Rebuilder
    from geodata.ledger import records
    from geodata.ledger.sessions import open_ledger
    from geodata.recording import VisitMade
    from geodata.settings import Settings
    from geodata.store import Store
    from geodata.versions import published

    settings = Settings(home=home)
    ledger, day = open_ledger(settings), date.fromisoformat(UNTIL)
    store = Store.open(home, published(home))
    sites = store.due_sites(day)["site_id"].tolist()[: TIMES + 1]
    store.close()
    builder = Rebuilder(settings)
    builder.warm()
    taken = []
    try:
        for site in sites:
            now = datetime.now(UTC)
            made = VisitMade(site_id=site, started_at=datetime.fromisoformat(f"{UNTIL} 10:00"), reached=False)
            before, begun = published(home).version, time.perf_counter()
            records.record(ledger, made, key=f"bench-{now.isoformat()}", by="AB", now=now, demo=True)
            if not builder.wait(builder.ask(), PATIENCE_S):
                raise BenchError("The build did not end.")
            taken.append(time.perf_counter() - begun)
            if published(home).version != before + 1:
                raise BenchError(f"No new version: {builder.refused('en')}")
    finally:
        builder.stop()
    return median(taken[1:])


if __name__ == "__main__":
    print(json.dumps({"travel": travel, "due": due, "record": record}[sys.argv[1]](Path(sys.argv[2]))))
