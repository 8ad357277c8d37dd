"""The linked table of a release: municipalities by group, and the regions, teams and country they add up to.

Regions and teams are two hierarchies over the same municipalities. Until 2026 a region lies within a team; from 2027
Region Østdanmark lies in two. Nothing here relies on either.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import sparse

from geodata.disclosure.groups import TOTAL
from geodata.terms import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

AreaKind = Literal["municipality", "unknown", "region", "team", "nation"]
AREA_KINDS: tuple[AreaKind, ...] = ("municipality", "unknown", "region", "team", "nation")
NATION = "nation"


@dataclass(frozen=True, slots=True)
class Area:
    """A row of the table; only a municipality or what no record places has counts of its own."""

    kind: AreaKind
    code: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a municipality lies on the day of a release; its name may have changed since."""

    code: str
    region: str
    team: str


@dataclass(frozen=True)
class Layout:
    """The table without its numbers: areas by columns, and which cells add up to which.

    Cells are numbered area by area. ``equations`` are pairs of a whole and its parts.
    """

    areas: tuple[Area, ...]
    columns: tuple[str, ...]
    equations: tuple[tuple[int, tuple[int, ...]], ...]

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.areas) * len(self.columns)

    @cached_property
    def area_of(self) -> NDArray[np.int64]:
        """The number of each cell's area."""
        return np.repeat(np.arange(len(self.areas)), len(self.columns))

    @cached_property
    def number(self) -> dict[tuple[AreaKind, str, str], int]:
        """The number of the cell of an area's kind, its code, and a column."""
        return {
            (area.kind, area.code, column): row * len(self.columns) + place
            for row, area in enumerate(self.areas)
            for place, column in enumerate(self.columns)
        }

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """One row per equation: 1 for each part, -1 for the whole; times the true counts it is 0."""
        rows = [row for row, (_, parts) in enumerate(self.equations) for _ in (0, *parts)]
        cells = [cell for whole, parts in self.equations for cell in (whole, *parts)]
        signs = [sign for _, parts in self.equations for sign in (-1.0, *(1.0 for _ in parts))]
        return sparse.csr_array((signs, (rows, cells)), shape=(len(self.equations), self.size))

    def is_kind(self, *kinds: AreaKind) -> NDArray[np.bool_]:
        """Return which cells belong to areas of these kinds."""
        return np.array([area.kind in kinds for area in self.areas], dtype=bool)[self.area_of]

    @cached_property
    def is_total(self) -> NDArray[np.bool_]:
        """Which cells are of the total, not of a group."""
        return np.array([column == TOTAL for column in self.columns] * len(self.areas), dtype=bool)


def layout(places: Sequence[Place], columns: Sequence[str]) -> Layout:
    """Return the linked table of municipalities, what no record places, regions, teams and the country.

    Records without a municipality are a row of their own; they count in the country and in no region or team.
    """
    areas = [Area("municipality", place.code) for place in places] + [Area("unknown", UNKNOWN)]
    members: dict[Area, list[int]] = {}
    for row, place in enumerate(places):
        members.setdefault(Area("region", place.region), []).append(row)
        members.setdefault(Area("team", place.team), []).append(row)
    wholes = sorted(members, key=lambda area: (AREA_KINDS.index(area.kind), area.code))
    members[Area("nation", NATION)] = list(range(len(areas)))
    wholes.append(Area("nation", NATION))
    every = (*areas, *wholes)
    width, total = len(columns), len(columns) - 1
    equations: list[tuple[int, tuple[int, ...]]] = []
    if width > 1:
        equations += [
            (row * width + total, tuple(row * width + group for group in range(total))) for row in range(len(every))
        ]
    for offset, whole in enumerate(wholes):
        row = len(areas) + offset
        equations += [
            (row * width + column, tuple(part * width + column for part in members[whole])) for column in range(width)
        ]
    return Layout(every, tuple(columns), tuple(equations))


def filled(table: Layout, counts: Mapping[tuple[str, str], int]) -> NDArray[np.int64]:
    """Return every cell's count from those of a municipality's code (or ``unknown``) and a column that is a group.

    Where the table has no groups, the column is the total.
    """
    values = np.zeros(table.size, dtype=np.int64)
    for (code, column), count in counts.items():
        kind: AreaKind = "unknown" if code == UNKNOWN else "municipality"
        values[table.number[kind, code, column]] = count
    width = len(table.columns)
    for whole, parts in table.equations:
        across = table.area_of[whole] == table.area_of[parts[0]]
        if across and table.areas[table.area_of[whole]].kind in ("municipality", "unknown"):
            values[whole] = values[list(parts)].sum()
    for whole, parts in table.equations:
        if table.area_of[whole] != table.area_of[parts[0]]:
            values[whole] = values[list(parts)].sum()
    if width and (table.matrix @ values).any():
        raise ValueError("The counts do not add up.")
    return values
