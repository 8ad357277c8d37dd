"""Land and towns as a raster: what is dry, what is built up, and whether a straight line stays on land.

Rows run from south to north, columns from west to east, in metres of EPSG:25832.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyproj
from scipy import ndimage

from geodata.crs import DEGREES, METRES
from geodata.travel.bundled import DATA, towns

if TYPE_CHECKING:
    import numpy.typing as npt

Floats: TypeAlias = "npt.NDArray[np.float64]"
Whole: TypeAlias = "npt.NDArray[np.int64]"

PIXEL_M = 200
"""Metres. The narrowest water that matters (Alssund, Aggersund) is about 250 m wide."""
CELL_PIXELS = 10
"""Pixels of a cell's side: a cell of the grid is 2 km."""
LEAST_PIXELS = 10
"""The smallest island, 0.4 km²; what is smaller counts as water, and a place on it as one by the shore."""
SAMPLE_M = 150
"""Metres between the points at which a line is looked at."""

SEA, OPEN, TOWN, CITY = 0, 1, 2, 3
"""What a pixel is."""


@cache
def _to_metres() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(DEGREES, METRES, always_xy=True)


def metres(lonlat: Floats) -> Floats:
    """Return points (n x 2; longitude, latitude in EPSG:4326) in metres of EPSG:25832."""
    return np.column_stack(_to_metres().transform(lonlat[:, 0], lonlat[:, 1])).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class Land:
    """The raster; ``pixels`` holds what each pixel is, and ``west`` and ``south`` are its outer corner in metres."""

    pixels: npt.NDArray[np.uint8]
    west: float
    south: float

    def at(self, points: Floats) -> npt.NDArray[np.uint8]:
        """Return what the pixel under each point is; outside the raster is sea."""
        row, column = self.pixel(points)
        rows, columns = self.pixels.shape
        inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        return np.where(inside, self.pixels[np.where(inside, row, 0), np.where(inside, column, 0)], SEA)

    def pixel(self, points: Floats) -> tuple[Whole, Whole]:
        """Return the row and the column of each point."""
        column = np.floor((points[:, 0] - self.west) / PIXEL_M).astype(np.int64)
        return np.floor((points[:, 1] - self.south) / PIXEL_M).astype(np.int64), column

    def middle(self, rows: Floats, columns: Floats) -> Floats:
        """Return the points in the middle of pixels, whole or averaged."""
        return np.column_stack((self.west + (columns + 0.5) * PIXEL_M, self.south + (rows + 0.5) * PIXEL_M))


def line_shares(land: Land, begins: Floats, ends: Floats) -> Floats:
    """Return, for straight lines, the shares of sea, open country, town and city (n x 4) along each."""
    count = len(begins)
    if not count:
        return np.zeros((0, 4))
    length = np.hypot(*(ends - begins).T)
    steps = np.maximum(2, np.ceil(length / SAMPLE_M).astype(np.int64))
    line = np.repeat(np.arange(count), steps)
    nth = np.arange(len(line)) - np.repeat(np.cumsum(steps) - steps, steps)
    share = ((nth + 0.5) / steps[line])[:, None]
    seen = land.at(begins[line] + share * (ends - begins)[line])
    counted = np.bincount(line * 4 + seen, minlength=count * 4).reshape(count, 4)
    shares: Floats = counted / steps[:, None]
    return shares


def read_land() -> Land:
    """Return the bundled outline as a raster, with the bundled towns on it."""
    outline = json.loads((DATA / "municipality_outline.geojson").read_text(encoding="utf-8"))
    rings = [
        np.asarray(ring, dtype=np.float64)
        for each in outline["features"]
        for polygon in _polygons(each["geometry"])
        for ring in polygon
    ]
    sizes = np.array([len(ring) for ring in rings])
    corners = metres(np.concatenate(rings))
    cell_m = PIXEL_M * CELL_PIXELS
    west, south = np.floor(corners.min(axis=0) / cell_m - 1) * cell_m
    columns, rows = np.ceil((corners.max(axis=0) - (west, south)) / cell_m + 1).astype(int) * CELL_PIXELS
    pixels = _filled(corners, sizes, west, south, rows, columns).astype(np.uint8)
    land = Land(_without_islets(pixels), west, south)
    for town in towns():
        _build_up(land, metres(np.array([[town.lon, town.lat]]))[0], town.radius_km * 1000, town.city)
    return land


def _without_islets(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the land without what is too small to be lived on: the coasts break off grains of a pixel or two."""
    marked, _count = ndimage.label(pixels)
    return np.where(np.bincount(marked.ravel())[marked] < LEAST_PIXELS, SEA, pixels).astype(np.uint8)


def _polygons(geometry: dict[str, list[list[list[list[float]]]]]) -> list[list[list[list[float]]]]:
    parts = geometry["coordinates"]
    return parts if str(geometry["type"]) == "MultiPolygon" else [parts]  # type: ignore[list-item]  # a Polygon's rings


def _filled(corners: Floats, sizes: Whole, west: float, south: float, rows: int, columns: int) -> npt.NDArray[np.bool_]:
    """Return which pixels' middles lie inside an odd number of rings: a row of pixels is crossed from west to east.

    A border that two municipalities share is crossed twice at the same place, so it does not count.
    """
    last = np.cumsum(sizes) - 1
    begins = np.delete(np.arange(len(corners)), last)
    a, b = corners[begins], corners[begins + 1]
    low, high = np.minimum(a[:, 1], b[:, 1]), np.maximum(a[:, 1], b[:, 1])
    first = np.ceil((low - south) / PIXEL_M - 0.5).astype(np.int64)
    count = np.ceil((high - south) / PIXEL_M - 0.5).astype(np.int64) - first
    edge = np.repeat(np.arange(len(a)), count)
    row = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    y = south + (row + 0.5) * PIXEL_M
    x = a[edge, 0] + (y - a[edge, 1]) / (b[edge, 1] - a[edge, 1]) * (b[edge, 0] - a[edge, 0])
    column = np.clip(np.ceil((x - west) / PIXEL_M - 0.5).astype(np.int64), 0, columns)
    turns = np.bincount(row * (columns + 1) + column, minlength=rows * (columns + 1)).astype(np.uint8)
    # Whether it is odd survives that a byte overflows.
    odd = np.cumsum(turns.reshape(rows, columns + 1), axis=1, dtype=np.uint8)[:, :columns] & 1
    inside: npt.NDArray[np.bool_] = odd == 1
    return inside


def _build_up(land: Land, centre: Floats, radius_m: float, city: bool) -> None:
    """Mark the land within a town's radius."""
    (row,), (column,) = land.pixel(centre[None])
    reach = int(radius_m // PIXEL_M) + 1
    window = (slice(row - reach, row + reach + 1), slice(column - reach, column + reach + 1))
    y, x = np.mgrid[row - reach : row + reach + 1, column - reach : column + reach + 1]
    near = np.hypot(*(land.middle(y.ravel(), x.ravel()) - centre).T).reshape(y.shape) <= radius_m
    seen = land.pixels[window]
    seen[near & (seen != SEA)] = np.maximum(seen[near & (seen != SEA)], CITY if city else TOWN)
