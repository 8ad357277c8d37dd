"""What a row must be to be kept: the rules of each column and each table, all faults of all rows told at once.

Checks are columns at a time and carry the name of the rule they hold, so that a failure says which cell broke what.
One pass tells which rows break any rule, another which rules these break; they become a pandera schema, which tells
the cells.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from etl.contract import Column, Holds, Table
from etl.personal import personal
from etl.recorded import HAPPENED
from etl.rejects import no_faults
from geodata.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    Rules = dict[str, list[tuple[Rule, pl.Expr]]]

TEXT = "text of "
"""Prefix of the columns that hold a cell as it stands in the file, beside the column of what it says."""

LONGEST_TEXT = 500
EARLIEST = date(1990, 1, 1)
"""No record of the field is older; an earlier date is a slip of the pen."""

AHEAD_DAYS = 3653
"""Ten years: how far ahead an agreed return or a membership is believed."""

FORBIDDEN = r"[{}<>`[\p{Cc}\p{Cf}--\t\n]]"
"""Characters that a template engine or a page would take for code, control characters, and those that are not seen."""

UNREADABLE = {
    Holds.CODE: Rule.BAD_CODE,
    Holds.DATE: Rule.BAD_DATE,
    Holds.DATETIME: Rule.BAD_DATE,
    Holds.TIME: Rule.BAD_TIME,
    Holds.NUMBER: Rule.BAD_NUMBER,
    Holds.WHOLE: Rule.BAD_WHOLE,
    Holds.FLAG: Rule.BAD_FLAG,
    Holds.TERM: Rule.UNKNOWN_WORD,
    Holds.TERMS: Rule.UNKNOWN_WORD,
}

_METRES = (pl.col("lon").abs() > 180) | (pl.col("lat").abs() > 90)
_SWAPPED = pl.col("lon").is_between(54, 58) & pl.col("lat").is_between(7, 16)

ROW_RULES: dict[str, tuple[tuple[str, Rule, pl.Expr], ...]] = {
    "team_membership": (("valid_to", Rule.ENDS_BEFORE_START, pl.col("valid_to") < pl.col("valid_from")),),
    "sites": (
        ("lon", Rule.HALF_A_POINT, pl.col("lon").is_null() & pl.col("lat").is_not_null()),
        ("lat", Rule.HALF_A_POINT, pl.col("lat").is_null() & pl.col("lon").is_not_null()),
        ("lon", Rule.NULL_ISLAND, (pl.col("lon") == 0) & (pl.col("lat") == 0)),
        ("lon", Rule.METRES, _METRES),
        ("lon", Rule.SWAPPED_POINT, _SWAPPED),
        ("status_from", Rule.STATUS_BEFORE_SEEN, pl.col("status_from") < pl.col("first_seen")),
        (
            "merged_into",
            Rule.NO_SUCCESSOR,
            pl.col("status").is_in(["moved", "merged"]) & pl.col("merged_into").is_null(),
        ),
        ("merged_into", Rule.OWN_SUCCESSOR, pl.col("merged_into") == pl.col("site_id")),
    ),
    "visit_windows": (("closes", Rule.ENDS_BEFORE_START, pl.col("closes") <= pl.col("opens")),),
    "screenings": (
        ("completed_on", Rule.ENDS_BEFORE_START, pl.col("completed_on") < pl.col("started_on")),
        ("result", Rule.RESULT_UNFINISHED, pl.col("completed_on").is_null() & pl.col("result").is_not_null()),
    ),
    "visits": (
        ("outcomes", Rule.CONTRADICTORY, ~pl.col("reached") & (pl.col("outcomes").list.len() > 0)),
        ("return_on", Rule.RETURN_BEFORE_VISIT, pl.col("return_on") < pl.col("started_at").dt.date()),
    ),
    "course_counts": (("term", Rule.OTHER_MEASURE, ~pl.col("term").str.starts_with(pl.col("measure"))),),
    "site_changes": (
        ("status", Rule.MISSING, pl.col("status").is_null() & pl.col("kind").is_null()),
        (
            "merged_into",
            Rule.NO_SUCCESSOR,
            pl.col("status").is_in(["moved", "merged"]) & pl.col("merged_into").is_null(),
        ),
        ("merged_into", Rule.OWN_SUCCESSOR, pl.col("merged_into") == pl.col("site_id")),
    ),
    "plan_stops": (("leave", Rule.ENDS_BEFORE_START, pl.col("leave") < pl.col("arrive")),),
}
"""Per table: the column a fault is blamed on, the rule, and what must not be true of a row."""


def faults(frame: pl.DataFrame, table: Table, today: date) -> pl.DataFrame:
    """Return every fault of rows that are :func:`suspect` as line, column_name, value, rule.

    Parameters
    ----------
    frame
        ``line``, and for every column of the table what its cells say and, under :data:`TEXT`, how they say it.
    today
        The day the import runs: what has happened cannot be later.
    """
    if frame.is_empty():
        return no_faults()
    rules = _met(frame, _rules(table, today))
    # Here and not above: a folder without a fault never needs it, and it takes longer to import than to use.
    from etl.failures import failures  # noqa: PLC0415

    return _told(frame, failures(frame, rules), table)


def suspect(frame: pl.DataFrame, blank: frozenset[str], table: Table, today: date) -> pl.Series:
    """Return which rows break any rule, as a mask; the columns of ``frame`` are those of :func:`faults`.

    ``blank`` columns hold nothing, and nothing breaks no rule of its own column where that need not be filled.
    """
    wrongs = [wrong for broken in _rules(table, today, blank).values() for _, wrong in broken]
    return frame.select(pl.any_horizontal(wrong.fill_null(value=False) for wrong in wrongs)).to_series()


def _rules(table: Table, today: date, blank: frozenset[str] = frozenset()) -> Rules:
    rules = {column.name: [] if column.name in blank else list(_broken(column, today)) for column in table.columns}
    for name, rule, wrong in ROW_RULES.get(table.name, ()):
        rules[name].append((rule, wrong))
    for name, happened in HAPPENED.get(table.name, {}).items():
        rules[name].append((Rule.RECORDED_BEFORE, pl.col(name) < happened))
    return rules


def _met(frame: pl.DataFrame, rules: Rules) -> Rules:
    """Return the rules that some row breaks, all of them tried in one pass."""
    wrongs = [wrong.fill_null(value=False).any() for broken in rules.values() for _, wrong in broken]
    met = iter(frame.lazy().select(wrong.alias(str(i)) for i, wrong in enumerate(wrongs)).collect().row(0))
    found = {name: [rule for rule in broken if next(met)] for name, broken in rules.items()}
    return {name: broken for name, broken in found.items() if broken}


def _broken(column: Column, today: date) -> Iterator[tuple[Rule, pl.Expr]]:
    """Yield the rules of one column, each with what breaks it."""
    value, text = pl.col(column.name), pl.col(TEXT + column.name)
    if column.required:
        yield Rule.MISSING, text == ""
    if column.holds in UNREADABLE:
        yield UNREADABLE[column.holds], (text != "") & value.is_null()
    if column.holds in (Holds.ID, Holds.KEY, Holds.TEXT):
        yield Rule.TOO_LONG, text.str.len_chars() > LONGEST_TEXT
        yield Rule.FORBIDDEN_CHARACTER, text.str.contains(FORBIDDEN)
        yield Rule.FORMULA, text.str.starts_with("=")
        yield Rule.PERSONAL_DATA, personal(text, column.holds)
    if column.name not in ("lon", "lat") and column.low is not None and column.high is not None:
        yield Rule.OUT_OF_RANGE, ~value.is_between(column.low, column.high)
    if column.holds in (Holds.DATE, Holds.DATETIME):
        day = value if column.holds is Holds.DATE else value.dt.date()
        yield Rule.TOO_EARLY, day < EARLIEST
        yield (
            (Rule.TOO_FAR_AHEAD, day > today + timedelta(days=AHEAD_DAYS))
            if column.ahead
            else (Rule.IN_FUTURE, day > today)
        )


def _told(frame: pl.DataFrame, cases: pl.DataFrame, table: Table) -> pl.DataFrame:
    found = cases.select(
        pl.col("index").cast(pl.UInt32), pl.col("column").alias("column_name"), pl.col("check").alias("rule")
    ).with_columns(line=frame["line"].gather(cases["index"]))
    parts = found.partition_by("column_name", maintain_order=True)
    return pl.concat([_with_values(frame, part, table.column(part["column_name"][0])) for part in parts])


def _with_values(frame: pl.DataFrame, found: pl.DataFrame, column: Column) -> pl.DataFrame:
    """Add the cells as they stand in the file; a cell that holds personal data is told as that and nothing else."""
    value = frame[TEXT + column.name].gather(found["index"])
    told = found.with_columns(value=value).select("line", "column_name", "value", "rule")
    rule = pl.when(personal(pl.col("value"), column.holds)).then(pl.lit(Rule.PERSONAL_DATA.code))
    return told.with_columns(rule=rule.otherwise(pl.col("rule"))).unique(maintain_order=True)
