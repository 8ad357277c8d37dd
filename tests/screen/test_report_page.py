"""The pages of the report and of what the log teaches, as Streamlit runs them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import report_files
from dashboard.components import report_tables
from dashboard.warehouse import current
from geodata.language import LANGUAGES, Label, Language
from geodata.report import printed
from geodata.report.period import Period
from geodata.report.report import make
from geodata.versions import folder
from tests.screen.test_pages import ENTRY, html
from tests.signed_in import add_users

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REPORT, EVIDENCE = "dashboard/views/report.py", "dashboard/views/evidence.py"


@pytest.fixture
def open_page(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a page on the demo, with a ledger of this test's own."""
    shutil.copytree(folder(demo_home), folder(tmp_path / "home"))
    add_users(tmp_path / "home")
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path / "home"))

    def open_link(file: str, **link: str) -> AppTest:
        page = AppTest.from_file(ENTRY, default_timeout=60)
        page.query_params.update(link)
        page.run().switch_page(file)
        page.query_params.update(link)
        return page.run()

    return open_link


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_every_table_with_its_figures(language: Language, open_page: Callable[..., AppTest]) -> None:
    page = open_page(REPORT, year="2007", lang=language)
    assert not page.exception
    said = html(page)
    for sentence in {
        "da": ("Statusrapport 2007", "737 besøgsforsøg", "Besøg pr. sted", "72,6 %", "Metode og definitioner"),
        "en": ("Status report 2007", "737 visits were attempted", "Visits per site", "72.6%", "Method and definitions"),
    }[language]:
        assert sentence in said
    assert '<tr data-row="reached" class=""><th scope="row">' in said
    assert '<img class="paper" src="data:image/svg+xml;base64,' in said


def test_what_was_printed_stands_beside_what_is_recomputed_with_its_flags(open_page: Callable[..., AppTest]) -> None:
    page = open_page(REPORT, year="2007", about="printed", lang="en")
    said = html(page)
    assert dict(page.query_params) == {"lang": "en", "year": "2007", "about": "printed"}
    assert "58 + 30 + 19 = 107 %, not 100 %" in said
    assert "119 + 6 = 125, not 185; 60 apart." in said
    assert said.count("<li data-rule=") == sum(
        len(printed.flags_of(name)) for name in {p.table for p in printed.published()}
    )
    assert '<tr data-row="face_to_face" class="apart">' in said
    assert "not recorded" in said
    assert "Page" not in said, "no page of the report is known yet"


def test_another_year_has_nothing_printed_beside_it(open_page: Callable[..., AppTest]) -> None:
    page = open_page(REPORT, year="2012", of_year="2", team="west", about="printed", lang="en")
    said = html(page)
    assert "Status report Q2 2012" in said
    assert "Printed" not in said
    assert "Not recorded by team" in said


def test_a_year_that_is_not_over_and_one_that_has_not_begun_say_so(open_page: Callable[..., AppTest]) -> None:
    running = open_page(REPORT, year="2026", lang="en")
    assert any("The period is not over" in warning.value for warning in running.warning)
    early = open_page(REPORT, year="2020", as_of="2019-06-30", lang="en")
    assert not early.exception
    assert "2020 has not begun: the data go to 2019-06-30." in html(early)


def test_a_report_is_frozen_on_the_page_and_can_be_told_as_it_stands_now(open_page: Callable[..., AppTest]) -> None:
    page = open_page(REPORT, year="2007", lang="en")
    page.text_input(key="freeze-by").set_value("Head")
    next(button for button in page.button if button.label == "Freeze report").click()
    page.run()
    assert not page.exception
    said = html(page)
    assert "by Head. Checksum " in said
    assert "No figure has changed." in said
    now = open_page(REPORT, year="2007", told="now", lang="en")
    assert "No figure has changed." not in html(now)


def test_a_name_that_is_none_freezes_nothing(open_page: Callable[..., AppTest]) -> None:
    page = open_page(REPORT, year="2007", lang="en")
    page.text_input(key="freeze-by").set_value("12345678")
    next(button for button in page.button if button.label == "Freeze report").click()
    page.run()
    assert [error.value for error in page.error] == [
        "Write in letters who freezes it: a function or initials, at most 40 characters."
    ]
    assert "Checksum" not in html(page)


def test_the_region_is_said_to_play_no_part(open_page: Callable[..., AppTest]) -> None:
    assert "the region is not used" in html(open_page(REPORT, year="2007", region="1084", lang="en"))


def test_the_files_of_the_page_are_those_of_the_command(demo_home: Path) -> None:
    store = current(demo_home).store
    report = make(store, Period(2007), "east")
    assert report_files.written(store, report, "pdf", "da", None, ()).startswith(b"%PDF-")
    assert report_files.written(store, report, "xlsx", "da", None, ()).startswith(b"PK")
    assert report_files.written(store, report, "json", "da", None, ()).startswith(b'{"meta"')
    assert report_files.months_words(report, "en").startswith(
        "Attempted visits month by month (contact made). 2007-01: "
    )


def test_a_hostile_name_is_text_in_the_tables(demo_home: Path) -> None:
    table = make(current(demo_home).store, Period(2007)).table("attempts")
    hostile = replace(table, rows=(replace(table.rows[0], label=Label("<img src=x onerror=alert(1)>", "<b>")),))
    assert "<img" not in report_tables.html(hostile, "da")
    assert "&lt;img" in report_tables.html(hostile, "da")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_of_what_the_log_teaches_is_shown(language: Language, open_page: Callable[..., AppTest]) -> None:
    page = open_page(EVIDENCE, as_of="2007-12-31", lang=language)
    assert not page.exception
    said = html(page)
    for sentence in {
        "da": ("Hvad loggen lærer", "Timer pr. samtale, annoncer", "2,3", "Bedste tid at komme", "registreres ikke"),
        "en": ("What the log teaches", "Hours per talk, adverts", "2.3", "Best time to come", "is not recorded"),
    }[language]:
        assert sentence in said


def test_a_municipalitys_rates_are_shown_when_it_is_chosen(open_page: Callable[..., AppTest]) -> None:
    assert "0101.morning" not in html(open_page(EVIDENCE, lang="en"))
    assert "0101.morning" in html(open_page(EVIDENCE, municipality="0101", lang="en"))


def test_the_pages_of_an_almost_empty_store_say_that_nothing_is_recorded(visit: Callable[..., AppTest]) -> None:
    report = visit(REPORT, year="2020", lang="en")
    assert not report.exception
    evidence = visit(EVIDENCE, as_of="2019-06-30", lang="en")
    assert not evidence.exception
    assert "Nothing to list." in html(evidence)
