"""Municipalities to screen or to screen again, in order, with the time left and the hours it usually takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.terms import Term
from geodata.worklists.worklist import WorkList, divided

if TYPE_CHECKING:
    from datetime import date

SOON_DAYS = 90
"""Days ahead that the list looks: a screening takes weeks to plan and do. Own choice."""


class Urgency(Term):
    """How soon a municipality is to be screened; every municipality stands in exactly one way."""

    NEVER = ("never", "Aldrig screenet", "Never screened")
    OVERDUE = ("overdue", "Skal screenes igen", "To be screened again")
    SOON = ("soon", "Forfalder inden 90 dage", "Due within 90 days")
    LATER = ("later", "Forfalder først om mere end 90 dage", "Not due for more than 90 days")


class HoursFrom(Term):
    """Whose completed screenings the usual hours are the median of."""

    MUNICIPALITY = ("municipality", "Kommunens egne", "The municipality's own")
    TEAM = ("team", "Teamets", "The team's")
    NATION = ("nation", "Hele landets", "The nation's")


def by_urgency(municipalities: pd.DataFrame, usual: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return every municipality in the order it is to be screened: never screened, then the longest overdue first.

    Parameters
    ----------
    municipalities
        One row per municipality, classified (:func:`geodata.status.classify`), in Danish order of names.
    usual
        One row per municipality: usual_hours, hours_from, hours_n.

    Returns
    -------
    pandas.DataFrame
        The same rows with ``urgency`` (an :class:`Urgency` code), ``days_left`` until the last screening is no longer
        fresh (0 or less: overdue by so many days; missing: never screened) and the columns of ``usual``.
    """
    days_left = (municipalities["due_on"] - pd.Timestamp(as_of)).dt.days.astype("Int64")
    urgency = np.select(
        [days_left.isna(), (days_left <= 0).fillna(False), (days_left <= SOON_DAYS).fillna(False)],
        [Urgency.NEVER.code, Urgency.OVERDUE.code, Urgency.SOON.code],
        default=Urgency.LATER.code,
    )
    rows = municipalities.assign(
        urgency=pd.Series(urgency, index=municipalities.index, dtype="str"), days_left=days_left
    )
    rows = rows.merge(usual, on="municipality_code", how="left", validate="1:1")
    return rows.sort_values("days_left", na_position="first", kind="stable", ignore_index=True)


def to_screen(rows: pd.DataFrame) -> WorkList:
    """Return the municipalities to screen; those not due for long are left out."""
    return divided(rows, "urgency", Urgency, (Urgency.NEVER, Urgency.OVERDUE, Urgency.SOON))
