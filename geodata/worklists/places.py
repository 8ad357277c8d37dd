"""Sites whose place is not known well enough to be on the map or to be visited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.terms import Term
from geodata.worklists.worklist import WorkList, divided

if TYPE_CHECKING:
    import pandas as pd


class Place(Term):
    """How much of a known site's place is missing."""

    NO_MUNICIPALITY = ("no_municipality", "Ukendt kommune", "Unknown municipality")
    NO_POINT = ("no_point", "Kendt kommune, intet punkt", "Known municipality, no point")
    PLACED = ("placed", "Punkt kendt", "Point known")


def without_place(places: pd.DataFrame) -> WorkList:
    """Return the known sites without a municipality, then those without a point.

    Parameters
    ----------
    places
        One row per known site (:meth:`geodata.store.Store.site_places`).
    """
    found = divided(places, "place", Place, (Place.NO_MUNICIPALITY, Place.NO_POINT))
    order = found.rows["place"].map({Place.NO_MUNICIPALITY.code: 0, Place.NO_POINT.code: 1})
    rows = found.rows.iloc[order.argsort(kind="stable")].reset_index(drop=True)
    return WorkList(rows, found.listed, found.left_out, found.total)
