"""Where the world is drawn: web-Mercator pixels, on the screen and on paper alike, and where a symbol has room."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely

WORLD_PX = 256
"""Leaflet draws the whole world 256 pixels wide at zoom 0."""

PLACE_TOLERANCE_PX = 1e-4
"""How exactly the roomiest point is found: less than a tenth of a pixel at the closest zoom that is useful."""


def screen_px(degrees: np.ndarray) -> np.ndarray:
    """Return longitude and latitude as web-Mercator pixels at zoom 0, the way the map draws them.

    Parameters
    ----------
    degrees
        Shape (n, 2), EPSG:4326.
    """
    lon, lat = np.radians(degrees).T
    north = np.arcsinh(np.tan(lat))
    px: np.ndarray = np.column_stack([(lon / np.pi + 1) / 2, (1 - north / np.pi) / 2]) * WORLD_PX
    return px


def degrees(px: np.ndarray) -> np.ndarray:
    """Return pixels at zoom 0 as longitude and latitude, the inverse of :func:`screen_px`."""
    x, y = px.T / WORLD_PX
    lon_lat: np.ndarray = np.degrees(np.column_stack([(2 * x - 1) * np.pi, np.arctan(np.sinh((1 - 2 * y) * np.pi))]))
    return lon_lat


def symbol_places(shapes: dict[str, Any]) -> dict[str, list[float]]:
    """Return, per municipality, the middle of the largest circle that fits inside it, as drawn.

    Parameters
    ----------
    shapes
        GeoJSON FeatureCollection in EPSG:4326; each feature has the property ``code``.

    Returns
    -------
    dict
        Code -> [latitude, longitude, radius in pixels at zoom 0].
    """
    codes = [feature["properties"]["code"] for feature in shapes["features"]]
    polygons = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in shapes["features"]])
    radii = shapely.maximum_inscribed_circle(shapely.transform(polygons, screen_px), tolerance=PLACE_TOLERANCE_PX)
    middles = degrees(shapely.get_coordinates(shapely.get_point(radii, 0)))
    return {
        code: [round(lat, 5), round(lon, 5), round(radius, 6)]
        for code, (lon, lat), radius in zip(codes, middles.tolist(), shapely.length(radii).tolist(), strict=True)
    }
