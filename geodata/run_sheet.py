"""The run sheet of one crew and day: where to be and when, in words that do not say what for.

A sheet is left on a seat and read over a shoulder, and a visit must not reveal a milieu. So it holds no kind of a site,
no history and no code of a site as the records have it; what was agreed is said in words that any trade uses, and a
text from a file that names the field is kept back, and said to be.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.errors import PlanRefusedError
from geodata.language import Label
from geodata.terms import UNKNOWN, DayPart, LocationQuality, ReturnPurpose, SiteStatus, Term
from geodata.week.crews import town_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime, time

    from geodata.ledger.plans import AcceptedPlan, PlannedStop
    from geodata.store import Store

NEUTRAL: dict[ReturnPurpose, Label] = {
    ReturnPurpose.CONVERSATION: Label("Møde", "Meeting"),
    ReturnPurpose.INFORMATION: Label("Aflevering", "Delivery"),
    ReturnPurpose.HEALTH: Label("Møde", "Meeting"),
    ReturnPurpose.BRIDGING: Label("Møde ude i byen", "Meeting elsewhere"),
    ReturnPurpose.OTHER: Label("Andet", "Other"),
}
"""What an agreed purpose is called where strangers may read it; what it was stands on the screen."""

_BETRAYING = re.compile(
    r"prostitu|klinik|clinic|massage|escort|eskort|bordel|brothel|striptea?se|\b(?:sex|erot|luder|swinger|reden\b)"
    r"|kompetencecent|opsøgende|outreach",
    re.IGNORECASE,
)
"""Words that would tell a stranger what the sheet is for. It may take too much: the screen has the text then."""

LONGEST_TEXT = 90
"""Letters of an address that stand on a sheet; an address is shorter."""

CODE_LETTERS = "BCDFGHJKLMNPRSTVWXZ"
CODE_LENGTH = 5


class Remark(Term):
    """What a crew must know of a stop's place; nothing that is not known is left out in silence."""

    NOT_FOUND = ("not_found", "Stedet findes ikke i data", "The place is not in the data")
    CHANGED = ("changed", "Ændret siden planen: spørg først", "Changed since the plan: ask first")
    NO_TOWN = ("no_town", "Kommunen er ikke kendt", "The municipality is not known")
    NO_ADDRESS = ("no_address", "Adressen er ikke kendt", "The address is not known")
    KEPT_BACK = ("kept_back", "Adressen står kun på skærmen", "The address stands on the screen only")
    APPROXIMATE = ("approximate", "Stedet er omtrentligt", "The place is approximate")
    AREA = ("area", "Kun området er kendt", "Only the area is known")
    NO_POINT = ("no_point", "Intet punkt til navigation", "No point for navigation")


@dataclass(frozen=True, slots=True)
class Place:
    """What the warehouse knows of a planned site.

    Parameters
    ----------
    municipality, address
        ``None`` where it is not known.
    lon, lat
        Degrees, EPSG:4326.
    hours
        Its visit windows: weekday (1 is Monday), when it opens and when it closes; empty where none are known.
    agreed_on, agreed_window, agreed_purpose
        The next visit that was agreed at the last one; the window is a :class:`~geodata.terms.DayPart` code, the
        purpose a :class:`~geodata.terms.ReturnPurpose` code.
    """

    municipality_code: str
    municipality: str | None
    address: str | None
    lon: float | None
    lat: float | None
    quality: str
    status: str
    hours: tuple[tuple[int, time, time], ...] = ()
    agreed_on: date | None = None
    agreed_window: str | None = None
    agreed_purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a day.

    Parameters
    ----------
    number
        Its place in the day, from 1.
    code
        Stands for the site on paper; see :func:`code_of`.
    place
        ``None`` where the site is not in the data, or beyond what the viewer may see.
    hours
        When it can be visited on the day; empty where it cannot, ``None`` where nothing is known.
    """

    number: int
    code: str
    planned: PlannedStop
    place: Place | None
    hours: tuple[tuple[time, time], ...] | None

    @property
    def town(self) -> str | None:
        """The municipality, as it may stand on paper."""
        name = self.place.municipality if self.place else None
        return name if name and not betrays(name) else None

    @property
    def address(self) -> str | None:
        """The address, as it may stand on paper; ``None`` where it is not known or is kept back."""
        text = self.place.address if self.place else None
        return shortened(text) if text and not betrays(text) else None

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude, EPSG:4326; ``None`` where there is none."""
        place = self.place
        return (place.lon, place.lat) if place and place.lon is not None and place.lat is not None else None

    @property
    def agreed_on(self) -> date | None:
        """The day of the visit that was agreed; a plan's promise is for the day it is planned on."""
        known = self.place.agreed_on if self.place else None
        return known or (self.planned.day if self.planned.promised else None)

    @property
    def agreed_part(self) -> DayPart | None:
        """The part of the day that was agreed; ``None`` where any was."""
        known = self.place.agreed_window if self.place and self.place.agreed_on else None
        return DayPart(known) if known else None

    @property
    def purpose(self) -> ReturnPurpose | None:
        """What the agreed visit is for; ``None`` where nothing was agreed, or not what for."""
        known = self.place.agreed_purpose if self.place and self.place.agreed_on else None
        return ReturnPurpose(known) if known else None

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What must be said of its place."""
        place = self.place
        if place is None:
            return (Remark.NOT_FOUND,)
        said = {
            Remark.CHANGED: place.status not in (SiteStatus.OPEN.code, SiteStatus.UNVERIFIED.code),
            Remark.NO_TOWN: self.town is None,
            Remark.NO_ADDRESS: place.address is None,
            Remark.KEPT_BACK: place.address is not None and self.address is None,
            Remark.APPROXIMATE: place.quality == LocationQuality.APPROXIMATE.code,
            Remark.AREA: place.quality in (LocationQuality.AREA.code, LocationQuality.UNKNOWN.code),
            Remark.NO_POINT: self.point is None,
        }
        return tuple(remark for remark, holds in said.items() if holds)


@dataclass(frozen=True, slots=True)
class RunSheet:
    """One crew's day, the stops in the order they are made.

    Parameters
    ----------
    begins_in, ends_in
        The municipality in which the day begins or ends away from the crew's base; ``None`` at the base.
    """

    team: str
    crew: str
    day: date
    version: int
    saved_at: datetime
    demo: bool
    stops: tuple[Stop, ...]
    begins_in: str | None = None
    ends_in: str | None = None

    @property
    def said_crew(self) -> str:
        """What the crew is called, as it may stand on paper."""
        return code_of(self.crew) if betrays(self.crew) else shortened(self.crew)

    @property
    def unplaced(self) -> tuple[int, ...]:
        """The numbers of the stops without a point."""
        return tuple(stop.number for stop in self.stops if stop.point is None)


def run_sheet(plan: AcceptedPlan, crew: str, day: date, places: Mapping[str, Place]) -> RunSheet:
    """Return a crew's day out of an accepted plan.

    Parameters
    ----------
    places
        What is known of the sites, by code; see :func:`read_places`. A site that is missing is a stop all the same.

    Raises
    ------
    PlanRefusedError
        If the plan has no stop of that crew on that day.
    """
    planned = sorted(
        (stop for stop in plan.stops if (stop.crew, stop.day) == (crew, day)),
        key=lambda stop: (stop.arrive, stop.leave, stop.site_id),
    )
    if not planned:
        raise PlanRefusedError(
            Label("Planen har ingen stop for holdet den dag.", "The plan has no stops for the crew that day.")
        )
    stops = tuple(
        Stop(number, code_of(each.site_id), each, places.get(each.site_id), _hours(places.get(each.site_id), day))
        for number, each in enumerate(planned, start=1)
    )
    away = next((each for each in plan.away if (each.crew, each.day) == (crew, day)), None)
    ends = (None, None) if away is None else (_town(away.begins_in), _town(away.ends_in))
    return RunSheet(plan.team, crew, day, plan.version, plan.saved_at, plan.demo, stops, *ends)


def read_places(store: Store, sites: Sequence[str], as_of: date) -> dict[str, Place]:
    """Return what the warehouse knows of planned sites on a day, by code; of those the store reaches."""
    wanted = sorted(set(sites))
    if not wanted:
        return {}
    hours: dict[str, list[tuple[int, time, time]]] = {}
    for row in store.read("stop_windows", sites=wanted, as_of=as_of).to_dict("records"):
        hours.setdefault(row["site_id"], []).append((int(row["weekday"]), row["opens"], row["closes"]))
    return {
        row["site_id"]: Place(
            municipality_code=row["municipality_code"],
            municipality=None if row["municipality_code"] == UNKNOWN else _known(row["municipality_name"]),
            address=_known(row["address"]),
            lon=_known(row["lon"]),
            lat=_known(row["lat"]),
            quality=row["location_quality"],
            status=row["status"],
            hours=tuple(hours.get(row["site_id"], ())),
            agreed_on=None if pd.isna(row["agreed_on"]) else row["agreed_on"].date(),
            agreed_window=_known(row["agreed_window"]),
            agreed_purpose=_known(row["agreed_purpose"]),
        )
        for row in store.read("stop_places", sites=wanted, as_of=as_of).to_dict("records")
    }


def code_of(name: str) -> str:
    """Return five consonants that stand for a name: the same every time, no word, and nothing of the name in them.

    Two of 2.5 million names may share one; on a sheet, the stop's number tells them apart.
    """
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    letters = []
    for _place in range(CODE_LENGTH):
        number, letter = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[letter])
    return "".join(letters)


def betrays(text: str) -> bool:
    """Return whether a text holds a word that would tell a stranger what the sheet is for."""
    return _BETRAYING.search(text) is not None


def shortened(text: str) -> str:
    """Return a text on one line, no longer than a sheet takes; what is cut off leaves an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1].rstrip()}…"


def _hours(place: Place | None, day: date) -> tuple[tuple[time, time], ...] | None:
    if place is None or not place.hours:
        return None
    return tuple((opens, closes) for weekday, opens, closes in place.hours if weekday == day.isoweekday())


def _town(code: str | None) -> str | None:
    return None if code is None else town_names().get(code, code)


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value
