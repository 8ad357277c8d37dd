"""What a cell says: text becomes a value, or nothing where it cannot be read. Nothing is guessed.

Normalised, not refused: leading zeros lost from codes, decimal commas, Danish dates, Excel's serial dates, spelling
variants known to the terms. A value is read once per distinct text, so a million rows cost what their words cost.
"""

from __future__ import annotations

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
_MINUTES = tuple(f"{day} %H:%M" for day in _DAYS)
_SECONDS = tuple(f"{day} %H:%M:%S" for day in _DAYS)


def read_cells(cells: pl.Series, column: Column) -> pl.Series:
    """Return the values that text cells hold; null where a cell is blank or cannot be read.

    Parameters
    ----------
    cells
        Stripped text; blank is "".
    column
        What the cells should hold.
    """
    if column.holds in _AS_WRITTEN:
        return _blank_to_null(cells)
    if column.holds is Holds.DATETIME:
        return _moments(cells)
    reader, kind = _READERS[column.holds]
    plain = _PLAIN[column.holds](cells) if column.holds in _PLAIN else pl.Series([None] * len(cells), dtype=kind)
    rest = cells.filter(plain.is_null() & (cells != "")).unique()
    if rest.is_empty():
        return plain
    values = pl.Series([reader(text, column) for text in rest], dtype=kind)
    found = pl.DataFrame({"text": rest, "value": values})
    read = pl.DataFrame({"text": cells}).join(found, on="text", how="left", maintain_order="left")["value"]
    return plain.zip_with(plain.is_not_null(), read)


def _blank_to_null(cells: pl.Series) -> pl.Series:
    return cells.set(cells == "", None)


def _finite(numbers: pl.Series) -> pl.Series:
    return numbers.set(~numbers.is_finite(), None)


def _moments(cells: pl.Series) -> pl.Series:
    """Return date-times in Danish local time, trying the commonest form first and the others on what is left."""
    text = cells.str.replace("T", " ", literal=True).str.replace(r"[.,]\d{1,9}$", "")
    found = pl.Series([None] * len(cells), dtype=pl.Datetime("us"))
    for form in (*_MINUTES, *_SECONDS):
        left = found.is_null() & (text != "")
        if not left.any():
            return found
        parsed = (
            text.str.to_datetime(form, strict=False, time_unit="us")
            if left.all()
            else (text.set(~left, None).str.to_datetime(form, strict=False, time_unit="us"))
        )
        found = found.zip_with(found.is_not_null(), parsed)
    left = found.is_null() & (text != "")
    if not left.any():
        return found
    rest = cells.filter(left).unique()
    values = pl.Series([_moment(text) for text in rest], dtype=pl.Datetime("us"))
    return found.zip_with(~left, cells.replace_strict(rest, values, default=None, return_dtype=pl.Datetime("us")))


def _moment(text: str) -> datetime | None:
    """Return a rarer form of a moment: with a time zone, "kl.", an Excel serial with its fraction, or a day alone."""
    bare = re.sub(r"\s*kl\.?\s*", " ", text, flags=re.IGNORECASE)
    clock = re.fullmatch(r"(\S+) (\d{1,2})[.:](\d{2})", bare)
    if clock and (day := _date(clock[1])) and (at := _time(f"{clock[2]}:{clock[3]}")):
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
    except ValueError:
        return None
    return moment.astimezone(DANISH_TIME).replace(tzinfo=None) if moment.tzinfo else moment


def _date(text: str, _column: Column | None = None) -> date | None:
    if re.fullmatch(r"\d{5}", text):
        return EXCEL_EPOCH + timedelta(days=int(text)) if int(text) in EXCEL_SERIALS else None
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00(?:[.,]0+)?)?)?", text)
    danish = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T]00:00(?::00(?:[.,]0+)?)?)?", text)
    parts = iso.groups() if iso else danish.groups()[::-1] if danish else None
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None


def _time(text: str, _column: Column | None = None) -> time | None:
    parts = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?", text)
    try:
        return time(int(parts[1]), int(parts[2] or 0), int(parts[3] or 0)) if parts else None
    except ValueError:
        return None


def _number(text: str, _column: Column | None = None) -> float | None:
    bare = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?:\D|$))", "", text)
    if "," in bare:
        # The later of the two marks is the decimal one: 1.234,5 in Danish, 1,234.5 in English.
        thousands, decimal = (".", ",") if bare.rfind(",") > bare.rfind(".") else (",", ".")
        bare = bare.replace(thousands, "").replace(decimal, ".")
    return float(bare) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", bare) else None


def _whole(text: str, _column: Column | None = None) -> int | None:
    grouped = re.fullmatch(r"[+-]?\d{1,3}([.,\s\u00a0\u202f]\d{3})+", text)
    number = float(re.sub(r"[.,\s\u00a0\u202f]", "", text)) if grouped else _number(text)
    return int(number) if number is not None and number.is_integer() and abs(number) < 2**53 else None


def _flag(text: str, _column: Column | None = None) -> bool | None:
    word = fold(text)
    return True if word in YES else False if word in NO else None


def _code(text: str, column: Column) -> str | None:
    if column.empty and fold(text) in ("unknown", "ukendt", "ikke oplyst"):
        return UNKNOWN
    digits = re.fullmatch(r"(\d{1,4})(?:[.,]0)?", text)
    return digits[1].zfill(4) if digits else None


def _term(text: str, column: Column) -> str | None:
    return column.term.known().get(fold(text)) if column.term else None


def _terms(text: str, column: Column) -> list[str] | None:
    codes = [_term(word, column) for word in text.split("|") if word.strip()]
    return sorted({code for code in codes if code}) if all(codes) else None


_AS_WRITTEN = (Holds.ID, Holds.KEY, Holds.TEXT)

_PLAIN: dict[Holds, Callable[[pl.Series], pl.Series]] = {
    Holds.DATE: lambda cells: cells.str.to_date("%Y-%m-%d", strict=False),
    Holds.NUMBER: lambda cells: _finite(cells.cast(pl.Float64, strict=False)),
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
