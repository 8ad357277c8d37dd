"""The published version of the warehouse, opened once for the whole server: the pages and the map's shapes share it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Self

from geodata.store import Store
from geodata.versions import folder, published

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.roles import Reach

KEPT_OPEN = 2
"""The version that is served, and the one before it for answers that are still being made."""

_LOCK = Lock()
_opened: dict[Path, Edition] = {}
"""The versions that are open, by their file."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the warehouse, as far as its store reaches.

    ``name`` stands for the version in addresses, and is never used again.
    """

    name: str
    store: Store

    @property
    def reach(self) -> Reach:
        """Which rows it answers with."""
        return self.store.reach

    @property
    def key(self) -> str:
        """What stands for it in caches: two viewers with different reaches never share an answer."""
        return f"{self.name} {self.reach!r}"

    def within(self, reach: Reach) -> Self:
        """Return the version as far as ``reach`` goes."""
        return replace(self, store=self.store.within(reach))


def current(home: Path) -> Edition:
    """Return the version that is published now; a version published meanwhile is found by the next call.

    Raises
    ------
    geodata.errors.StoreMissingError
        If nothing has been published yet.
    geodata.errors.StoreDamagedError
        If what was published cannot be read.
    """
    found = published(home)
    name = f"{found.version}-{found.sha256[:12]}"
    file = (folder(home) / found.file).resolve()
    with _LOCK:
        held = _opened.get(file)
        if held is not None and held.name == name:
            return held
        if held is not None:
            # Someone has emptied the deployment, so that numbers begin again. DuckDB would go on reading the old file.
            held.store.close()
            del _opened[file]
        _opened[file] = Edition(name, Store.open(home, found))
        while len(_opened) > KEPT_OPEN:
            _opened.pop(next(iter(_opened)))
        return _opened[file]
