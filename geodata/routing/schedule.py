"""Routes with the earliest and the latest times at every stop, and what a change of them would cost.

A route is a row of *options* (a site in one of its windows). Times are kept in two states, lunch still to come and
lunch eaten, so that where lunch lies is decided exactly and anew by every test, in constant time. A later start never
makes an earlier end, so the earliest departures from the front and the latest starts from the back say whether
anything fits between two stops.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.routing.compiled import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEVER = 1e12
"""Later than any time; also what is said of a way that does not exist."""


class Instance(NamedTuple):
    """A week's problem as arrays: sites by row, options in runs per site and day, routes by crew and day."""

    travel: Floats
    """(places, places): minutes from row to column, weighed for the search as they are."""
    back: Floats
    """The same, from column to row: both legs of a detour are read along one row."""
    site: Ints
    opens: Floats
    closes: Floats
    length: Floats
    gain: Floats
    """(options,): the site, its window, the planned minutes of the visit, and what it counts."""
    first: Ints
    """(sites, days + 1): where the options of a site on a day begin; the next entry is where they end."""
    best_gain: Floats
    """(sites, days): the largest gain among them."""
    day: Ints
    crew: Ints
    begins: Floats
    ends: Floats
    leaves: Ints
    returns: Ints
    lunch: Flags
    most_road: Floats
    share: Floats
    """(routes,): one over the crew's shift minutes in the week, for a fair load."""
    allowed: Flags
    """(sites, routes): whether the crew may go there."""
    stays: Ints
    """(sites,): the route of the accepted plan, or -1."""
    staying: float
    road: float
    fair: float
    lunch_time: tuple[float, float, float]
    """How long lunch takes, when it may begin, and when at the latest."""
    near: Ints
    """(sites, neighbours): the sites nearest to each."""


class Routes(NamedTuple):
    """A solution. Position 0 of a route is its start, 1 to ``length`` its stops, the next one its end."""

    length: Ints
    stop: Ints
    """(routes, positions): the option at each position."""
    place: Ints
    """(routes, positions): the row of the matrix at each position."""
    gone: Floats
    gone_fed: Floats
    """(routes, positions): the earliest departure before and after lunch."""
    late: Floats
    late_fed: Floats
    """(routes, positions): the latest start of the visit before and after lunch."""
    road: Floats
    load: Floats
    worth: Floats
    """(routes,): minutes on the road, minutes of work, and gain less the cost of the road."""
    stamp: Ints
    """(routes + 1,): changes whenever a route does; the last entry counts."""
    where: Ints
    """(sites,): the route a site is in, or -1."""


def empty_routes(instance: Instance, longest: int) -> Routes:
    """Return routes without stops; ``longest`` is the most stops any of them can have."""
    routes, sites = len(instance.day), len(instance.stays)
    shape = (routes, longest + 2)
    made = Routes(
        np.zeros(routes, np.int64),
        np.full(shape, -1, np.int64),
        np.zeros(shape, np.int64),
        np.zeros(shape),
        np.zeros(shape),
        np.zeros(shape),
        np.zeros(shape),
        np.zeros(routes),
        np.zeros(routes),
        np.zeros(routes),
        np.zeros(routes + 1, np.int64),
        np.full(sites, -1, np.int64),
    )
    for route in range(routes):
        refresh(instance, made, route)
    return made


@compiled
def fed(gone: float, travel: float, lunch: tuple[float, float, float]) -> float:
    """Return the earliest arrival when lunch is eaten on the way, before or after the drive."""
    minutes, begins, begins_last = lunch
    if gone > begins_last:
        return NEVER
    return max(gone + travel, begins) + minutes


@compiled
def refresh(instance: Instance, routes: Routes, route: int) -> None:
    """Work out a route's times, road and worth from its stops."""
    count = routes.length[route]
    place, stop = routes.place[route], routes.stop[route]
    gone, gone_fed, late, late_fed = (
        routes.gone[route],
        routes.gone_fed[route],
        routes.late[route],
        routes.late_fed[route],
    )
    place[0], place[count + 1] = instance.leaves[route], instance.returns[route]
    lunch_minutes, lunch_begins, lunch_last = instance.lunch_time
    hungry = instance.lunch[route] and lunch_minutes > 0
    gone[0] = instance.begins[route] if hungry else NEVER
    gone_fed[0] = NEVER if hungry else instance.begins[route]
    gain, visits, road = 0.0, 0.0, 0.0
    for k in range(1, count + 1):
        option = stop[k]
        site = instance.site[option]
        place[k] = site
        travel = instance.travel[place[k - 1], site]
        road += travel
        visits += instance.length[option]
        gain += instance.gain[option]
        if instance.stays[site] == route:
            gain += instance.staying
        before = max(gone[k - 1] + travel, instance.opens[option])
        after = max(
            min(gone_fed[k - 1] + travel, fed(gone[k - 1], travel, instance.lunch_time)), instance.opens[option]
        )
        gone[k] = before + instance.length[option] if before <= instance.closes[option] else NEVER
        gone_fed[k] = after + instance.length[option] if after <= instance.closes[option] else NEVER
    road += instance.travel[place[count], place[count + 1]]
    late[count + 1] = -NEVER
    late_fed[count + 1] = instance.ends[route]
    for k in range(count, 0, -1):
        option = stop[k]
        length = instance.length[option]
        travel = instance.travel[place[k], place[k + 1]]
        leave_fed = late_fed[k + 1] - travel
        leave = late[k + 1] - travel
        if late_fed[k + 1] >= lunch_begins + lunch_minutes:
            leave = max(leave, min(lunch_last, leave_fed - lunch_minutes))
        late[k] = min(instance.closes[option], leave - length)
        late_fed[k] = min(instance.closes[option], leave_fed - length)
        if late[k] < instance.opens[option]:
            late[k] = -NEVER
        if late_fed[k] < instance.opens[option]:
            late_fed[k] = -NEVER
    routes.road[route] = road
    routes.load[route] = (road + visits) * instance.share[route]
    routes.worth[route] = gain - instance.road * road
    routes.stamp[-1] += 1
    routes.stamp[route] = routes.stamp[-1]


@compiled
def fits(
    gone: float,
    gone_fed: float,
    late: float,
    late_fed: float,
    travel: float,
    onward: float,
    opens: float,
    closes: float,
    length: float,
    lunch: tuple[float, float, float],
) -> bool:
    """Whether a visit fits between two stops.

    Parameters
    ----------
    gone, gone_fed
        The earliest departure from the stop before, lunch to come and eaten.
    late, late_fed
        The latest start of the stop after.
    travel, onward
        Minutes to the visit and from it.
    opens, closes, length
        When it may begin, and how long it takes.
    lunch
        How long lunch takes, when it may begin, and when at the latest.
    """
    start_fed = max(min(gone_fed + travel, fed(gone, travel, lunch)), opens)
    if start_fed <= closes and start_fed + length + onward <= late_fed:
        return True
    start = max(gone + travel, opens)
    if start > closes:
        return False
    leave = start + length
    return leave + onward <= late or fed(leave, onward, lunch) <= late_fed


@compiled
def best_in_route(instance: Instance, routes: Routes, site: int, route: int) -> tuple[float, int, int]:
    """Return the largest gain of putting ``site`` into a route, after which position, and in which option.

    The gain is ``-NEVER`` where it does not fit.
    """
    best, best_left, best_option = -NEVER, -1, -1
    day = instance.day[route]
    begin, end = instance.first[site, day], instance.first[site, day + 1]
    if begin == end or not instance.allowed[site, route] or routes.length[route] + 2 >= routes.place.shape[1]:
        return best, best_left, best_option
    bonus = instance.staying if instance.stays[site] == route else 0.0
    most = instance.best_gain[site, day] + bonus
    road, spare = instance.road, instance.most_road[route] - routes.road[route]
    lunch, place = instance.lunch_time, routes.place[route]
    gone, gone_fed, late, late_fed = (
        routes.gone[route],
        routes.gone_fed[route],
        routes.late[route],
        routes.late_fed[route],
    )
    there, onward_from = instance.back[site], instance.travel[site]
    for left in range(routes.length[route] + 1):
        travel, onward = there[place[left]], onward_from[place[left + 1]]
        detour = travel + onward - instance.travel[place[left], place[left + 1]]
        if most - road * detour <= best or detour > spare:
            continue
        for option in range(begin, end):
            gain = instance.gain[option] + bonus - road * detour
            if gain > best and fits(
                gone[left], gone_fed[left], late[left + 1], late_fed[left + 1], travel, onward,
                instance.opens[option], instance.closes[option], instance.length[option], lunch,
            ):  # fmt: skip
                best, best_left, best_option = gain, left, option
    return best, best_left, best_option


@compiled
def insert(instance: Instance, routes: Routes, route: int, left: int, option: int) -> None:
    """Put ``option`` into a route after position ``left``."""
    stop = routes.stop[route]
    for k in range(routes.length[route], left, -1):
        stop[k + 1] = stop[k]
    stop[left + 1] = option
    routes.length[route] += 1
    routes.where[instance.site[option]] = route
    refresh(instance, routes, route)


@compiled
def cut(instance: Instance, routes: Routes, route: int, begin: int, end: int) -> None:
    """Take the stops at positions ``begin`` to ``end - 1`` out of a route."""
    stop = routes.stop[route]
    for k in range(begin, end):
        routes.where[instance.site[stop[k]]] = -1
    for k in range(end, routes.length[route] + 1):
        stop[k - end + begin] = stop[k]
    routes.length[route] -= end - begin
    refresh(instance, routes, route)


@compiled
def copy_route(instance: Instance, source: Routes, target: Routes, route: int) -> None:
    """Make a route of ``target`` what it is in ``source``; the sites it held must have been taken out or be in it."""
    count = source.length[route]
    target.length[route] = count
    for k in range(count + 2):
        target.stop[route, k] = source.stop[route, k]
        target.place[route, k] = source.place[route, k]
        target.gone[route, k] = source.gone[route, k]
        target.gone_fed[route, k] = source.gone_fed[route, k]
        target.late[route, k] = source.late[route, k]
        target.late_fed[route, k] = source.late_fed[route, k]
    target.road[route] = source.road[route]
    target.load[route] = source.load[route]
    target.worth[route] = source.worth[route]
    target.stamp[route] = source.stamp[route]
    for k in range(1, count + 1):
        target.where[instance.site[source.stop[route, k]]] = route


@compiled
def best_replacement(instance: Instance, routes: Routes, site: int, firm: Flags) -> tuple[float, int, int, int, int]:
    """Return the cheapest way to have ``site`` in: gain, route, the positions it comes between, and the option.

    The stops between the two positions go; sites that are ``firm`` never do. Route -1 where nothing fits.
    """
    best, at, best_left, best_right, best_option = -NEVER, -1, -1, -1, -1
    for route in range(len(instance.day)):
        day = instance.day[route]
        begin, end = instance.first[site, day], instance.first[site, day + 1]
        if begin == end or not instance.allowed[site, route]:
            continue
        full = routes.length[route] + 2 >= routes.place.shape[1]
        bonus = instance.staying if instance.stays[site] == route else 0.0
        place, stop = routes.place[route], routes.stop[route]
        for left in range(routes.length[route] + 1):
            lost, driven = 0.0, 0.0
            for right in range(left + 1, routes.length[route] + 2):
                driven += instance.travel[place[right - 1], place[right]]
                if right > left + 1:
                    gone = place[right - 1]
                    if firm[gone]:
                        break
                    lost += instance.gain[stop[right - 1]]
                    if instance.stays[gone] == route:
                        lost += instance.staying
                travel, onward = instance.back[site, place[left]], instance.travel[site, place[right]]
                detour = travel + onward - driven
                if routes.road[route] + detour > instance.most_road[route] or (full and right == left + 1):
                    continue
                for option in range(begin, end):
                    gain = instance.gain[option] + bonus - lost - instance.road * detour
                    if gain > best and fits(
                        routes.gone[route, left], routes.gone_fed[route, left],
                        routes.late[route, right], routes.late_fed[route, right], travel, onward,
                        instance.opens[option], instance.closes[option], instance.length[option], instance.lunch_time,
                    ):  # fmt: skip
                        best, at, best_left, best_right, best_option = gain, route, left, right, option
    return best, at, best_left, best_right, best_option
