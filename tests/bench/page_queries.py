"""What each page asks the warehouse for, asked at once: ``python -m tests.bench.page_queries HOME DAY`` prints seconds.

DuckDB has opened its file and read it before; nothing is remembered from one time to the next, as a page's cache would.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from geodata import series
from geodata.beside import place_counts
from geodata.denominators import side_by_side
from geodata.figures import figures
from geodata.hidden import hidden_sites
from geodata.indicators import CASCADE
from geodata.municipality import read_municipality
from geodata.site import read_site
from geodata.status import classify
from geodata.store import Store, at_once
from geodata.versions import published
from geodata.worklists import duplicates, findings

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 7
WINDOW = 12
TILES = ("ever_screened", "currently_screened", "screening_yield", "sites_known", "sites_attempted")
TRENDS = ("ever_screened", "currently_screened", "sites_attempted")
COMPARED = (
    "sites_attempted", "sites_reached", "attempts", "contact_rate", "overdue_share", "returns_kept",
    "hours_per_reached", "found_per_screening_hour",
)  # fmt: skip


def pages(store: Store, day: date) -> dict[str, Callable[[], object]]:
    """Return, per page, what reads what it shows."""
    first, _last = store.days()
    quarters = series.quarter_ends(first or day, day)
    biggest = store.municipality_status(day, WINDOW).sort_values("sites_known").iloc[-1]
    code = str(biggest["municipality_code"])
    site = str(read_municipality(store, code, day).sites["site_id"].iloc[0])
    steps = tuple(indicator.id for indicator in CASCADE)

    def coverage() -> None:
        at_once(
            lambda: classify(store.municipality_status(day, WINDOW), day, WINDOW),
            partial(figures, store, day, WINDOW, "nation", TILES),
            partial(store.unplaced, day, WINDOW),
        )

    def over_time() -> None:
        series.cells(store, quarters, WINDOW, series.needed(TRENDS))

    def municipality() -> None:
        at_once(
            partial(place_counts, store, day, WINDOW, steps + COMPARED),
            partial(read_municipality, store, code, day, WINDOW),
        )

    def hidden() -> None:
        side_by_side(store, day, WINDOW, partial(hidden_sites, store, day, "nation", "team"), "nation", "team")

    return {
        "coverage": coverage,
        "over time": over_time,
        "map over time": lambda: series.statuses(store, quarters, WINDOW),
        "municipality": municipality,
        "site": lambda: read_site(store, site, day),
        "hidden sites": hidden,
        "work lists: screening": lambda: store.usual_screening_hours(day),
        "work lists: due": lambda: store.due_sites(day),
        "work lists: sources": lambda: findings.findings(store, day),
        "work lists: duplicates": lambda: duplicates.likely_pairs(store.site_places(day)),
    }


def seconds(read: Callable[[], object]) -> float:
    """Return the median seconds of reading, warm."""
    read()
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        read()
        taken.append(time.perf_counter() - begun)
    return median(taken)


def main(home: Path, day: date) -> None:
    """Print the seconds of every page as JSON."""
    store = Store.open(home, published(home))
    print(json.dumps({name: seconds(read) for name, read in pages(store, day).items()}))
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
