"""The map: what travels, how often, and what a click means."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from streamlit_folium import _get_feature_group_string, _get_map_string, generate_js_hash

from dashboard.basemap import basemap, map_url
from dashboard.components.coverage_map import base_map, clicked_code, painted
from dashboard.components.map_frame import Layer
from dashboard.warehouse import Edition, current
from geodata.drawing.mercator import degrees, screen_px, symbol_places
from geodata.status import classify
from tests.screen.test_safe import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

INFO = {"boundaries_attribution": "© x"}
DAY = date(2026, 11, 21)


@pytest.fixture
def municipalities(demo_home: Path) -> pd.DataFrame:
    return classify(current(demo_home).store.municipality_status(DAY, 12), DAY, 12)


def all_of(municipalities: pd.DataFrame, selected: str | None = None) -> str:
    return painted(municipalities, municipalities, selected, INFO, "da")


def test_what_a_choice_changes_is_a_few_kilobytes(municipalities: pd.DataFrame) -> None:
    assert len(all_of(municipalities)) < 15_000


def test_the_maps_own_script_is_the_same_whatever_is_chosen() -> None:
    scripts = {_get_map_string(base_map("map/1-abc.json")) for _ in range(2)}
    assert len(scripts) == 1


def test_the_script_changes_with_the_version_so_a_new_build_is_drawn_anew() -> None:
    old, new = (generate_js_hash(_get_map_string(base_map(map_url(name))), None) for name in ("1-0a", "2-0a"))
    assert old != new


def test_every_address_of_the_map_is_this_servers_own() -> None:
    drawn = base_map("map/1-abc.json")
    drawn.get_root().render()
    links = [url for part in (drawn, *drawn._children.values()) for kind in ("default_js", "default_css")
             for _, url in getattr(part, kind, [])]  # fmt: skip
    assert len(links) == 6
    assert all(url.startswith("../../assets/") for url in links)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_reaches_the_browser_as_data(text: str, municipalities: pd.DataFrame) -> None:
    named = municipalities.head(1).assign(name=text)
    drawn = base_map("map/1-abc.json")
    drawn.get_root().render()
    _get_map_string(drawn)
    sent = _get_feature_group_string(Layer("paint", all_of(named)), drawn)
    data = re.search(r"feltplan\.paint\((.*)\);", sent)
    assert data is not None
    assert json.loads(data.group(1))[5][0][4] == text


def test_a_municipality_outside_the_filter_stays_on_the_map(municipalities: pd.DataFrame) -> None:
    kept = municipalities[municipalities["municipality_code"] == "0101"]
    rows = json.loads(painted(municipalities, kept, None, INFO, "da"))[5]
    assert len(rows) == 98
    assert [row[0] for row in rows if row[2]] == ["0101"]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        pytest.param(
            {"last_active_drawing": {"properties": {"code": "0101", "at": 1}}}, "0101", id="a click on a shape"
        ),
        pytest.param({"last_active_drawing": None}, None, id="no click yet"),
        pytest.param({"last_active_drawing": {"properties": {}}}, None, id="something without a code"),
        pytest.param({"last_active_drawing": {"properties": {"code": 101}}}, None, id="a number is no code"),
        pytest.param({}, None, id="nothing"),
        pytest.param(None, None, id="no map yet"),
    ],
)
def test_what_a_click_means(event: dict[str, object] | None, code: str | None) -> None:
    assert clicked_code(event) == code


def test_the_projection_is_the_one_leaflet_draws_in_and_can_be_undone() -> None:
    lon_lat = np.array([[0.0, 0.0], [12.5683, 55.6761], [-180.0, -85.05]])
    assert screen_px(lon_lat)[0].tolist() == [128, 128]
    assert np.allclose(degrees(screen_px(lon_lat)), lon_lat)


def test_a_symbols_place_lies_inside_its_municipality_with_the_room_it_says(demo_home: Path) -> None:
    shapes = json.loads(current(demo_home).store.map_shapes())
    places = symbol_places(shapes)
    assert len(places) == 98
    for feature in shapes["features"]:
        lat, lon, radius = places[feature["properties"]["code"]]
        drawn = shapely.transform(shapely.from_geojson(json.dumps(feature["geometry"])), screen_px)
        middle = shapely.Point(screen_px(np.array([[lon, lat]]))[0])
        assert drawn.contains(middle)
        assert drawn.boundary.distance(middle) == pytest.approx(radius, rel=0.05, abs=1e-4)


def test_the_shapes_travel_once_and_gzipped(small_edition: Edition) -> None:
    body = json.loads(gzip.decompress(basemap(small_edition.store)))
    assert set(body) == {"shapes", "borders", "places"}
    assert {feature["properties"]["code"] for feature in body["shapes"]["features"]} == {"0101", "0461", "0751"}
    assert basemap(small_edition.store) == basemap(small_edition.store), "the same version is the same bytes"
