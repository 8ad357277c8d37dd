"""What looks like a number or an address to find a person by: it is refused in every cell, and never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from etl.contract import Holds

if TYPE_CHECKING:
    from collections.abc import Iterable

_DASH = r"\s?[-\u2010-\u2015]?\s?"
_GAP = r"[\s.\-/\u2010-\u2015]{1,3}"
_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_CPR = rf"{_DAY}{_MONTH}\d\d{_DASH}\d{{4}}|{_DAY}[\s.-]{_MONTH}[\s.-]\d\d\s?[-\u2010-\u2015]\s?\d{{4}}"
"""A valid day and month and four more digits are enough: modulus 11 is no longer required. A person without a Danish
address has a number whose day is 60 higher."""

_ABROAD = r"\+\(?\d(?:[\s().\-/]{0,2}\d){7,14}"
_WRITTEN = rf"[2-9]\d(?:{_GAP}\d\d){{3}}|[2-9]\d{{3}}\s{{1,2}}\d{{4}}|[2-9]\d\d\s\d\d\s\d{{3}}|0045[2-9]\d{{7}}"
_BARE = r"(?:45)?[2-9]\d{7}"
_IN_TEXT = (
    r"00\s?[1-9](?:[\s().\-/]{0,2}\d){7,14}|(?:[3-9]\d\d|2[1-9]\d|20[3-9])\d-\d{4}"
    r"|[2-9]\d\s\d{3}\s\d{3}|[2-9]\d\d\s\d{3}\s\d\d|45\s?[2-9]\d{7}"
)
"""A Danish telephone number has eight digits and begins with 2-9; one from abroad begins with + or 00."""

_EMAIL = r"[^\s@|,;<>]+\s?@\s?[^\s@|,;<>]+\.\pL{2,}"


def _alone(numbers: str) -> str:
    """Return the pattern of a number with no further digit on either side."""
    return rf"(?:^|[^0-9])(?:{numbers})(?:$|[^0-9:]|:(?:$|[^0-9]))"


_PERSONAL = f"{_alone(f'{_CPR}|{_WRITTEN}|{_BARE}|{_IN_TEXT}')}|{_ABROAD}|{_EMAIL}"
_IN_ID = f"{_alone(f'{_CPR}|{_WRITTEN}')}|{_ABROAD}|{_EMAIL}"
"""In a record's identifier eight bare digits are a running number."""

_IN_KEY = f"{_IN_ID}|(?:^|[^0-9A-Fa-f-]|[^0-9A-Fa-f]-)(?:{_BARE})(?:$|[^0-9A-Fa-f-]|-[^0-9A-Fa-f])"
"""In a person's key they are a telephone number, unless they are a piece of a longer key of hexadecimal digits."""

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
        return text.str.contains(_IN_ID) & ~text.str.contains(_DIGEST)
    if holds is Holds.KEY:
        return text.str.contains(_IN_KEY) & ~text.str.contains(_DIGEST)
    if holds in (Holds.DATE, Holds.DATETIME):
        return text.str.contains(_PERSONAL) & ~text.str.contains(_DATE)
    if holds is Holds.NUMBER:
        return text.str.contains(_PERSONAL) & ~text.str.contains(_DECIMAL)
    return text.str.contains(_PERSONAL)


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
