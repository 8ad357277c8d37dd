"""Parquet files: types become text again, so that one set of checks holds for every format."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl.personal import quoted
from etl.ragged import Columns, check_headers
from etl.refusals import in_file
from etl.rejects import no_faults

if TYPE_CHECKING:
    from etl.refusals import RefusedError

MOST_CELLS = 200_000_000
"""Cells of one file. A file of a hundred kilobytes can say that it has a thousand million."""

MOST_TEXT = 2 * 1024**3
"""Bytes of text of one file."""

FOUR_DIGITS = {
    pl.Date: (date(1, 1, 1), date(9999, 12, 30)),
    pl.Datetime: (datetime(1, 1, 2), datetime(9999, 12, 30)),  # noqa: DTZ001 - a moment of no time zone
}
"""Days whose year has four digits, in every time zone; Parquet knows others."""


def read_parquet(name: str, data: bytes, _known: frozenset[str]) -> tuple[None, Columns]:
    """Read a Parquet file of text, numbers, dates, yes and no, or lists of text.

    Raises
    ------
    RefusedError
        If the file is damaged, holds anything else, or unpacks to more than any table.
    """
    try:
        columns = _read(name, data)
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise in_file(
            name, "filen er ikke Parquet eller er afkortet.", "the file is not Parquet or is cut short."
        ) from error
    # Columns are handed on without their names, which Polars may take for patterns of names.
    cells = pl.DataFrame({header: _as_text(pl.Series(column)) for header, column in columns.items()})
    return None, (cells.with_columns(pl.int_range(2, cells.height + 2, dtype=pl.Int64).alias("line")), no_faults())


def _read(name: str, data: bytes) -> dict[str, pa.ChunkedArray]:
    with pq.ParquetFile(pa.BufferReader(data)) as file:
        schema = file.schema_arrow
        _check(name, schema, file.metadata)
    # A text that stands there a million times is kept once until it is known how much that is.
    texts = [field.name for field in schema if _is_text(field.type)]
    with pq.ParquetFile(pa.BufferReader(data), read_dictionary=texts) as file:
        table = file.read()
    table.validate(full=True)
    if sum(_text_bytes(chunk) for column in table.columns for chunk in column.chunks) > MOST_TEXT:
        raise _too_much(name)
    return {header.strip(): _in_utc(table[i]) for i, header in enumerate(table.column_names)}


def _check(name: str, schema: pa.Schema, metadata: pq.FileMetaData) -> None:
    check_headers(name, [header.strip() for header in schema.names])
    odd = next((field for field in schema if not _is_plain(field.type)), None)
    if odd is not None:
        raise in_file(
            name,
            "kolonnen '{column}' holder {kind}; tekst, tal, datoer eller lister af tekst var ventet.",
            "the column '{column}' holds {kind}; text, numbers, dates or lists of text were expected.",
            column=quoted([odd.name])[0],
            kind=str(odd.type),
        )
    # Not by asking for the columns' own metadata: where a bit of it has flipped, PyArrow ends the process.
    if metadata.num_rows * len(schema) > MOST_CELLS:
        raise _too_much(name)


def _too_much(name: str) -> RefusedError:
    return in_file(
        name,
        "filen pakker ud til mere, end nogen tabel holder, og læses ikke.",
        "the file unpacks to more than any table holds and is not read.",
    )


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_plain(kind: pa.DataType) -> bool:
    types = pa.types
    if types.is_dictionary(kind) or types.is_list(kind) or types.is_large_list(kind):
        return _is_text(kind.value_type)
    numbers = types.is_integer(kind) or types.is_floating(kind) or types.is_decimal128(kind)
    times = types.is_date(kind) or types.is_timestamp(kind) or types.is_time(kind)
    return bool(numbers or times or _is_text(kind) or types.is_boolean(kind) or types.is_null(kind))


def _in_utc(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return moments without the name of their time zone, which may be any; the moments stay the same."""
    moments = pa.types.is_timestamp(column.type) and column.type.tz
    return column.cast(pa.timestamp(column.type.unit, "UTC")) if moments else column


def _text_bytes(chunk: pa.Array) -> int:
    if not pa.types.is_dictionary(chunk.type):
        return 0
    size: int | None = pc.sum(pc.take(pc.binary_length(chunk.dictionary), chunk.indices)).as_py()
    return size or 0


def _as_text(column: pl.Series) -> pl.Series:
    """Return a column as the text a person would write; nothing is ""."""
    kind = column.dtype
    if kind == pl.List(pl.String):
        text = column.list.join("|")
    elif kind.is_float() or kind.is_decimal():
        text = _numbers(column)
    elif kind in (pl.Date, pl.Datetime):
        text = _dates(column)
    else:
        text = column.cast(pl.String)
    return text.fill_null("")


def _numbers(column: pl.Series) -> pl.Series:
    # The number 1.234 is no 1234, which the text "1.234" means in a column of whole numbers.
    return column.cast(pl.String).str.replace(r"\.0+$", "").str.replace(r"^(-?\d{1,3}\.\d{3})$", "${1}0")


def _dates(column: pl.Series) -> pl.Series:
    """Return dates and Danish local times as ISO text, and what is no date of the calendar as the number it is."""
    zoned = isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone
    plain = column.dt.replace_time_zone(None) if zoned else column
    if plain.dtype == pl.Datetime("ns"):
        # No nanosecond since 1970 that a file can count is further than 1677 or 2262.
        plain = plain.dt.cast_time_unit("us")
    possible = plain.is_between(*FOUR_DIGITS[type(plain.dtype)]).fill_null(value=False)
    dates = plain.set(~possible, None)
    if zoned:
        dates = dates.dt.replace_time_zone("UTC").dt.convert_time_zone("Europe/Copenhagen").dt.replace_time_zone(None)
    return dates.cast(pl.String).zip_with(possible, plain.to_physical().cast(pl.String))
