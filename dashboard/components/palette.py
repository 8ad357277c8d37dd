"""How a status is shown on the screen: its picture (:mod:`geodata.drawing.looks`) as a style and as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from geodata.drawing.looks import LOOKS, small_picture

if TYPE_CHECKING:
    from geodata.drawing.looks import Look


def stylesheet() -> str:
    """Return the rule that shows each status's picture where :func:`swatch` stands."""
    return "\n".join(swatch_rule(code, look) for code, look in LOOKS.items())


def swatch_rule(name: str, look: Look) -> str:
    """Return the rule that shows a class's picture where :func:`swatch` of its name stands."""
    return f'.swatch[data-of="{name}"] {{ background-image: url("data:image/svg+xml,{quote(small_picture(look))}"); }}'


def swatch(code: str) -> str:
    """Return a status's picture as HTML, hidden from screen readers: the words stand beside it."""
    return f'<span class="swatch" data-of="{code}" aria-hidden="true"></span>'
