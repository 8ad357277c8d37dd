"""Attempts month by month as a still picture: reached below, in vain above, told apart without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.drawing.xml import xml

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 720, 210
LEFT, BOTTOM, TOP = 44, 30, 26
REACHED, IN_VAIN, INK, HAIR = "#0b5675", "#cfe4ee", "#16242d", "#c3ccd2"


def drawing(months: Sequence[tuple[str, int, int]], names: Sequence[str], reached: str, in_vain: str) -> str:
    """Return the picture as an SVG file.

    Parameters
    ----------
    months
        Month, attempts, and attempts that reached someone.
    names
        What each month is called.
    reached, in_vain
        What the two parts of a bar are called.
    """
    most = _round_up(max((attempts for _, attempts, _ in months), default=0))
    floor = HEIGHT - BOTTOM
    scale = (floor - TOP) / most
    step = (WIDTH - LEFT) / max(1, len(months))
    parts = [
        f'<line x1="{LEFT}" x2="{WIDTH}" y1="{floor - n * scale:.1f}" y2="{floor - n * scale:.1f}" stroke="{HAIR}"/>'
        f'<text x="{LEFT - 6}" y="{floor - n * scale + 4:.1f}" text-anchor="end">{n:g}</text>'
        for n in (0, most / 2, most)
    ]
    for place, ((_, attempts, met), name) in enumerate(zip(months, names, strict=True)):
        x, wide = LEFT + step * (place + 0.2), step * 0.6
        parts.append(_bar(x, wide, floor, met * scale, REACHED))
        parts.append(_bar(x, wide, floor - met * scale, (attempts - met) * scale, IN_VAIN))
        parts.append(f'<text x="{x + wide / 2:.1f}" y="{HEIGHT - 10}" text-anchor="middle">{xml(name)}</text>')
    key = f'<rect x="{LEFT}" y="4" width="12" height="12" fill="{REACHED}" stroke="{INK}" stroke-width=".6"/>'
    key += f'<text x="{LEFT + 18}" y="14">{xml(reached)}</text>'
    second = LEFT + 40 + 8 * len(reached)
    key += f'<rect x="{second}" y="4" width="12" height="12" fill="{IN_VAIN}" stroke="{INK}" stroke-width=".6"/>'
    key += f'<text x="{second + 18}" y="14">{xml(in_vain)}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="12" fill="{INK}">'
        f"{key}{''.join(parts)}</svg>"
    )


def _bar(x: float, wide: float, foot: float, high: float, fill: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{foot - high:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{fill}" '
        f'stroke="{INK}" stroke-width=".6"/>'
    )


def _round_up(most: int) -> int:
    """Return a round number at or above ``most``, and at least 2."""
    step = next(s for s in (2, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000, 100_000, 10**9) if s * 5 >= most)
    return max(2, step * -(-most // step))
