"""Copies of the ledger to keep elsewhere, and the way back from one.

SQLite's own backup takes a copy while others write: it holds everything that was acknowledged when it ended, and
nothing half. PostgreSQL has its own tools for both.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from geodata.errors import LedgerDamagedError, LedgerUnavailableError
from geodata.language import Label
from geodata.ledger.address import path_of
from geodata.ledger.failures import BUSY, busy, refusal, told
from geodata.ledger.migrate import steps
from geodata.ledger.sessions import BUSY_MS, PRIVATE_FILE, beside

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from geodata.settings import Settings


def backup(settings: Settings, target: Path) -> None:
    """Write a copy of the ledger, one whole file that was read through before it got its name.

    Raises
    ------
    GeodataError
        If the file is there already, if there is no ledger, or it is damaged or no file of SQLite.
    """
    source = _file_of(settings)
    if target.exists():
        raise LedgerUnavailableError(
            Label("Filen findes allerede. Vælg et andet navn.", "The file exists already. Choose another name.")
        )
    if not source.exists():
        raise LedgerUnavailableError(Label("Der er endnu ingen protokol.", "There is no ledger yet."))
    draft = target.with_name(f"{target.name}.part")
    with told():
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
        try:
            _copy(source, draft)
            _as_one_file(draft)
            _require_whole(draft)
            draft.rename(target)
        finally:
            draft.unlink(missing_ok=True)


def restore(settings: Settings, copy: Path, moment: datetime) -> Path | None:
    """Put a copy in the ledger's place, and keep beside it what was there; returns that file, if there was one.

    Stop the application first: what it writes meanwhile would be in neither.

    Parameters
    ----------
    moment
        Now; it makes the name of the file that is kept.

    Raises
    ------
    GeodataError
        If the copy is no whole ledger of a version this program knows; then nothing has changed.
    """
    ledger = _file_of(settings)
    with told():
        if not copy.is_file():
            raise LedgerUnavailableError(Label("Sikkerhedskopien findes ikke.", "The backup does not exist."))
        _require_whole(copy)
        kept = ledger.with_name(f"ledger-before-restore-{moment:%Y%m%dT%H%M%S%f}.sqlite")
        before = ledger.exists()
        if before:
            try:
                os.close(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
                _copy(ledger, kept)
                _as_one_file(kept)
            except sqlite3.DatabaseError as error:
                if not isinstance(refusal(error), LedgerDamagedError):
                    raise
                # It cannot be copied as a database, so it is moved as it is, log and all.
                for lost, name in zip((ledger, *beside(ledger)), (kept, *beside(kept)), strict=True):
                    if lost.exists():
                        lost.replace(name)
        if not ledger.exists():
            os.close(os.open(ledger, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
        _copy(copy, ledger)
    return kept if before else None


def _file_of(settings: Settings) -> Path:
    found = path_of(settings)
    if found is None:
        raise LedgerUnavailableError(
            Label(
                "Protokollen ligger i PostgreSQL: brug pg_dump og pg_restore.",
                "The ledger is in PostgreSQL: use pg_dump and pg_restore.",
            )
        )
    return found


def _copy(source: Path, target: Path) -> None:
    """Copy one database into another in one transaction: all of it or nothing, whoever else has either of them open."""
    deadline = time.monotonic() + BUSY_MS / 1000

    def give_up(status: int, _remaining: int, _total: int) -> None:
        if status in BUSY and time.monotonic() > deadline:  # Python would go on trying for ever
            raise busy()

    with (
        closing(sqlite3.connect(f"file:{_quoted(source)}?mode=rw", uri=True, timeout=BUSY_MS / 1000)) as reader,
        closing(sqlite3.connect(target, timeout=BUSY_MS / 1000)) as writer,
    ):
        writer.execute("PRAGMA synchronous=FULL")
        reader.backup(writer, progress=give_up)


def _as_one_file(path: Path) -> None:
    """Let a copy that no one else has open be one file, without a log beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _require_whole(path: Path) -> None:
    """Read a copy through; it must be a ledger of a version this program knows."""
    known = {step.revision for step in steps().walk_revisions()}
    try:
        with closing(sqlite3.connect(f"file:{_quoted(path)}?mode=ro&immutable=1", uri=True)) as reader:
            whole = reader.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            found = reader.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise _no_ledger() from error
    if not whole or found is None or found[0] not in known:
        raise _no_ledger()


def _no_ledger() -> LedgerDamagedError:
    return LedgerDamagedError(
        Label(
            "Filen er ikke en hel protokol, som denne udgave af Feltplan kender. Intet er ændret.",
            "The file is no whole ledger that this edition of Feltplan knows. Nothing has changed.",
        )
    )


def _quoted(path: Path) -> str:
    return path.resolve().as_uri().removeprefix("file://")
