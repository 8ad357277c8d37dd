"""What the report's tables count, read from the warehouse: measures, map and months of one period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.hidden import PUBLISHED_TOTAL
from geodata.report.courses import told_courses
from geodata.terms import ActivityKind, Institution, InstitutionGroup

if TYPE_CHECKING:
    from datetime import date

    from geodata.report.period import Period
    from geodata.store import Store

Counts = dict[str, float | None]

ADVERT_KINDS = tuple(kind.code for kind in ActivityKind if kind.code.startswith("adverts_"))
COURSE_KINDS = ("theme_day", "course_day")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the warehouse.

    Parameters
    ----------
    period
        What is counted.
    known
        Nothing recorded later is used.
    team
        A team's code; ``None`` for the whole country.
    """

    period: Period
    known: date
    team: str | None = None

    @property
    def on(self) -> date:
        """The day whose teams hold: the last of the period, or the last known one of a period that is not over."""
        return min(self.period.ends, self.known)

    def values(self) -> dict[str, object]:
        """Return the parameters of the queries."""
        return {"begins": self.period.begins, "ends": self.period.ends, "known": self.known}


def measures(store: Store, asked: Asked) -> Counts:
    """Return every measure of ``report_counts.sql`` and those that follow from them; a missing one counted nothing."""
    rows = store.read("report_counts", **asked.values(), on=asked.on, team=asked.team)
    stated = rows.dropna(subset=["n"])
    found: Counts = {str(name): float(n) for name, n in zip(stated["measure"], stated["n"], strict=True)}
    return {**found, **_derived(found, asked)}


def _derived(found: Counts, asked: Asked) -> Counts:
    def n(name: str) -> float:
        return found.get(name) or 0

    kinds = {name.removeprefix("hours."): n(name) for name in found if name.startswith("hours.")}
    adverts = sum(hours for kind, hours in kinds.items() if kind in ADVERT_KINDS)
    courses = sum(kinds.get(kind, 0) for kind in COURSE_KINDS)
    named = {"visits", "screenings", "psychologist_grant", *ADVERT_KINDS, *COURSE_KINDS}
    calls = any(n(kind) for kind in ADVERT_KINDS)
    in_year = asked.period.year == PUBLISHED_TOTAL.year and asked.team is None
    return {
        "screened.never": n("municipalities") - n("screened"),
        "adverts": n("adverts_escort") + n("adverts_private"),
        "adverts_answered.women": n("adverts_answered.escort") + n("adverts_answered.private"),
        "customer_line.talks": n("customer_line") - n("customer_line.silent"),
        "published": PUBLISHED_TOTAL.value if in_year else None,
        "hours.adverts": adverts if adverts or not calls else None,
        "hours.courses": courses,
        "hours.other": sum(hours for kind, hours in kinds.items() if kind not in named),
        "hours.total": sum(kinds.values()),
        **{
            f"meetings.group.{group.code}": sum(n(f"meetings.{i.code}") for i in Institution if i.group is group)
            for group in InstitutionGroup
        },
    }


def municipal_courses(store: Store, asked: Asked) -> Counts:
    """Return the measures ``courses.*``, hidden where disclosure control asks for it."""
    rows = store.read("report_courses", **asked.values())
    counted = {str(term): int(n) for term, n in zip(rows["term"], rows["n"], strict=True)}
    return told_courses(counted, counted.pop("reporting", 0))


def months(store: Store, asked: Asked) -> tuple[tuple[str, int, int], ...]:
    """Return each month of the period as ISO text, its attempts, and how many reached someone."""
    rows = store.read("report_months", **asked.values(), on=asked.on, team=asked.team)
    return tuple(
        (f"{month:%Y-%m}", int(attempts), int(reached))
        for month, attempts, reached in zip(rows["month"], rows["attempts"], rows["reached"], strict=True)
    )
