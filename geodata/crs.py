"""The two coordinate reference systems: one to measure in, one to draw in."""

from __future__ import annotations

METRES = 25832
"""ETRS89 / UTM zone 32N: metres over all of Denmark; every distance and area is measured in it."""

DEGREES = 4326
"""WGS 84 longitude and latitude: what raw files, the map and GeoJSON use."""
