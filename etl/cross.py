"""Rules that need two rows or two tables: one SQL query per rule, each telling the lines it sets aside.

The tables are looked at in order, on what is kept of the ones before: a visit to a site that was set aside is set aside
too, and says so. A row that breaks several rules of its table is told by each.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
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
            "WHERE municipality_code NOT IN ('unknown', '0411')",
        ),
    )  # fmt: skip


def _unknown(table: str, column: str, rule: Rule, known: str, key: str) -> CrossRule:
    return CrossRule(
        table, column, rule,
        f"SELECT line, {table}.{column} FROM {table} ANTI JOIN {known} ON {known}.{key} = {table}.{column} "
        f"WHERE {table}.{column} IS NOT NULL",
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
    *_no_municipality("course_counts"),
    CrossRule(
        "course_counts", "term", Rule.COUNTED_TWICE,
        # Which of two counts is right cannot be known: all are set aside.
        """SELECT line, term FROM course_counts
           QUALIFY count(*) OVER (PARTITION BY municipality_code, period_to, term) > 1""",
    ),
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
    _unknown("site_changes", "site_id", Rule.UNKNOWN_SITE, "sites", "site_id"),
    _unknown("site_changes", "merged_into", Rule.UNKNOWN_SITE, "sites", "site_id"),
    CrossRule(
        "site_changes", "changed_on", Rule.BEFORE_FIRST_SEEN,
        """SELECT site_changes.line, changed_on::VARCHAR FROM site_changes JOIN sites USING (site_id)
           WHERE changed_on < first_seen""",
    ),
    CrossRule(
        # Of two changes of one site's status on one day the one that was recorded last holds; lines of the ledger fall.
        "site_changes", "changed_on", Rule.SUPERSEDED,
        """SELECT DISTINCT earlier.line, earlier.changed_on::VARCHAR
           FROM site_changes AS earlier JOIN site_changes AS later USING (site_id, changed_on)
           WHERE later.line < earlier.line AND earlier.status IS NOT NULL AND later.status IS NOT NULL""",
    ),
    _unknown("plan_stops", "site_id", Rule.UNKNOWN_SITE, "sites", "site_id"),
)  # fmt: skip
"""What must hold once every site that is kept is known."""


def apply(tables: dict[str, Loaded], rules: tuple[CrossRule, ...], connection: duckdb.DuckDBPyConnection) -> None:
    """Set the rows that break a rule aside, in place, one table after the other.

    Parameters
    ----------
    tables
        Every table of the contract by name; replaced where a rule finds something.
    connection
        A connection in which the kept rows stand under the tables' names; kept in step.
    """
    for table, of_table in groupby(rules, key=attrgetter("table")):
        found = pl.concat([no_faults(), *(_broken(rule, connection) for rule in of_table)])
        if not found.is_empty():
            tables[table] = tables[table].without(found)
            show(connection, table, tables[table].rows)


def _broken(rule: CrossRule, connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return the rows that break a rule as faults."""
    lines, values = connection.sql(rule.sql).pl()
    return pl.DataFrame(
        {"line": lines, "column_name": rule.column, "value": values, "rule": rule.rule.code}, schema=no_faults().schema
    ).unique(maintain_order=True)


def show(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    """Let SQL see rows under a name; the newest form of Arrow is Polars' own, and nothing is copied."""
    connection.register(name, rows.to_arrow(compat_level=pl.CompatLevel.newest()))


def settle_memberships(tables: dict[str, Loaded]) -> None:
    """End each membership on the day before its municipality's next, in place: the later one holds a shared day."""
    rows = tables["team_membership"].rows
    begins = pl.col("valid_from").shift(-1).over("municipality_code", order_by="valid_from")
    ended = pl.min_horizontal("valid_to", begins - pl.duration(days=1))
    tables["team_membership"] = tables["team_membership"].with_rows(rows.with_columns(valid_to=ended))


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
