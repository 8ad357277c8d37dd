"""A Chromium, the server on the demo, and a server whose data change; each is started once."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from geodata.versions import folder
from tests.browser.cookie import cookie
from tests.browser.deployment import Deployment
from tests.browser.server import Server, serve
from tests.browser.visit import Visit
from tests.signed_in import SIGN_IN, add_users

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
"""Chromium's own calls home are not the page's; without a sandbox it also runs as root."""


SIGN_IN_HERE = {**SIGN_IN, "FELTPLAN_OIDC_REDIRECT_URI": "{url}/oauth2callback"}


STILL_DRAWN = [r"TimeoutError", r"(Locator|Page) expected", r"strict mode violation"]
"""How Playwright says that what was waited for did not come, or that it stood there twice: while Streamlit draws a page
anew, what goes and what comes are both on it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here.

    Where the page was not ready in time on a busy machine the test is tried twice more, and the summary tells of it.
    What came and was wrong, a place or a name where none may be above all, is never tried again.
    """
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=2, only_rerun=STILL_DRAWN))


def chromium() -> str:
    """Return the program of a Chromium of this machine."""
    names = (os.environ.get("FELTPLAN_CHROMIUM", ""), *CHROMIUM)
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("No Chromium was found: install Debian's, or name one in FELTPLAN_CHROMIUM.")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium of this machine; ``FELTPLAN_CHROMIUM`` names another."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demo_server(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server on the demo; its log must stay free of failures."""
    with serve(demo_home, tmp_path_factory.mktemp("demo-server") / "log") as running:
        yield running
        said = running.log.read_text(encoding="utf-8", errors="replace")
        assert "Traceback" not in said, said


@pytest.fixture(scope="session")
def changing_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a deployment that tests fill with what they need; it has users, for its data are real."""
    base = tmp_path_factory.mktemp("changing-server")
    add_users(base / "home")
    with serve(base / "home", base / "log", settings=SIGN_IN_HERE) as running:
        yield running


@pytest.fixture
def deployment(changing_server: Server) -> Deployment:
    """The changing server's deployment, without any data yet."""
    shutil.rmtree(folder(changing_server.home), ignore_errors=True)
    return Deployment(changing_server.home)


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One English-speaking profile for all tests, so that a file is fetched once; each window is its own visitor."""
    profile = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    yield profile
    profile.close()


@pytest.fixture
def window(context: BrowserContext) -> Iterator[Callable[..., Visit]]:
    """Open windows as wide as a laptop, signed in as a manager, or whom is named, where one signs in.

    They are closed after the test, and leave nothing behind in the profile: Streamlit remembers there that a visitor
    closed the sidebar, and the next test's window would open without it.
    """
    opened = []

    def open_window(server: Server, whom: str = "manager") -> Visit:
        name, value = cookie(server.url, whom)
        context.add_cookies([{"name": name, "value": value, "url": server.url}])
        opened.append(context.new_page())
        return Visit(opened[-1], server.url)

    yield open_window
    for page in opened:
        if not page.is_closed() and page.url.startswith("http"):
            page.evaluate("localStorage.clear()")
        page.close()


@pytest.fixture
def visit(window: Callable[[Server], Visit], demo_server: Server) -> Iterator[Visit]:
    """A window on the demo; whatever happens in it, the browser may complain of nothing."""
    opened = window(demo_server)
    yield opened
    assert opened.complaints == []
