"""Every role on every page: what lies outside its area is never sent, and a change of roles holds at once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access, cache
from dashboard.pages import PAGES, Page
from dashboard.scope import Scope
from dashboard.worklists import LISTINGS
from etl.build import build
from geodata import series
from geodata.errors import BeyondReachError
from geodata.ledger import access_log
from geodata.ledger.access_log import accesses
from geodata.ledger.address import FILE
from geodata.ledger.sessions import open_ledger
from geodata.roles import Reach, Role, reach_of
from geodata.settings import Settings
from geodata.signin import sign_in
from tests.screen.sent import named, sent
from tests.signed_in import SIGN_IN, USERS, add_users, claims, settle
from tests.small import TODAY, write_small

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.warehouse import Edition


pytestmark = pytest.mark.slow

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"
AREAS = {
    "east": ("Østby", "0101", "with-point"),
    "mid": ("Midtby", "0461", "with-code"),
    "west": ("Vestby", "0751", "with-both", "with-neither"),
}
"""What names an area's records: its municipality, the code, and the sites."""

EVERY_NAME = [name for names in AREAS.values() for name in names]

FORGED = {"site": "' OR 1=1 --", "municipality": "%", "team": "all", "region": "*", "persona": "manager",
          "role": "manager", "list": "../", "figure": "x", "part": "x"}  # fmt: skip


def link_to(area: str) -> dict[str, str]:
    """Return a link that asks for everything of an area."""
    _name, code, site = AREAS[area][:3]
    region = {"east": "1084", "mid": "1083", "west": "1082"}[area]
    return {"municipality": code, "site": site, "team": area, "region": region, "as_of": "2022-06-30"}


LINKS: dict[str, list[dict[str, str]]] = {
    "manager": [{}],
    "east": [{}, link_to("west"), FORGED],
    "west": [link_to("west"), link_to("east"), {"site": "with-point", "team": "mid"}],
    "mid": [{"site": "with-neither", "as_of": "2022-06-30"}],
    "administrator": [link_to("east"), FORGED],
    "0101": [link_to("east"), link_to("west")],
    "nobody": [link_to("east")],
}
"""The links with which each user opens every page; a manager to see that every page opens."""


def secrets_of(user: str) -> list[str]:
    """Return what may never be sent to a user: the names of everything outside the area."""
    role, team, municipality = USERS.get(user, (None, None, None))
    if role == "manager":
        return []
    own = set(AREAS.get(team or "", ()))
    if role == "municipality":
        own = {name for names in AREAS.values() if municipality in names for name in names[:2]}
    if role == "administrator":  # maps municipal users to their codes, so the municipalities are known
        own = {name for names in AREAS.values() for name in names[:2]}
    return [name for names in AREAS.values() for name in names if name not in own]


@pytest.fixture
def look(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a page as a user, by its file and a link."""
    monkeypatch.setenv("FELTPLAN_HOME", str(small_home))

    def open_page(user: str, page: Page, **link: str) -> AppTest:
        shown = AppTest.from_file(ENTRY, default_timeout=30)
        shown.user = claims(user)
        shown.switch_page(str(page.file.relative_to(ENTRY.parent)))
        shown.query_params.update(link)
        return shown.run()

    return open_page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.word)
@pytest.mark.parametrize("user", LINKS)
def test_no_page_sends_a_role_what_lies_outside_its_area(user: str, page: Page, look: Callable[..., AppTest]) -> None:
    role = USERS[user][0] if user in USERS else None
    for link in LINKS[user]:
        shown = look(user, page, **link)
        assert not shown.exception
        told = sent(shown)
        assert named(secrets_of(user), told) == []
        if role is None:
            assert "er ikke bruger her" in told
            assert "<header" not in told
            assert "<footer" not in told
            assert not shown.sidebar.children
        elif Role(role) not in page.roles:
            assert f"<h1>{page.name.danish}</h1>" not in told, "another page opens in its place"


@pytest.mark.parametrize("user", ["east", "west"])
@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.code)
def test_no_work_list_names_another_teams_site(user: str, listing: Any, look: Callable[..., AppTest]) -> None:
    page = next(page for page in PAGES if page.word == "worklists")
    told = sent(look(user, page, list=listing.code, as_of="2022-06-30"))
    assert listing.name.danish in told
    assert named(secrets_of(user), told) == []


@pytest.mark.parametrize("part", ["figures", "map", "compare"])
@pytest.mark.parametrize("user", ["east", "west"])
def test_no_part_of_the_page_on_time_names_another_team(user: str, part: str, look: Callable[..., AppTest]) -> None:
    page = next(page for page in PAGES if page.word == "time")
    told = sent(look(user, page, part=part, as_of="2022-06-30"))
    assert named(secrets_of(user), told) == []
    if part != "figures":
        assert AREAS[user][0] in told


def test_the_look_out_sees_every_name_where_it_may_stand(look: Callable[..., AppTest]) -> None:
    by_word = {page.word: page for page in PAGES}
    told = sent(look("manager", by_word["coverage"]))
    told += sent(look("manager", by_word["worklists"], list="placeless"))
    for area in AREAS:
        told += sent(look("manager", by_word["municipality"], **link_to(area)))
    missing = [name for names in AREAS.values() for name in names if name not in told]
    assert missing == []


@pytest.mark.parametrize("user", ["east", "mid", "west"])
def test_a_team_lead_sees_the_teams_own_municipality_and_site(user: str, look: Callable[..., AppTest]) -> None:
    by_word = {page.word: page for page in PAGES}
    name, code, site = AREAS[user][:3]
    link = {"as_of": "2022-06-30", "municipality": code, "site": site}
    assert f"<h1>{name}</h1>" in sent(look(user, by_word["municipality"], **link))
    assert f"<h1>Sted {site}</h1>" in sent(look(user, by_word["site"], **link))
    coverage = look(user, by_word["coverage"])
    assert name in sent(coverage)
    assert coverage.session_state["team"] == user
    assert dict(coverage.query_params) == {}


def test_a_link_cannot_choose_another_team(look: Callable[..., AppTest]) -> None:
    shown = look("east", PAGES[0], team="west", region="1082", municipality="0751")
    assert shown.session_state["team"] == "east"
    assert shown.session_state["municipality"] is None


def test_a_role_that_changes_holds_at_the_next_click(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(small_home, tmp_path / "home")
    monkeypatch.setenv("FELTPLAN_HOME", str(home))
    page = AppTest.from_file(ENTRY, default_timeout=30)
    page.query_params["municipality"] = "0751"
    page.run()
    assert "Vestby" in sent(page)
    settle(home, "manager", "team_lead", "east")
    page.run()
    assert "Vestby" not in sent(page)
    assert "Østby" in sent(page)
    settle(home, "manager", None)
    page.run()
    assert "Østby" not in sent(page)
    assert "er ikke bruger her" in sent(page)


def _with_a_button() -> None:
    """Draw a button that tells who presses it, and a part that runs alone."""
    import streamlit as st

    from dashboard import access

    def press() -> None:
        st.session_state["pressed"] = access.viewer().role.code

    access.admit()
    st.button("Press", on_click=press)


def test_what_a_click_calls_before_the_page_runs_looks_the_role_up_anew(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(small_home, tmp_path / "home")
    monkeypatch.setenv("FELTPLAN_HOME", str(home))
    page = AppTest.from_function(_with_a_button, default_timeout=30).run()
    page.button[0].click().run()
    assert page.session_state["pressed"] == "manager"
    settle(home, "manager", "team_lead", "east")
    page.button[0].click().run()
    assert page.session_state["pressed"] == "team_lead"


def test_a_session_ends(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(small_home))
    page = AppTest.from_file(ENTRY, default_timeout=30)
    page.user = claims("manager", iat=claims("manager")["iat"] - 12 * 3600 - 1)
    page.run()
    assert page.button[0].label == "Log ind"
    assert named(EVERY_NAME, sent(page)) == []
    page.user = claims("manager", iat=claims("manager")["iat"] - 12 * 3600 + 60)
    page.run()
    assert "Østby" in sent(page)


@pytest.mark.parametrize("verified", [True, False, None, "true"])
def test_an_e_mail_address_counts_only_if_it_was_verified(verified: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FELTPLAN_OIDC_CLAIM", "email")
    settings = sign_in()
    assert settings is not None
    found = access.identity_of(claims("x", email="Leder@Example.org", email_verified=verified), settings)
    assert (found.subject if found else None) == ("leder@example.org" if verified is True else None)


def test_what_is_seen_taken_and_changed_is_written_down_without_naming_it(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(small_home, tmp_path / "home")
    monkeypatch.setenv("FELTPLAN_HOME", str(home))
    page = AppTest.from_file(ENTRY, default_timeout=30)
    page.user = claims("east")
    page.query_params.update({"site": "with-point", "municipality": "0101"})
    page.run()
    for view in ("site", "site", "municipality", "worklists"):
        page.switch_page(f"dashboard/views/{view}.py").run()
        page.run()
    with closing(open_ledger(Settings(home=home))) as ledger:
        told = [(each.who, each.role, each.action, each.scope, each.detail) for each in accesses(ledger)]
    assert told[:3] == [
        ("east", "team_lead", "view", "east", "worklists"),
        ("east", "team_lead", "view", "0101", "municipality"),
        ("east", "team_lead", "view", "0101", "site"),
    ]
    assert "with-" not in str(told)


def test_what_cannot_be_written_down_is_not_shown(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(small_home, tmp_path / "home")
    monkeypatch.setenv("FELTPLAN_HOME", str(home))

    def full(*_given: object) -> None:
        raise BeyondReachError(access.NOT_SIGNED_IN)

    monkeypatch.setattr(access_log, "record", full)
    page = AppTest.from_file(ENTRY, default_timeout=30)
    page.query_params.update({"site": "with-point"})
    page.switch_page("dashboard/views/site.py").run()
    assert "with-point" not in sent(page).replace("site=with-point", "")
    assert "Siden kunne ikke vises" in sent(page)


@pytest.fixture
def demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The demo, without a sign-in."""
    for name in SIGN_IN:
        monkeypatch.delenv(name)
    home = shutil.copytree(demo_home, tmp_path / "demo", ignore=shutil.ignore_patterns(f"{FILE}*"))
    monkeypatch.setenv("FELTPLAN_HOME", str(home))
    return home


def test_the_demo_opens_as_a_manager_and_lets_one_choose(demo: Path) -> None:
    page = AppTest.from_file(ENTRY, default_timeout=60).run()
    assert page.selectbox(key="persona-widget").value == "manager"
    assert "Aalborg" in sent(page)
    page.selectbox(key="persona-widget").set_value("team_lead:east").run()
    assert page.session_state["team"] == "east"
    assert "Aalborg" not in sent(page)
    page.selectbox(key="persona-widget").set_value("municipality").run()
    page.selectbox(key="persona-municipality-widget").set_value("0851").run()
    assert "Kommunens billede" in sent(page)
    assert page.session_state["_viewer"][0].municipality == "0851"
    page.selectbox(key="persona-widget").set_value("administrator").run()
    assert "<h1>Brugere</h1>" in sent(page)
    page.selectbox(key="persona-widget").set_value("manager").run()
    assert "Aalborg" in sent(page)
    assert demo.exists()


def test_real_data_put_in_the_demos_place_close_the_demos_door(demo: Path, tmp_path: Path) -> None:
    page = AppTest.from_file(ENTRY, default_timeout=60).run()
    assert "Aalborg" in sent(page)
    build(write_small(tmp_path / "raw"), Settings(home=demo), TODAY)
    page.run()
    told = unescape(sent(page))
    assert "FELTPLAN_OIDC_ISSUER" in told
    assert named(EVERY_NAME, told) == []
    assert not page.selectbox


def test_real_data_are_not_served_without_a_sign_in(
    small_home: Path, monkeypatch: pytest.MonkeyPatch, demo: Path
) -> None:
    access.check_start("127.0.0.1")
    with pytest.raises(access.TurnedAwayError, match="own address"):
        access.check_start("0.0.0.0")
    monkeypatch.setenv("FELTPLAN_HOME", str(small_home))
    with pytest.raises(access.TurnedAwayError, match="Real data are loaded, and sign-in is not set up"):
        access.check_start("127.0.0.1")
    for name, value in SIGN_IN.items():
        monkeypatch.setenv(name, value)
    access.check_start("0.0.0.0")
    assert demo.exists()


def test_a_server_that_would_have_to_turn_everyone_away_does_not_start(
    small_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in SIGN_IN:
        monkeypatch.delenv(name)

    def start(**settings: str) -> tuple[int, str]:
        ended = subprocess.run(
            [sys.executable, "-m", "dashboard", "--port", "1"],
            env={**os.environ, "PYTHONPATH": str(ENTRY.parent), "FELTPLAN_HOME": str(small_home), **settings},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return ended.returncode, ended.stderr

    code, said = start(FELTPLAN_LANGUAGE="en")
    assert (code, said) == (1, access.NO_SIGN_IN.say("en") + "\n")
    code, said = start(FELTPLAN_OIDC_ISSUER="https://login.example", FELTPLAN_LANGUAGE="en")
    assert code == 1
    assert said.startswith("Sign-in is not set up whole: FELTPLAN_OIDC_CLIENT_ID, ")
    assert "Traceback" not in said


def _as_municipality() -> None:
    """Draw what a page sees that acts as a municipality."""
    import streamlit as st

    from dashboard import access, state
    from dashboard.components import gate
    from geodata.errors import GeodataError

    access.admit()
    state.enter("picture")
    try:
        seen = access.acting_as("0101")
    except GeodataError as refused:
        st.error(refused.say("en"))
    else:
        gate.acting_mark("Østby", "da")
        st.json([seen.acting_as, seen.role.code, seen.reach.rows, seen.reach.pooled, seen.reach.municipality])


def test_a_manager_may_look_as_a_municipality_which_is_marked_and_written_down_and_no_one_else_may(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = shutil.copytree(small_home, tmp_path / "home")
    monkeypatch.setenv("FELTPLAN_HOME", str(home))
    page = AppTest.from_function(_as_municipality, default_timeout=30).run()
    assert json.loads(page.json[0].value) == ["0101", "manager", False, False, "0101"]
    assert "Du ser siden, som Østby ser den" in sent(page)
    page.run()
    with closing(open_ledger(Settings(home=home))) as ledger:
        told = [(each.who, each.action, each.scope, each.detail) for each in accesses(ledger)]
    assert told.count(("manager", "act_as", "0101", "picture")) == 1
    for user in ("east", "administrator", "0461"):
        page.user = claims(user)
        assert page.run().error


def test_an_administrator_can_begin_before_anything_was_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path))
    add_users(tmp_path)
    page = AppTest.from_file(ENTRY, default_timeout=30)
    page.user = claims("administrator")
    page.switch_page("dashboard/views/users.py").run()
    assert not page.exception
    page.text_input(key="user-subject-").set_value("new@example.org")
    page.text_input(key="user-label-").set_value("Kommune")
    page.selectbox(key="user-role-").set_value("municipality").run()
    page.selectbox(key="user-municipality-").set_value("0101")
    page.button(key="user-save").click().run()
    assert not page.exception
    assert page.success
    assert "new@example.org" in sent(page)
    page.selectbox(key="user-whom").set_value("new@example.org").run()
    page.button(key="user-remove").click().run()
    assert "Brugeren er fjernet" in sent(page)
    with closing(open_ledger(Settings(home=tmp_path))) as ledger:
        assert {each.action for each in accesses(ledger)} == {"change"}


READERS: dict[str, Callable[[Edition, date], Any]] = {
    "municipalities": lambda e, day: cache.municipalities(e, day, 12),
    "names": lambda e, _day: cache.names(e),
    "due_sites": cache.due_sites,
    "absent_sites": cache.absent_sites,
    "site_places": cache.site_places,
    "site_points": cache.site_points,
    "likely_pairs": cache.likely_pairs,
    "screen_next": lambda e, day: cache.screen_next(e, day, 12),
    "figures": lambda e, day: [f.row() for f in cache.figures(e, day, 12, Scope(), ("sites_known", "sites_attempted"))],
    "site": lambda e, day: (found := cache.site(e, "with-point", day)) and dict(found.facts),
    "municipality": lambda e, day: cache.municipality(e, "0101", day, 12).sites,
    "statuses": lambda e, day: cache.statuses(e, (day,), 12),
    "cells": lambda e, day: sorted(  # parts that add up, in no order
        cache.cells(e, (day,), 12, series.needed(("sites_attempted",))).astype(str).itertuples(index=False, name=None)
    ),
    "rejects": lambda e, _day: cache.rejects(e),
}  # fmt: skip


@pytest.mark.slow
def test_eight_threads_of_mixed_roles_never_get_each_others_answers(small_edition: Edition) -> None:
    reaches: list[Reach] = [reach_of(Role(role), team, code) for role, team, code in USERS.values()]
    days = [date(2022, 6, 30), date(2026, 11, 21)]

    def ask(edition: Edition, reader: str, day: date) -> str:
        try:
            return str(READERS[reader](edition, day))
        except BeyondReachError:
            return "beyond"

    def alone(reach: Reach, reader: str, day: date) -> str:
        fresh = replace(small_edition, name=f"{small_edition.name}-{reach!r}-alone").within(reach)
        return ask(fresh, reader, day)

    right = {(r, name, day): alone(r, name, day) for r in reaches for name in READERS for day in days}
    assert len({right[r, "due_sites", days[0]] for r in reaches}) >= 4, "the roles do differ"
    draw = Random(20261121)
    calls = [draw.choice(list(right)) for _ in range(10_000)]
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda call: ask(small_edition.within(call[0]), call[1], call[2]), calls))
    wrong = [call for call, answer in zip(calls, told, strict=True) if answer != right[call]]
    assert wrong == []
