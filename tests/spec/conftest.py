"""The demo's warehouse, built once by the real ETL, and its rows as plain Python."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from geodata.store import Store
from geodata.versions import folder, published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def demo_store(demo_home: Path) -> Iterator[Store]:
    """The demo's warehouse, open."""
    store = Store.open(demo_home, published(demo_home))
    yield store
    store.close()


@pytest.fixture(scope="session")
def demo_tables(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Every table's rows, for an oracle that knows no SQL; read from a copy, because the store is open."""
    copy = tmp_path_factory.mktemp("rows") / "copy.duckdb"
    shutil.copyfile(folder(demo_home) / published(demo_home).file, copy)
    with duckdb.connect(str(copy), read_only=True) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: connection.sql(f"SELECT * FROM {name}").pl().to_dicts() for name in names}
