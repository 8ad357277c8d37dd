"""No data, little data, other data: each looks right, and a new version is shown by the next choice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from geodata.versions import folder, published
from tests.screen.test_safe import HOSTILE
from tests.small import SMALL, write_small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Dialog

    from tests.browser.deployment import Deployment
    from tests.browser.server import Server
    from tests.browser.visit import Visit

NOTHING = {
    name: text.strip().splitlines()[0].strip()
    for name, text in SMALL.items()
    if name not in {"municipalities", "team_membership"}
}
"""The header of every table of what happened, without a row."""


@pytest.fixture
def other(window: Callable[[Server], Visit], changing_server: Server) -> Visit:
    """A window on the changing server."""
    return window(changing_server)


def test_without_a_warehouse_the_page_says_how_to_make_one_and_shows_no_path(
    deployment: Deployment, other: Visit
) -> None:
    other.open(with_map=False)
    expect(other.page.locator(".problem")).to_contain_text("python -m etl build")
    other.page.get_by_text("English").click()
    expect(other.page.locator(".problem")).to_contain_text("There are no data yet")
    assert str(deployment.home) not in other.page.content()
    assert other.complaints == []


def test_a_first_build_is_shown_without_a_restart(deployment: Deployment, other: Visit, small_raw: Path) -> None:
    other.open(with_map=False)
    deployment.build(small_raw)
    other.page.get_by_text("English").click()
    other.painted()
    assert "1 of 3" in other.tile("ever_screened")


def test_a_new_version_is_shown_by_the_next_choice_with_its_own_shapes(
    deployment: Deployment, other: Visit, small_raw: Path, tmp_path: Path
) -> None:
    deployment.build(small_raw)
    other.open()
    assert "1 af 3" in other.tile("ever_screened")
    deployment.build(only_one(tmp_path / "one"))
    other.page.get_by_role("radio", name="24").click()
    expect(other.page.locator(".st-key-tile-ever_screened")).to_contain_text("0 af 1")
    expect(other.map.locator("#map_div > .leaflet-map-pane path[data-status]")).to_have_count(1)
    assert sum(other.legend().values()) == 1


def test_real_data_carry_no_mark_of_synthetic_data(deployment: Deployment, other: Visit, small_raw: Path) -> None:
    deployment.build(small_raw)
    other.open()
    expect(other.page.get_by_role("note")).to_have_count(0)
    with other.page.expect_download() as download:
        other.page.get_by_role("button", name="Hent CSV").click()
    assert download.value.suggested_filename.startswith("feltplan-kommuner-")


def test_municipalities_without_any_event_are_all_never_screened(
    deployment: Deployment, other: Visit, tmp_path: Path
) -> None:
    deployment.build(write_small(tmp_path / "raw", **NOTHING))
    other.open()
    expect(other.page.get_by_test_id("stAlert")).to_contain_text("Der er endnu ingen screeninger")
    assert "0 af 3" in other.tile("ever_screened")
    assert "–" in other.tile("screening_yield")
    assert other.legend() == {**dict.fromkeys(other.legend(), 0), "never": 3}
    assert other.complaints == []


def test_a_single_municipality_fills_the_map(deployment: Deployment, other: Visit, tmp_path: Path) -> None:
    deployment.build(only_one(tmp_path / "raw"))
    other.open()
    shape, frame = other.shape("0101").bounding_box(), other.page.locator("iframe").bounding_box()
    assert shape
    assert frame
    assert shape["height"] > 0.8 * frame["height"]
    expect(other.map.locator(".inset")).to_be_hidden()
    expect(other.page.locator(".municipalities tbody tr")).to_have_count(1)


def test_equal_values_are_one_class_in_map_and_legend(deployment: Deployment, other: Visit, tmp_path: Path) -> None:
    alike = """
        screening_id | municipality_code | started_on | completed_on | result     | sources
        one          | 0101              | 2026-01-01 | 2026-02-01   | none_found | web
        two          | 0461              | 2026-01-01 | 2026-02-01   | none_found | web
        three        | 0751              | 2026-01-01 | 2026-02-01   | none_found | web
    """
    deployment.build(write_small(tmp_path / "raw", screenings=alike))
    other.open()
    assert other.legend() == {**dict.fromkeys(other.legend(), 0), "fresh_none_found": 3}
    fills = other.map.locator("#map_div > .leaflet-map-pane path[data-status]").evaluate_all(
        "p => p.map(e => e.getAttribute('fill'))"
    )
    assert len(fills) == 3
    assert len(set(fills)) == 1


def test_a_damaged_warehouse_is_not_shown_and_no_path_is_told(
    deployment: Deployment, other: Visit, small_raw: Path
) -> None:
    deployment.build(small_raw)
    file = folder(deployment.home) / published(deployment.home).file
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-5000])
    other.open(with_map=False)
    expect(other.page.locator(".problem")).to_contain_text("beskadiget")
    assert str(deployment.home) not in other.page.content()


def test_a_page_that_fails_says_so_in_danish_without_any_detail(
    deployment: Deployment, other: Visit, small_raw: Path, changing_server: Server
) -> None:
    deployment.build(small_raw)
    deployment.alter(("INSERT INTO rejects VALUES ('visits', 'visits.csv', 2, 'a', 'b', 'no-such-rule')", []))
    other.open("/imports", with_map=False)
    problem = other.page.locator(".problem")
    expect(problem).to_contain_text("Siden kunne ikke vises")
    assert "no-such-rule" not in other.page.content()
    assert "no-such-rule" in changing_server.log.read_text(encoding="utf-8"), "the log has what the visitor is spared"


def test_a_hostile_name_runs_nowhere_and_is_shown_as_it_is(
    deployment: Deployment, other: Visit, tmp_path: Path
) -> None:
    deployment.build(write_small(tmp_path / "raw"))
    name = "".join(HOSTILE[:-2])
    codes = ("0101", "0461", "0751")
    rename = "UPDATE municipalities SET name = ? WHERE municipality_code = ?"
    deployment.alter(*((rename, [name + code, code]) for code in codes))
    ran: list[str] = []

    def note(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    other.page.on("dialog", note)
    other.open()
    for code in codes:
        other.after(other.row(code).click)
        expect(other.card).to_contain_text(name + code)
        other.shape(code).hover()
        expect(other.map.locator(".tip").first).to_contain_text(
            "{{ cycler.__init__.__globals__ }}{% for x in y %}{# never closed"
        )
    expect(other.page.get_by_role("combobox", name="Kommune")).to_have_value(name + code)
    assert ran == []
    assert other.complaints == []


def only_one(folder: Path) -> Path:
    """Write the raw files of one municipality to which nothing has happened."""
    first = {name: "\n".join(SMALL[name].strip().splitlines()[:2]) for name in ("municipalities", "team_membership")}
    raw = write_small(folder, **first, **NOTHING)
    boundaries = raw / "boundaries.geojson"
    shapes = json.loads(boundaries.read_text(encoding="utf-8"))
    shapes["features"] = [shape for shape in shapes["features"] if shape["properties"]["kommunekode"] == "0101"]
    boundaries.write_text(json.dumps(shapes), encoding="utf-8")
    return raw
