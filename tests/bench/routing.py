"""Weeks planned by the planner and by PyVRP, OR-Tools and VROOM: what the plans are worth after the same seconds.

Every engine has one core and the same seconds on the same instances, by turns; every answer is read by the tests' own
checker, and one that cannot be driven counts as no plan. ``python -m tests.bench.routing`` runs it alone; with
``weeks SIZES COUNT SECONDS`` or ``published SECONDS`` a part of it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from statistics import mean
from typing import TYPE_CHECKING

from geodata.routing import PlanOptions, Weights
from tests.bench import planners
from tests.bench.measure import run
from tests.bench.weeks import TOPTW, published, week
from tests.plan_checker import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.routing import WeekProblem
    from tests.bench.planners import Answers

    Engine = Callable[[WeekProblem, PlanOptions, list[float]], Answers]

PROMISED = {60: 1.00, 200: 1.02, 600: 1.10, 2_000: 1.10}
"""How many times the best peer's mean worth is promised, by number of candidates."""

SECONDS = [2.0, 10.0]
WEEKS = 10
PUBLISHED_SECONDS = 5.0
TOURS = (2, 4)
MOST_OF_GAP = 1 / 3
MOST_MB = 500.0
WORTH = PlanOptions(weights=Weights(fair=0, staying=0))
"""What peers can count, too: the worth alone."""

ROAD = {"ours": 0.02, "pyvrp": 0.001}
"""What a minute of road costs beside the score, which alone is judged: for each engine what served it best of the two.
PyVRP's mean gap was 1.29 % with 0.02."""


def engines() -> dict[str, Engine]:
    """Return the planner and its peers."""
    peers = {name: import_module(f"tests.bench.peer_{name}").solve_week for name in ("pyvrp", "ortools", "vroom")}
    return {"ours": planners.ours, **peers}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table, and whether what was promised was kept; ``None`` where nothing was promised."""

    cells: tuple[str, ...]
    kept: bool | None


def warm() -> None:
    """Have everything compiled before the clock runs."""
    planners.ours(week(200, 0), WORTH, [0.1])


def weeks(sizes: list[int], count: int, moments: list[float]) -> list[Line]:
    """Plan ``count`` weeks of every size with every engine, by turns."""
    lines = []
    for size in sizes:
        told: dict[tuple[str, float], list[tuple[float, int]]] = {}
        for seed in range(count):
            problem = week(size, seed)
            nothing = check(problem, WORTH, []).worth
            for name, engine in engines().items():
                for seconds, visits in engine(problem, WORTH, moments).items():
                    verdict = check(problem, WORTH, visits)
                    found = (nothing, 0) if verdict.faults else (verdict.worth, verdict.agreed_kept)
                    told.setdefault((name, seconds), []).append(found)
            print(size, seed, {key: round(worths[-1][0]) for key, worths in told.items()}, file=sys.stderr, flush=True)
        for seconds in moments:
            worth = {name: mean(each[0] for each in told[name, seconds]) for name in engines()}
            agreed = {name: sum(each[1] for each in told[name, seconds]) for name in engines()}
            best = max(worth[name] for name in worth if name != "ours")
            fewer = agreed["ours"] < max(agreed.values())
            ratio = worth["ours"] / best
            kept = ratio >= PROMISED[size] and not fewer
            figures = [f"{worth[name]:,.0f} ({agreed[name]})" for name in worth]
            label = f"{size:,} candidates, {seconds:g} s, {count} weeks"
            lines.append(Line((label, *figures, f"{ratio:.3f} x", f"{PROMISED[size]:.2f} x"), kept))
    return lines


def instances() -> list[str]:
    """Return the names of the published instances at hand."""
    return sorted(file.stem for file in TOPTW.glob("*.txt"))


def gaps(seconds: float) -> list[Line]:
    """Plan the published instances with the planner and PyVRP, by turns."""
    told: dict[str, list[float]] = {"ours": [], "pyvrp": []}
    every = engines()
    for name in instances():
        for tours in TOURS:
            asked = published(name, tours)
            scores = {candidate.site: candidate.value for candidate in asked.problem.candidates}
            for engine, gap in told.items():
                options = PlanOptions(weights=Weights(reached=1, road=ROAD[engine], fair=0, staying=0))
                visits = every[engine](asked.problem, options, [seconds])[seconds]
                driven = not check(asked.problem, options, visits).faults
                score = sum(scores[visit.site] for visit in visits) if driven else 0.0
                gap.append(100 * (asked.best_known - score) / asked.best_known)
            print(name, tours, {engine: f"{gap[-1]:.2f}" for engine, gap in told.items()}, file=sys.stderr, flush=True)
    if not told["ours"]:
        return [Line(("published instances: not at hand", "", "", "", "", "", ""), None)]
    ours, peer = mean(told["ours"]), mean(told["pyvrp"])
    label = f"published instances, {seconds:g} s: mean gap to the best known"
    share = f"{ours / peer:.2f} of PyVRP's" if peer > 0 else "-"
    return [Line((label, f"{ours:.2f} %", f"{peer:.2f} %", "", "", share, "0.33"), ours <= MOST_OF_GAP * peer)]


def memory() -> list[Line]:
    """Plan one week of 2,000 candidates in a process of its own."""
    used = run("tests.bench.routing", "one", "2000")
    cells = ("2,000 candidates: peak memory", f"{used.peak_mb:,.0f} MB", "", "", "", "", f"< {MOST_MB:,.0f} MB")
    return [Line(cells, used.peak_mb < MOST_MB)]


def report(lines: list[Line]) -> bool:
    """Print the table; return whether every promise was kept."""
    heads = (
        "worth (agreed times kept)",
        "ours",
        "PyVRP",
        "OR-Tools",
        "VROOM",
        "ours to the best peer",
        "promised",
        "kept",
    )
    rows = [heads, *((*line.cells, {True: "yes", False: "NO", None: "-"}[line.kept]) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return all(line.kept is not False for line in lines)


def main(asked: list[str]) -> int:
    """Run what is asked for, or everything."""
    warm()
    if asked[:1] == ["one"]:
        planners.ours(week(int(asked[1]), 0), WORTH, [SECONDS[0]])
        return 0
    if asked[:1] == ["weeks"]:
        sizes, moments = [int(size) for size in asked[1].split(",")], [float(each) for each in asked[3].split(",")]
        return 0 if report(weeks(sizes, int(asked[2]), moments)) else 1
    if asked[:1] == ["published"]:
        return 0 if report(gaps(float(asked[1]))) else 1
    return 0 if report([*weeks(list(PROMISED), WEEKS, SECONDS), *gaps(PUBLISHED_SECONDS), *memory()]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
