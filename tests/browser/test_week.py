"""A week from the first press to the version that holds, as a person sees it, on a laptop and on a telephone."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error, expect

from dashboard.period import today_in_denmark
from dashboard.week_words import week_name
from geodata.versions import folder
from tests.browser.looks import PHONE, grave_faults, too_wide

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.deployment import Deployment
    from tests.browser.server import Server
    from tests.browser.visit import Visit

FIRST_MS = 120_000
"""A server that has just been started may still be compiling the search."""
STILL_MS = 1_000
"""A list that is opened while the page is still being scrolled to it closes again."""
LAPTOP = {"width": 1440, "height": 900}


@pytest.mark.parametrize(("size", "ahead"), [(LAPTOP, 2), (PHONE, 3)], ids=["laptop", "telephone"])
def test_a_week_is_planned_locked_planned_again_accepted_and_there_at_the_next_visit(
    size: Any,
    ahead: int,
    deployment: Deployment,
    changing_server: Server,
    window: Callable[[Server], Visit],
    demo_home: Path,
) -> None:
    shutil.copytree(folder(demo_home), folder(deployment.home))
    week = week_name(today_in_denmark() + timedelta(weeks=ahead))
    visit = window(changing_server)
    page = visit.page
    page.set_viewport_size(size)
    visit.open(f"/week?plan-team=mid&week={week}&lang=en", with_map=False)
    page.locator(".st-key-plan button").click()
    expect(page.locator(".due.week")).to_be_visible(timeout=FIRST_MS)
    ended(visit)
    sites = page.get_by_test_id("stMain").get_by_label("Site", exact=True)
    sites.scroll_into_view_if_needed()
    page.wait_for_timeout(STILL_MS)
    sites.click()
    chosen = page.get_by_role("option").first
    site = chosen.inner_text().split(" · ")[1]
    chosen.click()
    page.locator(".st-key-edit-time button").click()
    expect(page.locator(".changed")).to_contain_text(site)
    ended(visit)
    row = page.locator(".records tbody tr").filter(has_text="Same day and time")
    expect(row).to_contain_text(site)
    assert broken(visit) == []
    if size == PHONE:
        assert too_wide(page) == []
    times = row.locator("td").nth(3).inner_text()
    page.get_by_label("Saved by").last.fill("AB")
    page.get_by_role("button", name="Accept this plan").click()
    expect(page.locator(".accepted")).to_contain_text("Version 1 holds")
    again = window(changing_server)
    again.page.set_viewport_size(size)
    again.open(f"/week?plan-team=mid&week={week}&lang=en", with_map=False)
    expect(again.page.locator(".accepted")).to_contain_text("by AB")
    kept = again.page.locator(".records tbody tr").filter(has=again.page.get_by_text(site, exact=True)).first
    expect(kept).to_contain_text(times)
    expect(kept).to_contain_text("Same day and time")
    assert visit.complaints == again.complaints == []


def ended(visit: Visit) -> None:
    """Stop a search that goes on, and wait for its end; it may end by itself while the button is pressed."""
    stop = visit.page.locator(".st-key-stop-search button")
    visit.settled()
    with suppress(Error):
        if stop.count():
            stop.click(timeout=5_000)
    expect(stop).to_have_count(0, timeout=90_000)
    visit.settled()


def broken(visit: Visit) -> list[Any]:
    """Return what breaks a rule of axe gravely, on the page and in the map."""
    frame = visit.page.locator('iframe[title^="streamlit_folium"]').element_handle()
    assert frame is not None
    held = frame.content_frame()
    assert held is not None
    places: list[Any] = [visit.page, held]
    return [fault for place in places for fault in grave_faults(place)]
