"""The week's sites as a team lead sees and uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.looks import PHONE, grave_faults, too_wide
from tests.browser.test_offline import elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.deployment import Deployment
    from tests.browser.server import Server
    from tests.browser.visit import Visit


def test_a_lead_sees_why_a_site_stands_first_and_opens_it(visit: Visit) -> None:
    visit.open("/due?team=west&lang=en", with_map=False)
    page = visit.page
    first = page.locator(".st-key-due-table tbody tr").first
    expect(first).to_contain_text("return agreed for")
    expect(first).to_contain_text("Morning")
    page.get_by_role("radio", name="Never reached").click()
    expect(page.locator(".st-key-due-table tbody tr").first).to_contain_text("Never reached")
    page.wait_for_url("**standing=never_reached*")
    code = page.locator(".st-key-due-table tbody a").first
    name = code.inner_text()
    code.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    assert visit.complaints == []


def test_a_lead_tries_other_rules_saves_them_and_finds_them_after_a_reload(
    deployment: Deployment, window: Callable[[Server], Visit], changing_server: Server, small_raw: Path
) -> None:
    deployment.build(small_raw)
    visit = window(changing_server)
    visit.open("/due?team=east&lang=en", with_map=False)
    page = visit.page
    page.get_by_role("spinbutton", name="Days after a conversation").fill("45")
    page.get_by_role("button", name="Show the effect").click()
    expect(page.get_by_role("heading", name="The effect")).to_be_visible()
    page.get_by_role("textbox", name="Set by").fill("Leader")
    page.get_by_role("button", name="Save the rules").click()
    expect(page.get_by_text("The rules are saved")).to_be_visible()
    page.reload()
    expect(page.get_by_role("spinbutton", name="Days after a conversation")).to_have_value("45")
    expect(page.locator(".records tbody tr").filter(has_text="Leader").first).to_contain_text("45")
    assert visit.complaints == []


def placed(visit: Visit) -> dict[str, int]:
    """Return what the legend tells: how many sites of each state have a known place."""
    rows = visit.page.locator(".legend tr[data-standing]")
    cells = rows.evaluate_all("rows => rows.map(row => [row.dataset.standing, Number(row.dataset.placed)])")
    return dict(cells)


def drawn(visit: Visit) -> dict[str, int]:
    """Return how many marks of each state are on the map."""
    names = visit.map.locator(".site.due").evaluate_all("marks => marks.map(mark => mark.dataset.of)")
    return {name.removeprefix("due-"): names.count(name) for name in set(names)}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_shows_what_the_legend_counts_and_a_press_says_why_a_site_is_on_the_list(
    theme: Any, visit: Visit
) -> None:
    visit.page.emulate_media(color_scheme=theme)
    visit.open("/due?team=west&lang=en")
    told = placed(visit)
    assert min(told.values()) > 0
    assert drawn(visit) == told
    view = visit.view()
    mark = visit.map.locator(".leaflet-marker-icon").filter(has=visit.page.locator(".site.due")).first
    site = mark.get_attribute("data-site")
    visit.after(lambda: mark.dispatch_event("click"))
    card = visit.page.locator(".card[data-site]")
    expect(card).to_contain_text(str(site))
    expect(visit.map.locator(".site.selected")).to_have_count(1)
    assert visit.view() == view
    assert visit.map.locator(".site.due").first.evaluate("mark => getComputedStyle(mark).backgroundImage") != "none"

    visit.after(lambda: visit.page.get_by_role("radio", name="Never reached").click())
    assert drawn(visit) == {"never_reached": told["never_reached"]}
    assert placed(visit) == {**dict.fromkeys(told, 0), "never_reached": told["never_reached"]}
    assert elsewhere(visit) == []


def test_the_map_fits_a_telephone_and_marks_grow_as_it_is_looked_at_nearer(visit: Visit) -> None:
    visit.page.set_viewport_size(PHONE)
    visit.open("/due?team=west&lang=en")
    assert too_wide(visit.page) == []
    frame = visit.page.locator('iframe[title^="streamlit_folium"]').bounding_box()
    assert frame
    assert frame["height"] < PHONE["height"] / 2 + 1
    wide = "marks => Math.max(...marks.map(mark => mark.getBoundingClientRect().width))"
    marks = visit.map.locator(".site.due")
    before = marks.evaluate_all(wide)
    visit.frame.evaluate("map.setZoom(12, {animate: false})")
    assert marks.evaluate_all(wide) > before


@pytest.mark.parametrize("path", ["/due", "/due?team=east&lang=en"])
def test_no_part_of_the_page_breaks_a_rule_of_axe_gravely(path: str, visit: Visit) -> None:
    visit.open(path, with_map=False)
    visit.page.locator(".foot").wait_for()
    assert grave_faults(visit.page) == []
