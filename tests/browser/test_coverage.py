"""The coverage page as a person sees and uses it."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.looks import too_wide

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.server import Server
    from tests.browser.visit import Visit

BUDGET_BYTES = 60_000
PUBLISHED = "/?as_of=2007-12-31"


def test_the_published_figures_stand_on_the_page(visit: Visit) -> None:
    visit.open(PUBLISHED)
    assert "98,0 %" in visit.tile("ever_screened")
    assert "96 af 98 · pr. 31.12.2007" in visit.tile("ever_screened")
    assert "62,5 %" in visit.tile("screening_yield")
    assert "60 af 96 · pr. 31.12.2007" in visit.tile("screening_yield")
    assert "308 af " in visit.tile("sites_attempted")


def test_a_year_earlier_32_municipalities_were_screened(visit: Visit) -> None:
    visit.open("/?as_of=2006-12-31")
    assert "32 af 98 · pr. 31.12.2006" in visit.tile("ever_screened")


def test_map_legend_and_table_count_the_same_98(visit: Visit) -> None:
    visit.open(PUBLISHED)
    on_map = visit.map.locator("#map_div > .leaflet-map-pane path[data-status]").evaluate_all(
        "paths => paths.map(path => [path.dataset.code, path.dataset.status])"
    )
    in_table = visit.page.locator(".municipalities tbody tr").evaluate_all(
        "rows => rows.map(row => [row.dataset.code, row.querySelector('.swatch').dataset.of])"
    )
    legend = visit.legend()
    assert sum(legend.values()) == 98
    assert legend["never"] == 2
    assert sorted(on_map) == sorted(in_table)
    assert {status: [s for _, s in in_table].count(status) for status in legend} == legend


def test_what_the_map_cannot_show_is_told(visit: Visit) -> None:
    visit.open(PUBLISHED)
    expect(visit.page.locator(".unplaced")).to_contain_text("18 af 737 besøgsforsøg")


def test_changing_a_filter_keeps_zoom_and_selection_and_sends_no_shapes(visit: Visit) -> None:
    visit.open("/?municipality=0751")
    visit.frame.evaluate("map.setView([56.2, 9.3], 8, {animate: false})")
    shown_before = visit.view()
    for change in (
        lambda: visit.choose("Team", "Team Vest"),
        lambda: visit.page.get_by_role("radio", name="24").click(),
        lambda: visit.choose("Region", "Region Midtjylland"),
    ):
        cost = visit.after(change)
        assert cost.received_bytes < BUDGET_BYTES
        assert not [path for path in cost.requested if path.startswith(("/map/", "/component/"))]
        assert visit.view() == shown_before
        assert visit.map.locator('[data-selected="0751"]').count() == 4, "two lines on the map and two on its inset"
        expect(visit.card).to_contain_text("Aarhus")
    assert visit.shape("0751").get_attribute("data-shown") == "true"
    assert visit.shape("0101").get_attribute("data-shown") == "false"


def test_the_whole_country_comes_back_by_its_button(visit: Visit) -> None:
    visit.open()
    home = visit.view()
    visit.frame.evaluate("map.setView([56.2, 9.3], 10, {animate: false})")
    visit.map.get_by_role("button", name="Vis hele landet").click()
    assert visit.view() == pytest.approx(home, abs=0.02)
    for code in ("0400", "0813", "0550", "0665"):  # Bornholm, Frederikshavn, Tønder, Lemvig: the corners
        place, frame = visit.shape(code).bounding_box(), visit.page.locator("iframe").bounding_box()
        assert place
        assert frame
        assert frame["x"] < place["x"]
        assert place["x"] + place["width"] < frame["x"] + frame["width"]
        assert frame["y"] < place["y"]
        assert place["y"] + place["height"] < frame["y"] + frame["height"]


def test_clicking_a_municipality_on_the_map_shows_its_card_and_its_row(visit: Visit) -> None:
    visit.open()
    visit.after(lambda: visit.shape("0760").click())
    expect(visit.card).to_contain_text("Ringkøbing-Skjern")
    expect(visit.row("0760")).to_have_attribute("aria-selected", "true")
    expect(visit.row("0760")).to_be_in_viewport()
    assert visit.page.url.endswith("?municipality=0760")


def test_a_municipality_of_the_capital_can_be_clicked_in_the_inset(visit: Visit) -> None:
    visit.open()
    visit.after(lambda: visit.map.locator('.inset path[data-code="0147"]').click())
    expect(visit.card).to_contain_text("Frederiksberg")


def test_choosing_in_the_table_outlines_the_municipality_on_the_map(visit: Visit) -> None:
    visit.open()
    visit.after(lambda: visit.row("0400").click())
    expect(visit.card).to_contain_text("Bornholm")
    assert visit.map.locator('[data-selected="0400"]').count() > 0


def test_a_municipality_chosen_elsewhere_is_moved_into_view_at_the_same_zoom(visit: Visit) -> None:
    visit.open()
    visit.frame.evaluate("map.setView([57.3, 10], 9, {animate: false})")
    visit.after(lambda: visit.row("0400").click())
    visit.page.wait_for_timeout(500)
    zoom, lat, lng = visit.view()
    assert zoom == 9
    assert (round(lat), round(lng)) == (55, 15)


def test_the_same_municipality_can_be_clicked_again_after_another_was_chosen(visit: Visit) -> None:
    visit.open()
    visit.after(lambda: visit.shape("0760").click())
    visit.after(lambda: visit.row("0400").click())
    visit.after(lambda: visit.shape("0760").click())
    expect(visit.card).to_contain_text("Ringkøbing-Skjern")


def test_everything_can_be_chosen_from_the_keyboard(visit: Visit) -> None:
    visit.open()
    box = visit.page.get_by_role("combobox", name="Kommune")
    box.focus()
    visit.page.keyboard.type("Læs")
    visit.after(lambda: visit.page.keyboard.press("Enter"))
    expect(visit.card).to_contain_text("Læsø")
    visit.row("0825").get_by_role("button").focus()
    visit.page.keyboard.press("ArrowDown")
    visit.after(lambda: visit.page.keyboard.press("Enter"))
    expect(visit.card).to_contain_text("Mariagerfjord")


def test_the_table_sorts_the_danish_way_in_any_browser_and_by_time(visit: Visit) -> None:
    visit.open()
    names = visit.page.locator(".municipalities th.name[scope=row]")
    assert names.all_inner_texts()[-5:] == ["Vordingborg", "Ærø", "Aabenraa", "Aalborg", "Aarhus"]
    visit.page.get_by_role("button", name="Senest screenet").click()
    days = visit.page.locator(".municipalities td.day").all_inner_texts()
    told = [(day[6:], day[3:5], day[:2]) for day in days if day != "–"]
    assert told == sorted(told)
    assert "–" not in days[: len(told)], "what is missing stands last"
    visit.page.get_by_role("button", name="Senest screenet").click()
    assert visit.page.get_by_role("columnheader", name="Senest screenet").get_attribute("aria-sort") == "descending"
    assert visit.page.locator(".municipalities td.day").last.inner_text() == "–"


def test_a_link_shows_another_visitor_the_same(window: Callable[[Server], Visit], demo_server: Server) -> None:
    first, second = window(demo_server), window(demo_server)
    first.open()
    first.after(lambda: first.choose("Team", "Team Midt"))
    first.after(lambda: first.shape("0550").click())
    second.open(first.page.url.removeprefix(first.url))
    assert second.legend() == first.legend()
    assert sum(second.legend().values()) < 98
    expect(second.card).to_have_text(first.card.inner_text(), use_inner_text=True)


def test_the_language_switch_changes_every_word_and_nothing_else(visit: Visit) -> None:
    visit.open("/?team=west&municipality=0751&as_of=2007-12-31")
    assert visit.page.locator("html").get_attribute("lang") == "da"
    told, shown_at = visit.legend(), visit.view()
    visit.after(lambda: visit.page.get_by_text("English").click())
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Screening coverage")
    expect(visit.page.locator(".heading")).to_contain_text("Team West · 1 Jan 2007–31 Dec 2007")
    expect(visit.card).to_contain_text("Central Denmark Region")
    expect(visit.page.get_by_role("combobox", name="Team")).to_have_value("Team West")
    assert "as of 31 Dec 2007" in visit.tile("ever_screened")
    assert visit.legend() == told
    assert visit.view() == shown_at
    assert "lang=en" in visit.page.url
    visit.shape("0760").hover()
    expect(visit.map.locator(".tip")).to_contain_text("Last screened")


def test_the_calendar_is_danish_in_an_english_browser(visit: Visit) -> None:
    visit.open(PUBLISHED)
    visit.page.get_by_test_id("stDateInput").locator("button").last.click()
    calendar = visit.page.get_by_role("grid")
    expect(calendar).to_be_visible()
    assert calendar.locator("th").all_inner_texts() == ["M", "T", "O", "T", "F", "L", "S"]
    expect(visit.page.get_by_text("december", exact=False).first).to_be_visible()


def test_the_tooltip_says_name_status_and_last_screening(visit: Visit) -> None:
    visit.open(PUBLISHED)
    visit.shape("0760").hover()
    expect(visit.map.locator(".tip")).to_contain_text("Ringkøbing-Skjern")
    expect(visit.map.locator(".tip")).to_contain_text("Senest screenet ")
    expect(visit.map.locator(".tip")).to_contain_text(".200")


def test_the_downloads_are_danish_say_demo_and_hold_what_the_table_shows(visit: Visit) -> None:
    visit.open("/?as_of=2007-12-31&team=west")
    shown = visit.page.locator(".municipalities tbody tr").count()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Hent CSV").click()
    assert download.value.suggested_filename == "DEMO-feltplan-kommuner-2007-12-31.csv"
    rows = list(csv.reader(StringIO(Path(download.value.path()).read_text("utf-8-sig")), delimiter=";"))
    assert rows[0][0].startswith("DEMO: opdigtede data")
    assert len(rows) == 2 + shown
    assert all(row[0] == "DEMO" and row[3] == "Team Vest" and row[-2:] == ["31.12.2007", "12"] for row in rows[2:])
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Hent Excel").click()
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    assert download.value.suggested_filename == "DEMO-feltplan-kommuner-2007-12-31.xlsx"
    assert book.sheetnames == ["DEMO kommuner"]
    assert book.active.max_row == 2 + shown


def test_every_page_says_that_the_data_are_made_up_and_which_boundaries_are_drawn(visit: Visit) -> None:
    for path, with_map in (("/", True), ("/imports", False)):
        visit.open(path, with_map=with_map)
        expect(visit.page.get_by_role("note")).to_contain_text("DEMO")
        expect(visit.page.locator(".foot")).to_contain_text("OpenStreetMap")


def test_a_tile_tells_how_it_is_counted_and_its_interval(visit: Visit) -> None:
    visit.open(PUBLISHED)
    visit.page.locator(".st-key-tile-screening_yield [data-testid=stTooltipIcon]").hover()
    expect(visit.page.get_by_role("tooltip")).to_contain_text("af kommuner der er screenet")
    expect(visit.page.get_by_role("tooltip")).to_contain_text("95 %-interval")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 800), (390, 844)])
def test_the_page_fits_its_window_without_scrolling_sideways(width: int, height: int, visit: Visit) -> None:
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.open("/?municipality=0760")
    assert too_wide(visit.page) == []
    for part in (".municipalities", ".legend", ".card", "iframe"):
        box = visit.page.locator(part).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert visit.page.locator(".municipalities").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
