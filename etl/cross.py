"""Rules that need two rows or two tables: one SQL query per rule, each telling the lines it sets aside.

The rules run in order, on what the ones before have kept: a visit to a site that was set aside is set aside too, and
says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from etl.rejects import no_faults
from geodata.rules import Rule

if TYPE_CHECKING:
    import duckdb

    from etl.rejects import Loaded


@dataclass(frozen=True, slots=True)
class CrossRule:
    """One rule between rows.

    Parameters
    ----------
    table, column
        Where the fault is.
    rule
        What is broken.
    sql
        Selects ``line`` and ``value`` of the broken rows; tables have the contract's names.
    """

    table: str
    column: str
    rule: Rule
    sql: str


def _no_municipality(table: str) -> tuple[CrossRule, CrossRule]:
    return (
        CrossRule(
            table, "municipality_code", Rule.NO_MUNICIPALITY,
            f"SELECT line, municipality_code FROM {table} WHERE municipality_code = '0411'",
        ),
        CrossRule(
            table, "municipality_code", Rule.UNKNOWN_MUNICIPALITY,
            f"SELECT line, municipality_code FROM {table} ANTI JOIN municipalities USING (municipality_code) "
            "WHERE municipality_code <> 'unknown'",
        ),
    )  # fmt: skip


def _unknown(table: str, column: str, rule: Rule, known: str, key: str) -> CrossRule:
    return CrossRule(
        table, column, rule,
        f"SELECT line, {column} FROM {table} "
        f"WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {known})",
    )  # fmt: skip


MUNICIPALITIES: tuple[CrossRule, ...] = _no_municipality("municipalities")[:1]
"""What must hold of the municipalities themselves."""

BEFORE_PLACES: tuple[CrossRule, ...] = (
    *_no_municipality("team_membership"),
    CrossRule(
        "team_membership", "valid_from", Rule.OVERLAPPING,
        # A last day that is the next row's first day is no overlap: both ways of writing a period are met in practice.
        """SELECT later.line, later.valid_from::VARCHAR
           FROM team_membership AS later JOIN team_membership AS earlier USING (municipality_code)
           WHERE earlier.valid_from < later.valid_from
             AND (earlier.valid_to IS NULL OR earlier.valid_to > later.valid_from)""",
    ),
    *_no_municipality("sites"),
    *_no_municipality("screenings"),
    *_no_municipality("partners"),
    *_no_municipality("activities"),
)  # fmt: skip
"""What must hold before points are placed."""

AFTER_PLACES: tuple[CrossRule, ...] = (
    _unknown("visit_windows", "site_id", Rule.UNKNOWN_SITE, "sites", "site_id"),
    _unknown("sightings", "site_id", Rule.UNKNOWN_SITE, "sites", "site_id"),
    CrossRule(
        "sightings", "seen_on", Rule.BEFORE_FIRST_SEEN,
        """SELECT sightings.line, seen_on::VARCHAR FROM sightings JOIN sites USING (site_id)
           WHERE seen_on < first_seen""",
    ),
    _unknown("visits", "site_id", Rule.UNKNOWN_SITE, "sites", "site_id"),
    CrossRule(
        "visits", "started_at", Rule.BEFORE_FIRST_SEEN,
        """SELECT visits.line, started_at::VARCHAR FROM visits JOIN sites USING (site_id)
           WHERE started_at < first_seen""",
    ),
    _unknown("conversations", "site_id", Rule.UNKNOWN_SITE, "sites", "site_id"),
    _unknown("conversations", "visit_id", Rule.UNKNOWN_VISIT, "visits", "visit_id"),
    CrossRule(
        "conversations", "site_id", Rule.OTHER_SITE,
        """SELECT conversations.line, conversations.site_id
           FROM conversations JOIN visits USING (visit_id) WHERE conversations.site_id <> visits.site_id""",
    ),
)  # fmt: skip
"""What must hold once every site that is kept is known."""


def apply(tables: dict[str, Loaded], rules: tuple[CrossRule, ...], connection: duckdb.DuckDBPyConnection) -> None:
    """Set the rows that break a rule aside, in place, one rule after the other.

    Parameters
    ----------
    tables
        Every table of the contract by name; replaced where a rule finds something.
    connection
        A connection in which the kept rows stand under the tables' names; kept in step.
    """
    for rule in rules:
        broken = connection.sql(rule.sql).pl()
        if broken.is_empty():
            continue
        found = pl.DataFrame(
            {
                "line": broken.to_series(0).cast(pl.Int64),
                "column_name": pl.Series([rule.column] * broken.height, dtype=pl.String),
                "value": broken.to_series(1).cast(pl.String),
                "rule": pl.Series([rule.rule.code] * broken.height, dtype=pl.String),
            },
            schema=no_faults().schema,
        ).unique(maintain_order=True)
        tables[rule.table] = tables[rule.table].without(found)
        show(connection, rule.table, tables[rule.table].rows)


def show(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    """Let SQL see rows under a name; the newest form of Arrow is Polars' own, and nothing is copied."""
    connection.register(name, rows.to_arrow(compat_level=pl.CompatLevel.newest()))


def settle_successors(tables: dict[str, Loaded], connection: duckdb.DuckDBPyConnection) -> None:
    """Set aside sites whose successor is unknown, and with them the sites that name them as theirs.

    In Python and not as a rule in SQL: a chain is walked once, however long it is.
    """
    rows = tables["sites"].rows
    followers: dict[str, list[str]] = {}
    for site, successor in rows.drop_nulls("merged_into").select("site_id", "merged_into").iter_rows():
        followers.setdefault(successor, []).append(site)
    lost = sorted(set(followers).difference(rows["site_id"]))
    for name in lost:
        # Grows while it is walked; a site has one successor, so none comes twice.
        lost.extend(followers.get(name, ()))
    tables["sites"] = tables["sites"].without(
        rows.filter(pl.col("merged_into").is_in(lost)).select(
            "line",
            pl.lit("merged_into").alias("column_name"),
            pl.col("merged_into").alias("value"),
            pl.lit(Rule.UNKNOWN_SITE.code).alias("rule"),
        )
    )
    show(connection, "sites", tables["sites"].rows)
