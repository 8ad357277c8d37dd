"""Frozen reports in the ledger: freezing again is a new row, the latest counts, and what was before stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from geodata.ledger.frozen_models import FrozenReportRow
from geodata.report.frozen import Frozen

if TYPE_CHECKING:
    from geodata.ledger.sessions import Ledger
    from geodata.report.period import Period


def add(ledger: Ledger, frozen: Frozen) -> None:
    """Write a frozen report; when this returns it is on the disk.

    Raises
    ------
    GeodataError
        If the ledger cannot be written; then nothing was.
    """
    meta = frozen.report.meta
    row = FrozenReportRow(
        year=meta.year,
        quarter=meta.quarter or 0,
        team=meta.team or "",
        checksum=frozen.checksum,
        text=frozen.text,
        frozen_at=frozen.frozen_at,
        frozen_by=frozen.frozen_by,
    )
    with ledger.writing() as session:
        session.add(row)


def latest(ledger: Ledger, period: Period, team: str | None) -> Frozen | None:
    """Return the report of a period and team as it was last frozen; ``None`` where it never was.

    Raises
    ------
    geodata.report.frozen.FrozenDamagedError
        If what is kept is not what was frozen.
    """
    found = history(ledger, period, team)
    return found[0] if found else None


def history(ledger: Ledger, period: Period, team: str | None) -> list[Frozen]:
    """Return the report of a period and team as often as it was frozen, the last one first."""
    wanted = (
        select(FrozenReportRow)
        .where(
            FrozenReportRow.year == period.year,
            FrozenReportRow.quarter == (period.quarter or 0),
            FrozenReportRow.team == (team or ""),
        )
        .order_by(FrozenReportRow.id.desc())
    )
    with ledger.reading() as session:
        return [Frozen(row.text, row.checksum, row.frozen_at, row.frozen_by) for row in session.scalars(wanted)]
