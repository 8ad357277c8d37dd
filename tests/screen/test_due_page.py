"""The page of the week's sites as Streamlit runs it, without a browser."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import due_columns
from dashboard.components.due_table import explained
from dashboard.components.rules_effect import effect
from dashboard.components.travel_note import travel_note
from dashboard.due import due_list
from dashboard.export import table, to_csv
from dashboard.scope import Scope
from dashboard.state import Choice
from dashboard.warehouse import current
from geodata.language import LANGUAGES, Label, Language
from geodata.ledger.sessions import open_ledger
from geodata.ledger.team_rules import history, team_rules
from geodata.settings import Settings
from geodata.travel.times import minutes
from geodata.worth.due_list import read_due, read_knowledge
from geodata.worth.rules import NATIONAL, NUMBERS, TeamRules
from tests.small import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.warehouse import Edition

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"


@pytest.fixture
def home(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own: it writes in the ledger."""
    shutil.copytree(small_home, tmp_path / "home")
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def visit(home: Path) -> Callable[..., AppTest]:
    """Open the page by its link."""
    assert home.exists()

    def open_link(**link: str) -> AppTest:
        shown = AppTest.from_file(ENTRY, default_timeout=30)
        shown.query_params.update(link)
        shown.run()
        shown.switch_page("dashboard/views/due.py")
        shown.query_params.update(link)
        return shown.run()

    return open_link


def html(page: AppTest) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", each.proto.body)) for each in page.get("html"))


@pytest.fixture
def demo_edition(demo_home: Path) -> Edition:
    return current(demo_home)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("team", ["", "east", "mid", "west"])
def test_the_page_reconciles_and_says_how_sites_stand(
    team: str, language: Language, visit: Callable[..., AppTest]
) -> None:
    page = visit(**({"team": team} if team else {}), lang=language)
    assert not page.exception
    counted = [
        [int(n) for n in match]
        for each in page.get("html")
        for match in re.findall(r'data-listed="(\d+)" data-left-out="(\d+)" data-total="(\d+)"', each.proto.body)
    ]
    ((listed, left, total),) = counted
    assert listed + left == total
    names = page.get("button_group")[0].proto.options
    told = [int(re.findall(r"(\d+)$", option.content)[0]) for option in names]
    assert told[0] == listed == sum(told[1:])


def test_rules_are_tried_without_being_saved_and_then_saved(visit: Callable[..., AppTest], home: Path) -> None:
    page = visit(team="east", lang="en")
    page.number_input(key=f"rule-east-talk_days-{NUMBERS['talk_days'].default:g}").set_value(400.0)
    page.button[0].click()
    page.run()
    assert not page.exception
    assert "The effect" in html(page)
    ledger = open_ledger(Settings(home=home))
    assert team_rules(ledger, "east") == NATIONAL
    page.text_input(key="rules-by-east").set_value("Leader")
    page.button[1].click()
    page.run()
    assert [each.value for each in page.success] == ["The rules are saved, and the list is told by them."]
    assert team_rules(ledger, "east")["talk_days"] == 400.0
    assert [(each.rule, each.value, each.set_by) for each in history(ledger, "east")] == [
        ("talk_days", 400.0, "Leader")
    ]
    ledger.close()
    assert "Days after a conversation 400 Leader" in re.sub(r"\s+", " ", html(page))


def test_rules_without_a_name_are_refused_and_the_list_still_stands(visit: Callable[..., AppTest]) -> None:
    page = visit(team="east", lang="en")
    page.number_input(key=f"rule-east-agreed-{NUMBERS['agreed'].default:g}").set_value(3.0)
    page.text_input(key="rules-by-east").set_value("")
    page.button[1].click()
    page.run()
    assert "initials" in page.error[0].value
    assert "To visit" in html(page)


def test_saving_nothing_says_so(visit: Callable[..., AppTest]) -> None:
    page = visit(team="east", lang="en")
    page.button[1].click()
    page.run()
    assert [each.value for each in page.info] == ["No number is changed."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_holds_every_term_and_chance_of_every_site(demo_edition: Edition, language: Language) -> None:
    found = due_list(demo_edition, Choice(TODAY, 12, Scope("west", None), None), NATIONAL)
    rows = due_columns.said(found.rows.assign(name="x"), language)
    written = table(rows, due_columns.TAKEN_AWAY, language, demo=True)
    assert len(written.rows) == found.found.listed
    lines = to_csv(written).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("DEMO")
    assert all(line.startswith("DEMO") for line in lines[2:])
    assert not {"lon", "lat", "address"} & {column.id for column in (*due_columns.TAKEN_AWAY, *due_columns.SHOWN)}


def test_a_region_keeps_its_part_of_a_teams_list(demo_edition: Edition) -> None:
    whole = due_list(demo_edition, Choice(TODAY, 12, Scope("mid", None), None), NATIONAL)
    parts = [
        due_list(demo_edition, Choice(TODAY, 12, Scope("mid", region), None), NATIONAL)
        for region in sorted({*whole.rows["region_code"], *whole.left["region_code"]})
    ]
    assert len(parts) > 1
    assert sum(part.found.listed for part in parts) == whole.found.listed
    assert sum(part.found.total for part in parts) == whole.found.total


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_effect_counts_who_moves(demo_edition: Edition, language: Language) -> None:
    knowledge = read_knowledge(demo_edition.store, TODAY)
    before = read_due(demo_edition.store, TODAY, "west", NATIONAL, knowledge)
    after = read_due(demo_edition.store, TODAY, "west", TeamRules({"talk_days": 700.0}), knowledge)
    told = effect(before, after, language)
    assert f"{before.found.listed} " in effect(before, before, language)
    assert "→" in told
    assert told != effect(before, before, language)


def test_too_few_attempts_are_said_instead_of_a_chance(small_edition: Edition) -> None:
    chances = read_knowledge(small_edition.store, TODAY).chances
    assert "too few" in explained("east", chances, "en")
    assert "36" in explained(None, chances, "da")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_on_travel_times_says_which_engine_and_how_far_off(tmp_path: Path, language: Language) -> None:
    found = minutes([[10.39, 55.4]], Settings(home=tmp_path))  # type: ignore[arg-type]  # a list will do
    told = travel_note(found, language)
    assert found.engine.label.say(language) in told
    assert found.expected_error.say(language) in told
    object.__setattr__(found, "notice", Label("Tavs.", "Silent."))
    assert travel_note(found, language).endswith(Label("Tavs.", "Silent.").say(language))
