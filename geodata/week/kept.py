"""Where what the search compiles is kept: in the data directory, so that it is compiled once for a deployment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NUMBA_CACHE_DIR = "NUMBA_CACHE_DIR"


def keep_compiled(home: Path) -> None:
    """Let the search be kept in the data directory, unless the environment says where; call before it is imported."""
    if NUMBA_CACHE_DIR not in os.environ:
        folder = home.absolute() / "compiled"
        for each in (home, folder):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[NUMBA_CACHE_DIR] = str(folder)
