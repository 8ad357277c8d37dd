"""A list of work: its rows, and what was left out of it and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from geodata.terms import Term


@dataclass(frozen=True, slots=True)
class WorkList:
    """A list that reconciles.

    Parameters
    ----------
    rows
        What is to be done, in the order it is to be done in.
    listed
        How many records the rows speak of.
    left_out
        Reason -> how many records are not on the list for it; a reason that holds for none is not here.
    total
        All records that were considered.

    Raises
    ------
    ValueError
        If a record has vanished: ``total`` is always ``listed`` and what was left out together.
    """

    rows: pd.DataFrame
    listed: int
    left_out: Mapping[Term, int]
    total: int

    def __post_init__(self) -> None:
        if self.listed + sum(self.left_out.values()) != self.total:
            raise ValueError(f"{self.total} records, but {self.listed} listed and {dict(self.left_out)} left out.")


def divided(records: pd.DataFrame, column: str, terms: type[Term], listed: Collection[Term]) -> WorkList:
    """Return the records whose ``column`` holds one of the terms ``listed``, and count the others by their term.

    Raises
    ------
    ValueError
        If a record holds no term at all.
    """
    counted = records[column].value_counts()
    left_out = {term: int(counted[term.code]) for term in terms if term not in listed and term.code in counted}
    rows = records[records[column].isin([term.code for term in listed])].reset_index(drop=True)
    return WorkList(rows, len(rows), left_out, len(records))
