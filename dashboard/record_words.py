"""What can be recorded, and how a record is said in one line."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from dashboard.text import say_date
from geodata.language import Label
from geodata.ledger.records import CORRECT, UNDO
from geodata.recording import CLOCK
from geodata.terms import (
    Channel,
    Institution,
    Kind,
    MeetingPurpose,
    OpenedBy,
    Outcome,
    PartnerCategory,
    PartnerKind,
    Phase,
    ReturnPurpose,
    ScreeningResult,
    SiteStatus,
    Source,
    Term,
    Theme,
)

if TYPE_CHECKING:
    from geodata.language import Language
    from geodata.ledger.records import Entry

WHAT: dict[str, Label] = {
    "visits": Label("Besøg", "Visit"),
    "conversations": Label("Samtale", "Conversation"),
    "bridge_meetings": Label("Møde", "Meeting"),
    "site_changes": Label("Ret stedet", "Change site"),
    "visit_windows": Label("Besøgstider", "Visiting hours"),
    "screenings": Label("Screening", "Screening"),
    "sites": Label("Nyt sted", "New site"),
    "partners": Label("Partner", "Partner"),
}
"""What can be recorded, by the table it becomes a row of."""

ABOUT_A_SITE = ("visits", "conversations", "site_changes", "visit_windows")
IN_A_MUNICIPALITY = ("screenings", "sites", "partners")

REACHED = {"true": Label("Truffet", "Reached"), "false": Label("Forgæves", "In vain")}
ACTIONS = {CORRECT: Label("rettet", "corrected"), UNDO: Label("fortrudt", "taken back")}

_WORDS: dict[str, dict[str, type[Term]]] = {
    "visits": {"outcomes": Outcome, "opened_by": OpenedBy, "phase": Phase},
    "conversations": {"channel": Channel, "themes": Theme, "phase": Phase},
    "bridge_meetings": {"institution": Institution, "purpose": MeetingPurpose},
    "site_changes": {"status": SiteStatus, "kind": Kind},
    "sites": {"kind": Kind},
    "screenings": {"result": ScreeningResult, "sources": Source},
    "partners": {"category": PartnerCategory, "kind": PartnerKind},
}
_DAYS = ("started_at", "held_on", "changed_on", "first_seen", "started_on", "completed_on")
_RETURN = Label("næste besøg {day} {purpose}", "next visit {day} {purpose}")


def said(entry: Entry, language: Language) -> str:
    """Return what a record says in one line: what, when and the words that were chosen; never an address."""
    cells = entry.cells[0] if entry.cells else {}
    parts = [WHAT[entry.table].say(language)]
    parts += [_when(cells[name], language) for name in _DAYS if name in cells]
    if "reached" in cells:
        parts.append(REACHED[cells["reached"]].say(language))
    for name, term in _WORDS.get(entry.table, {}).items():
        parts += [term(code).label.say(language) for code in cells.get(name, "").split("|") if code]
    if "minutes" in cells:
        parts.append(f"{cells['minutes']} min.")
    if "return_on" in cells:
        purpose = cells.get("return_purpose")
        word = f"({ReturnPurpose(purpose).label.say(language)})" if purpose else ""
        parts.append(_RETURN.say(language, day=_when(cells["return_on"], language), purpose=word).strip())
    if entry.table == "visit_windows":
        parts += [f"{each['weekday']}: {each['opens']}–{each['closes']}" for each in entry.cells]
    parts += [cells[name] for name in ("name", "reason", "note", "merged_into") if name in cells]
    return " · ".join(parts)


def _when(text: str, language: Language) -> str:
    if " " in text:
        moment = datetime.strptime(text, CLOCK)  # noqa: DTZ007 - what the clock said
        return f"{say_date(moment.date(), language)} {moment:%H:%M}"
    return say_date(date.fromisoformat(text), language)
