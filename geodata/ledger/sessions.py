"""Opens the ledger, and hands out short transactions.

What a writing block has left without an error is on the disk: SQLite in WAL mode with ``synchronous=FULL`` flushes
before it says so. A writer takes the lock when it begins, so that it waits for others instead of failing in the middle.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import closing, contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import NoSuchModuleError
from sqlalchemy.orm import Session

from geodata.errors import LedgerUnavailableError
from geodata.language import Label
from geodata.ledger import address
from geodata.ledger.failures import damaged, told
from geodata.ledger.migrate import latest, migrate, version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from geodata.settings import Settings

BUSY_MS = 10_000
"""How long a writer waits for another."""

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
WRITING = "feltplan_writing"
_OPENING = Lock()
"""Alembic keeps what it is doing in a module of its own: one thread of a process opens at a time."""

_ADVISORY_LOCK = 0x46454C54
"""PostgreSQL's name for the right to change the tables; any number that no one else uses."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session to read in.

        Raises
        ------
        GeodataError
            If the ledger is damaged or out of reach.
        """
        with told(), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session to write in. When the block has ended without an error, everything in it is kept.

        Raises
        ------
        GeodataError
            If the ledger is damaged, busy or out of reach; then nothing of the block is kept.
        """
        engine = self.engine.execution_options(**{WRITING: True})
        with told(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_ledger(settings: Settings) -> Ledger:
    """Open the ledger, after making it where there is none and bringing its tables up to date.

    Raises
    ------
    LedgerNewerError
        If it was written by a newer edition of this program.
    LedgerDamagedError
        If its file is no whole ledger.
    LedgerUnavailableError
        If it cannot be reached or written.
    WrongSettingError
        If its address cannot be used.
    """
    url = address.address(settings)
    path = address.file(url)
    with _OPENING, told():
        if path is None:
            engine = _server(url)
            with engine.begin() as connection:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
                _bring_up_to_date(connection)
            return Ledger(engine)
        with _only_opener(path):
            if not path.exists():
                _make(path)
            if not path.stat().st_size:
                raise damaged()  # SQLite would take an empty file for a new database
            engine = _file(path)
            try:
                _check(engine)
            except BaseException:
                engine.dispose()
                raise
            return Ledger(engine)


def _server(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise LedgerUnavailableError(
            Label(
                "FELTPLAN_LEDGER_URL peger på PostgreSQL, men dens driver er ikke installeret: "
                "pip install 'psycopg[binary]' (postgresql i pyproject.toml).",
                "FELTPLAN_LEDGER_URL names PostgreSQL, but its driver is not installed: "
                "pip install 'psycopg[binary]' (postgresql in pyproject.toml).",
            )
        ) from error


def _file(path: Path) -> Engine:
    engine = create_engine(
        URL.create(address.SQLITE, database=str(path)),
        connect_args={"timeout": BUSY_MS / 1000},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # Python's driver would begin transactions late, and end them before DDL
        with closing(connection.cursor()) as cursor:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
                cursor.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _make(path: Path) -> None:
    """Make a new ledger under another name and give it its own when it is whole.

    So an empty file under the ledger's name is never a new ledger: it is one that has been lost.
    """
    draft = path.with_name(f"{path.name}.new")
    for leftover in (draft, *beside(draft)):
        leftover.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
    engine = _file(draft)
    try:
        with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
            migrate(connection)
    finally:
        engine.dispose()  # the last connection to close moves everything from the log into the file
    draft.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def beside(path: Path) -> tuple[Path, Path]:
    """Return the files that SQLite keeps beside a database while it is open."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def _check(engine: Engine) -> None:
    """Refuse a file that is no whole ledger, and take the steps it is missing."""
    with engine.connect() as connection:
        whole = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
        taken = version(connection)
    if not whole or taken is None:
        raise damaged()
    if taken != latest():
        with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
            _bring_up_to_date(connection)


def _bring_up_to_date(connection: Connection) -> None:
    if version(connection) != latest():
        migrate(connection)


@contextmanager
def _only_opener(path: Path) -> Iterator[None]:
    """Let one process at a time make a ledger or change its tables; the lock goes with the process that holds it.

    The lock is on a file of its own: closing any handle on a database's file would take SQLite's locks away.
    """
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    handle = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
