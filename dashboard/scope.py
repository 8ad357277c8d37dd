"""What a filter keeps: the nation, one team, one region, or the part of a team inside a region; and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.figures import Figure, figures, wilson
from geodata.terms import Region, Team

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from geodata.language import Language
    from geodata.store import Store


@dataclass(frozen=True, slots=True)
class Scope:
    """A team's code, a region's code, both, or neither for the whole country."""

    team: str | None = None
    region: str | None = None

    def keeps(self, municipalities: pd.DataFrame) -> pd.Series[bool]:
        """Return which rows (with ``team`` and ``region_code``) lie inside, as a mask."""
        inside = municipalities["municipality_code"].notna()
        if self.team is not None:
            inside &= municipalities["team"] == self.team
        if self.region is not None:
            inside &= municipalities["region_code"] == self.region
        return inside

    def say(self, whole: str, language: Language) -> str:
        """Return the scope's name; ``whole`` names the whole country."""
        names = [Team(self.team).label] if self.team else []
        names += [Region(self.region).label] if self.region else []
        return ", ".join(name.say(language) for name in names) or whole


def pooled(parts: Sequence[Figure], area: str) -> Figure:
    """Return one figure for several areas: numerators and denominators are added, never shares averaged.

    Raises
    ------
    ValueError
        If there is nothing to pool.
    """
    if not parts:
        raise ValueError("There are no figures to pool.")
    first = parts[0]
    numerator = sum(part.numerator or 0 for part in parts)
    denominator = sum(part.denominator or 0 for part in parts) if first.indicator.denominator else None
    scale = first.indicator.unit.scale
    value, low, high = None, None, None
    if denominator is None:
        value = float(numerator * scale)
    elif denominator:
        value = numerator / denominator * scale
    if denominator and numerator <= denominator:
        low, high = (end * scale for end in wilson(numerator, denominator))
    return Figure(first.indicator, "part", area, first.as_of, numerator, denominator, value, low, high)


def scope_figures(store: Store, as_of: date, window_months: int, scope: Scope, ids: Sequence[str]) -> list[Figure]:
    """Return one figure per id, in the order of ``ids``; none where a part of a team holds no municipality.

    A team's figures hold the records that name the team but no municipality; those of a part of a team cannot.
    """
    if scope.team is None and scope.region is None:
        return figures(store, as_of, window_months, "nation", ids)
    if scope.region is None:
        return [f for f in figures(store, as_of, window_months, "team", ids) if f.area == scope.team]
    if scope.team is None:
        return [f for f in figures(store, as_of, window_months, "region", ids) if f.area == scope.region]
    places = store.municipality_status(as_of, window_months)
    inside = set(places.loc[scope.keeps(places), "municipality_code"])
    each = [f for f in figures(store, as_of, window_months, "municipality", ids) if f.area in inside]
    return [
        pooled([f for f in each if f.indicator.id == name], f"{scope.team}+{scope.region}") for name in ids if inside
    ]
