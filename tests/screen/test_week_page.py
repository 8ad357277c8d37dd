"""The week's page as Streamlit runs it: planned, changed, accepted, and there again at the next visit."""

from __future__ import annotations

import re
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1.element_tree import Element

from dashboard.components.sites_map import clicked_site
from dashboard.components.week_figures import said
from dashboard.components.week_map import spots
from dashboard.period import today_in_denmark
from dashboard.warehouse import Edition, current
from dashboard.week_words import clock, say_week, short_day, signed, week_name
from etl.build import build
from geodata.language import LANGUAGES
from geodata.ledger.crews import keep_nights, keep_week
from geodata.ledger.plans import read_plans
from geodata.ledger.sessions import open_ledger
from geodata.ledger.team_rules import set_rules
from geodata.routing import planned_order
from geodata.settings import Settings
from geodata.week.crews import CrewWeek, Kept, TeamWeek, usual
from geodata.week.edits import Edits
from geodata.week.effort import effort_of
from geodata.week.ground import read_ground, read_travel
from geodata.week.nights import Nights
from geodata.week.problem import week_of
from geodata.week.promises import promises
from geodata.worth.rules import RuleChange
from tests.screen.test_safe import HOSTILE
from tests.signed_in import add_users
from tests.small import SMALL, TODAY, write_small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

FILE = "dashboard/views/week.py"
PATIENCE_S = 60
INFO = {"boundaries_attribution": "© x"}


@pytest.fixture
def open_week(visit: Callable[..., AppTest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open the week's page of a deployment of this test's own: one site of Team Vest, never visited, on land."""
    merged = "merged | 2023-01-01  | with-point"
    assert merged in SMALL["sites"]
    settings = Settings(home=tmp_path / "home")
    build(
        write_small(tmp_path / "raw", sites=SMALL["sites"].replace(merged, "open   | 2020-01-01  |")), settings, TODAY
    )
    add_users(settings.home)
    with closing(open_ledger(settings)) as ledger:
        near = TeamWeek("west", (CrewWeek("A", "0326"),))
        keep_week(ledger, Kept(near, datetime.now(UTC), "AB"))
        set_rules(ledger, [RuleChange("west", "never_visited", 500, datetime.now(UTC), "AB")])
    monkeypatch.setenv("FELTPLAN_HOME", str(settings.home))
    return lambda **link: visit(FILE, **link)


def html(page: AppTest) -> str:
    return " ".join(str(element.value) for element in page.get("html") if isinstance(element, Element))


def figure(page: AppTest, name: str) -> str:
    found = re.search(rf'data-figure="{name}"><dt>[^<]*</dt><dd>([^<]*)</dd>', html(page))
    assert found is not None
    return found[1]


def settled(page: AppTest) -> AppTest:
    """Run the page until no search goes on."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        assert not page.exception
        if not [button for button in page.button if button.key == "stop-search"]:
            return page
        time.sleep(0.1)
        page.run()
    raise AssertionError("The search did not end.")


def press(page: AppTest, key: str) -> AppTest:
    return settled(page.button(key=key).click().run())


def test_a_week_is_planned_changed_by_hand_accepted_and_there_again(open_week: Callable[..., AppTest]) -> None:
    page = press(open_week(whom="west", lang="en"), "plan")
    assert figure(page, "stops") == "1"
    assert "with-both" in html(page)
    page.selectbox(key="spot-widget").set_value("with-both").run()
    page = press(page, "edit-out")
    assert figure(page, "stops") == "0"
    assert "stops −1" in html(page)
    assert "Taken out by hand" in html(page)
    page = press(page, "undo-all")
    assert figure(page, "stops") == "1"
    assert page.text_input(key="accept-by").value == "User west", "who is signed in need not type it"
    page.text_input(key="accept-by").set_value("12")
    page = accept(page)
    assert "in letters" in page.error[0].value
    page.text_input(key="accept-by").set_value("AB")
    page = accept(page)
    assert 'data-version="1"' in html(page)
    again = open_week(whom="west", lang="en")
    assert 'data-version="1"' in html(again)
    assert "with-both" in html(again)
    assert figure(again, "stops") == "1"


def accept(page: AppTest) -> AppTest:
    (button,) = [each for each in page.button if each.label == "Accept this plan"]
    return settled(button.click().run())


def locked(page: AppTest) -> bool:
    """Return whether the page tells of one lock, in the table and beside the map."""
    told = "1 locked" in " ".join(caption.value for caption in page.caption)
    assert told == bool(re.search(r"<td[^>]*>Same day</td>", html(page)))
    return told


def test_a_lock_of_an_accepted_week_holds_at_the_next_visit_and_until_it_is_undone(
    open_week: Callable[..., AppTest],
) -> None:
    page = press(open_week(whom="west", lang="en"), "plan")
    assert not locked(page)
    page.selectbox(key="spot-widget").set_value("with-both").run()
    page = press(page, "edit-day")
    page.text_input(key="accept-by").set_value("AB")
    page = accept(page)
    assert locked(page)
    again = open_week(whom="west", lang="en")
    assert locked(again)
    again = press(again, "plan")
    assert locked(again)
    again = press(again, "undo-all")
    assert not locked(again)
    assert not locked(settled(again.run())), "what was undone stays undone"


def test_a_lead_plans_the_own_team_alone_whatever_the_link_says(open_week: Callable[..., AppTest]) -> None:
    page = open_week(whom="mid", lang="en", **{"plan-team": "west"})
    assert "Team Mid · week" in html(page)
    assert page.selectbox(key="plan-team-widget").options == ["Team Mid"]
    assert "with-both" not in str(page.get("iframe")) + html(page)


def test_crews_and_shifts_are_saved_and_a_crew_that_cannot_be_is_refused(open_week: Callable[..., AppTest]) -> None:
    page = open_week(whom="west", lang="en")
    save_crews(page, "AB", "010190-1234")
    assert "plain characters" in page.error[0].value
    save_crews(page, "AB", "Nord")
    assert not page.error
    again = open_week(whom="west", lang="en")
    assert again.text_input(key="crews-west-n0").value == "Nord"
    assert "by AB" in " ".join(caption.value for caption in again.caption)


def save_crews(page: AppTest, by: str, name: str) -> None:
    page.text_input(key="crews-west-n0").set_value(name)
    page.text_input(key="crews-west-by").set_value(by)
    (button,) = [each for each in page.button if each.label == "Save crews and shifts"]
    button.click().run()
    assert not page.exception


def test_a_site_that_needs_a_language_waits_for_a_crew_that_speaks_it(open_week: Callable[..., AppTest]) -> None:
    page = press(open_week(whom="west", lang="en"), "plan")
    page.selectbox(key="spot-widget").set_value("with-both").run()
    need(page, "with-both", "th")
    assert figure(page, "stops") == "0"
    assert "No crew speaks the language: Thai" in html(page)
    assert "with-both needs a language: Thai" in html(page)
    page.text_input(key="accept-by").set_value("AB")
    accept(page)
    again = open_week(whom="west", lang="en")
    assert "No crew speaks the language: Thai" in html(again)
    again.multiselect(key="crews-west-l0").set_value(["da", "th"])
    save_crews(again, "AB", "A")
    again = press(open_week(whom="west", lang="en"), "plan")
    assert again.multiselect(key="crews-west-l0").value == ["da", "th"]
    assert figure(again, "stops") == "1"
    assert "needs a language: Thai" in html(again), "a reason of the stop"
    again.selectbox(key="spot-widget").set_value("with-both").run()
    need(again, "with-both", "", before="th")
    assert "needs no language" in html(again)


def need(page: AppTest, site: str, code: str, before: str = "") -> None:
    page.selectbox(key=f"edit-language-{site}-{before}").set_value(code)
    settled(page.run())


def test_a_night_away_is_kept_planned_with_and_told_on_the_page(open_week: Callable[..., AppTest]) -> None:
    page = open_week(whom="west", lang="en")
    night = next(box for box in page.selectbox if str(box.label).startswith("A, Mo"))
    assert night.options == ["At the base", "Aarhus"], "the lead's own municipalities"
    night.set_value("0751")
    save_night(page, "12")
    assert "in letters" in page.error[0].value
    save_night(page, "AB")
    assert "Nights away: A Mo–Tu Aarhus." in html(page)
    page = press(open_week(whom="west", lang="en"), "plan")
    assert "Nights away: A Mo–Tu Aarhus." in html(page)
    assert "Kalundborg → Aarhus" in html(page)
    assert "Aarhus → Kalundborg" in html(page), "the way back, though the day has no stop"
    assert float(figure(page, "road")) > 4
    page.text_input(key="accept-by").set_value("AB")
    accept(page)
    with closing(open_ledger(Settings())) as ledger:
        (version,) = read_plans(ledger, "west")
    assert [(day.begins_in, day.ends_in) for day in version.away] == [(None, "0751"), ("0751", None)]


def save_night(page: AppTest, by: str) -> None:
    (who,) = (field for field in page.text_input if str(field.key).startswith("nights-by-"))
    who.set_value(by)
    (button,) = [each for each in page.button if each.label == "Save nights away"]
    button.click().run()
    assert not page.exception


def test_nights_that_cannot_be_are_left_out_and_the_page_says_so(open_week: Callable[..., AppTest]) -> None:
    with closing(open_ledger(Settings())) as ledger:
        short = TeamWeek("west", (CrewWeek("A", "0326"),), day_shift=(540, 600))
        keep_week(ledger, Kept(short, datetime.now(UTC), "AB"))
        week, tomorrow = next_week()
        keep_nights(ledger, Nights("west", week, {("A", tomorrow): "0751"}, datetime.now(UTC), "AB"))
    page = open_week(whom="west", lang="en", week=week)
    assert "A cannot get from Kalundborg to Aarhus within the shift" in page.error[0].value
    assert "left out until they are changed" in page.error[0].value
    assert not page.exception
    assert figure(press(page, "plan"), "stops") in {"0", "1"}


def next_week() -> tuple[str, date]:
    """Return the week after this one, and its Monday."""
    today = today_in_denmark()
    monday = today + timedelta(days=8 - today.isoweekday())
    return week_name(monday), monday


def test_a_week_without_anyone_at_work_has_no_stop_and_says_why(open_week: Callable[..., AppTest]) -> None:
    page = open_week(whom="west", lang="en")
    pills = next(each for each in page.button_group if str(each.key).startswith("off-"))
    for option in pills.options:
        pills.select(option.content if hasattr(option, "content") else option)
    page.run()
    page = press(page, "plan")
    assert figure(page, "stops") == "0"
    assert "No window fits" in html(page) or "Intet tidsrum" in html(page)


@pytest.fixture(scope="module")
def ground(demo_home: Path) -> Any:
    return read_ground(current(demo_home).store, "mid", "2026-W49", date(2026, 11, 21))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_reaches_the_weeks_map_as_data(text: str, ground: Any) -> None:
    names = {place.municipality_code: text for place in ground.places.values()}
    sent = spots(ground, None, (), bases=["0461"], day=None, selected=text, names=names, info=INFO, language="da")
    assert not set("{}<>'`\n") & set(sent)


def test_the_map_tells_a_stops_day_and_place_in_letters_and_figures(ground: Any, demo_home: Path) -> None:
    team, settings = usual("mid"), Settings(home=demo_home)
    minutes = read_travel(ground, team.bases, settings).minutes
    problem = week_of(ground, team, minutes, Edits(), now=datetime.fromisoformat("2026-11-27T00:00"))
    first, second = [each.site for each in ground.offered.due if not each.banned][:2]
    plan = planned_order(problem, {("Hold 1", ground.days[0]): [(first, None), (second, None)]})
    assert plan.stops
    asked: dict[str, Any] = {
        "bases": team.bases,
        "away": (),
        "selected": None,
        "names": {},
        "info": INFO,
        "language": "da",
    }
    every = spots(ground, plan, (), day=None, **asked)
    one = spots(ground, plan, (), day=ground.days[0], **asked)
    assert every.count('"stop day-0 crew-0",') == every.count(',"ma","",1,true]') == len(plan.stops)
    assert '"stop day-0 crew-0",' in one
    assert ',"1","",1,true]' in one
    assert '"offered"' in every
    assert '"offered"' not in one
    told = said(plan, effort_of(plan, ground, 4.0), promises(plan, ground), "da")
    assert len({name for name, _label, _value in told}) == len(told)


def test_a_click_on_the_map_means_the_site_it_names() -> None:
    assert clicked_site({"last_active_drawing": {"properties": {"site": "s1"}}}) == "s1"
    assert clicked_site({"last_active_drawing": {"properties": {"code": "0101"}}}) is None
    assert clicked_site(None) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_weeks_days_and_differences_are_said_as_people_write_them(language: Any) -> None:
    assert week_name(date(2027, 1, 3)) == "2026-W53"
    assert say_week("2026-W49", language).startswith("uge 49 (30.11.2026" if language == "da" else "week 49 (30 Nov")
    assert short_day(date(2026, 11, 30), language) == ("ma" if language == "da" else "Mo")
    assert (clock(545.6), signed(-3.4, language), signed(2, language), signed(0.2, language)) == (
        "09:06",
        "−3",
        "+2",
        "0",
    )


def test_the_grounds_key_knows_only_the_places(small_edition: Edition) -> None:
    one, other = (
        read_ground(small_edition.store, "east", week, date(2026, 11, 21)) for week in ("2026-W48", "2026-W49")
    )
    assert one.key == other.key
