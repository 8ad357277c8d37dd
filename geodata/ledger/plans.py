"""Accepted plans in the ledger: each acceptance is a new version of a team's week, and the highest counts.

A plan that is made anew in the middle of a week holds the whole week: the stops that were made, and the new rest.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NoReturn

from sqlalchemy import func, select, text

from geodata.errors import PlanRefusedError
from geodata.language import Label
from geodata.ledger.address import POSTGRESQL
from geodata.ledger.record_models import PlanDayRow, PlanRow, PlanStopRow
from geodata.targets import TEAMS, is_initials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from geodata.ledger.sessions import Ledger

LONGEST_CREW = 40


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """One stop: which crew is where, on which day, from when to when (Danish time).

    Parameters
    ----------
    expected_minutes
        How long the visit is expected to take.
    promised
        Whether it keeps an agreed return.
    """

    crew: str
    day: date
    site_id: str
    arrive: time
    leave: time
    expected_minutes: int
    promised: bool = False


@dataclass(frozen=True, slots=True)
class AwayDay:
    """A crew's day that begins or ends away from its base: in which municipality, by its code; ``None`` at the base."""

    crew: str
    day: date
    begins_in: str | None
    ends_in: str | None


@dataclass(frozen=True, slots=True)
class AcceptedPlan:
    """A team's week as it was accepted; ``week`` is the ISO week of ``year``, the ISO year.

    Parameters
    ----------
    edits
        What a person changed in it, as :meth:`geodata.week.edits.Edits.to_json` writes it; empty where the version does
        not say.
    off
        The days on which nobody works; ``None`` where the version does not say.
    away
        The days that begin or end away from the crew's base.

    Raises
    ------
    PlanRefusedError
        If it is no plan of that week; the sentence says why.
    """

    team: str
    year: int
    week: int
    stops: tuple[PlannedStop, ...]
    saved_at: datetime
    saved_by: str
    demo: bool
    version: int = 0
    edits: str = ""
    off: frozenset[date] | None = None
    away: tuple[AwayDay, ...] = ()

    def __post_init__(self) -> None:
        if self.team not in TEAMS:
            _refuse("Planen gælder intet kendt team.", "The plan is for no known team.")
        try:
            date.fromisocalendar(self.year, self.week, 1)
        except ValueError:
            _refuse("Året har ingen sådan uge.", "The year has no such week.")
        if any(day.isocalendar()[:2] != (self.year, self.week) for day in self.off or ()):
            _refuse("En fridag ligger uden for ugen.", "A day off lies outside the week.")
        if any(each.day.isocalendar()[:2] != (self.year, self.week) for each in self.away):
            _refuse("En overnatning ligger uden for ugen.", "A night away lies outside the week.")
        for stop in self.stops:
            if stop.day.isocalendar()[:2] != (self.year, self.week):
                _refuse("Et stop ligger uden for ugen.", "A stop lies outside the week.")
            if stop.leave < stop.arrive or stop.expected_minutes < 0:
                _refuse("Et stop slutter, før det begynder.", "A stop ends before it begins.")
            if not 0 < len(stop.crew) <= LONGEST_CREW or not stop.site_id:
                _refuse("Et stop mangler sted eller hold.", "A stop lacks its site or its crew.")
        if not is_initials(self.saved_by):
            _refuse("Skriv, hvem der gemmer planen, med bogstaver.", "Write who saves the plan, in letters.")


def save_plan(ledger: Ledger, plan: AcceptedPlan, *, key: str) -> int:
    """Save an accepted plan as the next version of its week, and return its number; the same key again saves nothing.

    Raises
    ------
    GeodataError
        If the ledger cannot be written; then nothing was.
    """
    with ledger.writing() as session:
        if ledger.engine.dialect.name == POSTGRESQL:  # SQLite lets one write at a time anyway
            session.execute(text("LOCK TABLE plans IN EXCLUSIVE MODE"))
        return _add(session, plan, key)


def _add(session: Session, plan: AcceptedPlan, key: str) -> int:
    known = session.scalar(select(PlanRow.version).where(PlanRow.key == key))
    if known is not None:
        return known
    of_week = (PlanRow.team == plan.team, PlanRow.iso_year == plan.year, PlanRow.iso_week == plan.week)
    version = (session.scalar(select(func.max(PlanRow.version)).where(*of_week)) or 0) + 1
    head = PlanRow(
        key=key,
        team=plan.team,
        iso_year=plan.year,
        iso_week=plan.week,
        version=version,
        demo=plan.demo,
        saved_at=plan.saved_at,
        saved_by=plan.saved_by,
        edits=plan.edits or None,
        days_off=None if plan.off is None else json.dumps(sorted(day.isoformat() for day in plan.off)),
    )
    session.add(head)
    session.flush()
    session.add_all(
        PlanStopRow(
            plan_id=head.id,
            position=position,
            crew=stop.crew,
            day=stop.day,
            site_id=stop.site_id,
            arrive=stop.arrive,
            leave=stop.leave,
            expected_minutes=stop.expected_minutes,
            promised=stop.promised,
        )
        for position, stop in enumerate(_in_order(plan.stops), start=1)
    )
    session.add_all(
        PlanDayRow(plan_id=head.id, crew=each.crew, day=each.day, begins_in=each.begins_in, ends_in=each.ends_in)
        for each in plan.away
    )
    return version


def read_plans(
    ledger: Ledger, team: str | None = None, year: int | None = None, week: int | None = None, *, every: bool = False
) -> list[AcceptedPlan]:
    """Return the plans that count, by week and team; with ``every`` all versions, the last of each week first."""
    with ledger.reading() as session:
        return plans_in(session, team, year, week, every=every)


def plans_in(
    session: Session, team: str | None = None, year: int | None = None, week: int | None = None, *, every: bool = False
) -> list[AcceptedPlan]:
    """Return the plans of an open session, as :func:`read_plans` does."""
    asked = ((PlanRow.team, team), (PlanRow.iso_year, year), (PlanRow.iso_week, week))
    wanted = select(PlanRow).where(*(column == value for column, value in asked if value is not None))
    in_order = wanted.order_by(PlanRow.iso_year, PlanRow.iso_week, PlanRow.team, PlanRow.version.desc())
    heads: list[PlanRow] = []
    for head in session.scalars(in_order):
        if every or not heads or _week(head) != _week(heads[-1]):
            heads.append(head)
    stops: dict[int, list[PlannedStop]] = {head.id: [] for head in heads}
    of_heads = select(PlanStopRow).where(PlanStopRow.plan_id.in_(stops))
    for row in session.scalars(of_heads.order_by(PlanStopRow.plan_id, PlanStopRow.position)):
        stops[row.plan_id].append(
            PlannedStop(row.crew, row.day, row.site_id, row.arrive, row.leave, row.expected_minutes, row.promised)
        )
    away: dict[int, list[AwayDay]] = {head.id: [] for head in heads}
    days = select(PlanDayRow).where(PlanDayRow.plan_id.in_(away)).order_by(PlanDayRow.day, PlanDayRow.crew)
    for day in session.scalars(days):
        away[day.plan_id].append(AwayDay(day.crew, day.day, day.begins_in, day.ends_in))
    return [
        AcceptedPlan(
            head.team,
            head.iso_year,
            head.iso_week,
            tuple(stops[head.id]),
            head.saved_at,
            head.saved_by,
            head.demo,
            head.version,
            head.edits or "",
            None if head.days_off is None else frozenset(map(date.fromisoformat, json.loads(head.days_off))),
            tuple(away[head.id]),
        )
        for head in heads
    ]


def _week(head: PlanRow) -> tuple[str, int, int]:
    return head.team, head.iso_year, head.iso_week


def _in_order(stops: Sequence[PlannedStop]) -> list[PlannedStop]:
    return sorted(stops, key=lambda stop: (stop.day, stop.crew, stop.arrive, stop.site_id))


def _refuse(danish: str, english: str) -> NoReturn:
    raise PlanRefusedError(Label(danish, english))
