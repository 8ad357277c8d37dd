"""What a small count is: one that could tell of someone. The one definition, for releases and for the report."""

from __future__ import annotations

SMALL = range(1, 5)
"""Counts that are never told. 0 and 5 or more are."""


def told(count: int) -> int | None:
    """Return a count that may be told, and ``None`` for one that may not."""
    return None if count in SMALL else count
