"""What a row must be to be kept: one pandera schema per table, all faults of all rows told at once.

Checks are columns at a time and carry the name of the rule they hold, so that a failure says which cell broke what.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from etl.contract import Column, Holds, Table
from etl.rejects import no_faults
from geodata.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pandera.api.polars.types import PolarsData

TEXT = "text of "
"""Prefix of the columns that hold a cell as it stands in the file, beside the column of what it says."""

LONGEST_TEXT = 500
EARLIEST = date(1990, 1, 1)
"""No record of the field is older; an earlier date is a slip of the pen."""

AHEAD_DAYS = 3653
"""Ten years: how far ahead an agreed return or a membership is believed."""

_EDGE = "[^0-9A-Za-z-]"
_CPR = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}"
_PHONE_WRITTEN = (
    r"(?:\+|00)\d{2}[ ]?\d{2}(?:[ .-]?\d{2}){3}|[2-9]\d(?:[ .-]\d{2}){3}|[2-9]\d{3}[ ]\d{4}|[2-9]\d{2}[ ]\d{2}[ ]\d{3}"
)
_PHONE_BARE = r"[2-9]\d{7}"
_EMAIL = r"[^\s@|,;<>]+@[^\s@|,;<>]+\.[A-Za-z]{2,}"

PERSONAL = f"(?:^|{_EDGE})(?:{_CPR}|{_PHONE_WRITTEN}|{_PHONE_BARE})(?:$|{_EDGE})|{_EMAIL}"
"""A CPR number (a valid day and month and four more digits are enough: modulus 11 is no longer required), a
telephone number or an e-mail address, in a cell of text."""

PERSONAL_IN_ID = f"(?:^|{_EDGE})(?:{_CPR}|{_PHONE_WRITTEN})(?:$|{_EDGE})|{_EMAIL}"
"""The same in a record's identifier, where eight bare digits are a running number."""

FORBIDDEN = r"[{}<>`\x00-\x08\x0b-\x1f\x7f]"
"""Characters that a template engine or a page would take for code, and control characters."""

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
}
"""Per table: the column a fault is blamed on, the rule, and what must not be true of a row."""


def faults(frame: pl.DataFrame, table: Table, today: date) -> pl.DataFrame:
    """Return every fault of every row as line, column_name, value, rule.

    Parameters
    ----------
    frame
        ``line``, and for every column of the table what its cells say and, under :data:`TEXT`, how they say it.
    today
        The day the import runs: what has happened cannot be later.
    """
    try:
        schema(table, today).validate(frame, lazy=True)
    except SchemaErrors as error:
        return _told(frame, error.failure_cases)
    return no_faults()


def schema(table: Table, today: date) -> pa.DataFrameSchema:
    """Return the pandera schema of a table."""
    broken = {column.name: list(_broken(column, today)) for column in table.columns}
    for name, rule, wrong in ROW_RULES.get(table.name, ()):
        broken[name].append((rule, wrong))
    return pa.DataFrameSchema(
        {
            name: pa.Column(checks=[_check(rule, wrong) for rule, wrong in rules], nullable=True)
            for name, rules in broken.items()
        }
    )


def _check(rule: Rule, wrong: pl.Expr) -> pa.Check:
    """Return a check that fails where ``wrong`` is true; what is null is not wrong."""

    def holds(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(~wrong.fill_null(value=False))

    return pa.Check(holds, name=rule.code)


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
        yield Rule.PERSONAL_DATA, text.str.contains(PERSONAL_IN_ID if column.holds is Holds.ID else PERSONAL)
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


def _told(frame: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    found = cases.select(
        pl.col("index").cast(pl.UInt32), pl.col("column").alias("column_name"), pl.col("check").alias("rule")
    ).with_columns(line=frame["line"].gather(cases["index"]))
    return pl.concat([_with_values(frame, part) for part in found.partition_by("column_name")])


def _with_values(frame: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Add the cells as they stand in the file; a cell that holds personal data is told as that and nothing else."""
    column = found["column_name"][0]
    value = frame[TEXT + column].gather(found["index"])
    told = found.with_columns(value=value).select("line", "column_name", "value", "rule")
    personal = pl.col("value").str.contains(PERSONAL)
    return told.with_columns(
        rule=pl.when(personal).then(pl.lit(Rule.PERSONAL_DATA.code)).otherwise(pl.col("rule"))
    ).unique(maintain_order=True)


def blot(values: Iterable[str]) -> list[str]:
    """Return texts with every one that holds personal data emptied: for messages that quote a file."""
    texts = pl.Series(list(values), dtype=pl.String)
    return texts.set(texts.str.contains(PERSONAL), "").to_list()
