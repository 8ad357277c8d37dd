"""The page on the next stop, as Streamlit runs it, and the buttons that take a day along."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from dashboard import rebuild
from dashboard.components import stop_card
from dashboard.period import today_in_denmark
from geodata.attempts import Attempt, progress
from geodata.ledger.access_log import accesses
from geodata.ledger.plans import save_plan
from geodata.ledger.records import latest, record
from geodata.ledger.sessions import open_ledger
from geodata.recording import VisitMade
from geodata.run_sheet import code_of
from geodata.settings import Settings
from geodata.terms import Outcome
from tests.days import place, plan, sheet, stop
from tests.screen.test_safe import HOSTILE
from tests.signed_in import SIGN_IN, claims

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"
PAGE = "dashboard/views/next_stop.py"
EAST, MID = code_of("east/Hold A"), code_of("mid/Hold M")


@pytest.fixture
def home(small_home: Path, tmp_path: Path) -> Path:
    """The three municipalities, this test's own, with a plan of two teams for the week it is."""
    own = tmp_path / "home"
    shutil.copytree(small_home, own)
    today = today_in_denmark()
    nearby = today + timedelta(days=1 if today.isoweekday() < 7 else -1)
    with closing(open_ledger(Settings(home=own))) as ledger:
        east = plan(
            stop("with-point", time(10), today, promised=True), stop("elsewhere", time(11), today),
            stop("with-point", time(14), today), stop("with-point", time(9), nearby),
            stop("with-point", time(9), today, "Hold B"),
        )  # fmt: skip
        save_plan(ledger, east, key="east")
        save_plan(ledger, plan(stop("with-code", time(10), today, "Hold M"), team="mid"), key="mid")
    return own


@pytest.fixture
def open_page(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open the page by a link, as someone who is signed in."""
    monkeypatch.setenv("FELTPLAN_HOME", str(home))
    monkeypatch.setattr(rebuild.Rebuilder, "ask", lambda _self: 1)  # a build for real is the browser test's
    monkeypatch.setattr(rebuild.Rebuilder, "wait", lambda _self, _number: True)
    for name, value in SIGN_IN.items():
        monkeypatch.setenv(name, value)

    def open_link(whom: str = "east", **link: str) -> AppTest:
        page = AppTest.from_file(ENTRY, default_timeout=30)
        page.user = claims(whom)
        page.run()
        page.switch_page(PAGE)
        page.query_params.update(link)
        return page.run()

    return open_link


def html(page: AppTest) -> str:
    return " ".join(str(element.value) for element in page.get("html") if isinstance(element, Element))


def shown(page: AppTest) -> str:
    """The number of the stop that is shown large."""
    return html(page).partition('data-stop="')[2].partition('"')[0]


def offered(page: AppTest) -> list[str]:
    """The buttons of the page itself."""
    return [button.label for button in page.button if button.key != "sign-out"]


def press(page: AppTest, label: str) -> AppTest:
    """Press the only button of that name."""
    (button,) = [each for each in page.button if each.label == label]
    return button.click().run()


def recorded(home: Path) -> list[tuple[str, str, str]]:
    with closing(open_ledger(Settings(home=home))) as ledger:
        return [(e.action, e.cells[0]["reached"], e.recorded_by) for e in latest(ledger, site="with-point")]


def test_the_page_opens_on_todays_first_stop_of_the_first_crew(open_page: Callable[..., AppTest]) -> None:
    page = open_page()
    assert not page.exception
    text = html(page)
    assert shown(page) == "1"
    assert "<strong>10:00</strong>–10:25" in text
    assert "Østby" in text
    assert "Stop 1 af 3" in text
    assert "0 af 3 stop forsøgt" in text
    assert f"Aftalt til {datetime.combine(today_in_denmark(), time()):%d.%m.%Y}" not in text
    assert "<dd>Aftalt</dd>" in text
    assert dict(page.query_params) == {"crew": EAST}


def test_a_site_that_is_not_in_the_data_is_a_stop_that_says_so_and_offers_no_outcome(
    open_page: Callable[..., AppTest],
) -> None:
    page = open_page(stop="2")
    assert shown(page) == "2"
    assert "Stedet findes ikke i data" in html(page)
    assert offered(page) == []
    assert page.info[0].value == "Der kan ikke registreres noget for et sted, der ikke findes i data."


def test_one_press_records_an_attempt_in_vain_and_another_takes_it_back(
    open_page: Callable[..., AppTest], home: Path
) -> None:
    page = press(open_page(), "Forgæves")
    assert not page.exception
    assert recorded(home) == [("record", "false", "User east")]
    assert shown(page) == "2", "the next one is shown"
    assert "1 af 3 stop forsøgt" in html(page)
    assert "Stop 1: forgæves" in html(page)
    page = press(page, "Fortryd")
    assert recorded(home) == [("undo", "false", "User east")]
    assert shown(page) == "1"
    page = press(page, "Forgæves")
    assert [action for action, *_ in recorded(home)] == ["record", "undo"], "it can be recorded again"


def test_two_telephones_that_press_for_the_same_stop_record_one_visit(
    open_page: Callable[..., AppTest], home: Path
) -> None:
    first, second = open_page(), open_page()
    press(first, "Forgæves")
    page = press(second, "Forgæves")
    assert not page.exception
    assert len(recorded(home)) == 1


def test_done_work_stays_visible_also_what_was_recorded_elsewhere(
    open_page: Callable[..., AppTest], home: Path
) -> None:
    now = datetime.now(UTC)
    with closing(open_ledger(Settings(home=home))) as ledger:
        clock = datetime.combine(today_in_denmark(), time(0, 1))
        visit = VisitMade("with-point", clock, reached=True, outcomes=("conversation",))
        record(ledger, visit, key="k", by="C.D.", now=now, demo=False)
    text = html(open_page())
    assert "✓ Truffet 00:01" in text
    assert "1 af 3 stop forsøgt" in text


def test_a_stop_that_has_been_tried_can_be_looked_at_and_offers_no_second_press(
    open_page: Callable[..., AppTest],
) -> None:
    press(open_page(), "Forgæves")
    page = open_page(stop="1")
    assert shown(page) == "1"
    assert "<dt>Udfald</dt><dd>Forgæves" in html(page)
    assert offered(page) == ["Fortryd"]


def test_only_today_can_be_recorded_in_one_press(open_page: Callable[..., AppTest]) -> None:
    page = open_page()
    days = page.selectbox(key="day-widget")
    days.select_index(0 if days.index else 1).run()
    assert offered(page) == []
    assert any("på selve dagen" in caption.value for caption in page.caption)
    assert dict(page.query_params)["day"] != today_in_denmark().isoformat()


def test_a_link_shows_its_crew_day_and_stop_also_when_it_is_followed_later(open_page: Callable[..., AppTest]) -> None:
    page = open_page(crew=code_of("east/Hold B"))
    assert "Stop 1 af 1" in html(page)
    page.query_params.clear()
    page.query_params.update({"crew": EAST, "stop": "3"})
    page.run()
    assert shown(page) == "3"
    assert dict(page.query_params) == {"crew": EAST, "stop": "3"}


@pytest.mark.parametrize(
    "wrong",
    [{"crew": "XXXXX"}, {"crew": "<b>"}, {"day": "yesterday"}, {"day": "1850-01-01"}, {"stop": "99"}, {"stop": "x"}],
)
def test_what_a_link_asks_wrongly_is_left_at_the_first_view(
    wrong: dict[str, str], open_page: Callable[..., AppTest]
) -> None:
    page = open_page(**wrong)
    assert not page.exception
    assert shown(page) == "1"
    assert dict(page.query_params) == {"crew": EAST}


def test_a_team_lead_is_offered_the_own_teams_crews_alone_and_a_forged_link_opens_no_other(
    open_page: Callable[..., AppTest],
) -> None:
    page = open_page(crew=MID)
    assert page.selectbox(key="crew-widget").options == ["Hold A · Team Øst", "Hold B · Team Øst"]
    assert "Midtby" not in html(page)
    assert dict(page.query_params) == {"crew": EAST}
    assert len(open_page("manager").selectbox(key="crew-widget").options) == 3


def test_a_team_without_a_plan_is_told_so(open_page: Callable[..., AppTest]) -> None:
    page = open_page("west")
    assert not page.exception
    assert "Der er ingen godkendt plan for denne uge" in html(page)


def test_looking_recording_and_taking_along_are_logged_without_a_site(
    open_page: Callable[..., AppTest], home: Path
) -> None:
    page = press(open_page(), "Forgæves")
    for toggle in page.toggle:
        toggle.set_value(True)
    page.run()
    told = " ".join(caption.value for caption in page.caption)
    assert "openstreetmap.org" in told
    assert "Mange kalendere" in told
    buttons: list[Any] = list(page.get("download_button"))
    assert len(buttons) == 4
    with closing(open_ledger(Settings(home=home))) as ledger:
        rows = [(row.who, row.action, row.scope, row.detail) for row in accesses(ledger)]
    assert ("east", "view", "east", "next_stop") in rows
    assert ("east", "change", "east", "next_stop") in rows
    assert not [row for row in rows if "with-point" in str(row)]
    assert not [row for row in rows if row[1] == "export"], "nothing is made before its button is pressed"


def test_links_and_addresses_are_off_until_they_are_turned_on(open_page: Callable[..., AppTest]) -> None:
    page = open_page()
    assert [toggle.value for toggle in page.toggle] == [False, False]


def test_a_day_that_ends_away_from_the_base_says_so_above_its_stops() -> None:
    day = sheet(place(), place())
    told = [stop_card.day(progress(each, ()), None, str, "en") for each in (day, replace(day, ends_in="Sønderborg"))]
    assert ["The day ends in Sønderborg, overnight stay." in html for html in told] == [False, True]


def test_no_text_of_a_place_runs_or_is_read_as_markup() -> None:
    hostile = "".join(HOSTILE)
    day = sheet(place(address=hostile, municipality=hostile), place())
    found = progress(day, [Attempt("site-1", datetime(2026, 11, 24, 10, 0), reached=True)])  # noqa: DTZ001
    drawn = stop_card.card(day.stops[0], 2, None, "da", f'./site?site="><script>{hostile}')
    drawn += stop_card.day(found, 1, lambda number: f'./next?stop={number}"><script>', "da")
    for tag in ("<img", "<script", "</script", "<b>"):
        assert tag not in drawn


def test_the_screen_shows_an_address_that_paper_keeps_back() -> None:
    (only,) = sheet(place(address="Klinik Rosen, Havnegade 3")).stops
    drawn = stop_card.card(only, 1, None, "da", "./site")
    assert "Klinik Rosen, Havnegade 3" in drawn
    assert "Adressen står kun på skærmen" not in drawn


def a_page_that_draws_the_buttons_of_team_mids_plan() -> None:
    import streamlit as st

    from dashboard import access, cache, state, written
    from dashboard.components import run_sheet
    from dashboard.period import today_in_denmark
    from geodata.errors import BeyondReachError
    from geodata.ledger.plans import read_plans
    from geodata.settings import Settings

    access.admit()
    state.enter("week")
    (plan,) = read_plans(written.ledger(Settings()), "mid")
    today = today_in_denmark()
    try:
        run_sheet.show(plan, "Hold M", today, edition=cache.edition(), as_of=today, language="da")
    except BeyondReachError as refused:
        st.error(refused.say("en"))


@pytest.mark.parametrize(
    ("whom", "buttons"), [("mid", 4), ("manager", 4), ("east", 0), ("administrator", 0), ("0461", 0)]
)
@pytest.mark.usefixtures("open_page")
def test_only_who_may_see_a_plan_can_take_its_day_along_from_any_page(whom: str, buttons: int) -> None:
    page = AppTest.from_function(a_page_that_draws_the_buttons_of_team_mids_plan, default_timeout=30)
    page.user = claims(whom)
    page.run()
    assert len(page.get("download_button")) == buttons
    assert not page.exception
    assert [error.value for error in page.error] == ([] if buttons else ["This is beyond what may be seen."])


def ways(page: AppTest) -> dict[str, dict[str, str]]:
    """The links to the record page: what each says, and the parameters it holds."""
    found = re.findall(r'<a class="to" href="\./record\?([^"]*)" target="_self">([^<]*)</a>', html(page))
    return {said: dict(parse_qsl(address.replace("&amp;", "&"))) for address, said in found}


@pytest.fixture
def follow(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Follow a link to the record page."""
    monkeypatch.setattr(rebuild.Rebuilder, "warm", lambda _self: None)

    def open_link(page: AppTest, link: dict[str, str]) -> AppTest:
        page.switch_page("dashboard/views/record.py")
        page.query_params.clear()
        page.query_params.update(link)
        return page.run()

    return open_link


def pressed(page: AppTest) -> list[str]:
    """The buttons of the form on what came of the visit that are pressed."""
    found = [*page.segmented_control, *page.pills]
    values = [each.value for each in found if str(each.key).endswith(("-reached", "-outcomes"))]
    return [code for value in values for code in ([value] if isinstance(value, str) else value or [])]


def test_the_record_page_opens_on_the_stops_own_visit_whatever_was_recorded_before(
    open_page: Callable[..., AppTest], follow: Callable[..., AppTest]
) -> None:
    page = open_page()
    link = ways(page)["Noget andet"]
    assert set(link) == {"site", "form"}
    assert link["site"] == "with-point"
    page.switch_page("dashboard/views/record.py").run()
    page.pills(key="what-widget").set_value("screenings").run()
    assert page.query_params["what"] == "screenings"
    page = follow(page, link)
    assert not page.exception
    assert page.session_state["what"] == "visits"
    assert dict(page.query_params)["form"] == link["form"]
    assert "with-point" in html(page)
    assert pressed(page) == []


@pytest.mark.parametrize(
    ("button", "stated"),
    [
        *((term.label.danish, ["true", term.code]) for term in Outcome if term is not Outcome.NOT_STATED),
        ("Forgæves, med detaljer", ["false"]),
    ],
)
def test_a_stops_button_opens_the_form_with_what_came_of_it_pressed_by_codes_alone(
    button: str, stated: list[str], open_page: Callable[..., AppTest], follow: Callable[..., AppTest], home: Path
) -> None:
    page = open_page()
    link = ways(page)[button]
    told = {name: link.pop(name) for name in ("reached", "outcomes") if name in link}
    assert set(link) == {"site", "form"}, "no text and no place"
    assert list(told.values()) == stated
    page = follow(page, {**link, **told})
    assert pressed(page) == stated
    assert told.items() <= dict(page.query_params).items(), "a page loaded anew opens with it again"
    page = press(page, "Gem")
    assert not page.exception
    with closing(open_ledger(Settings(home=home))) as ledger:
        (saved,) = latest(ledger, site="with-point")
    assert {name: saved.cells[0][name] for name in told} == told
    page = press(page, "Registrér mere her")
    assert pressed(page) == [], "the next form is an empty one"
    assert not {"reached", "outcomes"} & set(page.query_params)


@pytest.mark.parametrize(
    "forged",
    [
        {"reached": "maybe"}, {"reached": "True"}, {"reached": "<b>"}, {"reached": ""}, {"outcomes": "conversation"},
        {"reached": "perhaps", "outcomes": "refused"},
    ],
)  # fmt: skip
def test_a_forged_outcome_presses_nothing_and_leaves_the_address(
    forged: dict[str, str], open_page: Callable[..., AppTest], follow: Callable[..., AppTest]
) -> None:
    page = follow(open_page(), {"site": "with-point", **forged})
    assert not page.exception
    assert pressed(page) == []
    assert not {"reached", "outcomes"} & set(page.query_params)


@pytest.mark.parametrize(
    ("forged", "kept"),
    [
        ({"reached": "true", "outcomes": "conversation|refused"}, ["true"]),
        ({"reached": "true", "outcomes": "Kom ind, samtale"}, ["true"]),
        ({"reached": "false", "outcomes": "conversation"}, ["false"]),
    ],
)
def test_an_outcome_that_is_none_or_does_not_go_with_the_rest_is_ignored(
    forged: dict[str, str], kept: list[str], open_page: Callable[..., AppTest], follow: Callable[..., AppTest]
) -> None:
    page = follow(open_page(), {"site": "with-point", **forged})
    assert not page.exception
    assert pressed(page) == kept
    assert "outcomes" not in page.query_params


def test_what_a_link_states_of_a_visit_changes_no_record_that_is_corrected(
    open_page: Callable[..., AppTest], follow: Callable[..., AppTest], home: Path
) -> None:
    page = press(open_page(), "Forgæves")
    with closing(open_ledger(Settings(home=home))) as ledger:
        (saved,) = latest(ledger, site="with-point")
    page = follow(page, {"site": "with-point", "corrects": str(saved.id), "reached": "true", "outcomes": "refused"})
    assert pressed(page) == ["false"]
