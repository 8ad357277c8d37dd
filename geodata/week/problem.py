"""A team's week as the planner reads it: crews and shifts from now on, and from where they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from geodata.errors import PlanRefusedError
from geodata.language import Label
from geodata.routing import Crew, Shift, WeekProblem
from geodata.week.crews import town_names
from geodata.week.nights import ends_of, places_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from geodata.ledger.plans import AcceptedPlan
    from geodata.routing import WeekPlan
    from geodata.travel.land import Floats
    from geodata.week.crews import TeamWeek
    from geodata.week.edits import Edits
    from geodata.week.ground import Ground, Visited
    from geodata.week.nights import Ends

HAD_LUNCH = 12 * 60
"""Who starts later has had lunch before."""


@dataclass(frozen=True, slots=True)
class Done:
    """A stop of this week that has been made; ``crew`` is ``None`` where no plan says whose it was."""

    site: str
    day: date
    crew: str | None
    begins: float
    ends: float
    reached: bool


def done_of(ground: Ground, accepted: AcceptedPlan | None) -> tuple[Done, ...]:
    """Return what has been done since Monday, in vain or not; whose it was is what the accepted plan says."""
    crews = {stop.site_id: stop.crew for stop in (accepted.stops if accepted else ())}
    return tuple(
        Done(
            visit.site,
            visit.started_at.date(),
            crews.get(visit.site),
            visit.ends - visit.minutes,
            visit.ends,
            visit.reached,
        )
        for visit in ground.visited
    )


def week_of(
    ground: Ground,
    team: TeamWeek,
    minutes: Floats,
    edits: Edits,
    *,
    now: datetime,
    off: Collection[date] = (),
    nights: Mapping[tuple[str, date], str] | None = None,
    accepted: AcceptedPlan | None = None,
    stays: WeekPlan | None = None,
) -> WeekProblem:
    """Return the problem.

    Days that have passed have no shifts. Today's begin no earlier than now, at the site where the crew was last; one
    that leaves no time but for the way to where the day ends is over.

    Parameters
    ----------
    minutes
        Between all of the team's placed sites and then its places (:func:`geodata.week.nights.places_of`), as
        :func:`geodata.week.ground.read_travel` tells it.
    now
        What the clock says in Denmark.
    off
        Days on which nobody works.
    nights
        Crew and day -> the municipality in which it stays after that day's work.
    accepted
        The version that holds: whose the stops were that have been made.
    stays
        The plan before: its stops count a little more where they stand.

    Raises
    ------
    PlanRefusedError
        If a crew cannot get to where it stays, or from there to its base, within a shift.
    """
    away = nights or {}
    rows = {site: row for row, site in enumerate(ground.places)}
    place_rows = {code: len(rows) + number for number, code in enumerate(places_of(team, away))}
    ends = ends_of(team, ground.days, off, away)
    last = _last_today(ground, accepted, now)
    candidates = edits.applied(ground.candidates(edits.added), stays, ground.offered.promised)
    places: dict[str, int] = {f"in {code}": row for code, row in place_rows.items()}
    shifts = []
    for (crew, day), hours in team.hours(ground.days, off).items():
        if hours is None or day < now.date():
            continue
        starts, until = hours
        at = ends[crew, day]
        leaves_from, returns_to = f"in {at.begins_in}", f"in {at.ends_in}"
        if minutes[places[leaves_from], places[returns_to]] > until - starts:
            _refuse_way(crew, day, at)
        if day == now.date():
            starts = max(starts, float(now.hour * 60 + now.minute))
            if crew in last and last[crew].site in rows:
                starts = max(starts, last[crew].ends)
                leaves_from = f"at {last[crew].site}"
                places[leaves_from] = rows[last[crew].site]
        left = until - starts
        if left > 0 and minutes[places[leaves_from], places[returns_to]] <= left:
            shifts.append(Shift(crew, day, starts, until, leaves_from, returns_to, lunch=starts < HAD_LUNCH))
    wanted = [*(rows[each.site] for each in candidates), *places.values()]
    return WeekProblem(
        candidates,
        tuple(places),
        tuple(Crew(crew.name, frozenset(crew.languages)) for crew in team.crews),
        tuple(shifts),
        np.ascontiguousarray(minutes[np.ix_(wanted, wanted)]),
    )


def _refuse_way(crew: str, day: date, at: Ends) -> NoReturn:
    names = town_names()
    raise PlanRefusedError(
        Label(
            "{crew} kan {day} ikke nå fra {begins} til {ends} på en vagt.",
            "{crew} cannot get from {begins} to {ends} within the shift of {day}.",
        ),
        crew=crew,
        day=day,
        begins=names[at.begins_in],
        ends=names[at.ends_in],
    )


def _last_today(ground: Ground, accepted: AcceptedPlan | None, now: datetime) -> dict[str, Visited]:
    """Return each crew's last visit of today; whose it was is what the accepted plan says."""
    crews = {stop.site_id: stop.crew for stop in (accepted.stops if accepted else ())}
    return {
        crews[visit.site]: visit
        for visit in ground.visited
        if visit.started_at.date() == now.date() and visit.site in crews
    }
