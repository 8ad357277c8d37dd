"""A route on the clock: when the crew leaves, begins each visit, eats, and is back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from geodata.routing.schedule import NEVER, fed

if TYPE_CHECKING:
    from geodata.routing.schedule import Instance, Routes


@dataclass(frozen=True, slots=True)
class Timetable:
    """One route's times in minutes of the day.

    Parameters
    ----------
    options
        The options visited, in order.
    starts, ends
        When each visit begins and ends.
    leaves, back
        When the crew leaves and when its day is done.
    lunch
        When lunch begins, and after how many visits it is; ``None`` without lunch.
    travel
        Minutes of each drive, one more than there are visits.
    """

    options: tuple[int, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]
    leaves: float
    back: float
    lunch: tuple[float, int] | None
    travel: tuple[float, ...]

    @property
    def road(self) -> float:
        """Minutes on the road."""
        return sum(self.travel)

    @property
    def visits(self) -> float:
        """Minutes at sites."""
        return sum(end - start for start, end in zip(self.starts, self.ends, strict=True))


def timetable(instance: Instance, routes: Routes, route: int) -> Timetable:
    """Return a route's times: every visit as early as it can be, leaving no earlier than the first one needs."""
    count = int(routes.length[route])
    place = [int(each) for each in routes.place[route, : count + 2]]
    travel = tuple(float(instance.travel[here, there]) for here, there in pairwise(place))
    options = tuple(int(each) for each in routes.stop[route, 1 : count + 1])
    begins = float(instance.begins[route])
    if not count:
        return Timetable((), (), (), begins, begins + travel[0], None, travel)
    gone, gone_fed = routes.gone[route], routes.gone_fed[route]
    eaten = None
    if gone[0] < NEVER:
        eaten = next(
            k for k in range(count, -1, -1) if fed(gone[k], travel[k], instance.lunch_time) < gone_fed[k] + travel[k]
        )
    ends = tuple(float(gone[k] if eaten is not None and k <= eaten else gone_fed[k]) for k in range(1, count + 1))
    starts = tuple(end - float(instance.length[option]) for end, option in zip(ends, options, strict=True))
    minutes, from_, last = instance.lunch_time
    leaves = starts[0] - travel[0]
    back = ends[-1] + travel[-1]
    if eaten is None:
        return Timetable(options, starts, ends, leaves, back, None, travel)
    if eaten == count:
        back = float(fed(ends[-1], travel[-1], instance.lunch_time))
    if eaten == 0:
        lunch = min(leaves - minutes, last)
        if lunch < max(begins, from_):
            leaves = begins
            lunch = _lunch(begins, travel[0], from_, last)
    else:
        lunch = _lunch(ends[eaten - 1], travel[eaten], from_, last)
    return Timetable(options, starts, ends, leaves, back, (lunch, eaten), travel)


def _lunch(gone: float, travel: float, begins: float, last: float) -> float:
    """Return when lunch begins: after the drive, or before the end of its time on the way."""
    return max(gone + travel if gone + travel <= last else gone, begins)
