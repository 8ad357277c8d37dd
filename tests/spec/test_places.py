"""A point lies in the municipality a dull reading finds; a stated code agrees with it, or the row is set aside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from etl.boundaries import OFFICIAL_TOLERANCE_M, OUTLINE_TOLERANCE_M, Boundaries, bundled, read_boundaries
from etl.places import COAST_M, OUTSIDE, containing, in_metres, locate
from etl.prepare import bundled_codes
from geodata.crs import DEGREES, METRES
from geodata.rules import Rule
from geodata.terms import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = Path(__file__).parents[3] / "shared" / "data"
POLLING_PLACES = SHARED / "polling_places_2025.csv"
DAGI = SHARED / "dagi_municipalities_2025_150m.geojson"

EAST_M, NORTH_M, SIDE_M = 600_000.0, 6_150_000.0, 10_000.0
"""Two squares side by side, 10 km wide, the coast all round them: 'west' and 'east' of x = 610 km."""


def two_squares(tolerance_m: float = 200.0) -> Boundaries:
    west = shapely.box(EAST_M, NORTH_M, EAST_M + SIDE_M, NORTH_M + SIDE_M)
    east = shapely.box(EAST_M + SIDE_M, NORTH_M, EAST_M + 2 * SIDE_M, NORTH_M + SIDE_M)
    return Boundaries(["0101", "0201"], np.array([west, east]), tolerance_m, "two squares", "")


def degrees(east_m: float, north_m: float) -> tuple[float, float]:
    """Return longitude and latitude of a point this far east and north of the squares' corner."""
    point = gpd.GeoSeries([shapely.Point(EAST_M + east_m, NORTH_M + north_m)], crs=METRES).to_crs(DEGREES)[0]
    return point.x, point.y


def place(
    code: str, point: tuple[float, float] | None, tolerance_m: float = 200.0
) -> tuple[str, str] | tuple[str, str, str]:
    """Return where one site is put and from what, or the fault as column, value and rule."""
    lon, lat = degrees(*point) if point else (None, None)
    sites = pl.DataFrame(
        {"line": [7], "municipality_code": [code], "lon": [lon], "lat": [lat]},
        schema={"line": pl.Int64, "municipality_code": pl.String, "lon": pl.Float64, "lat": pl.Float64},
    )
    kept, faults = locate(sites, two_squares(tolerance_m))
    if faults.is_empty():
        return kept["municipality_code"][0], kept["municipality_from"][0]
    assert faults["line"].to_list() == [7]
    column, value, rule = faults.select("column_name", "value", "rule").row(0)
    return column, value, rule


MIDDLE = 5_000.0


@pytest.mark.parametrize(
    ("code", "point", "told"),
    [
        pytest.param(UNKNOWN, (MIDDLE, MIDDLE), ("0101", "point"), id="a point alone: the polygon it lies in"),
        pytest.param("0101", (MIDDLE, MIDDLE), ("0101", "point"), id="point and code agree"),
        pytest.param("0201", None, ("0201", "code"), id="a code alone stands"),
        pytest.param(UNKNOWN, None, (UNKNOWN, "unknown"), id="neither: unknown, and kept"),
        pytest.param("0201", (SIDE_M - 150, MIDDLE), ("0201", "point"), id="150 m over the border: the code stands"),
        pytest.param(UNKNOWN, (SIDE_M - 150, MIDDLE), ("0101", "point"), id="150 m from the border, no code"),
        pytest.param("0101", (-400, MIDDLE), ("0101", "coast"), id="a harbour 400 m off the coast, with code"),
        pytest.param(UNKNOWN, (-400, MIDDLE), ("0101", "coast"), id="a harbour 400 m off the coast, without"),
        pytest.param(UNKNOWN, (2 * SIDE_M + 400, MIDDLE), ("0201", "coast"), id="the nearest coast is taken"),
        pytest.param("0201", (SIDE_M - 10, -400), ("0201", "coast"), id="a harbour off the neighbour, with code"),
    ],
)
def test_a_site_is_in_the_municipality_its_point_or_code_says(
    code: str, point: tuple[float, float] | None, told: tuple[str, str]
) -> None:
    assert place(code, point) == told


@pytest.mark.parametrize(
    ("code", "point", "column", "rule"),
    [
        pytest.param("0201", (SIDE_M - 250, MIDDLE), "municipality_code", Rule.PLACE_DISAGREES, id="250 m over"),
        pytest.param("0201", (MIDDLE, MIDDLE), "municipality_code", Rule.PLACE_DISAGREES, id="deep in the other"),
        pytest.param(UNKNOWN, (-600, MIDDLE), "lon", Rule.OUTSIDE_DENMARK, id="600 m off the coast"),
        pytest.param("0101", (-600, MIDDLE), "lon", Rule.OUTSIDE_DENMARK, id="600 m off the coast, with code"),
        pytest.param("0201", (-400, MIDDLE), "lon", Rule.OUTSIDE_DENMARK, id="at sea, the stated land is far away"),
    ],
)
def test_a_point_that_cannot_be_is_set_aside(code: str, point: tuple[float, float], column: str, rule: Rule) -> None:
    found = place(code, point)
    assert (found[0], found[2:]) == (column, (rule.code,))


def test_the_fault_shows_what_the_row_says() -> None:
    assert place("0201", (MIDDLE, MIDDLE))[1] == "0201"
    lon, lat = degrees(-600, MIDDLE)
    assert place("0101", (-600, MIDDLE))[1] == f"{round(lon, 3)} {round(lat, 3)}"


def test_coarser_boundaries_leave_a_stated_code_more_room() -> None:
    assert place("0201", (SIDE_M - 1_400, MIDDLE), OFFICIAL_TOLERANCE_M)[2:] == (Rule.PLACE_DISAGREES.code,)
    assert place("0201", (SIDE_M - 1_400, MIDDLE), OUTLINE_TOLERANCE_M) == ("0201", "point")
    assert place("0101", (-1_400, MIDDLE), OUTLINE_TOLERANCE_M) == ("0101", "coast")
    assert place(UNKNOWN, (-1_400, MIDDLE), OUTLINE_TOLERANCE_M)[2:] == (Rule.OUTSIDE_DENMARK.code,)


@pytest.mark.parametrize(
    ("lon", "lat"), [(13.0, 55.6), (9.4, 54.5), (-75.0, 40.0), (179.9, -89.9), (0.0, 90.0), (99.0, 0.0), (-180.0, 0.0)]
)
def test_a_point_abroad_or_at_the_end_of_the_world_is_set_aside(lon: float, lat: float) -> None:
    sites = pl.DataFrame({"line": [2, 3], "municipality_code": [UNKNOWN, "0101"], "lon": [lon] * 2, "lat": [lat] * 2})
    _, faults = locate(sites, bundled())
    assert faults.select("line", "rule").rows() == [(2, Rule.OUTSIDE_DENMARK.code), (3, Rule.OUTSIDE_DENMARK.code)]


def test_no_sites_and_no_municipalities_are_no_trouble() -> None:
    nothing = pl.DataFrame(
        schema={"line": pl.Int64, "municipality_code": pl.String, "lon": pl.Float64, "lat": pl.Float64}
    )
    kept, faults = locate(nothing, two_squares())
    assert (kept.height, faults.height) == (0, 0)
    site = pl.DataFrame({"line": [2], "municipality_code": [UNKNOWN], "lon": [11.0], "lat": [55.5]})
    _, faults = locate(site, two_squares().only([]))
    assert faults["rule"].to_list() == [Rule.OUTSIDE_DENMARK.code]


EDGES = st.sampled_from([0.0, SIDE_M, 2 * SIDE_M])
METRE_POINTS = st.lists(st.tuples(st.floats(-2_000, 22_000) | EDGES, st.floats(-2_000, 12_000) | EDGES), max_size=40)


@given(METRE_POINTS, st.randoms(use_true_random=False))
def test_points_are_found_as_geopandas_finds_them_in_any_order(
    points: list[tuple[float, float]], chance: object
) -> None:
    squares = two_squares().polygons
    x = np.array([EAST_M + point[0] for point in points])
    y = np.array([NORTH_M + point[1] for point in points])
    told = gpd.GeoSeries.from_xy(x, y, crs=METRES)
    expected = [next((i for i, square in enumerate(squares) if square.intersects(point)), OUTSIDE) for point in told]
    assert containing(x, y, squares).tolist() == expected
    order = list(range(len(points)))
    chance.shuffle(order)  # type: ignore[attr-defined]  # Hypothesis hands out a random.Random
    assert containing(x[order], y[order], squares).tolist() == [expected[i] for i in order]


def test_20_000_random_points_are_found_as_geopandas_finds_them() -> None:
    outline = bundled()
    chance = np.random.default_rng(2007)
    x, y = in_metres(chance.uniform(7.5, 15.5, 20_000), chance.uniform(54.4, 58.0, 20_000))
    areas = gpd.GeoDataFrame({"position": range(98)}, geometry=outline.polygons, crs=METRES)
    joined = gpd.sjoin(gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y, crs=METRES)), areas, how="left")
    first = joined.groupby(level=0)["position"].min().fillna(OUTSIDE)
    found = containing(x, y, outline.polygons)
    assert (found == first.to_numpy()).all()
    assert 0.2 < (found != OUTSIDE).mean() < 0.6, "the points are on land and at sea"


def test_random_sites_are_put_and_set_aside_as_distances_say() -> None:
    outline = bundled()
    chance = np.random.default_rng(1)
    n = 1_500
    lon, lat = chance.uniform(8.0, 13.0, n), chance.uniform(54.7, 57.7, n)
    stated = np.where(chance.random(n) < 0.5, UNKNOWN, chance.choice(outline.codes, n))
    sites = pl.DataFrame({"line": range(n), "municipality_code": stated.tolist(), "lon": lon, "lat": lat})
    kept, faults = locate(sites, outline)
    ruled = dict(faults.select("line", "rule").rows())
    points = gpd.GeoSeries.from_xy(lon, lat, crs=DEGREES).to_crs(METRES)
    apart = np.array([shapely.distance(outline.polygons, point) for point in points])
    seen = set()
    for i in range(n):
        at_sea, nearest = apart[i].min() > 0, outline.codes[int(apart[i].argmin())]
        if stated[i] == UNKNOWN:
            told = Rule.OUTSIDE_DENMARK.code if apart[i].min() > COAST_M else nearest
        elif apart[i][outline.codes.index(stated[i])] <= OUTLINE_TOLERANCE_M:
            told = stated[i]
        else:
            told = (Rule.OUTSIDE_DENMARK if at_sea else Rule.PLACE_DISAGREES).code
        assert ruled.get(i, kept["municipality_code"][i]) == told
        if i not in ruled:
            assert kept["municipality_from"][i] == ("coast" if at_sea else "point")
        seen.add((stated[i] == UNKNOWN, at_sea, i in ruled))
    assert len(seen) >= 7, "the points meet the cases"


def official() -> Boundaries:
    return read_boundaries(DAGI, bundled_codes())


@pytest.mark.skipif(not POLLING_PLACES.exists(), reason="polling_places_2025.csv is not in ../shared/data")
@pytest.mark.parametrize(("load", "right"), [(bundled, 0.98), (official, 0.998)], ids=["outline", "official"])
def test_the_polling_places_land_in_their_own_municipality(load: Callable[[], Boundaries], right: float) -> None:
    boundaries = load()
    rows = pl.read_csv(POLLING_PLACES, infer_schema=False).with_row_index("line", offset=2)
    points = ["afstemningssted_adgangspunkt_x", "afstemningssted_adgangspunkt_y"]
    rows = rows.filter(pl.col(points[0]).is_not_null(), pl.col("kommunekode") != "0411")
    sites = rows.select(
        "line", pl.col("kommunekode").alias("municipality_code"),
        pl.col(points[0]).cast(pl.Float64).alias("lon"), pl.col(points[1]).cast(pl.Float64).alias("lat"),
    )  # fmt: skip
    assert sites.height > 1_300
    _, faults = locate(sites, boundaries)
    assert faults.height <= 1, "1 public address lies farther than the outline's tolerance from its own municipality"
    found, unplaced = locate(sites.with_columns(municipality_code=pl.lit(UNKNOWN)), boundaries)
    assert unplaced.is_empty()
    share = (found["municipality_code"] == sites["municipality_code"]).sum() / sites.height
    assert share > right
