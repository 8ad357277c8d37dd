"""The ledger's tables of how teams work, as types."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.ledger.models import Base, Moment


class TeamWeekRow(Base):
    """A team's crews and shifts as they were set once. Rows are only ever added: the latest of a team counts.

    ``told`` is JSON, as :meth:`geodata.week.crews.TeamWeek.to_json` writes it.
    """

    __tablename__ = "team_weeks"
    __table_args__ = (Index("team_weeks_latest", "team", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(20))
    told: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[str] = mapped_column(String(40))


class TeamNightsRow(Base):
    """A week's nights away as they were set once. Rows are only ever added: the latest of a team and week counts.

    ``week`` is the ISO week, ``2026-W49``; ``told`` is JSON, as :meth:`geodata.week.nights.Nights.to_json` writes it.
    """

    __tablename__ = "team_nights"
    __table_args__ = (Index("team_nights_latest", "team", "week", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(20))
    week: Mapped[str] = mapped_column(String(8))
    told: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[str] = mapped_column(String(40))
