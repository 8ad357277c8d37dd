"""The commands: exit codes, both languages, JSON for machines, and never a traceback or a path of the machine."""

from __future__ import annotations

import csv
import json
import os
import pty
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from etl.__main__ import _refusals, app
from etl.contract import BY_NAME
from etl.demo import write_demo
from etl.prepare import STEPS
from geodata.ledger.records import record
from geodata.ledger.sessions import open_ledger
from geodata.settings import Settings, read_settings
from geodata.versions import folder, published
from tests.intake import workbook
from tests.ledger_writers import NOW, a_visit
from tests.processes import CONTEXT, run_command_as_nobody, start
from tests.small import TODAY, ask, snapshot, write_small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer.testing import Result

ROOT = Path(__file__).parents[2]
EARLY = ("--until", "2006-01-31")
BROKEN = "partner_id | name | category | municipality_code\n1 | {} | 9 | 0101"
MANY = "\n".join(["partner_id | name | category | municipality_code", *(f"{n} | a | 9 | 0101" for n in range(25))])


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of this test's own, and no setting from outside."""
    for name in [name for name in os.environ if name.startswith("FELTPLAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")


def run(*arguments: object, **environment: str) -> Result:
    """Run a command in this process; whatever it says, it shows no traceback and no path of this machine."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert_plain(result.output)
    return result


def assert_plain(said: str) -> None:
    for path in (tempfile.gettempdir(), str(ROOT), sys.prefix):
        assert path not in said
    assert "Traceback" not in said
    assert "Error:" not in said


def rows_of(rejects: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(rejects.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))


def test_demo_check_and_build_say_what_they_did_in_danish_and_in_english(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    danish = run("demo", raw, "--until", "2007-06-30")
    assert (danish.exit_code, danish.output) == (0, "DEMO: 13 filer med opdigtede data.\n")
    english = run("demo", raw, "--until", "2007-06-30", FELTPLAN_LANGUAGE="en")
    assert (english.exit_code, english.output) == (0, "DEMO: 13 files of synthetic data.\n")
    write_small(raw)
    for door, danish_end, english_end in [
        ("check", "Prøvekørsel: intet er ændret.", "Dry run: nothing has changed."),
        ("build", "Version 1 er taget i brug.", "Nothing new: version 1 holds these data already."),
        ("build", "Intet nyt: version 1 har allerede disse data.", "Nothing new: version 1 holds these data already."),
    ]:
        danish, english = run(door, raw), run(door, raw, FELTPLAN_LANGUAGE="en")
        assert (danish.exit_code, english.exit_code) == (0, 0)
        assert danish.output.splitlines()[-1] == danish_end
        assert english.output.splitlines()[-1] == english_end
        assert all(word in danish.output for word in ("tabel", "læst", "nye", "ændrede", "uændrede", "lagt til side"))
        assert all(word in english.output for word in ("table", "read", "new", "changed", "unchanged", "set aside"))
        assert all(name in danish.output for name in BY_NAME)


def test_the_demos_seed_decides_its_rows(tmp_path: Path) -> None:
    for seed in ("2007", "2008"):
        run("demo", tmp_path / seed, "--until", "2006-06-30", "--seed", seed)
    assert snapshot(tmp_path / "2007") != snapshot(tmp_path / "2008")


def test_a_build_of_synthetic_data_is_marked_as_such(tmp_path: Path) -> None:
    write_demo(tmp_path / "raw", TODAY.replace(year=2006))
    assert run("build", tmp_path / "raw").exit_code == 0
    assert published(tmp_path / "home").demo


def test_a_check_changes_nothing_and_does_not_even_make_the_home(small_raw: Path, tmp_path: Path) -> None:
    before = snapshot(tmp_path)
    assert run("check", small_raw).exit_code == 0
    assert run("check", small_raw, "--json").exit_code == 0
    assert snapshot(tmp_path) == before


def test_json_tells_version_tables_rejects_and_notes(tmp_path: Path) -> None:
    raw = write_small(tmp_path / "raw", partners=BROKEN.format("a"))
    dry, built, again = (json.loads(run(door, raw, "--json").stdout) for door in ("check", "build", "build"))
    assert [(told["version"], told["new_version"]) for told in (dry, built, again)] == [
        (None, False),
        (1, True),
        (1, False),
    ]
    assert dry["tables"] == built["tables"]
    assert dry["rejects"] == built["rejects"] == again["rejects"] == [
        {"table_name": "partners", "file": "partners.csv", "line": 2, "column_name": "category", "value": "9",
         "rule": "unknown_word"},
    ]  # fmt: skip
    sites = {row["table"]: row for row in built["tables"]}["sites"]
    assert sites == {
        "table": "sites", "file": "sites.csv", "read": 4, "new": 4, "changed": 0, "unchanged": 0, "set_aside": 0,
        "gone": 0, "kept": 4,
    }  # fmt: skip
    assert ask(tmp_path / "home", "SELECT count(*) FROM partners") == [(0,)]


def test_the_summary_shows_what_was_set_aside_with_file_line_column_rule_and_value(tmp_path: Path) -> None:
    raw = write_small(tmp_path / "raw", partners=BROKEN.format("a"))
    danish = "partners.csv, linje 2, category: Ordet findes ikke på listen over kendte ord ('9')"
    assert danish in run("check", raw).output.splitlines()
    english = "partners.csv, line 2, category: The word is on no list of known words ('9')"
    assert english in run("check", raw, FELTPLAN_LANGUAGE="en").output.splitlines()


def test_a_row_of_another_length_has_no_column_and_a_personal_number_is_not_shown(tmp_path: Path) -> None:
    raw = write_small(tmp_path / "raw", partners=BROKEN.format("010190-1234"))
    with (raw / "partners.csv").open("a") as file:
        file.write("2;a\n")
    said = run("check", raw, FELTPLAN_LANGUAGE="en").output
    assert "partners.csv, line 3, –: The row has another number of fields than the header ('2 / 4')" in said
    assert "partners.csv, line 2, name: Personal data" in said
    assert "010190" not in said


def test_files_that_are_no_table_are_told(small_raw: Path) -> None:
    (small_raw / "readme.txt").write_text("x")
    assert "readme.txt: ingen tabel / no table" in run("check", small_raw).output.splitlines()


def test_too_many_rejects_refuse_leave_the_old_version_and_still_write_the_file(tmp_path: Path) -> None:
    run("build", write_small(tmp_path / "raw"))
    before = snapshot(tmp_path / "home")
    raw = write_small(tmp_path / "raw", partners=MANY)
    for number, door in enumerate(("check", "build")):
        target = tmp_path / f"rejects-{number}.csv"
        result = run(door, raw, "--rejects", target)
        assert result.exit_code == 1
        lines = result.stderr.splitlines()
        assert lines[0] == "partners.csv: 25 af 25 rækker kan ikke bruges; højst 5 % må lægges til side."
        assert lines[1].startswith("partners.csv, linje 2, category: ")
        assert lines[-1] == "… og 5 fejl til (--rejects FIL skriver dem alle)."
        assert len(lines) == 22
        assert len(rows_of(target)) == 25
        told = json.loads(run(door, raw, "--json").stdout)
        assert told["refused"] == [lines[0]]
        assert len(told["rejects"]) == 25
    assert snapshot(tmp_path / "home") == before


def test_the_file_of_rejects_is_for_the_owner_alone_and_says_demo_where_it_is(tmp_path: Path) -> None:
    raw, target = write_small(tmp_path / "raw", partners=BROKEN.format("a")), tmp_path / "rejects.csv"
    real = run("build", raw, "--rejects", target)
    assert (real.exit_code, target.stat().st_mode & 0o777) == (0, 0o600)
    assert next(iter(rows_of(target)[0])) == "table_name"
    (raw / "feltplan.toml").write_text("demo = true\n")
    run("build", raw, "--rejects", target)
    assert [row["demo"] for row in rows_of(target)] == ["DEMO"]


def test_the_file_of_rejects_is_written_although_nothing_is_new(tmp_path: Path) -> None:
    raw = write_small(tmp_path / "raw", partners=BROKEN.format("a"))
    run("build", raw, "--rejects", tmp_path / "first.csv")
    again = run("build", raw, "--rejects", tmp_path / "second.csv")
    assert "Intet nyt" in again.output
    assert (tmp_path / "first.csv").read_bytes() == (tmp_path / "second.csv").read_bytes()


def test_every_reason_of_a_refusal_is_told_as_text_and_as_json(small_raw: Path) -> None:
    (small_raw / "sites.csv").write_text("nonsense\n1\n")
    (small_raw / "visits.csv").write_bytes(b"")
    result = run("build", small_raw)
    assert (result.exit_code, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == ["sites.csv", "visits.csv"]
    machine = run("build", small_raw, "--json")
    assert (machine.exit_code, json.loads(machine.stdout)) == (1, {"refused": lines, "rejects": []})


WRONG = ["", "fly", "build", "check a b", "check . --colour", "demo x --until soon", "demo x --seed a"]


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_usage_leaves_with_exit_code_2(arguments: str) -> None:
    result = CliRunner().invoke(app, arguments.split())
    assert result.exit_code == 2
    assert "Usage" in result.output


@pytest.mark.parametrize(
    ("name", "value"),
    [("FELTPLAN_LANGUAGE", "de"), ("FELTPLAN_MAX_REJECT_SHARE", "2"), ("FELTPLAN_TOLERATED_REJECTS", "few")],
)
def test_a_setting_that_cannot_be_is_wrong_usage_told_in_a_sentence(name: str, value: str) -> None:
    danish = run("check", ".", **{name: value})
    assert (danish.exit_code, danish.stderr) == (2, f"Miljøvariablen {name} har en værdi, der ikke kan bruges.\n")


def test_a_wrong_setting_is_told_in_english_where_english_is_asked_for() -> None:
    english = run("build", ".", FELTPLAN_BUILD_WAIT_S="-1", FELTPLAN_LANGUAGE="en")
    told = "The environment variable FELTPLAN_BUILD_WAIT_S has a value that cannot be used.\n"
    assert (english.exit_code, english.stderr) == (2, told)


def test_the_settings_are_those_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FELTPLAN_TOLERATED_REJECTS", "7")
    assert read_settings() == Settings(home=tmp_path / "home", tolerated_rejects=7)


def outline() -> Any:
    """Return the bundled outline as a file: it has the 98 municipalities, as an official one does."""
    return as_file(files("geodata").joinpath("data", "municipality_outline.geojson"))


def test_boundaries_are_checked_and_taken_into_the_raw_folder(tmp_path: Path) -> None:
    with outline() as file:
        result = run("boundaries", file, tmp_path / "raw")
        assert (result.exit_code, result.output) == (0, "98 kommuner er klar til næste indlæsning.\n")
        assert snapshot(tmp_path / "raw") == {"boundaries.geojson": file.read_bytes()}
        english = run("boundaries", file, FELTPLAN_LANGUAGE="en")
        assert english.output == "98 municipalities are ready for the next build.\n"
        assert snapshot(tmp_path / "home" / "raw") == {"boundaries.geojson": file.read_bytes()}


def test_new_boundaries_take_the_place_of_the_old_ones_whatever_their_format(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name in ("boundaries.gpkg", "boundaries.geojson", "Kommunegrænser.JSON", "sites.csv", "other.geojson"):
        (tmp_path / "raw" / name).write_text("old")
    with outline() as file:
        shutil.copyfile(file, tmp_path / "DAGI.JSON")
    assert run("boundaries", tmp_path / "DAGI.JSON", tmp_path / "raw").exit_code == 0
    names = sorted(path.name for path in (tmp_path / "raw").iterdir())
    assert names == ["boundaries.json", "other.geojson", "sites.csv"]
    taken = tmp_path / "raw" / "boundaries.json"
    assert run("boundaries", taken, tmp_path / "raw").exit_code == 0
    assert taken.read_bytes() == (tmp_path / "DAGI.JSON").read_bytes(), "taking the file that is there is no trouble"


def test_boundaries_that_cannot_be_used_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "boundaries.gpkg").write_text("old")
    for name, text, sentence in [
        ("missing.geojson", None, "missing.geojson: filen findes ikke.\n"),
        (
            "archive.zip",
            "PK",
            "archive.zip: grænser læses fra .geojson, .json, .gpkg; pak filen ud, hvis den er pakket.\n",
        ),
        ("half.geojson", "{", "half.geojson: filen er ikke en GeoJSON FeatureCollection eller er afkortet.\n"),
    ]:
        if text is not None:
            (tmp_path / name).write_text(text)
        result = run("boundaries", tmp_path / name, tmp_path / "raw")
        assert (result.exit_code, result.stderr) == (1, sentence)
    assert run("boundaries", tmp_path, tmp_path / "raw").exit_code == 1
    assert snapshot(tmp_path / "raw") == {"boundaries.gpkg": b"old"}


def test_keep_real_leaves_real_data_and_replaces_synthetic_data(small_raw: Path, tmp_path: Path) -> None:
    (small_raw / "feltplan.toml").write_text("demo = true\n")
    assert "Version 1" in run("build", small_raw, "--keep-real").output, "nothing is served yet"
    (small_raw / "feltplan.toml").unlink()
    assert "Version 2" in run("build", small_raw, "--keep-real").output, "what is served is synthetic"
    (small_raw / "feltplan.toml").write_text("demo = true\n")
    before = snapshot(tmp_path / "home")
    kept = run("build", small_raw, "--keep-real")
    assert (kept.exit_code, kept.output) == (0, "Datalageret har rigtige data og er ikke rørt.\n")
    machine = json.loads(run("build", small_raw, "--keep-real", "--json", FELTPLAN_LANGUAGE="en").stdout)
    assert machine == {
        "version": 2, "new_version": False, "notes": ["The warehouse holds real data and was left as it is."],
    }  # fmt: skip
    assert snapshot(tmp_path / "home") == before
    assert "Version 3" in run("build", small_raw).output


def test_a_folder_or_home_that_is_not_there_or_is_a_file_is_refused_in_a_sentence(
    tmp_path: Path, small_raw: Path
) -> None:
    (tmp_path / "file").write_text("x")
    for door in ("check", "build"):
        missing = run(door, tmp_path / "nowhere")
        assert (missing.exit_code, missing.stderr) == (1, "Mappen 'nowhere' findes ikke.\n")
        assert run(door, tmp_path / "file").exit_code == 1
    for home in (tmp_path / "file", tmp_path / "file" / "home"):
        refused = run("build", small_raw, FELTPLAN_HOME=str(home))
        assert (refused.exit_code, refused.stderr) == (1, f"{home.name}: kan hverken læses eller skrives.\n")
    assert run("demo", tmp_path / "file").exit_code == 1
    assert run("demo", tmp_path / "file" / "raw").exit_code == 1
    assert run("check", small_raw, "--rejects", tmp_path / "nowhere" / "rejects.csv").exit_code == 1
    assert run("build", small_raw, "--rejects", tmp_path).exit_code == 1


def test_the_demo_never_writes_over_other_files(small_raw: Path) -> None:
    before = snapshot(small_raw)
    refused = run("demo", small_raw)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("'raw' rummer andet end demodata")
    assert snapshot(small_raw) == before


def test_what_a_file_says_cannot_steer_the_terminal(small_raw: Path) -> None:
    (small_raw / "\x1b[2Jclear.txt").write_text("x")
    (small_raw / "partners.csv").write_text(
        "partner_id,name,category,municipality_code,\x1b]0;title\x07\n1,\x1b[31mred[/][bold]\u202egnp.exe,1,0101,x\n"
    )
    for result in (
        run("check", small_raw),
        run("build", small_raw, FELTPLAN_MAX_REJECT_SHARE="0", FELTPLAN_TOLERATED_REJECTS="0"),
    ):
        assert "partners.csv" in result.output
        assert "red[/][bold]" in result.output, "what looks like markup is shown as it is"
        assert not {"\x1b", "\x07", "\u202e"} & set(result.output)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may look into."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize(
    ("closed", "arguments", "sentence"),
    [
        pytest.param("raw", ["check", "{raw}"], "no access.", id="a folder that may not be read"),
        pytest.param("raw/sites.csv", ["check", "{raw}"], "sites.csv: no access.", id="a file that may not be read"),
        pytest.param("raw/boundaries.geojson", ["check", "{raw}"], "boundaries.geojson: no access.", id="boundaries"),
        pytest.param("home", ["build", "{raw}"], "home: no access.", id="a home that may not be written"),
        pytest.param("home", ["demo", "{home}/raw"], "raw: no access.", id="a demo folder that may not be written"),
        pytest.param("home", ["check", "{raw}", "--rejects", "{home}/r.csv"], "r.csv: no access.", id="the rejects"),
    ],
)
def test_what_may_not_be_read_or_written_is_refused_in_a_sentence(
    open_folder: Path, closed: str, arguments: list[str], sentence: str
) -> None:
    raw, home = write_small(open_folder / "raw"), open_folder / "home"
    home.mkdir()
    for path in (raw, home, *raw.iterdir()):
        path.chmod(0o555)
    if closed != "home":
        (open_folder / closed).chmod(0)
    warm_up = (
        [str(write_small(open_folder / "warm"))] if arguments[0] != "demo" else [str(open_folder / "demo"), *EARLY]
    )
    settings = {"FELTPLAN_HOME": str(home), "FELTPLAN_LANGUAGE": "en"}
    told = [argument.format(raw=raw, home=home) for argument in arguments]
    queue = CONTEXT.Queue()
    process = start(run_command_as_nobody, [arguments[0], *warm_up], told, settings, queue)
    exit_code, output, fault = queue.get(timeout=60)
    process.join()
    queue.close()
    for path in (raw, home):
        path.chmod(0o755)
    assert (exit_code, fault) == (1, None)
    assert output.endswith(f"{sentence}\n")
    assert_plain(output)


def a_visit_recorded(home: Path, key: str) -> None:
    with closing(open_ledger(Settings(home=home))) as ledger:
        record(ledger, a_visit(1), key=key, by="A", now=NOW, demo=False)


def test_a_rebuild_takes_the_same_folder_again_with_what_was_recorded_since(small_raw: Path, tmp_path: Path) -> None:
    nothing = run("rebuild", FELTPLAN_LANGUAGE="en")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert nothing.stderr.startswith("There is nothing to update yet")
    run("build", small_raw)
    a_visit_recorded(tmp_path / "home", "a")
    assert "Version 2 er taget i brug." in run("rebuild").output
    assert json.loads(run("rebuild", "--json").stdout)["new_version"] is False


def test_a_rebuild_that_waits_answers_every_line_with_the_version_or_why_there_is_none(
    small_raw: Path, tmp_path: Path
) -> None:
    run("build", small_raw)
    a_visit_recorded(tmp_path / "home", "a")

    def answers(lines: int) -> list[Any]:
        result = CliRunner().invoke(app, ["rebuild", "--wait"], input="\n" * lines)
        assert (result.exit_code, result.stderr) == (0, "")
        return [json.loads(line) for line in result.stdout.splitlines()]

    (small_raw / "feltplan.toml").write_text("nonsense")
    for refused in answers(2):
        assert "feltplan.toml" in refused["refused"]["da"]
        assert "feltplan.toml" in refused["refused"]["en"]
    (small_raw / "feltplan.toml").unlink()
    assert answers(2) == [{"version": 2}] * 2


def test_a_sheet_is_answered_for_a_program_with_its_rows_or_why_it_is_refused(small_raw: Path, tmp_path: Path) -> None:
    run("build", small_raw)
    sheet = tmp_path / "ark.xlsx"
    sheet.write_bytes(workbook([["Sted", "Hvornår", "Truffet"], ["with-point", "2026-11-10 14:30", "ja"]]))
    told = json.loads(run("sheet", "visits", sheet, "--columns", '{"started_at": "Hvornår"}').stdout)
    assert [(row["site_id"], row["started_at"]) for row in told["rows"]] == [("with-point", "2026-11-10 14:30")]
    sheet.write_bytes(b"no workbook")
    refused = json.loads(run("sheet", "visits", sheet).stdout)["refused"]
    assert sorted(refused) == ["da", "en"]
    for wrong in (["weeks", sheet], ["visits", sheet, "--columns", "{"], ["visits", sheet, "--columns", "5"]):
        assert run("sheet", *wrong).exit_code == 2


def test_a_process_ends_with_the_commands_own_code_and_has_said_everything(small_raw: Path) -> None:
    said = {words: real(*words) for words in (("check", small_raw), ("check", small_raw / "none"), ("no", "such"))}
    assert [done.returncode for done in said.values()] == [0, 1, 2]
    good, refused, wrong = said.values()
    assert good.stdout.decode().endswith("Prøvekørsel: intet er ændret.\n")
    assert refused.stderr
    assert wrong.stderr


def test_a_reader_that_leaves_is_not_told_as_a_refusal() -> None:
    with pytest.raises(BrokenPipeError), _refusals("da"):
        raise BrokenPipeError


def real(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "etl", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False)


def test_a_terminal_that_cannot_show_a_letter_gets_another_in_its_place(tmp_path: Path) -> None:
    raw = write_small(tmp_path / "raw", partners=BROKEN.format("a"))
    with (raw / "partners.csv").open("a") as file:
        file.write("2;a\n")
    result = real("check", raw, PYTHONIOENCODING="latin-1")
    assert (result.returncode, result.stderr) == (0, b"")
    lines = result.stdout.decode("latin-1").splitlines()
    assert lines[-1] == "Prøvekørsel: intet er ændret."
    assert any(line.startswith("partners.csv, linje 3, ?: ") for line in lines)


def test_steps_are_shown_on_a_terminal_and_a_reader_that_leaves_is_no_fault(small_raw: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "etl", "check", str(small_raw)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs)
    assert process.stdout is not None
    process.stdout.close()
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 4096)
        except OSError:
            break
    os.close(ours)
    process.wait(60)
    assert f"{STEPS}/{STEPS}" in shown.decode()
    assert_plain(shown.decode())
    assert folder(small_raw.parent / "home").exists() is False
