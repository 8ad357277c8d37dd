"""Areas as a GeoJSON or GeoPackage file states them: nothing is believed yet, and no other file is ever read.

A general reader (GDAL) decides the format by content and follows what the file says: a VRT under another name, or a
GeoPackage with a table of type ``VirtualText``, reads any file of the machine. Hence JSON and SQLite themselves, and
shapely for the geometry.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import shapely

from etl.refusals import RefusedError, in_file
from geodata.crs import DEGREES, METRES
from geodata.terms import fold

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

LARGEST_FILE = 500 * 1024**2
MOST_AREAS = 100_000

GEOPACKAGE_MARKS = (b"GPKG", b"GP10", b"GP11")
"""SQLite's application id of a GeoPackage, and of its first two editions."""

ENVELOPE_BYTES = (0, 32, 48, 48, 64)
"""Length of the envelope in front of a GeoPackage's geometry, by its kind."""

CRS_CODES = {"4326": DEGREES, "crs84": DEGREES, "25832": METRES}

LAYERS = """
    SELECT layer.table_name, layer.column_name, upper(system.organization), system.organization_coordsys_id
    FROM gpkg_contents AS content
    JOIN gpkg_geometry_columns AS layer ON layer.table_name = content.table_name
    JOIN gpkg_spatial_ref_sys AS system ON system.srs_id = layer.srs_id
    JOIN sqlite_master AS stored ON stored.type = 'table' AND stored.name = layer.table_name
    WHERE content.data_type = 'features' AND stored.sql NOT LIKE 'CREATE VIRTUAL%'
      AND typeof(layer.table_name) = 'text' AND typeof(layer.column_name) = 'text'
    ORDER BY layer.table_name
"""


@dataclass(frozen=True, slots=True)
class Areas:
    """What a file says.

    Parameters
    ----------
    properties
        The properties of each area, without its geometry.
    shapes
        Its geometry; ``None`` where there is none that can be read.
    crs
        4326 or 25832, as the file states it; GeoJSON that states nothing is in 4326.
    """

    properties: list[dict[str, Any]]
    shapes: NDArray[np.object_]
    crs: int


def read_areas(path: Path) -> Areas:
    """Read a GeoJSON or GeoPackage file by its ending.

    Raises
    ------
    RefusedError
        If the file is empty, too large, damaged, not what its ending says, or of another coordinate system.
    """
    size = path.stat().st_size
    if size == 0:
        raise in_file(path.name, "filen er tom (0 byte).", "the file is empty (0 bytes).")
    if size > LARGEST_FILE:
        raise in_file(path.name, "filen er større end 500 MB.", "the file is larger than 500 MB.")
    areas = from_geopackage(path) if path.suffix.lower() == ".gpkg" else from_geojson(path.name, path.read_bytes())
    if not areas.properties:
        raise in_file(path.name, "filen har ingen områder.", "the file has no features.")
    return areas


def from_geojson(name: str, data: bytes) -> Areas:
    """Read the features of a GeoJSON FeatureCollection."""
    try:
        content = json.loads(data)
        features = list(content["features"])
        properties = [dict(feature["properties"] or {}) for feature in features]
        geometries = [json.dumps(feature["geometry"]) for feature in features]
        stated = json.dumps(content["crs"]) if content.get("crs") else "/CRS84"
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise in_file(
            name,
            "filen er ikke en GeoJSON FeatureCollection eller er afkortet.",
            "the file is no GeoJSON FeatureCollection or is cut short.",
        ) from error
    crs = next((epsg for text, epsg in CRS_CODES.items() if re.search(rf"[:/]{text}\b", stated, re.IGNORECASE)), None)
    if crs is None:
        raise _wrong_crs(name, stated)
    return Areas(properties, np.asarray(shapely.from_geojson(geometries, on_invalid="ignore"), dtype=object), crs)


def from_geopackage(path: Path) -> Areas:
    """Read the one layer of a GeoPackage, or the one of several that is named for municipalities."""
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(b"SQLite format 3\x00") or head[68:72] not in GEOPACKAGE_MARKS:
        raise in_file(path.name, "filen er ikke en GeoPackage.", "the file is no GeoPackage.")
    connection = sqlite3.connect(f"file:{quote(os.fsencode(path.resolve()))}?mode=ro&immutable=1", uri=True)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.row_factory = sqlite3.Row
        layer, column, authority, code = _layer(path.name, connection.execute(LAYERS).fetchall())
        quoted = layer.replace('"', '""')
        rows = [dict(row) for row in connection.execute(f'SELECT * FROM "{quoted}" LIMIT {MOST_AREAS}')]
        blobs = [_wkb(row.pop(column)) for row in rows]
    except (sqlite3.Error, UnicodeDecodeError, KeyError) as error:
        raise in_file(path.name, "GeoPackage-filen er beskadiget.", "the GeoPackage is damaged.") from error
    finally:
        connection.close()
    if authority != "EPSG" or code not in (DEGREES, METRES):
        raise _wrong_crs(path.name, f"{authority}:{code}")
    return Areas(rows, np.asarray(shapely.from_wkb(blobs, on_invalid="ignore"), dtype=object), code)


def _layer(name: str, layers: list[sqlite3.Row]) -> sqlite3.Row:
    if not layers:
        raise in_file(name, "filen har ingen områder.", "the file has no features.")
    named = [layer for layer in layers if "kommune" in fold(layer[0]) or "municipal" in fold(layer[0])]
    chosen = layers if len(layers) == 1 else named
    if len(chosen) != 1:
        raise in_file(
            name,
            "filen har flere lag ({layers}); ét lag med kommuner var ventet.",
            "the file has several layers ({layers}); one layer of municipalities was expected.",
            layers=", ".join(layer[0] for layer in layers)[:200],
        )
    return chosen[0]


def _wkb(blob: object) -> bytes | None:
    """Return the geometry behind a GeoPackage's own header (OGC 12-128, clause 2.1.3), or nothing."""
    if not isinstance(blob, bytes) or len(blob) < 8 or not blob.startswith(b"GP"):
        return None
    kind = blob[3] >> 1 & 0b111
    return blob[8 + ENVELOPE_BYTES[kind] :] if kind < len(ENVELOPE_BYTES) else None


def _wrong_crs(name: str, found: str) -> RefusedError:
    return in_file(
        name,
        "koordinatsystemet er {found}; EPSG:4326 eller EPSG:25832 var ventet.",
        "the coordinate system is {found}; EPSG:4326 or EPSG:25832 was expected.",
        found=found[:80],
    )
