"""The columns of every table a person sees or downloads: what they are called and how a cell is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.language import Label
from geodata.rules import Rule
from geodata.status import BY_CODE, STATUSES
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

DEFINITIONS: tuple[Column, ...] = (
    Column("family", Label("Gruppe", "Group")),
    Column("name", Label("Tal", "Figure")),
    Column("id", Label("Id", "Id")),
    Column("definition", Label("Definition", "Definition")),
    Column("numerator", Label("Tæller", "Numerator")),
    Column("denominator", Label("Nævner", "Denominator")),
    Column("unit", Label("Enhed", "Unit")),
    Column("better", Label("Ønsket retning", "Wished direction")),
    Column("source", Label("Kilde", "Source")),
)

HIDDEN: tuple[Column, ...] = (
    Column("area", Label("Område", "Area")),
    Column("begins", Label("Kilder læst fra", "Sources read from")),
    Column("ends", Label("Kilder læst til", "Sources read to")),
    Column("in_first", Label("Set i første kilde", "Seen in the first source")),
    Column("in_second", Label("Set i anden kilde", "Seen in the second source")),
    Column("in_both", Label("Set i begge", "Seen in both")),
    Column("total", Label("Skøn (Chapman)", "Estimate (Chapman)")),
    Column("sensitivity_low", Label("Følsomhedsspænd fra", "Sensitivity range from")),
    Column("sensitivity_high", Label("Følsomhedsspænd til", "Sensitivity range to")),
    Column("chance_low", Label("Tilfældighed alene, fra (95 %)", "Chance alone, from (95%)")),
    Column("chance_high", Label("Tilfældighed alene, til (95 %)", "Chance alone, to (95%)")),
    Column("refused", Label("Hvorfor intet skøn", "Why no estimate")),
    Column("at_least", Label("Mindstetal (Chao)", "Lower bound (Chao)")),
    Column("rounds", Label("Mindstetallets runder", "Rounds of the lower bound")),
    Column("caution", Label("Forbehold ved mindstetallet", "Caution on the lower bound")),
)

DENOMINATORS: tuple[Column, ...] = (
    Column("area", Label("Område", "Area")),
    Column("name", Label("Tal", "Figure")),
    Column("id", Label("Id", "Id")),
    Column("numerator", Label("Tæller", "Numerator")),
    Column("denominator", Label("Nævner", "Denominator")),
    Column("value", Label("Procent", "Per cent")),
    Column("low", Label("Fra", "From")),
    Column("high", Label("Til", "To")),
    Column("begins", Label("Nævner fra", "Denominator from")),
    Column("ends", Label("Nævner til", "Denominator to")),
    Column("rests_on", Label("Hviler på", "Rests on")),
)

# The page on time: a figure's points, the classes of each day, and what changed between two days.
TREND: tuple[Column, ...] = (
    Column("day", Label("Pr. dato", "As of")),
    Column("area", Label("Område", "Area")),
    Column("value", Label("Værdi", "Value")),
    Column("numerator", Label("Tæller", "Numerator")),
    Column("denominator", Label("Nævner", "Denominator")),
    Column("low", Label("95 %-interval, nedre", "95% interval, lower")),
    Column("high", Label("95 %-interval, øvre", "95% interval, upper")),
    Column("source", Label("Offentliggjort i", "Published in")),
)

CLASSES: tuple[Column, ...] = (
    Column("day", Label("Pr. dato", "As of")),
    *(Column(status.code, status.label) for status in STATUSES),
)

CHANGES: tuple[Column, ...] = (
    Column("municipality_code", Label("Kommunekode", "Municipality code")),
    Column("name", Label("Kommune", "Municipality")),
    Column("team", Label("Team", "Team"), _term(Team)),
    Column("status_before", Label("Status før", "Status before"), lambda code: BY_CODE[code].label),
    Column("status", Label("Status efter", "Status after"), lambda code: BY_CODE[code].label),
    Column("completed_before", Label("Senest screenet før", "Last screened before")),
    Column("completed_on", Label("Senest screenet efter", "Last screened after")),
)

_TABLES = {
    "activities": Label("Aktiviteter", "Activities"),
    "boundaries": Label("Kommunegrænser", "Boundaries"),
    "bridge_meetings": Label("Brobygningsmøder", "Bridge-building meetings"),
    "conversations": Label("Samtaler", "Conversations"),
    "course_counts": Label("Kommunale forløb", "Municipal courses"),
    "municipalities": Label("Kommuner", "Municipalities"),
    "partners": Label("Samarbejdspartnere", "Partners"),
    "screenings": Label("Screeninger", "Screenings"),
    "sightings": Label("Iagttagelser", "Sightings"),
    "plan_stops": Label("Planlagte stop", "Planned stops"),
    "site_changes": Label("Stedsændringer", "Site changes"),
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
