"""A run sheet to take along: on paper, in the calendar, in the navigation and as a table. Knows no screen.

No file names the organisation or the field, and none holds a site's own code. A place leaves a file for someone else
only by what :class:`~dashboard.run_sheet_words.Extras` turns on.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import NAMESPACE_URL, UUID, uuid5

import typst
from gpxpy.gpx import GPX, GPXRoute, GPXRoutePoint, GPXWaypoint
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from dashboard import export
from dashboard.run_sheet_words import PLAIN, Extras, lines, map_link, say_ends, say_links, say_unplaced, title
from dashboard.text import say_weekday, translator
from geodata.danish_time import DENMARK
from geodata.drawing.xml import xml as xml_safe
from geodata.neutral import neutral

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.columns import Cell
    from geodata.language import Language
    from geodata.run_sheet import RunSheet, Stop

PAPER = Path(__file__).parent / "typst" / "run_sheet.typ"
ACCESSIBLE: Final = "ua-1"
TZID = DENMARK.key
PIECE: Final = 5
"""Decimals of a degree: about a metre."""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file a sheet is taken along as."""

    ending: str
    media_type: str
    write: Callable[[RunSheet, Language, Extras], bytes]


def to_pdf(sheet: RunSheet, language: Language, extras: Extras = PLAIN) -> bytes:
    """Return the sheet as PDF/UA-1, on one page for a day of up to 14 stops, in as large a type as fits.

    A sign that no typeface at hand can show costs the claim to the standard, not the page.
    """
    page, texts = PAPER.read_bytes(), {"sheet": told(sheet, language, extras)}
    try:
        return typst.compile(page, format="pdf", sys_inputs=texts, ignore_system_fonts=True, pdf_standards=ACCESSIBLE)
    except typst.TypstError:
        return typst.compile(page, format="pdf", sys_inputs=texts, ignore_system_fonts=True)


def told(sheet: RunSheet, language: Language, extras: Extras = PLAIN) -> str:
    """Return what ``run_sheet.typ`` reads, as JSON: every text is data there."""
    _ = translator(language)
    notes = [_("Take the sheet with you when you leave the car, and shred it after the day.")]
    if extras.links:
        notes.append(say_links(language))
    return json.dumps(
        {
            "language": language,
            "title": title(sheet, language),
            "name": _("Route"),
            "day": _capital(say_weekday(sheet.day, language)),
            "crew": sheet.said_crew,
            "version": _("Plan {number}").format(number=sheet.version),
            "ends": say_ends(sheet, language),
            "notice": _notice(sheet, language),
            "columns": [_("Stop"), _("Time"), _("Where"), _("Can be visited"), _("Done")],
            "map": _("Map"),
            "notes": notes,
            "stops": [asdict(line) for line in lines(sheet, language, extras)],
        }
    )


def to_ics(sheet: RunSheet, language: Language, extras: Extras = PLAIN) -> bytes:
    """Return the sheet as a calendar in Danish time: an entry per stop, the same entry again in a later plan's file."""
    _ = translator(language)
    calendar = Calendar()
    calendar.add("prodid", "-//Rute//Rute//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(danish_clocks())
    for stop, line in zip(sheet.stops, lines(sheet, language, extras), strict=True):
        event = Event()
        event.add("uid", str(_uid(sheet, stop)))
        event.add("sequence", sheet.version)
        event.add("dtstamp", sheet.saved_at.astimezone(UTC))
        event.add("dtstart", datetime.combine(sheet.day, stop.planned.arrive, DENMARK))
        event.add("dtend", datetime.combine(sheet.day, stop.planned.leave, DENMARK))
        event.add("summary", " ".join(filter(None, (export.DEMO if sheet.demo else "", _("Stop"), str(stop.number)))))
        event.add("class", "PRIVATE")
        text = [line.code]
        if extras.addresses:
            event.add("location", ", ".join(filter(None, (line.address, line.town))) or line.remarks)
            text += [line.hours, line.agreed, line.remarks]
        if line.link:
            event.add("url", line.link)
            text.append(say_links(language))
        event.add("description", "\n".join(filter(None, text)))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


@cache
def danish_clocks() -> Timezone:
    """Return Danish time as calendars read it: the European Union's rule, which holds since 1996."""
    zone = Timezone()
    zone.add("tzid", TZID)
    changes = (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, timedelta(hours=1), timedelta(hours=2)),  # noqa: DTZ001
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, timedelta(hours=2), timedelta(hours=1)),  # noqa: DTZ001
    )
    for part, name, first, month, before, after in changes:
        part.add("tzname", name)
        part.add("dtstart", first)
        part.add("rrule", vRecur(freq="YEARLY", bymonth=month, byday="-1SU"))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def to_gpx(sheet: RunSheet, language: Language, extras: Extras = PLAIN) -> bytes:
    """Return the sheet for navigation: points called by their stops' numbers, and a route through them in order."""
    _ = translator(language)
    gpx = GPX()
    gpx.creator = "Rute"
    gpx.name = _("Route")
    said = (
        _notice(sheet, language), say_ends(sheet, language), say_unplaced(sheet, language),
        say_links(language) if extras.links else "",
    )  # fmt: skip
    gpx.description = " ".join(filter(None, said))
    route = GPXRoute(name=_("Route"))
    for stop in sheet.stops:
        if stop.point is None:
            continue
        lon, lat = (round(degrees, PIECE) for degrees in stop.point)
        point = GPXWaypoint(lat, lon, name=str(stop.number))
        if extras.links:
            # gpxpy escapes the text of elements, but not of attributes. Its default is None, which mypy takes it for.
            point.link = xml_safe(map_link(stop))  # type: ignore[assignment]
        gpx.waypoints.append(point)
        route.points.append(GPXRoutePoint(lat, lon, name=str(stop.number)))
    gpx.routes.append(route)
    xml: str = gpx.to_xml(version="1.1")
    return xml.encode()


def to_xlsx(sheet: RunSheet, language: Language, extras: Extras = PLAIN) -> bytes:
    """Return the sheet as a workbook, every text a cell that no spreadsheet runs."""
    _ = translator(language)
    headings = [
        _("Stop"), _("Code"), _("Arrive"), _("Leave"), _("Municipality"), _("Address"), _("Can be visited"),
        _("Agreed"), _("Remarks"), *([_("Map")] if extras.links else []),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for line in lines(sheet, language, extras):
        number, *texts = list(asdict(line).values())
        kept = texts if extras.links else texts[:-1]
        rows.append([number, *(neutral(text) or None for text in kept)])
    if sheet.demo:
        headings, rows = [export.DEMO, *headings], [[export.DEMO, *row] for row in rows]
    notes = (_notice(sheet, language), say_ends(sheet, language), say_links(language) if extras.links else "")
    notice = " ".join(filter(None, notes))
    content = export.Table(headings, rows, language, notice or None)
    return export.to_xlsx(content, _("Route"))


FORMS: tuple[Form, ...] = (
    Form("pdf", "application/pdf", to_pdf),
    Form("ics", "text/calendar", to_ics),
    Form("gpx", "application/gpx+xml", to_gpx),
    Form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
)


def file_name(sheet: RunSheet, ending: str, language: Language) -> str:
    """Return a file's name: a route, its day and its crew's number among letters and digits, and nothing of whose."""
    _ = translator(language)
    crew = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in sheet.said_crew.lower()).strip("-")
    stem = "-".join(filter(None, (_("route"), sheet.day.isoformat(), crew)))
    return export.file_name(stem, ending, demo=sheet.demo)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _uid(sheet: RunSheet, stop: Stop) -> UUID:
    """Return what a calendar knows an entry by: the same for a stop of a crew's day in every version of the plan."""
    turn = sum(each.planned.site_id == stop.planned.site_id for each in sheet.stops[: stop.number - 1])
    return uuid5(NAMESPACE_URL, f"{sheet.team}|{sheet.day}|{sheet.crew}|{stop.planned.site_id}|{turn}")


def _notice(sheet: RunSheet, language: Language) -> str:
    _ = translator(language)
    return _("DEMO: made-up data. They describe no real place.") if sheet.demo else ""
