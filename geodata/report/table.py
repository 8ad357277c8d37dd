"""A table of the report: what its rows count, what they are parts of, and the same with figures filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.language import Label

DECIMALS = 1
"""Of the product's own percentages; printed ones carry as many as they are printed with."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is defined.

    Parameters
    ----------
    code
        What the row is called in files; it never changes.
    label
        What it is called on paper.
    measure
        The measure of ``report_counts.sql`` it tells; empty for what the records do not hold.
    of
        The row that it is a share of; empty where no share is told.
    per
        For a rate: the measure it is divided by.
    """

    code: str
    label: Label
    measure: str = ""
    of: str = ""
    per: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """A row and the rows that are its parts.

    Parameters
    ----------
    total
        The row that is the whole.
    parts
        Every part.
    several
        Whether one record may count in several parts: then they may sum to anything.
    """

    total: str
    parts: tuple[str, ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as it is defined.

    Parameters
    ----------
    says
        The sentence above the table; ``{code}`` is a row's count, ``{code_pct}`` its percentage.
    counted
        How it is counted, and what it does not show.
    by_team
        Whether records of its kind state a team at all.
    """

    id: str
    title: Label
    says: Label
    counted: Label
    lines: tuple[Line, ...]
    wholes: tuple[Whole, ...] = ()
    by_team: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its figures; ``None`` is not known or not told, never 0. ``percent`` is of the row ``of``."""

    code: str
    label: Label
    count: float | None
    percent: float | None = None
    of: str = ""
    rate: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """What does not sum or round, found by a rule.

    Parameters
    ----------
    rule
        The rule's code.
    rows
        The rows it is about.
    label
        The sentence.
    """

    rule: str
    rows: tuple[str, ...]
    label: Label


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its figures, and what must be said beside them."""

    id: str
    title: Label
    says: Label
    counted: Label
    rows: tuple[Row, ...]
    wholes: tuple[Whole, ...] = ()
    notes: tuple[Label, ...] = field(default=())

    def row(self, code: str) -> Row:
        """Return the row called ``code``."""
        return next(row for row in self.rows if row.code == code)

    @property
    def empty(self) -> bool:
        """Whether nothing at all is counted."""
        return not any(row.count for row in self.rows)


def percent(count: float | None, whole: float | None, decimals: int = DECIMALS) -> float | None:
    """Return a count's share of a whole in percent, rounded half up; ``None`` where the whole is nothing or unknown."""
    if count is None or not whole:
        return None
    step = Decimal(1).scaleb(-decimals)
    return float((Decimal(str(count)) * 100 / Decimal(str(whole))).quantize(step, ROUND_HALF_UP))


def filled(layout: Layout, counts: Mapping[str, float | None], notes: tuple[Label, ...] = ()) -> Table:
    """Return a table with its figures.

    Parameters
    ----------
    counts
        What is counted, by measure; a measure that is missing counted nothing, one that is ``None`` is not known. A
        line's measures that are joined by ``+`` are added.
    """
    told = {line.code: _count(line, counts) for line in layout.lines}
    rows = tuple(
        Row(
            line.code,
            line.label,
            told[line.code],
            percent(told[line.code], told[line.of]) if line.of else None,
            line.of,
            bool(line.per),
        )
        for line in layout.lines
    )
    return Table(layout.id, layout.title, layout.says, layout.counted, rows, layout.wholes, notes)


def _count(line: Line, counts: Mapping[str, float | None]) -> float | None:
    if not line.measure:
        return None
    parts = [counts.get(part, 0) for part in line.measure.split("+")]
    value = None if None in parts else sum(part or 0 for part in parts)
    if line.per:
        per = counts.get(line.per, 0)
        value = None if value is None or not per else round(value / per, 2)
    if value is None:
        return None
    return int(value) if float(value).is_integer() and not line.per else round(float(value), 2)
