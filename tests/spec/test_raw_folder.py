"""What lies in a raw folder, and what its ``feltplan.toml`` says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.contract import TABLES, Table
from etl.folder import MANIFEST, Mapping, look
from etl.refusals import RefusedError


def fill(folder: Path, *names: str, manifest: str | bytes | None = None) -> Path:
    for name in names:
        (folder / name).write_bytes(b"x")
    if manifest is not None:
        (folder / MANIFEST).write_bytes(manifest.encode() if isinstance(manifest, str) else manifest)
    return folder


def refusal(folder: Path) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        look(folder)
    assert str(folder) not in str(refused.value), "a message never tells a path of the machine"
    return refused.value


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_a_file_is_known_by_its_name_in_either_language_any_case_and_any_format(table: Table, tmp_path: Path) -> None:
    for number, stem in enumerate((table.name, table.danish, *table.files, table.name.upper().replace("_", " "))):
        for ending in (".csv", ".XLSX", ".parquet"):
            folder = tmp_path / f"{number}{ending}"
            folder.mkdir()
            assert look(fill(folder, stem + ending)).tables == {table.name: folder / (stem + ending)}


def test_files_that_are_no_table_are_told_and_hidden_ones_are_not(tmp_path: Path) -> None:
    fill(tmp_path, "sites.csv", "notes.txt", "sites.pdf", "Sites (copy).csv", "~$sites.xlsx", ".sites.csv", ".DS_Store")
    (tmp_path / "old").mkdir()
    (tmp_path / "visits.csv").symlink_to(tmp_path / "gone.csv")
    found = look(tmp_path)
    assert found.tables == {"sites": tmp_path / "sites.csv"}
    assert found.ignored == ("Sites (copy).csv", "notes.txt", "old", "sites.pdf", "visits.csv")


@pytest.mark.parametrize("name", ["boundaries.geojson", "Kommunegrænser.gpkg", "BOUNDARIES.JSON"])
def test_boundaries_are_known_by_their_name(name: str, tmp_path: Path) -> None:
    found = look(fill(tmp_path, "sites.csv", name))
    assert (found.boundaries, found.ignored) == (tmp_path / name, ())


def test_files_are_all_that_decides_what_is_built(tmp_path: Path) -> None:
    fill(tmp_path, "visits.csv", "sites.csv", "boundaries.geojson", "notes.txt", manifest="")
    names = ["boundaries.geojson", "feltplan.toml", "sites.csv", "visits.csv"]
    assert [file.name for file in look(tmp_path).files()] == names
    (tmp_path / MANIFEST).unlink()
    (tmp_path / "boundaries.geojson").unlink()
    assert [file.name for file in look(tmp_path).files()] == ["sites.csv", "visits.csv"]


@pytest.mark.parametrize(
    ("one", "other", "table"),
    [
        ("sites.csv", "sites.xlsx", "sites"),
        ("besøg.csv", "visits.csv", "visits"),
        ("boundaries.geojson", "grænser.gpkg", "boundaries"),
    ],
)
def test_two_files_of_one_table_are_refused_by_name(one: str, other: str, table: str, tmp_path: Path) -> None:
    refused = refusal(fill(tmp_path, "sightings.csv", one, other))
    assert refused.say("da") == f"To filer holder tabellen {table}: {one} og {other}. Lad den ene ligge."
    assert refused.say("en") == f"Two files hold the table {table}: {one} and {other}. Leave one of them."


def test_a_folder_that_is_missing_or_a_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "raw").say("da") == "Mappen 'raw' findes ikke."
    fill(tmp_path, "raw")
    assert refusal(tmp_path / "raw").say("en") == "The folder 'raw' does not exist."


def test_a_folder_without_a_table_is_refused_with_the_names_that_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = refusal(fill(tmp_path, "notes.txt", "boundaries.geojson")).say("en")
    assert said.startswith(
        f"The folder '{tmp_path.name}' has none of the tables: municipalities, team_membership, sites"
    )
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RefusedError, match=r"^The folder '\.' has none of the tables"):
        look(Path())


def test_without_feltplan_toml_nothing_is_synthetic_and_every_file_is_read_as_it_is(tmp_path: Path) -> None:
    found = look(fill(tmp_path, "sites.csv"))
    assert (found.manifest.demo, found.mapping("sites")) == (False, Mapping())
    assert found.manifest.boundaries_tolerance_m > 0


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["without BOM", "with BOM"])
def test_feltplan_toml_marks_synthetic_data_and_maps_files_columns_and_values(mark: bytes, tmp_path: Path) -> None:
    text = """
        demo = true
        boundaries_tolerance_m = 500
        [tables.sites]
        file = "adresser.csv"
        columns = { site_id = "Nr", lon = "Længde" }
        values = { kind = "clinic" }
    """
    found = look(fill(tmp_path, "adresser.csv", "visits.csv", manifest=mark + text.encode()))
    assert found.tables == {"sites": tmp_path / "adresser.csv", "visits": tmp_path / "visits.csv"}
    assert (found.manifest.demo, found.manifest.boundaries_tolerance_m, found.ignored) == (True, 500, ())
    sites = found.mapping("sites")
    assert (sites.columns, sites.values) == ({"site_id": "Nr", "lon": "Længde"}, {"kind": "clinic"})
    assert found.mapping("visits") == Mapping()


def test_one_file_can_be_two_tables(tmp_path: Path) -> None:
    manifest = '[tables.sites]\nfile = "log.csv"\n[tables.visits]\nfile = "log.csv"\n'
    found = look(fill(tmp_path, "log.csv", manifest=manifest))
    assert found.tables == {"sites": tmp_path / "log.csv", "visits": tmp_path / "log.csv"}


def test_a_file_named_as_one_table_can_be_said_to_be_another(tmp_path: Path) -> None:
    found = look(fill(tmp_path, "sites.csv", manifest='[tables.visits]\nfile = "sites.csv"\n'))
    assert found.tables == {"visits": tmp_path / "sites.csv"}
    refused = refusal(fill(tmp_path, "visits.csv"))
    assert refused.say("en").startswith("Two files hold the table visits: sites.csv and visits.csv.")


@pytest.mark.parametrize("name", ["gone.csv", "", "old", "../sites.csv", "old/sites.csv", "/etc/hostname", ".", ".."])
def test_a_mapped_file_lies_in_the_folder_itself(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    (folder / "old").mkdir(parents=True)
    fill(tmp_path, "sites.csv")
    fill(folder / "old", "sites.csv")
    refused = refusal(fill(folder, manifest=f'[tables.sites]\nfile = "{name}"\n'))
    if name:
        assert refused.say("da") == f"feltplan.toml: filen '{name}' findes ikke i mappen."


def test_a_mapped_file_of_a_kind_that_is_not_read_is_refused_and_not_ignored(tmp_path: Path) -> None:
    refused = refusal(fill(tmp_path, "a.txt", "visits.csv", manifest='[tables.sites]\nfile = "a.txt"\n'))
    assert refused.say("en") == "feltplan.toml: the file 'a.txt' is neither .csv, .xlsx nor .parquet."


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        pytest.param("demo = maybe", "the file is not valid TOML.", id="no TOML"),
        pytest.param(b"demo = true # \xe5", "the file is not valid TOML.", id="Latin-1"),
        pytest.param("x = " + "[" * 20_000, "the file is not valid TOML.", id="nested without end"),
        pytest.param("Demo = true", "'Demo' cannot be used here.", id="a misspelt setting"),
        pytest.param('demo = "perhaps"', "'demo' cannot be used here.", id="neither true nor false"),
        pytest.param("boundaries_tolerance_m = -1", "'boundaries_tolerance_m' cannot be used here.", id="too small"),
        pytest.param("boundaries_tolerance_m = nan", "'boundaries_tolerance_m' cannot be used here.", id="no number"),
        pytest.param("[tables.sites]\nfiles = 'a'", "'tables.sites.files' cannot be used here.", id="a misspelt key"),
        pytest.param("[tables.sites.values]\nlon = 1", "'tables.sites.values.lon' cannot be used here.", id="no text"),
        pytest.param("[tables.site]", "'site' is neither a table nor a column", id="an unknown table"),
        pytest.param("[tables.sites.columns]\nid = 'a'", "'sites.id' is neither a table nor a column", id="a column"),
        pytest.param("[tables.sites.values]\nart = 'a'", "'sites.art' is neither a table nor a column", id="a value"),
    ],
)  # fmt: skip
def test_a_wrong_feltplan_toml_is_refused_and_says_where(manifest: str | bytes, said: str, tmp_path: Path) -> None:
    refused = refusal(fill(tmp_path, "sites.csv", manifest=manifest))
    assert refused.say("en").startswith(f"feltplan.toml: {said}")
    assert refused.say("da").startswith("feltplan.toml: ")


@pytest.mark.parametrize("personal", ["010190-1234", "20304050", "nn@example.org"])
@pytest.mark.parametrize(
    "manifest",
    ['"{}" = 1', '[tables."{}"]', '[tables.sites.columns]\n"{}" = "a"', '[tables.sites]\nfile = "{}.csv"', "{}"],
)
def test_a_wrong_feltplan_toml_does_not_show_personal_data(manifest: str, personal: str, tmp_path: Path) -> None:
    refused = refusal(fill(tmp_path, "sites.csv", manifest=manifest.format(personal)))
    assert personal not in refused.say("da") + refused.say("en") + str(refused)
