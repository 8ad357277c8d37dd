"""A query's answer as a frame is the one DuckDB gives itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest

from geodata.frames import frame

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUES = """SELECT * FROM (VALUES
    (1::TINYINT, 1::UINTEGER, 1::INTEGER, 1::BIGINT, true, 1.5::FLOAT, 1.5::DOUBLE, 1.5::DECIMAL(4, 1), 1::HUGEINT, 'a',
     DATE '2020-01-01', TIMESTAMP '2020-01-01 10:00', TIME '10:00', ['a', 'b'], {'a': 1}, 'x'::BLOB),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
) AS t(tiny, unsigned, whole, big, truth, single, double, exact, huge, said, day, moment, hour, list, struct, bytes)"""


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize(
    "rows",
    ["", "WHERE whole IS NOT NULL", "WHERE whole IS NULL", "WHERE whole = 2"],
    ids=["some missing", "none missing", "all missing", "no row"],
)
def test_a_frame_is_duckdbs_own(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    query = f"{VALUES} {rows}"
    own = connection.execute(query).df()
    for name in own.columns[
        [kind == "O" for kind in own.dtypes]
    ]:  # where DuckDB says None of a text and NA of anything else
        own[name] = own[name].where(own[name].notna(), None)
    pd.testing.assert_frame_equal(frame(connection.execute(query)), own)
