"""Which municipality a point lies in, and whether a stated municipality agrees with its point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pyproj
import shapely

from geodata.crs import DEGREES, METRES
from geodata.rules import Rule
from geodata.terms import UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from etl.boundaries import Boundaries

COAST_M = 500.0
"""How far off the drawn coast a point may lie and still be ashore: harbours, jetties and a coast drawn within 100 m."""

FAR_M = 1e8
"""Farther from Denmark, in metres, than any place on earth."""

OUTSIDE = -1
"""The position of a point that lies in no municipality."""

_TO_METRES = pyproj.Transformer.from_crs(DEGREES, METRES, always_xy=True)


def in_metres(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return eastings and northings (EPSG:25832, metres) of longitudes and latitudes (EPSG:4326, degrees).

    A point that the projection cannot reach, a quarter of the globe away, is put :data:`FAR_M` off.
    """
    x, y = (np.asarray(axis, dtype=np.float64) for axis in _TO_METRES.transform(lon, lat))
    reached = np.isfinite(x) & np.isfinite(y)
    return np.where(reached, x, FAR_M), np.where(reached, y, FAR_M)


def containing(x: NDArray[np.float64], y: NDArray[np.float64], polygons: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return the position of the polygon that each point lies in, or :data:`OUTSIDE`.

    The points are sorted by easting once, so that each polygon looks only at the strip it spans; where polygons
    overlap the first wins.

    Parameters
    ----------
    x, y
        Points, shape (n,), in the polygons' coordinate system.
    polygons
        Shape (m,); prepared as a side effect.
    """
    shapely.prepare(polygons)
    order = np.argsort(x)
    sorted_x, sorted_y = x[order], y[order]
    found = np.full(len(x), OUTSIDE, dtype=np.int64)
    for position in range(len(polygons) - 1, -1, -1):
        west, south, east, north = shapely.bounds(polygons[position])
        first, last = np.searchsorted(sorted_x, [west, east + np.spacing(east)])
        strip = np.flatnonzero((sorted_y[first:last] >= south) & (sorted_y[first:last] <= north)) + first
        inside = shapely.intersects_xy(polygons[position], sorted_x[strip], sorted_y[strip])
        found[order[strip[inside]]] = position
    return found


def locate(sites: pl.DataFrame, boundaries: Boundaries) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give every site its municipality, and say from what.

    With a point, the municipality is the polygon it lies in, or within :data:`COAST_M` of the coast the nearest one.
    A stated code is kept where the point lies in that municipality or within the boundaries' own tolerance of it, and
    is a fault where it does not. Without a point the code stands; without both it is "unknown".

    Parameters
    ----------
    sites
        ``line``, ``municipality_code`` ("unknown" where none is stated), ``lon``, ``lat`` (degrees, both or neither).

    Returns
    -------
    tuple
        The sites with ``municipality_code`` and ``municipality_from`` (point, coast, code or unknown), and the faults
        as line, column_name, value, rule.
    """
    stated = sites["municipality_code"].to_numpy()
    codes = np.array([*boundaries.codes, UNKNOWN], dtype=object)
    has_point = sites["lon"].is_not_null().to_numpy()
    x, y = in_metres(sites["lon"].to_numpy()[has_point], sites["lat"].to_numpy()[has_point])
    inside = containing(x, y, boundaries.polygons)

    code_at = {code: position for position, code in enumerate(boundaries.codes)}
    claim = np.array([code_at.get(code, OUTSIDE) for code in stated[has_point]], dtype=np.int64)
    agrees = claim == inside
    doubtful = np.flatnonzero((claim != OUTSIDE) & ~agrees)
    points = shapely.points(x[doubtful], y[doubtful])
    slack = np.where(inside[doubtful] == OUTSIDE, max(COAST_M, boundaries.tolerance_m), boundaries.tolerance_m)
    agrees[doubtful] = shapely.dwithin(boundaries.polygons[claim[doubtful]], points, slack)

    at_sea = np.flatnonzero((claim == OUTSIDE) & (inside == OUTSIDE))
    tree = shapely.STRtree(boundaries.polygons)
    near, nearest = tree.query_nearest(shapely.points(x[at_sea], y[at_sea]), max_distance=COAST_M, all_matches=False)
    place = np.where(claim != OUTSIDE, claim, inside)
    place[at_sea[near]] = nearest

    origin = np.where(has_point, "point", np.where(stated == UNKNOWN, UNKNOWN, "code")).astype(object)
    origin[np.flatnonzero(has_point)[inside == OUTSIDE]] = "coast"
    code = stated.copy()
    code[has_point] = codes[place]

    outside = place == OUTSIDE
    outside[doubtful[(inside[doubtful] == OUTSIDE) & ~agrees[doubtful]]] = True
    disagrees = (claim != OUTSIDE) & ~agrees & ~outside
    kept = sites.with_columns(
        pl.Series("municipality_code", code, dtype=pl.String), pl.Series("municipality_from", origin, dtype=pl.String)
    )
    faults = pl.concat(
        [
            _faults(sites, has_point, outside, Rule.OUTSIDE_DENMARK, "lon", _point_text(sites)),
            _faults(sites, has_point, disagrees, Rule.PLACE_DISAGREES, "municipality_code", sites["municipality_code"]),
        ]
    )
    return kept, faults


def _point_text(sites: pl.DataFrame) -> pl.Series:
    return sites.select(pl.concat_str([pl.col("lon").round(3), pl.col("lat").round(3)], separator=" "))["lon"]


def _faults(
    sites: pl.DataFrame,
    has_point: NDArray[np.bool_],
    wrong: NDArray[np.bool_],
    rule: Rule,
    column: str,
    value: pl.Series,
) -> pl.DataFrame:
    rows = np.flatnonzero(has_point)[wrong]
    return pl.DataFrame(
        {
            "line": sites["line"].gather(rows),
            "column_name": pl.Series([column] * len(rows), dtype=pl.String),
            "value": value.gather(rows),
            "rule": pl.Series([rule.code] * len(rows), dtype=pl.String),
        }
    )
