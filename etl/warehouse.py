"""Writes a warehouse file: the tables of ``schema.sql``, filled; and compares it with the version before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from etl.contract import BY_NAME, EVERY
from etl.cross import show
from geodata.store import sql

if TYPE_CHECKING:
    from pathlib import Path

    from etl.contract import Table
    from etl.prepare import Prepared
    from etl.rejects import Loaded

NOT_CONTENT = ("build_info", "imports", "sources")
"""Tables that tell of the build and not of the field: the same rows from another file are the same rows."""

NUMBERED = frozenset(("sites", "sightings", "visits"))
"""Tables with the number of the site as well as its id; ``site_statuses`` has it from the sites."""

NUMBER = "site_no"
"""A column that is of this build and says nothing: another site more, and it is another for many."""

BESIDE = BY_NAME["visits"]
"""The largest table, and no other refers to it: it is written beside the others."""

STATUSES = """
    SELECT site_id, first_seen AS status_from, 'open' AS status, NULL AS status_reason, NULL AS merged_into,
           recorded_on, site_no
    FROM sites WHERE status_from > first_seen
    UNION ALL
    SELECT site_id, status_from, status, status_reason, merged_into,
           CASE WHEN status_from > first_seen THEN greatest(recorded_on, status_recorded_on) ELSE recorded_on END,
           site_no
    FROM sites
"""
"""What a site was before its present status is what it was when first seen: open."""

CHANGED = """
    SELECT c.site_id, c.changed_on AS status_from, c.status, c.reason AS status_reason, c.merged_into, c.recorded_on,
           s.site_no
    FROM site_changes AS c JOIN sites AS s USING (site_id) WHERE c.status IS NOT NULL
"""
"""What people recorded since, from the day they said."""

ALL_STATUSES = f"""
    SELECT * FROM ({CHANGED})
    UNION ALL
    SELECT stated.* FROM ({STATUSES}) AS stated ANTI JOIN ({CHANGED}) AS changed USING (site_id, status_from)
"""
"""A change that was recorded holds in place of what the file says of the same day."""

LAST_STATUS = """
    UPDATE sites SET status = last.status, status_from = last.status_from, status_reason = last.status_reason,
                     merged_into = last.merged_into, status_recorded_on = last.recorded_on
    FROM (SELECT * FROM site_statuses SEMI JOIN site_changes USING (site_id)
          QUALIFY row_number() OVER (PARTITION BY site_id ORDER BY status_from DESC) = 1) AS last
    WHERE last.site_id = sites.site_id
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one table's rows.

    Parameters
    ----------
    table, file
        The table, and the raw file it came from ("" where there was none).
    read, set_aside
        Rows in the file, and rows with a fault.
    new, changed, unchanged
        Rows kept, against the version before, by key.
    gone
        Rows of the version before that are not there any more.

    Raises
    ------
    ValueError
        Unless read = new + changed + unchanged + set aside.
    """

    table: str
    file: str
    read: int
    new: int
    changed: int
    unchanged: int
    set_aside: int
    gone: int

    def __post_init__(self) -> None:
        if self.read != self.kept + self.set_aside:
            raise ValueError(f"{self.table}: {self.read} read, {self.kept} kept, {self.set_aside} set aside.")

    @property
    def kept(self) -> int:
        """Rows in the new version."""
        return self.new + self.changed + self.unchanged


def write(path: Path, prepared: Prepared, scratch: Path) -> duckdb.DuckDBPyConnection:
    """Create a warehouse file with every table but ``build_info`` and ``imports`` filled.

    Rows are written in the order of their keys, so the order of the raw files' rows leaves no trace.

    Parameters
    ----------
    path
        The file to create.
    scratch
        Folder for what does not fit in memory.
    """
    connection = duckdb.connect(
        str(path),
        config={"threads": 2, "memory_limit": "1GB", "temp_directory": str(scratch), "preserve_insertion_order": True},
    )
    try:
        _fill(connection, prepared)
    except BaseException:
        # An open connection would keep the file, and give it again to whoever asks for its name in this process.
        connection.close()
        raise
    return connection


def _fill(connection: duckdb.DuckDBPyConnection, prepared: Prepared) -> None:
    connection.execute(sql("schema"))
    with ThreadPoolExecutor(1) as pool, connection.cursor() as cursor:
        beside = pool.submit(_insert_table, cursor, prepared, BESIDE)
        connection.execute("BEGIN")  # One transaction: each would wait for the disk.
        for table in EVERY:
            if table is not BESIDE:
                _insert_table(connection, prepared, table)
        _derive(connection, prepared)
        connection.execute("COMMIT")
        beside.result()


def _derive(connection: duckdb.DuckDBPyConnection, prepared: Prepared) -> None:
    """Fill the tables that no raw file holds."""
    changed = prepared.tables["site_changes"].kept
    statuses = ALL_STATUSES if changed else STATUSES
    connection.execute(f"INSERT INTO site_statuses BY NAME {with_ends(statuses)} ORDER BY site_no, status_from")
    if changed:
        connection.execute(LAST_STATUS)
    polygons = pl.DataFrame(
        {
            "municipality_code": prepared.boundaries.codes,
            "geometry": [shape.wkb for shape in prepared.boundaries.polygons],
        },
        schema={"municipality_code": pl.String, "geometry": pl.Binary},
    )
    shapes, lines = prepared.drawn
    _insert(connection, "boundaries", polygons, ("municipality_code",))
    _insert(connection, "map_shapes", shapes, ("municipality_code",))
    _insert(connection, "map_borders", lines, ("code_a", "code_b"))
    _insert(connection, "rejects", prepared.rejects(), ("table_name", "line", "column_name", "rule"))
    _insert(connection, "sources", _sources(prepared), ("table_name",))


def with_ends(statuses: str) -> str:
    """Return the query for statuses with the day that one which began later had been recorded by, if any has."""
    return f"""
        SELECT *, min(recorded_on) OVER (
            PARTITION BY site_no ORDER BY status_from DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS ended_on
        FROM ({statuses})
    """


def content(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int]]:
    """Return rows and a checksum per table, which the order of the rows does not change."""
    names = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY table_name"
    ).fetchall()
    return {name: _print(connection, f"main.{name}") for (name,) in names if name not in NOT_CONTENT}


def _print(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    rows, mark = connection.execute(
        f"SELECT count(*), coalesce(bit_xor(hash(t)), 0) FROM ({_told(table)}) AS t"
    ).fetchall()[0]
    return int(rows), int(mark)


def _told(table: str) -> str:
    """Return the query for a table's rows without what is of the build only."""
    return f"SELECT COLUMNS(lambda name: name <> '{NUMBER}') FROM {table}"


def compare(connection: duckdb.DuckDBPyConnection, tables: dict[str, Loaded], before: Path | None) -> list[Change]:
    """Return what became of every table's rows against the version before.

    Parameters
    ----------
    before
        The file of that version; ``None`` where there is none to compare with, and every row is new.
    """
    if before is None:
        return [Change(t.table, t.file, t.read, t.kept, 0, 0, t.set_aside, 0) for t in tables.values()]
    quoted = str(before).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS before (READ_ONLY)")
    try:
        return [_change(connection, tables[table.name], table.key) for table in EVERY]
    except (duckdb.CatalogException, duckdb.BinderException):
        # The version before has other tables or columns: an older product wrote it, and no row can be compared.
        return compare(connection, tables, None)
    finally:
        connection.execute("DETACH before")


def _change(connection: duckdb.DuckDBPyConnection, loaded: Loaded, key: tuple[str, ...]) -> Change:
    table, keys = loaded.table, ", ".join(key)
    if _print(connection, f"main.{table}") == _print(connection, f"before.{table}"):
        return Change(table, loaded.file, loaded.read, 0, 0, loaded.kept, loaded.set_aside, 0)
    new, changed, unchanged, gone = connection.execute(
        f"""SELECT count(*) FILTER (then_hash IS NULL),
                   count(*) FILTER (then_hash <> now_hash),
                   count(*) FILTER (then_hash = now_hash),
                   count(*) FILTER (now_hash IS NULL)
            FROM (SELECT {keys}, hash(t) AS now_hash FROM ({_told(f"main.{table}")}) AS t)
            FULL JOIN (SELECT {keys}, hash(t) AS then_hash FROM ({_told(f"before.{table}")}) AS t) USING ({keys})"""
    ).fetchall()[0]
    return Change(table, loaded.file, loaded.read, new, changed, unchanged, loaded.set_aside, gone)


def finish(connection: duckdb.DuckDBPyConnection, changes: list[Change], info: dict[str, str]) -> None:
    """Write what the build tells of itself, and close the file so that nothing waits in a log beside it."""
    told = pl.DataFrame(
        [(c.table, c.read, c.kept, c.set_aside, c.new, c.changed, c.unchanged, c.gone) for c in changes],
        schema=["table_name", "read", "kept", "set_aside", "new", "changed", "unchanged", "gone"],
        orient="row",
    )
    _insert(connection, "imports", told, ("table_name",))
    facts = pl.DataFrame({"key": list(info), "value": list(info.values())})
    _insert(connection, "build_info", facts, ("key",))
    connection.execute("CHECKPOINT")
    connection.close()


def _insert_table(connection: duckdb.DuckDBPyConnection, prepared: Prepared, table: Table) -> None:
    rows = prepared.tables[table.name].rows
    if table.name in NUMBERED:
        numbers = prepared.tables["sites"].rows.select(pl.col("site_id").sort()).with_row_index(NUMBER)
        rows = rows.join(numbers, on="site_id", how="left", maintain_order="left")
    _insert(connection, table.name, rows, table.key)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame, key: tuple[str, ...]) -> None:
    columns = connection.execute(
        """SELECT column_name FROM duckdb_columns()
           WHERE table_name = ? AND database_name = current_database() ORDER BY column_index""",
        [table],
    ).fetchall()
    show(connection, "incoming", rows)
    names = ", ".join(name for (name,) in columns)
    in_order = len(key) == 1 and rows[key[0]].is_sorted()
    order = "" if in_order else f"ORDER BY {', '.join(key)}"
    connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming {order}")
    connection.unregister("incoming")


def _sources(prepared: Prepared) -> pl.DataFrame:
    return pl.DataFrame(
        [(s.table, s.file, s.format, s.encoding, s.size, s.sha256, s.note) for s in prepared.sources],
        schema={
            "table_name": pl.String, "file": pl.String, "format": pl.String, "encoding": pl.String,
            "bytes": pl.Int64, "sha256": pl.String, "note": pl.String,
        },
        orient="row",
    )  # fmt: skip
