"""Work lists and targets as a person sees and uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.looks import grave_faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.deployment import Deployment
    from tests.browser.server import Server
    from tests.browser.visit import Visit


def test_a_target_is_set_on_the_screen_and_is_still_there_after_a_reload(
    deployment: Deployment, window: Callable[[Server], Visit], changing_server: Server, small_raw: Path
) -> None:
    deployment.build(small_raw)
    visit = window(changing_server)
    visit.open("/targets?team=mid&lang=en", with_map=False)
    page = visit.page
    form = page.get_by_test_id("stForm")
    form.get_by_label("Target", exact=True).fill("100")
    form.get_by_role("textbox", name="Set by").fill("Leader")
    form.get_by_role("button", name="Save target for").click()
    expect(page.get_by_text("The target is saved.")).to_be_visible()
    row = page.locator(".records tbody tr").filter(has_text="Leader").first
    for cell in ("Team Mid", "Ever screened", "100.0%", "0.0%"):
        expect(row.get_by_role("cell", name=cell, exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Targets")
    expect(page.locator(".records tbody tr").filter(has_text="Leader").first).to_contain_text("100.0%")
    assert visit.complaints == []


def test_a_list_is_chosen_by_a_click_and_by_a_link(visit: Visit) -> None:
    visit.open("/worklists?team=east", with_map=False)
    visit.page.get_by_role("radio", name="Over tid").click()
    expect(visit.page.locator(".part")).to_have_text("Over tid")
    assert visit.page.url.endswith("/worklists?team=east&list=overdue")
    told = visit.page.locator(".reconciled").inner_text()
    visit.open("/worklists?team=east&list=overdue", with_map=False)
    expect(visit.page.locator(".reconciled")).to_have_text(told)


def test_a_row_opens_the_site_and_its_municipality(visit: Visit) -> None:
    visit.open("/worklists?list=duplicates&lang=en", with_map=False)
    links = visit.page.locator(".records tbody tr").first.locator("a")
    expect(links).to_have_count(3)
    _site, other, place = links.all_inner_texts()
    links.nth(1).click()
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text(other)
    visit.page.go_back()
    expect(links).to_have_count(3)
    links.last.click()
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text(place)


@pytest.mark.parametrize(
    "path", ["/worklists", "/worklists?list=disagreeing&lang=en", "/worklists?list=overdue", "/targets"]
)
def test_no_page_breaks_a_rule_of_axe_gravely(path: str, visit: Visit) -> None:
    visit.open(path, with_map=False)
    visit.page.locator(".foot").wait_for()
    assert grave_faults(visit.page) == []
