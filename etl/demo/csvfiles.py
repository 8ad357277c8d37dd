"""Tables as CSV bytes: most are plain, a few are written as Danish offices write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from etl.contract import Holds

if TYPE_CHECKING:
    from etl.contract import Column, Table

SEMICOLON = ("sites", "bridge_meetings", "activities", "partners")
DECIMAL_COMMA = ("activities",)
DANISH = ("partners",)
"""Written in Latin-1, with Danish headers, words and dates."""


ONLY_ON_SCREEN = ("opened_by", "material_left", "return_window", "note")
"""Columns that the offices' own files do not fill."""


def written(table: Table, records: pl.DataFrame) -> bytes:
    """Return one table's file in the columns of the contract; what the records lack is left empty."""
    danish = table.name in DANISH
    records = records.with_columns(pl.lit("").alias(name) for name in ONLY_ON_SCREEN if table.name == "visits")
    frame = records.select(_cell(column, danish=danish) for column in table.columns)
    frame = frame.rename({column.name: column.headers[0] for column in table.columns if danish})
    text = frame.write_csv(
        separator=";" if table.name in SEMICOLON else ",",
        decimal_comma=table.name in DECIMAL_COMMA,
        datetime_format="%Y-%m-%d %H:%M",
        date_format="%d-%m-%Y" if danish else "%Y-%m-%d",
    )
    return text.encode("latin-1" if danish else "utf-8")


def _cell(column: Column, *, danish: bool) -> pl.Expr:
    if danish and column.holds is Holds.TERM and column.term is not None:
        words = {term.code: term.label.danish for term in column.term}
        return pl.col(column.name).replace_strict(words, default=None, return_dtype=pl.String)
    return pl.col(column.name)
