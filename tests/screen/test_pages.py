"""The pages as Streamlit runs them, without a browser."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from dashboard.pages import PAGES
from dashboard.safe import markup
from dashboard.text import translator
from geodata.language import LANGUAGES, Language
from geodata.roles import Role
from tests.signed_in import add_users

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"
LINK = {"as_of": "2021-06-30", "window": "24", "team": "east", "municipality": "0101", "lang": "en"}


def chosen(page: AppTest) -> dict[str, Any]:
    return {name: page.session_state[name] for name in ("as_of", "window", "team", "region", "municipality", "lang")}


def html(page: AppTest) -> str:
    return " ".join(str(element.value) for element in page.get("html") if isinstance(element, Element))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name.english)
def test_every_page_is_shown_in_both_languages(page: Any, language: Language, visit: Callable[..., AppTest]) -> None:
    whom = "manager" if Role.MANAGER in page.roles else "administrator"
    shown = visit(lang=language, whom=whom).switch_page(str(page.file.relative_to(ENTRY.parent))).run()
    assert not shown.exception
    assert markup(page.name.say(language)) in html(shown)


def test_a_link_shows_what_it_was_copied_from(visit: Callable[..., AppTest]) -> None:
    page = visit(**LINK)
    assert chosen(page) == {
        "as_of": date(2021, 6, 30), "window": 24, "team": "east", "region": None, "municipality": "0101", "lang": "en",
    }  # fmt: skip
    assert dict(page.query_params) == LINK


def test_the_first_view_needs_no_parameters(visit: Callable[..., AppTest]) -> None:
    page = visit()
    assert dict(page.query_params) == {}
    assert chosen(page)["window"] == 12


@pytest.mark.parametrize(
    "wrong",
    [
        {"as_of": "yesterday"}, {"as_of": "1850-01-01"}, {"as_of": "9999-12-31"}, {"window": "7"}, {"window": "-12"},
        {"team": "Team Øst"}, {"region": "'; DROP TABLE sites"}, {"municipality": "9999"}, {"municipality": "<script>"},
        {"lang": "xx"}, {"unheard_of": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_what_a_link_asks_wrongly_is_left_at_the_first_view(
    wrong: dict[str, str], visit: Callable[..., AppTest]
) -> None:
    page = visit(**wrong)
    assert not page.exception
    assert chosen(page) == chosen(visit())
    assert dict(page.query_params) == {}


def test_choosing_changes_the_link(visit: Callable[..., AppTest]) -> None:
    page = visit()
    page.selectbox(key="team-widget").set_value("west").run()
    assert dict(page.query_params) == {"team": "west"}
    page.selectbox(key="team-widget").set_value(None).run()
    assert dict(page.query_params) == {}


def test_an_emptied_date_is_the_latest_day_again(visit: Callable[..., AppTest]) -> None:
    page = visit(as_of="2021-06-30")
    page.date_input(key="as_of-widget").set_value(None).run()
    assert not page.exception
    assert chosen(page) == chosen(visit())


def test_a_choice_is_still_there_after_another_page_and_another_language(visit: Callable[..., AppTest]) -> None:
    page = visit(team="mid", municipality="0461")
    page.switch_page("dashboard/views/imports.py").run()
    page.segmented_control(key="lang").set_value("en").run()
    page.switch_page("dashboard/views/coverage.py").run()
    assert (chosen(page)["team"], chosen(page)["municipality"]) == ("mid", "0461")
    assert "Midtby" in html(page)


def test_a_figure_without_a_denominator_is_a_dash_and_not_zero(visit: Callable[..., AppTest]) -> None:
    page = visit(as_of="2019-01-01")
    told = {metric.label: metric.value for metric in page.metric}
    assert told["Screenet nogensinde"] == "0,0 %"
    assert told["Screeninger med fund"] == "–"


def test_every_tile_says_what_it_rests_on_and_how_it_is_counted(visit: Callable[..., AppTest]) -> None:
    page = visit()
    assert len(page.metric) == 5
    assert all(metric.help for metric in page.metric)
    assert "1 af 3 · pr." in page.caption[0].value


def test_map_table_and_legend_tell_the_same(visit: Callable[..., AppTest]) -> None:
    page = visit(as_of="2021-06-30", window="24")
    table = page.get("bidi_component")[0].proto
    data = json.loads(table.json)
    rows = data["rows"]
    assert [row[1][0] for row in rows] == ["Midtby", "Vestby", "Østby"], "Danish order"
    assert [data["statuses"][row[2]][0] for row in rows] == [
        "Aldrig screenet",
        "Aldrig screenet",
        "Screenet, steder fundet",
    ]
    assert 'data-status="never" data-n="2"' in html(page)
    assert 'data-status="fresh_sites_found" data-n="1"' in html(page)
    assert 'data-total="3"' in html(page)


def test_a_team_and_a_region_that_do_not_meet_are_told_apart_from_a_failure(visit: Callable[..., AppTest]) -> None:
    page = visit(team="west", region="1084")
    assert not page.exception
    assert page.info[0].value == translator("da")("No municipality belongs to this team and this region on the date.")
    assert page.segmented_control(key="lang").value == "da", "what stands below is still drawn"


def test_without_a_warehouse_the_page_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path))
    add_users(tmp_path)
    page = AppTest.from_file(ENTRY, default_timeout=30).run()
    assert not page.exception
    assert "python -m etl build" in html(page)
    assert str(tmp_path) not in html(page)


def test_a_region_of_the_future_can_be_chosen_only_from_its_first_day(visit: Callable[..., AppTest]) -> None:
    assert "Region Østdanmark" not in visit().selectbox(key="region-widget").options
