"""The forms in which things are recorded: each draws itself from what is stated, and returns what it would save.

A form returns records under the endings of their keys ("" for the main one), or ``None`` while it is not filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.components import choices
from dashboard.record_words import REACHED
from dashboard.text import translator
from geodata.danish_time import day_of, on_the_clock
from geodata.language import Label
from geodata.ledger.records import code_for
from geodata.personal import LONGEST_NOTE
from geodata.recording import (
    CLOCK,
    LONGEST_NAME,
    Made,
    MeetingHeld,
    PartnerFound,
    ScreeningMade,
    SiteChanged,
    SiteFound,
    TalkHeld,
    VisitMade,
    WindowsSet,
)
from geodata.terms import (
    UNKNOWN,
    Channel,
    DayPart,
    Institution,
    Kind,
    LocationQuality,
    Material,
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
    Team,
    Theme,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geodata.language import Language

WAITED = (0, 10, 20, 30, 60)
SPENT = (5, 15, 30, 45, 60, 90)
AHEAD = (7, 14, 30)
AGO = (0, 30, 60)
"""Minutes since the visit began that are one press away."""

WEEKDAYS = (
    Label("man", "Mon"), Label("tir", "Tue"), Label("ons", "Wed"), Label("tor", "Thu"),
    Label("fre", "Fri"), Label("lør", "Sat"), Label("søn", "Sun"),
)  # fmt: skip

Filled = dict[str, Made] | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is drawn from.

    Parameters
    ----------
    key
        The form's own, unique; every widget's key begins with it.
    stated
        The cells of the record that is corrected; empty for a new one.
    rows
        All rows of that record, where it has several.
    site, team, municipality
        What it is about, as far as it is known.
    others
        Other sites of the municipality, which this one may have moved to.
    now
        The moment, in UTC.
    """

    key: str
    language: Language
    now: datetime
    demo: bool
    stated: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]
    site: str | None
    team: str
    municipality: str | None
    others: Sequence[str]

    @property
    def today(self) -> date:
        """The day it is in Denmark."""
        return day_of(self.now)

    def of(self, field: str) -> str:
        """Return a widget's key."""
        return f"{self.key}-{field}"


def visit(sheet: Sheet) -> Filled:
    """Draw the form of a visit: pressed through from top to bottom in under ten presses."""
    _, stated, language = translator(sheet.language), sheet.stated, sheet.language
    reached = st.segmented_control(
        _("Was anyone met?"),
        list(REACHED),
        default=stated.get("reached"),
        format_func=lambda code: REACHED[code].say(language),
        key=sheet.of("reached"),
        width="stretch",
    )
    if reached is None:
        return None
    met = reached == "true"
    outcomes: tuple[str, ...] = ()
    opened_by, spent = None, None
    if met:
        outcomes = choices.several(_("Outcome"), Outcome, stated.get("outcomes"), sheet.of("outcomes"), language)
        spent = choices.minutes(_("Minutes with someone"), SPENT, stated.get("minutes"), sheet.of("minutes"))
        opened_by = choices.one(_("Who opened"), OpenedBy, stated.get("opened_by"), sheet.of("opened"), language)
    material = choices.several(
        _("Material left"), Material, stated.get("material_left"), sheet.of("material"), language
    )
    return_on = choices.day(
        _("Next visit agreed"),
        AHEAD,
        stated.get("return_on"),
        sheet.of("return"),
        sheet.today,
        lambda days: _("in {days} days").format(days=days),
        _("Another day"),
    )
    window = purpose = None
    if return_on is not None:
        purpose = choices.one(_("Purpose"), ReturnPurpose, stated.get("return_purpose"), sheet.of("purpose"), language)
        window = choices.one(_("Time of day"), DayPart, stated.get("return_window"), sheet.of("window"), language)
    phase = choices.one(_("Phase"), Phase, stated.get("phase"), sheet.of("phase"), language) if met else None
    waited = choices.minutes(_("Minutes waited"), WAITED, stated.get("waited_minutes"), sheet.of("waited"))
    started_at = _started(sheet, _)
    note = _written(_("Note"), stated.get("note"), sheet.of("note"), _)
    return {
        "": VisitMade(
            sheet.site or "", started_at, met, sheet.team, Channel.FACE_TO_FACE.code, outcomes, opened_by, spent,
            waited, material, return_on, window, purpose, phase, note,
        )
    }  # fmt: skip


def talk(sheet: Sheet) -> Filled:
    """Draw the form of a conversation."""
    _, stated, language = translator(sheet.language), sheet.stated, sheet.language
    channel = choices.one(
        _("Form of contact"), Channel, stated.get("channel", Channel.FACE_TO_FACE.code), sheet.of("channel"), language,
        required=True,
    )  # fmt: skip
    themes = choices.several(_("Themes"), Theme, stated.get("themes"), sheet.of("themes"), language)
    phase = choices.one(_("Phase"), Phase, stated.get("phase"), sheet.of("phase"), language)
    held_on = _day(_("Day"), stated.get("held_on"), sheet.of("held"), sheet)
    return {"": TalkHeld(held_on, channel or Channel.FACE_TO_FACE.code, sheet.site, phase, themes)}


def meeting(sheet: Sheet) -> Filled:
    """Draw the form of a bridge-building meeting."""
    _, stated, language = translator(sheet.language), sheet.stated, sheet.language
    institution = choices.one(_("With whom"), Institution, stated.get("institution"), sheet.of("institution"), language)
    purpose = choices.one(
        _("Purpose"), MeetingPurpose, stated.get("purpose", MeetingPurpose.NOT_STATED.code), sheet.of("purpose"),
        language, required=True,
    )  # fmt: skip
    team = choices.one(_("Team"), Team, stated.get("team", sheet.team), sheet.of("team"), language, required=True)
    held_on = _day(_("Day"), stated.get("held_on"), sheet.of("held"), sheet)
    if institution is None:
        return None
    return {"": MeetingHeld(held_on, institution, purpose or MeetingPurpose.NOT_STATED.code, team or UNKNOWN)}


def site_change(sheet: Sheet) -> Filled:
    """Draw the form in which a site's status or kind is changed from a day on."""
    _, stated, language = translator(sheet.language), sheet.stated, sheet.language
    status = choices.one(_("The site is now"), SiteStatus, stated.get("status"), sheet.of("status"), language)
    into, new = stated.get("merged_into"), None
    if status in {SiteStatus.MOVED.code, SiteStatus.MERGED.code}:
        into = st.selectbox(
            _("Which site it is now"),
            sheet.others,
            index=sheet.others.index(into) if into in sheet.others else None,
            placeholder=_("A site of the municipality"),
            key=sheet.of("into"),
        )
        if status == SiteStatus.MOVED.code and into is None:
            new = _written(_("Or the new address"), None, sheet.of("address"), _)
    kind = choices.one(_("Its kind is now"), Kind, stated.get("kind"), sheet.of("kind"), language)
    reason = _written(_("Reason"), stated.get("reason"), sheet.of("reason"), _)
    changed_on = _day(_("From"), stated.get("changed_on"), sheet.of("changed"), sheet)
    if status is None and kind is None:
        return None
    made: dict[str, Made] = {}
    if status in {SiteStatus.MOVED.code, SiteStatus.MERGED.code} and into is None:
        if new is None or sheet.municipality is None:
            return None
        into = code_for(f"{sheet.key}-new", demo=sheet.demo)
        made["-new"] = SiteFound(
            kind or Kind.NOT_STATED.code, sheet.municipality, changed_on, sheet.team,
            LocationQuality.EXACT.code, new,
        )  # fmt: skip
    moved = into if status in {SiteStatus.MOVED.code, SiteStatus.MERGED.code} else None
    return {"": SiteChanged(sheet.site or "", changed_on, status, kind, moved, reason), **made}


def windows(sheet: Sheet) -> Filled:
    """Draw the form of a site's visiting hours: the same hours for every weekday that is chosen."""
    _, language = translator(sheet.language), sheet.language
    first: Mapping[str, str] = sheet.rows[0] if sheet.rows else {}
    weekdays: list[int] = st.pills(
        _("Weekdays"),
        list(range(1, 8)),
        selection_mode="multi",
        default=[int(row["weekday"]) for row in sheet.rows],
        format_func=lambda each: WEEKDAYS[each - 1].say(language),
        key=sheet.of("weekdays"),
        help=_("No weekday: it is not known when the site can be visited."),
    )
    left, right = st.columns(2)
    opens = left.time_input(_("Opens"), time.fromisoformat(first.get("opens", "10:00")), key=sheet.of("opens"))
    closes = right.time_input(_("Closes"), time.fromisoformat(first.get("closes", "16:00")), key=sheet.of("closes"))
    return {"": WindowsSet(sheet.site or "", tuple((weekday, opens, closes) for weekday in sorted(weekdays)))}


def screening(sheet: Sheet) -> Filled:
    """Draw the form of a screening: begun, or completed with its result."""
    _, stated, language = translator(sheet.language), sheet.stated, sheet.language
    started_on = _day(_("Begun"), stated.get("started_on"), sheet.of("started"), sheet)
    done = st.toggle(_("It is completed"), value="completed_on" in stated, key=sheet.of("done"))
    completed_on, result = None, None
    if done:
        completed_on = _day(_("Completed"), stated.get("completed_on"), sheet.of("completed"), sheet)
        result = choices.one(_("Result"), ScreeningResult, stated.get("result"), sheet.of("result"), language)
    sources = choices.several(_("Sources"), Source, stated.get("sources"), sheet.of("sources"), language)
    hours = st.number_input(
        _("Hours"), min_value=0.0, max_value=1000.0, step=0.5, format="%g",
        value=float(stated["hours"]) if "hours" in stated else None, key=sheet.of("hours"),
    )  # fmt: skip
    if sheet.municipality is None or (done and result is None):
        return None
    return {"": ScreeningMade(sheet.municipality, started_on, completed_on, result, sources, hours)}


def site_found(sheet: Sheet) -> Filled:
    """Draw the form of a site that is new to us."""
    _, stated, language = translator(sheet.language), sheet.stated, sheet.language
    kind = choices.one(_("Kind"), Kind, stated.get("kind"), sheet.of("kind"), language)
    quality = choices.one(
        _("How well the place is known"), LocationQuality,
        stated.get("location_quality", LocationQuality.AREA.code), sheet.of("quality"), language, required=True,
    )  # fmt: skip
    address = _written(_("Address"), stated.get("address"), sheet.of("address"), _)
    seen = _day(_("First seen"), stated.get("first_seen"), sheet.of("seen"), sheet)
    if kind is None or sheet.municipality is None:
        return None
    return {"": SiteFound(kind, sheet.municipality, seen, sheet.team, quality or UNKNOWN, address)}


def partner(sheet: Sheet) -> Filled:
    """Draw the form of a body to work with; never a person."""
    _, stated, language = translator(sheet.language), sheet.stated, sheet.language
    name = _written(_("Name of the body, never of a person"), stated.get("name"), sheet.of("name"), _, LONGEST_NAME)
    category = choices.one(_("Category"), PartnerCategory, stated.get("category"), sheet.of("category"), language)
    kind = choices.one(_("Kind"), PartnerKind, stated.get("kind"), sheet.of("kind"), language)
    contacted = _maybe(_("Contacted"), stated.get("contacted_on"), sheet.of("contacted"))
    met = _maybe(_("Meeting"), stated.get("meeting_on"), sheet.of("meeting"))
    agreed = _maybe(_("Agreement"), stated.get("agreement_on"), sheet.of("agreement"))
    if name is None or category is None or sheet.municipality is None:
        return None
    return {
        "": PartnerFound(name, category, kind or PartnerKind.OTHER.code, sheet.municipality, contacted, met, agreed)
    }


FORMS: dict[str, Callable[[Sheet], Filled]] = {
    "visits": visit,
    "conversations": talk,
    "bridge_meetings": meeting,
    "site_changes": site_change,
    "visit_windows": windows,
    "screenings": screening,
    "sites": site_found,
    "partners": partner,
}
"""The form of each table."""


def _started(sheet: Sheet, _: Callable[[str], str]) -> datetime:
    """Return what the clock showed when the visit began; a minute is as fine as anyone knows it."""
    held = sheet.stated.get("started_at")
    options: list[Any] = [*AGO, "other"]
    ago = st.pills(
        _("Begun"),
        options,
        default="other" if held else 0,
        format_func=lambda each: (
            _("Another time")
            if each == "other"
            else _("Now")
            if each == 0
            else _("{minutes} min. ago").format(minutes=each)
        ),
        key=sheet.of("ago"),
        required=True,
    )
    now = on_the_clock(sheet.now)
    if ago == "other":
        picked: datetime | None = st.datetime_input(
            _("Another time"),
            datetime.strptime(held, CLOCK) if held else now,  # noqa: DTZ007 - what the clock said
            format="DD.MM.YYYY",
            step=timedelta(minutes=5),
            key=sheet.of("at"),
            label_visibility="collapsed",
        )
        return picked or now
    return on_the_clock(sheet.now - timedelta(minutes=ago or 0))


def _day(title: str, stated: str | None, key: str, sheet: Sheet) -> date:
    held = date.fromisoformat(stated) if stated else sheet.today
    picked: date | None = st.date_input(title, value=held, format="DD.MM.YYYY", key=key)
    return picked or held


def _maybe(title: str, stated: str | None, key: str) -> date | None:
    held = date.fromisoformat(stated) if stated else None
    picked: date | None = st.date_input(title, value=held, format="DD.MM.YYYY", key=key)
    return picked


def _written(
    title: str, stated: str | None, key: str, _: Callable[[str], str], longest: int = LONGEST_NOTE
) -> str | None:
    text = st.text_input(
        title,
        value=stated or "",
        max_chars=longest,
        key=key,
        help=_("Never a name, a CPR number, a telephone number or an e-mail address."),
    )
    return text.strip() or None
