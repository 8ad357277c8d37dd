"""A second, dull attacker, who shares no code with the product: he writes out all tables, or asks scipy.

He is told what a reader of a release is told: the cells with their counts or nothing, which municipality lies where,
and which cells were hidden in the release before.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geodata.disclosure.content import Cell
    from geodata.disclosure.tables import AreaKind

    Told = dict[Cell, int | None]
    Known = tuple[Cell, int]


def sums(told: Told, lies_in: Mapping[str, tuple[str, str]]) -> Iterator[tuple[Cell, list[Cell]]]:
    """Every cell that is the sum of others, from the words of the specification."""
    groups = sorted({column for _, _, column in told if column != "total"})
    for kind, area in sorted({(kind, area) for kind, area, _ in told}):
        if groups:
            yield (kind, area, "total"), [(kind, area, group) for group in groups]
    for column in ("total", *groups):
        larger: list[tuple[int, AreaKind]] = [(0, "region"), (1, "team")]
        for at, kind in larger:
            for area in sorted({place[at] for place in lies_in.values()}):
                yield (
                    (kind, area, column),
                    [("municipality", m, column) for m, place in lies_in.items() if place[at] == area],
                )
        parts: list[Cell] = [("municipality", m, column) for m in lies_in]
        yield ("nation", "nation", column), [*parts, ("unknown", "unknown", column)]


def by_writing_out(
    told: Told, lies_in: Mapping[str, tuple[str, str]], low: Mapping[Cell, int], most: int, known: Iterable[Known] = ()
) -> dict[Cell, tuple[int, int]]:
    """Return each hidden cell's least and largest count in all tables of whole numbers up to ``most`` that agree.

    Only base cells are written out, the others follow from them.
    """
    told = {**told, **dict(known)}
    wholes = list(sums(told, lies_in))
    groups = sorted({column for _, _, column in told if column != "total"}) or ["total"]
    base = [cell for cell in told if cell[0] in ("municipality", "unknown") and cell[2] in groups]
    free = [cell for cell in base if told[cell] is None]
    found: dict[Cell, tuple[int, int]] = {}
    for counts in product(*(range(low[cell], most + 1) for cell in free)):
        table = {cell: told[cell] for cell in base} | dict(zip(free, counts, strict=True))
        agrees = True
        for whole, parts in sorted(wholes, key=lambda each: each[0][0] not in ("municipality", "unknown")):
            if any(part not in table for part in parts):
                continue
            total = sum(table[part] or 0 for part in parts)
            held = table.get(whole)
            if (held is not None and held != total) or (told[whole] is not None and told[whole] != total):
                agrees = False
                break
            if told[whole] is None and total < low[whole]:
                agrees = False
                break
            table[whole] = total
        if agrees:
            for cell, count in table.items():
                if told[cell] is None:
                    least, largest = found.get(cell, (count or 0, count or 0))
                    found[cell] = min(least, count or 0), max(largest, count or 0)
    return found


def by_programs(
    told: Told,
    lies_in: Mapping[str, tuple[str, str]],
    low: Mapping[Cell, int],
    wanted: Iterable[Cell],
    known: Iterable[Known] = (),
    most: int = 1000,
) -> dict[Cell, tuple[int, int]]:
    """Return the ends of some hidden cells in whole numbers, each by two programs over the whole table."""
    told = {**told, **dict(known)}
    cells = sorted(told)
    place = {cell: number for number, cell in enumerate(cells)}
    rows = list(sums(told, lies_in))
    matrix = np.zeros((len(rows), len(cells)))
    for number, (whole, parts) in enumerate(rows):
        matrix[number, place[whole]] -= 1
        for part in parts:
            matrix[number, place[part]] += 1
    counts = [told[cell] for cell in cells]
    lows = [low[cell] if count is None else count for cell, count in zip(cells, counts, strict=True)]
    highs = [most if count is None else count for count in counts]
    found = {}
    for cell in wanted:
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(cells))
            cost[place[cell]] = sign
            answer = milp(
                cost,
                constraints=LinearConstraint(csr_array(matrix), 0, 0),
                bounds=Bounds(lows, highs),
                integrality=np.ones(len(cells)),
            )
            assert answer.success, answer.message
            ends.append(round(sign * answer.fun))
        found[cell] = (ends[0], ends[1])
    return found
