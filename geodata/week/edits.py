"""What a person changes in a plan: what is taken out or in, locked, moved to a day or time, or needs a language."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from geodata.language import Label
from geodata.routing import Accepted, Candidate, Lock
from geodata.terms import SpokenLanguage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geodata.routing import WeekPlan

MIDDAY = 12 * 60.0


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a person wants a site: the day, and with :attr:`Lock.TIME` the time, too.

    ``crew`` is where it was; another crew may take it over where that is better.
    """

    day: date
    crew: str
    at: float
    lock: Lock = Lock.DAY


@dataclass(frozen=True, slots=True)
class Edits:
    """Every change of one week's plan. A later change of a site replaces the one before it.

    Parameters
    ----------
    removed
        Sites that are not to be visited this week.
    added
        Sites that are to be offered although they are not due.
    pins
        Site -> where it is to be.
    needs
        Site -> the code of the language that its visit needs (:class:`~geodata.terms.SpokenLanguage`).
    """

    removed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    pins: Mapping[str, Pin] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is changed."""
        return bool(self.removed or self.added or self.pins or self.needs)

    def to_json(self) -> str:
        """Return them as text to keep."""
        pins = {
            site: {"day": pin.day.isoformat(), "crew": pin.crew, "at": pin.at, "lock": pin.lock.code}
            for site, pin in self.pins.items()
        }
        told = {
            "removed": sorted(self.removed),
            "added": sorted(self.added),
            "pins": pins,
            "needs": dict(self.needs),
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Edits:
        """Return what :meth:`to_json` wrote."""
        told = json.loads(text)
        pins = {
            site: Pin(date.fromisoformat(pin["day"]), pin["crew"], pin["at"], Lock(pin["lock"]))
            for site, pin in told["pins"].items()
        }
        return cls(frozenset(told["removed"]), frozenset(told["added"]), pins, told.get("needs", {}))

    def pin(self, site: str, pin: Pin) -> Edits:
        """Return the edits with a site locked to a day, or to a day and time."""
        return replace(self, removed=self.removed - {site}, pins={**self.pins, site: pin})

    def free(self, site: str) -> Edits:
        """Return the edits without any change of a site."""
        pins = {name: pin for name, pin in self.pins.items() if name != site}
        needs = {name: code for name, code in self.needs.items() if name != site}
        return Edits(self.removed - {site}, self.added - {site}, pins, needs)

    def need(self, site: str, language: str | None) -> Edits:
        """Return the edits with a language that a site's visit needs; any crew will do where it is ``None``."""
        needs = {name: code for name, code in self.needs.items() if name != site}
        return replace(self, needs=needs if language is None else {**needs, site: language})

    def remove(self, site: str) -> Edits:
        """Return the edits with a site taken out; the language it needs is not forgotten."""
        freed = self.free(site)
        return replace(freed, removed=freed.removed | {site}, added=self.added, needs=self.needs)

    def add(self, site: str, pin: Pin) -> Edits:
        """Return the edits with a site taken in, due or not, on a day."""
        return replace(self.pin(site, pin), added=self.added | {site})

    def applied(
        self,
        candidates: Iterable[Candidate],
        stays: WeekPlan | None = None,
        promised: Mapping[str, date] | None = None,
    ) -> tuple[Candidate, ...]:
        """Return the candidates as the planner is to see them.

        Parameters
        ----------
        stays
            The plan before: its stops count a little more where they stand, so that a change moves few others.
        promised
            Site -> the agreed day: it binds as if a person had locked it.
        """
        stood = {stop.site: Accepted(stop.day, stop.crew, stop.arrive) for stop in (stays.stops if stays else ())}
        return tuple(
            self._needing(
                replace(candidate, accepted=self._accepted(candidate, stood.get(candidate.site), promised or {}))
            )
            for candidate in candidates
            if candidate.site not in self.removed
        )

    def _needing(self, candidate: Candidate) -> Candidate:
        code = self.needs.get(candidate.site)
        if code is None:
            return candidate
        language = SpokenLanguage(code).label
        why = Label(f"kræver sprog: {language.danish}", f"needs a language: {language.english}")
        return replace(candidate, languages=frozenset({code}), why=(*candidate.why, why))

    def _accepted(self, candidate: Candidate, stood: Accepted | None, promised: Mapping[str, date]) -> Accepted | None:
        pin, agreed = self.pins.get(candidate.site), promised.get(candidate.site)
        if pin is not None:
            return Accepted(pin.day, pin.crew, pin.at, pin.lock)
        if agreed is None:
            return stood
        if stood is not None and stood.day == agreed:
            return replace(stood, lock=Lock.DAY)
        return Accepted(agreed, "", MIDDAY, Lock.DAY)


def pin_where_it_stands(plan: WeekPlan, site: str, lock: Lock) -> Pin | None:
    """Return the lock that keeps a stop as it is planned; ``None`` where the site has no stop."""
    stop = next((stop for stop in plan.stops if stop.site == site), None)
    return None if stop is None else Pin(stop.day, stop.crew, stop.arrive, lock)


def cheapest_pin(plan: WeekPlan, site: str) -> Pin | None:
    """Return the day of a left-out site's cheapest way in; ``None`` where it has none."""
    out = next((out for out in plan.left_out if out.site == site), None)
    way = out and out.way_in
    return Pin(way.day, way.crew, way.arrive) if way else None
