"""The ledger's tables of who may see what, and of who saw what."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from geodata.ledger.models import Base, Moment


class UserRow(Base):
    """What an identity may see, as it was settled once. Rows are only ever added: the latest of an identity counts.

    ``role`` is empty where the user was removed.
    """

    __tablename__ = "users"
    __table_args__ = (Index("users_latest", "issuer", "claim", "subject", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(String(255))
    claim: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(255))
    label: Mapped[str] = mapped_column(String(60))
    role: Mapped[str | None] = mapped_column(String(20))
    team: Mapped[str | None] = mapped_column(String(20))
    municipality: Mapped[str | None] = mapped_column(String(4))
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[str] = mapped_column(String(255))


class AccessRow(Base):
    """One thing that was seen, taken away or changed. Rows are only ever added; from ``keep_until`` on they may go."""

    __tablename__ = "access_log"
    __table_args__ = (Index("access_log_at", "at"), Index("access_log_keep_until", "keep_until"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    keep_until: Mapped[datetime] = mapped_column(Moment)
    who: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(String(60))
