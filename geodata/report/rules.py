"""What must hold of any table, printed or the product's own: parts sum, percentages round from their counts.

The rules know no table: they read rows, their wholes, and how finely percentages are told.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from geodata.errors import GeodataError
from geodata.language import Label
from geodata.report.table import DECIMALS, Flag
from geodata.terms import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from geodata.report.table import Row, Table, Whole

HAIR = 1e-9
"""What binary fractions may be off by."""


class Check(Term):
    """A rule; the code stands in files."""

    PARTS = ("parts_do_not_sum", "Delene summer ikke", "Parts do not sum")
    SHARES = ("percentages_do_not_sum", "Procenterne summer ikke til 100", "Percentages do not sum to 100")
    ROUNDING = ("percent_does_not_round", "Procenten følger ikke af antallet", "Percentage does not follow its count")
    TWO_PERCENTS = ("one_count_two_percents", "Samme antal, to procenter", "One count, two percentages")
    LARGER = ("part_above_whole", "En del er større end det hele", "A part is larger than its whole")


class DoesNotReconcileError(GeodataError):
    """A table of the product itself does not sum or round: nothing of the report is written."""


def flags(rows: Sequence[Row], wholes: Iterable[Whole], decimals: int = DECIMALS) -> list[Flag]:
    """Return everything in a table that does not sum or round.

    A percentage told with ``decimals`` decimals is right when it lies within half a step of the exact share: at the
    very middle both neighbours are. Of ``k`` such percentages of one whole the sum lies within ``k`` half steps of 100.
    Parts that one record may belong to several of are held to neither sum.

    Parameters
    ----------
    rows
        Count and percentage of each row; what is not told is ``None`` and is held to nothing.
    wholes
        Which rows are parts of which.
    """
    by_code = {row.code: row for row in rows}
    half = 0.5 * 10**-decimals + HAIR
    found: list[Flag] = []
    for whole in wholes:
        parts = [by_code[code] for code in whole.parts if code in by_code]
        total = by_code.get(whole.total)
        if whole.several:
            found += _larger(total, parts)
        elif len(parts) == len(whole.parts):
            found += _sums(total, parts, half)
    for row in rows:
        found += _rounding(row, by_code, half)
    return [*found, *_two_percents(rows)]


def _larger(total: Row | None, parts: Sequence[Row]) -> Iterator[Flag]:
    if total is None or total.count is None:
        return
    for part in parts:
        if part.count is not None and part.count > total.count + HAIR:
            yield Flag(
                Check.LARGER.code,
                (part.code, total.code),
                _label(
                    "{count} er mere end de {base}, det er en del af.",
                    "{count} is more than the {base} it is part of.",
                    count=f"{part.count:g}",
                    base=f"{total.count:g}",
                ),
            )


def _sums(total: Row | None, parts: Sequence[Row], half: float) -> Iterator[Flag]:
    codes = tuple(part.code for part in parts)
    counts = [part.count for part in parts if part.count is not None]
    if total is not None and total.count is not None and len(counts) == len(parts):
        added = sum(counts)
        if abs(added - total.count) > HAIR * max(1, abs(total.count)):
            yield Flag(
                Check.PARTS.code,
                (total.code, *codes),
                _label(
                    "{parts} = {sum}, ikke {total}; {left} til forskel.",
                    "{parts} = {sum}, not {total}; {left} apart.",
                    parts=" + ".join(f"{count:g}" for count in counts),
                    sum=f"{added:g}",
                    total=f"{total.count:g}",
                    left=f"{abs(total.count - added):g}",
                ),
            )
    yield from _shares(total, parts, half)


def _shares(total: Row | None, parts: Sequence[Row], half: float) -> Iterator[Flag]:
    """Hold the parts' percentages to 100 where they are of the whole, to the whole's own where they are of its base."""
    bases = {part.of for part in parts}
    shares = [part.percent for part in parts if part.percent is not None]
    if total is None or len(shares) < len(parts) or len(parts) < 2:
        return
    if bases == {total.code}:
        target, steps = 100.0, len(parts)
    elif bases == {total.of} and total.percent is not None:
        target, steps = total.percent, len(parts) + 1
    else:
        return
    if abs(sum(shares) - target) > steps * half:
        yield Flag(
            Check.SHARES.code,
            tuple(part.code for part in parts),
            _label(
                "{parts} = {sum} %, ikke {target} %, og afrunding kan højst flytte {most}.",
                "{parts} = {sum} %, not {target} %, and rounding moves it by {most} at most.",
                parts=" + ".join(f"{share:g}" for share in shares),
                sum=f"{sum(shares):g}",
                target=f"{target:g}",
                most=f"{steps * (half - HAIR):g}",
            ),
        )


def _rounding(row: Row, by_code: Mapping[str, Row], half: float) -> Iterator[Flag]:
    base = by_code.get(row.of)
    if base is None or not base.count or row.count is None or row.percent is None:
        return
    exact = 100 * row.count / base.count
    if abs(exact - row.percent) > half:
        yield Flag(
            Check.ROUNDING.code,
            (row.code, base.code),
            _label(
                "{count} af {base} er {exact} %, ikke {percent} %.",
                "{count} of {base} is {exact} %, not {percent} %.",
                count=f"{row.count:g}",
                base=f"{base.count:g}",
                exact=f"{exact:.2f}",
                percent=f"{row.percent:g}",
            ),
        )


def _two_percents(rows: Sequence[Row]) -> Iterator[Flag]:
    shared = [row for row in rows if row.of and row.count is not None and row.percent is not None]
    for first, second in combinations(shared, 2):
        if (first.of, first.count) == (second.of, second.count) and first.percent != second.percent:
            yield Flag(
                Check.TWO_PERCENTS.code,
                (first.code, second.code),
                _label(
                    "{count} står både som {one} % og {other} % af det samme.",
                    "{count} is told as both {one} % and {other} % of the same.",
                    count=f"{first.count:g}",
                    one=f"{first.percent:g}",
                    other=f"{second.percent:g}",
                ),
            )


def _label(danish: str, english: str, **values: str) -> Label:
    points = {name: value.replace(".", ",") for name, value in values.items()}
    return Label(danish.format(**points), english.format(**values))


def require_reconciled(tables: Iterable[Table]) -> None:
    """Refuse tables of which any does not sum or round.

    Raises
    ------
    DoesNotReconcileError
        With every table and sentence.
    """
    broken = [(table, flag) for table in tables for flag in flags(table.rows, table.wholes)]
    if broken:
        raise DoesNotReconcileError(
            Label(
                "Rapporten er ikke skrevet, for tallene stemmer ikke: {danish}",
                "The report is not written, because figures do not reconcile: {english}",
            ),
            danish=" · ".join(f"{table.title.danish}: {flag.label.danish}" for table, flag in broken),
            english=" · ".join(f"{table.title.english}: {flag.label.english}" for table, flag in broken),
        )
