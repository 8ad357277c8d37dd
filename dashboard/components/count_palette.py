"""How a released number of sites looks on a map: one hue, darker for more; hidden is hatched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.components.palette import swatch_rule
from geodata.drawing.looks import Look
from geodata.language import Label

if TYPE_CHECKING:
    from geodata.language import Language


@dataclass(frozen=True, slots=True)
class CountClass:
    """A class of the map: the counts it holds, both ends included; the hidden one holds none."""

    code: str
    label: Label
    low: int | None
    high: int | None
    look: Look


_RING = '<circle r="3.6" fill="none" stroke="currentColor" stroke-width="1.8"/>'
_CROSS = '<path d="M-3-3l6 6m0-6l-6 6" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/>'


def _dots(count: int) -> str:
    """Return 1 to 4 dots: more sites, more dots, so that a class can be read without its colour."""
    near: dict[int, list[tuple[float, float]]] = {
        1: [(0, 0)],
        2: [(-2.6, 0), (2.6, 0)],
        3: [(-2.6, 2), (2.6, 2), (0, -2.6)],
        4: [(-2.6, -2.6), (2.6, -2.6), (-2.6, 2.6), (2.6, 2.6)],
    }
    places = near[count]
    return "".join(f'<circle cx="{x}" cy="{y}" r="1.7" fill="currentColor"/>' for x, y in places)


HIDDEN = "hidden"

CLASSES: tuple[CountClass, ...] = (
    CountClass("none", Label("Ingen", "None"), 0, 0, Look("#ffffff", "", 0, "#9aabb5", "#3d4c56", _RING)),
    CountClass(
        HIDDEN, Label("Skjult", "Hidden"), None, None, Look("#ecebf2", "#b4b0c9", 45, "#ffffff", "#3b3752", _CROSS)
    ),
    CountClass("to_9", Label("5-9", "5-9"), 5, 9, Look("#cfe4ee", "", 0, "#ffffff", "#14222b", _dots(1))),
    CountClass("to_19", Label("10-19", "10-19"), 10, 19, Look("#8ec2da", "", 0, "#ffffff", "#14222b", _dots(2))),
    CountClass("to_49", Label("20-49", "20-49"), 20, 49, Look("#3f8db3", "", 0, "#ffffff", "#0c1a22", _dots(3))),
    CountClass(
        "above", Label("50 eller flere", "50 or more"), 50, None, Look("#0b4a66", "", 0, "#ffffff", "#ffffff", _dots(4))
    ),
)
"""In the order of the legend."""

LOOKS: dict[str, Look] = {each.code: each.look for each in CLASSES}
NUMBER = {each.code: number for number, each in enumerate(CLASSES)}
BY_CODE = {each.code: each for each in CLASSES}


def class_of(count: int | None) -> str:
    """Return the class of a released count; ``None`` is a hidden one.

    Raises
    ------
    ValueError
        If no release may tell such a count.
    """
    if count is None:
        return HIDDEN
    for each in CLASSES:
        if each.low is not None and each.low <= count and (each.high is None or count <= each.high):
            return each.code
    raise ValueError(f"A release tells no count of {count}.")


def say_class(code: str, language: Language) -> str:
    """Return what a class is called."""
    return BY_CODE[code].label.say(language)


def swatch_name(code: str) -> str:
    """Return the name of a class's picture beside those of the statuses."""
    return f"count-{code}"


def stylesheet() -> str:
    """Return the rules that show the classes' pictures."""
    return "\n".join(swatch_rule(swatch_name(code), look) for code, look in LOOKS.items())
