"""Reports as they were frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geodata.ledger.migrations.only_added import protect

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of frozen reports."""
    op.create_table(
        "frozen_reports",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("quarter", sa.Integer, nullable=False),
        sa.Column("team", sa.String(20), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.String(40), nullable=False),
        sa.CheckConstraint("quarter BETWEEN 0 AND 4", name="frozen_reports_quarter"),
        sa.CheckConstraint("length(checksum) = 64", name="frozen_reports_checksum"),
    )
    op.create_index("frozen_reports_latest", "frozen_reports", ["year", "quarter", "team", "id"])
    protect("frozen_reports")
