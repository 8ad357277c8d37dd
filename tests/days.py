"""A crew's day for tests: a plan, and what is known of its places."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from geodata.ledger.plans import AcceptedPlan, PlannedStop
from geodata.run_sheet import Place, RunSheet, run_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

TUESDAY = date(2026, 11, 24)
CREW = "Hold A"
SAVED = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
EVERY_DAY = tuple((weekday, time(10), time(16)) for weekday in range(1, 8))


def stop(site: str, at: time = time(9), day: date = TUESDAY, crew: str = CREW, **other: bool | int) -> PlannedStop:
    """Return a stop of 25 minutes."""
    leave = (datetime.combine(day, at) + timedelta(minutes=25)).time()
    minutes, promised = int(other.get("minutes", 25)), bool(other.get("promised", False))
    return PlannedStop(crew, day, site, at, leave, minutes, promised)


def plan(*stops: PlannedStop, team: str = "east", demo: bool = False, version: int = 1) -> AcceptedPlan:
    """Return an accepted plan of the stops' week."""
    year, week, _weekday = stops[0].day.isocalendar()
    return AcceptedPlan(team, year, week, stops, SAVED, "A.B.", demo, version)


def place(**other: object) -> Place:
    """Return a place of which everything is known, but for what is said otherwise."""
    known: dict[str, object] = {
        "municipality_code": "0101", "municipality": "Østby", "address": "Vestergade 12", "lon": 12.5, "lat": 55.7,
        "quality": "exact", "status": "open", "hours": EVERY_DAY,
    }  # fmt: skip
    return Place(**{**known, **other})  # type: ignore[arg-type]


def sheet(*places: Place | None, day: date = TUESDAY, crew: str = CREW, demo: bool = False) -> RunSheet:
    """Return a day with a stop every half hour from nine at these places; ``None`` is one that is not in the data."""
    sites = [f"site-{number}" for number in range(len(places))]
    nine = datetime.combine(day, time(9))
    stops = [stop(site, (nine + timedelta(minutes=30 * n)).time(), day, crew) for n, site in enumerate(sites)]
    known = {site: each for site, each in zip(sites, places, strict=True) if each is not None}
    return run_sheet(plan(*stops, demo=demo), crew, day, known)


def long_day(count: int, day: date = TUESDAY) -> RunSheet:
    """Return a day of many stops, as wordy as they come."""
    kinds: Sequence[Place | None] = (
        place(address="Store Kongensgade 188, baghuset, 3. sal til venstre", municipality="Ringkøbing-Skjern"),
        place(address=None, quality="approximate", agreed_on=day, agreed_purpose="bridging"),
        place(lon=None, lat=None, quality="area", hours=(), agreed_on=date(2026, 12, 1), agreed_purpose="health"),
        place(hours=((day.isoweekday(), time(10), time(12)), (day.isoweekday(), time(17), time(21)))),
        None,
    )
    return sheet(*(kinds[number % len(kinds)] for number in range(count)), day=day)
