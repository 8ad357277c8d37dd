"""The raw files' contract: the tables, their columns, the headers met in practice, and what a cell may hold.

Data, not code: readers, checks, the demo writer and the documentation all walk ``TABLES``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from geodata import course_terms, terms
from geodata.terms import fold

if TYPE_CHECKING:
    from collections.abc import Iterator


class Holds(Enum):
    """What the cells of a column hold."""

    ID = "id"
    """An opaque identifier, kept as written."""
    KEY = "key"
    """An opaque key for a person; anything that looks like a number to find someone by is refused."""
    CODE = "code"
    """A municipality code of four digits; leading zeros that a spreadsheet lost are put back."""
    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    """Danish local time; a date alone is midnight."""
    TIME = "time"
    NUMBER = "number"
    WHOLE = "whole"
    FLAG = "flag"
    """Yes or no."""
    TERM = "term"
    TERMS = "terms"
    """Several terms split by ``|``."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a raw table.

    Parameters
    ----------
    name
        The column's name, in the raw file and in the warehouse.
    holds
        What its cells hold.
    headers
        Other headers met in practice; case, blanks and hyphens do not matter.
    required
        Whether a row without a value is set aside. A file may lack a column that is not required.
    term
        The list of terms, where ``holds`` is ``TERM`` or ``TERMS``.
    low, high
        The smallest and largest number that is believed, in the column's own unit.
    empty
        The code an empty cell stands for, where empty is a value of its own.
    ahead
        Whether a date may lie in the future, as an agreed return does.
    """

    name: str
    holds: Holds
    headers: tuple[str, ...] = ()
    required: bool = True
    term: type[terms.Term] | None = None
    low: float | None = None
    high: float | None = None
    empty: str | None = None
    ahead: bool = False

    def accepts(self) -> frozenset[str]:
        """Return every header that names this column, folded."""
        return frozenset(fold(header) for header in (self.name, *self.headers))


@dataclass(frozen=True, slots=True)
class Table:
    """One raw table: its columns, what identifies a row, and which part of a file's name announces it."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    danish: str
    files: tuple[str, ...] = field(default=())

    def column(self, name: str) -> Column:
        """Return the column called ``name``."""
        return next(column for column in self.columns if column.name == name)

    def required(self) -> Iterator[Column]:
        """Return the columns that every row must fill."""
        return (column for column in self.columns if column.required)

    def stems(self) -> frozenset[str]:
        """Return the file names, without ending and folded, that hold this table."""
        return frozenset(fold(stem) for stem in (self.name, self.danish, *self.files))


def _id(name: str, *headers: str, required: bool = True) -> Column:
    return Column(name, Holds.ID, headers, required=required)


def _code(*, required: bool = True) -> Column:
    headers = ("kommunekode", "kommunenr", "kommunenummer", "kommune_kode", "municipality", "komkode", "kom_kode")
    empty = None if required else terms.UNKNOWN
    return Column("municipality_code", Holds.CODE, headers, required=required, empty=empty)


def _text(name: str, *headers: str, required: bool = True) -> Column:
    return Column(name, Holds.TEXT, headers, required=required)


def _date(name: str, *headers: str, required: bool = True, ahead: bool = False) -> Column:
    return Column(name, Holds.DATE, headers, required=required, ahead=ahead)


def _number(name: str, *headers: str, low: float, high: float, required: bool = False) -> Column:
    return Column(name, Holds.NUMBER, headers, required=required, low=low, high=high)


def _whole(name: str, *headers: str, low: float, high: float, required: bool = True) -> Column:
    return Column(name, Holds.WHOLE, headers, required=required, low=low, high=high)


def _term(
    name: str, term: type[terms.Term], *headers: str, required: bool = True, empty: terms.Term | None = None
) -> Column:
    code = empty.code if empty else None
    return Column(name, Holds.TERM, headers, required=required and empty is None, term=term, empty=code)


def _terms(name: str, term: type[terms.Term], *headers: str, required: bool = False) -> Column:
    return Column(name, Holds.TERMS, headers, required=required, term=term)


_TEAM = _term("team", terms.Team, "hold", "teamnavn", empty=terms.Team.UNKNOWN)
_PHASE = _term("phase", terms.Phase, "fase", required=False)
_HOURS = _number("hours", "timer", "timeforbrug", low=0, high=1_000)
_RECORDED = _date("recorded_on", "registreret", "registreret_den", "indtastet", required=False)
_SITE = ("sted_id", "stedid", "klinik_id", "klinikid", "sted", "site")

TABLES: tuple[Table, ...] = (
    Table(
        "municipalities",
        ("municipality_code",),
        (
            _code(),
            _text("name", "navn", "kommunenavn", "kommune"),
            _number("area_km2", "areal_km2", "areal", low=0.1, high=10_000),
            _whole("population", "befolkning", "folketal", "indbyggere", low=0, high=10_000_000, required=False),
            _date("population_on", "folketal_pr", "befolkning_pr", required=False, ahead=True),
        ),
        "kommuner",
    ),
    Table(
        "team_membership",
        ("municipality_code", "valid_from"),
        (
            _code(),
            _term("team", terms.Team, "hold", "teamnavn"),
            _term("region_code", terms.Region, "regionskode", "region", "regionsnavn"),
            _date("valid_from", "gyldig_fra", "fra", "fra_dato", ahead=True),
            _date("valid_to", "gyldig_til", "til", "til_dato", required=False, ahead=True),
        ),
        "holdtilhørsforhold",
        ("teams", "hold", "teamtilhørsforhold", "membership"),
    ),
    Table(
        "sites",
        ("site_id",),
        (
            _id("site_id", *_SITE, "id"),
            _term("kind", terms.Kind, "type", "form", "art"),
            _code(required=False),
            _TEAM,
            _number("lon", "longitude", "længdegrad", "laengdegrad", "lng", "x", low=-180, high=180),
            _number("lat", "latitude", "breddegrad", "y", low=-90, high=90),
            _term("location_quality", terms.LocationQuality, "stedkvalitet", "placering", "placeringskvalitet",
                  empty=terms.LocationQuality.UNKNOWN),
            _text("address", "adresse", required=False),
            _date("first_seen", "først_set", "foerst_set", "første_gang_set", "set_første_gang"),
            _term("status", terms.SiteStatus, "tilstand"),
            _date("status_from", "status_fra", "status_dato"),
            _text("status_reason", "status_årsag", "årsag", "aarsag", "begrundelse", required=False),
            _id("merged_into", "lagt_sammen_med", "sammenlagt_med", "flyttet_til", required=False),
            _RECORDED,
            _date("status_recorded_on", "status_registreret", required=False),
        ),
        "steder",
        ("klinikker", "places", "site"),
    ),
    Table(
        "visit_windows",
        ("site_id", "weekday", "opens"),
        (
            _id("site_id", *_SITE),
            _whole("weekday", "ugedag", low=1, high=7),
            Column("opens", Holds.TIME, ("åbner", "aabner", "fra")),
            Column("closes", Holds.TIME, ("lukker", "til")),
        ),
        "besøgstider",
        ("åbningstider", "windows"),
    ),
    Table(
        "sightings",
        ("site_id", "source", "round_id", "seen_on"),
        (
            _id("site_id", *_SITE),
            _term("source", terms.Source, "kilde"),
            _id("round_id", "runde", "runde_id", "round"),
            _date("seen_on", "set_den", "dato", "set"),
            _RECORDED,
        ),
        "iagttagelser",
        ("observationer", "sighting"),
    ),
    Table(
        "screenings",
        ("screening_id",),
        (
            _id("screening_id", "id", "screeningsid"),
            _code(),
            _date("started_on", "startet", "start", "startdato", "påbegyndt"),
            _date("completed_on", "afsluttet", "slut", "slutdato", "færdig", required=False),
            _term("result", terms.ScreeningResult, "resultat", required=False),
            _terms("sources", terms.Source, "kilder", "kilde"),
            _HOURS,
            _RECORDED,
        ),
        "screeninger",
        ("screening",),
    ),
    Table(
        "visits",
        ("visit_id",),
        (
            _id("visit_id", "besøg_id", "besoeg_id", "besøgsid", "id"),
            _id("site_id", *_SITE),
            Column("started_at", Holds.DATETIME, ("startet", "tidspunkt", "dato", "besøgt", "start")),
            _term("channel", terms.Channel, "kanal", "kontaktform", empty=terms.Channel.FACE_TO_FACE),
            Column("reached", Holds.FLAG, ("truffet", "kontakt", "opnået_kontakt")),
            _terms("outcomes", terms.Outcome, "udfald", "resultat", "outcome"),
            _term("opened_by", terms.OpenedBy, "åbnet_af", "åbnede", required=False),
            _number("minutes", "minutter", "varighed", low=0, high=1_440),
            _number("waited_minutes", "ventet_minutter", "ventetid", low=0, high=1_440),
            _HOURS,
            _terms("material_left", terms.Material, "materiale", "afleveret"),
            _date("return_on", "genbesøg", "genbesøg_den", "genbesoeg", "ny_aftale_den", required=False, ahead=True),
            _term("return_window", terms.DayPart, "genbesøg_tid", "genbesøg_tidsrum", required=False),
            _term("return_purpose", terms.ReturnPurpose, "genbesøg_formål", "formål", required=False),
            _PHASE,
            _text("note", "bemærkning", "bemærkninger", required=False),
            _TEAM,
            _RECORDED,
        ),
        "besøg",
        ("besoeg", "visit"),
    ),
    Table(
        "conversations",
        ("conversation_id",),
        (
            _id("conversation_id", "samtale_id", "id"),
            _date("held_on", "afholdt", "dato"),
            _term("channel", terms.Channel, "kanal", "kontaktform"),
            _id("visit_id", "besøg_id", "besoeg_id", required=False),
            _id("site_id", *_SITE, required=False),
            _PHASE,
            _terms("themes", terms.Theme, "temaer", "emner"),
            Column("person_key", Holds.KEY, ("personnøgle", "nøgle"), required=False),
            _RECORDED,
        ),
        "samtaler",
        ("conversation",),
    ),
    Table(
        "partners",
        ("partner_id",),
        (
            _id("partner_id", "partnerid", "id"),
            _text("name", "navn"),
            _term("category", terms.PartnerCategory, "kategori"),
            _term("kind", terms.PartnerKind, "type", "art", empty=terms.PartnerKind.OTHER),
            _code(),
            _date("contacted_on", "kontaktet", required=False),
            _date("meeting_on", "møde", "møde_den", required=False, ahead=True),
            _date("agreement_on", "aftale", "aftale_den", required=False),
        ),
        "samarbejdspartnere",
        ("partnere", "partner"),
    ),
    Table(
        "bridge_meetings",
        ("meeting_id",),
        (
            _id("meeting_id", "møde_id", "id"),
            _date("held_on", "afholdt", "dato"),
            _term("institution", terms.Institution, "sted", "instans"),
            _term("purpose", terms.MeetingPurpose, "formål", empty=terms.MeetingPurpose.NOT_STATED),
            _TEAM,
            _RECORDED,
        ),
        "brobygningsmøder",
        ("brobygning", "meetings"),
    ),
    Table(
        "activities",
        ("activity_id",),
        (
            _id("activity_id", "aktivitet_id", "id"),
            _date("held_on", "afholdt", "dato"),
            _term("kind", terms.ActivityKind, "type", "art"),
            _term("category", terms.ActivityCategory, "kategori", empty=terms.ActivityCategory.NOT_STATED),
            _whole("count", "antal", low=0, high=1_000_000),
            _HOURS,
            _code(required=False),
            _term("source", terms.Source, "kilde", required=False),
            _RECORDED,
        ),
        "aktiviteter",
        ("activity",),
    ),
    Table(
        "course_counts",
        ("count_id",),
        (
            _id("count_id", "opgørelse_id", "id"),
            _code(),
            _date("period_to", "periode_til", "kvartal_til", "opgjort_til", "period"),
            _term("measure", course_terms.CourseMeasure, "mål", "opgørelse"),
            _term("term", course_terms.CourseTerm, "emne", "område"),
            _whole("count", "antal", "antal_borgere", low=0, high=100_000),
            _RECORDED,
        ),
        "kommunale_forløb",
        ("cti", "forløb", "courses"),
    ),
)  # fmt: skip

FROM_LEDGER: tuple[Table, ...] = (
    Table(
        "site_changes",
        ("change_id",),
        (
            _id("change_id"),
            _id("site_id"),
            _date("changed_on"),
            _term("status", terms.SiteStatus, required=False),
            _term("kind", terms.Kind, required=False),
            _id("merged_into", required=False),
            _text("reason", required=False),
            _RECORDED,
        ),
        "stedsændringer",
    ),
    Table(
        "plan_stops",
        ("stop_id",),
        (
            _id("stop_id"),
            _term("team", terms.Team),
            _whole("iso_year", low=2000, high=2200),
            _whole("iso_week", low=1, high=53),
            _whole("version", low=1, high=1_000_000),
            _text("crew"),
            _date("day", ahead=True),
            _id("site_id"),
            Column("arrive", Holds.TIME),
            Column("leave", Holds.TIME),
            _whole("expected_minutes", low=0, high=1_440),
            Column("promised", Holds.FLAG),
            _date("recorded_on"),
        ),
        "planlagte stop",
    ),
)
"""Tables that no raw file holds: people write them on the screen, and they are checked as every other table is."""

EVERY: tuple[Table, ...] = (*TABLES, *FROM_LEDGER)

BY_NAME: dict[str, Table] = {table.name: table for table in EVERY}
