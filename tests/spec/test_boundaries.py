"""Boundaries: the official file as it is published, and every broken file refused in a sentence."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from etl import areas
from etl.boundaries import CHRISTIANSO, SUFFIXES, bundled, read_boundaries
from etl.prepare import bundled_codes
from etl.refusals import RefusedError
from geodata.crs import METRES
from tests.small import SQUARES, feature, geojson, square, three_squares

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = Path(__file__).parents[3] / "shared" / "data"
DAGI = SHARED / "dagi_municipalities_2025_150m.geojson"
CODES = list(SQUARES)
BOW_TIE = [[[11.0, 55.5], [11.1, 55.6], [11.1, 55.5], [11.0, 55.6], [11.0, 55.5]]]


def frame(**columns: list[Any]) -> gpd.GeoDataFrame:
    shapes = [shapely.Polygon(square(west)[0]) for west in SQUARES.values()]
    return gpd.GeoDataFrame(columns or {"kommunekode": CODES}, geometry=shapes, crs=4326)


def package(path: Path, content: gpd.GeoDataFrame, layer: str = "kommuner", *, append: bool = False) -> Path:
    pyogrio.write_dataframe(content, path, driver="GPKG", layer=layer, append=append)
    return path


def written(folder: Path, text: str | bytes, name: str = "boundaries.geojson") -> Path:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / name


def in_metres(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list(gpd.GeoDataFrame.from_features(features, crs=4326).to_crs(METRES).iterfeatures(drop_id=True))


def expected() -> np.ndarray[Any, Any]:
    shapes: np.ndarray[Any, Any] = frame().to_crs(METRES).geometry.to_numpy()
    return shapes


def agree(path: Path) -> bool:
    """Whether a file's boundaries are the three squares, in metres."""
    found = read_boundaries(path, CODES)
    return found.codes == CODES and bool((shapely.hausdorff_distance(found.polygons, expected()) < 0.01).all())


@pytest.mark.parametrize(
    "column", ["kommunekode", "KOMMUNEKODE", "municipality_code", "KOMKODE", "kom_kode", "LAU_1", "kode", "code"]
)
def test_the_column_of_codes_is_known_by_the_names_it_has_in_practice(tmp_path: Path, column: str) -> None:
    assert read_boundaries(written(tmp_path, frame(**{column: CODES}).to_json()), CODES).codes == CODES


def test_the_plainest_of_several_columns_of_codes_is_taken(tmp_path: Path) -> None:
    regions = ["1084", "1083", "1082"]
    assert read_boundaries(written(tmp_path, frame(kode=regions, kommunekode=CODES).to_json()), CODES).codes == CODES


@pytest.mark.parametrize("codes", [CODES, [101, 461, 751], [101.0, 461.0, 751.0]], ids=["text", "whole", "decimal"])
def test_a_code_that_lost_its_zero_gets_it_back(tmp_path: Path, codes: list[Any]) -> None:
    assert read_boundaries(written(tmp_path, frame(kommunekode=codes).to_json()), CODES).codes == CODES
    assert read_boundaries(package(tmp_path / "a.gpkg", frame(kommunekode=codes)), CODES).codes == CODES


@pytest.mark.parametrize(
    "crs", [None, "EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"], ids=str
)
def test_geojson_in_degrees_is_measured_in_metres(tmp_path: Path, crs: str | None) -> None:
    assert agree(written(tmp_path, geojson(*three_squares(), crs=crs)))


@pytest.mark.parametrize(
    "crs", ["EPSG:25832", "urn:ogc:def:crs:EPSG::25832", "http://www.opengis.net/def/crs/EPSG/0/25832"]
)
def test_geojson_in_metres_says_so_in_its_crs_member(tmp_path: Path, crs: str) -> None:
    assert agree(written(tmp_path, geojson(*in_metres(three_squares()), crs=crs)))


@pytest.mark.parametrize("epsg", [4326, 25832])
def test_a_geopackage_is_read_in_both_coordinate_systems(tmp_path: Path, epsg: int) -> None:
    assert agree(package(tmp_path / "boundaries.GPKG", frame().to_crs(epsg)))


@pytest.mark.parametrize("name", ["2026:01", "o'clock", 'quo"te', "per%20cent", "question?mode=rwc", "høst#1"])
def test_a_folder_of_any_name_may_hold_a_geopackage(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    plain = package(tmp_path / "plain.gpkg", frame())
    assert agree(plain.rename(tmp_path / name / "boundaries.gpkg"))


def test_of_several_layers_the_one_named_for_municipalities_is_read(tmp_path: Path) -> None:
    file = package(tmp_path / "dagi.gpkg", frame(kode=["1", "2", "3"]), "afstemningsomraade")
    package(file, frame(), "Kommuneinddeling", append=True)
    assert agree(file)


def test_several_layers_that_could_be_meant_are_refused_with_their_names(tmp_path: Path) -> None:
    file = package(tmp_path / "dagi.gpkg", frame(), "kommuner_2024")
    package(file, frame(), "kommuner_2025", append=True)
    with pytest.raises(RefusedError, match=r"several layers \(kommuner_2024, kommuner_2025\)"):
        read_boundaries(file, CODES)


def test_an_utf_8_mark_before_the_text_is_no_fault(tmp_path: Path) -> None:
    assert agree(written(tmp_path, b"\xef\xbb\xbf" + geojson(*three_squares()).encode()))


def test_heights_are_dropped(tmp_path: Path) -> None:
    high = [[[*point, 12.5] for point in ring] for ring in square(11.0)]
    found = read_boundaries(written(tmp_path, geojson(feature("0101", high), *three_squares()[1:])), CODES)
    assert not shapely.has_z(found.polygons).any()


def test_a_municipality_split_over_several_features_is_put_together_and_told(tmp_path: Path) -> None:
    west, east = square(11.0, east=11.06), square(11.06, east=11.1)
    file = written(tmp_path, geojson(feature("0101", west), *three_squares()[1:], feature("0101", east)))
    found = read_boundaries(file, CODES)
    assert shapely.area(found.polygons[0]) == pytest.approx(shapely.area(expected()[0]))
    assert found.notes == ("4 flader samlet til 3 / features dissolved",)


def test_a_municipality_of_several_islands_stays_one(tmp_path: Path) -> None:
    islands = [square(10.0), square(11.0)]
    file = written(tmp_path, geojson(feature("0101", islands, "MultiPolygon"), *three_squares()[1:]))
    assert shapely.get_num_geometries(read_boundaries(file, CODES).polygons).tolist() == [2, 1, 1]


def test_the_same_area_twice_is_one_area(tmp_path: Path) -> None:
    assert agree(written(tmp_path, geojson(*three_squares(), three_squares()[0])))


def test_christianso_is_recognised_left_out_and_told(tmp_path: Path) -> None:
    file = written(tmp_path, geojson(feature("411", square(15.1, 55.3)), *three_squares()))
    found = read_boundaries(file, CODES)
    assert (found.codes, found.notes) == (CODES, ("0411 Christiansø: ingen kommune / no municipality",))


def test_a_small_loop_in_a_ring_is_mended_and_told(tmp_path: Path) -> None:
    loop = [[[11.0, 55.5], [11.1, 55.5], [11.1, 55.6], [11.0, 55.6], [11.0005, 55.5], [11.0, 55.5001], [11.0, 55.5]]]
    file = written(tmp_path, geojson(feature("0101", loop), *three_squares()[1:]))
    found = read_boundaries(file, CODES)
    assert shapely.is_valid(found.polygons).all()
    assert found.notes == ("1 ugyldige ringe rettet / invalid rings mended",)


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "0 bytes": (b"", "the file is empty (0 bytes)"),
    "blanks": (b"  \n", "no GeoJSON FeatureCollection or is cut short"),
    "cut short": (geojson(*three_squares())[:-40], "no GeoJSON FeatureCollection or is cut short"),
    "no features": (geojson(), "the file has no features"),
    "a list": ("[]", "no GeoJSON FeatureCollection"),
    "a lone feature": (json.dumps(three_squares()[0]), "no GeoJSON FeatureCollection"),
    "features are text": ('{"features": "abc"}', "no GeoJSON FeatureCollection"),
    "properties are a list": (geojson({**three_squares()[0], "properties": [1]}), "no GeoJSON FeatureCollection"),
    "no geometry member": (geojson({"type": "Feature", "properties": {"kode": "0101"}}), "no GeoJSON"),
    "bytes that are no text": (b"\xff\xfe\x00\x01\x02", "no GeoJSON FeatureCollection"),
    "very deep": ('{"features": ' + "[" * 200_000, "no GeoJSON FeatureCollection"),
    "very deep coordinate system": (
        '{"crs": ' + "[" * 900 + "]" * 900 + f', "features": [{json.dumps(three_squares()[0])}]}}',
        "the coordinate system is [[[",
    ),
    "a number of a million digits": ('{"features": [' + "1" * 1_000_000 + "]}", "no GeoJSON FeatureCollection"),
    "no properties": (geojson({**three_squares()[0], "properties": None}), "no column of municipality codes"),
    "no column of codes": (
        geojson({**three_squares()[0], "properties": {"navn": "x", "areal": 7}}),
        "no column of municipality codes (such as kommunekode); the file has: navn, areal",
    ),
    "a name for a code": (geojson(feature("Østby", square(11.0))), "'Østby' is no municipality code of four digits"),
    "no code on one": (geojson(*three_squares(), {**three_squares()[0], "properties": {}}), "'' is no municipality"),
    "missing": (geojson(*three_squares()[1:]), "1 municipalities are missing: 0101."),
    "foreign": (geojson(*three_squares(), feature("0999", square(12.0))), "1 municipality codes do not exist: 0999."),
    "one code on two places, another missing": (
        geojson(feature("0101", square(11.0)), feature("0101", square(11.1)), feature("0751", square(11.2))),
        "1 municipalities are missing: 0461.",
    ),
    "one on top of another": (
        geojson(*three_squares(), feature("0101", square(11.1))),
        "the areas of 0101 and 0461 lie on top of each other",
    ),
    "points": (geojson(feature("0101", [11.0, 55.5], "Point"), *three_squares()[1:]), "0101 is no area (polygon)"),
    "lines": (geojson(feature("0101", square(11.0)[0], "LineString"), *three_squares()[1:]), "0101 is no area"),
    "no geometry": (geojson(*three_squares()[:2], {**three_squares()[2], "geometry": None}), "0751 is no area"),
    "empty polygon": (geojson(feature("0101", []), *three_squares()[1:]), "0101 is no area"),
    "ring of two points": (geojson(feature("0101", [square(11.0)[0][:2]]), *three_squares()[1:]), "0101 is no area"),
    "ring not closed": (geojson(feature("0101", [square(11.0)[0][:-1]]), *three_squares()[1:]), "0101 is no area"),
    "not a number": (geojson(feature("0101", [[[float("nan"), 55.5]] * 4]), *three_squares()[1:]), "0101 is no area"),
    "bow-tie": (geojson(feature("0101", BOW_TIE), *three_squares()[1:]), "0101 is invalid (its ring crosses itself)"),
    "a ring on one line": (
        geojson(feature("0101", [[[6e5, 615e4], [61e4, 615e4], [62e4, 615e4], [6e5, 615e4]]]), crs="EPSG:25832"),
        "the area of 0101 is invalid",
    ),
    "another coordinate system": (geojson(*three_squares(), crs="EPSG:3857"), "the coordinate system is"),
    "the neighbouring zone": (geojson(*three_squares(), crs="urn:ogc:def:crs:EPSG::25833"), "25833"),
    "swapped": (
        geojson(*(feature(code, [[point[::-1] for point in square(west)[0]]]) for code, west in SQUARES.items())),
        "the coordinates are not in Denmark; are longitude and latitude swapped",
    ),
    "metres without a coordinate system": (geojson(*in_metres(three_squares())), "or are they metres without a stated"),
    "degrees said to be metres": (geojson(*three_squares(), crs="EPSG:25832"), "the coordinates are not in Denmark"),
    "absurdly far away": (
        geojson(feature("0101", square(1e300, east=2e300)), *three_squares()[1:]),
        "the coordinates are not in Denmark",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_broken_file_is_refused_whole_in_a_sentence(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_boundaries(written(tmp_path, content), CODES)
    english, danish = refused.value.say("en"), refused.value.say("da")
    assert english.startswith("boundaries.geojson: ")
    assert sentence in english
    assert danish.startswith("boundaries.geojson: ")
    assert danish != english
    assert str(tmp_path) not in english + danish


PACKAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "other coordinate system": (lambda file: package(file, frame().to_crs(3857)), "is EPSG:3857; EPSG:4326 or"),
    "empty": (lambda file: file.touch(), "the file is empty (0 bytes)"),
    "no layer of areas": (lambda file: package(file, frame().drop(columns="geometry")), "the file has no features"),
    "no rows": (lambda file: package(file, frame()[:0]), "the file has no features"),
    "no column of codes": (lambda file: package(file, frame(navn=["a", "b", "c"])), "no column of municipality codes"),
    "missing": (lambda file: package(file, frame()[1:]), "1 municipalities are missing: 0101."),
    "points": (lambda file: package(file, frame().set_geometry(frame().centroid)), "0101 is no area (polygon)"),
    "cut to a half": (lambda file: cut(package(file, frame()), 0.5), "the GeoPackage is damaged"),
    "cut to the head": (lambda file: cut(package(file, frame()), 0.001), "the GeoPackage is damaged"),
    "text": (lambda file: written(file.parent, geojson(*three_squares()), file.name), "the file is no GeoPackage"),
    "plain SQLite": (lambda file: sqlite3.connect(file).execute("CREATE TABLE a (b)"), "the file is no GeoPackage"),
    "a blob that is no geometry": (lambda file: edit(file, "UPDATE kommuner SET geom = x'00'"), "0101 is no area"),
    "an unknown envelope": (
        lambda file: edit(file, "UPDATE kommuner SET geom = CAST(x'4750000F' || substr(geom, 5) AS BLOB)"),
        "0101 is no area",
    ),
    "cut geometry": (lambda file: edit(file, "UPDATE kommuner SET geom = substr(geom, 1, 60)"), "0101 is no area"),
    "null geometry": (lambda file: edit(file, "UPDATE kommuner SET geom = NULL"), "0101 is no area"),
    "another geometry column": (
        lambda file: edit(file, "UPDATE gpkg_geometry_columns SET column_name = 'gone'"), "the GeoPackage is damaged",
    ),
}  # fmt: skip


def cut(file: Path, share: float) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: max(200, int(len(data) * share))])


def edit(file: Path, statement: str) -> None:
    package(file, frame())
    connection = sqlite3.connect(file)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.filterwarnings("ignore:.*centroid:UserWarning", "ignore:unclosed database:ResourceWarning")
@pytest.mark.parametrize(("write", "sentence"), PACKAGES.values(), ids=PACKAGES.keys())
def test_a_broken_geopackage_is_refused_whole_in_a_sentence(
    tmp_path: Path, write: Callable[[Path], object], sentence: str
) -> None:
    file = tmp_path / "boundaries.gpkg"
    write(file)
    with pytest.raises(RefusedError) as refused:
        read_boundaries(file, CODES)
    assert sentence in refused.value.say("en")
    assert str(tmp_path) not in refused.value.say("en") + refused.value.say("da")


@pytest.mark.parametrize("seed", range(8))
def test_a_geopackage_with_bytes_overwritten_is_read_right_or_refused(tmp_path: Path, seed: int) -> None:
    chance = np.random.default_rng(seed)
    file = package(tmp_path / "boundaries.gpkg", frame())
    data = bytearray(file.read_bytes())
    for place in chance.integers(100, len(data), 400):
        data[place] = chance.integers(256)
    file.write_bytes(data)
    try:
        found = read_boundaries(file, CODES)
    except RefusedError:
        return
    assert found.codes == CODES


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(areas, "LARGEST_FILE", 100)
    with pytest.raises(RefusedError, match="larger than 500 MB"):
        read_boundaries(written(tmp_path, geojson(*three_squares())), CODES)


@pytest.mark.parametrize("name", ["boundaries.zip", "boundaries.shp", "boundaries.txt", "boundaries"])
def test_an_ending_that_the_build_would_not_look_for_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedError, match=r"read from \.geojson, \.json, \.gpkg; unpack the file"):
        read_boundaries(written(tmp_path, geojson(*three_squares()), name), CODES)


SECRET = "0101-secret-of-this-machine"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_points_to_another_file_is_refused_and_the_other_is_not_read(tmp_path: Path, suffix: str) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(f"kommunekode,WKT\n{SECRET},POINT (11 55.5)\n")
    vrt = f"""<OGRVRTDataSource><OGRVRTLayer name="outside"><SrcDataSource>{outside}</SrcDataSource>
        <GeometryType>wkbPoint</GeometryType><LayerSRS>EPSG:4326</LayerSRS></OGRVRTLayer></OGRVRTDataSource>"""
    file = written(tmp_path, vrt, f"boundaries{suffix}")
    assert SECRET in pyogrio.read_dataframe(file).to_string(), "a general reader does read it: the test means something"
    with pytest.raises(RefusedError) as refused:
        read_boundaries(file, CODES)
    assert SECRET not in refused.value.say("en")


def trap(folder: Path, layer: str, *entries: tuple[str, str, str]) -> Path:
    """Write a GeoPackage that names ``layer`` as its only one, with entries put straight into its schema."""
    file = package(folder / "boundaries.gpkg", frame())
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA writable_schema = 1")
    add = "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, 0, ?)"
    connection.executemany(add, [(kind, name, name, statement) for kind, name, statement in entries])
    for table in ("gpkg_contents", "gpkg_geometry_columns"):
        connection.execute(f"UPDATE {table} SET table_name = ?", [layer])
    connection.execute("DELETE FROM gpkg_ogr_contents")
    connection.commit()
    connection.close()
    return file


def test_a_geopackage_with_a_table_that_reads_another_file_is_refused_and_the_other_is_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(f"{SECRET}\n")
    reader = f"CREATE VIRTUAL TABLE reader USING VirtualText('{outside}', 'UTF-8', 0, POINT, NONE, ',')"
    view = "CREATE VIEW trap AS SELECT fid, geom, COL001 AS kommunekode FROM kommuner, reader"
    file = trap(tmp_path, "trap", ("table", "reader", reader), ("view", "trap", view))
    with pytest.warns(UserWarning, match="More than one layer"):
        told = pyogrio.read_dataframe(f"GPKG:{file}").to_string()
    assert SECRET in told, "the format's usual reader does read it: the test means something"
    with pytest.raises(RefusedError, match="the file has no features"):
        read_boundaries(file, CODES)
    (tmp_path / "straight").mkdir()
    with pytest.raises(RefusedError, match="the file has no features"):
        read_boundaries(trap(tmp_path / "straight", "reader", ("table", "reader", reader)), CODES)


@pytest.mark.timeout(30)
def test_a_geopackage_whose_layer_is_a_question_without_end_is_not_asked(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    view = f"CREATE VIEW trap AS SELECT fid, geom, ({endless}) AS kommunekode FROM kommuner"
    with pytest.raises(RefusedError, match="the file has no features"):
        read_boundaries(trap(tmp_path, "trap", ("view", "trap", view)), CODES)


def test_reading_a_geopackage_writes_nothing_beside_it(tmp_path: Path) -> None:
    file = package(tmp_path / "boundaries.gpkg", frame())
    before = file.read_bytes()
    read_boundaries(file, CODES)
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("boundaries.gpkg", before)]


def test_the_bundled_outline_has_every_municipality_whole() -> None:
    outline = bundled()
    assert outline.codes == sorted(bundled_codes())
    assert len(outline.codes) == 98
    assert CHRISTIANSO not in outline.codes
    assert shapely.is_valid(outline.polygons).all()


def test_only_some_municipalities_keep_their_own_polygons() -> None:
    outline = bundled()
    some = outline.only(["0751", "0101", "9999"])
    assert some.codes == ["0101", "0751"]
    assert shapely.equals(some.polygons, outline.polygons[[outline.codes.index(code) for code in some.codes]]).all()


@pytest.mark.skipif(not DAGI.exists(), reason=f"{DAGI.name} is not beside the project (../shared/data)")
def test_the_official_boundaries_load_as_98_municipalities() -> None:
    found = read_boundaries(DAGI, bundled_codes())
    assert found.codes == sorted(bundled_codes())
    assert "0411 Christiansø: ingen kommune / no municipality" in found.notes
    total_km2 = shapely.area(found.polygons).sum() / 1e6
    assert total_km2 == pytest.approx(42_950, rel=0.01), "Denmark's area, square kilometres"
