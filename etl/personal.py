"""What looks like a number or an address to find a person by: it is refused in every cell, and never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from etl.contract import Holds
from geodata.personal import IN_ID, IN_KEY, PERSONAL

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIGEST = r"^(?:[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32,})$"
"""A UUID or a checksum: a run of ten decimal digits in it is chance."""

_DATE = (
    r"^(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?:[\sT]+(?:kl\.?\s?)?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?$"
)
_DECIMAL = r"^[+-]?\d{1,7}[.,]\d*[1-9]\d*$"


def personal(text: pl.Expr, holds: Holds) -> pl.Expr:
    """Return whether cells show a CPR number, a telephone number or an e-mail address.

    Parameters
    ----------
    text
        The cells as they stand in the file.
    holds
        What their column should hold: a date or a coordinate is no telephone number.
    """
    if holds is Holds.ID:
        return text.str.contains(IN_ID) & ~text.str.contains(_DIGEST)
    if holds is Holds.KEY:
        return text.str.contains(IN_KEY) & ~text.str.contains(_DIGEST)
    if holds in (Holds.DATE, Holds.DATETIME):
        return text.str.contains(PERSONAL) & ~text.str.contains(_DATE)
    if holds is Holds.NUMBER:
        return text.str.contains(PERSONAL) & ~text.str.contains(_DECIMAL)
    return text.str.contains(PERSONAL)


HIDDEN = "•••"
LONGEST_QUOTE = 60
MOST_QUOTES = 40


def quoted(texts: Iterable[str]) -> list[str]:
    """Return what a message may quote of a file: no personal data, no control characters, and not without end."""
    found = list(texts)
    cells = pl.DataFrame({"text": found[:MOST_QUOTES]}, schema={"text": pl.String})
    short = pl.col("text").str.replace_all(r"[\p{C}\p{Z}]", " ").str.slice(0, LONGEST_QUOTE)
    told = cells.select(pl.when(personal(pl.col("text"), Holds.TEXT)).then(pl.lit(HIDDEN)).otherwise(short))
    return told.to_series().to_list() + ["…"] * (len(found) > MOST_QUOTES)
