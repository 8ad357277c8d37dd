"""``python -m geodata ledger``: exit codes, both languages, JSON for machines, and never a path of the machine."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from geodata.__main__ import app
from geodata.ledger.address import FILE
from geodata.ledger.migrate import latest

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("FELTPLAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path / "home"))


def run(*arguments: object, code: int = 0, **environment: str) -> Result:
    result = CliRunner().invoke(app, ["ledger", *map(str, arguments)], env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == code, result.output
    assert "/tmp" not in result.output
    return result


def test_a_target_is_set_changed_and_told_with_its_history() -> None:
    assert run("migrate", FELTPLAN_LANGUAGE="en").output == f"The ledger is of version {latest()}.\n"
    assert run("set-target", "east", 2026, "ever_screened", "90,5%", "--by", "Leder").output == "Målet er gemt.\n"
    run("set-target", "east", 2026, "ever_screened", "28", "--by", "Leder")
    (row,) = json.loads(run("targets", "--json").output)
    assert row | {"set_at": ""} == {
        "team": "east", "year": 2026, "indicator": "ever_screened", "value": 28, "unit": "count",
        "set_at": "", "set_by": "Leder",
    }  # fmt: skip
    past = json.loads(run("targets", "--history", "--json").output)
    assert [(row["value"], row["unit"]) for row in past] == [(28, "count"), (90.5, "percent")]
    assert json.loads(run("targets", "--year", 2025, "--json").output) == []
    assert "90.5 %" in run("targets", "--history").output
    assert "Team East" in run("targets", FELTPLAN_LANGUAGE="en").output


def test_a_backup_is_written_and_restored(tmp_path: Path) -> None:
    run("set-target", "east", 2026, "ever_screened", "28", "--by", "Leder")
    assert "læst igennem" in run("backup", tmp_path / "copy").output
    run("set-target", "east", 2026, "ever_screened", "29", "--by", "Leder")
    assert "ledger-before-restore-" in run("restore", tmp_path / "copy").output
    assert [row["value"] for row in json.loads(run("targets", "--json").output)] == [28]
    (tmp_path / "home" / FILE).unlink()
    assert run("restore", tmp_path / "copy").output == "Protokollen er gendannet.\n"
    assert [row["value"] for row in json.loads(run("targets", "--json").output)] == [28]


def test_what_is_refused_is_a_sentence_and_exit_code_1(tmp_path: Path) -> None:
    assert "over 0 og højst 100" in run("set-target", "east", 2026, "ever_screened", "120%", "--by", "L", code=1).output
    assert "no known team" in run(
        "set-target", "x", 2026, "ever_screened", "9", "--by", "L", code=1, FELTPLAN_LANGUAGE="en"
    ).output  # fmt: skip
    assert "FELTPLAN_LEDGER_URL" in run("targets", code=1, FELTPLAN_LEDGER_URL="rubbish").output
    assert "FELTPLAN_BUILD_WAIT_S" in run("migrate", code=1, FELTPLAN_BUILD_WAIT_S="x").output
    (tmp_path / "home" / FILE).write_bytes(b"")
    assert "beskadiget" in run("targets", code=1).output


def test_what_is_no_number_is_wrong_usage() -> None:
    assert "'many'" in run("set-target", "east", 2026, "ever_screened", "many", "--by", "L", code=2).output
    assert run("no-such-door", code=2).exit_code == 2
