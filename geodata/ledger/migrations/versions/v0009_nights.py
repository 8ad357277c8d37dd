"""Nights away: those of a team's week, and where the days of an accepted plan begin and end then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geodata.ledger.migrations.only_added import protect

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "team_nights",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("team", sa.String(20), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(40), nullable=False),
    )
    op.create_index("team_nights_latest", "team_nights", ["team", "week", "id"])
    op.create_table(
        "plan_days",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("crew", sa.String(40), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("begins_in", sa.String(4)),
        sa.Column("ends_in", sa.String(4)),
        sa.UniqueConstraint("plan_id", "crew", "day", name="plan_days_day"),
    )
    for table in ("team_nights", "plan_days"):
        protect(table)
