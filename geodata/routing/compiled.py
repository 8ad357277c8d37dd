"""Compiles a function, and keeps what was compiled where that can be written."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import numba

UNCOUNTED: dict[str, Any] = {"nogil": True, "_nrt": False}
"""numba's way to say that a function makes no arrays and counts no references (``numba.core.options``)."""

Function = TypeVar("Function", bound=Callable[..., Any])


def digest(folder: Path) -> str:
    """Return a digest of a folder's modules."""
    return sha256(b"".join(file.read_bytes() for file in sorted(folder.glob("*.py")))).hexdigest()


SOURCES = digest(Path(__file__).parent)


def compiled(function: Function) -> Function:
    """Return ``function`` compiled; its plain form stays at ``.py_func``.

    numba keeps its cache beside the module or in ``NUMBA_CACHE_DIR``. Where neither can be written, the function is
    compiled anew by every process. Functions that are compiled here make no arrays: they do without numba's counting
    of references, which would take most of the time where dozens of arrays go from function to function.

    A compiled function holds the functions it calls, of other modules, too; numba only looks at the age of its own.
    The cache is therefore marked with what all modules say, and a change in any compiles all anew.
    """
    try:
        fast: Any = numba.njit(function, cache=True, **UNCOUNTED)
    except RuntimeError:
        fast = numba.njit(function, **UNCOUNTED)
    kept = getattr(getattr(fast, "_cache", None), "_cache_file", None)
    if kept is not None:
        kept._source_stamp = SOURCES  # noqa: SLF001 - numba has no public way
    known: Function = fast
    return known
