"""The sheets that teams keep by hand: visits, or a week. They are read and checked as raw files are.

Nothing is changed here. What can be taken is handed back as rows; whoever asked writes them in the ledger, so that
nothing lives in a file alone.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from etl.columns import name_columns
from etl.contract import BY_NAME, Column, Holds, Table
from etl.cross import CrossRule, apply, show
from etl.personal import quoted
from etl.readers import read_raw
from etl.refusals import in_file
from etl.take import take
from geodata.roles import EVERYTHING
from geodata.rules import Rule
from geodata.terms import fold
from geodata.versions import published, verify
from geodata.within import Rule as Within
from geodata.within import within

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from etl.readers import Raw
    from etl.rejects import Loaded
    from geodata.roles import Reach
    from geodata.settings import Settings

LARGEST = 10 * 1024**2
"""Bytes of a sheet, as of any file that is uploaded."""

MOST_ROWS = 20_000
"""Rows of a sheet: more than any team writes by hand in a year."""

CLOCK = Column("clock", Holds.TIME, ("kl", "klokken", "klokkeslæt", "tid"), required=False)
"""The time of day, where a sheet has it in a column beside the day."""

_VISITS = BY_NAME["visits"]
SHEETS: dict[str, Table] = {
    "visits": Table(
        "visits",
        ("site_id", "started_at"),
        (*(c for c in _VISITS.columns if c.name not in ("visit_id", "hours")), CLOCK),
        "besøg",
    ),
    "week": Table(
        "week",
        ("site_id", "day", "arrive"),
        (
            _VISITS.column("site_id"),
            Column("day", Holds.DATE, ("dag", "dato"), ahead=True),
            Column("arrive", Holds.TIME, ("ankomst", "fra", "kl", "start")),
            Column("leave", Holds.TIME, ("afgang", "til", "slut"), required=False),
            Column("crew", Holds.TEXT, ("hold", "besætning", "bil"), required=False),
            Column("expected_minutes", Holds.WHOLE, ("minutter", "varighed"), required=False, low=0, high=1_440),
            Column("promised", Holds.FLAG, ("aftale", "aftalt"), required=False),
        ),
        "uge",
    ),
}
"""What a sheet can hold, and the headers that are known; others are matched by whoever asks."""

OF_THE_LEDGER = "recorded_on"
"""A column that a sheet cannot state: a row is recorded when it is taken."""

AGAINST: dict[str, tuple[CrossRule, ...]] = {
    "visits": (
        CrossRule("visits", "site_id", Rule.UNKNOWN_SITE,
                  "SELECT line, visits.site_id FROM visits ANTI JOIN reached USING (site_id)"),
        CrossRule("visits", "started_at", Rule.BEFORE_FIRST_SEEN,
                  """SELECT line, started_at::VARCHAR FROM visits JOIN reached AS s USING (site_id)
                     WHERE started_at < s.first_seen"""),
        CrossRule("visits", "started_at", Rule.REPEATED,
                  """SELECT line, started_at::VARCHAR FROM visits SEMI JOIN reached USING (site_id)
                     SEMI JOIN served.visits AS v USING (site_id, started_at)"""),
    ),
    "week": (
        CrossRule("week", "site_id", Rule.UNKNOWN_SITE,
                  "SELECT line, week.site_id FROM week ANTI JOIN reached USING (site_id)"),
    ),
}  # fmt: skip
"""What must hold against the version that is served; a visit that it holds already is not taken twice.

Every rule asks for the sites that are reached alone: one outside the reach is answered as one that does not exist.
"""

SITES = """
    SELECT s.site_id, s.first_seen, coalesce(place.team, s.team) AS team
    FROM sites AS s LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
"""
"""The sites that are served, each with the team it belongs to on a day."""


def check(
    kind: str,
    path: Path,
    chosen: Mapping[str, str | None],
    settings: Settings,
    today: date,
    reach: Reach = EVERYTHING,
) -> dict[str, object]:
    """Return what a sheet holds: its headers, which column is which, the rows that can be taken, and every fault.

    Parameters
    ----------
    chosen
        The header of a column, ``None`` for a column the sheet does not have; what is not named is guessed.
    reach
        Whose sheet it is: of the sites that are served only those within it are known.

    Raises
    ------
    RefusedError
        If the file cannot be read, or is too large.
    BeyondReachError
        If nothing is within the reach.
    """
    table = SHEETS[kind]
    if path.stat().st_size > LARGEST:
        raise in_file(path.name, "filen er større end {n} MB.", "the file is larger than {n} MB.", n=LARGEST // 1024**2)
    if path.suffix.lower() != ".xlsx":
        raise in_file(path.name, "kun .xlsx læses her.", "only .xlsx is read here.")
    raw = read_raw(path)
    if raw.read > MOST_ROWS:
        raise in_file(path.name, "der er flere end {n} rækker.", "there are more than {n} rows.", n=MOST_ROWS)
    headers = [header for header in raw.cells.columns if header != "line"]
    offered = [column for column in table.columns if column.name != OF_THE_LEDGER]
    columns = {column.name: _header(column, headers, chosen) for column in offered}
    missing = [column.name for column in table.required() if columns[column.name] is None]
    told: dict[str, object] = {
        "headers": [each for each in headers if quoted([each]) == [each]],
        "columns": columns,
        "missing": missing,
        "read": raw.read,
        "rows": [],
        "rejects": [],
        "sha256": raw.sha256,
    }
    if missing:
        return told
    loaded = _against_what_is_served(kind, _taken(raw, table, columns, today), settings, today, reach)
    rows = loaded.rows.sort("line").to_dicts()
    told["rows"] = [{name: _text(value) for name, value in row.items()} for row in rows]
    told["rejects"] = loaded.rejects.sort("line", "column_name").to_dicts()
    return told


def _header(column: Column, headers: list[str], chosen: Mapping[str, str | None]) -> str | None:
    if column.name in chosen:
        asked = chosen[column.name]
        return asked if asked in headers else None
    return next((header for header in headers if fold(header) in column.accepts()), None)


def _taken(raw: Raw, table: Table, columns: Mapping[str, str | None], today: date) -> Loaded:
    mapped = {name: header for name, header in columns.items() if header is not None}
    if len(set(mapped.values())) < len(mapped):
        raise in_file(raw.file, "en kolonne er valgt to gange.", "a column is chosen twice.")
    named = name_columns(raw, table, mapped, {column.name: "" for column in table.columns if column.name not in mapped})
    if "clock" in mapped:
        both = pl.concat_str("started_at", "clock", separator=" ")
        filled = pl.when((pl.col("clock") != "") & (pl.col("started_at") != "")).then(both)
        named = replace(named, cells=named.cells.with_columns(started_at=filled.otherwise("started_at")))
    return take(raw, named, table, today)


def _against_what_is_served(kind: str, loaded: Loaded, settings: Settings, today: date, reach: Reach) -> Loaded:
    file = verify(settings.home, published(settings.home))
    with closing(duckdb.connect(":memory:")) as connection:
        quoted_file = str(file).replace("'", "''")
        connection.execute(f"ATTACH '{quoted_file}' AS served (READ_ONLY)")
        query, values = within("sites", SITES, reach, {"as_of": today}, Within.TEAM)
        connection.execute("USE served")  # the version's macros name its tables without the version's name
        connection.execute(f"CREATE TEMP TABLE reached AS {query}", values)
        connection.execute("USE memory")
        connection.execute("SET lock_configuration = true")
        show(connection, kind, loaded.rows)
        tables = {kind: loaded}
        apply(tables, AGAINST[kind], connection)
        return tables[kind]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "|".join(value)
    return str(value)
