"""Crews, shifts and nights away in the ledger: a change is a new row, the latest counts, and what was before stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from geodata.ledger.crew_models import TeamNightsRow, TeamWeekRow
from geodata.week.crews import Kept, TeamWeek
from geodata.week.nights import Nights, stays_in

if TYPE_CHECKING:
    from geodata.ledger.sessions import Ledger


def keep_week(ledger: Ledger, kept: Kept) -> None:
    """Write a team's crews and shifts; when this returns they are on the disk.

    Raises
    ------
    GeodataError
        If the ledger cannot be written; then nothing was.
    """
    with ledger.writing() as session:
        told = kept.week.to_json()
        session.add(TeamWeekRow(team=kept.week.team, told=told, set_at=kept.set_at, set_by=kept.set_by))


def kept_week(ledger: Ledger, team: str) -> Kept | None:
    """Return the crews and shifts that count for a team; ``None`` where it has never set any."""
    wanted = select(TeamWeekRow).where(TeamWeekRow.team == team).order_by(TeamWeekRow.id.desc()).limit(1)
    with ledger.reading() as session:
        row = session.scalars(wanted).first()
        return None if row is None else Kept(TeamWeek.from_json(row.told), row.set_at, row.set_by)


def keep_nights(ledger: Ledger, nights: Nights) -> None:
    """Write a week's nights away, all of them; when this returns they are on the disk.

    Raises
    ------
    GeodataError
        If the ledger cannot be written; then nothing was.
    """
    with ledger.writing() as session:
        session.add(
            TeamNightsRow(
                team=nights.team, week=nights.week, told=nights.to_json(), set_at=nights.set_at, set_by=nights.set_by
            )
        )


def kept_nights(ledger: Ledger, team: str, week: str) -> Nights | None:
    """Return the nights away that count for a team's week; ``None`` where none were ever set."""
    of_week = (TeamNightsRow.team == team, TeamNightsRow.week == week)
    wanted = select(TeamNightsRow).where(*of_week).order_by(TeamNightsRow.id.desc()).limit(1)
    with ledger.reading() as session:
        row = session.scalars(wanted).first()
        return None if row is None else Nights(row.team, row.week, stays_in(row.told), row.set_at, row.set_by)
