"""A municipality beside its team and the nation: three figures of each indicator, from one reading of the warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geodata.figures import Figure, columns_of, counts, figure_of, known
from geodata.indicators import BY_ID
from geodata.within import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geodata.store import Store

NOT_ADDED_UP = frozenset(("people", "overdue_days_median", "population", "population_screened_now"))
"""Counts of several places that are more than their sum, less, or not known."""

NAMES = ("municipality_code", "team")
"""What a place is told by."""


def place_counts(store: Store, as_of: date, window_months: int, ids: Sequence[str]) -> pd.DataFrame:
    """Return what the indicators of ``ids`` divide, for every pair of a municipality and a team that has records.

    Returns
    -------
    pandas.DataFrame
        Indexed by municipality_code and team, in order; either may be ``unknown``. Of teams outside the store's reach
        there is one row each, whose municipality is :data:`geodata.within.ELSEWHERE`.

    Raises
    ------
    ValueError
        If a count of ``ids`` does not add up over places.
    """
    columns = columns_of(BY_ID[name] for name in ids)
    if apart := columns & NOT_ADDED_UP:
        raise ValueError(f"{', '.join(sorted(apart))} cannot be added up over places.")
    table = counts(store, as_of, window_months, "place", columns)
    pairs = [area.split(" ", 1) for area in table.index]
    table.index = pd.MultiIndex.from_arrays([list(told) for told in zip(*pairs, strict=True)] or [[], []], names=NAMES)
    own = store.reach.team
    if own is None:
        return table
    others = counts(store, as_of, window_months, "team", columns).drop(index=own)
    others.index = pd.MultiIndex.from_product([[ELSEWHERE], others.index], names=NAMES)
    return pd.concat([table, others]).sort_index()


def beside(
    table: pd.DataFrame, as_of: date, municipality: str, team: str, ids: Sequence[str]
) -> list[tuple[Figure, Figure, Figure]]:
    """Return each figure of a municipality beside its team's and the nation's.

    Parameters
    ----------
    table
        What :func:`place_counts` returns for the same day and indicators.
    """
    codes, teams = table.index.get_level_values(0), table.index.get_level_values(1)
    areas = (
        (municipality, "municipality", table[codes == municipality].sum()),
        (team, "team", table[teams == team].sum()),
        ("nation", "nation", table.sum()),
    )
    told = [
        [
            figure_of(
                BY_ID[name],
                area,
                kind,
                as_of,
                known(counted[BY_ID[name].numerator]),
                known(counted[below]) if (below := BY_ID[name].denominator) else None,
            )
            for area, kind, counted in areas
        ]
        for name in ids
    ]
    return [(own, teams_own, nation) for own, teams_own, nation in told]
