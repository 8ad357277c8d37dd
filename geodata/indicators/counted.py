"""What is counted by a list of terms: outcomes, channels, institutions and activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.indicators.indicator import Indicator
from geodata.language import Label
from geodata.terms import (
    ActivityCategory,
    ActivityKind,
    Channel,
    Institution,
    InstitutionGroup,
    MeetingPurpose,
    Outcome,
    Term,
)
from geodata.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator


def _share(of: str, danish: str, english: str) -> Label:
    return Label(f"{danish} Andel af {_BASES[of].danish}.", f"{english} Share of {_BASES[of].english}.")


_BASES = {
    "outcome": Label(
        "besøgsforsøg, hvor nogen blev truffet; flere udfald kan gælde samme besøg, så andelene kan overstige 100 %",
        "attempts that reached someone; several outcomes may hold for one visit, so the shares may sum above 100 %",
    ),
    "conversations": Label("alle samtaler i perioden", "all conversations in the window"),
    "bridge_meetings": Label("alle brobygningsmøder i perioden", "all bridge-building meetings in the window"),
}


def _by_term(prefix: str, terms: type[Term], base: str, denominator: str) -> Iterator[Indicator]:
    for term in terms:
        name = f"{prefix}.{term.code}"
        definition = _share(base, f"{term.label.danish}.", f"{term.label.english}.")
        yield Indicator(name, term.label, definition, Unit.PERCENT, name, denominator, source="Statusrapport 2007")


def _activities() -> Iterator[Indicator]:
    for kind in ActivityKind:
        definition = Label(f"{kind.label.danish}: antal i perioden.", f"{kind.label.english}: number in the window.")
        yield Indicator(kind.code, kind.label, definition, Unit.COUNT, kind.code, source="Statusrapport 2007")
        for category in ActivityCategory:
            label = Label(
                f"{kind.label.danish}: {category.label.danish.lower()}",
                f"{kind.label.english}: {category.label.english.lower()}",
            )
            share = Label(f"{label.danish}, af alle i perioden.", f"{label.english}, of all in the window.")
            name = f"{kind.code}.{category.code}"
            yield Indicator(name, label, share, Unit.PERCENT, name, kind.code, source="Statusrapport 2007")


COUNTED: tuple[Indicator, ...] = (
    *_by_term("outcome", Outcome, "outcome", "attempts_reached"),
    *_by_term("conversations", Channel, "conversations", "conversations"),
    *_by_term("bridge_group", InstitutionGroup, "bridge_meetings", "bridge_meetings"),
    *_by_term("bridge_meetings", Institution, "bridge_meetings", "bridge_meetings"),
    *_by_term("bridge_purpose", MeetingPurpose, "bridge_meetings", "bridge_meetings"),
    *_activities(),
)
