"""The page on time as Streamlit runs it: its parts, its figures and its links."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from etl.build import build
from geodata.settings import Settings
from tests.signed_in import add_users
from tests.small import SMALL, TODAY, write_small

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"
PAGE = "dashboard/views/time.py"
FIRST = ["ever_screened", "currently_screened", "sites_attempted"]


@pytest.fixture
def visit(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a link to the page on time of the three municipalities."""
    monkeypatch.setenv("FELTPLAN_HOME", str(small_home))

    def open_link(**link: str) -> AppTest:
        page = AppTest.from_file(ENTRY, default_timeout=30)
        page.switch_page(PAGE)
        page.query_params.update(link)
        return page.run()

    return open_link


def html(page: AppTest) -> str:
    return " ".join(str(element.value) for element in page.get("html") if isinstance(element, Element))


def chosen(page: AppTest) -> dict[str, Any]:
    return {name: page.session_state[name] for name in ("part", "figures", "before")}


@pytest.mark.parametrize("part", ["figures", "map", "compare"])
@pytest.mark.parametrize("link", [{}, {"lang": "en", "team": "east"}, {"team": "west", "region": "1084"}], ids=str)
def test_every_part_is_shown_also_where_a_filter_keeps_nothing(
    part: str, link: dict[str, str], visit: Callable[..., AppTest]
) -> None:
    page = visit(part=part, **link)
    assert not page.exception
    assert page.query_params.get("part") == (None if part == "figures" else part)


def test_the_first_view_needs_no_parameters_and_compares_with_a_year_before(visit: Callable[..., AppTest]) -> None:
    page = visit(as_of="2021-06-30")
    assert chosen(page) == {"part": "figures", "figures": FIRST, "before": date(2020, 6, 30)}
    assert dict(page.query_params) == {"as_of": "2021-06-30"}


def test_a_link_shows_what_it_was_copied_from(visit: Callable[..., AppTest]) -> None:
    link = {"part": "compare", "figures": "attempts,contact_rate", "before": "2020-02-29"}
    page = visit(**link)
    assert chosen(page) == {"part": "compare", "figures": ["attempts", "contact_rate"], "before": date(2020, 2, 29)}
    assert dict(page.query_params) == link


@pytest.mark.parametrize(
    "wrong",
    [
        {"part": "everything"}, {"figures": "no_such"}, {"figures": "<script>"}, {"figures": ","},
        {"before": "1850-01-01"}, {"before": "9999-12-31"}, {"before": "x"},
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


def test_a_chart_and_a_table_stand_for_each_chosen_figure(visit: Callable[..., AppTest]) -> None:
    page = visit(figures="attempts,sites_known")
    assert len(page.get("plotly_chart")) == 2
    assert html(page).count('class="records trend"') == 2
    assert "1 af 3" in html(visit(as_of="2021-06-30"))


def test_without_any_figure_the_page_says_that_one_can_be_chosen(visit: Callable[..., AppTest]) -> None:
    page = visit()
    page.button_group(key="figures-widget").set_value([]).run()
    assert not page.exception
    assert len(page.get("plotly_chart")) == 0
    assert page.info


def test_the_compared_day_follows_the_chosen_one_until_it_is_chosen_itself(visit: Callable[..., AppTest]) -> None:
    page = visit(part="compare")
    page.date_input(key="as_of-widget").set_value(date(2021, 12, 31)).run()
    assert chosen(page)["before"] == date(2020, 12, 31)
    page.date_input(key="before-widget").set_value(date(2019, 12, 31)).run()
    page.date_input(key="as_of-widget").set_value(date(2021, 6, 30)).run()
    assert chosen(page)["before"] == date(2019, 12, 31)
    assert "31.12.2019" in html(page)


def test_the_earlier_of_two_days_stands_first(visit: Callable[..., AppTest]) -> None:
    page = visit(part="compare", as_of="2019-06-30", before="2021-06-30")
    assert html(page).index("30.06.2019</h2>") < html(page).index("30.06.2021</h2>")
    assert "1 af 3 kommuner, fra 30.06.2019 til 30.06.2021." in html(page)


def test_other_pages_carry_nothing_of_this_pages_link(visit: Callable[..., AppTest]) -> None:
    page = visit(part="map", figures="attempts", team="mid")
    page.switch_page("dashboard/views/coverage.py").run()
    assert dict(page.query_params) == {"team": "mid"}


@pytest.mark.parametrize("part", ["figures", "map", "compare"])
def test_municipalities_without_any_event_are_shown_all_the_same(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_headers = {
        name: text.strip().splitlines()[0].strip()
        for name, text in SMALL.items()
        if name not in {"municipalities", "team_membership"}
    }
    build(write_small(tmp_path / "raw", **only_headers), Settings(home=tmp_path / "home"), TODAY)
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path / "home"))
    add_users(tmp_path / "home")
    page = AppTest.from_file(ENTRY, default_timeout=30)
    page.switch_page(PAGE)
    page.query_params["part"] = part
    page.run()
    assert not page.exception
    assert {"figures": "0 af 3", "map": "Aldrig screenet", "compare": "0 af 3 kommuner"}[part] in html(page)
