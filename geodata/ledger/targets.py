"""Targets in the ledger: a change is a new row, the latest counts, and what was before stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from geodata.ledger.models import TargetRow
from geodata.targets import Target

if TYPE_CHECKING:
    from geodata.ledger.sessions import Ledger

_FIELDS = ("team", "year", "indicator", "value", "unit", "set_at", "set_by")


def set_target(ledger: Ledger, target: Target) -> None:
    """Write a target; when this returns it is on the disk.

    Raises
    ------
    GeodataError
        If the ledger cannot be written; then nothing was.
    """
    with ledger.writing() as session:
        session.add(TargetRow(**{name: getattr(target, name) for name in _FIELDS}))


def targets(ledger: Ledger, year: int | None = None) -> list[Target]:
    """Return the targets that count, by year, team and figure; of one year, if it is given."""
    latest = select(func.max(TargetRow.id)).group_by(TargetRow.team, TargetRow.year, TargetRow.indicator)
    wanted = select(TargetRow).where(TargetRow.id.in_(latest))
    if year is not None:
        wanted = wanted.where(TargetRow.year == year)
    with ledger.reading() as session:
        rows = session.scalars(wanted.order_by(TargetRow.year, TargetRow.team, TargetRow.indicator))
        return [_target(row) for row in rows]


def history(ledger: Ledger, year: int | None = None) -> list[Target]:
    """Return every target that was ever set, the last one first; for one year, if it is given."""
    wanted = select(TargetRow).order_by(TargetRow.id.desc())
    if year is not None:
        wanted = wanted.where(TargetRow.year == year)
    with ledger.reading() as session:
        return [_target(row) for row in session.scalars(wanted)]


def _target(row: TargetRow) -> Target:
    return Target(**{name: getattr(row, name) for name in _FIELDS})
