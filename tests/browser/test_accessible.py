"""What a screen reader and a keyboard meet, by the rules of axe, in the light theme and in the dark one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from dashboard.pages import PAGES

if TYPE_CHECKING:
    from tests.browser.visit import Visit

GRAVE = {"serious", "critical"}
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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_breaks_a_rule_gravely(path: str, theme: Any, visit: Visit) -> None:
    visit.page.emulate_media(color_scheme=theme)
    visit.open(path, with_map=False)
    expect(visit.page.locator(".foot")).to_be_visible()  # it is drawn last
    looked_at: list[Any] = [visit.page]
    for frame in visit.page.locator('iframe[title^="streamlit_folium"]').element_handles():
        held = frame.content_frame()
        assert held is not None
        held.wait_for_selector("body[data-painted]")
        looked_at.append(held)
    for place in looked_at:
        broken = Axe().run(place).response["violations"]
        assert [(rule["id"], [n["html"] for n in rule["nodes"]]) for rule in broken if rule["impact"] in GRAVE] == []


def test_the_theme_follows_the_device_on_the_page_and_in_the_map_while_it_is_open(visit: Visit) -> None:
    visit.page.emulate_media(color_scheme="light")
    visit.open()
    seen = {}
    for theme in ("light", "dark", "light"):
        visit.page.emulate_media(color_scheme=theme)
        visit.page.wait_for_function(
            "t => getComputedStyle(document.querySelector('.stApp')).colorScheme === t", arg=theme
        )
        visit.frame.wait_for_function("t => document.documentElement.style.colorScheme === t", arg=theme)
        colours = "node => getComputedStyle(node).backgroundColor"
        seen[theme] = (
            visit.page.locator(".stApp").evaluate(colours),
            visit.page.locator(".municipalities thead th").first.evaluate(colours),
            visit.map.locator("#map_div").evaluate(colours),
            visit.map.locator(".leaflet-control-zoom-in").evaluate(colours),
        )
    assert all(light != dark for light, dark in zip(seen["light"], seen["dark"], strict=True))


def test_a_status_looks_the_same_in_both_themes(visit: Visit) -> None:
    fills = []
    for theme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=theme)
        visit.open("/?as_of=2007-12-31")
        paths = visit.map.locator("#map_div > .leaflet-map-pane path[data-status]")
        fills.append(paths.evaluate_all("paths => paths.map(path => [path.dataset.code, getComputedStyle(path).fill])"))
    assert len(fills[0]) == 98
    assert fills[0] == fills[1]
