"""A run sheet on paper, in the calendar, in the navigation and as a table: complete, and silent about its purpose."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import gpxpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from dashboard.components.run_sheet import logged
from dashboard.run_sheet_files import (
    FORMS,
    danish_clocks,
    file_name,
    to_gpx,
    to_ics,
    to_pdf,
    to_xlsx,
    told,
)
from dashboard.run_sheet_words import PLAIN, Extras, lines, map_link
from dashboard.warehouse import current
from geodata.danish_time import DENMARK
from geodata.ledger.access_log import Access
from geodata.run_sheet import RunSheet, code_of, read_places, run_sheet
from tests.days import CREW, TUESDAY, long_day, place, plan, sheet, stop
from tests.screen.test_safe import HOSTILE
from tests.small import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.language import Language
    from geodata.run_sheet import Stop

GPX = "{http://www.topografix.com/GPX/1/1}"
EVERYTHING = Extras(addresses=True, links=True)
FORBIDDEN = re.compile(
    r"prostitu|klinik|clinic|massage|\bsex|escort|eskort|bordel|brothel|luder|kondom|condom|udsat|misbrug|opsøg|outreach"
    r"|kompetencecent|socialstyr|servicestyr|\breden\b|\bKC\b|\bCMM\b|feltplan|team |sundhed|health|brobyg|bridg"
    r"|forgæves|truffet|overdue|over tid",
    re.IGNORECASE,
)
"""Words that would tell a stranger what the sheet is for, or whose it is."""

FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']
INJECTIONS = [
    *HOSTILE, *FORMULAS, '#import "x"', '#read("/etc/passwd")', "]]>&lt;", "a\r\nATTENDEE:mailto:x@example.org",
    "END:VEVENT\r\nBEGIN:VALARM", ";VALUE=URI:javascript:alert(1)",
]  # fmt: skip


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def events(ics: bytes) -> list[Any]:
    return list(Calendar.from_ical(ics).walk("VEVENT"))


def cells(xlsx: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(xlsx)).active.iter_rows()]


def everything_said(content: bytes, ending: str) -> str:
    """Every text that someone who opens the file could come to read, with the file's own descriptions."""
    if ending == "pdf":
        reader = PdfReader(BytesIO(content))
        links = [str(note.get_object()) for page in reader.pages for note in page.get("/Annots", [])]
        return "\n".join([*pages(content), str(reader.metadata), *links])
    if ending == "xlsx":
        book = load_workbook(BytesIO(content))
        own = book.properties
        said = [*book.sheetnames, own.title, own.creator, own.description, own.keywords]
        return "\n".join(str(text) for text in [*said, *(cell for row in cells(content) for cell in row)] if text)
    return content.decode()


@pytest.fixture(scope="module")
def real_day(demo_home: Path) -> RunSheet:
    """Fourteen of the demo's sites of one team, agreed returns among them, of every kind."""
    store = current(demo_home).store
    due = store.due_sites(TODAY)
    due = due[due["team"] == "east"]
    picked = [*due[due["due_from"] == "agreed"]["site_id"].head(5), *due.groupby("kind")["site_id"].first().head(9)]
    sites = list(dict.fromkeys(picked))[:14]
    stops = [stop(site, time(9 + number // 2, 30 * (number % 2))) for number, site in enumerate(sites)]
    return run_sheet(plan(*stops, demo=True), CREW, TUESDAY, read_places(store, sites, TODAY))


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("extras", [PLAIN, EVERYTHING], ids=["plain", "everything on"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.ending)
def test_no_file_holds_a_word_that_names_the_field_the_organisation_or_a_history(
    form: Any, extras: Extras, language: Language, real_day: RunSheet
) -> None:
    for day in (real_day, long_day(14)):
        said = everything_said(form.write(day, language, extras), form.ending) + file_name(day, form.ending, language)
        assert FORBIDDEN.findall(said) == []


def test_the_sweep_would_find_such_a_word_in_each_kind_of_file() -> None:
    named = sheet(place(agreed_on=TUESDAY, agreed_purpose="conversation", address="Havnegade 3, escorten"))
    open_ = run_sheet(plan(stop("a")), CREW, TUESDAY, {"a": place(address="Havnegade 3, misbrugscentret")})
    assert FORBIDDEN.search(everything_said(to_pdf(open_, "da"), "pdf"))
    assert FORBIDDEN.search(everything_said(to_xlsx(open_, "da"), "xlsx"))
    assert FORBIDDEN.search(everything_said(to_ics(open_, "da", EVERYTHING), "ics"))
    assert not FORBIDDEN.search(everything_said(to_pdf(named, "da"), "pdf")), "what names the field is kept back"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.ending)
def test_no_file_holds_a_sites_own_code_or_its_team(form: Any, real_day: RunSheet) -> None:
    said = everything_said(form.write(real_day, "da", EVERYTHING), form.ending)
    assert len(real_day.stops) >= 10
    assert [each.planned.site_id for each in real_day.stops if each.planned.site_id in said] == []
    assert "east" not in said


def test_the_demo_says_so_in_every_file(real_day: RunSheet) -> None:
    for form in FORMS:
        assert "DEMO" in everything_said(form.write(real_day, "da", PLAIN), form.ending)
        assert file_name(real_day, form.ending, "da") == f"DEMO-rute-2026-11-24-hold-a.{form.ending}"
        assert "DEMO" not in everything_said(form.write(long_day(3), "da", PLAIN), form.ending)


# Paper


@pytest.mark.parametrize("count", [1, 5, 10, 14])
def test_a_day_of_up_to_fourteen_stops_is_one_page_also_where_much_is_to_be_said(count: int) -> None:
    (page,) = pages(to_pdf(long_day(count), "da", EVERYTHING))
    assert [line.arrive for line in lines(long_day(count), "da") if line.arrive not in page] == []
    assert [line.code for line in lines(long_day(count), "da") if line.code not in page] == []


def test_a_longer_day_goes_on_over_the_page_and_leaves_out_no_stop() -> None:
    day = long_day(29)
    several = pages(to_pdf(day, "da"))
    assert len(several) > 1
    assert [line.code for line in lines(day, "da") if line.code not in "\n".join(several)] == []
    assert all(f"{number} / {len(several)}" in page for number, page in enumerate(several, start=1))


def test_the_paper_says_where_when_what_was_agreed_and_what_is_not_known() -> None:
    day = sheet(
        place(agreed_on=TUESDAY, agreed_purpose="conversation"),
        place(address=None, hours=()),
        place(hours=((1, time(9), time(10)),), agreed_on=date(2026, 12, 1), agreed_purpose="information"),
        None,
        place(address="Klinik Rosen"),
    )
    (page,) = pages(to_pdf(day, "da"))
    flat = " ".join(page.split())
    for said in (
        "Rute · Hold A", "Tirsdag den 24. november 2026", "09:00", "–09:25", "Vestergade 12, Østby", "Aftalt: møde",
        "10:00–16:00", "Adressen er ikke kendt", "Tider ikke kendt", "Aftalt til 01.12.2026: aflevering",
        "Ingen tider denne dag", "Stedet findes ikke i data", "Adressen står kun på skærmen", "Tag arket med",
    ):  # fmt: skip
        assert said in flat


@pytest.mark.parametrize("ending", ["pdf", "gpx", "xlsx"])
def test_a_day_that_begins_or_ends_away_from_the_base_says_where(ending: str) -> None:
    (form,) = (form for form in FORMS if form.ending == ending)
    day = sheet(place(), place())
    away = replace(day, begins_in="Esbjerg", ends_in="Sønderborg")
    said, at_home = (" ".join(everything_said(form.write(each, "da", PLAIN), ending).split()) for each in (away, day))
    assert "Dagen begynder i Esbjerg. Dagen slutter i Sønderborg med overnatning." in said
    assert "begynder" not in at_home
    assert "overnat" not in at_home


@pytest.mark.parametrize("count", [1, 14])
def test_a_day_away_of_up_to_fourteen_stops_is_one_page_too(count: int) -> None:
    assert (
        len(pages(to_pdf(replace(long_day(count), begins_in="Esbjerg", ends_in="Sønderborg"), "da", EVERYTHING))) == 1
    )


def test_the_paper_is_tagged_and_tells_its_language_and_title() -> None:
    for language, title in (("da", "Rute · tirsdag"), ("en", "Route · Tuesday")):
        pdf = to_pdf(long_day(3), language)  # type: ignore[arg-type]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
        assert f"/Lang({language})".encode() in pdf
        metadata = PdfReader(BytesIO(pdf)).metadata
        assert metadata is not None
        assert (metadata.title or "").startswith(title)
        assert metadata.author is None


def test_few_stops_are_set_larger_than_many() -> None:
    def largest(pdf: bytes) -> float:
        sizes: list[float] = []
        page = PdfReader(BytesIO(pdf)).pages[0]
        page.extract_text(
            visitor_text=lambda text, _cm, tm, _font, size: sizes.append(size * abs(tm[3])) if "09:" in text else None
        )
        return max(sizes)

    few, many = largest(to_pdf(long_day(3), "da")), largest(to_pdf(long_day(14), "da"))
    assert few > many >= 12, "points: read at arm's length, also on a full day"


# The calendar


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 24), date(2026, 10, 25),
        date(2026, 10, 26), date(2026, 12, 31), date(2027, 1, 1), date(2026, 7, 1),
    ],
    ids=str,
)  # fmt: skip
def test_every_entry_is_at_its_danish_time_also_in_the_weeks_of_the_clock_and_in_week_53(day: date) -> None:
    assert date(2027, 1, 1).isocalendar()[:2] == (2026, 53)
    ics = to_ics(sheet(place(), place(), day=day), "da")
    found = events(ics)
    assert [event["dtstart"].params["TZID"] for event in found] == ["Europe/Copenhagen"] * 2
    starts = [event["dtstart"].dt for event in found]
    assert [start.replace(tzinfo=None) for start in starts] == [
        datetime.combine(day, time(9)), datetime.combine(day, time(9, 30)),
    ]  # fmt: skip
    assert starts[0].astimezone(UTC) == datetime.combine(day, time(9), DENMARK).astimezone(UTC)
    assert [event["dtend"].dt - event["dtstart"].dt for event in found] == [timedelta(minutes=25)] * 2


def test_the_calendar_carries_danish_time_and_it_is_right_at_every_hour_around_the_changes() -> None:
    (zone,) = Calendar.from_ical(to_ics(sheet(place()), "da")).timezones
    read = zone.to_tz(lookup_tzid=False)
    for year in (2026, 2027, 2031):
        for first in (date(year, 3, 25), date(year, 10, 20)):
            for hour in range(24 * 8):
                clock = datetime.combine(first, time(0)) + timedelta(hours=hour, minutes=30)
                if clock.month == 10 and clock.hour == 2 and clock.weekday() == 6:
                    continue  # it comes twice
                there = datetime.combine(clock.date(), clock.time(), DENMARK)
                if there.astimezone(UTC).astimezone(DENMARK).replace(tzinfo=None) != clock:
                    continue  # it does not exist
                assert clock.replace(tzinfo=read).utcoffset() == there.utcoffset(), clock
    assert danish_clocks().to_ical() == zone.to_ical()
    changes: list[Any] = list(zone.subcomponents)
    for part in changes:  # a change's own moment is told by the clock before it
        moment = (part["dtstart"].dt - part["tzoffsetfrom"].td).replace(tzinfo=UTC)
        around = [(moment + timedelta(seconds=s)).astimezone(DENMARK).utcoffset() for s in (-1, 0)]
        assert around == [part["tzoffsetfrom"].td, part["tzoffsetto"].td]


def test_an_entry_says_neither_where_nor_what_unless_addresses_are_turned_on() -> None:
    day = sheet(place(agreed_on=TUESDAY, agreed_purpose="conversation"))
    (plain,) = events(to_ics(day, "da"))
    assert str(plain["summary"]) == "Stop 1"
    assert str(plain["description"]) == day.stops[0].code
    assert {"location", "geo", "url"} & set(map(str.lower, plain)) == set()
    assert str(plain["class"]) == "PRIVATE"
    (full,) = events(to_ics(day, "da", Extras(addresses=True)))
    assert str(full["summary"]) == "Stop 1", "also then"
    assert str(full["location"]) == "Vestergade 12, Østby"
    assert "Aftalt: møde" in str(full["description"])
    assert "url" not in set(map(str.lower, full))
    evening = sheet(place(agreed_on=TUESDAY, agreed_window="evening", agreed_purpose="conversation"))
    (full,) = events(to_ics(evening, "da", Extras(addresses=True)))
    assert "Aftalt om aftenen: møde" in str(full["description"])


def test_a_later_plan_changes_the_entries_and_does_not_double_them() -> None:
    def entries(version: int, at: time, *more: str) -> dict[str, int]:
        stops = [stop("a", at), stop("a", time(15)), *(stop(site, time(16)) for site in more)]
        ics = to_ics(run_sheet(plan(*stops, version=version), CREW, TUESDAY, {}), "da")
        return {str(event["uid"]): int(event["sequence"]) for event in events(ics)}

    before, after = entries(1, time(9)), entries(2, time(10), "b")
    assert len(before) == 2
    assert set(before) < set(after)
    assert [after[uid] - before[uid] for uid in before] == [1, 1]
    other = to_ics(run_sheet(plan(stop("a"), team="mid"), CREW, TUESDAY, {}), "da")
    assert str(events(other)[0]["uid"]) not in before


# Navigation


def test_the_points_are_called_by_their_stops_numbers_and_the_route_goes_through_them_in_order() -> None:
    day = sheet(place(lon=12.1, lat=55.1), place(lon=None, lat=None), place(lon=12.123456789, lat=55.3))
    read = gpxpy.parse(to_gpx(day, "da").decode())
    assert [(point.name, point.longitude, point.latitude) for point in read.waypoints] == [
        ("1", 12.1, 55.1), ("3", 12.12346, 55.3),
    ]  # fmt: skip
    (route,) = read.routes
    assert [point.name for point in route.points] == ["1", "3"]
    assert read.description == "Uden punkt: stop 2."
    assert all(point.description is None and point.link is None for point in read.waypoints)


def test_a_day_without_any_point_is_an_empty_file_that_says_so() -> None:
    read = gpxpy.parse(to_gpx(sheet(place(lon=None, lat=None)), "da").decode())
    assert (read.waypoints, read.description) == ([], "Uden punkt: stop 1.")


# The table


def test_the_workbook_holds_what_the_paper_holds() -> None:
    rows = cells(to_xlsx(sheet(place(agreed_on=TUESDAY, agreed_purpose="health"), None), "da"))
    assert rows[0] == [
        "Stop", "Kode", "Ankomst", "Afgang", "Kommune", "Adresse", "Kan besøges", "Aftalt", "Bemærkninger",
    ]  # fmt: skip
    assert rows[1] == [
        1, code_of("site-0"), "09:00", "09:25", "Østby", "Vestergade 12", "10:00–16:00", "Aftalt: møde", None,
    ]  # fmt: skip
    assert rows[2][4:] == [None, None, "Tider ikke kendt", None, "Stedet findes ikke i data"]


# Links, and hostile text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.ending)
def test_a_link_leads_to_someone_else_only_when_links_are_on_and_then_says_whom_it_tells_what(form: Any) -> None:
    day = sheet(place(), place(lon=None, lat=None))
    plain = everything_said(form.write(day, "da", Extras(addresses=True)), form.ending)
    named = plain.replace("http://www.topografix.com", "").replace("http://www.w3.org", "")  # what GPX calls itself
    assert "http" not in named
    assert "geo:" not in named
    linked = everything_said(form.write(day, "da", Extras(links=True)), form.ending)
    flat = re.sub(r"\r\n |\s+", lambda match: "" if match.group() == "\r\n " else " ", linked)
    assert set(re.findall(r"mlat=[^#]*", flat.replace("&amp;", "&"))) == {"mlat=55.70000&mlon=12.50000"}
    assert flat.count("#map=") <= 2, "one link, which a PDF says twice: once for whom it is read aloud to"
    assert "fortæller openstreetmap.org" in flat


def test_a_link_shows_an_area_from_farther_away_and_what_has_no_point_has_no_link() -> None:
    def link(**other: object) -> str:
        only: Stop = sheet(place(**other)).stops[0]
        return map_link(only)

    assert link() == "https://www.openstreetmap.org/?mlat=55.70000&mlon=12.50000#map=17/55.70000/12.50000"
    assert "#map=13/" in link(quality="area")
    assert link(lon=None, lat=None) == ""


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_hostile_text_stays_text_in_every_file(text: str) -> None:
    day = sheet(place(address=text, municipality=text), place(), crew=(text.strip()[:40] or "x"))
    (page,) = pages(to_pdf(day, "da", EVERYTHING))
    assert "09:30" in page
    found = events(to_ics(day, "da", EVERYTHING))
    assert len(found) == 2
    properties = {
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "DTSTAMP",
        "UID",
        "SEQUENCE",
        "CLASS",
        "DESCRIPTION",
        "LOCATION",
        "URL",
    }
    assert all(set(event) <= properties and not event.subcomponents for event in found)
    assert len(ET.fromstring(to_gpx(day, "da", EVERYTHING)).findall(f"{GPX}wpt")) == 2
    rows = cells(to_xlsx(day, "da", EVERYTHING))
    assert not [
        cell for row in rows for cell in row if isinstance(cell, str) and re.match(r"\s*[=+\-@]|[\t\r\n]", cell)
    ]
    assert re.fullmatch(r"rute-2026-11-24[a-z0-9-]*\.pdf", file_name(day, "pdf", "da"))


@settings(max_examples=25)
@given(st.text(max_size=300), st.text(max_size=80))
def test_whatever_stands_in_an_address_every_file_can_be_read_back(address: str, town: str) -> None:
    day = sheet(place(address=address or None, municipality=town or None))
    assert len(events(to_ics(day, "da", EVERYTHING))) == 1
    assert len(ET.fromstring(to_gpx(day, "da", EVERYTHING)).findall(f"{GPX}wpt")) == 1
    assert len(cells(to_xlsx(day, "da"))) == 2
    assert told(day, "da")


def test_the_same_day_is_the_same_file() -> None:
    for form in FORMS[:3]:  # a workbook carries the moment it was written
        assert form.write(long_day(3), "da", EVERYTHING) == form.write(long_day(3), "da", EVERYTHING)


@pytest.mark.parametrize("ending", [form.ending for form in FORMS])
def test_the_log_says_what_was_turned_on_and_no_site(ending: str) -> None:
    said = logged(ending, EVERYTHING)
    assert said == f"run_sheet-{ending}-addresses-links" if ending == "ics" else said == f"run_sheet-{ending}-links"
    assert logged(ending, PLAIN) == f"run_sheet-{ending}"
    Access(datetime.now(UTC), "a", "manager", "export", "all", f"next_stop:{said}")
