"""Versions: the same input publishes nothing new, the last three are kept, and only a whole version is served."""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import json
import os
import threading
from typing import TYPE_CHECKING

import duckdb
import pytest

from etl.build import build, fingerprint
from etl.folder import look
from etl.publish import next_version, only_builder, publish, same_again, served, unfinished
from etl.refusals import RefusedError, by_system
from geodata.errors import GeodataError, StoreDamagedError, StoreMissingError
from geodata.settings import Settings
from geodata.store import Store
from geodata.versions import KEPT, POINTER, Published, file_name, folder, published, version_of
from tests.small import SMALL, TODAY, ask, snapshot, write_small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geodata.language import Label

HOUR = "activity_id | held_on | kind | count\n1 | 2021-05-01 | mailbox | {}"


def build_with(count: int, settings: Settings) -> tuple[bool, int]:
    """Build the small folder with this number in it; return whether it is a new version, and which."""
    raw = write_small(settings.home.parent / "raw", activities=HOUR.format(count))
    built = build(raw, settings, TODAY)
    assert built.published is not None
    return built.fresh, built.published.version


def files(home: Path) -> list[str]:
    return sorted(path.name for path in folder(home).iterdir())


def test_the_same_input_twice_publishes_nothing_new_and_tells_the_same_of_its_rows(
    tmp_path: Path, settings: Settings
) -> None:
    raw = write_small(tmp_path / "raw", partners="partner_id | name | category | municipality_code\n1 | a | 9 | 0101")
    first = build(raw, settings, TODAY)
    before = snapshot(settings.home)
    again = build(raw, settings, TODAY)
    assert (again.fresh, again.published) == (False, first.published)
    assert snapshot(settings.home) == before
    assert again.rejects.rows() == first.rejects.rows()
    assert again.rejects.height == 1
    assert [(c.table, c.file, c.read, c.unchanged, c.set_aside) for c in again.changes] == [
        (c.table, c.file, c.read, c.new, c.set_aside) for c in first.changes
    ]
    assert all(c.new == c.changed == c.gone == 0 for c in again.changes)


def test_a_note_is_told_again_when_nothing_is_new(small_raw: Path, settings: Settings) -> None:
    (small_raw / "readme.txt").write_text("x")
    assert build(small_raw, settings, TODAY).notes == build(small_raw, settings, TODAY).notes != []


@pytest.mark.usefixtures("small_home")
def test_input_that_came_to_the_same_rows_is_not_read_again(small_raw: Path, settings: Settings) -> None:
    header, *rows = (small_raw / "visits.csv").read_text().splitlines()
    (small_raw / "visits.csv").write_text("\n".join([header, *reversed(rows)]))
    steps: list[str] = []
    assert not build(small_raw, settings, TODAY, lambda step: steps.append(step.english)).fresh
    assert "Reading visits" in steps
    steps.clear()
    assert not build(small_raw, settings, TODAY, lambda step: steps.append(step.english)).fresh
    assert steps == []


def test_every_raw_file_decides_what_is_built(small_raw: Path) -> None:
    marks = [fingerprint(look(small_raw))]
    (small_raw / "feltplan.toml").write_text("demo = true\n")
    marks.append(fingerprint(look(small_raw)))
    for file in sorted(small_raw.iterdir()):
        file.write_bytes(file.read_bytes() + b"\n")
        marks.append(fingerprint(look(small_raw)))
    assert len(set(marks)) == len(marks) == len(SMALL) + 4


def test_the_last_three_versions_are_kept_under_numbers_that_grow(settings: Settings) -> None:
    told = [build_with(count, settings) for count in range(KEPT + 2)]
    assert told == [(True, 1), (True, 2), (True, 3), (True, 4), (True, 5)]
    assert files(settings.home) == ["build.lock", POINTER, *map(file_name, (3, 4, 5))]
    assert build_with(KEPT + 1, settings) == (False, 5)


def test_going_back_to_older_input_is_a_new_version(settings: Settings) -> None:
    assert [build_with(count, settings) for count in (1, 2, 1)] == [(True, 1), (True, 2), (True, 3)]


def test_the_folder_and_every_file_are_for_the_owner_alone(settings: Settings) -> None:
    settings.home.mkdir(mode=0o755)
    old = os.umask(0)
    try:
        build_with(1, settings)
    finally:
        os.umask(old)
    modes = {path.name: path.stat().st_mode & 0o777 for path in [settings.home, *settings.home.rglob("*")]}
    assert modes == {
        "home": 0o700, "warehouse": 0o700, "build.lock": 0o600, POINTER: 0o600, file_name(1): 0o600,
    }  # fmt: skip


def test_the_pointer_tells_checksum_rows_and_whether_it_is_demo(small_home: Path) -> None:
    found = published(small_home)
    data = (folder(small_home) / found.file).read_bytes()
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.demo is False
    assert found.rows["sites"] == 4
    for name, rows in found.rows.items():
        assert ask(small_home, f"SELECT count(*) FROM {name}") == [(rows,)]


MANY_BROKEN = [f"{n} | a | 9 | 0101" for n in range(30)]
REFUSED: dict[str, dict[str, str]] = {
    "a column is missing": {"sites": "site_id | kind\na | clinic"},
    "a word in the header is doubled": {"sites": "site_id | site_id | kind\na | b | clinic"},
    "too many rows are set aside": {
        "partners": "\n".join(["partner_id | name | category | municipality_code", *MANY_BROKEN])
    },
    "a municipality has no boundary": {
        "municipalities": "municipality_code | name\n0101 | a\n0461 | b\n0751 | c\n0999 | d"
    },
}  # fmt: skip


@pytest.mark.parametrize("tables", REFUSED.values(), ids=REFUSED.keys())
def test_a_refused_build_changes_nothing(
    small_home: Path, settings: Settings, tmp_path: Path, tables: dict[str, str]
) -> None:
    before = snapshot(small_home)
    with pytest.raises(RefusedError):
        build(write_small(tmp_path / "raw", **tables), settings, TODAY)
    assert snapshot(small_home) == before


def test_a_missing_folder_is_refused_before_anything_is_made(settings: Settings) -> None:
    with pytest.raises(RefusedError, match="The folder 'nowhere' does not exist"):
        build(settings.home.parent / "nowhere", settings, TODAY)
    assert not settings.home.exists()


def test_raw_files_that_change_while_they_are_read_are_refused(
    small_home: Path, small_raw: Path, settings: Settings
) -> None:
    before = snapshot(small_home)
    (small_raw / "activities.csv").write_text("activity_id,held_on,kind,count\n1,2021-05-01,mailbox,8\n")

    def somebody_saves(step: Label) -> None:
        if step.english == "Reading boundaries":
            (small_raw / "activities.csv").write_text("activity_id,held_on,kind,count\n1,2021-05-01,mailbox,9\n")

    with pytest.raises(RefusedError, match=r"changed while they were read\. Try again"):
        build(small_raw, settings, TODAY, somebody_saves)
    assert snapshot(small_home) == before
    assert build(small_raw, settings, TODAY).fresh


def test_what_a_killed_build_left_is_cleared_away_and_nothing_else(settings: Settings) -> None:
    build_with(1, settings)
    home = folder(settings.home)
    (home / "scratch.building").mkdir()
    (home / "scratch.building" / "duckdb_temp_storage-0.tmp").write_text("x")
    for name in (unfinished(settings.home, 2).name, f"{file_name(2)}.building.wal", "current.building", file_name(2)):
        (home / name).write_text("half")
    mine = ["warehouse-backup.duckdb", "warehouse-000001-copy.duckdb", "notes.txt"]
    for name in mine:
        (home / name).write_text("mine")
    assert build_with(1, settings) == (False, 1)
    assert files(settings.home) == sorted(["build.lock", POINTER, file_name(1), *mine])
    assert build_with(2, settings) == (True, 2)


def test_a_number_is_not_used_again_although_its_files_are_lost(settings: Settings) -> None:
    for count in range(2):
        build_with(count, settings)
    for path in folder(settings.home).glob("*.duckdb"):
        path.unlink()
    assert served(settings.home) is None
    assert build_with(1, settings) == (True, 3)


def test_numbers_go_on_past_six_digits(settings: Settings) -> None:
    build_with(1, settings)
    found = published(settings.home)
    high = dataclasses.replace(found, version=999_999, file=file_name(999_999))
    (folder(settings.home) / found.file).rename(folder(settings.home) / high.file)
    (folder(settings.home) / POINTER).write_text(high.to_json())
    assert [build_with(count, settings) for count in (2, 3)] == [(True, 1_000_000), (True, 1_000_001)]
    kept = [file_name(999_999), file_name(1_000_000), file_name(1_000_001)]
    assert sorted(files(settings.home)) == sorted(["build.lock", POINTER, *kept])
    assert version_of(kept[1]) == 1_000_000


def broken(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def test_a_version_that_was_damaged_on_disk_is_built_anew_from_the_same_input(settings: Settings) -> None:
    build_with(1, settings)
    broken(folder(settings.home) / file_name(1))
    assert build_with(1, settings) == (True, 2)
    assert ask(settings.home, "SELECT DISTINCT kept - new FROM imports") == [(0,)], "nothing to compare with"


def test_a_damaged_version_is_no_base_for_comparison_even_when_its_rows_would_be_the_same(
    small_home: Path, small_raw: Path, settings: Settings
) -> None:
    broken(folder(small_home) / file_name(1))
    (small_raw / "visits.csv").write_text((small_raw / "visits.csv").read_text() + "\n")
    assert build(small_raw, settings, TODAY).fresh


def written_by_another_product(home: Path, write: Callable[[Path], object]) -> None:
    """Put another file in the served one's place, with its right checksum."""
    found = published(home)
    write(folder(home) / found.file)
    digest = hashlib.sha256((folder(home) / found.file).read_bytes()).hexdigest()
    (folder(home) / POINTER).write_text(dataclasses.replace(found, sha256=digest).to_json())


def test_a_version_that_another_product_wrote_is_replaced_and_not_compared(settings: Settings) -> None:
    build_with(1, settings)
    written_by_another_product(settings.home, lambda file: file.write_bytes(b"a format of long ago"))
    assert build_with(1, settings) == (True, 2)
    assert ask(settings.home, "SELECT DISTINCT kept - new FROM imports") == [(0,)]
    assert build_with(2, settings) == (True, 3)
    assert ask(settings.home, "SELECT new, changed, unchanged FROM imports WHERE table_name = 'activities'") == [
        (0, 1, 0)
    ]


def test_a_version_with_tables_of_an_older_product_is_replaced_and_not_compared(settings: Settings) -> None:
    build_with(1, settings)

    def without_a_table(file: Path) -> None:
        with duckdb.connect(str(file)) as connection:
            connection.execute("DROP TABLE activities")

    written_by_another_product(settings.home, without_a_table)
    assert build_with(2, settings) == (True, 2)
    assert ask(settings.home, "SELECT DISTINCT kept - new FROM imports") == [(0,)]


def test_a_version_of_another_edition_of_the_program_is_not_read_and_the_same_input_is_built_anew(
    settings: Settings,
) -> None:
    build_with(1, settings)

    def marked_otherwise(file: Path) -> None:
        with duckdb.connect(str(file)) as connection:
            connection.execute("UPDATE build_info SET value = 'of long ago' WHERE key = 'schema'")

    written_by_another_product(settings.home, marked_otherwise)
    with pytest.raises(StoreDamagedError, match=r"another edition of this program\. Build again"):
        Store.open(settings.home, published(settings.home))
    assert build_with(1, settings) == (True, 2)
    Store.open(settings.home, published(settings.home)).close()


GARBAGE = {
    "empty": b"",
    "no JSON": b"\x00\xff not a pointer",
    "a list": b"[]",
    "a version alone": b'{"version": 1}',
    "a version that is text": b'{"version": "1"}',
    "very deep": b"[" * 100_000,
    "another file's name": b"swap",
    "a file outside": b"outside",
    "a number for a name": b"number",
}


@pytest.mark.parametrize("text", GARBAGE.values(), ids=GARBAGE.keys())
def test_a_pointer_that_cannot_be_read_serves_nothing_in_a_sentence(small_home: Path, text: bytes) -> None:
    pointer = folder(small_home) / POINTER
    said = json.loads(pointer.read_text())
    (small_home / "outside").write_text("x")
    (folder(small_home) / file_name(7)).write_text("x")
    names: dict[bytes, object] = {b"swap": file_name(7), b"outside": "../outside", b"number": 5}
    pointer.write_bytes(json.dumps({**said, "file": names[text]}).encode() if text in names else text)
    with pytest.raises(StoreDamagedError) as refused:
        published(small_home)
    assert "Run the build again" in refused.value.say("en")
    assert served(small_home) is None
    with only_builder(small_home, 0):
        assert next_version(small_home) == 8


def test_a_build_heals_a_pointer_that_cannot_be_read(small_home: Path, small_raw: Path, settings: Settings) -> None:
    (folder(small_home) / POINTER).write_text("garbage")
    built = build(small_raw, settings, TODAY)
    assert (built.fresh, built.published) == (True, published(small_home))
    assert files(small_home) == ["build.lock", POINTER, file_name(1), file_name(2)]


def test_a_pointer_that_is_a_folder_is_damage_told_in_a_sentence(settings: Settings) -> None:
    build_with(1, settings)
    (folder(settings.home) / POINTER).unlink()
    (folder(settings.home) / POINTER).mkdir()
    with pytest.raises(StoreDamagedError):
        published(settings.home)
    with pytest.raises(RefusedError):
        build_with(2, settings)


def test_a_pointer_to_a_file_that_is_gone_serves_nothing(small_home: Path) -> None:
    (folder(small_home) / file_name(1)).unlink()
    with pytest.raises(StoreDamagedError):
        published(small_home)


def test_before_the_first_build_nothing_is_served_and_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="run a build with 'python -m etl build FOLDER'"):
        published(tmp_path)
    assert served(tmp_path) is None


def fake(home: Path, version: int) -> Published:
    """Put a finished file of some bytes where a build would, and return what to say of it."""
    draft = unfinished(home, version)
    draft.write_bytes(bytes([version % 256]) * 1_000)
    digest = hashlib.sha256(draft.read_bytes()).hexdigest()
    return Published(version, file_name(version), digest, "i", "c", {}, "2026-11-21T00:00:00+00:00", demo=True)


def test_a_reader_that_asks_all_the_time_always_finds_a_whole_version(tmp_path: Path) -> None:
    faults: list[BaseException] = []
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.append(published(tmp_path).version)
            except GeodataError as error:
                faults.append(error)

    with only_builder(tmp_path, 0):
        publish(tmp_path, unfinished(tmp_path, 1), fake(tmp_path, 1))
        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for version in range(2, 150):
            assert next_version(tmp_path) == version
            publish(tmp_path, unfinished(tmp_path, version), fake(tmp_path, version))
            same_again(tmp_path, published(tmp_path), "other input")
        done.set()
        for reader in readers:
            reader.join()
    assert faults == []
    assert len(set(seen)) > 5, "the readers met the changes"
    assert published(tmp_path).inputs == "other input"


def test_an_old_file_that_cannot_be_dropped_now_does_not_undo_the_new_version(tmp_path: Path) -> None:
    with only_builder(tmp_path, 0):
        (folder(tmp_path) / file_name(1)).mkdir()
        for version in range(2, 2 + KEPT):
            publish(tmp_path, unfinished(tmp_path, version), fake(tmp_path, version))
    assert published(tmp_path).version == KEPT + 1
    assert file_name(1) in files(tmp_path)


def test_a_second_builder_waits_and_then_says_that_another_build_is_running(tmp_path: Path) -> None:
    with only_builder(tmp_path, 0), pytest.raises(RefusedError) as refused, only_builder(tmp_path, 0.25):
        pass
    assert refused.value.say("en") == "Another build is running. Try again when it has finished."
    with only_builder(tmp_path, 0) as versions:
        assert versions == folder(tmp_path)


def test_a_builder_that_waits_goes_on_when_the_other_ends(tmp_path: Path) -> None:
    with only_builder(tmp_path, 0) as versions:
        other = os.open(versions / "build.lock", os.O_RDWR)
    fcntl.flock(other, fcntl.LOCK_EX)
    threading.Timer(0.3, os.close, [other]).start()
    with only_builder(tmp_path, 20):
        pass


def test_a_new_version_is_built_and_compared_while_the_old_one_is_open_and_stays_valid(settings: Settings) -> None:
    build_with(1, settings)
    old = Store.open(settings.home, published(settings.home))
    for count in (2, 3, 4, 5):
        assert build_with(count, settings)[0]
    assert not (folder(settings.home) / file_name(1)).exists()
    new = Store.open(settings.home, published(settings.home))
    assert (old.version, new.version) == (1, 5)
    imports = new.imports().set_index("table_name").loc["activities"]
    assert (imports["changed"], imports["unchanged"]) == (1, 0)
    assert old.info["version"] == "1"
    assert len(old.imports()) == len(new.imports())
    assert build_with(5, settings) == (False, 5)
    old.close()
    new.close()


def test_a_version_that_has_been_dropped_meanwhile_is_refused_in_a_sentence(settings: Settings) -> None:
    build_with(1, settings)
    remembered = published(settings.home)
    for count in range(2, 2 + KEPT):
        build_with(count, settings)
    with pytest.raises(StoreDamagedError):
        Store.open(settings.home, remembered)


def test_a_home_of_any_name_can_be_built_in_twice(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / """o'clock "høst"; DROP TABLE sites --%20""")
    assert [build_with(count, settings) for count in (1, 2)] == [(True, 1), (True, 2)]
    assert ask(settings.home, "SELECT changed FROM imports WHERE table_name = 'activities'") == [(1,)]


def test_what_the_system_refuses_is_told_without_its_path() -> None:
    told = {
        PermissionError(13, "Permission denied", "/srv/secret/sites.csv"): "sites.csv: no access.",
        FileNotFoundError(2, "No such file", b"/srv/secret/sites.csv"): "sites.csv: does not exist.",
        OSError(28, "No space left on device"): "there is no room on the disk.",
        OSError(5, "Input/output error", "/srv/secret/x"): "x: can be neither read nor written.",
        OSError("no number"): "can be neither read nor written.",
    }
    assert {error: by_system(error).say("en") for error in told} == told
