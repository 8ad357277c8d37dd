"""Municipality boundaries from GeoJSON or GeoPackage, in metres: the official DAGI file, or the bundled outline."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from etl.areas import from_geojson, read_areas
from etl.projection import reprojected
from etl.refusals import in_file
from geodata.crs import DEGREES, METRES
from geodata.terms import fold

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from etl.areas import Areas

STEMS = frozenset(fold(stem) for stem in ("boundaries", "kommunegrænser", "kommunegraenser", "grænser"))
SUFFIXES = (".geojson", ".json", ".gpkg")

CODE_HEADERS = tuple(
    fold(name) for name in ("municipality_code", "kommunekode", "komkode", "kom_kode", "lau_1", "kode", "code")
)
"""Headers of the code, the plainest first: an official file may hold codes of other things too."""

CHRISTIANSO = "0411"
"""Christiansø (Ertholmene) has a code, but belongs to no municipality and no region."""

OFFICIAL_TOLERANCE_M = 200.0
"""How far a point may lie outside its stated municipality under boundaries that a user loads: room for a boundary
simplified to 150 m and for an address placed at the road."""

OUTLINE_TOLERANCE_M = 1_500.0
"""The same under the bundled outline, whose inner borders lie within about 1 km of the official ones: of 1,314 public
addresses with a known municipality 1 lies farther from its own polygon."""

AREA_TYPES = (3, 6)
"""Shapely's ids of polygons and multipolygons."""

OUTLINE = "municipality_outline.geojson"
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
        The file they came from, "" where they came with the product, and whom to thank for them.
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
        return replace(self, codes=[self.codes[i] for i in keep], polygons=self.polygons[keep])


def is_boundaries(path: Path) -> bool:
    """Tell by its name whether a file of a raw folder holds the boundaries."""
    return path.suffix.lower() in SUFFIXES and fold(path.stem) in STEMS


def bundled() -> Boundaries:
    """Return the outline that comes with the product (provenance: geodata/data/README.md)."""
    outline = from_geojson(OUTLINE, files("geodata").joinpath("data", OUTLINE).read_bytes())
    codes, polygons, notes = _dissolved(OUTLINE, outline)
    return Boundaries(
        codes,
        polygons,
        OUTLINE_TOLERANCE_M,
        "",
        "© OpenStreetMap contributors (ODbL); shapes © react-denmark-map (MIT)",
        notes,
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
        codes, lacks a municipality, has one that does not exist, or one lies on top of another.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise in_file(
            path.name,
            "grænser læses fra {known}; pak filen ud, hvis den er pakket.",
            "boundaries are read from {known}; unpack the file if it is packed.",
            known=", ".join(SUFFIXES),
        )
    codes, polygons, notes = _dissolved(path.name, read_areas(path))
    missing = sorted(set(expected) - set(codes))
    foreign = sorted(set(codes) - set(expected) - {CHRISTIANSO})
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
    _refuse_overlap(path.name, codes, polygons)
    if CHRISTIANSO in set(codes) - set(expected):
        notes = (*notes, f"{CHRISTIANSO} Christiansø: ingen kommune / no municipality")
    found = Boundaries(codes, polygons, tolerance_m, path.name, "Klimadatastyrelsen, DAGI (CC BY 4.0)", notes)
    return found.only(expected)


def _codes(name: str, properties: list[dict[str, Any]]) -> list[str]:
    keys = {fold(str(key)): key for key in properties[0]}
    named = [keys[header] for header in CODE_HEADERS if header in keys]
    if not named:
        raise in_file(
            name,
            "ingen kolonne med kommunekode (fx kommunekode); filen har: {found}.",
            "no column of municipality codes (such as kommunekode); the file has: {found}.",
            found=", ".join(map(str, properties[0]))[:200] or "–",
        )
    written = [str(row.get(named[0], "")).strip().removesuffix(".0") for row in properties]
    wrong = [text for text in written if not re.fullmatch(r"[0-9]{1,4}", text)]
    if wrong:
        raise in_file(
            name,
            "'{wrong}' er ikke en kommunekode på fire cifre.",
            "'{wrong}' is no municipality code of four digits.",
            wrong=wrong[0][:40],
        )
    return [text.zfill(4) for text in written]


def _in_metres(name: str, codes: list[str], areas: Areas) -> NDArray[np.object_]:
    wrong = ~np.isin(shapely.get_type_id(areas.shapes), AREA_TYPES) | shapely.is_empty(areas.shapes)
    if wrong.any():
        raise in_file(
            name,
            "området for {code} er ikke en flade (polygon), der kan læses.",
            "the feature of {code} is no area (polygon) that can be read.",
            code=codes[int(np.argmax(wrong))],
        )
    flat = shapely.force_2d(areas.shapes)
    west, south, east, north = shapely.total_bounds(reprojected(flat, areas.crs, DEGREES))
    inside = (
        DENMARK_DEGREES[0] <= west <= east <= DENMARK_DEGREES[2]
        and DENMARK_DEGREES[1] <= south <= north <= DENMARK_DEGREES[3]
    )
    if not inside:
        raise in_file(
            name,
            "koordinaterne ligger ikke i Danmark; er længde og bredde byttet om, "
            "eller er det meter uden angivet koordinatsystem?",
            "the coordinates are not in Denmark; are longitude and latitude swapped, "
            "or are they metres without a stated coordinate system?",
        )
    return reprojected(flat, areas.crs, METRES)


def _dissolved(name: str, areas: Areas) -> tuple[list[str], NDArray[np.object_], tuple[str, ...]]:
    """Return codes, one whole area per code, and what was mended or put together."""
    codes = _codes(name, areas.properties)
    shapes = _in_metres(name, codes, areas)
    broken = ~shapely.is_valid(shapes)
    mended = np.where(broken, shapely.make_valid(shapes, method="structure", keep_collapsed=False), shapes)
    lost = np.abs(shapely.area(mended) - shapely.area(shapes)) > 0.01 * np.abs(shapely.area(shapes))
    lost |= shapely.is_empty(mended)
    if lost.any():
        raise in_file(
            name,
            "fladen for {code} er ugyldig (ringen krydser sig selv) og kan ikke rettes uden at ændre den.",
            "the area of {code} is invalid (its ring crosses itself) and cannot be mended without changing it.",
            code=codes[int(np.argmax(lost))],
        )
    notes = []
    if broken.any():
        notes.append(f"{int(broken.sum())} ugyldige ringe rettet / invalid rings mended")
    whole, polygons = _one_per_code(codes, mended)
    if len(whole) < len(codes):
        notes.append(f"{len(codes)} flader samlet til {len(whole)} / features dissolved")
    return whole, polygons, tuple(notes)


def _one_per_code(codes: list[str], shapes: NDArray[np.object_]) -> tuple[list[str], NDArray[np.object_]]:
    if len(set(codes)) == len(codes):
        order = np.argsort(codes)
        return [codes[i] for i in order], shapes[order]
    # Here and not above: geopandas brings pandas, which takes longer to import than the rest takes to run.
    import geopandas as gpd  # noqa: PLC0415

    frame = gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs=METRES).dissolve("code", sort=True)
    return frame.index.tolist(), frame.geometry.to_numpy()


def _refuse_overlap(name: str, codes: list[str], polygons: NDArray[np.object_]) -> None:
    """Refuse a municipality that lies on top of another: a point inside each must lie in no other."""
    inner, at = shapely.STRtree(polygons).query(shapely.point_on_surface(polygons), predicate="intersects")
    over = np.flatnonzero(inner != at)
    if over.size:
        first, second = sorted(codes[i] for i in (inner[over[0]], at[over[0]]))
        raise in_file(
            name,
            "fladerne for {a} og {b} ligger oven i hinanden.",
            "the areas of {a} and {b} lie on top of each other.",
            a=first,
            b=second,
        )
