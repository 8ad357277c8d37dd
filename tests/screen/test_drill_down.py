"""A municipality's page and a site's page, as Streamlit runs them, and the parts they are put together from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from dashboard.components import comparison, crosstab, due_strip, links, records, site_card, visit_chart
from dashboard.drill_columns import SITES, each
from dashboard.warehouse import current
from geodata.figures import figures
from geodata.indicators import CASCADE
from geodata.municipality import kinds_by_status, read_municipality, standings
from geodata.site import read_site
from geodata.terms import Outcome, Source
from tests.screen.test_safe import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from dashboard.warehouse import Edition

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"
DAY = date(2021, 6, 30)


@pytest.fixture
def visit(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open one of the two pages by a link."""
    monkeypatch.setenv("FELTPLAN_HOME", str(small_home))

    def open_link(page: str, **link: str) -> AppTest:
        opened = AppTest.from_file(ENTRY, default_timeout=30).run()
        opened.switch_page(f"dashboard/views/{page}.py")
        opened.query_params.update(link)
        return opened.run()

    return open_link


def html(page: AppTest) -> str:
    return " ".join(str(element.value) for element in page.get("html") if isinstance(element, Element))


def asked(page: AppTest) -> dict[str, Any]:
    return dict(page.query_params)


def test_a_municipality_without_visits_and_partners_is_told_in_dashes_and_sentences(
    visit: Callable[..., AppTest],
) -> None:
    page = visit("municipality", municipality="0751", as_of="2019-12-25")
    assert not page.exception
    text = html(page)
    assert "Ingen afsluttet screening til og med datoen." in text
    assert '<tr data-figure="sites_attempted">' in text
    assert text.count("<strong>–</strong> <small>0 af 0</small>") >= 3
    assert "Der er endnu ikke gjort besøgsforsøg her." in [caption.value for caption in page.caption]


def test_a_municipality_shows_what_is_recorded_of_it(visit: Callable[..., AppTest]) -> None:
    text = html(visit("municipality", municipality="0101", as_of="2021-06-30"))
    assert '<h1>Østby</h1>' in text  # fmt: skip
    assert "Avisannonce, hjemmeside" in text
    assert "12,5" in text
    assert "Østby Kommune" in text
    assert "./site?as_of=2021-06-30&amp;municipality=0101&amp;site=with-point" in text


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("0411", "Christiansø"), ("9999", "Linket nævner ikke en kommune"), ("<b>", "Linket nævner ikke en kommune")],
)
def test_a_forged_municipality_is_answered_until_another_is_chosen(
    code: str, sentence: str, visit: Callable[..., AppTest]
) -> None:
    page = visit("municipality", municipality=code)
    assert not page.exception
    assert sentence in page.info[0].value
    assert asked(page) == {}
    page.segmented_control(key="lang").set_value("en").run()
    assert len(page.info) == 1, "another language does not forget it"
    assert "Data built" in html(page), "what stands below is still drawn"
    page.selectbox(key="municipality-widget").set_value("0461").run()
    assert not page.info
    assert asked(page)["municipality"] == "0461"


def test_a_municipality_that_is_not_asked_for_is_chosen_from_the_list_without_a_reproach(
    visit: Callable[..., AppTest],
) -> None:
    page = visit("municipality")
    assert not page.info
    page.selectbox(key="municipality-widget").set_value("0101").run()
    assert "Østby" in html(page)


@pytest.mark.parametrize("site", ["nowhere", "with-point"])
def test_a_site_that_is_unknown_that_day_is_told_in_one_sentence_whether_or_not_it_comes_later(
    site: str, visit: Callable[..., AppTest]
) -> None:
    page = visit("site", site=site, as_of="2019-12-31")
    assert not page.exception
    assert page.info[0].value == "Intet sted med denne kode er kendt pr. 31.12.2019."
    assert site not in html(page)


def test_a_merged_site_leads_to_its_successor_and_the_successor_to_it(visit: Callable[..., AppTest]) -> None:
    merged = html(visit("site", site="with-both", as_of="2023-06-30"))
    assert "Lagt sammen siden 01.01.2023" in merged
    assert "site=with-point" in merged
    assert "Ikke på listen: stedet er lukket, flyttet eller lagt sammen." in merged
    successor = html(visit("site", site="with-point", as_of="2023-06-30"))
    assert "Lagt sammen med eller flyttet til dette sted" in successor
    assert "site=with-both" in successor
    before = html(visit("site", site="with-point", as_of="2022-12-31"))
    assert "site=with-both" not in before


def test_a_site_takes_its_municipality_along(visit: Callable[..., AppTest]) -> None:
    page = visit("site", site="with-code", municipality="0101")
    assert asked(page) == {"municipality": "0461", "site": "with-code"}
    nowhere = visit("site", site="with-neither", municipality="0101")
    assert asked(nowhere) == {"site": "with-neither"}
    assert "Ukendt kommune" in html(nowhere)


def test_following_another_link_takes_over_what_it_asks_for_and_the_sidebar_keeps_the_choices(
    visit: Callable[..., AppTest],
) -> None:
    page = visit("municipality", municipality="0101", as_of="2021-06-30", window="24")
    page.query_params.clear()
    page.query_params.update({"municipality": "0461", "as_of": "2022-01-31"})
    page.run()
    assert asked(page) == {"municipality": "0461", "as_of": "2022-01-31"}
    page.query_params.clear()
    page.switch_page("dashboard/views/coverage.py").run()
    assert asked(page) == {"municipality": "0461", "as_of": "2022-01-31"}


def test_no_text_of_a_site_runs_or_is_read_as_markup() -> None:
    hostile = "".join(HOSTILE) + "**fed** [x](http://example.org)"
    facts: dict[Hashable, Any] = {
        "site_id": hostile, "kind": "clinic", "municipality_code": "0101", "municipality_name": hostile, "team": "east",
        "municipality_from": "code", "region_code": "1084", "location_quality": "area", "address": hostile,
        "first_seen": pd.Timestamp("2020-01-01"), "status": "open", "status_from": pd.Timestamp("2020-01-01"),
    }  # fmt: skip
    frame = pd.DataFrame({column.id: [None] for column in SITES}).astype(object)
    frame["site_id"] = hostile
    drawn = site_card.card(facts, None, "da") + records.listed(
        frame, SITES, "da", {"site_id": [f"./site?site={hostile}"]}
    )
    for tag in ("<img", "<script", "</script", "<b>"):
        assert tag not in drawn
    assert "**fed**" in drawn, "shown as it is written"


def test_a_link_holds_only_what_is_made_safe() -> None:
    assert links.anchor('./site?site="><script>', "x") == (
        '<a class="to" href="./site?site=&quot;&gt;&lt;script&gt;" target="_self">x</a>'
    )


def test_several_codes_are_said_in_the_terms_order_and_only_the_first_with_a_capital() -> None:
    assert each(Outcome)("new_appointment|conversation").danish == "Kom ind, samtale, ny aftale"
    assert each(Source)("web").english == "Website"


def test_the_cascade_begins_with_the_sites_known_and_divides_by_nothing_where_there_are_none(
    small_edition: Edition,
) -> None:
    ids = tuple(step.id for step in CASCADE)
    told = figures(small_edition.store, DAY, 12, "municipality", ids)
    known = [f for f in told if f.area == "0101"]
    assert '<td class="number">1</td>' in comparison.cascade(known, "da")
    assert "100,0 %" in comparison.cascade(known, "da")
    assert "%" not in comparison.cascade(figures(small_edition.store, date(2019, 1, 1), 12, "nation", ids), "da")


def test_the_counts_of_a_municipalitys_sites_add_up_on_the_screen(demo_home: Path) -> None:
    listed = read_municipality(current(demo_home).store, "0101", date(2024, 5, 17)).sites
    crossed = crosstab.crosstab(kinds_by_status(listed), "da")
    assert crossed.endswith(f'<td class="number">{len(listed)}</td></tr></tfoot></table></div>')
    counted = standings(listed)
    assert f'data-standing="known"><dt>Kendte steder</dt><dd>{sum(counted.values())}</dd>' in due_strip.strip(
        counted, "da"
    )


def test_the_bars_of_a_quarter_stack_to_its_attempts() -> None:
    quarters = pd.DataFrame(
        {"quarter": pd.to_datetime(["2007-10-01", "2008-01-01"]), "attempts": [5, 0], "reached": [3, 0]}
    )
    drawn = visit_chart.figure(quarters, "da")
    assert [list(bar.x) for bar in drawn.data] == [["4. kvt. 2007", "1. kvt. 2008"]] * 2
    assert drawn.layout.barmode == "stack"
    assert [a + b for a, b in zip(drawn.data[0].y, drawn.data[1].y, strict=True)] == [5, 0]


def test_the_chart_marks_few_enough_quarters_for_a_phone() -> None:
    days = list(pd.date_range("2006-04-01", periods=83, freq="QS"))
    at, texts = visit_chart.ticks(days, [f"{day:%Y-%m}" for day in days])
    assert len(at) <= visit_chart.MOST_TICKS
    assert at == [f"{year}-01" for year in texts]
    assert visit_chart.ticks(days[:2], ["a", "b"]) == (["a", "b"], ["a", "b"])


def test_an_overdue_site_says_since_when_and_why(demo_home: Path) -> None:
    store = current(demo_home).store
    day = date(2024, 5, 17)
    listed = read_municipality(store, "0101", day).sites
    record = read_site(store, str(listed["site_id"][0]), day)
    assert record is not None
    told = dict(site_card.due(record.due, "da"))
    assert told["Står som"] == "Over tid"
    assert int(told["Dage over tid"].replace(".", "")) == listed["overdue_days"][0]
    assert told["Grundlag"] != "–"
