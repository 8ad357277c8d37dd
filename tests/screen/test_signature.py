"""Who sets rules, targets, plans and frozen reports: filled in where someone is signed in, typed in the demo."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from geodata.ledger.sessions import open_ledger
from geodata.ledger.targets import history as targets_set
from geodata.ledger.team_rules import history as rules_set
from geodata.ledger.users import change_user
from geodata.settings import Settings
from geodata.versions import folder
from geodata.worth.rules import NUMBERS
from tests.screen.conftest import ENTRY
from tests.signed_in import SIGN_IN, user

if TYPE_CHECKING:
    from pathlib import Path

FIELDS: dict[str, tuple[dict[str, str], str]] = {
    "due": ({"team": "east"}, "rules-by-east"),
    "targets": ({"team": "east"}, "target-by"),
    "report": ({}, "freeze-by"),
    "week": ({"plan-team": "east"}, "crews-east-by"),
}
"""By page: what is asked of it, and its field. The form that accepts a plan is tested where there is one to accept."""


@pytest.fixture
def home(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own: it writes in the ledger."""
    shutil.copytree(small_home, tmp_path / "home")
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def opened(page: str) -> AppTest:
    """Open a page as the manager who is signed in, or as the demo's."""
    link, _field = FIELDS[page]
    shown = AppTest.from_file(ENTRY, default_timeout=60)
    shown.query_params.update(link)
    shown.run()
    shown.switch_page(f"dashboard/views/{page}.py")
    shown.query_params.update(link)
    shown.run()
    assert not shown.exception
    return shown


def field(page: AppTest, name: str) -> str | None:
    return page.text_input(key=FIELDS[name][1]).value


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.usefixtures("home")
def test_the_name_of_who_is_signed_in_is_filled_in(name: str) -> None:
    assert field(opened(name), name) == "User manager"


@pytest.mark.parametrize("name", FIELDS)
def test_in_the_demo_it_is_typed(name: str, demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(folder(demo_home), folder(tmp_path / "home"))
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path / "home"))
    for setting in SIGN_IN:
        monkeypatch.delenv(setting)
    assert field(opened(name), name) == ""


def pressed(page: AppTest, label: str) -> AppTest:
    (button,) = [each for each in page.button if each.label.startswith(label)]
    button.click().run()
    assert not page.exception
    assert not page.error
    return page


def test_what_is_filled_in_is_what_is_kept(home: Path) -> None:
    page = opened("due")
    page.number_input(key=f"rule-east-talk_days-{NUMBERS['talk_days'].default:g}").set_value(21.0)
    pressed(page, "Gem reglerne")
    pressed(opened("targets"), "Gem mål")
    with closing(open_ledger(Settings(home=home))) as ledger:
        assert {each.set_by for each in rules_set(ledger, "east")} == {"User manager"}
        assert {each.set_by for each in targets_set(ledger)} == {"User manager"}


def test_another_name_can_be_written_over_it(home: Path) -> None:
    page = opened("targets")
    page.text_input(key="target-by").set_value("AB")
    pressed(page, "Gem mål")
    with closing(open_ledger(Settings(home=home))) as ledger:
        assert [each.set_by for each in targets_set(ledger)] == ["AB"]


@pytest.mark.parametrize(
    ("label", "filled"),
    [
        pytest.param("Hold 2 (øst)", "Hold øst", id="letters are left of a label with more"),
        pytest.param("2020-1", "Leder", id="no letters: the role"),
    ],
)
def test_a_label_that_is_no_name_still_fills_in_what_can_be_saved(label: str, filled: str, home: Path) -> None:
    with closing(open_ledger(Settings(home=home))) as ledger:
        change_user(ledger, replace(user("manager", "manager"), label=label))
    page = opened("targets")
    assert field(page, "targets") == filled
    pressed(page, "Gem mål")
