"""Sites by how they stand on a day: never reached, overdue, due soon, on track."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.due import Standing
from geodata.terms import SiteStatus, Term
from geodata.worklists.worklist import WorkList, divided

if TYPE_CHECKING:
    import pandas as pd


def standing(due: pd.DataFrame, absent: pd.DataFrame, which: Standing) -> WorkList:
    """Return the sites that stand as ``which``; the others are counted by how they stand, or by why they are gone.

    Parameters
    ----------
    due
        One row per known site (:meth:`geodata.store.Store.due_sites`).
    absent
        Sites that are no longer known, counted by status (:meth:`geodata.store.Store.absent_sites`).
    """
    known = divided(due, "state", Standing, (which,))
    gone = absent.groupby("status")["n"].sum()
    left_out: dict[Term, int] = dict(known.left_out)
    left_out |= {status: int(gone[status.code]) for status in SiteStatus if status.code in gone}
    return WorkList(known.rows, known.listed, left_out, known.total + int(absent["n"].sum()))
