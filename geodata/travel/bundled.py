"""What the product knows of the way itself: links over water, fast roads and towns (geodata/data/README.md)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
FILES = ("municipality_outline.geojson", "links.csv", "fast_roads.csv", "towns.csv")


@dataclass(frozen=True, slots=True)
class Link:
    """A way over water, or a stretch abroad, both ways alike.

    Parameters
    ----------
    begin, end
        Longitude and latitude (EPSG:4326) of its two ends.
    minutes
        The crossing and, for a ferry, half the time between two departures as the wait that is to be expected.
    """

    name: str
    kind: str
    begin: tuple[float, float]
    end: tuple[float, float]
    minutes: float


@dataclass(frozen=True, slots=True)
class FastRoad:
    """A motorway or a fast road as a chain of junctions (longitude, latitude), driven at ``kmh``."""

    name: str
    kmh: float
    junctions: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Town:
    """A town as a disc."""

    name: str
    city: bool
    lon: float
    lat: float
    radius_km: float


@cache
def links() -> tuple[Link, ...]:
    """Return the links of ``links.csv``."""
    return tuple(
        Link(
            row["name"],
            row["kind"],
            (float(row["from_lon"]), float(row["from_lat"])),
            (float(row["to_lon"]), float(row["to_lat"])),
            float(row["crossing_min"]) + float(row["interval_min"]) / 2,
        )
        for row in _rows("links.csv")
    )


@cache
def fast_roads() -> tuple[FastRoad, ...]:
    """Return the roads of ``fast_roads.csv``."""
    found = []
    for row in _rows("fast_roads.csv"):
        pairs = [point.split() for point in row["points"].split("|")]
        found.append(FastRoad(row["road"], float(row["kmh"]), tuple((float(lon), float(lat)) for lon, lat in pairs)))
    return tuple(found)


@cache
def towns() -> tuple[Town, ...]:
    """Return the towns of ``towns.csv``."""
    return tuple(
        Town(row["name"], row["kind"] == "city", float(row["lon"]), float(row["lat"]), float(row["radius_km"]))
        for row in _rows("towns.csv")
    )


@cache
def checksum() -> str:
    """Return what tells this edition of the bundled files from another."""
    digest = sha256()
    for name in FILES:
        digest.update((DATA / name).read_bytes())
    return digest.hexdigest()


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
