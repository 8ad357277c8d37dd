"""Pairs of known sites that may be one: close to each other, or with the same address.

Addresses are compared by a key that the query makes of them; a pair is told by codes, a distance and a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
import pyproj
from scipy.spatial import KDTree

from geodata.crs import DEGREES, METRES
from geodata.terms import UNKNOWN, Term
from geodata.worklists.worklist import WorkList

if TYPE_CHECKING:
    import numpy.typing as npt

Floats: TypeAlias = "npt.NDArray[np.floating]"
Rows: TypeAlias = "npt.NDArray[np.int64]"

NEAR_M = 50
"""Metres, in EPSG:25832. Own choice: about the depth of a building with its yard."""

PAIRS = ["site_a", "site_b", "kind_a", "kind_b", "municipality_code", "team", "region_code", "distance_m", "reason"]


class Likeness(Term):
    """Why two sites may be one."""

    NEAR = ("near", "Samme kommune og form, højst 50 m fra hinanden", "Same municipality and kind, at most 50 m apart")
    ADDRESS = ("address", "Samme adresse", "Same address")
    BOTH = ("both", "Samme adresse, og højst 50 m fra hinanden", "Same address, and at most 50 m apart")


class Compared(Term):
    """What comparing a site with the others came to."""

    PAIRED = ("paired", "Mulig dublet", "Possible duplicate")
    ALONE = ("alone", "Ingen lignende", "None like it")
    NOT_COMPARABLE = ("not_comparable", "Hverken punkt eller adresse", "Neither point nor address")


def likely_pairs(places: pd.DataFrame) -> pd.DataFrame:
    """Return one row per pair of sites that may be one.

    Of several sites at the very same point, or with the same address, each is paired with the next by its code, so that
    a hundred of them are 99 pairs.

    Parameters
    ----------
    places
        One row per known site: site_id, kind, municipality_code, team, region_code, lon, lat (EPSG:4326),
        address_key.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`PAIRS`: two codes in order, their kinds, where they are, metres between them (missing where one
        has no point) and a :class:`Likeness` code; the nearest first.
    """
    sites = places.sort_values("site_id", ignore_index=True)
    metres = np.column_stack(
        pyproj.Transformer.from_crs(DEGREES, METRES, always_xy=True).transform(
            sites["lon"].to_numpy(dtype=float, na_value=np.nan), sites["lat"].to_numpy(dtype=float, na_value=np.nan)
        )
    ).reshape(-1, 2)
    metres[~np.isfinite(metres)] = np.nan
    address = sites["address_key"]
    a, b = np.unique(np.concatenate([_near(sites, metres), _same(sites, address)]), axis=0).T
    codes, kinds, places_of = (sites[name].to_numpy() for name in ("site_id", "kind", "municipality_code"))
    distance = _apart(metres, a, b)
    near = (distance <= NEAR_M) & (kinds[a] == kinds[b]) & (places_of[a] == places_of[b]) & (places_of[a] != UNKNOWN)
    alike = address.notna().to_numpy()[a] & (address.to_numpy()[a] == address.to_numpy()[b])
    where = np.where((places_of[a] != UNKNOWN) | (places_of[b] == UNKNOWN), a, b)
    reason = np.select([near & alike, near], [Likeness.BOTH.code, Likeness.NEAR.code], default=Likeness.ADDRESS.code)
    told = pd.DataFrame(
        {
            "site_a": codes[a],
            "site_b": codes[b],
            "kind_a": kinds[a],
            "kind_b": kinds[b],
            **{name: sites[name].to_numpy()[where] for name in ("municipality_code", "team", "region_code")},
            "distance_m": np.round(distance, 1),
            "reason": pd.Series(reason, dtype="str"),
        },
        columns=PAIRS,
    )
    return told.sort_values(["distance_m", "site_a", "site_b"], ignore_index=True)


def possible_duplicates(places: pd.DataFrame, pairs: pd.DataFrame) -> WorkList:
    """Return the pairs, and count the known sites that are in none.

    Parameters
    ----------
    places
        One row per known site: site_id and ``comparable``, whether it has a point or an address.
    pairs
        The pairs among them.
    """
    paired = places["site_id"].isin({*pairs["site_a"], *pairs["site_b"]})
    alone = int((~paired & places["comparable"]).sum())
    neither = int((~paired & ~places["comparable"]).sum())
    counted: dict[Term, int] = {Compared.ALONE: alone, Compared.NOT_COMPARABLE: neither}
    return WorkList(pairs, int(paired.sum()), {term: n for term, n in counted.items() if n}, len(places))


def _near(sites: pd.DataFrame, metres: Floats) -> Rows:
    """Return pairs of row numbers: same municipality and kind, at most :data:`NEAR_M` apart."""
    group = sites.groupby(["municipality_code", "kind"], sort=False).ngroup().to_numpy()
    placed = np.flatnonzero(~np.isnan(metres).any(axis=1) & (sites["municipality_code"] != UNKNOWN).to_numpy())
    spots = pd.DataFrame({"group": group[placed], "x": metres[placed, 0], "y": metres[placed, 1], "row": placed})
    alone = spots.drop_duplicates(["group", "x", "y"])
    rows = alone["row"].to_numpy()
    # In a third direction the groups stand so far apart that a site meets those of its own group only.
    apart = np.column_stack([metres[rows], alone["group"].to_numpy() * 2 * NEAR_M])
    met = np.sort(rows[KDTree(apart).query_pairs(NEAR_M * 1.001, output_type="ndarray")], axis=1)
    return np.concatenate([_chained(spots, ["group", "x", "y"]), met[_apart(metres, *met.T) <= NEAR_M]])


def _apart(metres: Floats, a: Rows, b: Rows) -> Floats:
    metres_apart: Floats = np.hypot(*(metres[a] - metres[b]).T)
    return metres_apart


def _same(sites: pd.DataFrame, address: pd.Series[str]) -> Rows:
    """Return pairs of row numbers with the same address, in the same municipality or in one that is unknown."""
    rows = pd.DataFrame({"address": address, "place": sites["municipality_code"], "row": sites.index}).dropna()
    # A record without a municipality may be any of those that state one: the first of each.
    lost = rows[rows["place"] == UNKNOWN].drop_duplicates("address")
    known = rows[rows["place"] != UNKNOWN].drop_duplicates(["address", "place"])
    both = lost.merge(known, on="address")[["row_x", "row_y"]].to_numpy(dtype=np.int64)
    return np.concatenate([_chained(rows, ["address", "place"]), np.sort(both, axis=1)])


def _chained(rows: pd.DataFrame, same: list[str]) -> Rows:
    """Return each row with the next one that is the same."""
    linked = pd.DataFrame({"a": rows["row"], "b": rows.groupby(same, sort=False)["row"].shift(-1)}).dropna()
    return linked.to_numpy(dtype=np.int64)
