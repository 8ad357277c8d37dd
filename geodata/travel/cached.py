"""Travel times that were worked out before, in a side store of the data directory, readable by its owner only.

One matrix per set of places. It tells where sites are, so it stays beside the ledger and is never part of the
warehouse; it may be deleted at any time.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geodata.travel.land import Floats

FILE = "travel.sqlite"
MOST_KEPT = 400
"""Matrices that are kept; one of 300 places takes 360 kB."""
WAIT_S = 2


def read(home: Path, edition: str, places: Floats) -> Floats | None:
    """Return the minutes between ``places`` as an earlier edition of the same source told them, or ``None``."""
    try:
        with _opened(home) as store:
            row = store.execute("SELECT minutes FROM matrices WHERE id = ?", (_name(edition, places),)).fetchone()
    except (sqlite3.Error, OSError):
        return None  # what cannot be read is worked out again
    if row is None or len(row[0]) != 4 * len(places) ** 2:
        return None
    return np.frombuffer(row[0], dtype="<f4").astype(np.float64).reshape(len(places), len(places))


def write(home: Path, edition: str, places: Floats, minutes: Floats) -> None:
    """Keep the minutes between ``places``; the oldest make room. What cannot be written is not kept."""
    try:
        with _opened(home) as store:
            store.execute(
                "INSERT OR REPLACE INTO matrices (id, minutes) VALUES (?, ?)",
                (_name(edition, places), minutes.astype("<f4").tobytes()),
            )
            store.execute(
                "DELETE FROM matrices WHERE rowid NOT IN (SELECT rowid FROM matrices ORDER BY rowid DESC LIMIT ?)",
                (MOST_KEPT,),
            )
    except (sqlite3.Error, OSError):
        return


def as_kept(minutes: Floats) -> Floats:
    """Return minutes as they will be read again, so that the same plan is made the first time and the second."""
    return minutes.astype("<f4").astype(np.float64)


def _name(edition: str, places: Floats) -> str:
    return sha256(edition.encode() + places.astype("<f8").tobytes()).hexdigest()


@contextmanager
def _opened(home: Path) -> Iterator[sqlite3.Connection]:
    path = home / FILE
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path, timeout=WAIT_S)) as store, store:
        store.execute("CREATE TABLE IF NOT EXISTS matrices (id TEXT PRIMARY KEY, minutes BLOB NOT NULL)")
        yield store
