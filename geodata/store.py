"""Opens the warehouse, and reads it: one reader per SQL file.

The connection is read-only and locked down; every call takes a cursor of its own, because a DuckDB connection that
threads share mixes their answers.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, Self

import duckdb

from geodata.due import RULES, DueRules
from geodata.errors import StoreDamagedError
from geodata.language import Label
from geodata.versions import Published, verify

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import pandas as pd

Level = Literal["nation", "team", "region", "municipality"]


LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "1GB",
    "max_temp_directory_size": "0B",
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}
"""What a reader may do: nothing but read its file. Set while connecting, because a second connection of one process
shares the first one's instance and could set nothing any more."""


@cache
def sql(name: str) -> str:
    """Return the text of ``geodata/sql/<name>.sql``."""
    return files("geodata").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def feature_collection(features: list[str]) -> str:
    """Return GeoJSON features, given as text, as one collection."""
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


class Store:
    """One published version of the warehouse, open for reading."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, version: int) -> None:
        self._connection = connection
        self.version = version
        self.info: dict[str, str] = dict(self._cursor("build_info").fetchall())

    @classmethod
    def open(cls, home: Path, found: Published) -> Self:
        """Open a published version, after checking its bytes.

        Raises
        ------
        StoreDamagedError
            If the file is not the one that was published, or DuckDB cannot open it.
        """
        path = verify(home, found)
        try:
            return cls(duckdb.connect(str(path), read_only=True, config=LOCKED), found.version)
        except duckdb.Error as error:
            raise StoreDamagedError(
                Label(
                    "Datalageret kan ikke åbnes. Kør indlæsningen igen.", "The warehouse cannot be opened. Build again."
                )
            ) from error

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @property
    def demo(self) -> bool:
        """Whether the data are synthetic."""
        return self.info["demo"] == "true"

    def municipality_status(self, as_of: date, window_months: int) -> pd.DataFrame:
        """Return one row per municipality on a day, in Danish order of names.

        Columns: municipality_code, name, area_km2, population, population_on, team, region_code, screenings,
        completed_on, result, started_on, sites_known, sites_attempted, sites_reached, attempts (the last three in
        the window of ``window_months`` up to ``as_of``).
        """
        return self._frame("municipality_status", as_of=as_of, months=window_months)

    def screening_counts(self, as_of: date, window_months: int, level: Level) -> pd.DataFrame:
        """Return one row per area: municipalities and how many of them are screened."""
        return self._frame("screening_counts", as_of=as_of, months=window_months, level=level)

    def site_counts(self, as_of: date, window_months: int, level: Level) -> pd.DataFrame:
        """Return one row per area: sites known, and sites sought out in the window."""
        return self._frame("site_counts", as_of=as_of, months=window_months, level=level)

    def people_counts(self, as_of: date, window_months: int, level: Level) -> pd.DataFrame:
        """Return one row per area: conversations of the window, and the different people in them."""
        return self._frame("people_counts", as_of=as_of, months=window_months, level=level)

    def term_counts(self, as_of: date, window_months: int, level: Level) -> pd.DataFrame:
        """Return one row per area, measure and term: outcomes, channels, institutions and activities."""
        return self._frame("term_counts", as_of=as_of, months=window_months, level=level)

    def sighting_rounds(self, as_of: date, months: int, first: str, second: str) -> pd.DataFrame:
        """Return one row per round begun in the months up to ``as_of``, and how far apart the two sources were read."""
        return self._frame("sighting_rounds", as_of=as_of, months=months, first=first, second=second)

    def sighting_pairs(
        self, as_of: date, compared: list[str], repeated: list[str], first: str, second: str, level: Level
    ) -> pd.DataFrame:
        """Return one row per area: sites on two sources' lists in some rounds, and how often seen in others."""
        return self._frame(
            "sighting_pairs",
            as_of=as_of,
            compared=compared,
            repeated=repeated,
            first=first,
            second=second,
            level=level,
        )

    def site_lives(self, as_of: date, window_months: int, level: Level) -> pd.DataFrame:
        """Return one row per area, kind, whether sought out, and age: sites, times found closed, days followed."""
        return self._frame("site_lives", as_of=as_of, months=window_months, level=level)

    def return_counts(self, as_of: date, window_months: int, level: Level, rules: DueRules = RULES) -> pd.DataFrame:
        """Return one row per area: known sites by how they stand, and agreed returns that fell due in the window."""
        return self._frame("return_counts", as_of=as_of, months=window_months, level=level, **rules.parameters())

    def cascade_counts(self, as_of: date, window_months: int, level: Level) -> pd.DataFrame:
        """Return one row per area: known sites by how far contact has come in the window."""
        return self._frame("cascade_counts", as_of=as_of, months=window_months, level=level)

    def effort_counts(self, as_of: date, window_months: int, level: Level) -> pd.DataFrame:
        """Return one row per area: hours stated in the window, and what they came to."""
        return self._frame("effort_counts", as_of=as_of, months=window_months, level=level)

    def due_sites(self, as_of: date, rules: DueRules = RULES) -> pd.DataFrame:
        """Return one row per site known on a day, with when it is due, from what, and how it stands."""
        return self._frame("due_sites", as_of=as_of, **rules.parameters())

    def unplaced(self, as_of: date, window_months: int) -> pd.DataFrame:
        """Return, per kind of record, how many of ``total`` state no municipality."""
        return self._frame("unplaced", as_of=as_of, months=window_months)

    def days(self) -> tuple[date | None, date | None]:
        """Return the first and the last day anything is recorded on, or two ``None`` where nothing is."""
        first, last = self._cursor("days").fetchall()[0]
        return first, last

    def map_shapes(self) -> str:
        """Return the municipalities' shapes as GeoJSON (EPSG:4326); a feature's only property is its ``code``."""
        rows = self._cursor("map_shapes").fetchall()
        return feature_collection(
            [f'{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{shape}}}' for code, shape in rows]
        )

    def map_borders(self) -> str:
        """Return the lines neighbours share as GeoJSON (EPSG:4326); properties ``a`` and ``b`` are their codes."""
        rows = self._cursor("map_borders").fetchall()
        return feature_collection(
            [f'{{"type":"Feature","properties":{{"a":"{a}","b":"{b}"}},"geometry":{line}}}' for a, b, line in rows]
        )

    def imports(self) -> pd.DataFrame:
        """Return what the build read, kept and set aside, per table."""
        return self._frame("imports")

    def rejects(self) -> pd.DataFrame:
        """Return every fault of every row that was set aside."""
        return self._frame("rejects")

    def sources(self) -> pd.DataFrame:
        """Return the raw files with their checksums."""
        return self._frame("sources")

    def _cursor(self, name: str, **values: object) -> duckdb.DuckDBPyConnection:
        return self._connection.cursor().execute(sql(name), values or None)

    def _frame(self, name: str, **values: object) -> pd.DataFrame:
        return self._cursor(name, **values).df()
