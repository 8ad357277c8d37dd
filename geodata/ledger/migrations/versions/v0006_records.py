"""What people record on the screen, and the plans their teams accept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geodata.ledger.migrations.only_added import protect

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables of records, of plans and of their stops."""
    op.create_table(
        "records",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("table_name", sa.String(30), nullable=False),
        sa.Column("record_id", sa.String(500), nullable=False),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("replaces", sa.Integer, sa.ForeignKey("records.id"), unique=True),
        sa.Column("cells", sa.Text, nullable=False),
        sa.Column("site_id", sa.String(500)),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(40), nullable=False),
        sa.CheckConstraint("action IN ('record', 'correct', 'undo')", name="records_action"),
        sa.CheckConstraint("(action = 'record') = (replaces IS NULL)", name="records_replaces"),
    )
    op.create_index("records_of_site", "records", ["site_id", "id"])
    op.create_index("records_of_record", "records", ["record_id", "id"])
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("team", sa.String(20), nullable=False),
        sa.Column("iso_year", sa.Integer, nullable=False),
        sa.Column("iso_week", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(40), nullable=False),
        sa.UniqueConstraint("team", "iso_year", "iso_week", "version", name="plans_version"),
        sa.CheckConstraint("iso_week BETWEEN 1 AND 53", name="plans_week"),
    )
    op.create_table(
        "plan_stops",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("crew", sa.String(40), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("site_id", sa.String(500), nullable=False),
        sa.Column("arrive", sa.Time, nullable=False),
        sa.Column("leave", sa.Time, nullable=False),
        sa.Column("expected_minutes", sa.Integer, nullable=False),
        sa.Column("promised", sa.Boolean, nullable=False),
        sa.UniqueConstraint("plan_id", "position", name="plan_stops_position"),
        sa.CheckConstraint("expected_minutes >= 0", name="plan_stops_minutes"),
    )
    for table in ("records", "plans", "plan_stops"):
        protect(table)
