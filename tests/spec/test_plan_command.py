"""``python -m geodata plan``: a week from a file, without a screen."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

import geodata
from geodata.__main__ import app
from geodata.routing.compiled import compiled
from geodata.week.kept import NUMBA_CACHE_DIR, keep_compiled

if TYPE_CHECKING:
    from typer.testing import Result

DAY = "2026-11-30"
WINDOW = {"day": DAY, "opens": "9:00", "closes": "12:00", "p": 0.5}
WEEK: dict[str, Any] = {
    "candidates": [
        {"site": "a", "value": 60, "minutes": 30, "windows": [WINDOW], "why": ["Forfalden."]},
        {"site": "b", "value": 60, "minutes": 30, "agreed": {"day": DAY, "at": "13:00"}},
        {"site": "c", "value": 60, "minutes": 30, "agreed": {"day": DAY, "at": 780}},
        {"site": "d", "value": 1, "minutes": 30, "windows": [WINDOW]},
    ],
    "places": ["base"],
    "crews": [{"name": "A"}],
    "shifts": [
        {"crew": "A", "day": DAY, "starts": "9:00", "ends": "17:00", "leaves_from": "base", "returns_to": "base"},
        {"crew": "A", "day": "2026-12-01", "starts": 540, "ends": 1020, "leaves_from": "base", "returns_to": "base"},
    ],
    "minutes": [[0 if row == column else 10 for column in range(5)] for row in range(5)],
    "options": {"effort": {"iterations": 500}},
}


def run(tmp_path: Path, week: object, *arguments: str, language: str = "en") -> Result:
    file = tmp_path / "week.json"
    file.write_text(week if isinstance(week, str) else json.dumps(week), encoding="utf-8")
    return CliRunner().invoke(app, ["plan", "--input", str(file), *arguments], env={"FELTPLAN_LANGUAGE": language})


def test_the_plan_is_told_as_json_with_stops_what_is_left_out_and_why(tmp_path: Path) -> None:
    result = run(tmp_path, WEEK, "--json", "--seed", "3", "--iterations", "1000", "--seconds", "60")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert {"stops", "left_out", "totals", "seed", "engine"} <= told.keys()
    assert [(stop["site"], stop["day"], stop["crew"], stop["arrive"], stop["leave"]) for stop in told["stops"]] == [
        ("a", DAY, "A", 550, 580),
        ("b", DAY, "A", 770, 800),
    ]
    assert told["stops"][0]["why"][0] == "Forfalden."
    assert [(each["site"], bool(each["why"])) for each in told["left_out"]] == [("c", True), ("d", True)]
    assert told["left_out"][1]["way_in"]["day"] == DAY
    assert told["conflicts"][0]["clashes_with"] == ["b"]
    assert (told["seed"], told["engine"], told["iterations"]) == (3, "search", 1_000)


@pytest.mark.parametrize(("language", "says"), [("en", "Left out"), ("da", "Ikke med")])
def test_the_plan_is_told_to_people_in_their_language(tmp_path: Path, language: str, says: str) -> None:
    result = run(tmp_path, WEEK, language=language)
    assert result.exit_code == 0
    assert says in result.stdout
    assert "Forfalden." in result.stdout


def test_a_week_in_which_all_are_visited_lists_nobody_as_left_out(tmp_path: Path) -> None:
    assert "Left out" not in run(tmp_path, {**WEEK, "candidates": [], "minutes": [[0]]}).stdout


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("not json", "JSON"),
        ({**WEEK, "crews": "A"}, "crews"),
        ({**WEEK, "colour": "red"}, "colour"),
        ({**WEEK, "minutes": [[0, 1], [1]]}, "as many rows as columns"),
        ({**WEEK, "minutes": [[0]]}, "should be 5"),
        ({**WEEK, "options": {"weights": {"road": -1}}}, "negative"),
        ({**WEEK, "crews": [{"name": "B"}]}, "not known"),
        ({**WEEK, "shifts": [{**WEEK["shifts"][0], "starts": "9 o'clock"}]}, "shifts.0.starts"),
        ({**WEEK, "shifts": [{**WEEK["shifts"][0], "starts": "a:b"}]}, "shifts.0.starts"),
    ],
)
def test_a_file_that_is_no_week_is_refused_with_a_sentence(tmp_path: Path, week: object, said: str) -> None:
    result = run(tmp_path, week)
    assert result.exit_code == 1
    assert said in result.stderr
    assert str(tmp_path) not in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["plan", "--input", str(tmp_path / "none.json")])
    assert result.exit_code == 2
    assert str(tmp_path) not in result.stderr


def test_infinite_road_is_null_in_a_file(tmp_path: Path) -> None:
    away = [[None if 0 in (row, column) and row != column else 10 for column in range(5)] for row in range(5)]
    told = json.loads(run(tmp_path, {**WEEK, "minutes": away}, "--json").stdout)
    assert "unreachable" in [each["because"] for each in told["left_out"]]


def test_warming_up_leaves_nothing_to_compile_for_the_first_plan_with_someone_left_out() -> None:
    asked = """
from geodata.routing import Effort, PlanOptions, plan_week, schedule, search, warm_up
from tests.bench.weeks import week

def made():
    parts = {**vars(schedule), **vars(search)}.items()
    return {name: list(each.signatures) for name, each in parts if hasattr(each, "py_func")}

warm_up()
before = made()
assert plan_week(week(60, 0), PlanOptions(effort=Effort(iterations=500))).left_out
print({name for name, signatures in made().items() if signatures != before[name]} or "nothing")
"""
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "nothing"


def test_what_is_compiled_is_kept_in_the_data_directory_unless_the_environment_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NUMBA_CACHE_DIR, "elsewhere")
    keep_compiled(tmp_path / "home")
    assert (os.environ[NUMBA_CACHE_DIR], list(tmp_path.iterdir())) == ("elsewhere", [])
    monkeypatch.delenv(NUMBA_CACHE_DIR)
    keep_compiled(tmp_path / "home")
    folder = Path(os.environ[NUMBA_CACHE_DIR])
    assert folder.is_relative_to(tmp_path / "home")
    assert {stat.S_IMODE(each.stat().st_mode) for each in (folder, tmp_path / "home")} == {0o700}


def test_where_nothing_can_be_kept_a_function_is_compiled_all_the_same() -> None:
    nowhere: dict[str, Any] = {}
    exec("def twice(number):\n    return 2 * number", nowhere)
    assert compiled(nowhere["twice"])(21) == 42


@pytest.mark.slow
def test_a_change_in_any_module_of_the_planner_compiles_all_anew(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(geodata.__file__).parent, tmp_path / "geodata", ignore=ignored)
    asked = (
        "from geodata.routing import search, warm_up; warm_up(); print(sum(search.search.stats.cache_hits.values()))"
    )

    def loaded() -> int:
        command = [sys.executable, "-c", asked]
        return int(subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout)

    assert [loaded(), loaded()] == [0, 1]
    with (tmp_path / "geodata" / "routing" / "schedule.py").open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert loaded() == 0
