"""The search: take some stops out, put them and others back better, and keep what is good enough (numba).

Ruin and recreate after Schrimpf et al. (2000) and Christiaens and Vanden Berghe (2020), for visits that may be left
out: strings of stops near one place are taken out, unvisited sites are offered beside them, and simulated annealing on
a schedule of iterations decides. What a site would gain in a route is remembered until the route changes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geodata.routing.compiled import compiled
from geodata.routing.schedule import (
    NEVER,
    Flags,
    Floats,
    Instance,
    Ints,
    Routes,
    best_in_route,
    copy_route,
    cut,
    insert,
)

LONGEST_STRING = 6
MOST_OUT = 12
OFFERED_NEAR = 6
OFFERED_ANYWHERE = 4
BLINK = 0.01
"""How much one iteration takes out and offers, and how often it does not see a route."""

BOLD, BOLDEST = 0.05, 5.0
"""How often an iteration goes where no single site is worth the road, and how many times its gain a site may cost."""


class Memory(NamedTuple):
    """What the search keeps between iterations."""

    gain: Floats
    left: Ints
    option: Ints
    stamp: Ints
    """(sites, routes): the best insertion, and the route's stamp it holds for."""
    pool: Ints
    key: Floats
    """(sites,): the sites to be put back, and what they are ordered by."""
    pooled: Flags
    touched: Flags
    random: Ints
    """(2,): the state of the random numbers."""
    ways: Floats
    """(3, sites): what sites are put back in order of: value, value a minute, and how tight their windows are."""


def new_memory(instance: Instance, seed: int) -> Memory:
    """Return an empty memory whose random numbers begin at ``seed``."""
    sites, routes = len(instance.stays), len(instance.day)
    ways = np.zeros((3, sites))
    np.minimum.at(ways[0], instance.site, -instance.gain)
    np.minimum.at(ways[1], instance.site, -instance.gain / (instance.length + 10))
    np.add.at(ways[2], instance.site, instance.closes - instance.opens)
    return Memory(
        np.zeros((sites, routes)),
        np.zeros((sites, routes), np.int64),
        np.zeros((sites, routes), np.int64),
        np.full((sites, routes), -1, np.int64),
        np.zeros(sites, np.int64),
        np.zeros(sites),
        np.zeros(sites, np.bool_),
        np.zeros(routes, np.bool_),
        np.array([seed * 7919 % 2147483562 + 1, seed * 104729 % 2147483398 + 1], np.int64),
        ways,
    )


@compiled
def draw(random: Ints) -> float:
    """Return a random number in [0, 1): L'Ecuyer's combined generator, the same on every machine."""
    random[0] = 40014 * random[0] % 2147483563
    random[1] = 40692 * random[1] % 2147483399
    return float((random[0] - random[1]) % 2147483562) / 2147483562.0


@compiled
def below(random: Ints, count: int) -> int:
    """Return a random whole number from 0 to ``count - 1``."""
    return int(draw(random) * count)


@compiled
def offer(memory: Memory, count: int, site: int) -> int:
    """Put a site into the pool unless it is there; return how many it holds."""
    if not memory.pooled[site]:
        memory.pooled[site] = True
        memory.pool[count] = site
        count += 1
    return count


@compiled
def ruin(instance: Instance, now: Routes, memory: Memory, bold: bool) -> int:
    """Take strings of stops near a random site out, and offer unvisited sites; return how many are in the pool."""
    random, sites = memory.random, len(instance.stays)
    seed = below(random, sites)
    for _ in range(10):
        if bold or now.where[seed] >= 0:
            break
        seed = below(random, sites)
    longest = 1 + below(random, LONGEST_STRING)
    most = 1 + below(random, MOST_OUT)
    count, out, beside = 0, 0, 0
    offered = 2 * OFFERED_NEAR if bold else OFFERED_NEAR
    for each in range(-1, instance.near.shape[1]):
        site = seed if each < 0 else instance.near[seed, each]
        route = now.where[site]
        if route < 0:
            if beside < offered and not memory.pooled[site] and draw(random) < 0.5:
                count = offer(memory, count, site)
                beside += 1
            continue
        if out >= most and beside >= offered:
            break
        if out >= most or memory.touched[route]:
            continue
        memory.touched[route] = True
        length = min(1 + below(random, longest), now.length[route], most - out)
        at = 1
        while instance.site[now.stop[route, at]] != site:
            at += 1
        begin = max(1, at - below(random, length))
        begin = min(begin, now.length[route] - length + 1)
        for k in range(begin, begin + length):
            count = offer(memory, count, instance.site[now.stop[route, k]])
        out += length
        cut(instance, now, route, begin, begin + length)
    for _ in range(OFFERED_ANYWHERE):
        site = below(random, sites)
        if now.where[site] < 0:
            count = offer(memory, count, site)
    return count


@compiled
def order(memory: Memory, count: int) -> None:
    """Order the pool: what is demanded first, then at random, by value, by value a minute, or by tightness."""
    way = below(memory.random, 4) - 1
    for k in range(count):
        key = draw(memory.random)
        if way >= 0:
            key = memory.ways[way, memory.pool[k]] * (0.8 + 0.4 * key)
        memory.key[k] = key
    for k in range(1, count):
        site, key, j = memory.pool[k], memory.key[k], k - 1
        while j >= 0 and memory.key[j] > key:
            memory.pool[j + 1], memory.key[j + 1] = memory.pool[j], memory.key[j]
            j -= 1
        memory.pool[j + 1], memory.key[j + 1] = site, key


@compiled
def put_back(instance: Instance, now: Routes, memory: Memory, site: int, blink: float, bold: bool) -> None:
    """Put a site where it gains most, if it gains anything; a bold one may lose some times what it would gain."""
    best, at = 0.0, -1
    if bold:
        dare = BOLDEST * draw(memory.random)
        for day in range(instance.best_gain.shape[1]):
            best = min(best, -dare * instance.best_gain[site, day])
    for route in range(len(instance.day)):
        bonus = instance.staying if instance.stays[site] == route else 0.0
        if instance.best_gain[site, instance.day[route]] + bonus <= best:
            continue
        if blink > 0 and draw(memory.random) < blink:
            continue
        if memory.stamp[site, route] != now.stamp[route]:
            gain, left, option = best_in_route(instance, now, site, route)
            memory.gain[site, route], memory.left[site, route] = gain, left
            memory.option[site, route], memory.stamp[site, route] = option, now.stamp[route]
        if memory.gain[site, route] > best:
            best, at = memory.gain[site, route], route
    if at >= 0:
        memory.touched[at] = True
        insert(instance, now, at, memory.left[site, at], memory.option[site, at])


@compiled
def prune(instance: Instance, now: Routes, memory: Memory, count: int) -> int:
    """Take stops that cost more road than they gain out of the changed routes, into the pool; return what it holds."""
    for route in range(len(instance.day)):
        k = now.length[route] if memory.touched[route] else 0
        while k > 0:
            before, site, after = now.place[route, k - 1], now.place[route, k], now.place[route, k + 1]
            detour = instance.travel[before, site] + instance.travel[site, after] - instance.travel[before, after]
            bonus = instance.staying if instance.stays[site] == route else 0.0
            if instance.gain[now.stop[route, k]] + bonus < instance.road * detour:
                count = offer(memory, count, site)
                cut(instance, now, route, k, k + 1)
                k = now.length[route] + 1
            k -= 1
    return count


@compiled
def total(instance: Instance, now: Routes) -> float:
    """Return what the search makes as large as it can: the routes' worth less what an unfair load costs."""
    worth, routes = 0.0, len(instance.day)
    for route in range(routes):
        worth += now.worth[route]
    if instance.fair > 0:
        most, least = -NEVER, NEVER
        for first in range(routes):
            load, is_first = 0.0, True
            for route in range(routes):
                if instance.crew[route] == instance.crew[first]:
                    load += now.load[route]
                    is_first = is_first and route >= first
            if is_first:
                most, least = max(most, load), min(least, load)
        worth -= instance.fair * (most - least)
    return worth


@compiled
def search(
    instance: Instance,
    now: Routes,
    kept: Routes,
    best: Routes,
    memory: Memory,
    worths: Floats,
    begin: int,
    end: int,
    hot: float,
    cooling: float,
) -> None:
    """Do the iterations from ``begin`` to ``end - 1``; ``worths`` holds what ``kept`` and ``best`` are worth.

    ``now`` and ``kept`` are alike at the beginning and the end. The temperature is ``hot × cooling ** iteration``.
    """
    routes = len(instance.day)
    temperature = hot * cooling**begin
    for _ in range(begin, end):
        temperature *= cooling
        bold = draw(memory.random) < BOLD
        count = ruin(instance, now, memory, bold)
        order(memory, count)
        for k in range(count):
            put_back(instance, now, memory, memory.pool[k], BLINK, bold)
        if bold:
            count = prune(instance, now, memory, count)
        worth = total(instance, now)
        accepted = worth > worths[0] + temperature * np.log(draw(memory.random) + 1e-12)
        source, target = (now, kept) if accepted else (kept, now)
        better = worth > worths[1] + 1e-9
        for k in range(count):
            target.where[memory.pool[k]] = -1
            memory.pooled[memory.pool[k]] = False
        for route in range(routes):
            if memory.touched[route]:
                copy_route(instance, source, target, route)
                memory.touched[route] = False
        if accepted:
            kept.stamp[-1] = now.stamp[-1]
            worths[0] = worth
        if better:
            worths[1] = worth
            copy_all(instance, kept, best)


@compiled
def copy_all(instance: Instance, source: Routes, target: Routes) -> None:
    """Make ``target`` what ``source`` is."""
    for site in range(len(target.where)):
        target.where[site] = -1
    for route in range(len(instance.day)):
        copy_route(instance, source, target, route)
    target.stamp[-1] = max(source.stamp[-1], target.stamp[-1])


@compiled
def fill(instance: Instance, now: Routes, memory: Memory, sites: Ints) -> None:
    """Put in, one by one, whichever of ``sites`` gain something: what is left of them by the search, or all."""
    for site in sites:
        if now.where[site] < 0:
            put_back(instance, now, memory, site, 0.0, False)
    for route in range(len(instance.day)):
        memory.touched[route] = False
