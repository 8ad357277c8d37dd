"""The demo repeats itself exactly, only adds with time, and never takes another folder's place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.contract import TABLES
from etl.demo import write_demo
from etl.demo.folder import NotDemoError
from etl.folder import MANIFEST, look
from etl.refusals import RefusedError
from tests.demo_files import EARLIER, TODAY, demo_until


def test_the_same_seed_and_day_give_the_same_bytes_and_another_seed_other_ones(tmp_path: Path) -> None:
    again = write_demo(tmp_path / "again", TODAY)
    assert [file.name for file in again] == [*(f"{table.name}.csv" for table in TABLES), MANIFEST]
    assert all(file.read_bytes() == demo_until(TODAY).files[file.name] for file in again)
    other = write_demo(tmp_path / "other", TODAY, seed=1)
    same = {file.name for file in other if file.read_bytes() == demo_until(TODAY).files[file.name]}
    assert same == {"municipalities.csv", "team_membership.csv", MANIFEST}


@pytest.mark.parametrize("until", EARLIER, ids=str)
def test_a_later_day_only_adds_to_what_had_happened(until: date) -> None:
    earlier, later = demo_until(until).rows, demo_until(TODAY).rows
    for table in ("visits", "conversations", "sightings", "bridge_meetings", "activities", "visit_windows"):
        # What was not recorded yet on the last day is recorded that day.
        known = [
            {**row, "recorded_on": min(row["recorded_on"], until.isoformat())} if "recorded_on" in row else row
            for row in later[table][: len(earlier[table])]
        ]
        assert earlier[table] == known, table
    for table, alters in (
        ("sites", {"status", "status_from", "status_reason", "merged_into", "status_recorded_on"}),
        ("screenings", {"completed_on", "result", "hours", "recorded_on"}),
        ("partners", {"contacted_on", "meeting_on", "agreement_on"}),
    ):
        for old, new in zip(earlier[table], later[table], strict=False):
            assert {name for name in old if old[name] != new[name]} <= alters


def test_a_folder_with_anything_else_in_it_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    for name, manifest in (
        ("none", None),
        ("real", "demo = false\n"),
        ("torn", "demo = tr"),
        ("word", 'demo = "true"\n'),
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "visits.csv").write_text("visit_id\n1\n")
        if manifest is not None:
            (folder / MANIFEST).write_text(manifest)
        held = {file.name: file.read_bytes() for file in folder.iterdir()}
        with pytest.raises(NotDemoError) as refusal:
            write_demo(folder, TODAY)
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == held
        assert f"'{name}' rummer andet end demodata" in refusal.value.say("da")
        assert f"'{name}' holds something else" in refusal.value.say("en")
        assert str(tmp_path) not in refusal.value.say("en")
    (tmp_path / "file").write_text("")
    with pytest.raises(NotDemoError):
        write_demo(tmp_path / "file", TODAY)


def test_a_run_that_was_stopped_leaves_a_folder_no_one_takes_for_whole_and_the_next_run_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_demo(tmp_path, date(2007, 6, 30))
    (tmp_path / "boundaries.geojson").write_text("{}")
    with (tmp_path / MANIFEST).open("a") as manifest:
        manifest.write("boundaries_tolerance_m = 500\n")
    kept = (tmp_path / MANIFEST).read_text()
    whole = Path.write_bytes

    def stop_at_visits(path: Path, content: bytes) -> int:
        if path.name == "visits.csv":
            raise KeyboardInterrupt
        return whole(path, content)

    monkeypatch.setattr(Path, "write_bytes", stop_at_visits)
    with pytest.raises(KeyboardInterrupt):
        write_demo(tmp_path, TODAY)
    monkeypatch.undo()
    with pytest.raises(RefusedError, match="unfinished"):
        look(tmp_path)

    write_demo(tmp_path, date(2007, 6, 30))
    raw = look(tmp_path)
    assert raw.manifest.demo
    assert set(raw.tables) == {table.name for table in TABLES}
    assert raw.ignored == ()
    assert (tmp_path / MANIFEST).read_text() == kept
    assert (tmp_path / "boundaries.geojson").exists()
