"""The rounds of the crews: whose days can be looked at, the run sheet of one, and how far along it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from dashboard import access, cache
from geodata.attempts import Progress, attempts, progress
from geodata.errors import BeyondReachError
from geodata.language import Label
from geodata.ledger.plans import read_plans
from geodata.run_sheet import code_of, run_sheet
from geodata.terms import Team

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dashboard.warehouse import Edition
    from geodata.language import Language
    from geodata.ledger.plans import AcceptedPlan
    from geodata.ledger.records import Entry
    from geodata.ledger.sessions import Ledger
    from geodata.run_sheet import RunSheet

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Round:
    """One crew of a team, and the plans its days stand in."""

    team: str
    crew: str
    days: dict[date, AcceptedPlan] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """What stands for the crew in a link, which holds codes only."""
        return code_of(f"{self.team}/{self.crew}")

    def name(self, language: Language) -> str:
        """Return what the crew is called, with its team."""
        return f"{self.crew} · {Team(self.team).label.say(language)}"

    def first_shown(self, today: date) -> date:
        """Return the day that is shown first: today, else the next planned day, else the last one."""
        ahead = [day for day in self.days if day >= today]
        return min(ahead) if ahead else max(self.days)


def rounds(edition: Edition, ledger: Ledger, today: date, asked: date | None) -> dict[str, Round]:
    """Return the crews with a plan in the weeks around today and around the day asked for, by their codes.

    Of the plans that the viewer may see: a team lead's own team's.
    """
    team = access.viewer().reach.team
    weeks = {each.isocalendar()[:2] for each in (today - _WEEK, today, today + _WEEK, asked or today)}
    found: dict[str, Round] = {}
    for year, week in sorted(weeks):
        for plan in read_plans(ledger, team, year, week):
            if plan.demo == edition.store.demo:
                _add(found, plan)
    return dict(sorted(found.items(), key=lambda each: (each[1].team, each[1].crew)))


def sheet_of(edition: Edition, plan: AcceptedPlan, crew: str, day: date, as_of: date) -> RunSheet:
    """Return a crew's day with what is known of its places.

    Parameters
    ----------
    as_of
        The day up to which the warehouse's records are used.

    Raises
    ------
    BeyondReachError
        If the plan is another team's than the viewer's.
    PlanRefusedError
        If the plan has no such day.
    """
    reach = access.viewer().reach
    if not reach.rows or reach.team not in (None, plan.team):
        raise BeyondReachError(Label("Det er der ikke adgang til.", "This is beyond what may be seen."))
    sites = sorted({stop.site_id for stop in plan.stops if (stop.crew, stop.day) == (crew, day)})
    return run_sheet(plan, crew, day, cache.stop_places(edition, tuple(sites), as_of))


def progress_of(edition: Edition, sheet: RunSheet, rows: Iterable[Entry], as_of: date) -> Progress:
    """Return how far along a day is.

    Parameters
    ----------
    rows
        What the ledger holds of its sites.
    """
    sites = seen_sites(sheet)
    return progress(sheet, attempts(edition.store, rows, sites, sheet.day, as_of) if sites else ())


def seen_sites(sheet: RunSheet) -> list[str]:
    """Return the sites of a day that the viewer reaches."""
    return [stop.planned.site_id for stop in sheet.stops if stop.place is not None]


def _add(found: dict[str, Round], plan: AcceptedPlan) -> None:
    for stop in plan.stops:
        round_ = Round(plan.team, stop.crew)
        found.setdefault(round_.code, round_).days[stop.day] = plan
