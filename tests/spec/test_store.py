"""The warehouse as it is read: only what was published, nothing but reading, and each thread its own answers."""

from __future__ import annotations

import json
import re
import shutil
import threading
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from etl.build import build
from etl.contract import EVERY
from geodata.errors import StoreDamagedError
from geodata.settings import Settings
from geodata.store import Store, feature_collection, sql
from geodata.versions import checksum, folder, published, verify
from geodata.within import RULES
from tests.small import TODAY, snapshot, write_small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd


@pytest.fixture
def home(built_small: Path) -> Path:
    return built_small


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = Store.open(home, published(home))
    yield opened
    opened.close()


def test_the_store_says_which_version_it_is_and_whether_it_is_demo(store: Store, demo_store: Store) -> None:
    assert (store.version, store.info["version"], store.demo) == (1, "1", False)
    assert demo_store.demo
    assert store.info["boundaries"] == "boundaries.geojson"


def test_a_version_can_be_opened_twice_at_once_and_closing_one_leaves_the_other(home: Path) -> None:
    first, second = Store.open(home, published(home)), Store.open(home, published(home))
    first.close()
    assert len(second.imports()) == len(EVERY)
    second.close()


def damaged_copy(home: Path, target: Path, damage: Callable[[bytearray], object]) -> Path:
    shutil.copytree(home, target)
    file = folder(target) / published(target).file
    data = bytearray(file.read_bytes())
    damage(data)
    file.write_bytes(data)
    return target


def cut(data: bytearray, share: float) -> None:
    del data[int(len(data) * share) :]


def flip(data: bytearray, share: float) -> None:
    data[int(len(data) * share)] ^= 1


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999999])
@pytest.mark.parametrize("damage", [cut, flip])
def test_a_published_file_that_was_cut_or_changed_by_one_bit_is_refused_in_a_sentence(
    home: Path, tmp_path: Path, damage: Callable[[bytearray, float], None], share: float
) -> None:
    copy = damaged_copy(home, tmp_path / "home", lambda data: damage(data, share))
    with pytest.raises(StoreDamagedError) as refused:
        Store.open(copy, published(copy))
    assert refused.value.say("en").startswith("The warehouse is damaged and is not shown. Run the build again")
    assert str(tmp_path) not in refused.value.say("en") + refused.value.say("da")


def test_random_bits_are_never_read_past(home: Path, tmp_path: Path) -> None:
    found = published(home)
    shutil.copytree(home, tmp_path / "home")
    file = folder(tmp_path / "home") / found.file
    whole = file.read_bytes()
    chance = Random(2007)
    for _ in range(25):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        file.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        with pytest.raises(StoreDamagedError):
            verify(tmp_path / "home", found)


def repointed(home: Path, target: Path, data: bytes) -> Path:
    """Return a home whose pointer vouches for other bytes."""
    shutil.copytree(home, target)
    file = folder(target) / published(target).file
    file.write_bytes(data)
    pointer = json.loads((folder(target) / "current").read_text())
    (folder(target) / "current").write_text(json.dumps({**pointer, "sha256": checksum(file)}))
    return target


def test_a_file_that_duckdb_cannot_open_or_that_is_no_warehouse_is_refused_in_a_sentence(
    home: Path, tmp_path: Path
) -> None:
    with duckdb.connect(str(tmp_path / "other.duckdb")) as other:
        other.execute("CREATE TABLE something (else_ INTEGER)")
    for number, data in enumerate((b"not a database", (tmp_path / "other.duckdb").read_bytes())):
        copy = repointed(home, tmp_path / str(number), data)
        with pytest.raises(StoreDamagedError, match=r"The warehouse cannot be opened\. Build again"):
            Store.open(copy, published(copy))


ATTEMPTS = [
    "SELECT * FROM read_csv('{outside}')",
    "SELECT * FROM read_text('{outside}')",
    "SELECT * FROM read_blob('{outside}')",
    "SELECT * FROM read_parquet('{outside}')",
    "SELECT * FROM '{outside}'",
    "SELECT * FROM glob('{folder}/*')",
    "ATTACH '{folder}/other.duckdb'",
    "ATTACH '{folder}/other.duckdb' (READ_ONLY)",
    "ATTACH ':memory:' AS memory",
    "COPY sites TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '{folder}/out.parquet'",
    "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{outside}'",
    "SELECT * FROM local_value",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET temp_directory = '{folder}'",
    "SET memory_limit = '100GB'",
    "RESET threads",
    "CREATE TABLE more (a INTEGER)",
    "INSERT INTO sites SELECT * FROM sites",
    "UPDATE sites SET kind = 'clinic'",
    "DELETE FROM visits",
    "DROP TABLE sites",
    "ALTER TABLE sites ADD COLUMN more INTEGER",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_store_can_do_nothing_but_read_its_own_file(store: Store, home: Path, tmp_path: Path, attempt: str) -> None:
    local_value = [1]
    outside = tmp_path / "outside.csv"
    outside.write_text("a,b\n1,2\n")
    before = snapshot(tmp_path), snapshot(home)
    with pytest.raises(duckdb.Error):
        store._connection.cursor().execute(attempt.format(outside=outside, folder=tmp_path)).fetchall()
    assert (snapshot(tmp_path), snapshot(home)) == before
    assert local_value == [1]


def test_reading_leaves_nothing_on_the_disk(home: Path) -> None:
    before = snapshot(home)
    store = Store.open(home, published(home))
    store.municipality_status(TODAY, 12)
    store._connection.cursor().execute("CREATE TEMP TABLE t AS SELECT range AS a FROM range(1000000)").fetchall()
    assert snapshot(home) == before
    limit = store._connection.cursor().execute("SELECT current_setting('max_temp_directory_size')").fetchone()
    assert limit == ("0 bytes",), "an answer that does not fit in memory is not put beside the warehouse"
    store.close()
    assert snapshot(home) == before


def lines(frame: pd.DataFrame) -> list[str]:
    """Return a frame's rows as text; groups come in any order."""
    return sorted(frame.to_csv(index=False).splitlines())


def frames(store: Store, number: int) -> Any:
    """Return one answer of the store; which one hangs on the number."""
    day = date(2019 + number // 8 % 6, 1 + number % 12, 28)
    months = (6, 12, 24)[number % 3]
    calls: list[Callable[[], Any]] = [
        lambda: lines(store.municipality_status(day, months)),
        lambda: sorted(map(str, store.counted("screening_counts", day, months, "team"))),
        lambda: sorted(map(str, store.counted("site_counts", day, months, "region"))),
        lambda: sorted(map(str, store.counted("people_counts", day, months, "nation"))),
        lambda: lines(store.unplaced(day, months)),
        lambda: store._cursor("days").fetchone(),
        lambda: lines(store.imports()),
        lambda: len(store.map_shapes()),
    ]
    return calls[number % len(calls)]()


def test_8_threads_and_2400_mixed_calls_give_no_wrong_answer(store: Store) -> None:
    different = 60
    right = [frames(store, number) for number in range(different)]
    assert len({str(answer) for answer in right}) >= 20, "the calls answer differently"
    wrong: list[object] = []
    start = threading.Barrier(8)

    def ask(seed: int) -> None:
        chance = Random(seed)
        start.wait()
        for _ in range(300):
            number = chance.randrange(different)
            try:
                answer = frames(store, number)
            except Exception as error:  # noqa: BLE001 - whatever goes wrong in a thread is a wrong answer
                wrong.append(error)
            else:
                if answer != right[number]:
                    wrong.append(number)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_maps_shapes_are_geojson_with_codes_alone(demo_store: Store) -> None:
    shapes = json.loads(demo_store.map_shapes())["features"]
    assert len(shapes) == 98
    assert all(set(shape["properties"]) == {"code"} for shape in shapes)
    assert {shape["geometry"]["type"] for shape in shapes} <= {"Polygon", "MultiPolygon"}
    borders = json.loads(demo_store.map_borders())["features"]
    codes = {shape["properties"]["code"] for shape in shapes}
    assert all({border["properties"]["a"], border["properties"]["b"]} <= codes for border in borders)
    assert json.loads(feature_collection([])) == {"type": "FeatureCollection", "features": []}


def test_the_first_and_the_last_day_are_those_of_the_records(store: Store, tmp_path: Path) -> None:
    first, last = store.days()
    assert first is not None
    assert last is not None
    assert date(2019, 12, 1) <= first <= last <= TODAY
    write_small(tmp_path / "raw")
    for file in (tmp_path / "raw").glob("*.csv"):
        if file.stem not in ("municipalities", "team_membership"):
            file.unlink()
    build(tmp_path / "raw", Settings(home=tmp_path / "home"), TODAY)
    empty = Store.open(tmp_path / "home", published(tmp_path / "home"))
    assert empty.days() == (None, None)
    empty.close()


def test_the_sources_and_rejects_are_read_back(store: Store) -> None:
    assert len(store.sources()) == 13
    assert store.rejects().empty


ASKED: dict[str, object] = {
    **dict.fromkeys(("as_of", "known", "on", "begins", "ends", "day"), TODAY),
    **dict.fromkeys(("talk_days", "limited_days", "vain_days", "settled_days", "months", "history_months"), 12),
    "days": [TODAY],
    **{name: ["a"] for name in ("sites", "urgency", "compared", "repeated")},
    "team": None,
    "round": None,
    **dict.fromkeys(("municipality", "site", "second", "ledger"), "a"),
    "first": TODAY.isoformat(),
    "level": "place",
}
"""What any query can be asked with."""


@pytest.mark.parametrize("query", RULES)
def test_no_query_tells_the_number_that_a_site_has_in_the_build(query: str) -> None:
    text = sql(query)
    with duckdb.connect() as connection:
        connection.execute(sql("schema"))
        names = set(re.findall(r"\$(\w+)", text))
        answer = connection.execute(text, {name: ASKED[name] for name in names} or None)
        assert "site_no" not in {name for name, *_ in answer.description or ()}
