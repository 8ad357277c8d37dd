"""The hidden sites page as a person sees it."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.looks import PHONE, too_wide

if TYPE_CHECKING:
    from tests.browser.visit import Visit


def test_ranges_refusals_and_denominators_stand_on_the_page_also_on_a_phone(visit: Visit) -> None:
    visit.open("/hidden?as_of=2009-04-30", with_map=False)
    page = visit.page
    nation = page.locator("[data-area=nation]")
    expect(nation).to_contain_text(re.compile(r"omkring \d+ steder, følsomhedsspænd \d+ til \d+"))
    expect(nation).to_contain_text("Ekstern, 2007")
    expect(page.locator("[data-area]")).to_have_count(5)
    band, seen = nation.locator(".band").bounding_box(), nation.locator(".seen").first.bounding_box()
    assert band
    assert seen
    assert band["width"] > 20
    assert seen["x"] + seen["width"] <= band["x"], "the range lies beyond what was seen"
    shares = page.locator(".beside article")
    expect(shares).to_have_count(4)
    expect(page.locator("[data-figure=sites_attempted_of_published]")).to_contain_text("gælder kun 2007")

    with page.expect_download() as download:
        page.get_by_role("button", name="Hent CSV").first.click()
    rows = list(csv.reader(StringIO(Path(download.value.path()).read_text("utf-8-sig")), delimiter=";"))
    assert download.value.suggested_filename == "DEMO-feltplan-skjulte-steder-2009-04-30.csv"
    assert [row[1] for row in rows[2:]] == ["Hele landet", "Team Øst", "Team Midt", "Team Vest", "Ukendt team"]

    page.set_viewport_size(PHONE)
    expect(nation).to_be_visible()
    assert too_wide(page) == []


def test_in_2007_the_sources_were_not_compared_and_the_published_number_is_of_that_year(visit: Visit) -> None:
    visit.open("/hidden?as_of=2007-12-31", with_map=False)
    expect(visit.page.locator("[data-area=nation] [data-refusal=not_read]")).to_be_visible()
    published = visit.page.locator("[data-figure=sites_attempted_of_published]")
    expect(published).to_contain_text("højst 38,5 %")
    expect(published).to_contain_text("308 af 800")
