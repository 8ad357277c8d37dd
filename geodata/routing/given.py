"""An order that a person made or that was accepted: put on the clock as it stands, and valued as any other plan is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from geodata.language import Label
from geodata.routing.arrays import lay_out
from geodata.routing.options import PlanOptions
from geodata.routing.plan import LeftOutBecause
from geodata.routing.schedule import empty_routes, fed, fits, insert
from geodata.routing.week import week_plan

if TYPE_CHECKING:
    from geodata.routing.arrays import Laid
    from geodata.routing.plan import LeftOut, WeekPlan
    from geodata.routing.problem import WeekProblem
    from geodata.routing.schedule import Routes

Orders: TypeAlias = Mapping[tuple[str, date], Sequence[tuple[str, float | None]]]
"""Crew and day -> sites in their order, each with the minute of the day it is meant for, where there is one."""


def orders_of(plan: WeekPlan) -> dict[tuple[str, date], list[tuple[str, float | None]]]:
    """Return a plan as an order, each stop with its time."""
    found: dict[tuple[str, date], list[tuple[str, float | None]]] = {}
    for stop in sorted(plan.stops, key=lambda stop: (stop.day, stop.crew, stop.arrive)):
        found.setdefault((stop.crew, stop.day), []).append((stop.site, stop.arrive))
    return found


def planned_order(problem: WeekProblem, orders: Orders, options: PlanOptions | None = None) -> WeekPlan:
    """Return what an order comes to; a site that does not fit where it stands is left out, and so are all others."""
    options = options or PlanOptions()
    laid = lay_out(problem, options)
    routes = empty_routes(laid.instance, laid.longest)
    follow(problem, laid, routes, orders)
    plan = week_plan(problem, options, laid, routes, iterations=0, searched=False, stopped_early=False)
    return replace(plan, engine="given", left_out=tuple(map(_not_searched, plan.left_out)))


def _not_searched(out: LeftOut) -> LeftOut:
    """Say of a site that would have gained that the order does not hold it: no search has passed it over."""
    was, now = LeftOutBecause.NOT_TRIED, LeftOutBecause.NOT_IN_ORDER
    if out.because is not was:
        return out
    danish = out.why.danish.replace(was.label.danish, now.label.danish)
    return replace(out, because=now, why=Label(danish, out.why.english.replace(was.label.english, now.label.english)))


def follow(problem: WeekProblem, laid: Laid, routes: Routes, orders: Orders) -> None:
    """Append the sites of ``orders`` to their routes, one after the other, where they fit."""
    rows = {candidate.site: row for row, candidate in enumerate(problem.candidates)}
    for route, shift in enumerate(laid.shifts):
        for site, at in orders.get((shift.crew, shift.day), ()):
            row = rows.get(site)
            if row is None or routes.where[row] >= 0:
                continue
            option = _option(laid, routes, route, row, at)
            if option is not None:
                insert(laid.instance, routes, route, int(routes.length[route]), option)


def _option(laid: Laid, routes: Routes, route: int, row: int, at: float | None) -> int | None:
    """Return the site's window that fits at the end of the route: the one that holds ``at``, else the first."""
    instance, day, left = laid.instance, int(laid.instance.day[route]), int(routes.length[route])
    if not instance.allowed[row, route] or left + 2 >= routes.place.shape[1]:
        return None
    here, end = routes.place[route, left], routes.place[route, left + 1]
    travel, onward = float(instance.travel[here, row]), float(instance.travel[row, end])
    detour = travel + onward - float(instance.travel[here, end])
    if float(routes.road[route]) + detour > float(instance.most_road[route]):
        return None
    fitting = [
        option
        for option in range(int(instance.first[row, day]), int(instance.first[row, day + 1]))
        if fits(
            float(routes.gone[route, left]),
            float(routes.gone_fed[route, left]),
            float(routes.late[route, left + 1]),
            float(routes.late_fed[route, left + 1]),
            travel,
            onward,
            float(instance.opens[option]),
            float(instance.closes[option]),
            float(instance.length[option]),
            instance.lunch_time,
        )
    ]
    if not fitting:
        return None
    gone, gone_fed = float(routes.gone[route, left]), float(routes.gone_fed[route, left])
    arrives = min(gone + travel, gone_fed + travel, float(fed(gone, travel, instance.lunch_time)))
    begins = {option: max(arrives, float(instance.opens[option])) for option in fitting}
    if at is None:
        return min(fitting, key=begins.__getitem__)

    def strays(option: int) -> tuple[float, float]:
        outside = max(float(instance.opens[option]) - at, at - float(instance.closes[option]), 0.0)
        return outside, abs(begins[option] - at)

    return min(fitting, key=strays)
