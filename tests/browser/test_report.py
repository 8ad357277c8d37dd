"""The report as a person reads, takes away and freezes it."""

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


def test_the_report_of_2007_is_read_compared_and_taken_away(visit: Visit) -> None:
    visit.open("/report?year=2007&lang=en", with_map=False)
    page = visit.page
    row = page.locator('.records.report tr[data-row="in_vain"]').first
    expect(row).to_contain_text("202")
    expect(row).to_contain_text("27.4%")
    picture = page.locator("img.paper").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0
    with page.expect_download() as taken:
        page.get_by_role("button", name="Report as PDF").click()
    assert taken.value.suggested_filename == "DEMO-feltplan-report-2007.pdf"
    page.get_by_role("radio", name="Printed and recomputed").click()
    expect(page.locator(".flags li", has_text="58 + 30 + 19 = 107 %")).to_be_visible()
    expect(page.locator('tr.apart[data-row="newspaper"]')).to_contain_text("+60")
    assert "about=printed" in page.url


def test_a_report_is_frozen_and_is_still_frozen_after_a_reload(
    deployment: Deployment, window: Callable[[Server], Visit], changing_server: Server, small_raw: Path
) -> None:
    deployment.build(small_raw)
    visit = window(changing_server)
    visit.open("/report?year=2021&of_year=2&lang=en", with_map=False)
    page = visit.page
    page.get_by_role("textbox", name="Frozen by").fill("Head")
    page.get_by_role("button", name="Freeze report").click()
    expect(page.locator(".hint", has_text="by Head. Checksum")).to_be_visible()
    page.reload()
    expect(page.locator(".hint", has_text="by Head. Checksum")).to_be_visible()
    assert visit.complaints == []


@pytest.mark.parametrize("path", ["/report?year=2007", "/report?year=2007&about=printed&lang=en", "/evidence"])
def test_no_page_breaks_a_rule_of_axe_gravely(path: str, visit: Visit) -> None:
    visit.open(path, with_map=False)
    visit.page.locator(".foot").wait_for()
    assert grave_faults(visit.page) == []
