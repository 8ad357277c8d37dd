"""The ledger's tables of releases. Rows are only ever added: what was told stays what it was."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - read by SQLAlchemy when it runs

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from geodata.ledger.models import Base, Moment


class ReleaseRow(Base):
    """A release that was proposed, by whom and when; ``checksum`` is over all that it tells."""

    __tablename__ = "releases"

    id: Mapped[int] = mapped_column(primary_key=True)
    quarter: Mapped[str] = mapped_column(String(7))
    detail: Mapped[str] = mapped_column(String(20))
    demo: Mapped[bool]
    after_id: Mapped[int | None] = mapped_column(ForeignKey("releases.id"))
    warehouse: Mapped[int]
    checksum: Mapped[str] = mapped_column(String(64))
    notes: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    proposed_by: Mapped[str] = mapped_column(String(80))


class ReleaseStateRow(Base):
    """What became of a release: published or withdrawn. A quarter is published once."""

    __tablename__ = "release_states"
    __table_args__ = (
        CheckConstraint("state IN ('published', 'withdrawn')", name="release_states_state"),
        UniqueConstraint("release_id", name="release_states_once"),
        UniqueConstraint("published", name="release_states_quarter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    state: Mapped[str] = mapped_column(String(10))
    published: Mapped[str | None] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(80))


class ReleasePlaceRow(Base):
    """What a release says of one municipality besides counts."""

    __tablename__ = "release_places"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    region: Mapped[str] = mapped_column(String(10))
    team: Mapped[str] = mapped_column(String(20))
    population: Mapped[int | None]
    status: Mapped[str] = mapped_column(String(40))
    screened_in: Mapped[str] = mapped_column(String(7))
    due_in: Mapped[str] = mapped_column(String(7))


class ReleasePartnerRow(Base):
    """A partner of one municipality, as a release names it."""

    __tablename__ = "release_partners"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    municipality: Mapped[str] = mapped_column(String(4))
    category: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(400))


class ReleaseCellRow(Base):
    """A cell as a release tells it; no count where it is hidden."""

    __tablename__ = "release_cells"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    area_kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    area: Mapped[str] = mapped_column(String(10), primary_key=True)
    column: Mapped[str] = mapped_column("column_name", String(20), primary_key=True)
    count: Mapped[int | None]


class ReleaseWithheldRow(Base):
    """The true count of a hidden cell, for what later releases must not tell. No page reads it."""

    __tablename__ = "release_withheld"

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    area_kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    area: Mapped[str] = mapped_column(String(10), primary_key=True)
    column: Mapped[str] = mapped_column("column_name", String(20), primary_key=True)
    count: Mapped[int]
    least: Mapped[int]
    sensitive: Mapped[bool]
