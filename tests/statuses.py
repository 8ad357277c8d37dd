"""Statuses that a test writes by hand, completed as a build completes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.warehouse import with_ends

if TYPE_CHECKING:
    import duckdb


def end_statuses(connection: duckdb.DuckDBPyConnection) -> None:
    """Write on each row of ``site_statuses`` when one that began later had been recorded."""
    rows = with_ends("SELECT * EXCLUDE (ended_on) FROM site_statuses")
    connection.execute(f"CREATE TEMP TABLE ended AS {rows}")
    connection.execute("DELETE FROM site_statuses")
    connection.execute("INSERT INTO site_statuses BY NAME FROM ended")
    connection.execute("DROP TABLE ended")
