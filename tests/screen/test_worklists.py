"""The pages of work lists and of targets as Streamlit runs them, without a browser."""

from __future__ import annotations

import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from dashboard.export import table, to_csv
from dashboard.scope import Scope, scope_figures
from dashboard.state import Choice
from dashboard.warehouse import Edition, current
from dashboard.worklists import LISTINGS, Listing
from geodata.figures import figures
from geodata.language import LANGUAGES, Language
from geodata.ledger.address import FILE
from geodata.ledger.sessions import open_ledger
from geodata.ledger.targets import history
from geodata.settings import Settings
from geodata.terms import Team
from tests.signed_in import SIGN_IN, add_users

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"
DAY = date(2026, 11, 21)
SCOPES = [Scope(), *(Scope(team=team.code) for team in Team), Scope(region="1084"), Scope("mid", "1085")]


@pytest.fixture
def home(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own: it writes in the ledger."""
    shutil.copytree(small_home, tmp_path / "home")
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def visit(home: Path) -> Callable[..., AppTest]:
    """Open a page of the three municipalities by its link."""
    assert home.exists()

    def open_link(page: str, **link: str) -> AppTest:
        shown = AppTest.from_file(ENTRY, default_timeout=30)
        shown.query_params.update(link)
        shown.run()
        shown.switch_page(f"dashboard/views/{page}.py")
        shown.query_params.update(link)
        return shown.run()

    return open_link


def html(page: AppTest) -> str:
    return unescape(" ".join(str(element.value) for element in page.get("html") if isinstance(element, Element)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.code)
def test_every_list_is_shown_in_both_languages_and_reconciles(
    listing: Listing, language: Language, visit: Callable[..., AppTest]
) -> None:
    page = visit("worklists", list=listing.code, lang=language)
    assert not page.exception
    assert listing.name.say(language) in html(page)
    assert listing.rule.say(language) in html(page)
    counts = re.search(r'data-listed="(\d+)" data-left-out="(\d+)" data-total="(\d+)"', html(page))
    assert counts
    listed, left_out, total = map(int, counts.groups())
    assert listed + left_out == total
    assert dict(page.query_params).get("list", "screenings") == listing.code


def test_a_list_that_does_not_exist_is_the_first(visit: Callable[..., AppTest]) -> None:
    for wrong in ("<script>", "Over tid", ""):
        page = visit("worklists", list=wrong)
        assert not page.exception
        assert "list" not in page.query_params
        assert page.session_state["list"] == "screenings"


def test_another_pages_link_does_not_carry_the_list(visit: Callable[..., AppTest]) -> None:
    page = visit("worklists", list="overdue", team="west")
    assert dict(page.query_params) == {"list": "overdue", "team": "west"}
    page.switch_page("dashboard/views/coverage.py").run()
    assert dict(page.query_params) == {"team": "west"}
    page.switch_page("dashboard/views/worklists.py").run()
    assert dict(page.query_params) == {"list": "overdue", "team": "west"}


@pytest.fixture
def demo(demo_home: Path) -> Edition:
    return current(demo_home)


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.code)
def test_teams_with_the_unknown_part_the_nations_list(listing: Listing, demo: Edition) -> None:
    def listed(scope: Scope) -> tuple[int, int]:
        found = listing.read(demo, Choice(DAY, 12, scope, None))
        return found.listed, found.total

    parts = [listed(Scope(team=team.code)) for team in Team]
    whole = listed(Scope())
    assert whole[0] > 0
    assert tuple(map(sum, zip(*parts, strict=True))) == whole


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_the_four_standings_hold_as_many_sites_as_the_coverage_page_says(scope: Scope, demo: Edition) -> None:

    standings = [
        listing for listing in LISTINGS if listing.code in ("overdue", "due_soon", "on_track", "never_reached")
    ]
    assert len(standings) == 4
    listed = sum(listing.read(demo, Choice(DAY, 12, scope, None)).listed for listing in standings)
    known = scope_figures(demo.store, DAY, 12, scope, ("sites_known",))
    assert listed == (known[0].numerator if known else 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.code)
def test_a_list_can_be_taken_away_and_holds_no_address_and_no_point(
    listing: Listing, language: Language, demo: Edition
) -> None:
    rows = listing.read(demo, Choice(DAY, 12, Scope(), None)).rows.assign(name="x")
    text = to_csv(table(rows, listing.columns, language, demo=True)).decode("utf-8-sig")
    assert len(text.splitlines()) == len(rows) + 2
    keys = set(demo.store.site_places(DAY)["address_key"].dropna())
    assert len(keys) > 100
    assert not keys & set(re.split(r"[;,\r\n]", text.lower()))
    assert not {"address", "address_key", "lon", "lat"} & set(rows.columns)


def test_the_nations_list_of_municipalities_is_the_coverage_figures_gap(demo: Edition) -> None:
    screenings = LISTINGS[0].read(demo, Choice(DAY, 12, Scope(), None))
    (fresh,) = figures(demo.store, DAY, 12, ids=["currently_screened"])
    late = screenings.rows["urgency"].isin(["never", "overdue"]).sum()
    assert late == (fresh.denominator or 0) - (fresh.numerator or 0)


def fill(page: AppTest, by: str, value: float = 50.0, figure: str = "ever_screened") -> AppTest:
    page.selectbox(key="target-indicator").set_value(figure)
    page.number_input(key="target-value").set_value(value)
    page.text_input(key="target-by").set_value(by)
    return page.button[0].click().run()


def test_a_target_is_set_shown_against_what_is_reached_and_kept(visit: Callable[..., AppTest], home: Path) -> None:
    page = fill(visit("targets", team="mid", lang="en"), "Leader", 100.0)
    assert not page.exception
    assert page.success[0].value == "The target is saved."
    shown = html(page)
    for cell in ("Team Mid", "Ever screened", "100.0%", "0.0%", "Leader"):
        assert f">{cell}</td>" in shown
    again = visit("targets", team="mid", lang="en")
    assert ">100.0%</td>" in html(again)
    assert ">100.0%</td>" not in html(visit("targets", team="east", lang="en")).split("Every target set")[0]
    fill(page, "Leader", 90.0)
    opened = open_ledger(Settings(home=home))
    assert [target.value for target in history(opened)] == [90, 100]
    opened.close()
    assert ">100.0%</td>" in html(visit("targets", lang="en")).split("Every target set")[1], "what was before stays"


@pytest.mark.parametrize(("by", "value"), [("", 50.0), ("0101011234", 50.0), ("Leder", 100.5), ("Leder", 0.0)])
def test_what_is_no_target_is_told_and_not_kept(
    by: str, value: float, visit: Callable[..., AppTest], home: Path
) -> None:
    page = fill(visit("targets"), by, value)
    assert len(page.error) == 1
    assert not page.success
    opened = open_ledger(Settings(home=home))
    assert history(opened) == []
    opened.close()


def test_a_damaged_ledger_lets_no_one_in(home: Path) -> None:
    (home / FILE).write_bytes(b"not a database")
    page = AppTest.from_file(ENTRY, default_timeout=30).run()
    assert not page.exception
    assert "beskadiget" in html(page)
    assert str(home) not in html(page)
    assert "Østby" not in html(page)


def test_in_the_demo_a_damaged_ledger_is_told_and_the_page_still_stands(
    visit: Callable[..., AppTest], demo_home: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(home)
    shutil.copytree(demo_home, home)
    for name in SIGN_IN:
        monkeypatch.delenv(name)
    (home / FILE).write_bytes(b"not a database")
    page = visit("targets")
    assert not page.exception
    assert "beskadiget" in page.error[0].value
    assert str(home) not in page.error[0].value
    assert "Alle mål sat" in html(page)


def test_a_ledger_put_in_the_place_of_the_one_that_was_open_is_read_anew(
    visit: Callable[..., AppTest], home: Path, tmp_path: Path
) -> None:
    page = fill(visit("targets"), "Leder")
    other = Settings(home=tmp_path / "other")
    add_users(other.home)
    (tmp_path / "other" / FILE).replace(home / FILE)
    for name in (f"{FILE}-wal", f"{FILE}-shm"):
        (home / name).unlink(missing_ok=True)
    page.run()
    assert fill(visit("targets"), "Anden").success
    opened = open_ledger(Settings(home=home))
    assert [target.set_by for target in history(opened)] == ["Anden"]
    opened.close()


def test_a_year_that_is_not_offered_is_the_days_own(visit: Callable[..., AppTest]) -> None:
    page = visit("targets", year="1850")
    assert not page.exception
    assert "year" not in page.query_params
    later = visit("targets", year="2027")
    assert dict(later.query_params) == {"year": "2027"}
    assert "31. december 2027" in html(later)
