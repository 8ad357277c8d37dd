"""The ledger, opened once for the whole server."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from geodata.ledger.address import address, path_of
from geodata.ledger.sessions import Ledger, open_ledger

if TYPE_CHECKING:
    from geodata.settings import Settings

_LOCK = Lock()
_opened: dict[str, tuple[tuple[int, int] | None, Ledger]] = {}
"""The ledgers that are open by their address, each with the identity of its file on the disk."""


def ledger(settings: Settings) -> Ledger:
    """Return the ledger; a file that was put in its place meanwhile is opened anew, so that no row goes astray.

    Raises
    ------
    geodata.errors.GeodataError
        If it is damaged, newer than this program, or out of reach.
    """
    url = address(settings)
    name = url.render_as_string(hide_password=False)
    with _LOCK:
        if name in _opened:
            before, held = _opened[name]
            if before == _identity(settings):
                return held
            held.close()
            del _opened[name]
        opened = open_ledger(settings)
        _opened[name] = (_identity(settings), opened)
        return opened


def _identity(settings: Settings) -> tuple[int, int] | None:
    path = path_of(settings)
    if path is None or not path.exists():
        return None
    found = path.stat()
    return found.st_dev, found.st_ino
