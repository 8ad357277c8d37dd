"""Travel times go round fjords, over bridges and by ferries; what cannot be reached is said."""

from __future__ import annotations

import csv
import stat
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from geodata.settings import Settings
from geodata.travel import cached, kept_grid, speeds
from geodata.travel.bundled import DATA, fast_roads, links, towns
from geodata.travel.grid import Grid, build, graph
from geodata.travel.land import OPEN, SEA, metres, read_land
from geodata.travel.shortest import grid_minutes
from geodata.travel.times import Engine, minutes

if TYPE_CHECKING:
    from pathlib import Path

PLACES = {
    "Aarhus": (10.205, 56.157), "Kalundborg": (11.090, 55.680), "Thisted": (8.694, 56.957), "Skive": (9.027, 56.567),
    "Frederikssund": (12.067, 55.839), "Roskilde": (12.080, 55.642), "Jægerspris": (11.985, 55.855),
    "Hals": (10.310, 56.997), "Egense": (10.302, 56.978), "Aalborg": (9.921, 57.047), "København": (12.568, 55.676),
    "Rønne": (14.700, 55.100), "Svendborg": (10.610, 55.060), "Ærøskøbing": (10.410, 54.888),
    "Frederikshavn": (10.536, 57.440), "Læsø": (11.000, 57.275), "Grenaa": (10.880, 56.413), "Anholt": (11.560, 56.714),
    "Esbjerg": (8.452, 55.467), "Fanø": (8.400, 55.440), "Odder": (10.150, 55.975), "Tunø": (10.440, 55.950),
    "Samsø": (10.600, 55.850), "Horsens": (9.850, 55.861), "Endelave": (10.310, 55.770), "Fur": (9.000, 56.820),
    "Struer": (8.585, 56.490), "Venø": (8.625, 56.545), "Holbæk": (11.710, 55.715), "Orø": (11.810, 55.773),
    "Sejerø": (11.140, 55.885), "Skælskør": (11.290, 55.250), "Agersø": (11.200, 55.210), "Omø": (11.160, 55.165),
    "Maribo": (11.500, 54.775), "Fejø": (11.400, 54.945), "Femø": (11.540, 54.965), "Askø": (11.495, 54.890),
    "Assens": (9.900, 55.270), "Bågø": (9.810, 55.310), "Haderslev": (9.490, 55.252), "Årø": (9.745, 55.264),
    "Faaborg": (10.240, 55.098), "Lyø": (10.155, 55.043), "Avernakø": (10.262, 55.030), "Bjørnø": (10.252, 55.060),
    "Skarø": (10.468, 55.008), "Drejø": (10.428, 54.973), "Rudkøbing": (10.712, 54.938), "Strynø": (10.610, 54.904),
    "Hjarnø": (10.080, 55.824), "Livø": (9.095, 56.883), "Aars": (9.515, 56.803), "Egholm": (9.847, 57.063),
    "Ribe": (8.765, 55.328), "Mandø": (8.549, 55.280), "Saltholm": (12.760, 55.640), "Romsø": (10.789, 55.514),
    "Odense": (10.390, 55.400), "Rømø": (8.530, 55.130), "Møn": (12.285, 54.985), "Mors": (8.860, 56.795),
    "Langeland": (10.780, 54.945), "Als": (9.930, 54.970), "Falster": (11.870, 54.767), "Nakskov": (11.137, 54.830),
}  # fmt: skip


@pytest.fixture(scope="module")
def grid() -> Grid:
    """The grid of the bundled land."""
    return build()


@pytest.fixture(scope="module")
def between(grid: Grid) -> dict[tuple[str, str], float]:
    """The minutes between the named places."""
    found = grid_minutes(grid, np.array(list(PLACES.values())))
    return {(a, b): float(found[i, j]) for i, a in enumerate(PLACES) for j, b in enumerate(PLACES)}


def straight_km(a: str, b: str) -> float:
    one, other = metres(np.array([PLACES[a], PLACES[b]]))
    return float(np.hypot(*(one - other))) / 1000


@pytest.mark.parametrize(
    ("a", "b", "least", "most"),
    [
        pytest.param("Aarhus", "Kalundborg", 120, 240, id="round by Fyn, or by the ferry from Odden"),
        pytest.param("Thisted", "Skive", 45, 85, id="over the Limfjord by Mors, or by Oddesund"),
        pytest.param("Frederikssund", "Roskilde", 26, 45, id="along the fjord"),
        pytest.param("Jægerspris", "Roskilde", 30, 55, id="over the fjord's bridge, not over its water"),
        pytest.param("Hals", "Egense", 12, 30, id="by the ferry, with the wait"),
        pytest.param("København", "Rønne", 190, 330, id="by Øresund, Ystad and the ferry"),
        pytest.param("København", "Odense", 95, 130, id="over Storebælt"),
        pytest.param("København", "Aarhus", 165, 215, id="over Storebælt and Lillebælt"),
    ],
)
def test_the_way_goes_round_water_or_over_it_by_a_link(
    between: dict[tuple[str, str], float], a: str, b: str, least: float, most: float
) -> None:
    assert least <= between[a, b] <= most


@pytest.mark.parametrize("name", ["Øresundsbroen", "Malmö-Ystad", "Rønne-Ystad"])
def test_bornholm_is_reached_over_oeresund_ystad_and_roenne(grid: Grid, name: str) -> None:
    cut = next(link for link in links() if link.name == name)
    ways = metres(np.array([cut.begin, cut.end]))
    at = [int(np.hypot(*(grid.points - end).T).argmin()) for end in ways]
    kept = ~(np.isin(grid.begins, at) & np.isin(grid.ends, at))
    without = Grid(
        grid.land, grid.piece, grid.points, grid.begins[kept], grid.ends[kept], grid.minutes[kept], grid.pieces
    )
    pair = np.array([PLACES["København"], PLACES["Rønne"]])
    assert grid_minutes(without, pair)[0, 1] > grid_minutes(grid, pair)[0, 1] + 5


@pytest.mark.parametrize(
    ("island", "ashore", "ferry"),
    [
        ("Læsø", "Frederikshavn", "Frederikshavn-Læsø"), ("Anholt", "Grenaa", "Grenaa-Anholt"),
        ("Ærøskøbing", "Svendborg", "Svendborg-Ærøskøbing"), ("Fanø", "Esbjerg", "Esbjerg-Fanø"),
        ("Tunø", "Odder", "Hou-Tunø"), ("Samsø", "Odder", "Hou-Sælvig"), ("Endelave", "Horsens", "Snaptun-Endelave"),
        ("Hjarnø", "Horsens", "Snaptun-Hjarnø"), ("Fur", "Skive", "Branden-Fur"), ("Venø", "Struer", "Kleppen-Venø"),
        ("Orø", "Holbæk", "Holbæk-Orø"), ("Sejerø", "Kalundborg", "Havnsø-Sejerø"),
        ("Agersø", "Skælskør", "Stigsnæs-Agersø"), ("Omø", "Skælskør", "Stigsnæs-Omø"),
        ("Fejø", "Maribo", "Kragenæs-Fejø"), ("Femø", "Maribo", "Kragenæs-Femø"), ("Askø", "Maribo", "Bandholm-Askø"),
        ("Bågø", "Assens", "Assens-Bågø"), ("Årø", "Haderslev", "Årøsund-Årø"), ("Lyø", "Faaborg", "Faaborg-Lyø"),
        ("Avernakø", "Faaborg", "Faaborg-Avernakø"), ("Bjørnø", "Faaborg", "Faaborg-Bjørnø"),
        ("Skarø", "Svendborg", "Svendborg-Skarø"), ("Drejø", "Svendborg", "Svendborg-Drejø"),
        ("Strynø", "Rudkøbing", "Rudkøbing-Strynø"), ("Livø", "Aars", "Rønbjerg-Livø"),
        ("Egholm", "Aalborg", "Aalborg-Egholm"), ("Mandø", "Ribe", "Mandø låningsvej"),
    ],
)  # fmt: skip
def test_an_island_without_a_bridge_is_reached_by_its_ferry(
    between: dict[tuple[str, str], float], island: str, ashore: str, ferry: str
) -> None:
    crossing = next(link for link in links() if link.name == ferry).minutes
    least = 16 if island == "Orø" else crossing  # Orø has a short second ferry, of 6 minutes and half of 20
    assert least <= between[ashore, island] <= crossing + straight_km(island, ashore) * 1.6 + 25


@pytest.mark.parametrize(
    ("a", "b"), [("Rømø", "Ribe"), ("Mors", "Skive"), ("Møn", "Falster"), ("Langeland", "Svendborg")]
)
def test_an_island_with_a_bridge_or_a_dam_is_a_drive(between: dict[tuple[str, str], float], a: str, b: str) -> None:
    assert between[a, b] < straight_km(a, b) * 1.9 + 10


@pytest.mark.parametrize("island", ["Saltholm", "Romsø"])
def test_an_island_without_a_link_cannot_be_reached_and_that_is_said(
    between: dict[tuple[str, str], float], island: str, tmp_path: Path
) -> None:
    assert between["Odense", island] == np.inf
    found = minutes(np.array([PLACES["Odense"], PLACES[island], PLACES["Assens"]]), Settings(home=tmp_path))
    assert found.unreachable(0) == [1]
    assert found.engine is Engine.GRID
    assert "20" in found.expected_error.say("da")


@pytest.mark.parametrize(
    "place", [pytest.param((7.0, 56.0), id="the North Sea"), pytest.param((18.0, 59.3), id="Stockholm")]
)
def test_a_place_at_sea_or_abroad_cannot_be_reached(grid: Grid, place: tuple[float, float]) -> None:
    assert grid_minutes(grid, np.array([PLACES["Odense"], place]))[0, 1] == np.inf


def test_every_municipality_can_be_reached_from_every_other(grid: Grid) -> None:
    with (DATA / "municipalities.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for lon, lat in (("centroid_lon", "centroid_lat"), ("inside_lon", "inside_lat")):
        found = grid_minutes(grid, np.array([[float(row[lon]), float(row[lat])] for row in rows]))
        assert found.shape == (98, 98)
        assert np.isfinite(found).all()


def test_driving_times_are_near_those_that_are_known(grid: Grid) -> None:
    with (DATA / "known_drives.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ends = [[(float(row[f"{end}_lon"]), float(row[f"{end}_lat"])) for row in rows] for end in ("from", "to")]
    found = grid_minutes(grid, np.array(ends[0] + ends[1]))
    told = found[np.arange(len(rows)), len(rows) + np.arange(len(rows))]
    off = np.abs(told / np.array([float(row["minutes"]) for row in rows]) - 1)
    assert np.median(off) < 0.08
    assert np.quantile(off, 0.9) < 0.15


def test_a_fast_road_saves_time_on_a_long_drive(grid: Grid) -> None:
    slow = grid.minutes.copy()
    fast = (grid.begins >= grid.pieces) & (grid.ends >= grid.pieces)
    slow[fast & (slow < 15)] *= 10
    without = Grid(grid.land, grid.piece, grid.points, grid.begins, grid.ends, slow, grid.pieces)
    pair = np.array([PLACES["Aarhus"], PLACES["Aalborg"]])
    assert grid_minutes(grid, pair)[0, 1] < 0.9 * grid_minutes(without, pair)[0, 1]


place = st.sampled_from(sorted(PLACES))


@given(st.lists(place, min_size=1, max_size=6))
@hypothesis_settings(max_examples=15)
def test_times_are_a_distance(grid: Grid, names: list[str]) -> None:
    found = grid_minutes(grid, np.array([PLACES[name] for name in names]))
    assert (found == found.T).all()
    assert (np.diag(found) == 0).all()
    assert (found >= 0).all()
    around = found[:, :, None] + found[None, :, :]
    assert (found[:, None, :] <= around + 1e-6).all()  # no way is longer than one by a third place


def test_no_place_asked_is_no_time_told(grid: Grid, tmp_path: Path) -> None:
    assert grid_minutes(grid, np.zeros((0, 2))).shape == (0, 0)
    assert minutes(np.zeros((0, 2)), Settings(home=tmp_path)).minutes.shape == (0, 0)


def test_a_place_without_coordinates_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="longitude"):
        minutes(np.array([[np.nan, 55.0]]), Settings(home=tmp_path))


def test_the_raster_is_the_outlines_land() -> None:
    land = read_land()
    inside = land.at(metres(np.array([PLACES["Odense"], (9.0, 55.9), (11.0, 55.6), (10.9, 55.33), (0.0, 0.0)])))
    assert inside[0] > OPEN
    assert inside.tolist()[1:] == [OPEN, SEA, SEA, SEA]
    assert (land.pixels != SEA).sum() * 0.04 == pytest.approx(43_000, rel=0.02)  # square kilometres


def test_of_two_ways_between_the_same_pieces_the_shorter_counts() -> None:
    held = graph(2, np.array([0, 1]), np.array([1, 0]), np.array([5.0, 3.0]))
    assert held.toarray().tolist() == [[0, 3], [3, 0]]


def test_every_bundled_link_road_and_town_stands_where_it_is_told(grid: Grid) -> None:
    abroad = {end for link in links() if link.kind == "abroad" for end in (link.begin, link.end)}
    ashore = metres(np.array(sorted({end for link in links() for end in (link.begin, link.end)} - abroad)))
    assert max(np.hypot(*(grid.points[: grid.pieces] - end).T).min() for end in ashore) < 3_000
    assert all(link.minutes > 0 for link in links())
    assert all(60 <= road.kmh <= 130 and len(road.junctions) > 1 for road in fast_roads())
    assert np.isfinite(grid_minutes(grid, np.array([(town.lon, town.lat) for town in towns()]))).all()


def test_what_was_worked_out_once_is_kept_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    kept_grid.forget()
    places = np.array([PLACES["Odense"], PLACES["Assens"]])
    first = minutes(places, Settings(home=home))
    assert stat.S_IMODE((home / cached.FILE).stat().st_mode) == 0o600
    assert {stat.S_IMODE(path.stat().st_mode) for path in (home / "travel").iterdir()} == {0o600}
    monkeypatch.setattr("geodata.travel.shortest.grid_minutes", None)
    again = minutes(places + 1e-7, Settings(home=home))
    assert np.allclose(first.minutes, again.minutes, rtol=1e-6)


def test_what_was_kept_by_other_speeds_or_cannot_be_read_is_worked_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = np.array([PLACES["Odense"], PLACES["Assens"]])
    kept_grid.forget()
    first = minutes(places, Settings(home=tmp_path)).minutes
    (tmp_path / cached.FILE).write_bytes(b"no database" * 99)
    for path in (tmp_path / "travel").iterdir():
        path.write_bytes(b"PK no archive")
    kept_grid.forget()
    assert (minutes(places, Settings(home=tmp_path)).minutes == first).all()
    monkeypatch.setattr(speeds, "ENDS_MIN", 30.0)
    kept_grid.forget()
    assert minutes(places, Settings(home=tmp_path)).minutes[0, 1] > first[0, 1] + 50


def test_a_home_that_cannot_be_written_still_answers(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    kept_grid.forget()
    found = minutes(np.array([PLACES["Odense"], PLACES["Assens"]]), Settings(home=blocked))
    kept_grid.forget()
    assert np.isfinite(found.minutes).all()


def test_the_oldest_matrices_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cached, "MOST_KEPT", 2)
    each = [np.array([[float(n), 55.0]]) for n in range(3)]
    for places in each:
        cached.write(tmp_path, "x", places, np.zeros((1, 1)))
    assert [cached.read(tmp_path, "x", places) is not None for places in each] == [False, True, True]
    assert cached.read(tmp_path, "another engine", each[2]) is None
