"""The columns of the sheets that teams keep by hand: what they are called when they are matched and previewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.columns import Column
from dashboard.drill_columns import each, term
from geodata.language import Label
from geodata.terms import Channel, DayPart, Material, OpenedBy, Outcome, Phase, ReturnPurpose, Team, Term

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = {"visits": Label("Besøg", "Visits"), "week": Label("En uge", "A week")}

NAMES: dict[str, Label] = {
    "site_id": Label("Sted", "Site"),
    "started_at": Label("Dag eller tidspunkt", "Day or time"),
    "clock": Label("Klokkeslæt for sig", "Time of day apart"),
    "channel": Label("Kontaktform", "Form of contact"),
    "reached": Label("Truffet", "Reached"),
    "outcomes": Label("Udfald", "Outcomes"),
    "opened_by": Label("Åbnet af", "Opened by"),
    "minutes": Label("Minutter", "Minutes"),
    "waited_minutes": Label("Ventet (minutter)", "Waited (minutes)"),
    "material_left": Label("Materiale afleveret", "Material left"),
    "return_on": Label("Næste besøg", "Next visit"),
    "return_window": Label("Tid på dagen", "Time of day"),
    "return_purpose": Label("Formål", "Purpose"),
    "phase": Label("Fase", "Phase"),
    "note": Label("Bemærkning", "Note"),
    "team": Label("Team", "Team"),
    "day": Label("Dag", "Day"),
    "arrive": Label("Ankomst", "Arrival"),
    "leave": Label("Afgang", "Departure"),
    "crew": Label("Hold", "Crew"),
    "expected_minutes": Label("Forventede minutter", "Minutes expected"),
    "promised": Label("Aftalt genbesøg", "Agreed return"),
    "line": Label("Linje", "Line"),
}

REQUIRED = {"visits": ("site_id", "started_at", "reached"), "week": ("site_id", "day", "arrive")}

YES_NO = {"true": Label("ja", "yes"), "false": Label("nej", "no")}
_WORDS: dict[str, type[Term]] = {
    "channel": Channel,
    "opened_by": OpenedBy,
    "return_window": DayPart,
    "return_purpose": ReturnPurpose,
    "phase": Phase,
    "team": Team,
}
_LISTS: dict[str, type[Term]] = {"outcomes": Outcome, "material_left": Material}

_SHOWN = {
    "visits": (
        "line", "site_id", "started_at", "reached", "outcomes", "minutes", "waited_minutes", "return_on",
        "return_purpose", "phase", "note",
    ),
    "week": ("line", "site_id", "day", "arrive", "leave", "crew", "expected_minutes", "promised"),
}  # fmt: skip


def order(kind: str) -> list[str]:
    """Return the columns of a preview, in their order."""
    return list(_SHOWN[kind])


def of(kind: str) -> tuple[Column, ...]:
    """Return the preview's columns."""
    return tuple(Column(name, NAMES[name], _said(name)) for name in _SHOWN[kind])


def _said(name: str) -> Callable[[str], Label] | None:
    if name in _WORDS:
        return term(_WORDS[name])
    if name in _LISTS:
        return each(_LISTS[name])
    return YES_NO.__getitem__ if name in ("reached", "promised") else None
