"""What a person changed in an accepted plan, and the days off it was made with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Let a plan tell both; of those accepted before it is not known."""
    op.add_column("plans", sa.Column("edits", sa.Text))
    op.add_column("plans", sa.Column("days_off", sa.Text))
