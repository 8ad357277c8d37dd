"""What a visit is worth: a few terms, each a number and a sentence.

Worth is in points; a point weighs as much as a minute on the road. It is the sum of the terms that hold, never below 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.due import DueFrom, Standing
from geodata.terms import Phase, Term

if TYPE_CHECKING:
    from geodata.worth.rules import TeamRules

SOON_DAYS = 7
MOST_OVERDUE_DAYS = 60
MOST_REFUSALS = 3
SEVERAL = 2


class Worth(Term):
    """The terms of a site's worth, in the order they are told."""

    AGREED = ("agreed", "Aftalt genbesøg", "Agreed return")
    DUE = ("due", "Forfaldent", "Due")
    OVERDUE = ("overdue", "Dage over tid", "Days overdue")
    NEVER_VISITED = ("never_visited", "Aldrig opsøgt", "Never visited")
    NEVER_REACHED = ("never_reached", "Aldrig truffet", "Never reached")
    PHASE = ("phase", "Fase", "Phase")
    PEOPLE = ("people", "Flere personer", "Several people")
    CLOSED = ("closed", "Kan være lukket", "May have closed")
    REFUSED = ("refused", "Afvisninger", "Refusals")


def worth(sites: pd.DataFrame, rules: TeamRules) -> pd.DataFrame:
    """Return the points of every term (``worth_<term>``) and their sum (``worth``), with the index of ``sites``.

    Parameters
    ----------
    sites
        state, due_from, overdue_days, attempts, phase, people, refusals, and closed_risk (0-1).
    """
    overdue = sites["overdue_days"].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    with np.errstate(invalid="ignore"):
        due = overdue >= -SOON_DAYS
    reached = (sites["state"] != Standing.NEVER_REACHED.code).to_numpy()
    agreed = (sites["due_from"] == DueFrom.AGREED.code).to_numpy() & due
    tried = (sites["attempts"] > 0).to_numpy()
    phase = sites["phase"].map({Phase.MOTIVATION.code: rules["motivation"], Phase.CHANGE.code: rules["change"]})
    points = {
        Worth.AGREED: agreed * rules["agreed"],
        Worth.DUE: (due & reached & ~agreed) * rules["due"],
        Worth.OVERDUE: np.where(due, np.clip(np.nan_to_num(overdue), 0, MOST_OVERDUE_DAYS), 0) * rules["overdue_day"],
        Worth.NEVER_VISITED: ~tried * rules["never_visited"],
        Worth.NEVER_REACHED: (tried & ~reached & due & ~agreed) * rules["never_reached"],
        Worth.PHASE: phase.fillna(0.0).to_numpy(dtype=np.float64),
        Worth.PEOPLE: (sites["people"] >= SEVERAL).to_numpy() * rules["people"],
        Worth.CLOSED: -rules["closed"] * sites["closed_risk"].to_numpy(dtype=np.float64),
        Worth.REFUSED: -rules["refusal"] * np.minimum(sites["refusals"].to_numpy(), MOST_REFUSALS),
    }
    told = pd.DataFrame({f"worth_{term.code}": each for term, each in points.items()}, index=sites.index) + 0.0
    return told.assign(worth=told.sum(axis=1).clip(lower=0.0))
