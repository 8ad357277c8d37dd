"""Which cells a release hides: the small ones, and as few others as it takes that none can be worked out.

The others are found by what an attacker would do. Where a small cell is too well known, the cheapest way for it to
move is asked for, if other cells were hidden too; they are. At the end every such cell is shown again if it turns
out that it is not needed. A count that is small is never shown, a zero never used to hide another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from geodata.disclosure.groups import akin
from geodata.disclosure.moves import WIDTH, Move, Question, furthest
from geodata.disclosure.protection import Narrow, Proofs, Table, narrow
from geodata.small_counts import SMALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geodata.disclosure.tables import Layout

SHOWN_AGAIN = 8
"""A cell that was hidden is hidden until its count reaches this."""

FREE = 1e-3
"""What a step of a cell costs that is hidden anyway."""
GROUP, TOTAL_COST, AREA = 1.0, 2.0, 1000.0
"""What it costs to hide a group of a municipality, its total, and a figure of a larger area."""


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier release: its table, and which of its cells were hidden."""

    table: Table
    hidden: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table with the cells that are hidden, and the small ones for which no way was found to hide them."""

    table: Table
    hidden: NDArray[np.bool_]
    bare: tuple[Narrow, ...]


def table_of(layout: Layout, values: NDArray[np.int64], past: Past | None, closed: NDArray[np.bool_]) -> Table:
    """Return a table with what no one may work out: small counts, and what was small and has not grown enough.

    A large count that only hid another stays hidden while it is below :data:`SHOWN_AGAIN`, but need not be unknowable.
    """
    before = hidden_before(layout, past)
    small_before = before & _marked(layout, past, past.table.sensitive) if past else before
    sensitive = np.isin(values, SMALL) | (small_before & (values < SHOWN_AGAIN))
    return Table(layout, values, np.where(before | closed, 0, 1), sensitive)


def hidden_before(layout: Layout, past: Past | None) -> NDArray[np.bool_]:
    """Return which cells of a table were hidden in an earlier release, or hold some of the sites of one that was."""
    return np.zeros(layout.size, dtype=bool) if past is None else _marked(layout, past, past.hidden)


def _marked(layout: Layout, past: Past, marks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which cells of a table hold some of the sites of a cell that is marked in an earlier release."""
    numbers = past.table.layout.number
    marked = np.zeros(layout.size, dtype=bool)
    for (kind, code, column), cell in layout.number.items():
        earlier = (numbers.get((kind, code, other)) for other in akin(column))
        marked[cell] = any(number is not None and marks[number] for number in earlier)
    return marked


def prices(table: Table) -> NDArray[np.float64]:
    """Return what it costs to hide each cell: larger areas and totals are worth most, large counts more than small."""
    layout = table.layout
    cost = np.where(layout.is_total, TOTAL_COST, GROUP) * (1 + np.log1p(table.values) / 10)
    return np.where(layout.is_kind("municipality", "unknown"), cost, AREA * cost)


def suppress(
    layout: Layout,
    values: NDArray[np.int64],
    pasts: Sequence[Past] = (),
    closed: NDArray[np.bool_] | None = None,
) -> Suppressed:
    """Return which cells to hide.

    Parameters
    ----------
    values
        The true counts.
    pasts
        The earlier releases that are still to be protected, the latest first.
    closed
        Cells that are told in no case, zeros among them.
    """
    closed = np.zeros(layout.size, dtype=bool) if closed is None else closed
    table = table_of(layout, values, pasts[0] if pasts else None, closed)
    before = hidden_before(layout, pasts[0] if pasts else None)
    needed = table.sensitive | closed | (before & (values < SHOWN_AGAIN))
    proofs = Proofs(table, needed | before)
    cost = prices(table)
    missing = proofs.missing()
    for cell, knower in missing:
        _mend(proofs, cost, cell, knower)
    # Now everyone is protected from anyone; what protects them may be known to a municipality.
    for cell, knower in proofs.missing():
        _mend(proofs, cost, cell, knower)
    bare = tuple(proofs.narrow())
    if not bare:
        spare = np.flatnonzero(proofs.hidden & ~needed)
        for each in spare[np.argsort(-cost[spare], kind="stable")].tolist():
            proofs.without(each)
        _keep_the_past(proofs, pasts)
    return Suppressed(table, proofs.hidden, bare)


def _mend(proofs: Proofs, cost: NDArray[np.float64], cell: int, knower: int | None) -> None:
    """Hide what lets a cell move far enough for someone, as cheaply as can be, if there is a way.

    Larger areas' figures are hidden only where those of the municipalities do not suffice.
    """
    if (cell, knower) in proofs.held:
        return
    table = proofs.table
    some = (table.values > 0) & table.layout.is_kind("municipality", "unknown")
    for can_hide in (some, table.values > 0):
        found = _ways(proofs, cost, Question(cell, 1, knower), can_hide | proofs.hidden)
        if found:
            cells = min(found, key=lambda option: option[0])[1]
            proofs.hide(cells)
            proofs.held[cell, knower] = frozenset(cells)
            return


def _ways(
    proofs: Proofs, cost: NDArray[np.float64], about: Question, can_hide: NDArray[np.bool_]
) -> list[tuple[float, set[int]]]:
    """Return the ways in which a cell can move far enough: what hiding more cells costs, and all that move.

    Either it goes up all the way, or down as far as it can and up for the rest.
    """
    table = proofs.table
    price = np.where(proofs.hidden, FREE, cost)
    down = min(int(table.values[about.cell] - table.low[about.cell]), WIDTH)
    steps = [[(1, WIDTH)]] + ([[(-1, down), (1, WIDTH - down)][: 2 if down < WIDTH else 1]] if down else [])
    ways = [[replace(about, direction=to, most=most) for to, most in way] for way in steps]
    asked = [question for way in ways for question in way]
    answers = dict(zip(asked, furthest(table.layout, table.room(can_hide), asked, price, exactly=True), strict=True))
    found = []
    for way in ways:
        moves = [move for question in way if (move := answers[question]) is not None]
        if len(moves) == len(way):
            cells = set[int]().union(*(_cells(move) for move in moves))
            fresh = [each for each in cells if not proofs.hidden[each]]
            found.append((float(cost[fresh].sum()), cells))
    return found


def _cells(move: Move) -> set[int]:
    return set(move.cells.tolist())


def _keep_the_past(proofs: Proofs, pasts: Sequence[Past]) -> None:
    """Hide again what would tell an earlier release's small cells to one who takes it that nothing has changed."""
    layout = proofs.table.layout
    for past in pasts:
        if told_by(layout, proofs.hidden, past):
            large = hidden_before(layout, past) & ~_marked(layout, past, past.table.sensitive)
            proofs.hide(np.flatnonzero(large & (proofs.table.values > 0)).tolist())


def told_by(layout: Layout, hidden: NDArray[np.bool_], past: Past) -> list[Narrow]:
    """Return the small cells of an earlier release that become too well known by a later one.

    The attacker takes it that a large cell that was hidden then and is shown now has not changed in between, which is
    the most that it can tell him. A small one has grown by four or more before it is shown: it tells nothing of then.
    """
    numbers = past.table.layout.number
    told = np.zeros(past.hidden.size, dtype=bool)
    for key, cell in layout.number.items():
        earlier = numbers.get(key)
        told[earlier if earlier is not None else 0] |= earlier is not None and not hidden[cell]
    told &= past.hidden & ~past.table.sensitive
    return narrow(past.table, past.hidden & ~told) if told.any() else []
