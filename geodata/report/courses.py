"""Small counts of people in courses are not told: the one place where the report applies disclosure control.

Where a part is hidden its whole is hidden too, and where few municipalities reported nothing is told, so that no hidden
count follows from another row. One table stands alone, so that this is enough; a release's linked tables need
:mod:`geodata.disclosure.suppression`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.course_terms import CourseMeasure, CourseTerm
from geodata.small_counts import told

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST_MUNICIPALITIES = 3
"""With two, either could take its own count from the sum and read the other's."""


def told_courses(counts: Mapping[str, int], reporting: int) -> dict[str, float | None]:
    """Return the measures ``courses.*`` of the report, hidden where they must be.

    Parameters
    ----------
    counts
        Citizens by code of :class:`CourseTerm`, added up over the municipalities.
    reporting
        How many municipalities they come from.
    """
    if reporting < LEAST_MUNICIPALITIES:
        hidden = dict.fromkeys([*(f"courses.{term.code}" for term in CourseTerm), "courses.citizens"])
        return {**hidden, "courses.reporting": None if reporting else 0}
    phases = [term for term in CourseTerm if term.measure is CourseMeasure.PHASE]
    shown = {term.code: told(counts.get(term.code, 0)) for term in CourseTerm}
    citizens = None if any(shown[term.code] is None for term in phases) else sum(counts.get(t.code, 0) for t in phases)
    return {
        "courses.reporting": reporting,
        "courses.citizens": citizens,
        **{f"courses.{code}": count for code, count in shown.items()},
    }
