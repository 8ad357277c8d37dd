"""Targets per team and year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geodata.ledger.migrations.only_added import protect

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table of targets."""
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("team", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("indicator", sa.String(60), nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("unit", sa.String(10), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(40), nullable=False),
        sa.CheckConstraint("unit IN ('percent', 'count')", name="targets_unit"),
        sa.CheckConstraint("value >= 0", name="targets_value"),
    )
    op.create_index("targets_latest", "targets", ["year", "team", "indicator", "id"])
    protect("targets")
