"""What a release tells, and what it was made of. What it tells is frozen, with a checksum over all of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geodata.disclosure.groups import TOTAL, Detail, columns
from geodata.disclosure.protection import Table
from geodata.disclosure.suppression import Past
from geodata.disclosure.tables import AreaKind, Layout, Place, layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.disclosure.quarters import Quarter

Cell = tuple[AreaKind, str, str]
"""An area's kind and code, and a column."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a release says of one municipality besides counts: nothing more exact than a quarter.

    ``screened_in`` and ``due_in`` are quarters, empty where it was never screened.
    """

    code: str
    name: str
    region: str
    team: str
    population: int | None
    status: str
    screened_in: str
    due_in: str


@dataclass(frozen=True, slots=True)
class LocalPartner:
    """An institution in a municipality that the centre works with, may refer to, or has registered."""

    municipality: str
    category: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """The true count of a hidden cell, the least that it can be for all that is said, and whether it is small."""

    count: int
    least: int
    sensitive: bool


@dataclass(frozen=True)
class Content:
    """What is told for a quarter: every cell's count, or ``None`` where it is hidden."""

    quarter: Quarter
    detail: Detail
    demo: bool
    places: tuple[Facts, ...]
    partners: tuple[LocalPartner, ...]
    cells: Mapping[Cell, int | None]

    @cached_property
    def checksum(self) -> str:
        """SHA-256 over all that is told, whatever order it is read in."""
        told = {
            "quarter": str(self.quarter),
            "detail": self.detail.code,
            "demo": self.demo,
            "places": sorted(
                [p.code, p.name, p.region, p.team, p.population, p.status, p.screened_in, p.due_in] for p in self.places
            ),
            "partners": sorted([p.municipality, p.category, p.kind, p.name] for p in self.partners),
            "cells": sorted([*cell, -1 if count is None else count] for cell, count in self.cells.items()),
        }
        return hashlib.sha256(json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()

    def facts(self, code: str) -> Facts | None:
        """Return what is told of a municipality; ``None`` where it is in no row."""
        return next((place for place in self.places if place.code == code), None)

    def count(self, kind: AreaKind, area: str, column: str = TOTAL) -> int | None:
        """Return a cell's count; ``None`` where it is hidden or not told at all."""
        return self.cells.get((kind, area, column))

    @cached_property
    def layout(self) -> Layout:
        """The table without its numbers."""
        return layout([Place(p.code, p.region, p.team) for p in self.places], columns(self.detail))


@dataclass(frozen=True)
class Release:
    """What is told, and the true counts of what is not: the latter are for later releases, and for no page."""

    content: Content
    withheld: Mapping[Cell, Withheld] = field(repr=False)

    @cached_property
    def past(self) -> Past:
        """The release as an attacker's table."""
        table, cells = self.content.layout, self.content.cells
        values, low = np.zeros(table.size, dtype=np.int64), np.ones(table.size, dtype=np.int64)
        sensitive, hidden = np.zeros(table.size, dtype=bool), np.zeros(table.size, dtype=bool)
        for cell, number in table.number.items():
            shown, kept = cells.get(cell), self.withheld.get(cell)
            if shown is not None:
                values[number] = shown
            elif kept is not None:
                values[number], low[number] = kept.count, kept.least
                sensitive[number], hidden[number] = kept.sensitive, True
        return Past(Table(table, values, low, sensitive), hidden)
