"""How a site on the due list looks on the map: the coverage map's own colours, with a sign of its own for each state.

What is late is orange and darker the later, what is on track is blue, who was never reached is white and hatched.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard.components.palette import swatch_rule
from geodata.drawing.looks import LOOKS as STATUS_LOOKS
from geodata.drawing.looks import Look
from geodata.due import Standing

_MARK = (
    '<path d="M0-5v5.6" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/>'
    '<circle cy="4.2" r="1.4" fill="currentColor"/>'
)
_CLOCK = (
    '<circle r="4.4" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M0-2.2V0l1.7 1.4" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/>'
)
_RING = '<circle r="3.6" fill="none" stroke="currentColor" stroke-width="1.8"/>'
_TICK = '<path d="M-4 .4l2.6 2.8L4-3" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>'

LOOKS: dict[Standing, Look] = {
    Standing.OVERDUE: replace(STATUS_LOOKS["fresh_none_found"], glyph=_MARK),
    Standing.DUE_SOON: replace(STATUS_LOOKS["ageing_none_found"], glyph=_CLOCK),
    Standing.NEVER_REACHED: replace(STATUS_LOOKS["never"], glyph=_RING),
    Standing.ON_TRACK: replace(STATUS_LOOKS["ageing_sites_found"], glyph=_TICK),
}
"""In the order of the legend, the most pressing first."""


def swatch_name(standing: Standing) -> str:
    """Return the name of a state's picture beside those of the statuses."""
    return f"due-{standing.code}"


def stylesheet() -> str:
    """Return the rules that show the states' pictures."""
    return "\n".join(swatch_rule(swatch_name(standing), look) for standing, look in LOOKS.items())
