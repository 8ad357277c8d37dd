"""Who may see what, and who saw what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geodata.ledger.migrations.only_added import protect, protect_until

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of users and of what was seen."""
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("claim", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("role", sa.String(20)),
        sa.Column("team", sa.String(20)),
        sa.Column("municipality", sa.String(4)),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(255), nullable=False),
        sa.CheckConstraint(
            "role IS NULL OR role IN ('team_lead', 'manager', 'municipality', 'administrator')", name="users_role"
        ),
        sa.CheckConstraint("(coalesce(role, '') = 'team_lead') = (team IS NOT NULL)", name="users_team"),
        sa.CheckConstraint(
            "(coalesce(role, '') = 'municipality') = (municipality IS NOT NULL)", name="users_municipality"
        ),
    )
    op.create_index("users_latest", "users", ["issuer", "claim", "subject", "id"])
    protect("users")
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(255), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("detail", sa.String(60), nullable=False),
        sa.CheckConstraint("keep_until > at", name="access_log_kept"),
    )
    op.create_index("access_log_at", "access_log", ["at"])
    op.create_index("access_log_keep_until", "access_log", ["keep_until"])
    protect_until("access_log", "keep_until")
