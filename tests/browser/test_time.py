"""The page on time as a person sees and uses it: charts, the play control, two days."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.looks import grave_faults, too_wide
from tests.browser.test_offline import elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FrameLocator, Locator

    from tests.browser.server import Server
    from tests.browser.visit import Visit

MAP = "/time?part=map"
COMPARE = "/time?part=compare&as_of=2007-12-31"


def slider(visit: Visit) -> Locator:
    return visit.map.get_by_role("slider", name="Kvartal")


def day(visit: Visit) -> str:
    return visit.map.locator(".player .day").inner_text()


def counts(visit: Visit) -> dict[str, int]:
    rows = visit.map.locator(".counts tr[data-status]")
    return dict(rows.evaluate_all("rows => rows.map(row => [row.dataset.status, Number(row.dataset.n)])"))


def on_map(view: FrameLocator) -> dict[str, int]:
    statuses = view.locator("#map_div > .leaflet-map-pane path[data-status]").evaluate_all(
        "paths => paths.map(path => path.dataset.status)"
    )
    return {status: statuses.count(status) for status in set(statuses)}


def without_none(counted: dict[str, int]) -> dict[str, int]:
    return {status: n for status, n in counted.items() if n}


def go_to(visit: Visit, wanted: str) -> None:
    """Move the slider to a day, as a keyboard does."""
    slider(visit).focus()
    visit.page.keyboard.press("Home")
    for _step in range(100):
        if day(visit) == wanted:
            return
        visit.page.keyboard.press("ArrowRight")
    raise AssertionError(f"No quarter ends on {wanted}.")


def test_the_published_points_stand_in_the_chart_and_in_its_table(visit: Visit) -> None:
    visit.open("/time", with_map=False)
    expect(visit.page.locator(".stPlotlyChart").first).to_contain_text("Offentliggjort: Statusrapport 2007")
    table = visit.page.get_by_role("region", name="Screenet nogensinde, kvartal for kvartal")
    expect(table.get_by_role("row").filter(has_text="31.12.2007")).to_contain_text("98,0 % 96 af 98 Statusrapport 2007")
    expect(table.get_by_role("row").filter(has_text="31.12.2006")).to_contain_text("32,7 % 32 af 98 Statusrapport 2007")
    assert elsewhere(visit) == []


def test_a_figure_is_added_by_its_button_and_its_file_holds_the_chart(visit: Visit) -> None:
    visit.open("/time?as_of=2007-12-31&figures=attempts", with_map=False)
    expect(visit.page.locator(".stPlotlyChart")).to_have_count(1)
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Hent CSV").click()
    assert download.value.suggested_filename == "DEMO-feltplan-attempts-2007-12-31.csv"
    rows = list(csv.reader(StringIO(Path(download.value.path()).read_text("utf-8-sig")), delimiter=";"))
    assert ["31.12.2007", "Hele landet", "737,0", "737", "", "", "", "Statusrapport 2007"] in [row[1:9] for row in rows]
    visit.page.get_by_role("button", name="Forsøg med kontakt").click()
    expect(visit.page.locator(".stPlotlyChart")).to_have_count(2)
    assert "contact_rate" in visit.page.url


def test_stepping_changes_map_day_and_numbers_and_asks_the_server_for_nothing(visit: Visit) -> None:
    visit.open(MAP)
    visit.page.wait_for_timeout(500)
    visit.frame.evaluate("map.setView([56.2, 9.3], 8, {animate: false})")
    view, asked, received = visit.view(), len(visit.requested), visit.received_bytes
    now = counts(visit)
    visit.map.get_by_role("button", name="Kvartalet før").click()
    assert day(visit) == "30.09.2026"
    assert counts(visit) != now
    assert without_none(counts(visit)) == on_map(visit.map)
    go_to(visit, "31.12.2007")
    assert counts(visit)["never"] == 2
    assert sum(counts(visit).values()) == 98
    assert without_none(counts(visit)) == on_map(visit.map)
    assert slider(visit).get_attribute("aria-valuetext") == "31.12.2007"
    assert visit.view() == view, "zoom and place stay"
    assert (len(visit.requested), visit.received_bytes) == (asked, received)


def test_the_numbers_beside_the_map_stand_in_the_table_below(visit: Visit) -> None:
    visit.open(MAP)
    go_to(visit, "31.12.2007")
    row = visit.page.locator(".records tr").filter(has_text="31.12.2007")
    assert [int(cell) for cell in row.locator("td.number").all_inner_texts()] == list(counts(visit).values())


def test_playing_runs_from_the_first_quarter_and_stops_when_told(visit: Visit) -> None:
    visit.open(MAP)
    expect(visit.map.get_by_role("button", name="Næste kvartal")).to_be_disabled()
    visit.map.get_by_role("button", name="Afspil kvartalerne").click()
    expect(visit.map.locator(".player .day")).to_have_text("31.03.2006")
    expect(visit.map.locator(".player .day")).to_have_text("30.09.2006")
    visit.map.get_by_role("button", name="Pause").click()
    stopped = day(visit)
    visit.page.wait_for_timeout(1600)
    assert day(visit) == stopped


def test_playing_ends_on_the_last_quarter(visit: Visit) -> None:
    visit.open(MAP)
    slider(visit).focus()
    visit.page.keyboard.press("End")
    visit.page.keyboard.press("ArrowLeft")
    visit.map.get_by_role("button", name="Afspil kvartalerne").press("Enter")
    expect(visit.map.get_by_role("button", name="Næste kvartal")).to_be_disabled()
    expect(visit.map.get_by_role("button", name="Afspil kvartalerne")).to_be_visible()


def test_who_asks_for_less_motion_steps_and_nothing_plays(visit: Visit) -> None:
    visit.page.emulate_media(reduced_motion="reduce")
    visit.open(MAP)
    expect(visit.map.locator(".player .play")).to_be_hidden()
    visit.map.get_by_role("button", name="Kvartalet før").click()
    assert day(visit) == "30.09.2026"


def test_a_filter_and_a_click_keep_the_quarter_and_the_zoom(visit: Visit) -> None:
    visit.open(MAP)
    go_to(visit, "31.12.2007")
    visit.frame.evaluate("map.setView([56.2, 9.3], 8, {animate: false})")
    view = visit.view()
    cost = visit.after(lambda: visit.choose("Team", "Team Vest"))
    assert not [path for path in cost.requested if path.startswith(("/map/", "/component/"))]
    assert (day(visit), visit.view()) == ("31.12.2007", view)
    assert sum(counts(visit).values()) == 30
    visit.after(lambda: visit.shape("0760").click())
    assert (day(visit), visit.view()) == ("31.12.2007", view)
    assert "municipality=0760" in visit.page.url
    visit.after(lambda: visit.page.get_by_text("English").click())
    assert day(visit) == "31 Dec 2007"


def pair(visit: Visit) -> list[FrameLocator]:
    """Return the two maps, once both are painted."""
    frames = visit.page.locator('iframe[title^="streamlit_folium"]')
    expect(frames).to_have_count(2)
    views = [frames.nth(place).content_frame for place in range(2)]
    for view in views:
        view.locator("body[data-painted]").wait_for()
        expect(view.locator("#map_div > .leaflet-map-pane path[data-status]")).to_have_count(98)
    return views


def test_two_days_stand_side_by_side_and_the_table_says_what_changed(visit: Visit) -> None:
    visit.open(COMPARE, with_map=False)
    before, after = pair(visit)
    assert on_map(before)["never"] == 66
    assert on_map(after)["never"] == 2
    code = {
        view: dict(
            view.locator("#map_div > .leaflet-map-pane path[data-status]").evaluate_all(
                "paths => paths.map(path => [path.dataset.code, path.dataset.status])"
            )
        )
        for view in (before, after)
    }
    changed = {name for name in code[before] if code[before][name] != code[after][name]}
    rows = visit.page.locator(".records tbody tr")
    assert {row.split("\t")[0] for row in rows.all_inner_texts()} == changed
    expect(visit.page.locator(".explained").last).to_contain_text(f"{len(changed)} af 98 kommuner")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Hent CSV").click()
    assert len(Path(download.value.path()).read_text("utf-8-sig").splitlines()) == 2 + len(changed)


def test_a_link_shows_another_visitor_the_same_two_days(window: Callable[[Server], Visit], demo_server: Server) -> None:
    first, second = window(demo_server), window(demo_server)
    first.open(COMPARE + "&before=2007-06-30", with_map=False)
    pair(first)
    second.open(first.page.url.removeprefix(first.url), with_map=False)
    assert [on_map(view) for view in pair(second)] == [on_map(view) for view in pair(first)]


def open_part(path: str, visit: Visit) -> None:
    """Open a part of the page and wait until all of it is drawn."""
    visit.open(path, with_map=path == MAP)
    if path == COMPARE:
        pair(visit)
    if path == "/time":
        expect(visit.page.locator(".stPlotlyChart .main-svg").nth(2)).to_be_attached()
    expect(visit.page.locator(".foot")).to_be_attached()


@pytest.mark.parametrize("path", ["/time", MAP, COMPARE])
def test_no_part_breaks_a_rule_gravely(path: str, visit: Visit) -> None:
    open_part(path, visit)
    assert grave_faults(visit.page) == []
    if path == MAP:
        assert grave_faults(visit.frame) == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/time", MAP, COMPARE])
def test_every_part_fits_its_window_without_scrolling_sideways(path: str, width: int, visit: Visit) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    open_part(path, visit)
    assert too_wide(visit.page) == []
