"""The status map as a still picture: SVG paths for every municipality, the teams' borders and the capital's inset.

Drawn like the map on the screen, and readable in black and white: each municipality carries its class's symbol, and
what is to be screened again is hatched. It holds municipalities only: no site, point or address.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geodata.drawing.looks import LOOKS, SELECTED, TEAM_BORDER
from geodata.drawing.mercator import screen_px, symbol_places
from geodata.drawing.xml import xml
from geodata.language import Label
from geodata.status import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from geodata.drawing.looks import Look
    from geodata.language import Language
    from geodata.store import Store

WIDTH = 1000
"""Of the picture, in its own units; its height follows from the country's shape."""

CAPITAL = shapely.box(12.08, 55.49, 12.73, 55.86)
"""The inset, in degrees, as on the screen: the capital and its suburbs, too small to see on the whole map."""

CAPITAL_NAME = Label("Hovedstadsområdet", "The capital area")

INSET_SHARE = 0.31
"""Of the picture's width; where the country leaves room, in the upper right."""

SYMBOL_SCALE = 1.35
LEAST_SCALE = 0.5
ROOM = 7
"""A symbol fits into a circle of this radius before it is scaled."""

FADED = 0.13
INK = "#16242d"
EDGE = "#54626b"
"""Around a hatched area, which is too pale to stand out from the paper."""
HATCH = 5
HATCH_LINE = 1.5


@dataclass(frozen=True, slots=True)
class Outlines:
    """A version's shapes in Mercator pixels at zoom 0: municipalities, borders of two of them, room for symbols."""

    shapes: dict[str, shapely.Geometry]
    borders: list[tuple[str, str, shapely.Geometry]]
    places: dict[str, tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a part of the world is drawn: its west and north in Mercator pixels, and units per pixel."""

    west: float
    north: float
    scale: float

    def path(self, geometry: shapely.Geometry) -> str:
        """Return a geometry as the data of an SVG path, rounded to a tenth of a unit."""
        rings = shapely.get_parts(geometry)
        if rings[0].geom_type == "Polygon":
            rings = [ring for polygon in rings for ring in (polygon.exterior, *polygon.interiors)]
        return "".join(self._line(shapely.get_coordinates(ring), closed=bool(ring.is_ring)) for ring in rings)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return a point in the picture's units."""
        return round((x - self.west) * self.scale, 1), round((y - self.north) * self.scale, 1)

    def _line(self, px: np.ndarray, *, closed: bool) -> str:
        placed = np.round((px - (self.west, self.north)) * self.scale, 1)
        kept = placed[np.append(True, np.any(np.diff(placed, axis=0) != 0, axis=1))]
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept.tolist()) + ("Z" if closed else "")


@dataclass(frozen=True, slots=True)
class Drawn:
    """How the classes of a map look and what they are called, and which municipality is outlined."""

    looks: Mapping[str, Look]
    say: Callable[[str, Language], str]
    language: Language
    selected: str | None


def outlines(store: Store) -> Outlines:
    """Read the shapes of a version."""
    text = store.map_shapes()
    collection = json.loads(text)
    shapes = _geometries(collection)
    borders = json.loads(store.map_borders())
    middles = symbol_places(collection) if shapes else {}
    places = {code: (*screen_px(np.array([[lon, lat]]))[0].tolist(), r) for code, (lat, lon, r) in middles.items()}
    return Outlines(
        {f["properties"]["code"]: shape for f, shape in zip(collection["features"], shapes, strict=True)},
        [
            (f["properties"]["a"], f["properties"]["b"], line)
            for f, line in zip(borders["features"], _geometries(borders), strict=True)
        ],
        places,
    )


def size(outline: Outlines) -> tuple[float, float]:
    """Return the picture's width and height in its own units."""
    west, north, east, south = shapely.total_bounds(list(outline.shapes.values()))
    return WIDTH, round((south - north) / (east - west) * WIDTH, 1)


def say_status(code: str, language: Language) -> str:
    """Return a status in words."""
    return BY_CODE[code].label.say(language)


def drawing(
    outline: Outlines,
    municipalities: pd.DataFrame,
    shown: pd.DataFrame,
    language: Language,
    looks: Mapping[str, Look] = LOOKS,
    say: Callable[[str, Language], str] = say_status,
    selected: str | None = None,
) -> str:
    """Return the map as SVG elements, :data:`WIDTH` units wide.

    Parameters
    ----------
    municipalities
        One row per municipality, classified: municipality_code, name, team, status.
    shown
        Those of them that the filter keeps; the others stay on the map, faded.
    looks, say
        How each code in ``status`` looks, and what it is called.
    selected
        The code of the municipality that is outlined.
    """
    drawn = Drawn(looks, say, language, selected)
    rows = {row["municipality_code"]: row for row in municipalities.to_dict("records")}
    kept = set(shown["municipality_code"])
    west, north, east, _south = shapely.total_bounds(list(outline.shapes.values()))
    whole = Frame(west, north, WIDTH / (east - west))
    name = xml(CAPITAL_NAME.say(language))
    painted = _hatches(looks) + _painted(outline, whole, rows, kept, drawn)
    capital = shapely.transform(CAPITAL, screen_px)
    inside = {code for code in rows if code in outline.shapes and outline.shapes[code].intersects(capital)}
    if not inside or len(inside) == len(rows):
        return painted
    left, top, right, bottom = shapely.bounds(capital)
    side = WIDTH * INSET_SHARE
    inset = Frame(left, top, side / (right - left))
    height = round((bottom - top) * inset.scale, 1)
    parts = Outlines(
        {code: outline.shapes[code] for code in inside},
        [(a, b, line) for a, b, line in outline.borders if {a, b} <= inside],
        {code: outline.places[code] for code in inside},
    )
    x, y = whole.at(left, top)
    wide, high = (round(length * whole.scale, 1) for length in (right - left, bottom - top))
    return (
        f'{painted}<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="none" stroke="{INK}" '
        f'stroke-dasharray="4 3"/>'
        f'<svg x="{WIDTH - side}" y="0" width="{side}" height="{height}" viewBox="0 0 {side} {height}">'
        f'<rect width="{side}" height="{height}" fill="#fff"/>{_painted(parts, inset, rows, kept, drawn)}'
        f'<rect x=".5" y=".5" width="{side - 1}" height="{height - 1}" fill="none" stroke="{INK}"/></svg>'
        f'<text x="{WIDTH - side}" y="{height + 17}" font-size="14" fill="{INK}">{name}</text>'
    )


def alone(elements: str, height: float) -> str:
    """Return what :func:`drawing` drew as an SVG file; its height is that of :func:`size`."""
    box = f"-2 -2 {WIDTH + 4} {height + 4}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{elements}</svg>'


def _geometries(collection: dict[str, Any]) -> list[shapely.Geometry]:
    texts = [json.dumps(feature["geometry"]) for feature in collection["features"]]
    return list(shapely.transform(shapely.from_geojson(texts), screen_px))


def _hatches(looks: Mapping[str, Look]) -> str:
    patterns = "".join(
        f'<pattern id="hatch-{code}" width="{HATCH}" height="{HATCH}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({look.angle})"><rect width="{HATCH}" height="{HATCH}" fill="{look.fill}"/>'
        f'<rect width="{HATCH_LINE}" height="{HATCH}" fill="{look.hatch}"/></pattern>'
        for code, look in looks.items()
        if look.hatch
    )
    return f"<defs>{patterns}</defs>"


def _painted(outline: Outlines, frame: Frame, rows: dict[Any, dict[Any, Any]], kept: set[str], drawn: Drawn) -> str:
    areas, symbols = "", ""
    for code, shape in outline.shapes.items():
        if code not in rows:
            continue
        status = rows[code]["status"]
        look = drawn.looks[status]
        fill = f"url(#hatch-{status})" if look.hatch else look.fill
        faded = "" if code in kept else f' opacity="{FADED}"'
        words = xml(f"{rows[code]['name']}: {drawn.say(status, drawn.language)}")
        areas += (
            f'<path data-code="{xml(code)}" data-status="{status}" d="{frame.path(shape)}" fill="{fill}" '
            f'stroke="{EDGE if look.hatch else look.border}" stroke-width=".8"{faded}><title>{words}</title></path>'
        )
        if code in kept:
            symbols += _symbol(outline.places[code], frame, look.ink, look.glyph)
    borders = "".join(
        frame.path(line)
        for a, b, line in outline.borders
        if a in rows and b in rows and rows[a]["team"] != rows[b]["team"]
    )
    return (
        f'{areas}<path d="{borders}" fill="none" stroke="#fff" stroke-width="5" stroke-opacity=".8"/>'
        f'<path class="teams" d="{borders}" fill="none" stroke="{TEAM_BORDER}" stroke-width="2.6"/>'
        f"{_selected(outline, frame, drawn.selected)}{symbols}"
    )


def _selected(outline: Outlines, frame: Frame, code: str | None) -> str:
    if code is None or code not in outline.shapes:
        return ""
    path = frame.path(outline.shapes[code])
    return "".join(
        f'<path class="selected" d="{path}" fill="none" stroke="{color}" stroke-width="{width}"/>'
        for color, width in (("#fff", 7), (SELECTED, 3.4))
    )


def _symbol(place: tuple[float, float, float], frame: Frame, ink: str, glyph: str) -> str:
    x, y = frame.at(place[0], place[1])
    scale = min(SYMBOL_SCALE, max(LEAST_SCALE, place[2] * frame.scale / ROOM))
    return f'<g transform="translate({x} {y}) scale({scale:.2f})" color="{ink}">{glyph}</g>'
