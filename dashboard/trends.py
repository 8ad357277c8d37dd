"""The lines of a chart over time: the nation beside its teams, or beside what a filter keeps. Knows no screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from dashboard.text import translator
from geodata.published import printed
from geodata.series import series
from geodata.status import STATUSES
from geodata.terms import Team

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboard.scope import Scope
    from geodata.figures import Figure
    from geodata.language import Language
    from geodata.published import Printed

NATION = "nation"
PART = "part"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``nation``, a team's code or ``part``; its name; and one figure per day, in order."""

    key: str
    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """One indicator over time, and what the reports print of it for the whole country."""

    lines: tuple[Line, ...]
    printed: tuple[Printed, ...]


def trend(
    parts: pd.DataFrame, days: Sequence[date], window_months: int, scope: Scope, name: str, language: Language
) -> Trend:
    """Return one indicator's lines: the nation and its teams, or the nation and what the filter keeps.

    Parameters
    ----------
    parts
        Rows of :func:`geodata.series.cells`.
    name
        The indicator's id.
    """
    _ = translator(language)
    lines = [Line(NATION, _("Whole country"), tuple(series(parts, days, "nation", [name])))]
    if scope.team is None and scope.region is None:
        told = series(parts, days, "team", [name])
        by_team = {team: tuple(f for f in told if f.area == team.code) for team in Team}
        lines += [
            Line(team.code, team.label.say(language), figures)
            for team, figures in by_team.items()
            if team is not Team.UNKNOWN or any(f.numerator or f.denominator for f in figures)
        ]
    else:
        kept = series(parts[scope.keeps(parts)], days, "nation", [name])
        own = tuple(replace(figure, area_kind=PART, area=scope.say("", "en")) for figure in kept)
        lines.append(Line(scope.team if scope.team and not scope.region else PART, scope.say("", language), own))
    return Trend(tuple(lines), tuple(printed(name, window_months, days)))


def table_rows(told: Trend, language: Language) -> pd.DataFrame:
    """Return the trend as a table to take away: a row per day and line, and one per printed figure."""
    _ = translator(language)
    rows: list[tuple[str, Figure, str | None]] = [
        (line.name, figure, None) for line in told.lines for figure in line.figures
    ]
    rows += [(_("Whole country"), one.figure(), one.source.say(language)) for one in told.printed]
    return pd.DataFrame(
        [
            {
                "day": pd.Timestamp(figure.as_of), "area": area, "value": figure.value, "numerator": figure.numerator,
                "denominator": figure.denominator, "low": figure.low, "high": figure.high, "source": source,
            }
            for area, figure, source in rows
        ]
    ).astype({"numerator": "Int64", "denominator": "Int64"})  # fmt: skip


def class_rows(statuses: pd.DataFrame, days: Sequence[date]) -> pd.DataFrame:
    """Return how many municipalities are in each class on each day, the latest first; no class is left out.

    Parameters
    ----------
    statuses
        One row per day and municipality, classified.
    """
    counted = statuses.groupby(["day", "status"]).size().to_dict()
    rows = [
        {"day": day, **{status.code: counted.get((day, status.code), 0) for status in STATUSES}}
        for day in pd.to_datetime(list(reversed(days)))
    ]
    return pd.DataFrame(rows)
