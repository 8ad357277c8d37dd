"""Brings the ledger's tables to this program's version, and refuses a ledger that is ahead of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from geodata.errors import LedgerNewerError
from geodata.language import Label

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def steps() -> ScriptDirectory:
    """Return the steps this program knows."""
    return ScriptDirectory(str(MIGRATIONS))


def version(connection: Connection) -> str | None:
    """Return the last step the ledger has taken, or ``None`` where it has taken none.

    Raises
    ------
    LedgerNewerError
        If the ledger has taken a step that this program does not know.
    """
    taken = MigrationContext.configure(connection).get_current_revision()
    if taken is not None and taken not in {step.revision for step in steps().walk_revisions()}:
        raise LedgerNewerError(
            Label(
                "Protokollen er skrevet af en nyere udgave af Feltplan ({found}; denne kender {known}). "
                "Intet er ændret. Tag den nyere udgave i brug.",
                "The ledger was written by a newer edition of Feltplan ({found}; this one knows {known}). "
                "Nothing has changed. Use the newer edition.",
            ),
            found=taken,
            known=latest(),
        )
    return taken


def latest() -> str | None:
    """Return the last step this program knows."""
    return steps().get_current_head()


def migrate(connection: Connection) -> None:
    """Take the steps that are missing, all or none of them.

    Parameters
    ----------
    connection
        In a transaction that lets no one else write; nothing is committed here.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
