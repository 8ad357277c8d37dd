"""Which database the ledger is: a file in the data directory, or the one that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geodata.errors import WrongSettingError
from geodata.language import Label

if TYPE_CHECKING:
    from sqlalchemy import URL

    from geodata.settings import Settings

FILE = "ledger.sqlite"
SQLITE, POSTGRESQL = "sqlite", "postgresql"
DRIVER = "postgresql+psycopg"
"""What SQLAlchemy is asked for where an address names PostgreSQL alone; its own first choice is another driver."""


def address(settings: Settings) -> URL:
    """Return the ledger's address.

    Raises
    ------
    WrongSettingError
        If the settings name a database that is neither a file of SQLite nor PostgreSQL.
    """
    from sqlalchemy import URL, make_url  # noqa: PLC0415 - a build without a ledger does without it
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    if settings.ledger_url is None:
        return URL.create(SQLITE, database=str(_usual(settings)))
    try:
        url = make_url(settings.ledger_url.get_secret_value())
    except (ArgumentError, ValueError):
        raise _wrong() from None  # the cause quotes the address, password and all
    if url.get_backend_name() == POSTGRESQL:
        return url.set(drivername=DRIVER) if url.drivername == POSTGRESQL else url
    if url.get_backend_name() != SQLITE or not url.database or url.database == ":memory:" or url.query:
        raise _wrong()
    return url.set(database=str(Path(url.database).resolve()))


def file(url: URL) -> Path | None:
    """Return the ledger's file, or ``None`` where it is a server."""
    return Path(url.database or "") if url.get_backend_name() == SQLITE else None


def path_of(settings: Settings) -> Path | None:
    """Return the file of the ledger that the settings name, or ``None`` where it is a server.

    Raises
    ------
    WrongSettingError
        As :func:`address`.
    """
    return _usual(settings) if settings.ledger_url is None else file(address(settings))


def _usual(settings: Settings) -> Path:
    return settings.home.resolve() / FILE


def _wrong() -> WrongSettingError:
    return WrongSettingError(
        Label(
            "FELTPLAN_LEDGER_URL er ikke adressen på en SQLite-fil (sqlite:////mappe/fil) eller PostgreSQL "
            "(postgresql://…).",
            "FELTPLAN_LEDGER_URL is not the address of an SQLite file (sqlite:////folder/file) or PostgreSQL "
            "(postgresql://…).",
        )
    )
