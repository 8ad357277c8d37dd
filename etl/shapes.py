"""Shapes for the screen: boundaries generalised together, and the line that each pair of neighbours shares."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import shapely

from etl.projection import reprojected
from geodata.crs import DEGREES, METRES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from etl.boundaries import Boundaries

TOLERANCE_M = 250.0
"""Generalisation of the map: 98 municipalities in about 80 kB compressed, and no gap between neighbours."""

SMALLEST_M2 = 1e6
"""Islets smaller than this are not drawn, unless they are all a municipality has."""

GRID_M = 100.0
GAP_M = 400.0
"""Neighbours that do not share their line to the metre are first laid on a grid, and gaps up to this width closed."""

DECIMALS = 5
"""Decimals of a degree on the map: about 1 m. At 10 m the narrowest parts of a shape fold onto themselves."""


def map_shapes(boundaries: Boundaries) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the map's shapes and borders as GeoJSON text in EPSG:4326.

    The whole coverage is simplified at once, because simplifying each polygon alone tears neighbours apart.

    Returns
    -------
    tuple
        ``municipality_code, geojson``, and ``code_a, code_b, geojson`` for each pair that shares a line.
    """
    drawn = shapely.coverage_simplify(_coverage(_without_islets(boundaries.polygons)), TOLERANCE_M)
    codes = np.array(boundaries.codes, dtype=object)
    shapes = pl.DataFrame({"municipality_code": boundaries.codes, "geojson": _geojson(drawn)})
    left, right = shapely.STRtree(drawn).query(drawn, predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    lines = shapely.line_merge(shapely.intersection(shapely.boundary(drawn[left]), shapely.boundary(drawn[right])))
    shared = shapely.length(lines) > 0
    left, right, lines = left[shared], right[shared], _only_lines(lines[shared])
    borders = pl.DataFrame(
        {
            "code_a": pl.Series(codes[left].tolist(), dtype=pl.String),
            "code_b": pl.Series(codes[right].tolist(), dtype=pl.String),
            "geojson": pl.Series(_geojson(lines), dtype=pl.String),
        }
    )
    return shapes, borders


def _without_islets(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    parts, owner = shapely.get_parts(polygons, return_index=True)
    area = shapely.area(parts)
    largest = np.zeros(len(polygons))
    np.maximum.at(largest, owner, area)
    drawn = (area >= SMALLEST_M2) | (area == largest[owner])
    return _regroup(parts[drawn], owner[drawn], len(polygons), shapely.multipolygons)


def _coverage(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return polygons whose neighbours share their lines exactly; boundaries simplified one by one do not."""
    if shapely.coverage_is_valid(polygons):
        return polygons
    on_grid = shapely.set_precision(shapely.simplify(polygons, GRID_M), GRID_M)
    cleaned = shapely.coverage_clean(on_grid, gap_width=GAP_M)
    # Corners that cleaning adds lie off the grid: shapes that kept its precision would be moved by what follows.
    return np.asarray(shapely.set_precision(cleaned, 0), dtype=object)


def _regroup(
    parts: NDArray[np.object_], owner: NDArray[np.int64], n: int, collect: Callable[[NDArray[np.object_]], object]
) -> NDArray[np.object_]:
    """Collect parts, sorted by owner, into one shape per owner; an owner without parts gets an empty one."""
    edges = np.searchsorted(owner, np.arange(n + 1))
    shapes = np.empty(n, dtype=object)
    shapes[:] = [collect(parts[a:b]) for a, b in pairwise(edges)]
    return shapes


def _only_lines(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Drop the single points where two borders only touch."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    lines = shapely.get_dimensions(parts) == 1
    return _regroup(parts[lines], owner[lines], len(shapes), shapely.multilinestrings)


def _geojson(shapes: NDArray[np.object_]) -> list[str]:
    rounded = shapely.transform(reprojected(shapes, METRES, DEGREES), lambda points: points.round(DECIMALS))
    return [str(text) for text in shapely.to_geojson(rounded)]
