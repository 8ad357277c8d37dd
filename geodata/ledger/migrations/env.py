"""What Alembic runs; the connection, with its transaction begun, is handed over by :mod:`geodata.ledger.migrate`."""

from __future__ import annotations

from alembic import context

from geodata.ledger import access_models, crew_models, frozen_models, record_models, release_models, rule_models
from geodata.ledger.models import Base

# Their tables are in the metadata of Base once they are imported.
__all__ = ["access_models", "crew_models", "frozen_models", "record_models", "release_models", "rule_models"]

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
