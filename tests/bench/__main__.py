"""``python -m tests.bench``: every benchmark, one table; leaves with 1 if a promise is broken."""

from __future__ import annotations

import sys
from statistics import median
from typing import TYPE_CHECKING

from tests.bench import disclosure, large, national, pages, points, redraw, routing, waits
from tests.bench.measure import compiled

if TYPE_CHECKING:
    from tests.bench.measure import Result, Run

HEADS = ("benchmark", "ours", "peer", "ratio (range)", "peak memory", "peer's", "promised", "kept")


def line(result: Result) -> tuple[str, ...]:
    """Return the table's cells for one result."""
    ratio = f"{result.ratio():.1f} ({min(result.ratios()):.1f}-{max(result.ratios()):.1f})" if result.peers else "-"
    promised = [f"{result.least_ratio:g} times as fast"] if result.least_ratio is not None else []
    promised += [f"under {result.most_mb:,.0f} MB"] if result.most_mb is not None else []
    promised += [f"under {result.most_seconds:g} s"] if result.most_seconds is not None else []
    kept = ("yes" if result.kept() else "NO") if promised else "-"
    return (
        result.name,
        seconds(result.ours),
        seconds(result.peers),
        ratio,
        memory(result.ours),
        memory(result.peers),
        ", ".join(promised) or "-",
        kept,
    )


def seconds(runs: list[Run]) -> str:
    """Return the median of the runs' seconds."""
    if not runs:
        return "-"
    taken = median(run.seconds for run in runs)
    return f"{taken:.2f} s" if taken >= 1 else f"{taken * 1000:.0f} ms"


def memory(runs: list[Run]) -> str:
    """Return the largest of the runs' peaks."""
    return f"{max(run.peak_mb for run in runs):,.0f} MB" if runs else "-"


def main() -> int:
    """Run every benchmark and print the table."""
    results: list[Result] = []
    with compiled():
        for module in (national, large, points, pages, waits, redraw, disclosure):
            print(f"{module.__name__} …", file=sys.stderr, flush=True)
            results += module.measure()
    rows = [HEADS, *(line(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print("tests.bench.routing …", file=sys.stderr, flush=True)
    planned = routing.main([])
    return 0 if all(result.kept() for result in results) and planned == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
