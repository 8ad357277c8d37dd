"""How far along a day is: which stops have been tried, and what came of it.

What was recorded a moment ago stands in the ledger, the rest in the warehouse, and what the warehouse took over from
the ledger in both: then the ledger is right, which knows what was taken back since.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from geodata.ledger.records import UNDO, Entry, latest
from geodata.recording import CLOCK, VisitMade

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from geodata.ledger.sessions import Ledger
    from geodata.run_sheet import RunSheet, Stop
    from geodata.store import Store


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempted visit of the day.

    Parameters
    ----------
    at
        What the clock said, Danish time.
    entry
        The row of the ledger, where it was recorded here.
    """

    site_id: str
    at: datetime
    reached: bool
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A day and what has been tried of it.

    Parameters
    ----------
    tried
        The last attempt at each stop that has been tried, by its number.
    """

    sheet: RunSheet
    tried: Mapping[int, Attempt]

    @property
    def next(self) -> Stop | None:
        """The first stop that has not been tried; ``None`` when all have."""
        return next((stop for stop in self.sheet.stops if stop.number not in self.tried), None)

    @property
    def last_in_vain(self) -> tuple[Stop, Attempt] | None:
        """The latest attempt in vain that was recorded here, and its stop: what can be taken back at once."""
        found = [
            (stop, self.tried[stop.number])
            for stop in self.sheet.stops
            if stop.number in self.tried
            and self.tried[stop.number].entry is not None
            and not self.tried[stop.number].reached
        ]
        return max(found, key=lambda each: (each[1].at, each[1].entry.id if each[1].entry else 0), default=None)


def rows_of(ledger: Ledger, sites: Iterable[str], day: date, *, demo: bool) -> list[Entry]:
    """Return the last row of every visit of a day recorded at some sites, those that were taken back too."""
    rows = [entry for site in sorted(set(sites)) for entry in latest(ledger, site=site, demo=demo)]
    return [entry for entry in rows if entry.table == VisitMade.table and _clock(entry).date() == day]


def attempts(store: Store, entries: Iterable[Entry], sites: Iterable[str], day: date, as_of: date) -> list[Attempt]:
    """Return the attempts of a day at some sites, the earliest first.

    Parameters
    ----------
    entries
        What the ledger holds of them; see :func:`rows_of`.
    as_of
        The day up to which the warehouse's records are used.
    """
    rows = list(entries)
    here = {entry.record_id for entry in rows}
    built = store.read("stop_visits", sites=sorted(set(sites)), day=day, as_of=as_of)
    found = [
        Attempt(row["site_id"], row["started_at"].to_pydatetime(), bool(row["reached"]))
        for row in built.to_dict("records")
        if row["visit_id"] not in here
    ]
    found += [
        Attempt(str(entry.site_id), _clock(entry), entry.cells[0]["reached"] == "true", entry)
        for entry in rows
        if entry.action != UNDO
    ]
    return sorted(found, key=lambda attempt: (attempt.at, attempt.entry.id if attempt.entry else 0))


def progress(sheet: RunSheet, made: Iterable[Attempt]) -> Progress:
    """Return how far along a day is. A site that is planned twice takes its attempts in turn, the last one the rest."""
    of_site: dict[str, list[Attempt]] = {}
    for attempt in made:
        of_site.setdefault(attempt.site_id, []).append(attempt)
    planned: dict[str, list[int]] = {}
    for stop in sheet.stops:
        planned.setdefault(stop.planned.site_id, []).append(stop.number)
    tried: dict[int, Attempt] = {}
    for site, numbers in planned.items():
        for turn, attempt in enumerate(of_site.get(site, [])):
            tried[numbers[min(turn, len(numbers) - 1)]] = attempt
    return Progress(sheet, tried)


def key_in_vain(sheet: RunSheet, site: str, rows: Iterable[Entry]) -> str:
    """Return the key under which an attempt in vain is saved: two who press at once save one.

    It changes with every record of the site that day, so that a visit that was taken back can be recorded again.
    """
    before = sum(entry.site_id == site for entry in rows)
    return f"vain-{_digest(sheet, site, before)[:48]}"


def form_key(sheet: RunSheet, site: str, rows: Iterable[Entry]) -> str:
    """Return the key of the form in which anything else of a stop is recorded, as :func:`key_in_vain` does."""
    return _digest(sheet, site, sum(entry.site_id == site for entry in rows))[:32]


def _digest(sheet: RunSheet, site: str, before: int) -> str:
    told = f"{sheet.team}|{sheet.day}|{sheet.crew}|{site}|{before}"
    return hashlib.sha256(told.encode()).hexdigest()


def _clock(entry: Entry) -> datetime:
    return datetime.strptime(entry.cells[0]["started_at"], CLOCK)  # noqa: DTZ007 - what the clock said
