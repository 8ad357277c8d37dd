"""How likely a planned day ends in overtime: the day is lived many times with other durations and visits in vain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.routing.timetable import Timetable

DRAWS = 2_000
SPREAD = 0.5
"""The standard deviation of a visit's length over its mean, when someone is reached. An assumption: the record of
minutes by visit will tell."""


@dataclass(frozen=True, slots=True)
class Lived:
    """What a visit may turn out to be: its full length, its length in vain, P(reached), and when it may begin."""

    minutes: float
    vain_minutes: float
    p: float
    opens: float


def overtime(day: Timetable, visits: Sequence[Lived], lunch_minutes: float, ends: float, seed: int = 1) -> float:
    """Return the probability that a crew is back after its shift's end.

    The crew leaves as planned, begins no visit before its window opens, never skips one, and eats where the plan says.
    The length of a visit at which someone is reached is gamma distributed around its full length.
    """
    rng = np.random.default_rng(seed)
    now = np.full(DRAWS, day.leaves)
    for k, travel in enumerate(day.travel):
        arrived = now + travel
        if day.lunch is not None and day.lunch[1] == k and day.lunch[0] >= day.leaves:
            arrived = np.maximum(arrived + lunch_minutes, day.lunch[0] + lunch_minutes)
        if k == len(visits):
            return float((arrived > ends + 1e-9).mean())
        visit = visits[k]
        reached = rng.random(DRAWS) < visit.p
        full = rng.gamma(1 / SPREAD**2, visit.minutes * SPREAD**2, DRAWS)
        vain = min(visit.vain_minutes, visit.minutes)
        now = np.maximum(arrived, visit.opens) + np.where(reached, full, vain)
    return 0.0
