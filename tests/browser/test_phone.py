"""On a telephone controls are within reach, and what is told uses the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.looks import PHONE

if TYPE_CHECKING:
    from tests.browser.visit import Visit


def test_the_filters_are_one_press_away_and_leave_the_page_when_closed(visit: Visit) -> None:
    visit.page.set_viewport_size(PHONE)
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
    visit.page.set_viewport_size(PHONE)
    visit.open("/definitions", with_map=False)
    name = visit.page.locator('.family th[scope="row"]').first.bounding_box()
    assert name
    assert name["width"] > 300


def test_a_row_of_many_columns_is_read_without_moving_it_sideways(visit: Visit) -> None:
    visit.page.set_viewport_size(PHONE)
    visit.open("/due?team=east", with_map=False)
    row = visit.page.locator(".st-key-due-table tbody tr").first
    expect(row.locator('td[data-head="Hvorfor"]')).to_be_attached()
    edges = row.evaluate("row => [...row.cells].map(cell => cell.getBoundingClientRect().right)")
    assert len(edges) > 5
    assert max(edges) <= PHONE["width"]
    assert row.evaluate("row => row.closest('.records').scrollWidth <= row.closest('.records').clientWidth")
