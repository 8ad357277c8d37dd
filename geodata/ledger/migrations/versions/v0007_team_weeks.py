"""Crews and shifts per team."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geodata.ledger.migrations.only_added import protect

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table of crews and shifts."""
    op.create_table(
        "team_weeks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("team", sa.String(20), nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(40), nullable=False),
    )
    op.create_index("team_weeks_latest", "team_weeks", ["team", "id"])
    protect("team_weeks")
