"""The research export: nothing in it leads back to a site, a person or a day; rare rows are coarsened or left out."""

from __future__ import annotations

import json
import stat
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from geodata.__main__ import app
from geodata.research.coarsen import coarsened
from geodata.research.export import DICTIONARY, ExportRefusedError, export
from geodata.research.tables import EXTRACTS, LEAST_ALIKE
from tests.small import TODAY, ask

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.store import Store

VISITS, SCREENINGS, TALKS, MEETINGS = EXTRACTS


@pytest.fixture(scope="module")
def written(demo_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's export."""
    folder = tmp_path_factory.mktemp("research") / "export"
    export(demo_store, folder, TODAY)
    return folder


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{name}.parquet").to_pylist()
    return rows


def test_no_row_is_rare_by_team_time_and_kind(written: Path) -> None:
    for extract in EXTRACTS:
        groups: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
        for place, row in enumerate(rows_of(written, extract.name)):
            groups[tuple(row[name] for name in extract.known_by)][row.get("site_key", str(place))] += 1
        assert min(len(group) for group in groups.values()) >= LEAST_ALIKE, extract.name


def test_nothing_of_it_leads_back_to_a_site_a_person_a_place_or_a_day(written: Path, demo_home: Path) -> None:
    cells: set[str] = set()
    for extract in EXTRACTS:
        for row in rows_of(written, extract.name):
            for value in row.values():
                cells.update(map(str, value if isinstance(value, list) else [value]))
    secrets = ask(demo_home, "SELECT site_id, address, lon::VARCHAR, lat::VARCHAR FROM sites")
    secrets += ask(demo_home, "SELECT DISTINCT person_key FROM conversations")
    secrets += ask(demo_home, "SELECT DISTINCT municipality_code, name FROM municipalities")
    secrets += ask(demo_home, "SELECT DISTINCT started_at::DATE::VARCHAR, started_at::VARCHAR FROM visits")
    assert {value for row in secrets for value in row if value} & cells == set()
    names = {name for extract in EXTRACTS for name in extract.schema().names}
    assert (
        names & {"site_id", "address", "lon", "lat", "municipality_code", "person_key", "visit_id", "started_at"}
        == set()
    )


def test_what_is_left_out_is_counted_and_the_rest_is_all_there(written: Path, demo_home: Path) -> None:
    told = (written / DICTIONARY).read_text(encoding="utf-8")
    for extract, table in ((VISITS, "visits"), (TALKS, "conversations"), (MEETINGS, "bridge_meetings")):
        ((total,),) = ask(demo_home, f"SELECT count(*) FROM {table}")
        n = len(rows_of(written, extract.name))
        assert f"{n} rows; {total - n} left out." in told
        assert (total - n) / total < 0.01


def test_a_key_is_random_and_holds_for_one_export_and_one_quarter(
    written: Path, demo_store: Store, tmp_path: Path
) -> None:
    export(demo_store, tmp_path / "again", TODAY)
    keys = [{row["site_key"] for row in rows_of(folder, "visits")} for folder in (written, tmp_path / "again")]
    assert keys[0] & keys[1] == set()
    quarters: dict[str, set[tuple[int, int | None]]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(written, "visits"):
        quarters[row["site_key"]].add((row["year"], row["quarter"]))
        kinds[row["site_key"]].add(row["kind"])
    assert {len(each) for each in quarters.values()} == {1}
    assert {len(each) for each in kinds.values()} == {1}, "what is coarsened in one row is coarsened in all"
    assert len(quarters) > 5_000


def test_the_order_of_the_rows_tells_nothing(written: Path) -> None:
    years = [row["year"] for row in rows_of(written, "visits")]
    assert years != sorted(years)


def test_the_dictionary_is_made_from_the_schema_and_says_that_demo_data_are_made_up(written: Path) -> None:
    told = (written / DICTIONARY).read_text(encoding="utf-8")
    assert "DEMO: made-up data" in told
    for extract in EXTRACTS:
        schema = pq.read_schema(written / f"{extract.name}.parquet")
        assert schema.names == [*extract.schema().names, "demo"]
        for name in extract.schema().names:
            text = schema.field(name).metadata[b"en"].decode()
            assert (
                f"| `{name}` | {schema.field(name).type} | {text} |" in told.replace("element: ", "item: ")
                or text in told
            )
    assert {row["demo"] for row in rows_of(written, "screenings")} == {"DEMO"}


def test_the_files_are_for_their_owner_only(written: Path) -> None:
    assert stat.S_IMODE(written.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in written.iterdir()} == {0o600}


def test_a_folder_that_holds_something_is_left_alone(demo_store: Store, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ExportRefusedError):
        export(demo_store, tmp_path, TODAY)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_an_export_that_fails_half_way_leaves_nothing(
    demo_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def full(*_: object, **__: object) -> None:
        calls.append("written")
        if len(calls) == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(ExportRefusedError):
        export(demo_store, tmp_path / "out", TODAY)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_and_tells(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(demo_home))
    monkeypatch.setenv("FELTPLAN_LANGUAGE", "en")
    done = CliRunner().invoke(app, ["export", str(tmp_path / "a"), "--json", "--as-of", "2012-12-31"])
    told = json.loads(done.stdout)
    assert told["visits"]["rows"] == len(rows_of(tmp_path / "a", "visits"))
    assert max(row["year"] for row in rows_of(tmp_path / "a", "visits")) == 2012
    said = CliRunner().invoke(app, ["export", str(tmp_path / "b")])
    assert "Attempted visits: " in said.stdout
    again = CliRunner().invoke(app, ["export", str(tmp_path / "b")])
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == "'b' is no empty folder; nothing was written.\n"


cells = st.lists(
    st.tuples(
        st.sampled_from(["east", "mid"]), st.sampled_from([2007, 2008]), st.sampled_from([1, 2]),
        st.sampled_from(["work_tax", "health_gp", "others_police"]),
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=30)
@given(cells)
def test_whatever_the_rows_nothing_rare_is_left_and_nothing_is_made_up(rows: list[tuple[str, int, int, str]]) -> None:
    frame = pd.DataFrame(rows, columns=["team", "year", "quarter", "institution"]).assign(purpose="other")
    kept, left_out = coarsened(frame, MEETINGS)
    assert len(kept) + left_out == len(frame)
    sizes = kept.groupby(list(MEETINGS.known_by), dropna=False).size()
    assert (sizes >= LEAST_ALIKE).all()
    own = frame.loc[kept.index]
    for column in MEETINGS.known_by:
        told = kept[column].notna() & (kept[column] != "other")
        assert (kept.loc[told, column] == own.loc[told, column]).all()
    assert (kept["year"] == own["year"]).all()
