"""The ledger's tables as types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, DateTime, Double, Index, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, with its time zone on the way in and on the way out; SQLite would forget it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment in UTC.

        Raises
        ------
        ValueError
            If it has no time zone: no one could tell when it was.
        """
        if value is not None and value.tzinfo is None:
            raise ValueError(f"A moment needs a time zone: {value!r}.")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment in UTC."""
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value and value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of the ledger."""


class TargetRow(Base):
    """A target as it was set once. Rows are only ever added: the latest of a team, year and figure counts.

    ``value`` is in percent or a number of records, as ``unit`` says; ``set_by`` is a function or initials.
    """

    __tablename__ = "targets"
    __table_args__ = (
        CheckConstraint("unit IN ('percent', 'count')", name="targets_unit"),
        CheckConstraint("value >= 0", name="targets_value"),
        Index("targets_latest", "year", "team", "indicator", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    indicator: Mapped[str] = mapped_column(String(60))
    value: Mapped[float] = mapped_column(Double)
    unit: Mapped[str] = mapped_column(String(10))
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[str] = mapped_column(String(40))
