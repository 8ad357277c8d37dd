"""How a status looks, on the map, in the legend, in the table and on paper: one place for colours and symbols.

Result is told by hue and by symbol (a full, an open or a half disc), freshness by lightness and by hatching, so that
each can be read without colour. Blue and orange keep apart in all common forms of colour blindness.
"""

from __future__ import annotations

from dataclasses import dataclass

from geodata.status import STATUSES, Freshness, Status
from geodata.terms import ScreeningResult

TEAM_BORDER = "#16242d"
SELECTED = "#c2185b"

_GLYPHS = {
    "●": '<circle r="4.2" fill="currentColor"/>',
    "○": '<circle r="3.6" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "◐": '<circle r="3.6" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M0-4.2a4.2 4.2 0 0 0 0 8.4z" fill="currentColor"/>',
    "?": '<path d="M-2.6-2.2a2.7 2.7 0 1 1 3.9 2.4C.3.7 0 1 0 2M0 4.1v.6" fill="none" stroke="currentColor" '
    'stroke-width="1.6" stroke-linecap="round"/>',
}

_FILLS: dict[ScreeningResult | None, tuple[str, str, str]] = {
    ScreeningResult.SITES_FOUND: ("#0b5675", "#62a9c9", "#cfe4ee"),
    ScreeningResult.NONE_FOUND: ("#a8500f", "#e5a560", "#f8e3ca"),
    ScreeningResult.NOT_STATED: ("#5b5773", "#a6a2bd", "#e1dfeb"),
}
_HATCHES: dict[ScreeningResult | None, str] = {
    ScreeningResult.SITES_FOUND: "#86b8d0",
    ScreeningResult.NONE_FOUND: "#dfae74",
    ScreeningResult.NOT_STATED: "#b4b0c9",
}
_STEPS = (Freshness.FRESH, Freshness.AGEING, Freshness.EXPIRED)


@dataclass(frozen=True, slots=True)
class Look:
    """What is drawn for a status.

    Parameters
    ----------
    fill
        The colour of the area.
    hatch, angle
        The colour of the lines on it and their direction in degrees; no lines where the colour is empty.
    border
        The colour of its edge on the map.
    ink
        The colour of the symbol.
    glyph
        The symbol as SVG around the origin, at most 14 units wide.
    """

    fill: str
    hatch: str
    angle: int
    border: str
    ink: str
    glyph: str


def look(status: Status) -> Look:
    """Return what is drawn for ``status``."""
    glyph = _GLYPHS[status.symbol]
    if status.freshness is Freshness.NEVER:
        return Look("#ffffff", "#c3ccd2", -45, "#9aabb5", "#3d4c56", glyph)
    fill = _FILLS[status.result][_STEPS.index(status.freshness)]
    if status.freshness is Freshness.EXPIRED:
        return Look(fill, _HATCHES[status.result], 45, "#ffffff", "#22313a", glyph)
    return Look(fill, "", 0, "#ffffff", "#ffffff" if status.freshness is Freshness.FRESH else "#14222b", glyph)


LOOKS: dict[str, Look] = {status.code: look(status) for status in STATUSES}


def picture(code: str) -> str:
    """Return a status as a small SVG image."""
    return small_picture(LOOKS[code])


def small_picture(drawn: Look) -> str:
    """Return how a class looks as a small SVG image."""
    pattern, fill = "", drawn.fill
    if drawn.hatch:
        pattern = (
            f'<pattern id="h" width="5" height="5" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate({drawn.angle})"><rect width="5" height="5" fill="{drawn.fill}"/>'
            f'<rect width="1.5" height="5" fill="{drawn.hatch}"/></pattern>'
        )
        fill = "url(#h)"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 -10 20 20">{pattern}<rect x="-9.5" y="-9.5" width="19" '
        f'height="19" rx="3.5" fill="{fill}" stroke="#16242d" stroke-opacity=".25"/>'
        f'<g color="{drawn.ink}">{drawn.glyph}</g></svg>'
    )
