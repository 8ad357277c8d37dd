"""The report of a period, whole: its tables, its map, what it rests on, and its checks; pure data once it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.delay import DelayUnknownError, provisional_from, recording_delays
from geodata.language import Label
from geodata.report.contents import MUNICIPAL_COURSES, TABLES
from geodata.report.counting import Asked, measures, months, municipal_courses
from geodata.report.period import Period, ReportRefusedError
from geodata.report.rules import require_reconciled
from geodata.report.table import Layout, Table, filled
from geodata.status import classify
from geodata.terms import UNKNOWN, Team

if TYPE_CHECKING:
    from datetime import date

    from geodata.report.counting import Counts
    from geodata.store import Store

WINDOW_MONTHS = 12
"""How long a screening is fresh on the report's map."""

TEAMS = tuple(team.code for team in Team if team is not Team.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Meta:
    """What a report is about and rests on.

    Parameters
    ----------
    as_of
        Nothing recorded later is used.
    finished
        Whether the period was over on that day.
    provisional_from
        The first day whose records were not all in yet; ``None`` where none in the period is.
    boundaries, attribution
        Which boundaries are drawn, and whose they are.
    version, built_at
        The warehouse's version, and the moment it was built (ISO, UTC).
    nothing
        Whether nothing happened in the period that any record tells of.
    """

    year: int
    quarter: int | None
    team: str | None
    begins: date
    ends: date
    as_of: date
    finished: bool
    provisional_from: date | None
    boundaries: str
    attribution: str
    demo: bool
    version: int
    built_at: str
    nothing: bool

    @property
    def period(self) -> Period:
        """The period."""
        return Period(self.year, self.quarter)


@dataclass(frozen=True, slots=True)
class Report:
    """A report.

    Parameters
    ----------
    statuses
        Each municipality's screening status at the period's end, by code.
    names, teams
        Their names and teams.
    months
        Month, attempts, and attempts that reached someone.
    """

    meta: Meta
    tables: tuple[Table, ...]
    statuses: dict[str, str]
    names: dict[str, str]
    teams: dict[str, str]
    months: tuple[tuple[str, int, int], ...]

    def table(self, name: str) -> Table:
        """Return the table called ``name``."""
        return next(table for table in self.tables if table.id == name)


def make(store: Store, period: Period, team: str | None = None, as_of: date | None = None) -> Report:
    """Return the report of a period.

    Parameters
    ----------
    team
        A team's code; ``None`` for the whole country.
    as_of
        Nothing recorded later is used; the last day anything is recorded on if left out.

    Raises
    ------
    ReportRefusedError
        If there is no such team, or the period had not begun.
    DoesNotReconcileError
        If a table does not sum or round.
    """
    asked = Asked(period, as_of or _last_day(store, period), team)
    _refuse(store, asked)
    counts = measures(store, asked)
    nation, unplaced = ({}, {}) if team is None else (_of(store, asked, None), _of(store, asked, UNKNOWN))
    tables = tuple(
        _municipal_courses(store, asked)
        if layout is MUNICIPAL_COURSES
        else _table(layout, team, counts, nation, unplaced)
        for layout in TABLES
    )
    require_reconciled(tables)
    places = store.read("report_places", ends=period.ends, known=asked.known, on=asked.on)
    status = classify(places, asked.on, WINDOW_MONTHS)
    codes = [str(code) for code in places["municipality_code"]]
    happened = ("attempts", "conversations", "meetings", "screenings", "adverts", "advice_line", "mailbox", "theme_day")
    return Report(
        Meta(
            year=period.year,
            quarter=period.quarter,
            team=team,
            begins=period.begins,
            ends=period.ends,
            as_of=asked.known,
            finished=asked.known >= period.ends,
            provisional_from=_provisional(store, asked),
            boundaries=store.info["boundaries"],
            attribution=store.info["boundaries_attribution"],
            demo=store.demo,
            version=store.version,
            built_at=store.info["built_at"],
            nothing=not any(counts.get(name) for name in happened),
        ),
        tables,
        dict(zip(codes, status["status"].astype(str), strict=True)),
        dict(zip(codes, places["name"].astype(str), strict=True)),
        dict(zip(codes, places["team"].astype(str), strict=True)),
        months(store, asked),
    )


def _last_day(store: Store, period: Period) -> date:
    """Return the day the data are told for; without any data the period's last, so that an empty year can be told."""
    return store.days()[1] or period.ends


def _refuse(store: Store, asked: Asked) -> None:
    period = asked.period
    if period.begins > asked.known:
        raise ReportRefusedError(
            Label(
                "{period} er ikke begyndt: data går til {known}.",
                "{period} has not begun: the data go to {known}.",
            ),
            period=period.code(),
            known=asked.known.isoformat(),
        )
    if asked.team is None:
        return
    if asked.team not in TEAMS:
        raise ReportRefusedError(
            Label("'{team}' er ikke et team; der er: {teams}.", "'{team}' is no team; there are: {teams}."),
            team=asked.team,
            teams=", ".join(TEAMS),
        )
    places = store.read("report_places", ends=period.ends, known=asked.known, on=asked.on)
    if asked.team not in set(places["team"]):
        raise ReportRefusedError(
            Label(
                "{danish} fandtes ikke: ingen kommune hørte til det {on}. Rapporten er ikke skrevet.",
                "{english} did not exist: no municipality belonged to it on {on}. The report is not written.",
            ),
            danish=Team(asked.team).label.danish,
            english=Team(asked.team).label.english,
            on=asked.on.isoformat(),
        )


def _provisional(store: Store, asked: Asked) -> date | None:
    try:
        first = provisional_from(recording_delays(store, asked.known), asked.known)
    except DelayUnknownError:
        return None
    return first if first is not None and first <= asked.period.ends else None


def _of(store: Store, asked: Asked, team: str | None) -> Counts:
    return measures(store, Asked(asked.period, asked.known, team))


def _table(layout: Layout, team: str | None, counts: Counts, nation: Counts, unplaced: Counts) -> Table:
    """Return a table; beside a team's stands what the country's records do not place in any team."""
    if team is None:
        return filled(layout, counts)
    first = layout.wholes[0].total if layout.wholes else layout.lines[0].code
    measure = next(line.measure for line in layout.lines if line.code == first)
    if not layout.by_team:
        return filled(layout, _unknown(layout), (_note_nation(nation.get(measure, 0)),))
    without = unplaced.get(measure, 0)
    return filled(layout, counts, (_note_unplaced(without),) if without else ())


def _unknown(layout: Layout) -> Counts:
    return dict.fromkeys(part for line in layout.lines for part in line.measure.split("+"))


def _note_nation(count: float | None) -> Label:
    return Label(
        f"Registreres ikke pr. team, så der er intet tal for teamet; hele landet: {count or 0:g}.",
        f"Not recorded by team, so there is no figure for the team; whole country: {count or 0:g}.",
    )


def _note_unplaced(count: float | None) -> Label:
    return Label(
        f"{count or 0:g} i hele landet angiver hverken kommune eller team og står i intet teams rapport.",
        f"{count or 0:g} in the whole country state neither municipality nor team, and stand in no team's report.",
    )


def _municipal_courses(store: Store, asked: Asked) -> Table:
    if asked.team is not None or asked.period.quarter is not None:
        note = Label(
            "Vises kun for hele landet og hele år, så intet lille tal følger af to rapporter.",
            "Told for the whole country and whole years only, so that no small count follows from two reports.",
        )
        return filled(MUNICIPAL_COURSES, _unknown(MUNICIPAL_COURSES), (note,))
    counts = municipal_courses(store, asked)
    table = filled(MUNICIPAL_COURSES, counts)
    if table.row("reporting").count == 0:
        none = Label("Ingen kommune har oplyst antal i perioden.", "No municipality reported in the period.")
        return filled(MUNICIPAL_COURSES, counts, (none,))
    if all(row.count is not None for row in table.rows):
        return table
    note = Label(
        "Tal på 1-4 er skjult, og det hele med dem; med færre end tre kommuner er alt skjult.",
        "Counts of 1-4 are hidden, and their whole with them; with fewer than three municipalities everything is.",
    )
    return filled(MUNICIPAL_COURSES, counts, (note,))
