"""The columns of every table a person sees or downloads: what they are called and how a cell is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.language import Label
from geodata.rules import Rule
from geodata.status import BY_CODE
from geodata.terms import Region, ScreeningResult, Team, Term

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.language import Language

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    id
        The frame's column.
    name
        The heading.
    label_of
        For codes: what a code is called. Other cells are kept as they are.
    """

    id: str
    name: Label
    label_of: Callable[[str], Label] | None = None

    def cells(self, frame: pd.DataFrame, language: Language) -> list[Cell]:
        """Return the column's cells as plain values: text, numbers, days, and ``None`` where there is none."""
        return [self._cell(value, language) for value in frame[self.id].tolist()]

    def _cell(self, value: Any, language: Language) -> Cell:
        if pd.isna(value):
            return None
        if self.label_of is not None:
            return self.label_of(str(value)).say(language)
        if isinstance(value, pd.Timestamp):
            return value.date()
        plain: Cell = value if isinstance(value, int | float | date) else str(value)
        return plain


def _term(term: type[Term]) -> Callable[[str], Label]:
    return lambda code: term(code).label


MUNICIPALITIES: tuple[Column, ...] = (
    Column("municipality_code", Label("Kommunekode", "Municipality code")),
    Column("name", Label("Kommune", "Municipality")),
    Column("team", Label("Team", "Team"), _term(Team)),
    Column("region_code", Label("Region", "Region"), _term(Region)),
    Column("status", Label("Status", "Status"), lambda code: BY_CODE[code].label),
    Column("completed_on", Label("Senest screenet", "Last screened")),
    Column("result", Label("Resultat", "Result"), _term(ScreeningResult)),
    Column("age_days", Label("Dage siden screening", "Days since screening")),
    Column("due_on", Label("Næste screening", "Next screening due")),
    Column("started_on", Label("Screening i gang siden", "Screening under way since")),
    Column("screenings", Label("Afsluttede screeninger", "Completed screenings")),
    Column("sites_known", Label("Kendte steder", "Sites known")),
    Column("sites_attempted", Label("Heraf opsøgt i perioden", "Of these attempted in the window")),
    Column("sites_reached", Label("Heraf med kontakt i perioden", "Of these reached in the window")),
    Column("attempts", Label("Besøgsforsøg i perioden", "Attempted visits in the window")),
    Column("population", Label("Folketal", "Population")),
    Column("area_km2", Label("Areal (km²)", "Area (km²)")),
)

_TABLES = {
    "activities": Label("Aktiviteter", "Activities"),
    "boundaries": Label("Kommunegrænser", "Boundaries"),
    "bridge_meetings": Label("Brobygningsmøder", "Bridge-building meetings"),
    "conversations": Label("Samtaler", "Conversations"),
    "municipalities": Label("Kommuner", "Municipalities"),
    "partners": Label("Samarbejdspartnere", "Partners"),
    "screenings": Label("Screeninger", "Screenings"),
    "sightings": Label("Iagttagelser", "Sightings"),
    "sites": Label("Steder", "Sites"),
    "team_membership": Label("Teamtilhørsforhold", "Team membership"),
    "visit_windows": Label("Besøgstider", "Visiting hours"),
    "visits": Label("Besøg", "Visits"),
}


def _table(code: str) -> Label:
    return _TABLES.get(code, Label(code, code))


IMPORTS: tuple[Column, ...] = (
    Column("table_name", Label("Tabel", "Table"), _table),
    Column("read", Label("Læst", "Read")),
    Column("kept", Label("Beholdt", "Kept")),
    Column("set_aside", Label("Lagt til side", "Set aside")),
    Column("new", Label("Nye", "New")),
    Column("changed", Label("Ændrede", "Changed")),
    Column("unchanged", Label("Uændrede", "Unchanged")),
    Column("gone", Label("Udgåede", "Gone")),
)

REJECTS: tuple[Column, ...] = (
    Column("table_name", Label("Tabel", "Table"), _table),
    Column("file", Label("Fil", "File")),
    Column("line", Label("Linje", "Line")),
    Column("column_name", Label("Kolonne", "Column")),
    Column("value", Label("Værdi", "Value")),
    Column("rule", Label("Regel", "Rule"), _term(Rule)),
)

SOURCES: tuple[Column, ...] = (
    Column("table_name", Label("Tabel", "Table"), _table),
    Column("file", Label("Fil", "File")),
    Column("format", Label("Format", "Format")),
    Column("encoding", Label("Tegnsæt", "Encoding")),
    Column("bytes", Label("Bytes", "Bytes")),
    Column("sha256", Label("SHA-256", "SHA-256")),
    Column("note", Label("Note", "Note")),
)
