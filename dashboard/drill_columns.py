"""The columns of the tables on a municipality's and a site's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard.columns import Column
from dashboard.text import say_quarter
from geodata.due import Standing
from geodata.language import Label
from geodata.site import SiteEvent
from geodata.terms import (
    Channel,
    DayPart,
    Kind,
    Material,
    OpenedBy,
    Outcome,
    PartnerCategory,
    PartnerKind,
    Phase,
    ReturnPurpose,
    ScreeningResult,
    SiteStatus,
    Source,
    Team,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.terms import Term

CONTACTS = {"reached": Label("Truffet", "Reached"), "in_vain": Label("Forgæves", "In vain")}
BETWEEN_CODES = "|"


def term(terms: type[Term]) -> Callable[[str], Label]:
    """Return what a code of ``terms`` is called."""
    return lambda code: terms(code).label


def each(terms: type[Term]) -> Callable[[str], Label]:
    """Return what several codes of ``terms`` are called, in the terms' order."""

    def said(codes: str) -> Label:
        held = codes.split(BETWEEN_CODES)
        labels = [member.label for member in terms if member.code in held]
        return Label(
            ", ".join(label.danish if not place else _inside(label.danish) for place, label in enumerate(labels)),
            ", ".join(label.english if not place else _inside(label.english) for place, label in enumerate(labels)),
        )

    return said


def quarter(day: str) -> Label:
    """Return what the quarter is called that begins on a day."""
    begins = pd.Timestamp(day)
    return Label(say_quarter(begins, "da"), say_quarter(begins, "en"))


def _inside(word: str) -> str:
    """Return a label as it is written after a comma: ``samtale``, but ``SMS`` stays."""
    return word if word.isupper() else word[0].lower() + word[1:]


SITE_ID = Column("site_id", Label("Sted", "Site"))
STATUS = Column("status", Label("Status", "Status"), term(SiteStatus))

SCREENINGS: tuple[Column, ...] = (
    Column("started_on", Label("Påbegyndt", "Started")),
    Column("completed_on", Label("Afsluttet", "Completed")),
    Column("result", Label("Resultat", "Result"), term(ScreeningResult)),
    Column("sources", Label("Kilder", "Sources"), each(Source)),
    Column("hours", Label("Timer", "Hours")),
    Column("found", Label("Nye steder set undervejs", "New sites seen meanwhile")),
)

SITES: tuple[Column, ...] = (
    SITE_ID,
    Column("kind", Label("Type", "Kind"), term(Kind)),
    STATUS,
    Column("state", Label("Står som", "Stands as"), term(Standing)),
    Column("due_on", Label("Forfalder", "Due")),
    Column("overdue_days", Label("Dage over tid", "Days overdue")),
    Column("attempted_on", Label("Senest opsøgt", "Last attempted")),
    Column("reached_on", Label("Senest truffet", "Last reached")),
    Column("attempts", Label("Forsøg i alt", "Attempts ever")),
)

QUARTERS: tuple[Column, ...] = (
    Column("quarter", Label("Kvartal", "Quarter"), quarter),
    Column("attempts", Label("Besøgsforsøg", "Attempted visits")),
    Column("reached", Label("Heraf med kontakt", "Of these reached someone")),
)

PARTNERS: tuple[Column, ...] = (
    Column("category", Label("Kategori", "Category"), term(PartnerCategory)),
    Column("name", Label("Navn", "Name")),
    Column("kind", Label("Slags", "Kind"), term(PartnerKind)),
    Column("contacted_on", Label("Kontaktet", "Contacted")),
    Column("meeting_on", Label("Møde", "Meeting")),
    Column("agreement_on", Label("Aftale", "Agreement")),
)

HISTORY: tuple[Column, ...] = (
    Column("status_from", Label("Fra", "From")),
    Column("event", Label("Hvad der skete", "What happened"), term(SiteEvent)),
    Column("other", Label("Andet sted", "Other site")),
    STATUS,
    Column("status_reason", Label("Begrundelse", "Reason")),
)

ORIGINS: tuple[Column, ...] = (
    SITE_ID,
    STATUS,
    Column("status_from", Label("Siden", "Since")),
    Column("status_reason", Label("Begrundelse", "Reason")),
)

VISITS: tuple[Column, ...] = (
    Column("started_on", Label("Dag", "Day")),
    Column("started_time", Label("Kl.", "Time")),
    Column("team", Label("Team", "Team"), term(Team)),
    Column("channel", Label("Form", "Form"), term(Channel)),
    Column("contact", Label("Kontakt", "Contact"), CONTACTS.__getitem__),
    Column("outcomes", Label("Udfald", "Outcomes"), each(Outcome)),
    Column("opened_by", Label("Åbnet af", "Opened by"), term(OpenedBy)),
    Column("minutes", Label("Minutter", "Minutes")),
    Column("material_left", Label("Materiale afleveret", "Material left"), each(Material)),
    Column("return_on", Label("Genbesøg aftalt til", "Return agreed for")),
    Column("return_window", Label("Tid på dagen", "Time of day"), term(DayPart)),
    Column("return_purpose", Label("Formål", "Purpose"), term(ReturnPurpose)),
    Column("phase", Label("Fase", "Phase"), term(Phase)),
    Column("note", Label("Bemærkning", "Note")),
)

SIGHTINGS: tuple[Column, ...] = (
    Column("seen_on", Label("Set den", "Seen on")),
    Column("source", Label("Kilde", "Source"), term(Source)),
    Column("round_id", Label("Runde", "Round")),
)
