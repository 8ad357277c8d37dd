"""A visitor's week: what it rests on, the proposal on the desk, what was changed in it, and what a change does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from dashboard import cache
from dashboard.planning import ANEW, CHANGED, Search
from geodata.routing import Effort, PlanOptions, orders_of, planned_order
from geodata.week.accept import edits_in, orders_in
from geodata.week.nights import ends_of, nights_away, places_of
from geodata.week.problem import done_of, week_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from dashboard.warehouse import Edition
    from geodata.ledger.plans import AcceptedPlan
    from geodata.routing import Orders, WeekPlan, WeekProblem
    from geodata.week.crews import TeamWeek
    from geodata.week.edits import Edits
    from geodata.week.ground import Ground
    from geodata.week.nights import Ends, Night
    from geodata.week.problem import Done

FIRST_ANSWER_S = 2.5
"""How long the page waits for a first answer before it is drawn without."""


@dataclass(frozen=True, slots=True)
class Week:
    """What a team's week rests on for one run of the page."""

    edition: Edition
    ground: Ground
    team: TeamWeek
    accepted: AcceptedPlan | None
    now: datetime
    off: frozenset[date] = frozenset()
    nights: Mapping[tuple[str, date], str] = field(default_factory=dict)

    @property
    def ends(self) -> dict[tuple[str, date], Ends]:
        """Where each crew's days of work begin and end."""
        return ends_of(self.team, self.ground.days, self.off, self.nights)

    @property
    def away(self) -> list[tuple[Night, str]]:
        """The nights that are spent away from the base, and in which municipality."""
        return nights_away(self.team, self.ground.days, self.off, self.nights)

    @property
    def places(self) -> tuple[str, ...]:
        """The crews' bases and the places where they stay overnight."""
        return places_of(self.team, self.nights)

    @property
    def done(self) -> tuple[Done, ...]:
        """The attempts since Monday, with whose they were."""
        return done_of(self.ground, self.accepted)

    @property
    def options(self) -> PlanOptions:
        """What counts and what a day allows, without a search."""
        return self.team.options(Effort(iterations=0))

    @property
    def mark(self) -> str:
        """What a proposal was made on, in short."""
        return f"{self.edition.name} {self.team.to_json()} {sorted(self.off)} {sorted(self.nights.items())}"

    @property
    def accepted_edits(self) -> Edits:
        """What was changed by hand in the accepted version and still holds; its stops are offered, due or not."""
        return edits_in(self.accepted, self.ground, self.now.date())

    def problem(self, edits: Edits, stays: WeekPlan | None = None) -> WeekProblem:
        """Return the problem under some edits; see :func:`geodata.week.problem.week_of`."""
        ground = self.ground
        travel = cache.week_travel(self.edition, ground, self.places)
        return week_of(
            ground,
            self.team,
            travel.minutes,
            edits,
            now=self.now,
            off=self.off,
            nights=self.nights,
            accepted=self.accepted,
            stays=stays,
        )

    def follow(self, orders: Orders, edits: Edits) -> WeekPlan:
        """Return what an order comes to."""
        return planned_order(self.problem(edits), orders, self.options)

    def accepted_plan(self) -> WeekPlan | None:
        """Return what is left of the accepted version, on the clock from now on."""
        return None if self.accepted is None else self.follow(orders_in(self.accepted), self.accepted_edits)


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on a visitor's desk for one team's week.

    Parameters
    ----------
    edits
        What was changed by hand; ``None`` until something is: then what the accepted version holds.
    plan
        The proposal.
    before, said
        The plan that the last change began with, and that change in words.
    own
        The order a person made, by crew and day.
    search
        The search that goes on.
    edition
        The version of the data, with the crews and days off, that the proposal was made on.
    """

    edits: Edits | None = None
    plan: WeekPlan | None = None
    before: WeekPlan | None = None
    said: str = ""
    own: Mapping[tuple[str, date], tuple[tuple[str, float | None], ...]] = field(default_factory=dict)
    search: Search | None = None
    edition: str = ""

    def edits_of(self, week: Week) -> Edits:
        """Return what is changed by hand in the week."""
        return week.accepted_edits if self.edits is None else self.edits

    def looked_at(self) -> Desk:
        """Return the desk with the best plan that the search holds now."""
        if self.search is None:
            return self
        search = self.search
        running = search.running
        return replace(self, plan=search.plan or self.plan, search=search if running else None)


def on_edition(week: Week, desk: Desk) -> Desk:
    """Return the desk on the data as they are now: a proposal on earlier ones is put on the clock anew as it stands."""
    if desk.edition == week.mark:
        return desk
    if desk.search is not None:
        desk.search.stop()
    plan = None if desk.plan is None else week.follow(orders_of(desk.plan), desk.edits_of(week))
    return replace(desk, plan=plan, before=None, search=None, edition=week.mark)


def planned(week: Week, desk: Desk, start: WeekPlan | None) -> Desk:
    """Return the desk with a new proposal, searched for from ``start`` on, or from nothing."""
    return _searching(week, replace(desk, edits=desk.edits_of(week), before=None, said=""), start, ANEW)


def changed(week: Week, desk: Desk, edits: Edits, start: WeekPlan, said: str) -> Desk:
    """Return the desk with the rest planned again around a change; what is not touched stays where it can."""
    return _searching(week, replace(desk, edits=edits, before=start, said=said), start, CHANGED)


def _searching(week: Week, desk: Desk, start: WeekPlan | None, effort: Effort) -> Desk:
    if desk.search is not None:
        desk.search.stop()
    problem = week.problem(desk.edits_of(week), stays=start)
    search = Search(problem, week.team.options(effort), None if start is None else orders_of(start))
    return replace(desk, plan=search.first(FIRST_ANSWER_S), search=search, edition=week.mark)


def key_of(plan: WeekPlan, week: Week, edits: Edits) -> str:
    """Return what stands for a plan when it is accepted: sent twice, it is one version."""
    version = week.accepted.version if week.accepted else 0
    stops = [(stop.day, stop.crew, stop.arrive, stop.site) for stop in plan.stops]
    held = (
        week.ground.team,
        week.ground.week,
        version,
        stops,
        edits.to_json(),
        sorted(week.off),
        sorted(week.nights.items()),
    )
    return sha256(repr(held).encode()).hexdigest()
