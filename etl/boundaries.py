"""Municipality boundaries from GeoJSON or GeoPackage, in metres: the official DAGI file, or the bundled outline."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from etl.refusals import RefusedError, in_file
from geodata.crs import DEGREES, METRES
from geodata.terms import fold

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

STEMS = frozenset(fold(stem) for stem in ("boundaries", "kommunegrænser", "kommunegraenser", "grænser"))
SUFFIXES = (".geojson", ".json", ".gpkg")

CODE_HEADERS = frozenset(
    fold(name) for name in ("municipality_code", "kommunekode", "komkode", "kom_kode", "kode", "code", "lau_1")
)

CHRISTIANSO = "0411"
"""Christiansø (Ertholmene) has a code, but belongs to no municipality and no region."""

OFFICIAL_TOLERANCE_M = 200.0
"""How far a point may lie outside its stated municipality under boundaries that a user loads: room for a boundary
simplified to 150 m and for an address placed at the road."""

OUTLINE_TOLERANCE_M = 1_500.0
"""The same under the bundled outline, whose inner borders lie within about 1 km of the official ones: of 1,314 public
addresses with a known municipality 1 lies farther from its own polygon."""

LARGEST_FILE = 500 * 1024**2
CRS_CODES = {"4326": DEGREES, "crs84": DEGREES, "25832": METRES}
DENMARK_DEGREES = (7.0, 54.0, 16.0, 58.5)
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """One polygon per municipality.

    Parameters
    ----------
    codes
        Municipality codes, sorted.
    polygons
        Their (multi)polygons in EPSG:25832, in the same order.
    tolerance_m
        How far, in metres, a boundary may be from the true one.
    name, attribution
        What the page's footer says of them.
    notes
        What was mended or left out while reading, for the import summary.
    """

    codes: list[str]
    polygons: NDArray[np.object_]
    tolerance_m: float
    name: str
    attribution: str
    notes: tuple[str, ...] = ()

    def only(self, codes: Collection[str]) -> Boundaries:
        """Return the boundaries of some municipalities."""
        keep = [i for i, code in enumerate(self.codes) if code in codes]
        return Boundaries(
            [self.codes[i] for i in keep],
            self.polygons[keep],
            self.tolerance_m,
            self.name,
            self.attribution,
            self.notes,
        )


def bundled() -> Boundaries:
    """Return the outline that comes with the product (provenance: geodata/data/README.md)."""
    text = files("geodata").joinpath("data", "municipality_outline.geojson").read_bytes()
    codes, shapes = _from_geojson("municipality_outline.geojson", text)
    return _dissolved(
        "municipality_outline.geojson",
        codes,
        shapes,
        OUTLINE_TOLERANCE_M,
        "Generaliseret omrids",
        "© OpenStreetMap contributors (ODbL); shapes © react-denmark-map (MIT)",
    )


def read_boundaries(path: Path, expected: Collection[str], tolerance_m: float = OFFICIAL_TOLERANCE_M) -> Boundaries:
    """Read official boundaries.

    Parameters
    ----------
    path
        GeoJSON or GeoPackage in EPSG:4326 or EPSG:25832. A municipality split over several features is dissolved.
    expected
        The municipality codes that must be there, each and no other but 0411 Christiansø.
    tolerance_m
        How far a point may lie outside its stated municipality.

    Raises
    ------
    RefusedError
        If the file is damaged, too large, of another format or CRS, holds other than polygons, has no column of
        codes, lacks a municipality or has one that does not exist.
    """
    if path.stat().st_size == 0:
        raise in_file(path.name, "filen er tom (0 byte).", "the file is empty (0 bytes).")
    if path.stat().st_size > LARGEST_FILE:
        raise in_file(path.name, "filen er større end 500 MB.", "the file is larger than 500 MB.")
    codes, shapes = (
        _from_geopackage(path) if path.suffix.lower() == ".gpkg" else _from_geojson(path.name, path.read_bytes())
    )
    found = _dissolved(path.name, codes, shapes, tolerance_m, path.name, "Klimadatastyrelsen, DAGI (CC BY 4.0)")
    missing = sorted(set(expected) - set(found.codes))
    foreign = sorted(set(found.codes) - set(expected) - {CHRISTIANSO})
    if missing:
        raise in_file(
            path.name,
            "{n} kommuner mangler: {codes}.",
            "{n} municipalities are missing: {codes}.",
            n=len(missing),
            codes=", ".join(missing),
        )
    if foreign:
        raise in_file(
            path.name,
            "{n} kommunekoder findes ikke: {codes}.",
            "{n} municipality codes do not exist: {codes}.",
            n=len(foreign),
            codes=", ".join(foreign),
        )
    if CHRISTIANSO in found.codes:
        note = f"{CHRISTIANSO} Christiansø: ingen kommune / no municipality"
        kept = found.only(expected)
        return Boundaries(
            kept.codes, kept.polygons, kept.tolerance_m, kept.name, kept.attribution, (*found.notes, note)
        )
    return found


def _from_geojson(name: str, data: bytes) -> tuple[list[str], NDArray[np.object_]]:
    """Read GeoJSON by hand: a general reader would decide the format by content, and read other files from it."""
    try:
        content = json.loads(data)
        features = list(content["features"])
        properties = [feature["properties"] for feature in features]
        shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    except (ValueError, KeyError, TypeError, RecursionError, shapely.errors.GEOSException) as error:
        raise in_file(
            name,
            "filen er ikke en GeoJSON FeatureCollection eller er afkortet.",
            "the file is no GeoJSON FeatureCollection or is cut short.",
        ) from error
    if not features:
        raise in_file(name, "filen har ingen områder.", "the file has no features.")
    crs = _declared_crs(name, content.get("crs"))
    return _codes(name, properties), _in_metres(name, shapes, crs)


def _declared_crs(name: str, crs: Any) -> int:
    if crs is None:
        return DEGREES
    said = json.dumps(crs)
    code = next((epsg for text, epsg in CRS_CODES.items() if re.search(rf"[:/]{text}\b", said, re.IGNORECASE)), None)
    if code is None:
        raise _wrong_crs(name, said)
    return code


def _wrong_crs(name: str, found: str) -> RefusedError:
    return in_file(
        name,
        "koordinatsystemet er {found}; EPSG:4326 eller EPSG:25832 var ventet.",
        "the coordinate system is {found}; EPSG:4326 or EPSG:25832 was expected.",
        found=found[:80],
    )


def _from_geopackage(path: Path) -> tuple[list[str], NDArray[np.object_]]:
    """Read a GeoPackage with that driver and no other, after a look at the file's own mark."""
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(b"SQLite format 3\x00") or head[68:72] not in (b"GPKG", b"GP10", b"GP11"):
        raise in_file(path.name, "filen er ikke en GeoPackage.", "the file is no GeoPackage.")
    try:
        frame = pyogrio.read_dataframe(f"GPKG:{path}")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise in_file(path.name, "GeoPackage-filen er beskadiget.", "the GeoPackage is damaged.") from error
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise in_file(path.name, "filen har ingen områder.", "the file has no features.")
    epsg = frame.crs.to_epsg() if frame.crs is not None else None
    if epsg not in (DEGREES, METRES):
        raise _wrong_crs(path.name, f"EPSG:{epsg}" if epsg else "–")
    codes = _codes(path.name, frame.drop(columns=frame.geometry.name).astype(object).to_dict("records"))
    return codes, _in_metres(path.name, frame.geometry.to_numpy(), epsg)


def _codes(name: str, properties: list[dict[str, Any]]) -> list[str]:
    keys = [key for key in (properties[0] or {}) if fold(str(key)) in CODE_HEADERS]
    if not keys:
        raise in_file(
            name,
            "ingen kolonne med kommunekode (fx kommunekode); filen har: {found}.",
            "no column of municipality codes (such as kommunekode); the file has: {found}.",
            found=", ".join(map(str, properties[0] or {})) or "–",
        )
    written = [str((row or {}).get(keys[0], "")).strip().removesuffix(".0") for row in properties]
    wrong = [text for text in written if not re.fullmatch(r"\d{1,4}", text)]
    if wrong:
        raise in_file(
            name,
            "'{wrong}' er ikke en kommunekode på fire cifre.",
            "'{wrong}' is no municipality code of four digits.",
            wrong=wrong[0][:40],
        )
    return [text.zfill(4) for text in written]


def _in_metres(name: str, shapes: NDArray[np.object_], crs: int) -> NDArray[np.object_]:
    kinds = set(shapely.get_type_id(shapes).tolist()) - {3, 6}
    if kinds:
        raise in_file(
            name,
            "filen holder andet end flader (polygoner).",
            "the file holds other than areas (polygons).",
        )
    series = gpd.GeoSeries(shapes, crs=crs)
    west, south, east, north = series.to_crs(DEGREES).total_bounds if crs == METRES else series.total_bounds
    inside = (
        DENMARK_DEGREES[0] <= west <= east <= DENMARK_DEGREES[2]
        and DENMARK_DEGREES[1] <= south <= north <= DENMARK_DEGREES[3]
    )
    if not inside:
        raise in_file(
            name,
            "koordinaterne ligger ikke i Danmark; er længde og bredde byttet om, eller er det meter uden angivet koordinatsystem?",
            "the coordinates are not in Denmark; are longitude and latitude swapped, or are they metres without a stated coordinate system?",
        )
    metres: NDArray[np.object_] = series.to_crs(METRES).to_numpy()
    return metres


def _dissolved(
    name: str, codes: list[str], shapes: NDArray[np.object_], tolerance_m: float, title: str, attribution: str
) -> Boundaries:
    broken = ~shapely.is_valid(shapes)
    mended = np.where(broken, shapely.make_valid(shapes, method="structure", keep_collapsed=False), shapes)
    lost = np.abs(shapely.area(mended) - shapely.area(shapes)) > 0.01 * np.abs(shapely.area(shapes))
    if lost.any() or shapely.is_empty(mended).any():
        code = codes[int(np.argmax(lost | shapely.is_empty(mended)))]
        raise in_file(
            name,
            "fladen for {code} er ugyldig (ringen krydser sig selv) og kan ikke rettes uden at ændre den.",
            "the area of {code} is invalid (its ring crosses itself) and cannot be mended without changing it.",
            code=code,
        )
    frame = gpd.GeoDataFrame({"code": codes}, geometry=mended, crs=METRES).dissolve("code", sort=True)
    notes = []
    if broken.any():
        notes.append(f"{int(broken.sum())} ugyldige ringe rettet / invalid rings mended")
    if len(frame) < len(codes):
        notes.append(f"{len(codes)} flader samlet til {len(frame)} / features dissolved")
    return Boundaries(frame.index.tolist(), frame.geometry.to_numpy(), tolerance_m, title, attribution, tuple(notes))
