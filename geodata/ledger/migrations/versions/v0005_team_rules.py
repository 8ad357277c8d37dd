"""The numbers that teams set for their due lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geodata.ledger.migrations.only_added import protect

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table of the teams' numbers."""
    op.create_table(
        "team_rules",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("team", sa.String(20), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(40), nullable=False),
    )
    op.create_index("team_rules_latest", "team_rules", ["team", "rule", "id"])
    protect("team_rules")
