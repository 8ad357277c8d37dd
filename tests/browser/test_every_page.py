"""Every page, opened once: by the rules of axe in both themes, on a telephone, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from dashboard.pages import PAGES
from tests.browser.looks import PHONE, grave_faults, too_wide
from tests.browser.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, ViewportSize

    from tests.browser.server import Server

SHOWING = (
    "municipality=0101", "municipality=9999", "site=demo-s00263", "lang=en", "part=map", "part=compare", "team=east",
)  # fmt: skip
"""What a page is also looked at with; a page that knows nothing of it shows its first view."""
ASKED = {
    "": SHOWING[:1],
    "municipality": SHOWING[:2],
    "site": SHOWING[2:3],
    "imports": SHOWING[3:4],
    "time": SHOWING[4:6],
    "due": SHOWING[6:],
}
PATHS = [f"/{page.url_path}{link}" for page in PAGES for link in ("", *(f"?{a}" for a in ASKED.get(page.url_path, ())))]
LAPTOP: ViewportSize = {"width": 1440, "height": 900}
WHITE, INK = "rgb(255, 255, 255)", "rgb(22, 36, 45)"
CONTROLS = ("stSidebar", "stHeader", "stDownloadButton", "stForm", "stButtonGroup", "stSelectbox")


@pytest.fixture(scope="module", params=PATHS)
def opened(request: pytest.FixtureRequest, context: BrowserContext, demo_server: Server) -> Iterator[Visit]:
    """A page of the demo, drawn to its end; the tests of one page follow each other."""
    visit = Visit(context.new_page(), demo_server.url)
    visit.open(request.param, with_map=False)
    expect(visit.page.locator(".foot")).to_be_visible()  # it is drawn last
    visit.settled()
    yield visit
    visit.page.evaluate("localStorage.clear()")  # as the windows of other tests do
    visit.page.close()


@pytest.fixture
def shown(opened: Visit) -> Iterator[Visit]:
    """The page as on a laptop, in the light theme; whatever is done to it, the browser may complain of nothing."""
    opened.page.set_viewport_size(LAPTOP)
    opened.page.emulate_media(media="screen", color_scheme="light")
    yield opened
    assert opened.complaints == []


def worn(visit: Visit, theme: Any) -> None:
    """Wait until the page wears a theme."""
    visit.page.emulate_media(media="screen", color_scheme=theme)
    visit.page.wait_for_function("t => getComputedStyle(document.querySelector('.stApp')).colorScheme === t", arg=theme)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_breaks_a_rule_gravely(shown: Visit, theme: str) -> None:
    worn(shown, theme)
    looked_at: list[Any] = [shown.page]
    for frame in shown.page.locator('iframe[title^="streamlit_folium"]').element_handles():
        held = frame.content_frame()
        assert held is not None
        held.wait_for_selector("body[data-painted]")
        held.wait_for_function("t => document.documentElement.style.colorScheme === t", arg=theme)
        looked_at.append(held)
    assert [fault for place in looked_at for fault in grave_faults(place)] == []


def test_no_page_scrolls_sideways_on_a_telephone(shown: Visit) -> None:
    shown.page.set_viewport_size(PHONE)
    assert too_wide(shown.page) == []


def test_a_printed_page_is_black_on_white_without_controls_also_from_the_dark_theme(shown: Visit) -> None:
    worn(shown, "dark")
    shown.page.emulate_media(media="print", color_scheme="dark")
    assert shown.page.locator(".stApp").evaluate("node => getComputedStyle(node).backgroundColor") == WHITE
    assert shown.page.locator("h1").evaluate("node => getComputedStyle(node).color") == INK
    for control in CONTROLS:
        assert [one for one in shown.page.get_by_test_id(control).all() if one.is_visible()] == [], control
