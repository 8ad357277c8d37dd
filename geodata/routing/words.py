"""The planner's sentences, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.language import LANGUAGES, Label
from geodata.units import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.language import Language

WEEKDAYS = (
    Label("mandag", "Monday"),
    Label("tirsdag", "Tuesday"),
    Label("onsdag", "Wednesday"),
    Label("torsdag", "Thursday"),
    Label("fredag", "Friday"),
    Label("lørdag", "Saturday"),
    Label("søndag", "Sunday"),
)


def clock(minutes: float, language: Language) -> str:
    """Return a minute of the day as it is written: ``kl. 9.05``, ``9:05``."""
    whole = round(minutes)
    return f"kl. {whole // 60}.{whole % 60:02d}" if language == "da" else f"{whole // 60}:{whole % 60:02d}"


def say(
    danish: str, english: str, /, *, times: Mapping[str, float] | None = None, share: float = 0, **values: object
) -> Label:
    """Return a finished sentence; ``times`` are minutes of the day and ``share`` goes in as a percentage."""
    said: list[str] = []
    for language, text in zip(LANGUAGES, (danish, english), strict=True):
        clocks = {name: clock(minutes, language) for name, minutes in (times or {}).items()}
        percent = Unit.PERCENT.say(round(share * 100), language)
        said.append(text.format(**values, **clocks, share=percent))
    return Label(*said)
