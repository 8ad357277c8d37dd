"""Files that are taken away: whose they are, so that no one else is handed one.

Streamlit hands a file to whoever knows its address. An address here works for one identity, and not for long.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

from streamlit.runtime.memory_media_file_storage import _calculate_file_id

from dashboard import access

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.users import Identity

VALID_S = 120
"""Seconds in which a browser fetches a file that it was told of; then its address is dead."""

_LOCK = Lock()
_owners: dict[tuple[str, Identity], float] = {}
"""Until when a file, by Streamlit's name for it, is handed to an identity."""


def away(
    write: Callable[[], str | bytes], file_name: str, kind: str, what: str | None = None
) -> Callable[[], str | bytes]:
    """Return what writes a file when its button is pressed, if the viewer may have it then.

    Parameters
    ----------
    write
        Makes the content.
    file_name, kind
        The file's name and its media type, as they are given to the button.
    what
        What the access log says was taken away; the file's ending where it is left out.
    """
    check = access.taking(what or file_name.rpartition(".")[2])
    owner = access.owner()

    def written() -> str | bytes:
        check()
        content = write()
        if owner is not None:
            data = content.encode() if isinstance(content, str) else content
            own(_calculate_file_id(data, kind, file_name), owner)
        return content

    return written


def own(file_id: str, owner: Identity) -> None:
    """Let ``owner`` fetch a file, for :data:`VALID_S` seconds."""
    now = time.monotonic()
    with _LOCK:
        for dead in [key for key, until in _owners.items() if until < now]:
            del _owners[dead]
        _owners[file_id, owner] = now + VALID_S


def belongs(file_id: str, owner: Identity) -> bool:
    """Return whether a file may be handed to ``owner`` now."""
    with _LOCK:
        return _owners.get((file_id, owner), 0) >= time.monotonic()
