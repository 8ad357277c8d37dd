"""Releases to the municipalities."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from geodata.ledger.migrations.only_added import protect

revision = "0003"
down_revision = "0002"

TABLES = ("releases", "release_states", "release_places", "release_partners", "release_cells", "release_withheld")


def upgrade() -> None:
    """Make the tables of releases."""
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("quarter", sa.String(7), nullable=False),
        sa.Column("detail", sa.String(20), nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("after_id", sa.Integer, sa.ForeignKey("releases.id")),
        sa.Column("warehouse", sa.Integer, nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(80), nullable=False),
    )
    op.create_table(
        "release_states",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("release_id", sa.Integer, sa.ForeignKey("releases.id"), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("published", sa.String(12)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.CheckConstraint("state IN ('published', 'withdrawn')", name="release_states_state"),
        sa.UniqueConstraint("release_id", name="release_states_once"),
        sa.UniqueConstraint("published", name="release_states_quarter"),
    )
    op.create_table(
        "release_places",
        sa.Column("release_id", sa.Integer, sa.ForeignKey("releases.id"), primary_key=True),
        sa.Column("code", sa.String(4), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("region", sa.String(10), nullable=False),
        sa.Column("team", sa.String(20), nullable=False),
        sa.Column("population", sa.Integer),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("screened_in", sa.String(7), nullable=False),
        sa.Column("due_in", sa.String(7), nullable=False),
    )
    op.create_table(
        "release_partners",
        sa.Column("release_id", sa.Integer, sa.ForeignKey("releases.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("municipality", sa.String(4), nullable=False),
        sa.Column("category", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(400), nullable=False),
    )
    for name, told in (("release_cells", True), ("release_withheld", False)):
        own: list[sa.Column[Any]] = (
            []
            if told
            else [sa.Column("least", sa.Integer, nullable=False), sa.Column("sensitive", sa.Boolean, nullable=False)]
        )
        op.create_table(
            name,
            sa.Column("release_id", sa.Integer, sa.ForeignKey("releases.id"), primary_key=True),
            sa.Column("area_kind", sa.String(12), primary_key=True),
            sa.Column("area", sa.String(10), primary_key=True),
            sa.Column("column_name", sa.String(20), primary_key=True),
            sa.Column("count", sa.Integer, nullable=told),
            *own,
        )
    for table in TABLES:
        protect(table)
