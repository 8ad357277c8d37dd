"""100,000 sites with 1,000,000 visits, from raw files to a published warehouse, against the pandas peer.

Both read the same files and must come to the same rows and the same lines set aside.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.bench.measure import BenchError, Result, Run, in_turn, run

LEAST_RATIO = 5.0
MOST_MB = 2_000.0
LEAST_SET_ASIDE = 5_000
"""Rows that are spoilt on purpose: finding fewer would mean that nothing was checked."""


def measure() -> list[Result]:
    """Write the files, build them by turns, and compare what came out."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run("tests.bench.large_files", str(work / "raw"))

        def ours(turn: int) -> Run:
            return run("etl", "build", str(work / "raw"), "--json", env={"FELTPLAN_HOME": str(work / f"home{turn}")})

        def peer(turn: int) -> Run:
            return run("tests.bench.peer", str(work / "raw"), str(work / f"peer{turn}.duckdb"))

        def tuned(turn: int) -> Run:
            return run("tests.bench.peer", str(work / "raw"), str(work / f"tuned{turn}.duckdb"), "--tuned")

        built, peers, tuned_peers = in_turn(ours, peer, tuned)
        for file in ("peer0.duckdb", "tuned0.duckdb"):
            held = compare(work / "home0", work / file)
            if held["set_aside"] < LEAST_SET_ASIDE:
                raise BenchError(f"Only {held['set_aside']} rows were set aside.")
        return [
            Result("100,000 sites, 1,000,000 visits", built, peers, LEAST_RATIO, MOST_MB),
            Result("the same against the tuned peer", built, tuned_peers),
        ]


def compare(home: Path, peer: Path) -> dict[str, int]:
    """Return what both warehouses hold, rows kept and set aside.

    Raises
    ------
    BenchError
        If they differ.
    """
    pointer = json.loads((home / "warehouse" / "current").read_text(encoding="utf-8"))
    told: dict[str, int] = json.loads(
        run("tests.bench.same", str(home / "warehouse" / pointer["file"]), str(peer)).output
    )
    return told
