"""Takes one raw table in: columns named, cells read, rows checked, doubles found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import polars as pl

from etl.cells import AS_WRITTEN, nothing, read_cells
from etl.recorded import HAPPENED
from etl.rejects import Loaded, faultless, no_faults, no_rejects, reject_rows
from etl.schemas import TEXT, faults, suspect
from geodata.rules import Rule
from geodata.terms import Outcome

if TYPE_CHECKING:
    from datetime import date

    from etl.columns import Named
    from etl.contract import Column, Table
    from etl.readers import Raw


BATCH = 1 << 19
"""Rows that are read together: enough to read columns at a time, few enough that what is needed on the way is small."""

BATCHES_AT_ONCE = 2


def take(raw: Raw, named: Named, table: Table, today: date) -> Loaded:
    """Return the rows of a raw file that can be kept, typed, and every fault of the others.

    Parameters
    ----------
    today
        The day the import runs; nothing can have happened later.
    """
    batches = list(named.cells.iter_slices(BATCH)) or [named.cells]
    if len(batches) == 1:
        read = [
            _read(batches[0], named.blank, table, today)
        ]  # A new thread would have to make the rules' patterns again.
    else:
        with ThreadPoolExecutor(BATCHES_AT_ONCE) as pool:
            read = list(pool.map(lambda cells: _read(cells, named.blank, table, today), batches))
    rows = pl.concat([typed for typed, _ in read])
    broken = faults(pl.concat([others for _, others in read]), table, today)
    doubled = doubles(rows, table)
    rejects = [reject_rows(table.name, raw.file, part) for part in (raw.faults, broken, doubled)]
    return Loaded(table.name, raw.file, raw.read, faultless(rows, doubled), pl.concat([no_rejects(), *rejects]))


def _read(cells: pl.DataFrame, blank: frozenset[str], table: Table, today: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of a batch that break no rule, typed, and the others with what they say and what is written.

    ``blank`` columns say nothing, and no cell of them is looked at.
    """
    read = [
        (cells[column.name], nothing(column, cells.height))
        if column.name in blank
        else _read_column(cells[column.name], column)
        for column in table.columns
    ]
    typed = pl.DataFrame([*(value for _, value in read), cells["line"]])
    frame = typed.with_columns(text.alias(TEXT + text.name) for text, _ in read)
    breaks = suspect(frame, blank, table, today)
    return _filled(typed.filter(~breaks) if breaks.any() else typed, table), frame.filter(breaks)


def _read_column(text: pl.Series, column: Column) -> tuple[pl.Series, pl.Series]:
    """Return a column's text without the blanks around it, and what it says.

    Blanks are rare, and taking them off a million cells is a copy of them all: where every cell can be read as it
    stands, it stays as it stands.
    """
    if column.holds not in AS_WRITTEN:
        value = read_cells(text, column)
        left = text.filter(value.is_null() & (text != ""))
        if (left.str.strip_chars() == left).all():
            return text, value.alias(column.name)
    bare = text.str.strip_chars()
    return bare, read_cells(bare, column).alias(column.name)


def _filled(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Put the value that "nothing stated" is in the cells that state nothing."""
    rows = rows.with_columns(pl.col(column.name).fill_null(column.empty) for column in table.columns if column.empty)
    rows = rows.with_columns(
        pl.col(name).fill_null(happened) for name, happened in HAPPENED.get(table.name, {}).items()
    )
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


def doubles(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return repeated rows as faults: all but one where they agree, all of them where they do not.

    The order of the rows decides nothing: which of two rows that disagree is right cannot be known. A row that breaks
    a rule is not among ``rows``, and repeats none.
    """
    # By a mark of eight bytes first: a million keys are held against each other in a fifth of the time.
    marks = rows.select(table.key).hash_rows()
    in_order = marks.sort()
    likely = rows.filter(marks.is_in(in_order.filter(in_order == in_order.shift(1)).implode()))
    doubled = likely.filter(likely.select(table.key).is_duplicated())
    if doubled.is_empty():
        return no_faults()
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
