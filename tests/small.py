"""A raw folder of three municipalities, understood at a glance."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb

from geodata.store import LOCKED
from geodata.versions import folder as versions
from geodata.versions import published
from tests.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 21)

SQUARES = {"0101": 11.0, "0461": 11.1, "0751": 11.2}
"""Three municipalities in a row, each a tenth of a degree wide from this longitude on, between 55.5 and 55.6 north."""

SMALL = {
    "municipalities": """
        municipality_code | name   | area_km2 | population | population_on
        0101              | Østby  | 70       | 1000       | 2020-01-01
        0461              | Midtby | 70       | 2000       | 2020-01-01
        0751              | Vestby | 70       | 3000       | 2020-01-01
    """,
    "team_membership": """
        municipality_code | team | region_code | valid_from | valid_to
        0101              | east | 1084        | 2006-01-01 | 2026-12-31
        0101              | east | 1086        | 2027-01-01 |
        0461              | mid  | 1083        | 2006-01-01 |
        0751              | west | 1082        | 2006-01-01 |
    """,
    "sites": """
        site_id      | kind    | kommunekode | team | lon   | lat   | first_seen | status | status_from | merged_into
        with-point   | clinic  |             |      | 11.05 | 55.55 | 2020-01-01 | open   | 2020-01-01  |
        with-code    | private | 0461        |      |       |       | 2020-01-01 | closed | 2022-06-30  |
        with-both    | clinic  | 0751        |      | 11.25 | 55.55 | 2020-01-01 | merged | 2023-01-01  | with-point
        with-neither | escort  |             | west |       |       | 2020-01-01 | open   | 2020-01-01  |
    """,
    "visit_windows": """
        site_id    | weekday | opens | closes
        with-point | 1       | 10:00 | 16:00
    """,
    "sightings": """
        site_id    | source    | round_id | seen_on
        with-point | newspaper | 2020-1   | 2020-01-02
        with-point | web       | 2020-1   | 2020-01-02
    """,
    "screenings": """
        screening_id | municipality_code | started_on | completed_on | result      | sources       | hours
        first        | 0101              | 2019-12-01 | 2019-12-20   | sites_found | newspaper|web | 12,5
        second       | 0461              | 2020-02-01 |              |             |               |
    """,
    "visits": """
        visit_id | site_id    | started_at       | reached | outcomes                     | minutes | team
        1        | with-point | 2021-03-04 14:30 | ja      | conversation|new_appointment | 45      | east
        2        | with-code  | 2021-03-05 10:00 | nej     |                              |         | mid
    """,
    "conversations": """
        conversation_id | held_on    | channel      | visit_id | site_id    | themes  | person_key
        1               | 2021-03-04 | face_to_face | 1        | with-point | tax|law | k-1
    """,
    "partners": """
        partner_id | name         | category | kind         | municipality_code
        1          | Østby Kommune | 1       | municipality | 0101
    """,
    "bridge_meetings": """
        meeting_id | held_on    | institution | purpose         | team
        1          | 2021-04-01 | work_tax    | legalise_income | east
    """,
    "activities": """
        activity_id | held_on    | kind    | category | count | municipality_code
        1           | 2021-05-01 | mailbox | student  | 3     |
    """,
    "course_counts": """
        count_id | municipality_code | period_to  | measure | term    | count
        1        | 0101              | 2021-03-31 | phase   | phase_1 | 7
    """,
}


LEANING = {
    "visit_windows": "site_id | weekday | opens | closes",
    "sightings": "site_id | source | round_id | seen_on",
    "visits": "visit_id | site_id | started_at | reached",
    "conversations": "conversation_id | held_on | channel | visit_id | site_id",
}
"""The tables that lean on sites, empty."""


def square(west: float, south: float = 55.5, east: float | None = None, north: float = 55.6) -> list[list[list[float]]]:
    """Return the coordinates of a polygon: a tenth of a degree wide where nothing else is said."""
    east = round(west + 0.1, 6) if east is None else east
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(code: object, coordinates: object, kind: str = "Polygon") -> dict[str, object]:
    """Return a GeoJSON feature under DAGI's name for the code."""
    return {
        "type": "Feature",
        "properties": {"kommunekode": code, "navn": "x"},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def three_squares() -> list[dict[str, object]]:
    """Return the three municipalities as features."""
    return [feature(code, square(west)) for code, west in SQUARES.items()]


def geojson(*features: object, crs: str | None = None) -> str:
    """Return a GeoJSON file's text."""
    said = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return json.dumps({"type": "FeatureCollection", **said, "features": features})


def write_small(folder: Path, **other: str) -> Path:
    """Write the three municipalities' raw files; ``other`` stands in for a table's text."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**SMALL, **other}.items():
        write_table(folder / f"{name}.csv", text, separator=";")
    (folder / "boundaries.geojson").write_text(geojson(*three_squares()), encoding="utf-8")
    return folder


def ask(home: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what the version that is served answers."""
    found = published(home)
    with duckdb.connect(str(versions(home) / found.file), read_only=True, config=LOCKED) as connection:
        return connection.execute(query).fetchall()


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Return every file's bytes and every folder of a folder, by its path inside."""
    return {
        str(entry.relative_to(folder)): None if entry.is_dir() else entry.read_bytes() for entry in folder.rglob("*")
    }
