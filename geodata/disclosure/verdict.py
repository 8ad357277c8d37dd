"""Whether a release may be published: what an attacker finds out, and every reason against it, in words."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geodata.disclosure.attacker import Interval, intervals
from geodata.disclosure.groups import TOTAL, Group
from geodata.disclosure.moves import WIDTH
from geodata.disclosure.protection import OUTSIDER, narrow
from geodata.disclosure.suppression import SHOWN_AGAIN, told_by
from geodata.language import Label
from geodata.small_counts import SMALL
from geodata.terms import Region, Team

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geodata.disclosure.content import Cell, Content, Release

NAMED = 5
"""Cells that a refusal names; of more it says how many there are."""

ALL_SITES = Label("Alle steder", "All sites")


@dataclass(frozen=True)
class Verdict:
    """What the attack on a release came to.

    Parameters
    ----------
    reasons
        Why the release is refused; none where it may be published.
    ranges
        What anyone can work out of each hidden cell.
    sensitive
        The cells that must span at least :data:`geodata.disclosure.moves.WIDTH`.
    insiders
        How many municipalities knew their own row in the attack.
    outsider_s, insiders_s
        Seconds that the two attacks took.
    """

    reasons: tuple[Label, ...]
    ranges: dict[Cell, Interval]
    sensitive: frozenset[Cell]
    insiders: int
    outsider_s: float
    insiders_s: float

    @property
    def passed(self) -> bool:
        """Whether the release may be published."""
        return not self.reasons

    def widths(self) -> dict[int, int]:
        """Return how many sensitive cells span each width to an outsider; the last stands for all wider ones."""
        counted = Counter(min(self.ranges[cell].width, 2 * WIDTH) for cell in self.sensitive if cell in self.ranges)
        return dict(sorted(counted.items()))


@dataclass(frozen=True, slots=True)
class Visible:
    """How many of the municipalities' cells that hold sites are shown, and of how many municipalities nothing is."""

    shown: int
    holding: int
    rows_hidden: int
    rows: int

    @property
    def share(self) -> float | None:
        """The share (0-1) that is shown; ``None`` where no cell holds a site."""
        return self.shown / self.holding if self.holding else None


def visible(release: Release) -> Visible:
    """Return what of a release can be seen."""
    own = {cell: count for cell, count in release.content.cells.items() if cell[0] == "municipality"}
    holding = {cell for cell, count in own.items() if (release.withheld[cell].count if count is None else count)}
    shown = {cell for cell in holding if own[cell] is not None}
    rows = {code for _, code, _ in own}
    open_rows = {code for (_, code, _), count in own.items() if count is not None}
    return Visible(len(shown), len(holding), len(rows - open_rows), len(rows))


def attack(release: Release, pasts: Sequence[Release] = ()) -> Verdict:
    """Attack a release as anyone and as every municipality, and say what stands against publishing it."""
    past, content = release.past, release.content
    table, layout = past.table, past.table.layout
    cell_of = {number: cell for cell, number in layout.number.items()}
    reasons: list[Label] = []
    small = [cell for cell, count in content.cells.items() if count in SMALL]
    reasons += _about(small, content, Label("Små antal vises: {cells}.", "Small counts are shown: {cells}."))
    early = _shown_too_early(release, pasts)
    reasons += _about(
        early,
        content,
        Label(
            f"Skjult i den forrige udgivelse, vist nu og under {SHOWN_AGAIN}: {{cells}}.",
            f"Hidden in the release before, shown now and below {SHOWN_AGAIN}: {{cells}}.",
        ),
    )
    begun = time.perf_counter()
    shown = np.where(past.hidden, np.nan, table.values.astype(np.float64))
    ranges = {cell_of[number]: found for number, found in intervals(layout, shown, table.low).items()}
    outsider_s = time.perf_counter() - begun
    sensitive = frozenset(cell_of[int(number)] for number in np.flatnonzero(table.sensitive))
    known = [cell for cell in sensitive if cell not in ranges or ranges[cell].width < WIDTH]
    reasons += _about(
        known,
        content,
        Label(
            "Enhver kan regne sig frem til dem med mindre end 4 i spænd: {cells}.",
            "Anyone can work them out to a range of less than 4: {cells}.",
        ),
    )
    begun = time.perf_counter()
    inside = [found for found in narrow(table, past.hidden) if found.knower is not OUTSIDER]
    insiders_s = time.perf_counter() - begun
    reasons += _about(
        {cell_of[found.cell] for found in inside},
        content,
        Label(
            "En kommune, der kender sine egne tal, kan regne sig frem til dem: {cells}.",
            "A municipality that knows its own figures can work them out: {cells}.",
        ),
    )
    for earlier in pasts:
        numbers = {number: cell for cell, number in earlier.past.table.layout.number.items()}
        told = {numbers[found.cell] for found in told_by(layout, past.hidden, earlier.past)}
        reasons += _about(
            told,
            earlier.content,
            Label(
                f"Røber sammen med {earlier.content.quarter} hvad der var skjult dengang: {{cells}}.",
                f"Tells, with {earlier.content.quarter}, what was hidden then: {{cells}}.",
            ),
        )
    holders = {code for kind, code, _ in release.withheld if kind == "municipality"}
    return Verdict(tuple(reasons), ranges, sensitive, len(holders), outsider_s, insiders_s)


def _shown_too_early(release: Release, pasts: Sequence[Release]) -> list[Cell]:
    if not pasts:
        return []
    before = pasts[0].withheld
    cells = release.content.cells
    return [cell for cell in before if (count := cells.get(cell)) is not None and count < SHOWN_AGAIN]


def _about(cells: Iterable[Cell], content: Content, sentence: Label) -> list[Label]:
    """Return a sentence about some cells, or none where there are none."""
    found = sorted(cells)
    if not found:
        return []
    names = [say_cell(cell, content) for cell in found[:NAMED]]
    more = Label(f" og {len(found) - NAMED} til", f" and {len(found) - NAMED} more") if len(found) > NAMED else None
    danish = "; ".join(name.danish for name in names) + (more.danish if more else "")
    english = "; ".join(name.english for name in names) + (more.english if more else "")
    return [Label(sentence.danish.replace("{cells}", danish), sentence.english.replace("{cells}", english))]


def say_cell(cell: Cell, content: Content) -> Label:
    """Return a cell's name: its area and its column."""
    kind, code, column = cell
    area, told = say_area(kind, code, content), say_column(column)
    return Label(f"{area.danish}, {told.danish.lower()}", f"{area.english}, {told.english.lower()}")


def say_column(column: str) -> Label:
    """Return a column's name."""
    return ALL_SITES if column == TOTAL else Group(column).label


def say_area(kind: str, code: str, content: Content) -> Label:
    """Return an area's name, a municipality's as it was then."""
    if kind == "municipality":
        place = content.facts(code)
        name = place.name if place else code
        return Label(name, name)
    if kind == "region":
        return Region(code).label
    if kind == "team":
        return Team(code).label
    if kind == "unknown":
        return Label("Ukendt kommune", "Unknown municipality")
    return Label("Hele landet", "Whole country")
