"""Agreed days: which of a week's plan keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geodata.routing import WeekPlan
    from geodata.week.ground import Ground


@dataclass(frozen=True, slots=True)
class Promises:
    """How many agreed days of the week are kept, of how many; a visit that was made on its day keeps it."""

    kept: int
    total: int


def promises(plan: WeekPlan, ground: Ground) -> Promises:
    """Return how a plan keeps the agreed days of its week."""
    promised = ground.offered.promised
    days = {(visit.site, visit.started_at.date()) for visit in ground.visited}
    days |= {(stop.site, stop.day) for stop in plan.stops}
    return Promises(sum((site, day) in days for site, day in promised.items()), len(promised))
