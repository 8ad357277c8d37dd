"""Makes a release from the warehouse: counts the sites, hides what must be hidden, freezes what else is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.disclosure.content import Cell, Content, Facts, LocalPartner, Release, Withheld
from geodata.disclosure.groups import GROUPS, TOTAL, Detail, columns
from geodata.disclosure.quarters import Quarter
from geodata.disclosure.suppression import Suppressed, suppress
from geodata.disclosure.tables import Place, filled, layout
from geodata.status import DEFAULT_WINDOW_MONTHS, classify
from geodata.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.store import Store

FIRST_DETAIL = Detail.TWO_GROUPS
"""What is tried first. Three groups show fewer cells than two, because most of the third group's are small
(docs/disclosure.md)."""


@dataclass(frozen=True)
class Draft:
    """A release that could be proposed, and how it came out."""

    release: Release
    suppressed: Suppressed


def draft(store: Store, quarter: Quarter, detail: Detail, pasts: Sequence[Release]) -> Draft:
    """Return the release of a quarter at a level of detail.

    Parameters
    ----------
    pasts
        The releases before it that are still to be protected, the latest first.
    """
    places = facts(store, quarter)
    table = layout([Place(place.code, place.region, place.team) for place in places], columns(detail))
    values = filled(table, counts(store, quarter, detail))
    closed = table.is_kind("municipality") if detail is Detail.AREAS else np.zeros(table.size, dtype=bool)
    found = suppress(table, values, [past.past for past in pasts], closed)
    cells: dict[Cell, int | None] = {}
    withheld: dict[Cell, Withheld] = {}
    for cell, number in table.number.items():
        hidden = bool(found.hidden[number])
        cells[cell] = None if hidden else int(values[number])
        if hidden:
            least, sensitive = int(found.table.low[number]), bool(found.table.sensitive[number])
            withheld[cell] = Withheld(int(values[number]), least, sensitive)
    content = Content(quarter, detail, store.demo, places, partners(store, quarter), cells)
    return Draft(Release(content, withheld), found)


def counts(store: Store, quarter: Quarter, detail: Detail) -> dict[tuple[str, str], int]:
    """Return the sites known at a quarter's end, by municipality (or ``unknown``) and group."""
    group_of = {kind.code: group.code for group, kinds in GROUPS[detail].items() for kind in kinds}
    found: dict[tuple[str, str], int] = {}
    for row in store.read("release_sites", as_of=quarter.last_day).to_dict("records"):
        key = str(row["municipality_code"]), group_of.get(Kind(row["kind"]).code, TOTAL)
        found[key] = found.get(key, 0) + int(row["sites"])
    return found


def facts(store: Store, quarter: Quarter) -> tuple[Facts, ...]:
    """Return what is told of each municipality at a quarter's end, in Danish order of names."""
    day = quarter.last_day
    rows = classify(store.municipality_status(day, DEFAULT_WINDOW_MONTHS), day)
    return tuple(
        Facts(
            row["municipality_code"],
            row["name"],
            row["region_code"],
            row["team"],
            None if pd.isna(row["population"]) else int(row["population"]),
            row["status"],
            _quarter_of(row["completed_on"]),
            _quarter_of(row["due_on"]),
        )
        for row in rows.to_dict("records")
    )


def partners(store: Store, quarter: Quarter) -> tuple[LocalPartner, ...]:
    """Return every municipality's own partners that were known at a quarter's end."""
    rows = store.read("release_partners", as_of=quarter.last_day).to_dict("records")
    return tuple(LocalPartner(row["municipality_code"], row["category"], row["kind"], row["name"]) for row in rows)


def _quarter_of(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else str(Quarter.of(day.date() if isinstance(day, pd.Timestamp) else day))
