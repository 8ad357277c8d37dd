"""Users and the access log: the latest state of an identity counts, nothing is lost, only our own words are kept."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner

from geodata.__main__ import app
from geodata.errors import UserRefusedError, WrongSettingError
from geodata.ledger.access_log import Access, accesses, record
from geodata.ledger.access_models import AccessRow, UserRow
from geodata.ledger.sessions import Ledger, open_ledger
from geodata.ledger.users import add_user, change_user, find, history, users
from geodata.roles import Role
from geodata.signin import sign_in
from geodata.users import Identity, User
from tests.signed_in import ISSUER, SIGN_IN, user

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodata.settings import Settings

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    with closing(open_ledger(settings)) as opened:
        yield opened


def seen(at: datetime = NOW, **other: str) -> Access:
    said = {"who": "a-lead", "role": "team_lead", "action": "view", "scope": "east", "detail": "site", **other}
    return Access(at, **said)


def test_the_latest_state_of_an_identity_counts_and_the_others_stay(ledger: Ledger) -> None:
    add_user(ledger, user("a", "team_lead", "east"))
    change_user(ledger, user("a", "team_lead", "west"))
    found = find(ledger, Identity(ISSUER, "sub", "a"))
    assert found is not None
    assert (found.role, found.team) == ("team_lead", "west")
    change_user(ledger, user("a", None))
    assert find(ledger, Identity(ISSUER, "sub", "a")) is None
    assert [(each.role, each.team) for each in history(ledger)] == [
        (None, None), ("team_lead", "west"), ("team_lead", "east"),
    ]  # fmt: skip
    add_user(ledger, user("a", "manager"))
    assert [each.role for each in users(ledger)] == ["manager"]


@pytest.mark.parametrize(
    "other",
    [Identity("https://other.example", "sub", "a"), Identity(ISSUER, "email", "a"), Identity(ISSUER, "sub", "A")],
    ids=["issuer", "claim", "case"],
)
def test_an_identity_is_issuer_claim_and_subject_together(other: Identity, ledger: Ledger) -> None:
    add_user(ledger, user("a", "manager"))
    assert find(ledger, other) is None


def test_an_identity_is_looked_up_by_its_index(ledger: Ledger) -> None:
    with ledger.reading() as session:
        plan = session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT * FROM users "
                "WHERE issuer = 'i' AND claim = 'c' AND subject = 's' ORDER BY id DESC"
            )
        ).all()
    assert "USING INDEX users_latest" in str(plan)


@pytest.mark.parametrize(
    ("role", "team", "municipality"),
    [
        ("team_lead", None, None), ("team_lead", "unknown", None), ("team_lead", "east", "0101"),
        ("municipality", None, None), ("municipality", None, "0411"), ("municipality", None, "101"),
        ("municipality", "east", "0101"), ("manager", "east", None), ("manager", None, "0101"),
        ("administrator", "west", None), ("owner", None, None), (None, "east", None), (None, None, "0101"),
    ],
)  # fmt: skip
def test_a_role_has_just_the_area_that_belongs_to_it(role: str, team: str, municipality: str) -> None:
    with pytest.raises(UserRefusedError):
        user("a", role, team, municipality)


@pytest.mark.parametrize("subject", ["", "a b", "a\nb", "x" * 256, "é"])
def test_an_identity_is_what_a_sign_in_service_writes(subject: str) -> None:
    with pytest.raises(UserRefusedError):
        user(subject, "manager")


def test_the_database_refuses_a_role_without_its_area(ledger: Ledger) -> None:
    for role, team, code in (("team_lead", None, None), ("municipality", None, None), ("manager", "east", None)):
        with pytest.raises(IntegrityError), ledger.writing() as session:
            session.add(
                UserRow(
                    issuer="i", claim="c", subject="s", label="l", role=role, team=team, municipality=code,
                    set_at=NOW, set_by="x",
                )
            )  # fmt: skip


def test_the_last_administrator_stays(ledger: Ledger) -> None:
    add_user(ledger, user("a", "administrator"))
    add_user(ledger, user("elsewhere", "administrator", issuer="https://other.example"))
    for change in (user("a", None), user("a", "manager")):
        with pytest.raises(UserRefusedError, match="last administrator"):
            change_user(ledger, change)
    add_user(ledger, user("b", "administrator"))
    change_user(ledger, user("a", None))


def test_a_user_is_added_once_and_changed_only_if_there(ledger: Ledger) -> None:
    add_user(ledger, user("a", "manager"))
    with pytest.raises(UserRefusedError, match="change it"):
        add_user(ledger, user("a", "manager"))
    with pytest.raises(UserRefusedError, match="no user"):
        change_user(ledger, user("b", "manager"))


@pytest.mark.parametrize("table", ["users", "access_log"])
def test_no_row_is_changed(table: str, ledger: Ledger) -> None:
    add_user(ledger, user("a", "manager"))
    record(ledger, seen(datetime.now(UTC)), 365)
    with pytest.raises(IntegrityError, match=r"only ever added|are kept"), ledger.writing() as session:
        session.execute(text(f"UPDATE {table} SET role = 'administrator'"))
    with pytest.raises(IntegrityError, match=r"only ever added|are kept"), ledger.writing() as session:
        session.execute(text(f"DELETE FROM {table}"))


def test_a_row_of_the_log_goes_when_it_has_been_kept_as_long_as_was_said_with_it(ledger: Ledger) -> None:
    now = datetime.now(UTC)
    record(ledger, seen(now - timedelta(days=366), detail="old"), 365)
    record(ledger, seen(now - timedelta(days=364), detail="kept"), 365)
    assert [each.detail for each in accesses(ledger)] == ["kept"], "writing one lets those go that were kept enough"
    record(ledger, seen(now, detail="new"), 30)
    assert [each.detail for each in accesses(ledger)] == ["new", "kept"]
    with ledger.reading() as session:
        assert session.scalar(select(func.count()).where(AccessRow.keep_until < func.current_timestamp())) == 0


def test_the_log_tells_the_latest_first(ledger: Ledger) -> None:
    now = datetime.now(UTC)
    told = [seen(now, detail="site"), seen(now, action="export", detail="worklists:csv"), seen(now, scope="0101")]
    for each in told:
        record(ledger, each, 365)
    assert accesses(ledger) == told[::-1]
    assert accesses(ledger, 1) == told[-1:]


@pytest.mark.parametrize("typed", ["Nørregade 1", "two words", "", "A-17", "x" * 61, "hvem?", "a/b", "a@b"])
@pytest.mark.parametrize("field", ["scope", "detail"])
def test_nothing_that_someone_typed_fits_into_the_log(field: str, typed: str) -> None:
    said: Any = {field: typed}
    with pytest.raises(ValueError, match="no word of the access log"):
        seen(**said)


def test_an_action_is_one_of_the_logs_own() -> None:
    with pytest.raises(ValueError, match="looked"):
        seen(action="looked")


def run(*arguments: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, ["ledger", *arguments])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def deployment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("FELTPLAN_HOME", str(settings.home))
    monkeypatch.setenv("FELTPLAN_LANGUAGE", "en")
    for name, value in SIGN_IN.items():
        monkeypatch.setenv(name, value)
    return settings


def test_users_are_added_changed_told_and_removed_by_the_command(deployment: Settings) -> None:
    run("users", "add", "a", "--role", "team_lead", "--team", "east", "--called", "Lead East", "--by", "setup")
    run("users", "add", "k", "--role", "municipality", "--municipality", "0101", "--called", "M", "--by", "setup")
    run("users", "change", "a", "--role", "team_lead", "--team", "west", "--by", "setup")
    run("users", "remove", "k", "--by", "setup")
    told = json.loads(run("users", "list", "--json").output)
    assert [(row["subject"], row["role"], row["team"], row["label"]) for row in told] == [
        ("a", "team_lead", "west", "Lead East")
    ]
    assert len(json.loads(run("users", "list", "--history", "--json").output)) == 4
    assert "Team West" in run("users", "list").output
    with closing(open_ledger(deployment)) as opened:
        found = find(opened, Identity(ISSUER, "sub", "a"))
    assert found is not None
    assert Role(str(found.role)) is Role.TEAM_LEAD


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "a", "--role", "team_lead", "--called", "A", "--by", "x"), "A team lead has one team"),
        (("add", "a", "--role", "king", "--called", "A", "--by", "x"), "no such role"),
        (("change", "a", "--role", "manager", "--by", "x"), "no user"),
        (("remove", "a", "--by", "x"), "no user"),
    ],
)
def test_the_command_says_what_it_refuses(arguments: tuple[str, ...], sentence: str, deployment: Settings) -> None:
    assert sentence in run("users", *arguments, code=1).output
    assert json.loads(run("users", "list", "--json").output) == []
    assert deployment.home.exists()


def test_without_a_sign_in_no_user_can_be_added(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(settings.home))
    said = run("users", "add", "a", "--role", "manager", "--called", "A", "--by", "x", code=1).output
    assert "FELTPLAN_OIDC_" in said


def test_the_access_log_is_told_by_the_command(deployment: Settings) -> None:
    with closing(open_ledger(deployment)) as opened:
        record(opened, seen(datetime.now(UTC)), 365)
    (row,) = json.loads(run("access-log", "--json").output)
    assert (row["who"], row["scope"], row["detail"]) == ("a-lead", "east", "site")
    assert "a-lead  team_lead  view  east  site" in run("access-log").output


def test_a_sign_in_is_said_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sign_in() is None
    for name, value in SIGN_IN.items():
        monkeypatch.setenv(name, value)
    found = sign_in()
    assert found is not None
    assert found.metadata_url == f"{ISSUER}/.well-known/openid-configuration"
    for name in SIGN_IN:
        with monkeypatch.context() as without:
            without.delenv(name)
            with pytest.raises(WrongSettingError, match=name):
                sign_in()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ISSUER", "http://login.example"), ("ISSUER", "login.example"), ("COOKIE_SECRET", "short"),
        ("REDIRECT_URI", "https://feltplan.example/"), ("REDIRECT_URI", "http://feltplan.example/oauth2callback"),
        ("CLAIM", "e mail"), ("CLIENT_ID", ""),
    ],
)  # fmt: skip
def test_a_sign_in_that_would_not_be_safe_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for known, right in SIGN_IN.items():
        monkeypatch.setenv(known, right)
    monkeypatch.setenv(f"FELTPLAN_OIDC_{name}", value)
    with pytest.raises(WrongSettingError, match=f"FELTPLAN_OIDC_{name}") as refused:
        sign_in()
    assert "secret of the tests" not in refused.value.say("en")


def test_a_removed_user_reaches_nothing() -> None:
    assert user("a", "manager").reach.rows
    with pytest.raises(UserRefusedError):
        _ = user("a", None).reach
    assert isinstance(user("a", None), User)
