"""Weeks to plan and published team orienteering instances, for the planner's benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from geodata.routing import Agreed, Candidate, Crew, Shift, WeekProblem, Window, week_problem

MONDAY = date(2026, 11, 30)
WEEK = "2026-W49"
HOURS = dict.fromkeys((1, 2, 3, 5), (540.0, 1020.0)) | {4: (780.0, 1260.0)}
CLASSES = ((540.0, 720.0), (720.0, 990.0), (1020.0, 1200.0))
"""Morning, afternoon and evening; Thursday's shift is the late one."""

AGREED = 6
TOPTW = Path(__file__).parents[2] / ".." / "shared" / "data" / "toptw"


def week(sites: int, seed: int) -> WeekProblem:
    """Return two crews' week among ``sites`` candidates around twelve towns: six agreed times, lunch, three windows.

    P(reached) differs by site and window and not by weekday, and a site is open on whole days: what PyVRP's best
    set-up can say.
    """
    rng = np.random.default_rng(1000 * sites + seed)
    towns, weight = rng.uniform((0, 0), (140, 110), (12, 2)), rng.dirichlet(np.full(12, 0.8))
    in_town = towns[rng.choice(12, sites, p=weight)] + rng.normal(0, 5, (sites, 2))
    xy = np.where(rng.random((sites, 1)) < 0.75, in_town, rng.uniform((0, 0), (140, 110), (sites, 2)))
    points = np.vstack([xy, towns[[weight.argmax()]]])
    km = 1.32 * np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    minutes = np.round(2 * 60 * km / (40 + 30 * np.clip(km / 40, 0, 1))) / 2
    agreed = set(rng.choice(sites, AGREED, replace=False).tolist())
    candidates = []
    for site in range(sites):
        share = rng.beta(3, 2)
        chances = [round(float(min(0.95, share * odds * rng.uniform(0.8, 1.2))), 2) for odds in (0.8, 1.0, 1.1)]
        classes = [each for each in range(3) if rng.random() < 0.75]
        days = [day for day in range(5) if rng.random() < 0.8]
        windows = tuple(
            Window(MONDAY + timedelta(day), *CLASSES[each], chances[each]) for day in days for each in classes
        )
        promised = None
        if site in agreed:
            day = int(rng.integers(5))
            opens, closes = HOURS[day + 1]
            promised = Agreed(
                MONDAY + timedelta(day), float(30 * rng.integers(int(opens) // 30 + 3, int(closes) // 30 - 4)), 0.9
            )
        length = float(rng.choice([15, 20, 30, 45, 60], p=[0.2, 0.25, 0.3, 0.15, 0.1]))
        value = round(float(rng.lognormal(3.6, 0.6)), 1)
        candidates.append(Candidate(f"s{site}", value, length, windows, promised))
    crews = {"A": "base", "B": "base"}
    return week_problem(candidates, minutes, places=["base"], crews=crews, week=WEEK, hours=HOURS)


@dataclass(frozen=True, slots=True)
class Published:
    """A published instance: scores as values, one day, as many crews as tours, no lunch, and its best known score."""

    name: str
    tours: int
    best_known: float
    problem: WeekProblem


def published(name: str, tours: int) -> Published:
    """Return a published instance; times are in a unit that is a power of two, so that sums are exact."""
    lines = (TOPTW / f"{name}.txt").read_text(encoding="utf-8").splitlines()[2:]
    rows = np.array([[float(row[k]) for k in (1, 2, 3, 4, -2, -1)] for row in map(str.split, lines) if row])
    digits = 100 if name.startswith("pr") else 10
    distance = np.floor(digits * np.hypot(*(rows[:, None, :2] - rows[None, :, :2]).transpose(2, 0, 1)) + 1e-9)
    unit = 2.0 ** -np.ceil(np.log2(digits * rows[0, 5] / 1440))
    clock = (digits * rows[:, (2, 4, 5)] * unit).tolist()
    turned = [*range(1, len(rows)), 0]
    candidates = tuple(
        Candidate(
            str(site), float(rows[site, 3]), clock[site][0], (Window(MONDAY, clock[site][1], clock[site][2], 1.0),)
        )
        for site in range(1, len(rows))
    )
    crews = tuple(Crew(str(tour)) for tour in range(tours))
    shifts = tuple(Shift(crew.name, MONDAY, 0, clock[0][2], "depot", "depot", lunch=False) for crew in crews)
    minutes = distance[np.ix_(turned, turned)] * unit
    known = [line.split(",") for line in (TOPTW / "best_known.csv").read_text(encoding="utf-8").splitlines()]
    best = next(float(line[2]) for line in known if line[:2] == [name, str(tours)])
    return Published(name, tours, best, WeekProblem(candidates, ("depot",), crews, shifts, minutes))
