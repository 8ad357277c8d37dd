"""What a database says when it cannot do what it is asked, in sentences a person can act on."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError

from geodata.errors import GeodataError, LedgerDamagedError, LedgerUnavailableError
from geodata.language import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in their lowest byte."""


def damaged() -> LedgerDamagedError:
    """Return the refusal of a ledger that cannot be read."""
    return LedgerDamagedError(
        Label(
            "Protokollen er beskadiget og bruges ikke. Gendan den seneste sikkerhedskopi: "
            "python -m geodata ledger restore FIL. Filen er urørt.",
            "The ledger is damaged and is not used. Restore the latest backup: "
            "python -m geodata ledger restore FILE. The file is untouched.",
        )
    )


def unavailable() -> LedgerUnavailableError:
    """Return the refusal where the ledger's disk or server does not answer."""
    return LedgerUnavailableError(
        Label(
            "Protokollen kan ikke nås eller skrives lige nu. Intet er gemt. Prøv igen.",
            "The ledger cannot be reached or written right now. Nothing was saved. Try again.",
        )
    )


def busy() -> LedgerUnavailableError:
    """Return the refusal where someone else has been writing for too long."""
    return LedgerUnavailableError(
        Label(
            "En anden skriver i protokollen. Intet er gemt. Prøv igen om lidt.",
            "Someone else is writing in the ledger. Nothing was saved. Try again in a moment.",
        )
    )


def refusal(error: BaseException | None) -> GeodataError:
    """Return the sentence for what SQLite or another database raised."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and code & _PRIMARY in DAMAGED:
        return damaged()
    if code is not None and code & _PRIMARY in BUSY:
        return busy()
    # Python's own check of a file's first bytes comes without a code.
    if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
        return damaged()
    return unavailable()


@contextmanager
def told() -> Iterator[None]:
    """Say what the disk or the database raises as a sentence; a mistake in the program stays what it is.

    Raises
    ------
    GeodataError
        If the ledger is damaged, busy or out of reach.
    """
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise refusal(error.orig) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise refusal(error.orig) from error
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        raise refusal(error) from error
    except OSError as error:
        raise unavailable() from error
