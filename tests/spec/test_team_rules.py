"""A team's rules are refused where they cannot be, kept in the ledger for good, and steer the team's list alone."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from geodata.__main__ import app
from geodata.due import RULES
from geodata.errors import GeodataError, RuleRefusedError
from geodata.ledger.sessions import Ledger, open_ledger
from geodata.ledger.team_rules import history, set_rules, team_rules
from geodata.store import Store
from geodata.versions import published
from geodata.worth.due_list import read_due
from geodata.worth.rules import DEFAULTS, NATIONAL, NUMBERS, RuleChange, TeamRules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geodata.settings import Settings

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    opened = open_ledger(settings)
    yield opened
    opened.close()


def change(rule: str, value: float, team: str = "west") -> RuleChange:
    return RuleChange(team, rule, value, NOW, "Leder")


def test_the_products_own_numbers_are_those_of_the_figures() -> None:
    assert NATIONAL.due == RULES
    assert all(number.least <= number.default <= number.most for number in NUMBERS.values())
    assert dict(NATIONAL.key()) == dict(DEFAULTS)


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("no_such_rule", 1.0),
        ("talk_days", 0.0),
        ("talk_days", 731.0),
        ("talk_days", 14.5),
        ("ban_after", 0.0),
        ("agreed", -1.0),
        ("agreed", 501.0),
        ("agreed", float("nan")),
        ("closed", float("inf")),
    ],
)
def test_a_number_that_cannot_be_is_refused_in_a_sentence(rule: str, value: float) -> None:
    for make in (lambda: change(rule, value), lambda: TeamRules({rule: value})):
        with pytest.raises(RuleRefusedError) as refused:
            make()
        assert refused.value.say("da")
        assert "{" not in refused.value.say("da") + refused.value.say("en")


@pytest.mark.parametrize(
    ("team", "by"), [("north", "Leder"), ("unknown", "Leder"), ("west", ""), ("west", "20 12 34 56")]
)
def test_a_change_names_a_team_and_who_made_it(team: str, by: str) -> None:
    with pytest.raises(RuleRefusedError):
        RuleChange(team, "agreed", 1.0, NOW, by)


def test_the_latest_number_of_a_team_counts_and_the_ones_before_are_kept(ledger: Ledger) -> None:
    assert team_rules(ledger, "west") == NATIONAL
    set_rules(ledger, [change("agreed", 80.0), change("talk_days", 21.0)])
    set_rules(ledger, [change("agreed", 90.0), change("agreed", 5.0, "east")])
    west = team_rules(ledger, "west")
    assert (west["agreed"], west["talk_days"], west["due"]) == (90.0, 21.0, DEFAULTS["due"])
    assert west.due.talk_days == 21
    assert team_rules(ledger, "east")["agreed"] == 5.0
    assert [(each.rule, each.value) for each in history(ledger, "west")] == [
        ("agreed", 90.0), ("talk_days", 21.0), ("agreed", 80.0),
    ]  # fmt: skip
    assert history(ledger, "west")[0] == change("agreed", 90.0)
    assert west.changed({"agreed": 90.0, "due": 1.0}) == {"due": 1.0}


@pytest.mark.parametrize("statement", ["UPDATE team_rules SET value = 1", "DELETE FROM team_rules"])
def test_what_was_set_cannot_be_changed_or_dropped(ledger: Ledger, statement: str) -> None:
    set_rules(ledger, [change("agreed", 80.0)])
    with pytest.raises((GeodataError, DBAPIError)), ledger.writing() as session:
        session.execute(text(statement))
    assert team_rules(ledger, "west")["agreed"] == 80.0


def test_a_number_that_a_later_program_knows_is_left_out(ledger: Ledger) -> None:
    with ledger.writing() as session:
        session.execute(
            text(
                "INSERT INTO team_rules (team, rule, value, set_at, set_by) VALUES ('west', 'x', 1, '2026-01-01', 'L')"
            )
        )
    assert team_rules(ledger, "west") == NATIONAL
    assert history(ledger, "west") == []


def told(home: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Any:
    monkeypatch.setenv("FELTPLAN_HOME", str(home))
    answer = CliRunner().invoke(app, ["due", *options, "--json"])
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_the_command_tells_what_the_list_holds(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(small_home, published(small_home))
    day = store.days()[1]
    assert day is not None
    found = read_due(store, day, "east")
    answer = told(small_home, monkeypatch, "--team", "east", "--on", day.isoformat())
    assert [site["site"] for site in answer["sites"]] == list(found.rows["site_id"])
    assert answer["totals"]["seen"] == answer["totals"]["listed"] + sum(answer["totals"]["left"].values())
    assert len(answer["left"]) == sum(answer["totals"]["left"].values())
    assert sum(answer["states"].values()) == answer["totals"]["listed"]
    for site in answer["sites"]:
        assert sum(term["points"] for term in site["terms"]) == pytest.approx(site["worth"], abs=0.01)
        assert {"morning", "afternoon", "evening"} == set(site["chance"])
        assert all(term["da"] in site["sentence"]["da"] for term in site["terms"])
    assert answer["rules"] == dict(DEFAULTS)
    store.close()


def test_the_command_follows_the_teams_own_rules_and_makes_no_ledger_to_look(
    small_home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(small_home, monkeypatch, "--team", "east")
    assert not (small_home / "ledger.sqlite").exists()
    opened = open_ledger(settings)
    set_rules(opened, [change("never_visited", 0.0, "east"), change("talk_days", 700.0, "east")])
    opened.close()
    assert told(small_home, monkeypatch, "--team", "east")["rules"]["talk_days"] == 700.0
    assert told(small_home, monkeypatch)["rules"] == dict(DEFAULTS)


def test_every_site_of_the_demo_is_told_with_a_reason(
    demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(demo_home, tmp_path / "demo")
    answer = told(tmp_path / "demo", monkeypatch, "--team", "mid")
    assert answer["demo"]
    assert {each["reason"] for each in answer["left"]} <= {"closed", "moved", "merged", "unverified"}
    assert all(each["since"] for each in answer["left"])
    chances = [part for site in answer["sites"] for part in site["chance"].values()]
    assert all(0 < each["low"] < each["p"] < each["high"] < 1 for each in chances)


def test_the_command_says_its_list_in_words(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(small_home))
    monkeypatch.setenv("COLUMNS", "200")
    answer = CliRunner().invoke(app, ["due"])
    assert answer.exit_code == 0
    assert "steder er på listen" in answer.stdout


def test_a_wrong_team_is_wrong_usage_and_a_missing_warehouse_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path))
    assert CliRunner().invoke(app, ["due", "--team", "north"]).exit_code == 2
    refused = CliRunner().invoke(app, ["due", "--team", "west"])
    assert refused.exit_code == 1
    assert str(tmp_path) not in refused.output
