"""Runs programs and measures them: seconds, peak memory, and the ratio of those that take turns.

The measuring process stays small and leaves all work to its children: Linux counts what the parent held at the moment
of starting as the child's own peak.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).parents[2]
MEASURED = ("etl.__main__", "etl.demo", "etl.failures", "tests.bench.peer", "tests.bench.points")
"""What the programs that are measured import."""

ROUNDS = 3
"""How often programs take turns."""


class BenchError(Exception):
    """A program of a benchmark failed, or two that should agree do not."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one program: wall clock seconds, peak memory of the whole process in MB, and what it printed."""

    seconds: float
    peak_mb: float
    output: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table.

    Parameters
    ----------
    name
        What was done.
    ours, peers
        The runs, round by round; no peers where there is nothing to compare with.
    least_ratio
        How many times as fast as the peer is promised; ``None`` where nothing is.
    most_mb, most_seconds
        The peak memory and the seconds that are promised for ours; ``None`` where nothing is.
    """

    name: str
    ours: list[Run]
    peers: list[Run] = field(default_factory=list)
    least_ratio: float | None = None
    most_mb: float | None = None
    most_seconds: float | None = None

    def ratios(self) -> list[float]:
        """Return the peer's seconds over ours, round by round."""
        return [peer.seconds / our.seconds for our, peer in zip(self.ours, self.peers, strict=False)]

    def ratio(self) -> float:
        """Return the median ratio."""
        return median(self.ratios())

    def peak_mb(self) -> float:
        """Return the largest memory any of our runs took."""
        return max(run.peak_mb for run in self.ours)

    def kept(self) -> bool:
        """Whether what is promised holds."""
        fast = self.least_ratio is None or self.ratio() >= self.least_ratio
        small = self.most_mb is None or self.peak_mb() < self.most_mb
        soon = self.most_seconds is None or median(run.seconds for run in self.ours) < self.most_seconds
        return fast and small and soon


@contextmanager
def compiled() -> Iterator[None]:
    """Let every program find its modules compiled: some environments never write them, and installing does not."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        subprocess.run([sys.executable, "-c", f"import {', '.join(MEASURED)}"], cwd=ROOT, check=True)
        yield


def run(*arguments: str, env: Mapping[str, str] | None = None) -> Run:
    """Run ``python -m`` with arguments, from the project's root.

    Raises
    ------
    BenchError
        If it does not end with 0.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    if process.stdout is None:
        raise BenchError(f"{arguments}: no output to read")
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchError(f"python -m {' '.join(arguments)} ended with {process.returncode}:\n{output}")
    return Run(seconds, usage.ru_maxrss / 1024, output)


def in_turn(*programs: Callable[[int], Run]) -> list[list[Run]]:
    """Run programs in turn, so that what else the machine does meets all alike; return each one's runs."""
    rounds = [[program(turn) for program in programs] for turn in range(ROUNDS)]
    return [list(runs) for runs in zip(*rounds, strict=True)]
