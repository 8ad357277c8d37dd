"""The ledger's tables of what was recorded and of the plans that were accepted, as types."""

from __future__ import annotations

from datetime import date, datetime, time  # noqa: TC003 - SQLAlchemy reads the annotations

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.ledger.models import Base, Moment


class RecordRow(Base):
    """One thing a person recorded, corrected or took back. Rows are only ever added.

    ``key`` is made by the form before it is sent, so that the same form sent twice is one row. A correction and an
    undo name the row they replace; a row can be replaced once. The row of a record that none replaces counts.
    ``cells`` is JSON: the rows of ``table_name`` as a file would hold them.
    """

    __tablename__ = "records"
    __table_args__ = (
        CheckConstraint("action IN ('record', 'correct', 'undo')", name="records_action"),
        CheckConstraint("(action = 'record') = (replaces IS NULL)", name="records_replaces"),
        Index("records_of_site", "site_id", "id"),
        Index("records_of_record", "record_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    table_name: Mapped[str] = mapped_column(String(30))
    record_id: Mapped[str] = mapped_column(String(500))
    action: Mapped[str] = mapped_column(String(10))
    replaces: Mapped[int | None] = mapped_column(ForeignKey("records.id"), unique=True)
    cells: Mapped[str] = mapped_column(Text)
    site_id: Mapped[str | None] = mapped_column(String(500))
    demo: Mapped[bool]
    first_at: Mapped[datetime] = mapped_column(Moment)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(40))


class PlanRow(Base):
    """A week's plan as a team accepted it once. Rows are only ever added: the highest version of a week counts.

    ``edits`` is JSON, as :meth:`geodata.week.edits.Edits.to_json` writes it; ``days_off`` is a JSON list of ISO dates.
    Neither is known of the plans that were accepted before they were kept.
    """

    __tablename__ = "plans"
    __table_args__ = (
        UniqueConstraint("team", "iso_year", "iso_week", "version", name="plans_version"),
        CheckConstraint("iso_week BETWEEN 1 AND 53", name="plans_week"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    team: Mapped[str] = mapped_column(String(20))
    iso_year: Mapped[int]
    iso_week: Mapped[int]
    version: Mapped[int]
    demo: Mapped[bool]
    saved_at: Mapped[datetime] = mapped_column(Moment)
    saved_by: Mapped[str] = mapped_column(String(40))
    edits: Mapped[str | None] = mapped_column(Text)
    days_off: Mapped[str | None] = mapped_column(Text)


class PlanStopRow(Base):
    """One stop of a plan: a crew is to be at a site from ``arrive`` to ``leave``, Danish time."""

    __tablename__ = "plan_stops"
    __table_args__ = (
        UniqueConstraint("plan_id", "position", name="plan_stops_position"),
        CheckConstraint("expected_minutes >= 0", name="plan_stops_minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    position: Mapped[int]
    crew: Mapped[str] = mapped_column(String(40))
    day: Mapped[date] = mapped_column(Date)
    site_id: Mapped[str] = mapped_column(String(500))
    arrive: Mapped[time] = mapped_column(Time)
    leave: Mapped[time] = mapped_column(Time)
    expected_minutes: Mapped[int]
    promised: Mapped[bool]


class PlanDayRow(Base):
    """A crew's day of a plan that begins or ends elsewhere than at the base: in which municipality, by its code."""

    __tablename__ = "plan_days"
    __table_args__ = (UniqueConstraint("plan_id", "crew", "day", name="plan_days_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    crew: Mapped[str] = mapped_column(String(40))
    day: Mapped[date] = mapped_column(Date)
    begins_in: Mapped[str | None] = mapped_column(String(4))
    ends_in: Mapped[str | None] = mapped_column(String(4))
