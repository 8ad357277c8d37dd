"""One thing the log tells, with how many records it rests on, how sure it is, and what it does not show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.language import Label
from geodata.units import Unit

if TYPE_CHECKING:
    from geodata.language import Language


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, and how it was made."""

    low: float
    high: float
    method: Label


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding.

    Parameters
    ----------
    topic
        What it belongs to; findings of a topic stand together.
    code, label
        What it is called, in files and on paper.
    n
        How many records it rests on.
    numerator, denominator
        What is divided; ``None`` where that is not recorded.
    unit
        How the value is scaled and written.
    value
        The numerator divided by the denominator, scaled; ``None`` where it cannot be told.
    interval
        95 %, scaled as the value; ``None`` where the records are too few.
    not_shown
        What it does not show.
    """

    topic: str
    code: str
    label: Label
    n: int
    numerator: float | None
    denominator: float | None
    unit: Unit
    value: float | None
    interval: Interval | None
    not_shown: Label

    def row(self, language: Language) -> dict[str, object]:
        """Return it as a row of the commands' JSON; a percentage stands under ``percent`` too, as in the report."""
        return {
            "row": self.code,
            "count": self.n,
            "percent": None if self.unit is not Unit.PERCENT or self.value is None else round(self.value, 1),
            "topic": self.topic,
            "label": self.label.say(language),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "unit": self.unit.code,
            "value": self.value,
            "low": self.interval.low if self.interval else None,
            "high": self.interval.high if self.interval else None,
            "method": self.interval.method.say(language) if self.interval else None,
            "not_shown": self.not_shown.say(language),
        }


TOPICS: dict[str, Label] = {
    "effort": Label("Timer pr. resultat", "Hours per result"),
    "contact": Label("Hvornår nogen træffes", "When someone is met"),
    "promises": Label("Holdte aftaler", "Promises kept"),
    "phases": Label("Faser over tid", "Phases over time"),
    "refusals": Label("Afvisninger", "Refusals"),
    "yield": Label("Udbytte af screening", "Yield of screening"),
}
