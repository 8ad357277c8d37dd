"""Synthetic raw files that meet the published totals of 2006-2008 and go on plausibly to a given day.

No row is about a real site, visit or person; every identifier says so by beginning with ``demo-``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.contract import TABLES
from etl.demo.csvfiles import written
from etl.demo.folder import fill, refuse_foreign
from etl.demo.today import tables

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["write_demo"]


def write_demo(folder: Path, until: date, seed: int = 2007) -> list[Path]:
    """Write the demo's raw files, one per table of the contract, and the marker that says they are synthetic.

    Parameters
    ----------
    folder
        Where to; missing, empty, or holding an earlier demo, which is written over.
    until
        The last day anything happens, though a return may be agreed for a later one. A later day only adds.
    seed
        Decides everything the published totals leave open; the same seed and day give the same bytes.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    NotDemoError
        If the folder holds something else than demo data; it is left as it is.
    """
    refuse_foreign(folder)
    known = tables(seed, until)
    return fill(folder, {f"{table.name}.csv": written(table, known[table.name]) for table in TABLES})
