"""Takes one raw table in: columns named, cells read, rows checked, doubles found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import polars as pl

from etl.cells import read_cells
from etl.rejects import Loaded, faultless, no_faults, no_rejects, reject_rows
from etl.schemas import TEXT, faults
from geodata.rules import Rule
from geodata.terms import Outcome

if TYPE_CHECKING:
    from datetime import date

    from etl.columns import Named
    from etl.contract import Table
    from etl.readers import Raw


COLUMNS_AT_ONCE = 2


def take(raw: Raw, named: Named, table: Table, today: date) -> Loaded:
    """Return the rows of a raw file that can be kept, typed, and every fault of the others.

    Parameters
    ----------
    today
        The day the import runs; nothing can have happened later.
    """
    texts = {column.name: named.cells[column.name] for column in table.columns}
    with ThreadPoolExecutor(COLUMNS_AT_ONCE) as pool:
        read = pool.map(read_cells, texts.values(), table.columns)
    values = [cells.alias(name) for name, cells in zip(texts, read, strict=True)]
    frame = pl.DataFrame([*values, *(text.alias(TEXT + name) for name, text in texts.items()), named.cells["line"]])
    broken = faults(frame, table, today)
    rows = _filled(frame.select(*texts, "line"), table)
    doubled = doubles(rows, broken, table)
    rejects = [reject_rows(table.name, raw.file, part) for part in (raw.faults, broken, doubled)]
    kept = faultless(rows, pl.concat([broken, doubled]))
    return Loaded(table.name, raw.file, raw.read, kept, pl.concat([no_rejects(), *rejects]))


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


def doubles(rows: pl.DataFrame, broken: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return repeated rows as faults: all but one where they agree, all of them where they do not.

    The order of the rows decides nothing: which of two rows that disagree is right cannot be known. A row among
    ``broken`` is not kept, and repeats none.
    """
    keys = faultless(rows.select(*table.key, "line"), broken)
    twice = keys.filter(keys.select(table.key).is_duplicated())
    if twice.is_empty():
        return no_faults()
    doubled = rows.filter(rows["line"].is_in(twice["line"].implode()))
    content = [column.name for column in table.columns]
    distinct = doubled.unique(subset=content, keep="first", maintain_order=True)
    disagree = distinct.filter(distinct.select(table.key).is_duplicated()).select(table.key).unique()
    clash = doubled.join(disagree, on=table.key, how="semi")
    again = doubled.join(disagree, on=table.key, how="anti").join(distinct.select("line"), on="line", how="anti")
    return pl.concat([_told(clash, table, Rule.DOUBLED_KEY), _told(again, table, Rule.REPEATED)])


def _told(rows: pl.DataFrame, table: Table, rule: Rule) -> pl.DataFrame:
    return rows.select(
        pl.col("line"),
        pl.lit(", ".join(table.key)).alias("column_name"),
        pl.concat_str([pl.col(name).cast(pl.String) for name in table.key], separator=", ").alias("value"),
        pl.lit(rule.code).alias("rule"),
    )
