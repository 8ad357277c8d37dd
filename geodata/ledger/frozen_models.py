"""The ledger's table of frozen reports as a type."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from geodata.ledger.models import Base, Moment


class FrozenReportRow(Base):
    """A report as it was frozen once. Rows are only ever added: the latest of a period and team counts.

    ``quarter`` is 0 for a whole year and ``team`` is empty for the whole country; ``checksum`` is the SHA-256 of
    ``text``.
    """

    __tablename__ = "frozen_reports"
    __table_args__ = (Index("frozen_reports_latest", "year", "quarter", "team", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    quarter: Mapped[int]
    team: Mapped[str] = mapped_column(String(20))
    checksum: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    frozen_at: Mapped[datetime] = mapped_column(Moment)
    frozen_by: Mapped[str] = mapped_column(String(40))
