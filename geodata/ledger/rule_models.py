"""The ledger's table of the numbers that teams set for their lists."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import Double, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from geodata.ledger.models import Base, Moment


class TeamRuleRow(Base):
    """A number as a team set it once. Rows are only ever added: the latest of a team and a rule counts."""

    __tablename__ = "team_rules"
    __table_args__ = (Index("team_rules_latest", "team", "rule", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(20))
    rule: Mapped[str] = mapped_column(String(40))
    value: Mapped[float] = mapped_column(Double)
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[str] = mapped_column(String(40))
