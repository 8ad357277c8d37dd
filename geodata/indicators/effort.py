"""What outreach costs in hours."""

from __future__ import annotations

from geodata.indicators.indicator import Indicator
from geodata.language import Label
from geodata.units import Unit

_STATED = Label(
    "Kun forsøg, hvor timerne er oplyst, tæller med i både tæller og nævner.",
    "Only attempts that state their hours count, above and below the line.",
)

EFFORT: tuple[Indicator, ...] = (
    *(
        Indicator(
            f"hours_per_{code}", Label(f"Timer pr. {danish}", f"Hours per {english}"),
            Label(
                f"Timer brugt på besøgsforsøg i perioden, pr. {danish}. {_STATED.danish}",
                f"Hours spent on attempted visits in the window, per {english}. {_STATED.english}",
            ),
            Unit.HOURS, "visit_hours", column, "lower", "docs/figures.md",
        )
        for code, column, danish, english in (
            ("attempt", "timed_attempts", "forsøg", "attempt"),
            ("reached", "timed_reached", "forsøg med kontakt", "attempt that reached someone"),
            ("conversation", "timed_conversations", "samtale", "conversation"),
        )
    ),
    Indicator(
        "found_per_screening_hour", Label("Nye steder pr. screeningstime", "New sites per screening hour"),
        Label(
            "Steder set første gang, mens kommunen blev screenet, pr. time brugt på screeninger afsluttet i perioden. Flere fund kan skyldes flere timer.",
            "Sites first seen while their municipality was being screened, per hour of screenings completed in the window. More found may mean more hours.",
        ),
        Unit.PER_HOUR, "timed_found", "screening_hours", "neither", "docs/figures.md",
    ),
)  # fmt: skip
