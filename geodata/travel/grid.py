"""The land grid: a graph of land, fast roads and links on which the shortest way is a shortest path.

A node is a connected piece of land inside a cell of 2 km, so that a fjord through a cell parts it in two. Pieces that
touch are joined; so are pieces up to two cells apart in 16 directions where the straight line stays on land. Links and
fast roads come on top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage, sparse
from scipy.spatial import cKDTree

from geodata.travel import speeds
from geodata.travel.bundled import fast_roads, links
from geodata.travel.land import CELL_PIXELS, PIXEL_M, SEA, Floats, Land, Whole, line_shares, metres, read_land

if TYPE_CHECKING:
    import numpy.typing as npt

KNIGHTS = ((1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1))
"""Rows and columns to the cells in the 16 directions, without those that touch by a side and without the ways back."""
REACH_M = 4_500
"""How far a place or a junction looks for nodes."""
NEAREST = 8
"""How many of them it may be joined to."""
SHORE_M = 3_000
"""How far a place that lies in the water, by the generalised outline, is moved to land."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The graph, both ways alike.

    Parameters
    ----------
    land
        The raster it was made of.
    piece
        For every pixel its node, or -1.
    points
        Where the nodes are, in metres of EPSG:25832; those of land first, then junctions and ends of links.
    begins, ends, minutes
        The edges, each once.
    pieces
        How many nodes are pieces of land.
    """

    land: Land
    piece: npt.NDArray[np.int32]
    points: Floats
    begins: Whole
    ends: Whole
    minutes: Floats
    pieces: int


def build() -> Grid:
    """Return the grid of the bundled land, roads and links."""
    land = read_land()
    piece, points = _pieces(land)
    edges = [_touching(land, piece, points), *_straight(land, piece, points)]
    grid = Grid(land, piece, points, *_joined(edges), len(points))
    return _with_roads_and_links(grid)


def drive_minutes(land: Land, begins: Floats, ends: Floats) -> tuple[Floats, Floats]:
    """Return the minutes along straight lines over land, and the share of each that is water."""
    shares = line_shares(land, begins, ends)
    km = np.hypot(*(ends - begins).T) / 1000
    return km * (shares @ speeds.MINUTES_PER_KM), shares[:, SEA]


def attached(grid: Grid, points: Floats) -> tuple[Whole, Whole, Floats]:
    """Return edges from points (numbered as given) to nodes of land: point, node, minutes.

    A point is joined to the piece it lies in and to the nearest pieces in sight over land. A point in the water is
    taken to the nearest land within :data:`SHORE_M`; one that is farther out has no edge: nothing reaches it.
    """
    homes = _homes(grid, points)
    on_land = np.flatnonzero(homes >= 0)
    home = homes[on_land]
    own = np.hypot(*(points[on_land] - grid.points[home]).T) / 1000 * speeds.MINUTES_PER_KM[1]
    tree = cKDTree(grid.points[: grid.pieces])
    far, node = tree.query(points[on_land], k=NEAREST, distance_upper_bound=REACH_M)
    row, nth = np.nonzero(np.isfinite(far))
    point, node = on_land[row], node[row, nth]
    took, water = drive_minutes(grid.land, points[point], grid.points[node])
    seen = water <= speeds.MOST_SEA
    return (
        np.concatenate((on_land, point[seen])),
        np.concatenate((home, node[seen])),
        np.concatenate((own, took[seen])),
    )


def _homes(grid: Grid, points: Floats) -> Whole:
    """Return the node of the piece under each point, of the nearest one for a point in the water, or -1."""
    row, column = grid.land.pixel(points)
    rows, columns = grid.piece.shape
    inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
    home = np.where(inside, grid.piece[np.where(inside, row, 0), np.where(inside, column, 0)], -1).astype(np.int64)
    reach = SHORE_M // PIXEL_M
    for lost in np.flatnonzero((home < 0) & inside):
        top, left = max(0, row[lost] - reach), max(0, column[lost] - reach)
        near = grid.piece[top : row[lost] + reach + 1, left : column[lost] + reach + 1]
        y, x = np.nonzero(near >= 0)
        if len(y):
            there = grid.land.middle((y + top).astype(float), (x + left).astype(float))
            away = np.hypot(*(there - points[lost]).T)
            if away.min() <= SHORE_M:
                home[lost] = near[y[away.argmin()], x[away.argmin()]]
    return home


def _pieces(land: Land) -> tuple[npt.NDArray[np.int32], Floats]:
    """Return each pixel's piece and the pixel of each piece that is nearest its middle, in metres."""
    rows, columns = (size // CELL_PIXELS for size in land.pixels.shape)
    # A line of water between the cells, so that a piece ends where its cell does.
    apart = np.zeros((rows, CELL_PIXELS + 1, columns, CELL_PIXELS + 1), dtype=bool)
    apart[:, :CELL_PIXELS, :, :CELL_PIXELS] = land.pixels.reshape(rows, CELL_PIXELS, columns, CELL_PIXELS) != SEA
    marked, count = ndimage.label(apart.reshape(rows * (CELL_PIXELS + 1), columns * (CELL_PIXELS + 1)))
    piece = marked.reshape(apart.shape)[:, :CELL_PIXELS, :, :CELL_PIXELS].reshape(land.pixels.shape) - 1
    row, column = np.nonzero(piece >= 0)
    mark = piece[row, column]
    size = np.bincount(mark, minlength=count)
    middle = [np.bincount(mark, weights=part, minlength=count) / size for part in (row, column)]
    away = np.hypot(row - middle[0][mark], column - middle[1][mark])
    least = np.full(count, np.inf)
    np.minimum.at(least, mark, away)
    at_least = np.flatnonzero(away == least[mark])
    nearest = np.zeros(count, dtype=np.int64)
    nearest[mark[at_least[::-1]]] = at_least[::-1]  # of several the first, written last
    return piece.astype(np.int32), land.middle(row[nearest].astype(float), column[nearest].astype(float))


def _touching(land: Land, piece: npt.NDArray[np.int32], points: Floats) -> tuple[Whole, Whole, Floats]:
    """Join pieces that touch by a pixel's side; where the straight line is wet the way goes by where they touch."""
    pairs = []
    for a, b, offset in (
        (piece[:-1], piece[1:], (1.0, 0.5)),
        (piece[:, :-1], piece[:, 1:], (0.5, 1.0)),
    ):
        row, column = np.nonzero((a >= 0) & (b >= 0) & (a != b))
        border = land.middle(row.astype(np.float64) + (offset[0] - 0.5), column.astype(np.float64) + (offset[1] - 0.5))
        pairs.append((a[row, column].astype(np.int64), b[row, column].astype(np.int64), border))
    begins, ends, border = (np.concatenate(part) for part in zip(*pairs, strict=True))
    key, first, count = np.unique(begins * len(points) + ends, return_inverse=True, return_counts=True)
    by = np.column_stack([np.bincount(first, weights=border[:, axis]) / count for axis in (0, 1)])
    begins, ends = key // len(points), key % len(points)
    took, water = drive_minutes(land, points[begins], points[ends])
    around = [drive_minutes(land, points[begins], by)[0], drive_minutes(land, by, points[ends])[0]]
    return begins, ends, np.where(water <= speeds.MOST_SEA, took, np.maximum(took, around[0] + around[1]))


def _straight(land: Land, piece: npt.NDArray[np.int32], points: Floats) -> list[tuple[Whole, Whole, Floats]]:
    """Join the largest pieces of cells in the other directions where the line between them is dry."""
    rows, columns = (size // CELL_PIXELS for size in piece.shape)
    row, column = np.nonzero(piece >= 0)
    cell = row // CELL_PIXELS * columns + column // CELL_PIXELS
    mark = piece[row, column]
    size = np.bincount(mark)
    cell_of = np.zeros(len(size), dtype=np.int64)
    cell_of[mark] = cell
    order = np.argsort(size, kind="stable")
    largest = np.full(rows * columns, -1, dtype=np.int64)
    largest[cell_of[order]] = order
    main = largest.reshape(rows, columns)
    found = []
    for down, right in KNIGHTS:
        left = max(0, -right)
        a = main[: rows - down, left : columns - max(0, right)]
        b = main[down:, left + right : columns - max(0, right) + right]
        both = (a >= 0) & (b >= 0)
        begins, ends = a[both], b[both]
        took, water = drive_minutes(land, points[begins], points[ends])
        dry = water <= speeds.MOST_SEA
        found.append((begins[dry], ends[dry], took[dry]))
    return found


def _with_roads_and_links(grid: Grid) -> Grid:
    """Return the grid with its fast roads and links; what stands at the same place is the same node."""
    places: dict[tuple[float, float], int] = {}

    def node(place: tuple[float, float]) -> int:
        return places.setdefault(place, len(places))

    edges: list[tuple[int, int, float]] = []
    junctions = set()
    for road in fast_roads():
        at = metres(np.array(road.junctions))
        km = np.hypot(*(at[1:] - at[:-1]).T) / 1000
        for a, b, length in zip(road.junctions, road.junctions[1:], km, strict=False):
            edges.append((node(a), node(b), length * speeds.WINDING / road.kmh * 60))
        junctions |= {node(place) for place in road.junctions}
    edges += [(node(link.begin), node(link.end), link.minutes) for link in links()]
    at = metres(np.array(list(places)))
    point, land_node, took = attached(grid, at)
    took = took + np.where(np.isin(point, list(junctions)), speeds.SLIP_ROAD_MIN, 0)
    begins, ends, minutes = (np.array(part) for part in zip(*edges, strict=True))
    parts = [(grid.begins, grid.ends, grid.minutes), (begins + grid.pieces, ends + grid.pieces, minutes)]
    parts += [(point + grid.pieces, land_node, took)]
    return Grid(grid.land, grid.piece, np.vstack((grid.points, at)), *_joined(parts), grid.pieces)


def _joined(parts: list[tuple[Whole, Whole, Floats]]) -> tuple[Whole, Whole, Floats]:
    begins, ends, minutes = (np.concatenate(part) for part in zip(*parts, strict=True))
    return begins.astype(np.int64), ends.astype(np.int64), minutes.astype(np.float64)


def graph(count: int, begins: Whole, ends: Whole, minutes: Floats) -> sparse.csr_array:
    """Return the edges, both ways, as a matrix; of two edges between the same nodes the shorter counts."""
    a, b = np.concatenate((begins, ends)), np.concatenate((ends, begins))
    took = np.maximum(np.concatenate((minutes, minutes)), 1e-6)  # 0 would mean no edge
    order = np.lexsort((took, b, a))
    a, b, took = a[order], b[order], took[order]
    first = np.ones(len(a), dtype=bool)
    first[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return sparse.csr_array((took[first], (a[first], b[first])), shape=(count, count))
