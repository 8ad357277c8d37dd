"""The national demo, from nothing to a published warehouse; its build against the pandas peer on the same files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.bench.large import compare
from tests.bench.measure import ROUNDS, Result, Run, in_turn, run

UNTIL = "2026-11-21"
"""The demo's last day, so that every run builds the same rows."""

LEAST_RATIO = 1.0


def measure() -> list[Result]:
    """Write the demo, build it by turns, compare what came out, and build it once more to find nothing new."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        raw = str(work / "raw")
        written = [run("etl", "demo", raw, "--until", UNTIL) for _ in range(ROUNDS)]

        def build(turn: int) -> Run:
            return run("etl", "build", raw, "--json", env={"FELTPLAN_HOME": str(work / f"home{turn}")})

        def peer(turn: int) -> Run:
            return run("tests.bench.peer", raw, str(work / f"peer{turn}.duckdb"))

        built, peers = in_turn(build, peer)
        compare(work / "home0", work / "peer0.duckdb")
        again = [build(turn) for turn in range(ROUNDS)]
    whole = [_together(first, second) for first, second in zip(written, built, strict=True)]
    return [
        Result("national demo, written and built", whole),
        Result("national demo, built", built, peers, LEAST_RATIO),
        Result("national demo, built again: nothing new", again),
    ]


def _together(first: Run, second: Run) -> Run:
    return Run(first.seconds + second.seconds, max(first.peak_mb, second.peak_mb))
