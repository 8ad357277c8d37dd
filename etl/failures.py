"""Which rows break a rule: pandera tells every failing cell of a frame at once.

Apart from the rules themselves because pandera brings pandas with it, which takes longer to import than most tables
take to check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pandera.api.polars.types import PolarsData

    from geodata.rules import Rule

    Rules = Mapping[str, Sequence[tuple[Rule, pl.Expr]]]


def failures(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Return a row per failing cell: ``column``, ``check`` (the rule's code) and ``index`` (the position of the row).

    Parameters
    ----------
    rules
        Per column what breaks which rule.
    """
    try:
        schema(rules).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases: pl.DataFrame = error.failure_cases
        return cases
    return pl.DataFrame(schema={"column": pl.String, "check": pl.String, "index": pl.Int32})


def schema(rules: Rules) -> pa.DataFrameSchema:
    """Return the pandera schema of a frame's columns."""
    return pa.DataFrameSchema(
        {
            name: pa.Column(checks=[_check(rule, wrong) for rule, wrong in broken], nullable=True)
            for name, broken in rules.items()
        }
    )


def _check(rule: Rule, wrong: pl.Expr) -> pa.Check:
    """Return a check that fails where ``wrong`` is true; what is null is not wrong."""

    def holds(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(~wrong.fill_null(value=False))

    return pa.Check(holds, name=rule.code)
