"""Every page on a telephone: nothing wider than the screen, tables in their own box, controls within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessible import PATHS

if TYPE_CHECKING:
    from tests.browser.visit import Visit

PHONE = {"width": 390, "height": 844}
TOO_WIDE = """() => {
  const inBox = node => node.closest('.records, .municipalities, .compared, .js-plotly-plot');
  return Array.from(document.querySelectorAll('[data-testid="stMain"] *'))
    .filter(node => node.getBoundingClientRect().right > innerWidth + 1 && !inBox(node.parentElement))
    .filter(node => getComputedStyle(node).position !== "absolute")
    .map(node => node.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("path", PATHS)
def test_no_page_scrolls_sideways(path: str, visit: Visit) -> None:
    visit.open(path, with_map=False)
    visit.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dictionary of the two
    expect(visit.page.locator(".foot")).to_be_visible()
    main = visit.page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.page.evaluate(TOO_WIDE) == []


def test_the_filters_are_one_press_away_and_leave_the_page_when_closed(visit: Visit) -> None:
    visit.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dictionary of the two
    visit.open()
    team = visit.page.get_by_test_id("stSidebar").get_by_label("Team", exact=True)
    expect(team).not_to_be_in_viewport()
    visit.page.get_by_test_id("stExpandSidebarButton").click()
    expect(team).to_be_in_viewport()
    moving = "node => Promise.all(node.getAnimations({subtree: true}).map(each => each.finished)).then(() => true)"
    assert visit.page.get_by_test_id("stSidebar").evaluate(moving)
    visit.after(lambda: visit.choose("Team", "Team Midt"))
    visit.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(team).not_to_be_in_viewport()
    expect(visit.page.locator(".heading")).to_contain_text("Team Midt")


def test_a_definition_uses_the_width_of_the_screen(visit: Visit) -> None:
    visit.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a plain dictionary of the two
    visit.open("/definitions", with_map=False)
    name = visit.page.locator('.family th[scope="row"]').first.bounding_box()
    assert name
    assert name["width"] > 300
