"""The real municipalities, and invented points inside them."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import polars as pl
import shapely

from etl.demo.chance import stream
from geodata.crs import DEGREES, METRES
from geodata.terms import Region

if TYPE_CHECKING:
    from numpy.typing import NDArray

BORDER_M = 3_000.0
"""Metres a point keeps from its border. The bundled outline lies within about 1 km of the official borders, but for a
few places; so far inside, the demo stands on either."""

BORDER_SHARE = 0.7
"""Part of its largest inscribed circle's radius that a small municipality gives to that distance."""

REGIONS_MERGE = "2027-01-01"
LAST_DAY_BEFORE = "2026-12-31"
MERGING = (Region.HOVEDSTADEN.code, Region.SJAELLAND.code)


def municipalities() -> pl.DataFrame:
    """Return the 98 municipalities in the order of their codes, with region, team, area and population."""
    bundled = files("geodata").joinpath("data", "municipalities.csv").read_bytes()
    return (
        pl.read_csv(bundled, infer_schema=False)
        .select(
            "municipality_code",
            "name",
            "region_code",
            "team",
            pl.col("area_km2").cast(pl.Float64),
            pl.col("population_2020").cast(pl.Int64).alias("population"),
            pl.lit("2020-01-01").alias("population_on"),
        )
        .sort("municipality_code")
    )


def memberships(places: pl.DataFrame) -> pl.DataFrame:
    """Return each municipality's team and region with the days they hold, both included."""
    merges = pl.col("region_code").is_in(MERGING)
    now = places.select(
        "municipality_code",
        "team",
        "region_code",
        pl.lit("2006-01-01").alias("valid_from"),
        pl.when(merges).then(pl.lit(LAST_DAY_BEFORE)).alias("valid_to"),
    )
    then = places.filter(merges).select(
        "municipality_code",
        "team",
        pl.lit(Region.OSTDANMARK.code).alias("region_code"),
        pl.lit(REGIONS_MERGE).alias("valid_from"),
        pl.lit(None, dtype=pl.String).alias("valid_to"),
    )
    return pl.concat([now, then]).sort("municipality_code", "valid_from")


def scatter(seed: int, codes: list[str]) -> NDArray[np.float64]:
    """Return a random point inside each of the municipalities ``codes``.

    Parameters
    ----------
    seed
        Decides each municipality's endless series of points; asking for more leaves the first ones as they were.
    codes
        One municipality code per point wanted.

    Returns
    -------
    numpy.ndarray
        Shape (len(codes), 2): longitude and latitude, EPSG:4326, to five decimals (about one metre).
    """
    outline = json.loads(files("geodata").joinpath("data", "municipality_outline.geojson").read_text(encoding="utf-8"))
    shapes = gpd.GeoDataFrame.from_features(outline["features"], crs=DEGREES).set_index("municipality_code")
    shapes = shapes.geometry.to_crs(METRES)
    radius = shapely.length(shapely.maximum_inscribed_circle(shapes.to_numpy(), tolerance=50.0))
    inner = shapely.buffer(shapes.to_numpy(), -np.minimum(BORDER_M, BORDER_SHARE * radius))
    shapely.prepare(inner)

    where = np.array(codes)
    metres = np.empty((len(codes), 2))
    for code, shape in zip(shapes.index, inner, strict=True):
        here = np.flatnonzero(where == code)
        metres[here] = _first(stream(seed, "points", code), shape, len(here))
    degrees = gpd.GeoSeries(gpd.points_from_xy(metres[:, 0], metres[:, 1]), crs=METRES).to_crs(DEGREES)
    return np.round(np.column_stack([degrees.x, degrees.y]), 5)


def _first(rng: np.random.Generator, shape: shapely.Geometry, count: int) -> NDArray[np.float64]:
    """Return the first ``count`` points of a series that fall inside ``shape``."""
    west, south, east, north = shape.bounds
    found = np.empty((0, 2))
    while len(found) < count:
        tried = rng.uniform((west, south), (east, north), size=(256, 2))
        found = np.concatenate([found, tried[shapely.contains_xy(shape, tried)]])
    return found[:count]
