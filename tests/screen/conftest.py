"""A deployment with the warehouse of three municipalities, built once by the real ETL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboard.warehouse import Edition, current
from etl.build import build
from geodata.settings import Settings
from tests.small import TODAY, write_small

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the three municipalities; nobody may change it."""
    base = tmp_path_factory.mktemp("small")
    build(write_small(base / "raw"), Settings(home=base / "home"), TODAY)
    return base / "home"


@pytest.fixture
def small_edition(small_home: Path) -> Edition:
    """The three municipalities' warehouse, open."""
    return current(small_home)
