"""How far a hidden cell can move while everything that is shown stays what it is.

What an attacker can learn of a hidden cell is an interval: the smallest and the largest count that still agree with
all he sees. Seen from the true table, these are the ends of the *moves* that leave every shown cell and every sum as
they are. Each question is a small linear program; many of them are put into one, side by side, for HiGHS to solve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geodata.disclosure.tables import Layout

WIDTH = 4
"""What every small cell's interval must span: its high end less its low end."""

_WHOLE = 1e-6
_FAR = 1e4
"""What a step of the cell asked about weighs against the steps of the others: it goes as far as it can, and touches
as few as it can on the way."""


@dataclass(frozen=True, slots=True)
class Question:
    """How far ``cell`` can go in a direction (1 or -1), ``most`` at the furthest, where the cells of an area (by its
    number) are known to the asker; ``None`` is one who knows only what is shown.
    """

    cell: int
    direction: int
    known: int | None = None
    most: float = WIDTH


@dataclass(frozen=True, slots=True)
class Move:
    """An answer: how far the cell went, and the cells that move with it."""

    reach: float
    cells: NDArray[np.int64]
    steps: NDArray[np.float64]


def furthest(
    table: Layout,
    room: NDArray[np.float64],
    questions: Sequence[Question],
    price: NDArray[np.float64] | None = None,
    *,
    exactly: bool = False,
) -> list[Move | None]:
    """Return how far each question's cell can go, in whole steps.

    Parameters
    ----------
    room
        How far each cell can go down (0 or more), and NaN where it cannot move at all.
    price
        What a step of a cell costs (above 0): of two ways to go as far, the cheaper is taken.
    exactly
        Whether the cell must go as far as ``most``; ``None`` is the answer where it cannot.
    """
    if not questions:
        return []
    blocks = Blocks(table, ~np.isnan(room))
    cost = np.ones(table.size) if price is None else price
    built = [_Program.of(blocks, room, cost, question, exactly=exactly) for question in questions]
    return _solved(built)


class Blocks:
    """Cells that can move, and which move together: those that no equation ties together move apart from each other."""

    def __init__(self, table: Layout, free: NDArray[np.bool_]) -> None:
        self._table = table
        cells = np.flatnonzero(free)
        ties = abs(table.matrix[:, cells])
        _, labels = sparse.csgraph.connected_components(ties.T @ ties, directed=False)
        self._block = np.full(table.size, -1, dtype=np.int64)
        self._block[cells] = labels
        self._found: dict[tuple[int, int | None], tuple[NDArray[np.int64], sparse.coo_array]] = {}

    def around(self, cell: int, known: int | None) -> tuple[NDArray[np.int64], sparse.coo_array]:
        """Return the cells that can move with one, and the equations that tie their steps up and down.

        Parameters
        ----------
        known
            The number of an area whose cells stay where they are.
        """
        key = (int(self._block[cell]), known)
        if key not in self._found:
            inside = self._block == key[0]
            if known is not None:
                inside &= self._table.area_of != known
            cells = np.flatnonzero(inside)
            part = self._table.matrix[:, cells]
            part = part[np.flatnonzero(np.diff(part.indptr)), :]
            self._found[key] = cells, sparse.coo_array(sparse.hstack([part, -part]))
        return self._found[key]


@dataclass(frozen=True, slots=True)
class _Program:
    """One question as a linear program: steps up, then steps down, of the cells that can move."""

    question: Question
    cells: NDArray[np.int64]
    equations: sparse.coo_array
    cost: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        blocks: Blocks,
        room: NDArray[np.float64],
        price: NDArray[np.float64],
        question: Question,
        *,
        exactly: bool,
    ) -> _Program:
        cells, equations = blocks.around(question.cell, question.known)
        target = np.flatnonzero(cells == question.cell)
        up, down = price[cells].copy(), price[cells].copy()
        high_up, high_down = np.full(len(cells), np.inf), room[cells].copy()
        low_up, low_down = np.zeros(len(cells)), np.zeros(len(cells))
        ahead = up if question.direction > 0 else down
        high_ahead, high_back = (high_up, high_down) if question.direction > 0 else (high_down, high_up)
        low_ahead = low_up if question.direction > 0 else low_down
        high_ahead[target] = np.minimum(high_ahead[target], question.most)
        high_back[target] = 0
        if exactly:
            low_ahead[target] = question.most
        else:
            ahead[target] -= _FAR
        return cls(
            question,
            cells,
            equations,
            np.concatenate([up, down]),
            np.concatenate([low_up, low_down]),
            np.concatenate([high_up, high_down]),
        )

    def move(self, steps: NDArray[np.float64]) -> Move:
        """Return the answer from the program's variables."""
        net = steps[: len(self.cells)] - steps[len(self.cells) :]
        moved = np.flatnonzero(np.abs(net) > _WHOLE)
        reach = abs(float(net[self.cells == self.question.cell].sum()))
        return Move(round(reach, 6), self.cells[moved], net[moved])


def _solved(programs: Sequence[_Program]) -> list[Move | None]:
    """Solve all programs as one; where that has no answer, or none in whole steps, one by one."""
    possible = [bool((program.low <= program.high).all()) for program in programs]
    kept = [program for program, can in zip(programs, possible, strict=True) if can]
    found: list[Move | None] = []
    if kept:
        answer = linprog(
            np.concatenate([program.cost for program in kept]),
            A_eq=sparse.block_diag([program.equations for program in kept], format="csc"),
            b_eq=np.zeros(sum(program.equations.shape[0] for program in kept)),
            bounds=np.column_stack(
                [np.concatenate([program.low for program in kept]), np.concatenate([program.high for program in kept])]
            ),
            method="highs",
            options={"presolve": False},  # small programs side by side: looking for what can be left out takes longer
        )
        if answer.status == 0:
            ends = np.cumsum([len(program.cost) for program in kept])[:-1]
            for program, steps in zip(kept, np.split(answer.x, ends), strict=True):
                whole = np.abs(steps - np.round(steps)).max(initial=0) <= _WHOLE
                found.append(program.move(np.round(steps)) if whole else _in_whole_steps(program))
        elif len(kept) == 1:
            found.append(None)
        else:
            half = len(kept) // 2
            found = _solved(kept[:half]) + _solved(kept[half:])
    answers = iter(found)
    return [next(answers) if can else None for can in possible]


def _in_whole_steps(program: _Program) -> Move | None:
    """Solve a program in whole numbers: sums over two hierarchies that overlap can be met by halves."""
    answer = milp(
        program.cost,
        constraints=LinearConstraint(program.equations.tocsr(), 0, 0),
        bounds=Bounds(program.low, program.high),
        integrality=np.ones(len(program.cost)),
    )
    return program.move(np.round(answer.x)) if answer.success else None
