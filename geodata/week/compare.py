"""What tells two plans of one week apart: figures, agreed times, and stop by stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.terms import Term
from geodata.week.promises import promises

if TYPE_CHECKING:
    from geodata.routing import Stop, WeekPlan
    from geodata.week.ground import Ground

RETIMED_MINUTES = 5
"""A stop that begins less than this earlier or later has not changed for those who drive."""


class Kind(Term):
    """What became of a stop."""

    IN = ("in", "Kommet med", "Now in")
    OUT = ("out", "Gået ud", "Now out")
    MOVED = ("moved", "Anden dag eller andet hold", "Another day or crew")
    RETIMED = ("retimed", "Andet tidspunkt", "Another time")


@dataclass(frozen=True, slots=True)
class Change:
    """One stop that differs; ``before`` and ``after`` are ``None`` where the plan has none."""

    site: str
    kind: Kind
    before: Stop | None
    after: Stop | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the second plan has more (or, where negative, fewer) than the first, and every stop that differs."""

    worth: float
    reached: float
    stops: int
    road: float
    waiting: float
    kept: int
    changes: tuple[Change, ...]

    def count(self, kind: Kind) -> int:
        """Return how many stops differ in one way."""
        return sum(change.kind is kind for change in self.changes)


def compare(before: WeekPlan, after: WeekPlan, ground: Ground) -> Comparison:
    """Return what changes from one plan of a week to the other; ``kept`` are agreed days."""
    first, second = ({stop.site: stop for stop in plan.stops} for plan in (before, after))
    sites = sorted(first.keys() | second.keys(), key=lambda site: _order(second.get(site) or first[site]))
    changes = [_change(site, first.get(site), second.get(site)) for site in sites]
    old, new = before.totals, after.totals
    return Comparison(
        new.worth - old.worth,
        new.reached - old.reached,
        new.stops - old.stops,
        new.road - old.road,
        new.waiting - old.waiting,
        promises(after, ground).kept - promises(before, ground).kept,
        tuple(change for change in changes if change is not None),
    )


def _change(site: str, before: Stop | None, after: Stop | None) -> Change | None:
    if before is None:
        return Change(site, Kind.IN, None, after)
    if after is None:
        return Change(site, Kind.OUT, before, None)
    if (before.day, before.crew) != (after.day, after.crew):
        return Change(site, Kind.MOVED, before, after)
    if abs(before.arrive - after.arrive) >= RETIMED_MINUTES:
        return Change(site, Kind.RETIMED, before, after)
    return None


def _order(stop: Stop) -> tuple[object, ...]:
    return (stop.day, stop.crew, stop.arrive, stop.site)
