"""What has changed in the definitions, and when: a figure that is counted otherwise is not the same figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geodata.language import Label

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Change:
    """A change to what is counted or how.

    Parameters
    ----------
    on
        The day it was made.
    text
        What changed, in both languages.
    """

    on: date
    text: Label


CHANGES: Sequence[Change] = (
    Change(date(2026, 11, 22), Label("Definitionerne er fastlagt første gang.", "First definitions.")),
    Change(
        date(2026, 11, 22),
        Label(
            "Opsøgte steder måles også mod vægtede, anslåede og offentliggjorte totaler (C8-C10).",
            "Sites attempted are also measured against weighted, estimated and published totals (C8-C10).",
        ),
    ),
    Change(
        date(2026, 11, 22),
        Label(
            "Det, der først blev registreret efter datoen, bruges ikke.",
            "What was recorded only after the day is not used.",
        ),
    ),
    Change(
        date(2026, 11, 27),
        Label(
            "Rapporten tæller det, der skete i perioden og er registreret senest den dag, data er opgjort til.",
            "The report counts what happened in its period and was recorded by the day the data are told for.",
        ),
    ),
    Change(
        date(2026, 11, 27),
        Label(
            "Kontaktrater trækkes mod helheden med en vægt, der er et gennemsnit af de sandsynlige, så intervallerne holder.",
            "Contact rates are drawn to their whole by the mean of the likely weights, so that their intervals hold.",
        ),
    ),
    Change(
        date(2026, 11, 27),
        Label(
            "P(truffet) opgøres af opsøgende besøg ansigt til ansigt alene, og aftenen begynder også dér kl. 17.",
            "P(reached) is told from face-to-face attempts alone, and evening begins at 17 there too.",
        ),
    ),
    Change(
        date(2026, 11, 27),
        Label(
            "Planer mod udført (plan.*). Den seneste dag er også den, hvor noget sidst blev registreret.",
            "Plans against what was done (plan.*). The latest day is also the day something was last recorded.",
        ),
    ),
)
"""Oldest first; docs/figures.md tells the same."""
