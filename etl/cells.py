"""What a cell says: text becomes a value, or nothing where it cannot be read. Nothing is guessed.

Normalised, not refused: leading zeros lost from codes, decimal commas, Danish dates, Excel's serial dates, spelling
variants known to the terms. A value is read once per distinct text, so a million rows cost what their words cost.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl

from etl.contract import Column, Holds
from geodata.terms import UNKNOWN, fold

if TYPE_CHECKING:
    from collections.abc import Callable

YES = frozenset(("ja", "j", "yes", "y", "true", "sand", "sandt", "1", "truffet", "reached", "x"))
NO = frozenset(("nej", "n", "no", "false", "falsk", "0", "forgæves", "in vain", "ikke truffet"))

EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's serial dates, its missing 29 February 1900 counted."""

EXCEL_SERIALS = range(20_000, 80_000)
"""Serials from 1954 to 2119: what a date column can mean by a bare number of five digits."""

DANISH_TIME = ZoneInfo("Europe/Copenhagen")

_DAYS = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%Y.%m.%d")
_MOMENTS = tuple(f"{day} {clock}" for day in _DAYS for clock in ("%H:%M", "%H:%M:%S"))
_DECIMAL_COMMA = r"^[+-]?[0-9]+,[0-9]+$"


def read_cells(cells: pl.Series, column: Column) -> pl.Series:
    """Return the values that text cells hold; null where a cell is blank or cannot be read.

    Parameters
    ----------
    cells
        Text; blank is "".
    column
        What the cells should hold.
    """
    if column.holds in AS_WRITTEN:
        return _blank_to_null(cells)
    if column.holds is Holds.DATETIME:
        return _moments(cells)
    if column.holds not in _PLAIN:
        return _read_words(cells, column)
    plain = _PLAIN[column.holds](cells)
    left = (plain.is_null() & (cells != "")).arg_true()
    return plain.scatter(left, _read_words(cells.gather(left), column)) if len(left) else plain


def nothing(column: Column, cells: int) -> pl.Series:
    """Return what so many blank cells say."""
    kind = pl.Datetime("us") if column.holds is Holds.DATETIME else _READERS.get(column.holds, (None, pl.String()))[1]
    return pl.Series(column.name, [None], dtype=kind).new_from_index(0, cells)


def _read_words(cells: pl.Series, column: Column) -> pl.Series:
    """Read every distinct text once."""
    reader, kind = _READERS[column.holds]
    words = cells.unique()
    values = pl.Series([reader(word, column) if word else None for word in words], dtype=kind)
    known = pl.DataFrame({"text": words, "value": values})
    return pl.DataFrame({"text": cells}).join(known, on="text", how="left", maintain_order="left")["value"]


def _blank_to_null(cells: pl.Series) -> pl.Series:
    return cells.set(cells == "", None)


def _numbers(cells: pl.Series) -> pl.Series:
    """Return numbers with a decimal point or a single comma."""
    found = _finite(cells.cast(pl.Float64, strict=False))
    left = (found.is_null() & cells.str.contains(_DECIMAL_COMMA)).arg_true()
    danish = cells.gather(left).str.replace(",", ".", literal=True).cast(pl.Float64)
    return found.scatter(left, _finite(danish)) if len(left) else found


def _finite(numbers: pl.Series) -> pl.Series:
    return numbers.set(~numbers.is_finite(), None)


def _four_digit_years(days: pl.Series) -> pl.Series:
    """Return dates without those of a year of two digits, which is a guess."""
    return days.set(days.dt.year() < 1000, None)


def _parsed(cells: pl.Series, form: str) -> pl.Series:
    # Moments are seldom the same: remembering those that were read costs more than reading them again.
    return _four_digit_years(cells.str.to_datetime(form, strict=False, time_unit="us", cache=False))


def _moments(cells: pl.Series) -> pl.Series:
    """Return date-times in Danish local time, trying the commonest form first and the others on what is left."""
    found = _parsed(cells, _MOMENTS[0])
    left = (found.is_null() & (cells != "")).arg_true()
    text = cells.gather(left).str.replace("T", " ", literal=True).str.replace(r"[.,]\d{1,9}$", "")
    for form in _MOMENTS:
        if left.is_empty():
            return found
        parsed = _parsed(text, form)
        found = found.scatter(left.filter(parsed.is_not_null()), parsed.drop_nulls())
        left, text = left.filter(parsed.is_null()), text.filter(parsed.is_null())
    rest = cells.gather(left)
    words = rest.unique()
    values = pl.Series([_moment(text) for text in words], dtype=pl.Datetime("us"))
    return found.scatter(left, rest.replace_strict(words, values, default=None, return_dtype=pl.Datetime("us")))


def _moment(text: str) -> datetime | None:
    """Return a rarer form of a moment: with a time zone, "kl.", an Excel serial with its fraction, or a day alone."""
    bare = " ".join(re.sub(r"\bkl\b\.?", " ", text, flags=re.IGNORECASE).split())
    parts = re.fullmatch(r"(\S+) ([0-9:.]+)", bare)
    if parts and (day := _date(parts[1])) and (at := _time(parts[2])):
        return datetime.combine(day, at)
    if re.fullmatch(r"\d{5}[.,]\d+", bare):
        serial = float(bare.replace(",", "."))
        if int(serial) in EXCEL_SERIALS:
            midnight = datetime.combine(EXCEL_EPOCH, time())
            return midnight + timedelta(minutes=round(serial * 24 * 60))
    if day := _date(bare):
        return datetime.combine(day, time())
    try:
        moment = datetime.fromisoformat(bare)
        return moment.astimezone(DANISH_TIME).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None


def _date(text: str, _column: Column | None = None) -> date | None:
    if re.fullmatch(r"\d{5}", text):
        return EXCEL_EPOCH + timedelta(days=int(text)) if int(text) in EXCEL_SERIALS else None
    day = re.sub(r"[ T]00:00(:00([.,]0+)?)?$", "", text)
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", day) or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", day)
    danish = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", day)
    parts = iso.groups() if iso else danish.groups()[::-1] if danish else None
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def _time(text: str, _column: Column | None = None) -> time | None:
    # "0.25" is what a spreadsheet holds for six o'clock, and no 25 minutes past midnight.
    parts = re.fullmatch(r"(?:kl\.? ?)?(?!0\.)(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?", text, flags=re.IGNORECASE)
    try:
        return time(int(parts[1]), int(parts[2] or 0), int(parts[3] or 0)) if parts else None
    except ValueError:
        return None


def _number(text: str, _column: Column | None = None) -> float | None:
    # The later of two marks is the decimal one: 1.234,5 in Danish, 1,234.5 in English. One mark alone is decimal.
    grouped = re.fullmatch(r"([+-]?\d{1,3}([.,\s])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?", text)
    if grouped and (grouped[3] or grouped[2].isspace()):
        text = f"{grouped[1].replace(grouped[2], '')}.{grouped[3] or 0}"
    bare = text.replace(",", ".")
    number = float(bare) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", bare) else math.inf
    return number if math.isfinite(number) else None


def _whole(text: str, _column: Column | None = None) -> int | None:
    grouped = re.fullmatch(r"[+-]?\d{1,3}([.,\s])\d{3}(?:\1\d{3})*", text)
    number = float(text.replace(grouped[1], "")) if grouped else _number(text)
    return int(number) if number is not None and number.is_integer() and abs(number) < 2**53 else None


def _flag(text: str, _column: Column | None = None) -> bool | None:
    word = fold(text)
    return True if word in YES else False if word in NO else None


def _code(text: str, column: Column) -> str | None:
    if column.empty and fold(text) in ("unknown", "ukendt", "ikke oplyst"):
        return UNKNOWN
    digits = re.fullmatch(r"([0-9]{1,4})(?:[.,]0)?", text)
    return digits[1].zfill(4) if digits else None


def _term(text: str, column: Column) -> str | None:
    return column.term.known().get(fold(text)) if column.term else None


def _terms(text: str, column: Column) -> list[str] | None:
    codes = [_term(word, column) for word in text.split("|") if word.strip()]
    return sorted({code for code in codes if code}) if all(codes) else None


AS_WRITTEN = (Holds.ID, Holds.KEY, Holds.TEXT)
"""What is kept as it stands in the file."""

_PLAIN: dict[Holds, Callable[[pl.Series], pl.Series]] = {
    Holds.DATE: lambda cells: _four_digit_years(cells.str.to_date("%Y-%m-%d", strict=False)),
    Holds.NUMBER: _numbers,
    Holds.WHOLE: lambda cells: cells.cast(pl.Int64, strict=False),
}
"""The commonest way to write a value, read for a whole column at once; the rest is read per distinct text."""

_READERS: dict[Holds, tuple[Callable[[str, Column], object], pl.DataType]] = {
    Holds.CODE: (_code, pl.String()),
    Holds.DATE: (_date, pl.Date()),
    Holds.TIME: (_time, pl.Time()),
    Holds.NUMBER: (_number, pl.Float64()),
    Holds.WHOLE: (_whole, pl.Int64()),
    Holds.FLAG: (_flag, pl.Boolean()),
    Holds.TERM: (_term, pl.String()),
    Holds.TERMS: (_terms, pl.List(pl.String())),
}
