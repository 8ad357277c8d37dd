"""The map's shapes: small enough to send, no gap between neighbours, a shape for everyone, a border for neighbours."""

from __future__ import annotations

import gzip
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from etl.boundaries import Boundaries, bundled, read_boundaries
from etl.prepare import bundled_codes
from etl.shapes import DECIMALS, SMALLEST_M2, TOLERANCE_M, map_shapes
from geodata.crs import DEGREES, METRES
from geodata.store import feature_collection

if TYPE_CHECKING:
    from collections.abc import Iterable

DAGI = Path(__file__).parents[3] / "shared" / "data" / "dagi_municipalities_2025_150m.geojson"
BORNHOLM = "0400"

Shapes = dict[str, Any]
Borders = dict[tuple[str, str], Any]


@cache
def boundaries(source: str) -> Boundaries:
    return bundled() if source == "outline" else read_boundaries(DAGI, bundled_codes())


def drawn(of: Boundaries) -> tuple[Shapes, Borders, int]:
    """Return shapes by code and borders by pair, in degrees, and the bytes that are sent, compressed."""
    shapes, borders = map_shapes(of)
    texts = [feature_collection(frame["geojson"].to_list()) for frame in (shapes, borders)]
    sent = sum(len(gzip.compress(text.encode(), 6)) for text in texts)
    return (
        {code: shapely.from_geojson(text) for code, text in shapes.rows()},
        {(a, b): shapely.from_geojson(text) for a, b, text in borders.rows()},
        sent,
    )


@cache
def national(source: str) -> tuple[Shapes, Borders, int]:
    return drawn(boundaries(source))


def mainland_of(polygon: Any) -> Any:
    return shapely.multipolygons([part for part in shapely.get_parts(polygon) if part.area >= SMALLEST_M2])


def metres(shapes: Iterable[Any]) -> np.ndarray[Any, Any]:
    told: np.ndarray[Any, Any] = gpd.GeoSeries(list(shapes), crs=DEGREES).to_crs(METRES).to_numpy()
    return told


either = pytest.mark.parametrize(
    "source",
    [
        "outline",
        pytest.param(
            "official", marks=pytest.mark.skipif(not DAGI.exists(), reason=f"{DAGI.name} is not in ../shared")
        ),
    ],
)


@either
def test_the_map_is_under_150_kb_compressed(source: str) -> None:
    assert 20_000 < national(source)[2] < 150_000


@either
def test_every_municipality_has_a_shape_bornholm_too(source: str) -> None:
    shapes, _, _ = national(source)
    assert sorted(shapes) == boundaries(source).codes
    assert all(shapely.is_valid(shape) and shape.area > 0 for shape in shapes.values())
    assert shapes[BORNHOLM].centroid.x == pytest.approx(14.93, abs=0.05)
    assert shapes[BORNHOLM].centroid.y == pytest.approx(55.13, abs=0.05)


@either
def test_neighbours_meet_without_a_gap_and_without_overlap(source: str) -> None:
    shapes = np.array(list(national(source)[0].values()), dtype=object)
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.get_parts(shapely.union_all(metres(shapes)))
    holes = [shapely.Polygon(ring) for part in whole for ring in part.interiors]
    compact = [4 * np.pi * hole.area / hole.length**2 for hole in holes]
    assert min(compact) > 0.1, "a hole in the land is a lake or a fjord, not a crack (a circle is 1)"


@either
def test_a_shape_stays_where_the_municipality_is(source: str) -> None:
    whole = boundaries(source)
    shapes = metres(national(source)[0].values())
    common = shapely.area(shapely.intersection(shapes, whole.polygons))
    assert (common / shapely.area(shapely.union(shapes, whole.polygons)) > 0.93).all()


@either
def test_a_border_stands_for_every_pair_of_neighbours_and_for_no_other(source: str) -> None:
    borders = national(source)[1]
    codes = boundaries(source).codes
    polygons = dict(zip(codes, boundaries(source).polygons, strict=True))
    assert all(a < b for a, b in borders)
    assert all(line.length > 0 and shapely.get_dimensions(line) == 1 for line in borders.values())
    for a, b in borders:
        assert shapely.distance(polygons[a], polygons[b]) < 2 * TOLERANCE_M, "neighbours on the map are neighbours"
    mainland = {code: mainland_of(polygon).boundary for code, polygon in polygons.items()}
    for a, b in combinations(codes, 2):
        shared = shapely.intersection(mainland[a], mainland[b])
        if shared.length > 4 * TOLERANCE_M:
            assert (a, b) in borders
    assert {pair for pair in borders if BORNHOLM in pair} == set(), "Bornholm has no neighbour"


@either
def test_a_border_is_the_line_that_both_shapes_share(source: str) -> None:
    shapes, borders, _ = national(source)
    near = 2 * 10.0**-DECIMALS
    for pair, line in borders.items():
        for code in pair:
            assert line.within(shapes[code].boundary.buffer(near))


def squares(*polygons: Any) -> Boundaries:
    codes = [f"{number:04d}" for number in range(1, len(polygons) + 1)]
    return Boundaries(codes, np.array(polygons, dtype=object), 200.0, "squares", "")


def box(east_km: float, north_km: float, width_km: float = 10, height_km: float = 10) -> Any:
    x, y = 600_000 + 1_000 * east_km, 6_150_000 + 1_000 * north_km
    return shapely.box(x, y, x + 1_000 * width_km, y + 1_000 * height_km)


def test_two_squares_share_one_straight_border() -> None:
    shapes, borders, _ = drawn(squares(box(0, 0), box(10, 0)))
    assert list(borders) == [("0001", "0002")]
    assert metres([borders["0001", "0002"]])[0].length == pytest.approx(10_000, rel=0.01)
    assert shapely.get_num_coordinates(list(shapes.values())).tolist() == [5, 5]


def test_squares_that_touch_in_a_corner_share_no_border() -> None:
    _, borders, _ = drawn(squares(box(0, 0), box(10, 10)))
    assert borders == {}


def test_a_municipality_alone_is_drawn_without_borders() -> None:
    shapes, borders, _ = drawn(squares(box(0, 0)))
    assert (list(shapes), borders) == (["0001"], {})


def test_no_municipality_at_all_is_an_empty_map() -> None:
    assert drawn(squares())[:2] == ({}, {})


def test_islets_are_left_out_unless_they_are_all_there_is() -> None:
    mainland, islet = box(0, 0), box(30, 0, 0.5, 0.5)
    smaller = box(32, 0, 0.3, 0.3)
    shapes, _, _ = drawn(
        squares(shapely.MultiPolygon([mainland, islet]), shapely.MultiPolygon([smaller, box(33, 0, 0.4, 0.4)]))
    )
    assert shapely.get_num_geometries(list(shapes.values())).tolist() == [1, 1]
    assert metres([shapes["0002"]])[0].area > 0


def test_neighbours_drawn_one_by_one_still_meet() -> None:
    east_km = [(20, 0), (20, 10), (10, 10), (10, 8), (10.15, 5), (10, 2), (10, 0)]
    crooked = shapely.transform(shapely.Polygon(east_km), lambda points: points * 1_000 + (600_000, 6_150_000))
    shapes, borders, _ = drawn(squares(box(0, 0), crooked))
    assert list(borders) == [("0001", "0002")]
    assert metres(borders.values())[0].length == pytest.approx(10_000, rel=0.01), "the gap of 150 m is closed"
    assert shapely.coverage_is_valid(list(shapes.values()))
