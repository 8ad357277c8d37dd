"""Targets against what is reached, as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard.columns import Column
from dashboard.period import DENMARK
from geodata.indicators import BY_ID
from geodata.language import Label
from geodata.targets import TargetUnit
from geodata.terms import Team
from geodata.units import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.language import Language
    from geodata.shortfall import Shortfall
    from geodata.targets import Target

COLUMNS: tuple[Column, ...] = (
    Column("team", Label("Team", "Team"), lambda code: Team(code).label),
    Column("indicator", Label("Tal", "Figure"), lambda name: BY_ID[name].label),
    Column("target", Label("Mål", "Target")),
    Column("actual", Label("Opnået på dagen", "Reached on the day")),
    Column("numerator", Label("Heraf", "Of which")),
    Column("denominator", Label("Af i alt", "Of in all")),
    Column("required", Label("Målet kræver", "The target takes")),
    Column("lasting", Label("Tæller stadig 31.12.", "Still counts on 31 Dec")),
    Column("missing", Label("Mangler", "Missing")),
    Column("hours", Label("Timer", "Hours")),
    Column("team_days", Label("Teamdage", "Team-days")),
    Column("basis", Label("Timerne er medianer af (antal)", "The hours are medians of (number)")),
    Column("set_on", Label("Sat den", "Set on")),
    Column("set_by", Label("Sat af", "Set by")),
)

HISTORY: tuple[Column, ...] = (
    *COLUMNS[:3],
    *COLUMNS[-2:],
)


def rows(shortfalls: Sequence[Shortfall], hours_a_day: float, language: Language) -> pd.DataFrame:
    """Return one row per target."""
    return pd.DataFrame(
        [
            {
                **_said(each.target, language),
                "actual": each.actual.indicator.unit.say(each.actual.value, language),
                "numerator": each.actual.numerator,
                "denominator": each.actual.denominator,
                "required": each.required,
                "lasting": each.lasting,
                "missing": each.missing,
                "hours": each.hours,
                "team_days": None if each.hours is None else round(each.hours / hours_a_day, 1),
                "basis": each.basis.say(language),
            }
            for each in shortfalls
        ],
        columns=[column.id for column in COLUMNS],
    )


def said_rows(targets: Sequence[Target], language: Language) -> pd.DataFrame:
    """Return one row per target as it was set."""
    return pd.DataFrame([_said(each, language) for each in targets], columns=[column.id for column in HISTORY])


def _said(target: Target, language: Language) -> dict[str, object]:
    unit = Unit.PERCENT if target.unit == TargetUnit.PERCENT.code else Unit.COUNT
    return {
        "team": target.team,
        "indicator": target.indicator,
        "target": unit.say(target.value, language),
        "set_on": target.set_at.astimezone(DENMARK).date(),
        "set_by": target.set_by,
    }
