"""Which small cells someone could work out: anyone who reads a release, or a municipality that knows its own row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from geodata.disclosure.moves import WIDTH, Question, furthest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geodata.disclosure.tables import Layout

OUTSIDER = None
"""Who knows only what is shown."""

TOGETHER = 16
"""Questions that are put into one program."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its counts, and what a release does with each.

    Parameters
    ----------
    values
        The true counts.
    low
        The least count that a hidden cell can have for all that is said: 1, because zeros are shown; 0 where the cell
        was hidden in the release before, because such a cell stays hidden also when its count falls to 0.
    sensitive
        Which cells must stay unknown within :data:`geodata.disclosure.moves.WIDTH`.
    """

    layout: Layout
    values: NDArray[np.int64]
    low: NDArray[np.int64]
    sensitive: NDArray[np.bool_]

    def room(self, movable: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return how far down each cell can go; NaN where it cannot move."""
        return np.where(movable, np.maximum(self.values - self.low, 0), np.nan).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Narrow:
    """A cell that someone knows too well: the cell, who (an area's number, or anyone), and the interval's width."""

    cell: int
    knower: int | None
    width: float


@dataclass
class Proofs:
    """For each sensitive cell and each who knows something: two moves whose ends lie far enough apart.

    A proof holds for as long as no cell in it is shown, and for everyone who knows none of its cells.
    """

    table: Table
    hidden: NDArray[np.bool_]
    held: dict[tuple[int, int | None], frozenset[int]] = field(default_factory=dict)

    def missing(self, at_most: int | None = None) -> list[tuple[int, int | None]]:
        """Find every proof there is, and return what has none: first of anyone, then of those who know a row.

        Parameters
        ----------
        at_most
            Stop looking when so many are known to have none.
        """
        cells = np.flatnonzero(self.table.sensitive & self.hidden).tolist()
        bare = self._prove([(cell, OUTSIDER) for cell in cells], at_most)
        if at_most is not None and len(bare) >= at_most:
            return bare
        return bare + self._prove([(cell, area) for cell in cells for area in self.insiders(cell)], at_most)

    def insiders(self, cell: int) -> list[int]:
        """Return the municipalities that know a cell of what protects ``cell`` from anyone; to others it holds."""
        layout = self.table.layout
        own = layout.area_of[cell]
        areas = {int(layout.area_of[other]) for other in self.held.get((cell, OUTSIDER), ())}
        return sorted(
            area
            for area in areas
            if area != own and layout.areas[area].kind == "municipality" and not self._all_of(cell, area)
        )

    def _all_of(self, cell: int, area: int) -> bool:
        """Return whether a larger area's count is one municipality's own: it tells that one nothing of anyone else."""
        layout = self.table.layout
        mine = layout.number["municipality", layout.areas[area].code, layout.columns[cell % len(layout.columns)]]
        kind = layout.areas[layout.area_of[cell]].kind
        return kind not in ("municipality", "unknown") and self.table.values[cell] == self.table.values[mine]

    def narrow(self) -> list[Narrow]:
        """Return what cannot be proved, with the width that is left."""
        missing = self.missing()
        asked = [Question(cell, direction, knower) for cell, knower in missing for direction in (1, -1)]
        layout = self.table.layout
        reach = [move.reach if move else 0.0 for move in furthest(layout, self.table.room(self.hidden), asked)]
        return [
            Narrow(cell, knower, up + down)
            for (cell, knower), up, down in zip(missing, reach[::2], reach[1::2], strict=True)
        ]

    def without(self, shown: int) -> bool:
        """Show a cell if every cell stays protected; return whether it was shown."""
        hidden = self.hidden.copy()
        hidden[shown] = False
        trial = Proofs(self.table, hidden, {key: proof for key, proof in self.held.items() if shown not in proof})
        if trial.missing(at_most=1):
            return False
        self.hidden, self.held = hidden, trial.held
        return True

    def hide(self, cells: Iterable[int]) -> None:
        """Hide more cells; what is proved stays proved."""
        self.hidden = self.hidden.copy()
        self.hidden[list(cells)] = True

    def _prove(self, wanted: list[tuple[int, int | None]], at_most: int | None) -> list[tuple[int, int | None]]:
        """Return what of ``wanted`` cannot be proved."""
        missing = [key for key in wanted if key not in self.held]
        bare: list[tuple[int, int | None]] = []
        for begin in range(0, len(missing), TOGETHER):
            bare += self._proved(missing[begin : begin + TOGETHER])
            if at_most is not None and len(bare) >= at_most:
                break
        return bare

    def _proved(self, wanted: list[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
        """Prove what can be proved by a move up, or by one up and one down; return the others."""
        layout, room = self.table.layout, self.table.room(self.hidden)
        asked = [Question(cell, 1, knower) for cell, knower in wanted]
        ups = dict(zip(wanted, furthest(layout, room, asked), strict=True))
        short = {key: WIDTH - (up.reach if up else 0) for key, up in ups.items() if up is None or up.reach < WIDTH}
        asked = [Question(cell, -1, knower, most) for (cell, knower), most in short.items()]
        downs = dict(zip(short, furthest(layout, room, asked), strict=True))
        bare = []
        for key, up in ups.items():
            down = downs.get(key)
            if key in short and (down is None or down.reach < short[key]):
                bare.append(key)
            else:
                self.held[key] = frozenset(cell for move in (up, down) if move for cell in move.cells.tolist())
        return bare


def narrow(table: Table, hidden: NDArray[np.bool_]) -> list[Narrow]:
    """Return every sensitive cell that someone knows within less than the width, and who that is.

    A sensitive cell that is shown is known exactly, by anyone.
    """
    shown = [Narrow(cell, OUTSIDER, 0) for cell in np.flatnonzero(table.sensitive & ~hidden).tolist()]
    return shown + Proofs(table, hidden).narrow()
