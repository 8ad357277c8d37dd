"""A municipality's page as a person sees it: the map from released numbers, and the files to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.looks import grave_faults
from tests.small import ask

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.visit import Visit


@pytest.fixture
def seen(released_home: Path, visit: Visit) -> Visit:
    """A window on the demo after its quarters are published."""
    assert released_home.exists()
    return visit


def test_a_municipality_reads_its_page_and_takes_brief_and_table_away(
    seen: Visit, demo_home: Path, tmp_path: Path
) -> None:
    seen.open("/picture?municipality=0265&lang=en")
    expect(seen.page.get_by_role("heading", level=1)).to_have_text("Roskilde")
    expect(seen.page.get_by_text("You see this page as Roskilde does.")).to_be_visible()
    assert seen.map.locator("path[data-selected='0265']").count() >= 1
    classes = seen.page.locator(".counts li").evaluate_all("all => all.map(each => Number(each.dataset.n))")
    assert sum(classes) == 98
    files = {}
    for name in ("Brief as PDF", "Download CSV", "Download Excel"):
        with seen.page.expect_download() as waiting:
            seen.page.get_by_role("button", name=name).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        files[path.suffix] = path
        assert path.name.startswith("DEMO-feltplan-")
    assert files[".pdf"].read_bytes().startswith(b"%PDF-")
    text = files[".csv"].read_text("utf-8-sig")
    assert "All sites" in text
    received = text + seen.page.content() + seen.frame.content()
    sites = ask(demo_home, "SELECT site_id, address FROM sites WHERE municipality_code = '0265'")
    assert [value for site in sites for value in site if value and value in received] == []


def test_an_older_quarter_is_chosen_in_the_sidebar_and_stands_in_the_link(seen: Visit) -> None:
    seen.open("/picture?municipality=0265&lang=en")
    seen.choose("Published quarter", "Q2 2026")
    expect(seen.page.get_by_text("Published figures for Q2 2026")).to_be_visible()
    assert "quarter=2026-Q2" in seen.page.url


@pytest.mark.parametrize("path", ["/picture?municipality=0400", "/picture?municipality=0411&lang=en", "/releases"])
def test_no_page_breaks_a_rule_of_axe_gravely(path: str, seen: Visit) -> None:
    seen.open(path, with_map=False)
    seen.page.locator(".foot").wait_for()
    assert grave_faults(seen.page) == []
