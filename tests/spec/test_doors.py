"""Every command of ``python -m geodata`` begins alike: what refuses it is one sentence and exit code 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from geodata.__main__ import app

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = {
    "figures": ["figures"],
    "due": ["due"],
    "plan": ["plan", "--team", "west", "--week", "2026-W49"],
    "report": ["report", "--year", "2007"],
    "evidence": ["evidence"],
    "export": ["export", "folder"],
    "release": ["release", "list"],
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_without_a_warehouse_it_is_said_how_to_make_one(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(app, words, env={"FELTPLAN_HOME": str(tmp_path / "home"), "FELTPLAN_LANGUAGE": "en"})
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.count("\n") == 1
    assert "python -m etl build" in told.stderr


@pytest.mark.parametrize("words", [*COMMANDS.values(), ["ledger", "targets"]], ids=[*COMMANDS, "ledger"])
def test_a_setting_that_cannot_be_used_is_named(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = {"FELTPLAN_HOME": str(tmp_path / "home"), "FELTPLAN_SESSION_HOURS": "long"}
    told = CliRunner().invoke(app, words, env=wrong)
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == "Miljøvariablen FELTPLAN_SESSION_HOURS har en værdi, der ikke kan bruges.\n"
