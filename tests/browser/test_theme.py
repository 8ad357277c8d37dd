"""The theme follows the device, on the page and in the map, and colours that mean something keep their meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.visit import Visit


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
