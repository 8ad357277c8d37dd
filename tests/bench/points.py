"""1,000,000 points to municipalities, against ``geopandas.sjoin``.

``python -m tests.bench.points ours|peer`` places the points and prints seconds and a checksum of the answer, once
from metres, as the polygons are, and once from degrees, as raw files are.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from typing import TYPE_CHECKING

import numpy as np

from tests.bench.measure import BenchError, Result, Run, in_turn, run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = tuple[NDArray[np.float64], NDArray[np.float64]]
    Places = NDArray[np.int64]

POINTS = 1_000_000
SEED = 7
LEAST_RATIO = 1.0


def measure() -> list[Result]:
    """Place the points by turns and compare the answers."""
    ours, peers = in_turn(lambda _: run("tests.bench.points", "ours"), lambda _: run("tests.bench.points", "peer"))
    told = [json.loads(each.output) for each in (*ours, *peers)]
    if len({each["answer"] for each in told}) != 1:
        raise BenchError("The points were placed differently.")
    return [
        Result(f"1,000,000 points, from {unit}", _only(ours, unit), _only(peers, unit), LEAST_RATIO)
        for unit in ("metres", "degrees")
    ]


def _only(runs: list[Run], unit: str) -> list[Run]:
    return [Run(json.loads(each.output)[unit], each.peak_mb) for each in runs]


def scattered(polygons: NDArray[np.object_]) -> Points:
    """Return points in metres, as many around each municipality as around any other, about half of them ashore."""
    import shapely

    rng = np.random.default_rng(SEED)
    west, south, east, north = shapely.bounds(polygons)[rng.integers(0, len(polygons), POINTS)].T
    return rng.uniform(west, east), rng.uniform(south, north)


def place_ours() -> dict[str, object]:
    """Place the points with the product."""
    from etl.boundaries import bundled
    from etl.places import containing, in_metres

    polygons = bundled().polygons
    x, y = scattered(polygons)
    lon, lat = in_degrees(x, y)
    begun = time.perf_counter()
    places = containing(x, y, polygons)
    metres = time.perf_counter() - begun
    begun = time.perf_counter()
    again = containing(*in_metres(lon, lat), polygons)
    return told(places, again, metres, time.perf_counter() - begun)


def place_peer() -> dict[str, object]:
    """Place the points with geopandas; making its point objects is not counted."""
    import geopandas as gpd

    from etl.boundaries import bundled
    from geodata.crs import DEGREES, METRES

    polygons = bundled().polygons
    x, y = scattered(polygons)
    areas = gpd.GeoDataFrame({"position": np.arange(len(polygons))}, geometry=polygons, crs=METRES)
    in_metres = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=METRES)
    in_degree = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*in_degrees(x, y)), crs=DEGREES)

    def joined(points: gpd.GeoDataFrame) -> Places:
        found = gpd.sjoin(points, areas, predicate="within")["position"]
        first = found.groupby(level=0).min()
        places: Places = first.reindex(points.index, fill_value=-1).to_numpy(dtype=np.int64)
        return places

    begun = time.perf_counter()
    places = joined(in_metres)
    metres = time.perf_counter() - begun
    begun = time.perf_counter()
    again = joined(in_degree.to_crs(METRES))
    return told(places, again, metres, time.perf_counter() - begun)


def in_degrees(x: NDArray[np.float64], y: NDArray[np.float64]) -> Points:
    """Return longitudes and latitudes of points in metres."""
    import pyproj

    from geodata.crs import DEGREES, METRES

    return pyproj.Transformer.from_crs(METRES, DEGREES, always_xy=True).transform(x, y)


def told(places: Places, again: Places, metres: float, degrees: float) -> dict[str, object]:
    """Return what is printed of a run."""
    answer = hashlib.sha256(places.tobytes() + again.tobytes()).hexdigest()
    return {"metres": metres, "degrees": degrees, "answer": answer}


if __name__ == "__main__":
    print(json.dumps(place_ours() if sys.argv[1] == "ours" else place_peer()))
