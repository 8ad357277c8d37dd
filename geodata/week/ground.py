"""What a week's plan rests on: the team's sites and where they are, whom to visit, and what was done since Monday."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.plan_learning import learned
from geodata.routing.problem import days_of
from geodata.week.candidates import candidates_of
from geodata.week.crews import middles
from geodata.worth.rules import NATIONAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from geodata.routing import Candidate
    from geodata.settings import Settings
    from geodata.store import Store
    from geodata.travel.land import Floats
    from geodata.travel.times import TravelTimes
    from geodata.week.candidates import Offered
    from geodata.worth.due_list import Knowledge
    from geodata.worth.rules import TeamRules

TALK_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A site of the team, as far as the map needs it (longitude and latitude in EPSG:4326)."""

    site: str
    kind: str
    municipality_code: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Visited:
    """An attempt of this week; ``ends`` is in minutes of the day."""

    site: str
    started_at: datetime
    reached: bool
    minutes: float

    @property
    def ends(self) -> float:
        """When it ended, in minutes of its day."""
        return self.started_at.hour * 60 + self.started_at.minute + self.minutes


@dataclass(frozen=True, slots=True)
class Ground:
    """What a week's plan rests on.

    Parameters
    ----------
    as_of
        The day everything is told for.
    places
        The team's known sites with a point, by their identifier.
    offered
        Whom the week may visit.
    visited
        The attempts since Monday, in order.
    reached, talked
        Attempts of the team in the last 12 months that reached someone, and those that held a conversation.
    travel_factor, travel_planned
        What the model's minutes are multiplied by, and the planned minutes of travel that rests on; 1 and 0 where no
        plan was kept yet (:func:`geodata.plan_learning.learned`).
    """

    team: str
    week: str
    as_of: date
    places: Mapping[str, Place]
    offered: Offered
    visited: tuple[Visited, ...]
    reached: int
    talked: int
    travel_factor: float = 1.0
    travel_planned: float = 0.0

    @property
    def key(self) -> str:
        """What stands for its places: two grounds with the same sites have the same travel times."""
        return f"{self.team} {self.as_of} {self.travel_factor} {sorted(self.places)}"

    @property
    def days(self) -> list[date]:
        """The week's days, Monday first."""
        return days_of(self.week)

    def candidates(self, added: frozenset[str] = frozenset()) -> tuple[Candidate, ...]:
        """Return whom the plan may visit: who is due and was not visited this week, and who was taken in."""
        seen = {visit.site for visit in self.visited}
        due = [each for each in self.offered.due if each.site not in seen or each.site in added]
        return (*due, *(each for each in self.offered.others if each.site in added))


def read_ground(
    store: Store,
    team: str,
    week: str,
    as_of: date,
    rules: TeamRules = NATIONAL,
    knowledge: Knowledge | None = None,
) -> Ground:
    """Return what a team's week rests on; ``rules`` and ``knowledge`` as in :func:`candidates_of`.

    Raises
    ------
    PlanRefusedError
        If there is no such week.
    """
    days = days_of(week)
    known = store.site_places(as_of)
    known = known[(known["team"] == team) & known["lon"].notna()]
    places = {
        str(row["site_id"]): Place(
            str(row["site_id"]), str(row["kind"]), str(row["municipality_code"]), float(row["lon"]), float(row["lat"])
        )
        for row in known.to_dict("records")
    }
    offered = candidates_of(store, team, days, as_of, rules, knowledge)
    visits = store.read("week_visits", as_of=as_of, first=days[0])
    visited = tuple(
        Visited(str(row["site_id"]), row["started_at"].to_pydatetime(), bool(row["reached"]), _minutes(row["minutes"]))
        for row in visits[visits["team"] == team].to_dict("records")
        if row["started_at"].date() <= days[-1]
    )
    talks = store.read("talk_share", as_of=as_of, months=TALK_MONTHS)
    talks = talks[talks["team"] == team]
    lesson = learned(store, as_of, team=team)
    return Ground(
        team,
        week,
        as_of,
        places,
        offered,
        visited,
        int(talks["reached"].sum()),
        int(talks["talked"].sum()),
        lesson.travel_factor,
        lesson.travel_minutes,
    )


def read_travel(ground: Ground, places: Sequence[str], settings: Settings) -> TravelTimes:
    """Return the minutes between all of the team's placed sites, in their order, and then places of the crews.

    They are the model's, corrected by what the team's kept plans teach.

    Parameters
    ----------
    places
        Codes of municipalities, in whose middle the crews have their bases or stay overnight.
    """
    from geodata.travel.times import minutes  # noqa: PLC0415 - a page that plans nothing needs no grid

    told = minutes(_lonlat(ground, places), settings)
    return replace(told, minutes=told.minutes * ground.travel_factor)


def _lonlat(ground: Ground, places: Sequence[str]) -> Floats:
    sites = [(place.lon, place.lat) for place in ground.places.values()]
    return np.array([*sites, *(middles()[code] for code in places)], dtype=np.float64)


def _minutes(told: float | None) -> float:
    return 0.0 if told is None or pd.isna(told) else float(told)
