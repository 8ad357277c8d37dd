"""Rows that were set aside, and the promise that none is lost: read = kept + set aside."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from geodata.rules import LEDGER, Rule

REJECTS = pl.Schema(
    {
        "table_name": pl.String(),
        "file": pl.String(),
        "line": pl.Int64(),
        "column_name": pl.String(),
        "value": pl.String(),
        "rule": pl.String(),
    }
)
"""One row per fault. ``line`` counts the lines of the file from 1, the header included."""

UNSEEN = "�"
"""What stands for a character that is not seen."""

LEDGER_LINES = 64
"""Rows that one record of the ledger may have. Its rows have lines below 0, so that they never meet a file's."""

VALUE_LENGTH = 100
"""Characters of a faulty cell that are kept to recognise it by."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table as far as it has been taken in.

    Parameters
    ----------
    table
        The table's name.
    file
        The raw file's name, for messages.
    read
        Rows in the file.
    rows
        The rows kept, with ``line``.
    rejects
        A row per fault, as :data:`REJECTS`; a row of the file with two faults is one row set aside.

    Raises
    ------
    ValueError
        Unless read = kept + set aside: a row can be neither lost nor counted twice.
    """

    table: str
    file: str
    read: int
    rows: pl.DataFrame
    rejects: pl.DataFrame

    def __post_init__(self) -> None:
        if self.read != self.kept + self.set_aside:
            raise ValueError(
                f"{self.table}: {self.read} rows read, but {self.kept} kept and {self.set_aside} set aside."
            )
        if self.rows["line"].n_unique() != self.kept:
            raise ValueError(f"{self.table}: a row is kept twice.")
        if not self.rejects.is_empty() and self.rows["line"].is_in(self.rejects["line"].unique().implode()).any():
            raise ValueError(f"{self.table}: a row is both kept and set aside.")

    @property
    def kept(self) -> int:
        """Rows that go into the warehouse."""
        return self.rows.height

    @property
    def set_aside(self) -> int:
        """Rows with at least one fault."""
        return self.rejects["line"].n_unique()

    def with_rows(self, rows: pl.DataFrame) -> Loaded:
        """Return the table with its kept rows as they are after a step; which lines are kept may not change."""
        return Loaded(self.table, self.file, self.read, rows, self.rejects)

    def without(self, faults: pl.DataFrame) -> Loaded:
        """Return the table with the rows of ``faults`` (line, column_name, value, rule) set aside."""
        if faults.is_empty():
            return self
        return Loaded(
            self.table,
            self.file,
            self.read,
            faultless(self.rows, faults),
            pl.concat([self.rejects, reject_rows(self.table, self.file, faults)]),
        )


def faultless(rows: pl.DataFrame, faults: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with no line among ``faults``."""
    return rows.filter(~rows["line"].is_in(faults["line"].unique().implode()))


def reject_rows(table: str, file: str, faults: pl.DataFrame) -> pl.DataFrame:
    """Return faults (line, column_name, value, rule) as rows of :data:`REJECTS`, fit to be shown.

    Personal data are blotted out, and characters that steer a terminal or are not seen stand as a sign of their own.
    """
    personal = pl.col("rule") == Rule.PERSONAL_DATA.code
    seen = pl.col("value").fill_null("").str.slice(0, VALUE_LENGTH).str.replace_all(r"[\p{Cc}\p{Cf}]", UNSEEN)
    value = pl.when(personal).then(pl.lit("")).otherwise(seen)
    return faults.select(
        pl.lit(table).alias("table_name"),
        pl.when(pl.col("line") < 0).then(pl.lit(LEDGER)).otherwise(pl.lit(file)).alias("file"),
        pl.col("line").cast(pl.Int64),
        pl.col("column_name"),
        value.alias("value"),
        pl.col("rule"),
    )


def no_rejects() -> pl.DataFrame:
    """Return an empty frame of rejects."""
    return pl.DataFrame(schema=REJECTS)


def no_faults() -> pl.DataFrame:
    """Return an empty frame of faults."""
    return pl.DataFrame(schema={name: REJECTS[name] for name in ("line", "column_name", "value", "rule")})


def as_csv(rejects: pl.DataFrame, *, demo: bool) -> bytes:
    """Return rejects as a CSV file that Danish Excel opens: semicolons, UTF-8 with BOM, no cell that starts a formula.

    Parameters
    ----------
    demo
        Whether the rows are synthetic; every row then says so.
    """
    texts = {name: pl.col(name) for name, kind in REJECTS.items() if kind == pl.String}
    starts_formula = r"^\s*[=+\-@]|^[\t\r]"
    safe = {
        name: pl.when(text.str.contains(starts_formula)).then("'" + text).otherwise(text)
        for name, text in texts.items()
    }
    mark = [pl.lit("DEMO").alias("demo")] if demo else []
    return rejects.with_columns(**safe).select(*mark, pl.all()).write_csv(include_bom=True, separator=";").encode()
