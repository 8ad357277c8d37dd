"""What the research export holds: its tables, their columns in words, and what is given up first where a row is rare."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from geodata.language import Label

LEAST_ALIKE = 5
"""So many records must share a row's team, time and kind, and so many sites a visit's. Below it the row is coarsened."""

OTHER = "other"
"""What a coarsened kind, institution, result or channel becomes."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the export, as the data dictionary tells it."""

    name: str
    type: pa.DataType
    text: Label


@dataclass(frozen=True, slots=True)
class Extract:
    """A table of the export.

    Parameters
    ----------
    query
        Its reader's SQL file.
    known_by
        The columns by which someone who knows a site or a case could find its row: together they must not be rare.
    gives_up
        The order in which they are coarsened: each with what it becomes, ``None`` for left empty.
    by_site
        Whether it is sites that are counted, and not rows.
    """

    name: str
    query: str
    title: Label
    fields: tuple[Field, ...]
    known_by: tuple[str, ...]
    gives_up: tuple[tuple[str, str | None], ...]
    by_site: bool = False

    def schema(self) -> pa.Schema:
        """Return the Parquet file's schema; every column carries its description."""
        return pa.schema(
            [pa.field(f.name, f.type, metadata={"da": f.text.danish, "en": f.text.english}) for f in self.fields]
        )


_TEAM = Field("team", pa.string(), Label("Team, eller tomt hvor det er udeladt", "Team, or empty where left out"))
_YEAR = Field("year", pa.int32(), Label("År", "Year"))
_QUARTER = Field("quarter", pa.int32(), Label("Kvartal 1-4, eller tomt", "Quarter 1-4, or empty"))
_PHASE = Field("phase", pa.string(), Label("Kontaktens fase 1-3, hvis oplyst", "Phase of contact 1-3, where stated"))

EXTRACTS: tuple[Extract, ...] = (
    Extract(
        "visits", "research_visits", Label("Besøgsforsøg", "Attempted visits"),
        (
            Field("site_key", pa.string(), Label(
                "Stedets nøgle: tilfældig, ny i hver eksport og hvert kvartal, så et sted ikke kan følges ud over et kvartal",
                "The site's key: random, new in every export and every quarter, so that no site can be followed beyond a quarter",
            )),
            _TEAM,
            Field("kind", pa.string(), Label("Stedets form; 'other' også hvor formen er sjælden", "The site's form; 'other' also where the form is rare")),
            _YEAR, _QUARTER,
            Field("channel", pa.string(), Label("Kanal", "Channel")),
            Field("reached", pa.bool_(), Label("Om nogen blev truffet", "Whether someone was reached")),
            Field("outcomes", pa.list_(pa.string()), Label("Udfald, flere kan gælde", "Outcomes, several may hold")),
            Field("minutes", pa.string(), Label("Varighed i klasser", "Duration in classes")),
            Field("return_agreed", pa.string(), Label("Om et genbesøg blev aftalt, og hvor snart", "Whether a return was agreed, and how soon")),
            _PHASE,
        ),
        ("team", "kind", "year", "quarter"), (("kind", OTHER), ("quarter", None), ("team", None)), by_site=True,
    ),
    Extract(
        "screenings", "research_screenings", Label("Afsluttede screeninger", "Completed screenings"),
        (
            _TEAM, _YEAR, _QUARTER,
            Field("result", pa.string(), Label("Hvad der blev fundet", "What was found")),
            Field("sources", pa.list_(pa.string()), Label("Kilder", "Sources")),
            Field("hours", pa.int32(), Label("Timer, afrundet til nærmeste ti", "Hours, rounded to the nearest ten")),
        ),
        ("team", "year", "quarter", "result"), (("result", OTHER), ("quarter", None), ("team", None)),
    ),
    Extract(
        "conversations", "research_conversations", Label("Samtaler", "Conversations"),
        (
            _TEAM, _YEAR, _QUARTER,
            Field("channel", pa.string(), Label("Kanal; 'other' også hvor kanalen er sjælden", "Channel; 'other' also where the channel is rare")),
            _PHASE,
            Field("themes", pa.list_(pa.string()), Label("Temaer, flere kan gælde", "Themes, several may hold")),
        ),
        ("team", "year", "quarter", "channel"), (("channel", OTHER), ("quarter", None), ("team", None)),
    ),
    Extract(
        "bridge_meetings", "research_meetings", Label("Brobygningsmøder", "Bridge-building meetings"),
        (
            _TEAM, _YEAR, _QUARTER,
            Field("institution", pa.string(), Label("Instans; 'other' også hvor den er sjælden", "Institution; 'other' also where it is rare")),
            Field("purpose", pa.string(), Label("Formål", "Purpose")),
        ),
        ("team", "year", "quarter", "institution"), (("institution", OTHER), ("quarter", None), ("team", None)),
    ),
)  # fmt: skip
