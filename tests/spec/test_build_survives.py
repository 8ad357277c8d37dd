"""Whatever becomes of a build, the old version serves: killed at any moment, two at once, no room on the disk.

Real processes, really killed. ``FELTPLAN_KILLS=500`` kills more of them at random moments; ``FELTPLAN_KILLS_DEMO=1``
kills builds of the whole demo instead of three municipalities.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from etl.build import build
from geodata.settings import Settings
from geodata.store import Store
from geodata.versions import KEPT, POINTER, folder, published, version_of
from tests.processes import (
    CONTEXT,
    run_build,
    run_build_killed_at,
    run_build_with_little_room,
    run_builds_failing_at_each_step,
    start,
)
from tests.small import TODAY, snapshot, write_small

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("FELTPLAN_KILLS", "25"))
TIMEOUT_S = 120


@pytest.fixture
def told() -> Iterator[Any]:
    queue = CONTEXT.Queue()
    yield queue
    queue.close()
    queue.join_thread()


@pytest.fixture
def inputs(tmp_path: Path) -> tuple[Path, Path]:
    """Two raw folders that differ in one number."""
    other = "activity_id | held_on | kind | count\n1 | 2021-05-01 | mailbox | 99"
    return write_small(tmp_path / "a"), write_small(tmp_path / "b", activities=other)


@pytest.fixture
def home(small_home: Path) -> Path:
    """A home that serves the first input as version 1."""
    return small_home


def served_whole(home: Path) -> int:
    """Return the version that is served, after opening it and holding its rows against the pointer's."""
    found = published(home)
    store = Store.open(home, found)
    try:
        kept = dict(store.imports()[["table_name", "kept"]].itertuples(index=False, name=None))
        assert store.info["version"] == str(found.version)
        assert kept == {table: found.rows[table] for table in kept}
    finally:
        store.close()
    return found.version


def assert_tidy(home: Path) -> None:
    """Nothing lies in the folder but the lock, the pointer, and versions up to the one that is served."""
    names = {path.name for path in folder(home).iterdir()} - {"build.lock", POINTER}
    numbers = [version_of(name) or -1 for name in names]
    assert -1 not in numbers
    assert len(numbers) <= KEPT
    assert max(numbers) == published(home).version


def test_a_build_killed_at_any_moment_leaves_the_old_version_serving_and_the_next_build_clean(
    tmp_path: Path, inputs: tuple[Path, Path], request: pytest.FixtureRequest, told: Any
) -> None:
    if "FELTPLAN_KILLS_DEMO" in os.environ:
        demo = request.getfixturevalue("demo_raw")
        shutil.copytree(demo, tmp_path / "demo", ignore=shutil.ignore_patterns("partners.csv"))
        inputs = (demo, tmp_path / "demo")
    home = tmp_path / "home"
    build(inputs[0], Settings(home=home), TODAY)
    for attempt in ("warm-up", "timed"):
        began = time.monotonic()
        whole = start(run_build, inputs[1], tmp_path / attempt, TODAY, told)
        assert told.get(timeout=TIMEOUT_S) == ("new", 1)
        whole.join()
        lasts_s = time.monotonic() - began
    chance = Random(2007)
    serving = killed = killed_after_publishing = 0
    while killed < KILLS:
        before = served_whole(home)
        process = start(run_build, inputs[1 - serving], home, TODAY, told)
        process.join(chance.uniform(0, lasts_s))
        process.kill()
        process.join()
        after = served_whole(home)
        assert after in (before, before + 1)
        killed += process.exitcode != 0
        if after != before:
            serving = 1 - serving
            killed_after_publishing += process.exitcode != 0
    last = build(inputs[1 - serving], Settings(home=home), TODAY)
    assert last.fresh
    assert_tidy(home)
    assert served_whole(home) == published(home).version
    assert killed_after_publishing < killed, "most of them were killed before they published"
    print(f"{killed} builds killed within {lasts_s:.2f} s; {killed_after_publishing} had just published")


def test_a_build_killed_at_each_thing_it_asks_of_the_disk_leaves_the_old_or_the_new_version_serving(
    tmp_path: Path, inputs: tuple[Path, Path], home: Path, told: Any
) -> None:
    served_after: list[int] = []
    for step in range(1, 100):
        copy = tmp_path / f"step-{step}"
        shutil.copytree(home, copy)
        process = start(run_build_killed_at, inputs[1], copy, TODAY, step, told)
        process.join(TIMEOUT_S)
        served_after.append(served_whole(copy))
        if process.exitcode == 0:
            break
        assert build(inputs[0], Settings(home=copy), TODAY).fresh == (served_after[-1] == 2)
        assert_tidy(copy)
    assert told.get(timeout=TIMEOUT_S) == ("new", 2)
    assert len(served_after) > 10
    assert served_after == sorted(served_after), "the old one up to a step, the new one from then on"
    assert set(served_after) == {1, 2}


def test_a_disk_that_refuses_any_one_thing_is_told_in_a_sentence_and_the_old_version_serves(
    tmp_path: Path, inputs: tuple[Path, Path], home: Path, told: Any
) -> None:
    process = start(run_builds_failing_at_each_step, inputs[1], home, tmp_path / "copy", TODAY, told)
    steps = list(iter(lambda: told.get(timeout=TIMEOUT_S), None))
    process.join()
    assert len(steps) > 10
    for (came_of_it, said), version, files in steps:
        if came_of_it == "refused":
            assert version == 1, "refused means that nothing changed"
            assert "there is no room on the disk." in said
            assert str(tmp_path) not in said
            assert files == ["build.lock", POINTER, "warehouse-000001.duckdb"]
        else:
            assert (came_of_it, said, version) == ("new", 2, 2), "what is refused was not needed"
    assert {came_of_it for (came_of_it, _), _, _ in steps} == {"refused", "new"}


@pytest.mark.parametrize("most_bytes", [100, 5_000, 50_000, 500_000])
def test_a_disk_that_fills_up_refuses_the_build_in_a_sentence_and_the_old_version_serves(
    tmp_path: Path, inputs: tuple[Path, Path], home: Path, told: Any, most_bytes: int
) -> None:
    before = snapshot(home)
    process = start(run_build_with_little_room, inputs[1], home, TODAY, most_bytes, told)
    came_of_it, said = told.get(timeout=TIMEOUT_S)
    process.join()
    assert came_of_it == "refused"
    assert "is the disk full? Nothing has changed." in said or "there is no room on the disk." in said
    assert str(tmp_path) not in said
    assert snapshot(home) == before
    assert build(inputs[1], Settings(home=home), TODAY).fresh


def test_a_full_disk_refuses_the_build_in_a_sentence_and_the_old_version_serves(
    tmp_path: Path, inputs: tuple[Path, Path], home: Path, told: Any
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    room = (folder(home) / published(home).file).stat().st_size * 5 // 2
    mount = ["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, check=False)
    if mounted.returncode != 0:
        pytest.skip("a small disk can only be mounted by root")
    try:
        answers = []
        for raw in inputs * 2:
            process = start(run_build, raw, disk / "home", TODAY, told)
            answers.append(told.get(timeout=TIMEOUT_S))
            process.join()
            assert_tidy(disk / "home")
        assert answers[:2] == [("new", 1), ("new", 2)]
        for came_of_it, said in answers[2:3]:
            assert came_of_it == "refused"
            assert "is the disk full?" in said or "no room on the disk" in said
        assert answers[3] == ("same", 2)
        assert served_whole(disk / "home") == 2
    finally:
        subprocess.run(["umount", disk], check=True)


def test_two_builds_of_the_same_input_at_once_end_in_one_version(
    tmp_path: Path, inputs: tuple[Path, Path], told: Any
) -> None:
    home = tmp_path / "new home"
    processes = [start(run_build, inputs[0], home, TODAY, told) for _ in range(2)]
    answers = sorted(told.get(timeout=TIMEOUT_S) for _ in processes)
    for process in processes:
        process.join()
    assert answers == [("new", 1), ("same", 1)]
    assert served_whole(home) == 1
    assert_tidy(home)


def test_two_builds_of_different_input_at_once_end_in_two_versions(
    tmp_path: Path, inputs: tuple[Path, Path], told: Any
) -> None:
    home = tmp_path / "new home"
    processes = [start(run_build, raw, home, TODAY, told) for raw in inputs]
    answers = sorted(told.get(timeout=TIMEOUT_S) for _ in processes)
    for process in processes:
        process.join()
    assert answers == [("new", 1), ("new", 2)]
    assert served_whole(home) == 2
    assert_tidy(home)
