"""The definitions page as a person reads and searches it."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.looks import PHONE, too_wide

if TYPE_CHECKING:
    from tests.browser.visit import Visit


def test_a_figure_is_found_read_and_taken_away_also_on_a_phone(visit: Visit) -> None:
    visit.open("/definitions", with_map=False)
    page = visit.page
    expect(page.get_by_role("heading", name="Dækning", exact=True)).to_be_visible()
    expect(page.locator("[data-figure='contact_rate']")).to_be_hidden()
    page.get_by_role("heading", name="Besøg og kontakt").click()
    expect(page.locator("[data-figure='contact_rate']")).to_be_visible()

    page.get_by_role("textbox", name="Søg").fill("folketal")
    page.keyboard.press("Enter")
    expect(page.locator("[data-figure]")).to_have_count(1)
    found = page.locator("[data-figure='population_currently_screened']")
    expect(found).to_contain_text("befolkning i alle kommuner")
    expect(page.get_by_text("1 af ", exact=False)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent CSV").click()
    rows = list(csv.reader(StringIO(Path(download.value.path()).read_text("utf-8-sig")), delimiter=";"))
    assert [row[3] for row in rows[2:]] == ["population_currently_screened"]

    page.set_viewport_size(PHONE)
    expect(found).to_be_visible()
    assert too_wide(page) == []


def test_a_tile_leads_to_the_definition_of_its_figure(visit: Visit) -> None:
    visit.open("/?lang=en")
    visit.page.locator(".st-key-tile-screening_yield [data-testid=stTooltipIcon]").hover()
    link = visit.page.get_by_role("tooltip").get_by_role("link", name="Full definition")
    address = link.get_attribute("href")
    assert address
    visit.page.goto(visit.url + "/" + address.removeprefix("/"))
    expect(visit.page.locator("[data-figure]")).to_have_count(1)
    expect(visit.page.locator("[data-figure='screening_yield']")).to_contain_text("Screening yield")
