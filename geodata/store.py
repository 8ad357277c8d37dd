"""Opens the warehouse, and reads it: one reader per SQL file.

The connection is read-only and locked down; every call takes a cursor of its own, because a DuckDB connection that
threads share mixes their answers.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from importlib.resources import files
from threading import local
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar, overload

import duckdb

from geodata.due import RULES, DueRules
from geodata.errors import StoreDamagedError
from geodata.frames import frame
from geodata.language import Label
from geodata.roles import EVERYTHING, Reach
from geodata.rules import LEDGER
from geodata.versions import Published, verify
from geodata.within import within

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    import pandas as pd

One = TypeVar("One")
Other = TypeVar("Other")
Third = TypeVar("Third")
Level = Literal["nation", "team", "region", "municipality"]
Grain = Level | Literal["place"]


MOST_DAYS = 128
"""How many days one query of a timeline takes: one bit for each."""

LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "1GB",
    # Up to 2^18 sites are grouped by their number in a plain array.
    "perfect_ht_threshold": 18,
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


@cache
def schema_mark() -> str:
    """Return what a warehouse must be marked with to be one that this program's queries can read."""
    return sha256(sql("schema").encode()).hexdigest()[:16]


@cache
def _statement(text: str) -> duckdb.Statement:
    """Return a query as DuckDB has read it: of a small one that is a tenth of its time, and the same every time."""
    with duckdb.connect(":memory:") as reader:
        (told,) = reader.extract_statements(text)
    return told


def feature_collection(features: list[str]) -> str:
    """Return GeoJSON features, given as text, as one collection."""
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


READS_AT_ONCE = 2
"""Queries that are asked at a time: most of a small one is planning, which DuckDB does on one core."""
_reading = local()
"""Whether this thread is one of those that read at the same time."""


@overload
def at_once(first: Callable[[], One], second: Callable[[], Other], /) -> tuple[One, Other]: ...
@overload
def at_once(
    first: Callable[[], One], second: Callable[[], Other], third: Callable[[], Third], /
) -> tuple[One, Other, Third]: ...
@overload
def at_once(*reads: Callable[[], One]) -> tuple[One, ...]: ...
def at_once(*reads: Callable[[], object]) -> tuple[object, ...]:
    """Return what each reader returns, in their order; they read at the same time.

    Inside a reader that runs so they read one after the other: more threads than cores make all of them slower.
    """
    if getattr(_reading, "on", False):
        return tuple(read() for read in reads)
    with ThreadPoolExecutor(READS_AT_ONCE, initializer=lambda: setattr(_reading, "on", True)) as pool:
        return tuple(pool.map(lambda read: read(), reads))


class Store:
    """One published version of the warehouse, open for reading what lies within a reach.

    Parameters
    ----------
    reach
        Which rows any of the readers returns; what lies outside never leaves the warehouse.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        version: int,
        reach: Reach = EVERYTHING,
        info: dict[str, str] | None = None,
    ) -> None:
        self._connection = connection
        self.version = version
        self.reach = reach
        self.info: dict[str, str] = dict(self._cursor("build_info").fetchall()) if info is None else info

    def within(self, reach: Reach) -> Self:
        """Return the same version, open for what lies within ``reach``."""
        return self if reach == self.reach else type(self)(self._connection, self.version, reach, self.info)

    @classmethod
    def open(cls, home: Path, found: Published) -> Self:
        """Open a published version, after checking its bytes.

        Raises
        ------
        StoreDamagedError
            If the file is not the one that was published, DuckDB cannot open it, or its tables and macros are those of
            another edition of this program, which the queries here would misread.
        """
        path = verify(home, found)
        try:
            opened = cls(duckdb.connect(str(path), read_only=True, config=LOCKED), found.version)
        except duckdb.Error as error:
            raise StoreDamagedError(
                Label(
                    "Datalageret kan ikke åbnes. Kør indlæsningen igen.", "The warehouse cannot be opened. Build again."
                )
            ) from error
        if opened.info.get("schema") != schema_mark():
            opened.close()
            raise StoreDamagedError(
                Label(
                    "Datalageret er bygget af en anden udgave af programmet. Kør indlæsningen igen.",
                    "The warehouse was built by another edition of this program. Build again.",
                )
            )
        return opened

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

    def counted(self, query: str, as_of: date, window_months: int, level: Grain) -> list[dict[str, Any]]:
        """Return what one of the queries that count by area answers: a row per area, or per area, measure and term."""
        rules = RULES.parameters() if query == "contact_counts" else {}
        answer = self._cursor(query, as_of=as_of, months=window_months, level=level, **rules)
        names = [name for name, *_ in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

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

    def due_sites(self, as_of: date, rules: DueRules = RULES, *, site: str | None = None) -> pd.DataFrame:
        """Return one row per site known on a day, or for the one ``site``: when it is due, from what, how it stands."""
        return self._frame("due_sites", as_of=as_of, site=site, **rules.parameters())

    def read(self, name: str, **values: object) -> pd.DataFrame:
        """Return what ``geodata/sql/<name>.sql`` answers, for the typed readers of one municipality and one site."""
        return self._frame(name, **values)

    def municipality_names(self) -> dict[str, str]:
        """Return each municipality's name by its code, in Danish order of names."""
        return dict(self._cursor("municipality_names").fetchall())

    def municipality_timeline(self, days: list[date]) -> pd.DataFrame:
        """Return one row per day and municipality: its team and region, and its last screening completed by then."""
        return self._frame("municipality_timeline", days=days)

    def screening_timeline(self, days: list[date], window_months: int) -> pd.DataFrame:
        """Return one row per day and place: what ``screening_counts`` counts, day by day."""
        return self._frame("screening_timeline", days=days, months=window_months)

    def site_timeline(self, days: list[date], window_months: int) -> pd.DataFrame:
        """Return one row per day and place: what ``site_counts`` counts of sites, where it counts any, day by day.

        ``days`` are at most :data:`MOST_DAYS`.
        """
        return self._frame("site_timeline", days=days, months=window_months)

    def attempt_timeline(self, days: list[date], window_months: int) -> pd.DataFrame:
        """Return one row per day and place: what ``site_counts`` counts of attempts, where any, day by day."""
        return self._frame("attempt_timeline", days=days, months=window_months)

    def due_timeline(self, days: list[date], rules: DueRules = RULES) -> pd.DataFrame:
        """Return one row per day and place: known sites with a date to keep, and how many are overdue."""
        return self._frame("due_timeline", days=days, **rules.parameters())

    def recording_delays(self, as_of: date, months: int, settled_days: int) -> dict[int, int]:
        """Return how many visits were recorded so many days after they happened, the last ``settled_days`` left out."""
        values = {"as_of": as_of, "months": months, "settled_days": settled_days}
        return dict(self._cursor("recording_delays", **values).fetchall())

    def usual_screening_hours(self, as_of: date) -> pd.DataFrame:
        """Return one row per municipality: the median hours of a screening, whose screenings, and how many."""
        return self._frame("usual_screening_hours", as_of=as_of)

    def usual_visit_hours(self, as_of: date, window_months: int) -> pd.DataFrame:
        """Return one row per team and one for the nation: the median hours of an attempt, and over how many."""
        return self._frame("usual_visit_hours", as_of=as_of, months=window_months)

    def absent_sites(self, as_of: date) -> pd.DataFrame:
        """Return the sites first seen by a day that are no longer known on it, counted by status and place."""
        return self._frame("absent_sites", as_of=as_of)

    def site_places(self, as_of: date) -> pd.DataFrame:
        """Return one row per site known on a day with its place; ``address_key`` is to compare by, never to show."""
        return self._frame("site_places", as_of=as_of)

    def site_findings(self, as_of: date, round_id: str | None, first: str, second: str) -> pd.DataFrame:
        """Return one row per site first seen by a day: what two sources say of it in a round, and what is recorded."""
        return self._frame("site_findings", as_of=as_of, round=round_id, first=first, second=second)

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

    def ledger_rejects(self) -> pd.DataFrame:
        """Return the faults of what people recorded: the record's number in the ledger (line) and the rule."""
        return self._frame("ledger_rejects", ledger=LEDGER)

    def sources(self) -> pd.DataFrame:
        """Return the raw files with their checksums."""
        return self._frame("sources")

    def _cursor(self, name: str, /, **values: object) -> duckdb.DuckDBPyConnection:
        text, asked = within(name, sql(name), self.reach, values)
        return self._connection.cursor().execute(_statement(text), asked or None)

    def _frame(self, name: str, **values: object) -> pd.DataFrame:
        return frame(self._cursor(name, **values))
