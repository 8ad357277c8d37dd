"""What a person records: a visit, a conversation, a bridge-building meeting, a site's facts, a screening, a partner.

Each is the row of a table of the warehouse, and is checked here by the rules the import will hold it to, so that what
has been saved is also what will be shown. Words are terms; the few free texts are refused where they name a person.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import TYPE_CHECKING, ClassVar, NoReturn

from geodata import danish_time
from geodata.errors import RecordRefusedError
from geodata.language import Label
from geodata.personal import refused_text
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
    Term,
    Theme,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EARLIEST = date(1990, 1, 1)
"""No record of the field is older; an earlier date is a slip of the pen."""

LATEST_RETURN_DAYS = 730
"""How far ahead a next visit is agreed at most."""

MOST_MINUTES = 1440
MOST_HOURS = 1000
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Made:
    """Anything a person records; its fields are columns of one table, in the table's own names."""

    table: ClassVar[str]
    id_column: ClassVar[str]

    def check(self, now: datetime) -> None:
        """Check what the record says against the time it is written.

        Raises
        ------
        RecordRefusedError
            If it cannot be kept; the sentence says why.
        """
        raise NotImplementedError

    @property
    def about_site(self) -> str | None:
        """The site it is about, where it is about one."""
        return getattr(self, "site_id", None)

    def cells(self) -> list[dict[str, str]]:
        """Return its rows as a file would hold them; what is not stated is left out."""
        stated = {each.name: _cell(getattr(self, each.name)) for each in fields(self)}
        return [{name: cell for name, cell in stated.items() if cell}]


@dataclass(frozen=True, slots=True)
class VisitMade(Made):
    """An attempted visit.

    Parameters
    ----------
    started_at
        What the clock said on arrival, Danish time.
    reached
        Whether someone was met; outcomes, who opened and the phase are stated only then.
    minutes, waited_minutes
        With someone, and waiting before; not stated is not 0.
    return_on, return_window, return_purpose
        The next visit that was agreed.
    """

    table: ClassVar[str] = "visits"
    id_column: ClassVar[str] = "visit_id"

    site_id: str
    started_at: datetime
    reached: bool
    team: str = UNKNOWN
    channel: str = Channel.FACE_TO_FACE.code
    outcomes: tuple[str, ...] = ()
    opened_by: str | None = None
    minutes: int | None = None
    waited_minutes: int | None = None
    material_left: tuple[str, ...] = ()
    return_on: date | None = None
    return_window: str | None = None
    return_purpose: str | None = None
    phase: str | None = None
    note: str | None = None

    def check(self, now: datetime) -> None:
        """Check the visit; see :meth:`Made.check`."""
        _happened(self.started_at, now)
        _terms((Team, self.team), (Channel, self.channel), (OpenedBy, self.opened_by), (DayPart, self.return_window))
        _terms((ReturnPurpose, self.return_purpose), (Phase, self.phase))
        _terms(*((Outcome, each) for each in self.outcomes), *((Material, each) for each in self.material_left))
        _between(self.minutes, MOST_MINUTES)
        _between(self.waited_minutes, MOST_MINUTES)
        _text(self.note)
        if not self.reached and (self.outcomes or self.opened_by):
            _refuse("Der er udfald, men ingen blev truffet.", "There are outcomes, but no one was reached.")
        if self.return_on is None and (self.return_window or self.return_purpose):
            _refuse("Vælg en dag for næste besøg.", "Choose a day for the next visit.")
        if self.return_on is not None:
            if self.return_on < self.started_at.date():
                _refuse("Næste besøg ligger før dette besøg.", "The next visit is before this visit.")
            if (self.return_on - danish_time.day_of(now)).days > LATEST_RETURN_DAYS:
                _refuse("Næste besøg ligger mere end to år frem.", "The next visit is more than two years ahead.")


@dataclass(frozen=True, slots=True)
class TalkHeld(Made):
    """A conversation; with whom is never recorded."""

    table: ClassVar[str] = "conversations"
    id_column: ClassVar[str] = "conversation_id"

    held_on: date
    channel: str
    site_id: str | None = None
    phase: str | None = None
    themes: tuple[str, ...] = ()

    def check(self, now: datetime) -> None:
        """Check the conversation; see :meth:`Made.check`."""
        _past(self.held_on, now)
        _terms((Channel, self.channel), (Phase, self.phase), *((Theme, each) for each in self.themes))


@dataclass(frozen=True, slots=True)
class MeetingHeld(Made):
    """A bridge-building meeting."""

    table: ClassVar[str] = "bridge_meetings"
    id_column: ClassVar[str] = "meeting_id"

    held_on: date
    institution: str
    purpose: str = MeetingPurpose.NOT_STATED.code
    team: str = UNKNOWN

    def check(self, now: datetime) -> None:
        """Check the meeting; see :meth:`Made.check`."""
        _past(self.held_on, now)
        _terms((Institution, self.institution), (MeetingPurpose, self.purpose), (Team, self.team))


@dataclass(frozen=True, slots=True)
class SiteChanged(Made):
    """A dated change of what is known of a site: its status or its kind, or both.

    Parameters
    ----------
    merged_into
        The site it has moved to or is merged into; required for those two and stated for no other.
    """

    table: ClassVar[str] = "site_changes"
    id_column: ClassVar[str] = "change_id"

    site_id: str
    changed_on: date
    status: str | None = None
    kind: str | None = None
    merged_into: str | None = None
    reason: str | None = None

    def check(self, now: datetime) -> None:
        """Check the change; see :meth:`Made.check`."""
        _past(self.changed_on, now)
        _terms((SiteStatus, self.status), (Kind, self.kind))
        _text(self.reason)
        if self.status is None and self.kind is None:
            _refuse("Vælg, hvad der er ændret.", "Choose what has changed.")
        if (self.status in {SiteStatus.MOVED.code, SiteStatus.MERGED.code}) != (self.merged_into is not None):
            _refuse("Vælg det sted, det er flyttet til.", "Choose the site it has moved to.")
        if self.merged_into == self.site_id:
            _refuse("Et sted kan ikke flytte til sig selv.", "A site cannot move to itself.")


@dataclass(frozen=True, slots=True)
class WindowsSet(Made):
    """When a site can be visited: all its windows, in place of those known before; none means that nothing is known.

    Parameters
    ----------
    windows
        Weekday (1 is Monday), when it opens and when it closes.
    """

    table: ClassVar[str] = "visit_windows"
    id_column: ClassVar[str] = "site_id"

    site_id: str
    windows: tuple[tuple[int, time, time], ...] = ()

    def check(self, now: datetime) -> None:  # noqa: ARG002
        """Check the windows; see :meth:`Made.check`."""
        starts = [(weekday, opens) for weekday, opens, _ in self.windows]
        if any(weekday not in range(1, 8) for weekday, _ in starts) or len(set(starts)) != len(starts):
            _refuse("Hver ugedag kan stå én gang.", "Each weekday can stand once.")
        if any(opens >= closes for _, opens, closes in self.windows):
            _refuse("Tiden slutter, før den begynder.", "The hours end before they begin.")

    def cells(self) -> list[dict[str, str]]:
        """Return one row per window."""
        return [
            {"site_id": self.site_id, "weekday": str(weekday), "opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
            for weekday, opens, closes in self.windows
        ]


@dataclass(frozen=True, slots=True)
class SiteFound(Made):
    """A site that is new to us; it is open from the day it was first seen."""

    table: ClassVar[str] = "sites"
    id_column: ClassVar[str] = "site_id"

    kind: str
    municipality_code: str
    first_seen: date
    team: str = UNKNOWN
    location_quality: str = LocationQuality.UNKNOWN.code
    address: str | None = None

    @property
    def about_site(self) -> str | None:
        """It makes its own site, whose code is the record's."""
        return None

    def check(self, now: datetime) -> None:
        """Check the site; see :meth:`Made.check`."""
        _past(self.first_seen, now)
        _terms((Kind, self.kind), (Team, self.team), (LocationQuality, self.location_quality))
        _code(self.municipality_code)
        _text(self.address)

    def cells(self) -> list[dict[str, str]]:
        """Return the site's row."""
        (stated,) = Made.cells(self)
        return [{**stated, "status": SiteStatus.OPEN.code, "status_from": self.first_seen.isoformat()}]


@dataclass(frozen=True, slots=True)
class ScreeningMade(Made):
    """A screening that has begun, or that is completed with its result."""

    table: ClassVar[str] = "screenings"
    id_column: ClassVar[str] = "screening_id"

    municipality_code: str
    started_on: date
    completed_on: date | None = None
    result: str | None = None
    sources: tuple[str, ...] = ()
    hours: float | None = None

    def check(self, now: datetime) -> None:
        """Check the screening; see :meth:`Made.check`."""
        _past(self.started_on, now)
        _code(self.municipality_code)
        _terms((ScreeningResult, self.result), *((Source, each) for each in self.sources))
        _between(self.hours, MOST_HOURS)
        if self.completed_on is None:
            if self.result is not None:
                _refuse("Et resultat kræver, at screeningen er afsluttet.", "A result needs a completed screening.")
            return
        _past(self.completed_on, now)
        if self.completed_on < self.started_on:
            _refuse("Screeningen slutter, før den begynder.", "The screening ends before it begins.")
        if self.result is None:
            _refuse("Vælg, hvad screeningen viste.", "Choose what the screening showed.")


@dataclass(frozen=True, slots=True)
class PartnerFound(Made):
    """A body to work with in a municipality; never a person."""

    table: ClassVar[str] = "partners"
    id_column: ClassVar[str] = "partner_id"

    name: str
    category: str
    kind: str
    municipality_code: str
    contacted_on: date | None = None
    meeting_on: date | None = None
    agreement_on: date | None = None

    def check(self, now: datetime) -> None:
        """Check the partner; see :meth:`Made.check`."""
        if not self.name.strip():
            _refuse("Skriv, hvad stedet hedder.", "Write what the body is called.")
        _text(self.name, LONGEST_NAME)
        _code(self.municipality_code)
        _terms((PartnerCategory, self.category), (PartnerKind, self.kind))
        for day in (self.contacted_on, self.agreement_on):
            if day is not None:
                _past(day, now)


def visit_of(cells: Mapping[str, str]) -> VisitMade:
    """Return the visit that a row's cells say, as :meth:`Made.cells` would write them."""

    def several(name: str) -> tuple[str, ...]:
        return tuple(code for code in cells.get(name, "").split("|") if code)

    def minutes(name: str) -> int | None:
        return round(float(cells[name])) if cells.get(name) else None

    return VisitMade(
        cells["site_id"],
        datetime.strptime(cells["started_at"], CLOCK),  # noqa: DTZ007 - what the clock said
        cells["reached"] == "true",
        cells.get("team") or UNKNOWN,
        cells.get("channel") or Channel.FACE_TO_FACE.code,
        several("outcomes"),
        cells.get("opened_by") or None,
        minutes("minutes"),
        minutes("waited_minutes"),
        several("material_left"),
        date.fromisoformat(cells["return_on"]) if cells.get("return_on") else None,
        cells.get("return_window") or None,
        cells.get("return_purpose") or None,
        cells.get("phase") or None,
        cells.get("note") or None,
    )


KINDS: tuple[type[Made], ...] = (
    VisitMade, TalkHeld, MeetingHeld, SiteChanged, WindowsSet, SiteFound, ScreeningMade, PartnerFound,
)  # fmt: skip
BY_TABLE: dict[str, type[Made]] = {kind.table: kind for kind in KINDS}

CLOCK = "%Y-%m-%d %H:%M"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime(CLOCK)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "|".join(value)
    return str(value).strip()


def _happened(clock: datetime, now: datetime) -> None:
    if clock.tzinfo is not None or not danish_time.exists(clock):
        _refuse(
            "Klokkeslættet findes ikke: uret blev stillet frem den nat.",
            "There is no such time: the clocks went forward that night.",
        )
    if not danish_time.has_passed(clock, now):
        _refuse("Tidspunktet ligger i fremtiden.", "The time is in the future.")
    _early(clock.date())


def _past(day: date, now: datetime) -> None:
    if day > danish_time.day_of(now):
        _refuse("Datoen ligger i fremtiden.", "The date is in the future.")
    _early(day)


def _early(day: date) -> None:
    if day < EARLIEST:
        _refuse("Datoen ligger før 1990.", "The date is before 1990.")


def _between(value: float | None, most: float) -> None:
    if value is not None and not 0 <= value <= most:
        _refuse("Tallet ligger uden for det mulige.", "The number is outside what is possible.")


def _code(code: str) -> None:
    if code != UNKNOWN and not (len(code) == 4 and code.isascii() and code.isdigit()):
        _refuse("Vælg en kommune.", "Choose a municipality.")


def _text(text: str | None, *longest: int) -> None:
    reason = refused_text(text or "", *longest)
    if reason is not None:
        raise RecordRefusedError(reason)


def _terms(*stated: tuple[type[Term], str | None]) -> None:
    for term, code in stated:
        if code is not None and code not in _codes(term):
            _refuse("Et ord er ikke på listen over kendte ord.", "A word is on no list of known words.")


def _codes(term: Iterable[Term]) -> set[str]:
    return {each.code for each in term}


def _refuse(danish: str, english: str) -> NoReturn:
    raise RecordRefusedError(Label(danish, english))
