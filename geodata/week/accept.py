"""From a plan to the version that a team accepts, and back: the whole week, with the stops that have been made."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from geodata.ledger.plans import AcceptedPlan, AwayDay, PlannedStop
from geodata.week.edits import Edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geodata.routing import WeekPlan
    from geodata.week.ground import Ground
    from geodata.week.nights import Ends
    from geodata.week.problem import Done

LAST_MINUTE = 24 * 60 - 1


def accepted_of(
    ground: Ground,
    plan: WeekPlan,
    done: Iterable[Done],
    *,
    edits: Edits,
    off: Iterable[date],
    ends: Mapping[tuple[str, date], Ends],
    saved_at: datetime,
    saved_by: str,
    demo: bool,
) -> AcceptedPlan:
    """Return a plan as a version of its week: the stops that a crew has made, and those it is to make.

    A visit of this week that no version gives to a crew stays in the record alone.

    Parameters
    ----------
    edits
        What was changed by hand.
    off
        The days on which nobody works.
    ends
        Where each crew's days begin and end.

    Raises
    ------
    PlanRefusedError
        If it is no plan of that week, or no one says who saves it.
    """
    planned = {stop.site for stop in plan.stops}
    made = {each.site: each for each in done if each.crew is not None and each.site not in planned}
    stops = [
        PlannedStop(
            each.crew,
            each.day,
            each.site,
            _time(each.begins),
            _time(each.ends),
            round(each.ends - each.begins),
            promised=ground.offered.promised.get(each.site) == each.day,
        )
        for each in made.values()
        if each.crew is not None
    ]
    stops += [
        PlannedStop(
            stop.crew,
            stop.day,
            stop.site,
            _time(stop.arrive),
            _time(stop.leave),
            round(stop.leave - stop.arrive),
            promised=stop.agreed or ground.offered.promised.get(stop.site) == stop.day,
        )
        for stop in plan.stops
    ]
    year, week, _ = ground.days[0].isocalendar()
    away = tuple(
        AwayDay(crew, day, *(None if place == at.base else place for place in (at.begins_in, at.ends_in)))
        for (crew, day), at in sorted(ends.items(), key=lambda each: (each[0][1], each[0][0]))
        if at.away
    )
    return AcceptedPlan(
        ground.team,
        year,
        week,
        tuple(stops),
        saved_at,
        saved_by,
        demo,
        edits=edits.to_json(),
        off=frozenset(off),
        away=away,
    )


def edits_in(accepted: AcceptedPlan | None, ground: Ground, today: date) -> Edits:
    """Return the changes that still hold of an accepted version, with each of its stops offered, due or not.

    What is locked to a day that has passed, and what has been visited, is free again.
    """
    if accepted is None:
        return Edits()
    kept = Edits.from_json(accepted.edits) if accepted.edits else Edits()
    seen = {visit.site for visit in ground.visited}
    due = {each.site for each in ground.candidates()}
    return Edits(
        kept.removed - seen,
        (kept.added | {stop.site_id for stop in accepted.stops}) - due - seen,
        {site: pin for site, pin in kept.pins.items() if pin.day >= today and site not in seen},
        {site: language for site, language in kept.needs.items() if site not in seen},
    )


def orders_in(accepted: AcceptedPlan) -> dict[tuple[str, date], list[tuple[str, float | None]]]:
    """Return an accepted version as an order, each stop with its time."""
    found: dict[tuple[str, date], list[tuple[str, float | None]]] = {}
    for stop in sorted(accepted.stops, key=lambda stop: (stop.day, stop.crew, stop.arrive)):
        minute = float(stop.arrive.hour * 60 + stop.arrive.minute)
        found.setdefault((stop.crew, stop.day), []).append((stop.site_id, minute))
    return found


def _time(minutes: float) -> time:
    whole = min(round(minutes), LAST_MINUTE)
    return time(whole // 60, whole % 60)
