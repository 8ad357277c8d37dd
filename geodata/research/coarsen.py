"""Rows that are rare by what others may know of them are coarsened step by step, and at last left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geodata.research.tables import LEAST_ALIKE

if TYPE_CHECKING:
    from geodata.research.tables import Extract


def coarsened(rows: pd.DataFrame, extract: Extract) -> tuple[pd.DataFrame, int]:
    """Return the rows with nothing rare in them, and how many had to be left out.

    Step by step the next of ``gives_up`` is coarsened in the rows that are still rare; what is rare after the last
    step is left out. Coarsening can only make groups larger, except the one a row leaves: so every step looks anew.

    Parameters
    ----------
    rows
        The rows as read; of sites, ``site`` tells them apart.
    """
    kept = rows.copy()
    for column, becomes in extract.gives_up:
        rare = _rare(kept, extract)
        kept[column] = kept[column].where(~rare, becomes)
    while True:
        # A row that is left out may leave others alone in their group.
        rare = _rare(kept, extract)
        if not rare.any():
            return kept, len(rows) - len(kept)
        kept = kept[~rare]


def _rare(rows: pd.DataFrame, extract: Extract) -> pd.Series[bool]:
    """Return which rows share what they are known by with too few, themselves included."""
    groups = rows.groupby(list(extract.known_by), dropna=False)
    sizes = groups["site"].transform("nunique") if extract.by_site else groups[extract.known_by[0]].transform("size")
    return pd.Series(sizes < LEAST_ALIKE, index=rows.index, dtype=bool)
