"""What a planned week costs in hours and fuel, beside what it is expected to bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geodata.routing import WeekPlan
    from geodata.week.ground import Ground


@dataclass(frozen=True, slots=True)
class Effort:
    """A week's effort.

    Parameters
    ----------
    hours
        A crew's hours from leaving to being back, over all days; a day without stops may hold a way from a night away.
    road_hours
        Of these on the road.
    litres
        Fuel: the hours on the road times the litres an hour is taken to burn. An estimate.
    reached
        The visits expected to reach someone: the sum of P(reached).
    talks
        The conversations expected: of those, the share that held one in the last 12 months; ``None`` where no visit
        reached anyone then.
    """

    hours: float
    road_hours: float
    litres: float
    reached: float
    talks: float | None

    @property
    def hours_per_talk(self) -> float | None:
        """A crew's hours per expected conversation."""
        return self.hours / self.talks if self.talks else None

    @property
    def litres_per_talk(self) -> float | None:
        """Litres of fuel per expected conversation."""
        return self.litres / self.talks if self.talks else None


def effort_of(plan: WeekPlan, ground: Ground, litres_per_road_hour: float) -> Effort:
    """Return what a plan costs and is expected to bring."""
    hours = sum(day.back - day.leaves for day in plan.days) / 60
    road = sum(day.road for day in plan.days) / 60
    reached = plan.totals.reached
    talks = reached * ground.talked / ground.reached if ground.reached else None
    return Effort(hours, road, road * litres_per_road_hour, reached, talks)
