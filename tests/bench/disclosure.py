"""Releases at national size: seconds to hide and to attack, and the share that is shown, beside two other ways to hide.

``python -m tests.bench.disclosure HOME`` prints one JSON object per level of detail. The other ways are hiding nothing
but the small counts, which is unsafe, and hiding every row that holds one, with what else a row then takes.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from geodata.disclosure.attacker import intervals
from geodata.disclosure.drafting import counts, facts
from geodata.disclosure.groups import Detail, columns
from geodata.disclosure.protection import narrow
from geodata.disclosure.quarters import complete
from geodata.disclosure.suppression import suppress
from geodata.disclosure.tables import Place, filled, layout
from geodata.small_counts import SMALL
from geodata.store import Store
from geodata.versions import published
from tests.bench.measure import Result, Run, in_turn, run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodata.disclosure.tables import Layout

DAY = "2026-11-21"
MOST_S = {"hide": 1.0, "outsider": 2.0, "insiders": 120.0}
"""What is promised for the level that is used."""


def measured(table: Layout, values: NDArray[np.int64]) -> dict[str, float]:
    """Return seconds and shares for one national table."""
    own = table.is_kind("municipality") & (values > 0)
    small = np.isin(values, SMALL)
    begun = time.process_time()
    done = suppress(table, values)
    hide = time.process_time() - begun
    begun = time.process_time()
    ranges = intervals(table, np.where(done.hidden, np.nan, values.astype(float)), done.table.low)
    outsider = time.process_time() - begun
    begun = time.process_time()
    found = narrow(done.table, done.hidden)
    insiders = time.process_time() - begun
    rows = np.isin(table.area_of, table.area_of[small & own]) & (values > 0)
    whole = suppress(table, values, closed=rows & table.is_kind("municipality"))
    bare = {each.cell for each in narrow(done.table, small)}
    return {
        "hide_s": hide,
        "outsider_s": outsider,
        "insiders_s": insiders,
        "narrow": len(found) + sum(ranges[cell].width < 4 for cell in np.flatnonzero(done.table.sensitive).tolist()),
        "sensitive": int(done.table.sensitive.sum()),
        "holding": int(own.sum()),
        "shown": float((own & ~done.hidden).sum() / own.sum()),
        "shown_cells": int((own & ~done.hidden).sum()),
        "shown_if_small_only": float((own & ~small).sum() / own.sum()),
        "found_out_if_small_only": len(bare),
        "shown_if_rows": float((own & ~whole.hidden).sum() / own.sum()),
        "most_possible": float(most_possible(table, values) / own.sum()),
    }


def most_possible(table: Layout, values: NDArray[np.int64]) -> int:
    """Return how many cells could be shown at the very most: in a row with one small cell another must be hidden."""
    width = len(table.columns)
    kept = 0
    for row, area in enumerate(table.areas):
        if area.kind == "municipality":
            cells = values[row * width : (row + 1) * width]
            small, large = int(np.isin(cells, SMALL).sum()), int((cells > max(SMALL)).sum())
            kept += max(0, large - (small == 1))
    return kept


def main(home: Path) -> None:
    """Print what was measured for the last quarter at each level of detail."""
    store = Store.open(home, published(home))
    quarter = complete(date.fromisoformat(DAY), 1)[0]
    places = [Place(each.code, each.region, each.team) for each in facts(store, quarter)]
    for detail in (Detail.THREE_GROUPS, Detail.TWO_GROUPS, Detail.TOTALS):
        table = layout(places, columns(detail))
        values = filled(table, counts(store, quarter, detail))
        told = [measured(table, values) for _ in range(3)]
        shared = {name: median(each[name] for each in told) for name in told[0]}
        print(json.dumps({"detail": detail.code, **shared}))
    store.close()


def measure() -> list[Result]:
    """Return the lines of the table."""
    with tempfile.TemporaryDirectory() as base:
        raw = str(Path(base) / "raw")
        env = {"FELTPLAN_HOME": str(Path(base) / "home")}
        run("etl", "demo", raw, "--until", DAY)
        run("etl", "build", raw, env=env)
        (once,) = in_turn(lambda _turn: run("tests.bench.disclosure", env["FELTPLAN_HOME"]))
    told = [[json.loads(line) for line in each.output.splitlines()] for each in once]
    used = [next(row for row in rows if row["detail"] == Detail.TWO_GROUPS.code) for rows in told]
    for row in told[0]:
        print(
            {name: round(value, 3) if isinstance(value, float) else value for name, value in row.items()},
            file=sys.stderr,
        )
    names = {
        "hide": "release: hide what must be",
        "outsider": "release: attack, outsider",
        "insiders": "release: attack, all insiders",
    }
    return [
        Result(name, [Run(row[f"{key}_s"], 0.0) for row in used], most_seconds=MOST_S[key])
        for key, name in names.items()
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
