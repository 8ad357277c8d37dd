"""A raw folder of three municipalities for each test, and the demo built once for all tests."""

from __future__ import annotations

import fcntl
import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import hypothesis
import pytest

from etl.build import build
from etl.demo import write_demo
from geodata.disclosure.publishing import publish_demo
from geodata.ledger.sessions import open_ledger
from geodata.settings import Settings
from geodata.store import Store
from geodata.versions import published
from tests.postgresql import server
from tests.small import TODAY, write_small

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")


@pytest.fixture
def small_raw(tmp_path: Path) -> Path:
    """A raw folder of three municipalities, this test's own."""
    return write_small(tmp_path / "raw")


@pytest.fixture(scope="session")
def built_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the three municipalities, built once for each worker; nobody may change it."""
    base = tmp_path_factory.mktemp("small")
    build(write_small(base / "raw"), Settings(home=base / "home"), TODAY)
    return base / "home"


@pytest.fixture
def small_home(built_small: Path, settings: Settings) -> Path:
    """A home that serves the three municipalities as version 1, this test's own."""
    shutil.copytree(built_small, settings.home)
    return settings.home


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an empty deployment, this test's own."""
    return Settings(home=tmp_path / "home", build_wait_s=30)


@pytest.fixture(scope="session")
def demo_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's raw folder, written once for the whole run; nobody may change it."""
    return _shared_demo(tmp_path_factory) / "raw"


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the demo, built once for the whole run; nobody may change it."""
    return _shared_demo(tmp_path_factory) / "home"


@pytest.fixture(scope="session")
def released_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the demo with the releases of its last four quarters, made once for the whole run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / "releases.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        store, ledger = Store.open(demo_home, published(demo_home)), open_ledger(Settings(home=demo_home))
        publish_demo(ledger, store, at=datetime(2026, 11, 21, 12, tzinfo=UTC), today=TODAY)
        ledger.close()
        store.close()
    return demo_home


def _shared_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the demo; of several workers the first builds it and the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared-demo"
    with (shared.with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "whole").exists():
            write_demo(shared / "raw", until=TODAY)
            build(shared / "raw", Settings(home=shared / "home"), TODAY)
            (shared / "whole").touch()
    return shared


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of this machine, started once for each worker that asks for it."""
    with server() as url:
        yield url
