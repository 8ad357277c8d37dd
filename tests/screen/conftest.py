"""A deployment with the warehouse of three municipalities, built once by the real ETL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.warehouse import Edition, current
from etl.build import build
from geodata.settings import Settings
from tests.signed_in import SIGN_IN, add_users, claims
from tests.small import TODAY, write_small

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the three municipalities, with a user of every role; nobody may change it."""
    base = tmp_path_factory.mktemp("small")
    build(write_small(base / "raw"), Settings(home=base / "home"), TODAY)
    add_users(base / "home")
    return base / "home"


@pytest.fixture(autouse=True)
def sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a page here has signed in as a manager, unless a test says otherwise by ``AppTest.user``."""
    for name, value in SIGN_IN.items():
        monkeypatch.setenv(name, value)
    begin = AppTest.__init__

    def begin_signed_in(page: AppTest, *given: object, **named: object) -> None:
        begin(page, *given, **named)  # type: ignore[arg-type]
        page.user = claims("manager")

    monkeypatch.setattr(AppTest, "__init__", begin_signed_in)


@pytest.fixture
def visit(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a link to the three municipalities' first page, or to the one whose file is given first, as a manager."""
    monkeypatch.setenv("FELTPLAN_HOME", str(small_home))

    def open_link(file: str = "", *, whom: str = "manager", **link: str) -> AppTest:
        page = AppTest.from_file(ENTRY, default_timeout=30)
        page.user = claims(whom)
        page.query_params.update(link)
        page.run()
        if file:
            page.switch_page(file)
            page.query_params.update(link)
            page.run()
        return page

    return open_link


@pytest.fixture
def small_edition(small_home: Path) -> Edition:
    """The three municipalities' warehouse, open."""
    return current(small_home)
