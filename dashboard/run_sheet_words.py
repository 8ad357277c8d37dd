"""What stands on a run sheet, in words: the same on paper, in the table, in the calendar and on the telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.text import say_date, say_weekday, translator
from geodata.day_parts import when
from geodata.run_sheet import NEUTRAL
from geodata.terms import LocationQuality

if TYPE_CHECKING:
    from datetime import time

    from geodata.language import Language
    from geodata.run_sheet import RunSheet, Stop

NEAR, FAR = 17, 13
"""How near a map shows a point, and a point that stands for an area."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a file holds only when it is asked for, because it may be told to others.

    Parameters
    ----------
    addresses
        Town and address in the calendar's entries, which many calendars keep at their maker's.
    links
        Links that show the places on openstreetmap.org.
    """

    addresses: bool = False
    links: bool = False


PLAIN = Extras()


@dataclass(frozen=True, slots=True)
class Line:
    """One stop in words; what is not known is said in ``remarks``, and what does not hold is empty."""

    number: int
    code: str
    arrive: str
    leave: str
    town: str
    address: str
    hours: str
    agreed: str
    remarks: str
    link: str


def lines(sheet: RunSheet, language: Language, extras: Extras = PLAIN) -> list[Line]:
    """Return the stops of a sheet in words."""
    return [
        Line(
            stop.number,
            stop.code,
            say_time(stop.planned.arrive),
            say_time(stop.planned.leave),
            stop.town or "",
            stop.address or "",
            say_hours(stop, language),
            say_agreed(stop, language),
            ". ".join(remark.label.say(language) for remark in stop.remarks),
            map_link(stop) if extras.links else "",
        )
        for stop in sheet.stops
    ]


def title(sheet: RunSheet, language: Language) -> str:
    """Return what the sheet is called: a route, its day and its crew, and nothing of whose."""
    _ = translator(language)
    return f"{_('Route')} · {say_weekday(sheet.day, language)} · {sheet.said_crew}"


def say_time(clock: time) -> str:
    """Return a time of the day."""
    return f"{clock:%H:%M}"


def say_hours(stop: Stop, language: Language) -> str:
    """Return when a stop can be visited on the day."""
    _ = translator(language)
    if stop.hours is None:
        return _("Hours not known")
    if not stop.hours:
        return _("No hours on this day")
    return ", ".join(f"{say_time(opens)}–{say_time(closes)}" for opens, closes in stop.hours)


def say_agreed(stop: Stop, language: Language, *, neutral: bool = True) -> str:
    """Return what was agreed; nothing where nothing was.

    Parameters
    ----------
    neutral
        Whether the purpose is said in words that any trade uses, or as it was recorded.
    """
    _ = translator(language)
    if stop.agreed_on is None:
        return ""
    words = _("Agreed") if stop.agreed_on == stop.planned.day else _("Agreed for {date}")
    words = words.format(date=say_date(stop.agreed_on, language))
    if stop.agreed_part is not None:
        words = f"{words} {when(stop.agreed_part).say(language)}"
    if stop.purpose is None:
        return words
    purpose = NEUTRAL[stop.purpose] if neutral else stop.purpose.label
    return f"{words}: {purpose.say(language).lower()}"


def map_link(stop: Stop) -> str:
    """Return the address at which OpenStreetMap shows a stop; empty where there is no point."""
    if stop.point is None or stop.place is None:
        return ""
    lon, lat = stop.point
    known = stop.place.quality in (LocationQuality.EXACT.code, LocationQuality.APPROXIMATE.code)
    return (
        f"https://www.openstreetmap.org/?mlat={lat:.5f}&mlon={lon:.5f}#map={NEAR if known else FAR}/{lat:.5f}/{lon:.5f}"
    )


def say_links(language: Language) -> str:
    """Return whom a map link tells what."""
    _ = translator(language)
    return _(
        "A map link tells openstreetmap.org which place was looked at, and from which internet address, once it is "
        "pressed."
    )


def say_ends(sheet: RunSheet, language: Language) -> str:
    """Return where the day begins and ends, as far as that is not the crew's base; nothing where both are."""
    _ = translator(language)
    told = [
        sentence.format(town=town)
        for sentence, town in (
            (_("The day begins in {town}."), sheet.begins_in),
            (_("The day ends in {town}, overnight stay."), sheet.ends_in),
        )
        if town
    ]
    return " ".join(told)


def say_unplaced(sheet: RunSheet, language: Language) -> str:
    """Return which stops have no point; nothing where all have."""
    _ = translator(language)
    if not sheet.unplaced:
        return ""
    return _("Without a point: stop {numbers}.").format(numbers=", ".join(str(number) for number in sheet.unplaced))
