"""What a figure is: a numerator, a denominator, a unit, a direction, a definition and a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from geodata.language import Label
    from geodata.units import Unit

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure.

    Parameters
    ----------
    id
        Stable name, used in links, exports and commands.
    label, definition
        Its name, and how it is counted, in both languages.
    unit
        How the value is scaled and written.
    numerator, denominator
        Columns of :func:`geodata.figures.counts`; a figure without a denominator is a count.
    better
        The direction that is wished for.
    source
        Where the definition comes from.
    """

    id: str
    label: Label
    definition: Label
    unit: Unit
    numerator: str
    denominator: str | None = None
    better: Better = "neither"
    source: str = "docs/figures.md"
