"""A unit says how a figure is scaled and written, in Danish and in English."""

from __future__ import annotations

from enum import Enum

from babel.numbers import format_decimal

from geodata.language import Label, Language

MISSING = "–"
"""What stands where a figure cannot be told; it is not zero."""


class Unit(Enum):
    """A scale, a number of decimals and a suffix."""

    COUNT = ("count", 1, "#,##0", "")
    PERCENT = ("percent", 100, "#,##0.0", " %")
    PEOPLE = ("people", 1, "#,##0", "")
    HOURS = ("hours", 1, "#,##0.0", "")
    MINUTES = ("minutes", 1, "#,##0", "")
    DAYS = ("days", 1, "#,##0", "")
    PER_HOUR = ("per_hour", 1, "#,##0.00", "")
    PER_100_HOURS = ("per_100_hours", 1, "#,##0.0", "")

    def __init__(self, code: str, scale: int, pattern: str, suffix: str) -> None:
        self.code = code
        self.scale = scale
        self.pattern = pattern
        self.suffix = suffix

    def say(self, value: float | None, language: Language) -> str:
        """Return ``value`` (already scaled) as a person reads it: ``98,0 %`` or ``98.0%``."""
        if value is None:
            return MISSING
        number: str = format_decimal(value, self.pattern, locale=language)
        return number + (self.suffix if language == "da" else self.suffix.strip())


NAMES: dict[Unit, Label] = {
    Unit.COUNT: Label("antal", "number"),
    Unit.PERCENT: Label("procent", "per cent"),
    Unit.PEOPLE: Label("personer", "people"),
    Unit.HOURS: Label("timer", "hours"),
    Unit.MINUTES: Label("minutter", "minutes"),
    Unit.DAYS: Label("dage", "days"),
    Unit.PER_HOUR: Label("antal pr. time", "number per hour"),
    Unit.PER_100_HOURS: Label("antal pr. 100 timer", "number per 100 hours"),
}

BETTER = {
    "higher": Label("højere er bedre", "higher is better"),
    "lower": Label("lavere er bedre", "lower is better"),
    "neither": Label("hverken højt eller lavt er bedst", "neither high nor low is better"),
}
