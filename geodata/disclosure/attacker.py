"""The attacker: what someone can work out who knows nothing but what a release tells.

He is given the published cells only. For every hidden cell he finds the smallest and the largest count that agree with
all of them, by two linear programs (HiGHS). He knows that zeros are shown, so that a hidden count is at least 1, unless
the cell was hidden in the release before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodata.disclosure.tables import Layout

MOST = 10_000
"""More than any hidden count: the high end of a cell that nothing bounds."""

_WHOLE = 1e-6
_TOGETHER = 12


@dataclass(frozen=True, slots=True)
class Interval:
    """The counts that a cell can have for all that someone knows."""

    low: int
    high: int

    @property
    def width(self) -> int:
        """How far they span."""
        return self.high - self.low


@dataclass(frozen=True)
class _Block:
    """Hidden cells that hang together, and the sums that bind them."""

    cells: NDArray[np.int64]
    sums: sparse.csr_array
    known: NDArray[np.float64]
    low: NDArray[np.float64]


def intervals(table: Layout, shown: NDArray[np.float64], low: NDArray[np.int64]) -> dict[int, Interval]:
    """Return the interval of every hidden cell, by its number.

    Parameters
    ----------
    shown
        Each cell's count, NaN where it is hidden.
    low
        The least count that each hidden cell can have.

    Raises
    ------
    ValueError
        If no counts at all agree with what is shown.
    """
    found: dict[int, Interval] = {}
    for block in _blocks(table, shown, low):
        ends = [_end(block, range(begin, min(begin + _TOGETHER, len(block.cells))), sign)
                for sign in (1, -1) for begin in range(0, len(block.cells), _TOGETHER)]  # fmt: skip
        half = len(ends) // 2
        lows, highs = np.concatenate(ends[:half]), np.concatenate(ends[half:])
        for cell, least, most in zip(block.cells.tolist(), lows.tolist(), highs.tolist(), strict=True):
            found[cell] = Interval(round(least), round(most))
    return found


def _blocks(table: Layout, shown: NDArray[np.float64], low: NDArray[np.int64]) -> list[_Block]:
    hidden = np.flatnonzero(np.isnan(shown))
    if not hidden.size:
        return []
    sums = table.matrix
    known = -(sums @ np.nan_to_num(shown))
    part = sums[:, hidden]
    count, label = sparse.csgraph.connected_components(abs(part).T @ abs(part), directed=False)
    blocks = []
    for number in range(count):
        inside = np.flatnonzero(label == number)
        own = part[:, inside]
        rows = np.flatnonzero(np.diff(own.indptr))
        cells = hidden[inside]
        blocks.append(_Block(cells, own[rows, :], known[rows], low[cells].astype(np.float64)))
    return blocks


def _end(block: _Block, places: range, sign: int) -> NDArray[np.float64]:
    """Return the low (``sign`` 1) or high (-1) ends of some of a block's cells: a program for each, side by side."""
    width = len(block.cells)
    cost = np.zeros(width * len(places))
    at = [turn * width + place for turn, place in enumerate(places)]
    cost[at] = sign
    answer = linprog(
        cost,
        A_eq=sparse.block_diag([block.sums] * len(places), format="csc"),
        b_eq=np.tile(block.known, len(places)),
        bounds=np.column_stack([np.tile(block.low, len(places)), np.full(len(cost), MOST)]),
        method="highs",
        options={"presolve": False},
    )
    if answer.status != 0:
        raise ValueError("What is shown does not agree with itself.")
    whole = np.abs(answer.x - np.round(answer.x)).max() <= _WHOLE
    return np.round(answer.x[at]) if whole else np.array([_whole_end(block, place, sign) for place in places])


def _whole_end(block: _Block, place: int, sign: int) -> float:
    """Return an end in whole numbers, where hierarchies that overlap let halves agree that no counts can."""
    cost = np.zeros(len(block.cells))
    cost[place] = sign
    answer = milp(
        cost,
        constraints=LinearConstraint(block.sums, block.known, block.known),
        bounds=Bounds(block.low, np.full(len(cost), MOST)),
        integrality=np.ones(len(cost)),
    )
    if not answer.success:
        raise ValueError("What is shown does not agree with itself.")
    return float(round(answer.x[place]))
