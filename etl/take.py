"""Takes one raw table in: columns named, cells read, rows checked, doubles found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from etl.cells import read_cells
from etl.rejects import Loaded, faultless, no_rejects, reject_rows
from etl.schemas import TEXT, faults
from geodata.rules import Rule
from geodata.terms import Outcome

if TYPE_CHECKING:
    from datetime import date

    from etl.columns import Named
    from etl.contract import Table
    from etl.readers import Raw


def take(raw: Raw, named: Named, table: Table, today: date) -> Loaded:
    """Return the rows of a raw file that can be kept, typed, and every fault of the others.

    Parameters
    ----------
    today
        The day the import runs; nothing can have happened later.
    """
    texts = {column.name: named.cells[column.name] for column in table.columns}
    values = [read_cells(text, table.column(name)).alias(name) for name, text in texts.items()]
    frame = pl.DataFrame([*values, *(text.alias(TEXT + name) for name, text in texts.items()), named.cells["line"]])
    found = faults(frame, table, today)
    rejects = pl.concat([no_rejects(), *(reject_rows(table.name, raw.file, part) for part in (raw.faults, found))])
    rows = frame.select(*texts, "line")
    rows = _filled(rows if found.is_empty() else faultless(rows, found), table)
    return without_doubles(Loaded(table.name, raw.file, raw.read, rows, rejects), table)


def _filled(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Put the value that "nothing stated" is in the cells that state nothing."""
    rows = rows.with_columns(pl.col(column.name).fill_null(column.empty) for column in table.columns if column.empty)
    lists = [column.name for column in table.columns if rows.schema[column.name] == pl.List(pl.String)]
    rows = rows.with_columns(pl.col(name).fill_null([]) for name in lists)
    if table.name == "visits":
        nothing_said = pl.col("reached") & (pl.col("outcomes").list.len() == 0)
        return rows.with_columns(
            outcomes=pl.when(nothing_said).then([Outcome.NOT_STATED.code]).otherwise(pl.col("outcomes"))
        )
    if table.name == "screenings":
        unsaid = pl.col("completed_on").is_not_null() & pl.col("result").is_null()
        return rows.with_columns(result=pl.when(unsaid).then(pl.lit("not_stated")).otherwise(pl.col("result")))
    return rows


def without_doubles(loaded: Loaded, table: Table) -> Loaded:
    """Set repeated rows aside: all but one where they agree, all of them where they do not.

    The order of the rows decides nothing: which of two rows that disagree is right cannot be known.
    """
    rows = loaded.rows
    doubled = rows.filter(rows.select(table.key).is_duplicated())
    if doubled.is_empty():
        return loaded
    content = [column.name for column in table.columns]
    distinct = doubled.unique(subset=content, keep="first", maintain_order=True)
    disagree = distinct.filter(distinct.select(table.key).is_duplicated()).select(table.key).unique()
    clash = doubled.join(disagree, on=table.key, how="semi")
    again = doubled.join(disagree, on=table.key, how="anti").join(distinct.select("line"), on="line", how="anti")
    return loaded.without(pl.concat([_doubles(clash, table, Rule.DOUBLED_KEY), _doubles(again, table, Rule.REPEATED)]))


def _doubles(rows: pl.DataFrame, table: Table, rule: Rule) -> pl.DataFrame:
    return rows.select(
        pl.col("line"),
        pl.lit(", ".join(table.key)).alias("column_name"),
        pl.concat_str([pl.col(name).cast(pl.String) for name in table.key], separator=", ").alias("value"),
        pl.lit(rule.code).alias("rule"),
    )
