"""Minutes between places on the land grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from geodata.travel import speeds
from geodata.travel.grid import REACH_M, attached, drive_minutes, graph
from geodata.travel.land import Floats, metres

if TYPE_CHECKING:
    from geodata.travel.grid import Grid


def grid_minutes(grid: Grid, lonlat: Floats) -> Floats:
    """Return the minutes between places (n x n); ``inf`` where there is no way.

    Parameters
    ----------
    lonlat
        n x 2, longitude and latitude in EPSG:4326.
    """
    count, nodes = len(lonlat), len(grid.points)
    if not count:
        return np.zeros((0, 0))
    points = metres(lonlat)
    place, node, took = attached(grid, points)
    pairs = cKDTree(points).query_pairs(REACH_M, output_type="ndarray")
    near, water = drive_minutes(grid.land, points[pairs[:, 0]], points[pairs[:, 1]])
    dry = (water <= speeds.MOST_SEA) & np.isin(pairs[:, 0], place) & np.isin(pairs[:, 1], place)
    pairs, near = pairs[dry], near[dry]
    whole = graph(
        nodes + count,
        np.concatenate((grid.begins, place + nodes, pairs[:, 0] + nodes)),
        np.concatenate((grid.ends, node, pairs[:, 1] + nodes)),
        np.concatenate((grid.minutes, took, near)),
    )
    found: Floats = dijkstra(whole, directed=True, indices=np.arange(nodes, nodes + count))[:, nodes:]
    found = np.minimum(found, found.T) + 2 * speeds.ENDS_MIN
    np.fill_diagonal(found, 0)
    return found
