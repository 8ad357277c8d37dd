"""From the nation to a site and back: by the map, by the table and by a link, without losing the day or the filters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.looks import too_wide

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.visit import Visit

FILTERED = "as_of=2024-05-17&window=24&team=west"


def heading(visit: Visit, text: str) -> None:
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(text)


def asked(visit: Visit) -> dict[str, str]:
    """Return the parameters of the page's address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(visit.page.url).query).items()}


def first_site(visit: Visit) -> Locator:
    """Return the first link to a site in the table of all sites."""
    return visit.page.locator("a.to[href*='site?']").first


def documents(visit: Visit) -> list[str]:
    """Return the pages that were loaded, without the frames inside them."""
    main = visit.page.main_frame
    return [r.url for r in visit.answered if r.request.is_navigation_request() and r.frame == main]


@pytest.mark.parametrize("way", ["map", "table"])
def test_from_the_nation_to_a_site_and_back_keeps_day_window_and_filter(way: str, visit: Visit) -> None:
    visit.open(f"/?{FILTERED}")
    if way == "map":
        visit.after(lambda: visit.shape("0751").click())
        expect(visit.card).to_contain_text("Aarhus")
        before = visit.page.url
        visit.page.get_by_role("link", name="Åbn kommunen: Aarhus").first.click()
    else:
        before = visit.page.url
        visit.row("0751").get_by_role("link", name="Åbn kommunen: Aarhus").click()
    heading(visit, "Aarhus")
    expected = {"as_of": "2024-05-17", "window": "24", "team": "west", "municipality": "0751"}
    assert asked(visit) == expected
    assert urlsplit(visit.page.url).path == "/municipality"

    link = first_site(visit)
    name = link.inner_text()
    link.click()
    heading(visit, f"Sted {name}")
    assert asked(visit) == {**expected, "site": name}
    assert len(documents(visit)) == 1, "nothing is loaded anew"

    visit.page.go_back()
    heading(visit, "Aarhus")
    assert asked(visit) == expected
    visit.page.go_back()
    heading(visit, "Screeningsdækning")
    visit.painted()
    assert visit.page.url == before


def test_a_link_opened_fresh_shows_the_site_and_its_way_back_up(visit: Visit) -> None:
    visit.open("/site?site=demo-s01328&as_of=2014-03-01", with_map=False)
    heading(visit, "Sted demo-s01328")
    trail = visit.page.get_by_role("navigation", name="Sti")
    assert trail.locator("li").all_inner_texts() == ["Hele landet", "Team Vest", "Aalborg", "demo-s01328"]
    trail.get_by_role("link", name="Aalborg").click()
    heading(visit, "Aalborg")
    assert asked(visit) == {"as_of": "2014-03-01", "municipality": "0851"}
    trail.get_by_role("link", name="Team Vest").click()
    visit.painted()
    expect(visit.card).to_contain_text("Aalborg")
    assert asked(visit) == {"as_of": "2014-03-01", "municipality": "0851", "team": "west"}


def test_a_merged_site_leads_to_its_successor_and_the_successor_back_and_so_does_the_browser(visit: Visit) -> None:
    visit.open("/site?site=demo-s01328", with_map=False)
    expect(visit.card).to_contain_text("Lagt sammen siden 05.05.2015")
    visit.page.get_by_role("link", name="demo-s00103").click()
    heading(visit, "Sted demo-s00103")
    expect(visit.page.get_by_text("Lagt sammen med eller flyttet til dette sted")).to_be_visible()
    visit.page.go_back()
    heading(visit, "Sted demo-s01328")
    visit.page.go_forward()
    heading(visit, "Sted demo-s00103")
    visit.page.get_by_role("link", name="demo-s01328").click()
    heading(visit, "Sted demo-s01328")


def test_an_address_stands_on_the_sites_page_and_nowhere_else(visit: Visit) -> None:
    visit.open("/municipality?municipality=0851", with_map=False)
    expect(visit.page.locator(".records").first).to_be_visible()
    assert not re.search(r"DEMO \d{4}", visit.page.content())
    visit.open("/site?site=demo-s01328", with_map=False)
    expect(visit.card).to_contain_text("DEMO 1328")
    assert "1328" not in visit.page.title().replace("demo-s01328", "")
    assert "DEMO%20" not in visit.page.url


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/municipality?municipality=0411", "Christiansø"),
        ("/municipality?municipality=9999", "Linket nævner ikke en kommune"),
        ("/municipality?municipality=%3Cscript%3Ealert(1)%3C/script%3E", "Linket nævner ikke en kommune"),
        ("/site?site=demo-s99999", "Intet sted med denne kode"),
        ("/site?site=%7B%7B7*7%7D%7D%3Cimg%20src=x%20onerror=alert(1)%3E", "Intet sted med denne kode"),
        ("/site?site=demo-s01328&as_of=2011-12-31", "Intet sted med denne kode er kendt pr. 31.12.2011."),
    ],
)
def test_a_forged_code_gives_a_sentence_and_the_list_to_choose_from(path: str, sentence: str, visit: Visit) -> None:
    visit.open(path, with_map=False)
    expect(visit.page.get_by_test_id("stAlert")).to_contain_text(sentence)
    box = visit.page.get_by_role("combobox", name="Kommune")
    box.click()
    box.fill("Læs")
    visit.page.keyboard.press("Enter")
    if path.startswith("/site"):
        visit.page.get_by_role("link", name="Åbn kommunen: Læsø").click()
    heading(visit, "Læsø")


def test_another_municipality_chosen_from_the_list_is_in_the_link(visit: Visit) -> None:
    visit.open("/municipality?municipality=0751", with_map=False)
    box = visit.page.get_by_role("combobox", name="Kommune")
    box.click()
    box.fill("Bornholm")
    visit.page.keyboard.press("Enter")
    heading(visit, "Bornholm")
    assert asked(visit) == {"municipality": "0400"}


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("path", ["/municipality?municipality=0101", "/site?site=demo-s00263"])
def test_a_page_fits_its_window_without_scrolling_sideways(path: str, width: int, height: int, visit: Visit) -> None:
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.open(path, with_map=False)
    expect(visit.page.locator(".foot")).to_be_visible()
    assert too_wide(visit.page) == []
