"""The definitions page says of every figure what it divides, in words, and finds a figure by what is typed."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from dashboard import export
from dashboard.columns import DEFINITIONS
from dashboard.components import definitions
from geodata.indicators import FAMILIES, INDICATORS
from geodata.indicators.changes import Change
from geodata.indicators.notes import NOTES
from geodata.language import LANGUAGES, Label, Language
from tests.screen.test_pages import html

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

PAGE = "dashboard/views/definitions.py"


def ids(text: str) -> list[str]:
    return re.findall(r'data-figure="([^"]+)"', text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_stands_there_with_all_that_defines_it(language: Language) -> None:
    table = definitions.contents(language).set_index("id")
    assert {indicator.id for indicator in INDICATORS} <= set(table.index)
    assert table.drop(columns="denominator").notna().all(axis=None)
    told = definitions.listed(definitions.contents(language), language, opened=True)
    assert sorted(ids(told)) == sorted(table.index)


def test_a_formula_says_in_words_what_is_divided_by_what() -> None:
    told = definitions.contents("da").set_index("id").loc["screening_yield"]
    assert told["numerator"] == "kommuner, hvor seneste screening fandt steder"
    assert told["denominator"] == "kommuner med en afsluttet screening"
    assert (told["unit"], told["better"]) == ("procent", "hverken højt eller lavt er bedst")
    shown = definitions.listed(definitions.contents("da"), "da", opened=True)
    assert 'fandt steder</span><span class="sr"> divideret med </span><span>kommuner med en' in shown


def test_a_count_has_no_denominator() -> None:
    told = definitions.contents("en").set_index("id").loc["attempts"]
    assert (told["numerator"], told["denominator"]) == ("attempted visits in the window", None)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("screening_yield", ["screening_yield"], id="an id"),
        pytest.param("  FOLKETAL kommuner ", ["population_currently_screened"], id="words anywhere, in any case"),
        pytest.param("ever-screened", ["ever_screened"], id="hyphens do not matter"),
        pytest.param("folketal genbesøg", [], id="every word must be there"),
        pytest.param("<script>", [], id="markup is text like any other"),
    ],
)
def test_a_figure_is_found_by_what_is_typed(words: str, found: list[str]) -> None:
    assert list(definitions.matching(definitions.contents("da"), words, None, "da")["id"]) == found


def test_nothing_typed_finds_every_figure_and_a_family_finds_its_own() -> None:
    everything = definitions.contents("en")
    assert len(definitions.matching(everything, " ", None, "en")) == len(everything)
    for family in FAMILIES:
        kept = definitions.matching(everything, "", family.code, "en")
        assert list(kept["id"]) == [indicator.id for indicator in family.indicators]
    assert definitions.matching(everything.head(0), "x", None, "en").empty


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_holds_for_every_figure_is_said(language: Language) -> None:
    told = definitions.notes(language, opened=True)
    assert all(name.say(language) in told for name, _text in NOTES)
    assert "98" in told
    assert "Wilson" in told


def test_changes_stand_newest_first_with_their_days() -> None:
    first = Change(date(2026, 11, 22), Label("Første", "First"))
    told = definitions.log([first, Change(date(2027, 1, 2), Label("<Anden>", "Second"))], "da")
    assert told.index("02.01.2027</time> &lt;Anden&gt;") < told.index("22.11.2026</time> Første")


def test_the_file_holds_the_table_that_is_shown() -> None:
    found = definitions.matching(definitions.contents("da"), "median", None, "da")
    text = export.to_csv(export.table(found, DEFINITIONS, "da", demo=False)).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert [row["Id"] for row in rows] == ["overdue_days"]
    assert rows[0]["Tæller"] == "medianen af dage over tid"
    assert rows[0]["Nævner"] == ""


def test_a_link_to_a_figure_shows_that_figure(visit: Callable[..., AppTest]) -> None:
    assert ids(html(visit(PAGE, figure="screening_yield"))) == ["screening_yield"]


@pytest.mark.parametrize("wrong", ["unheard_of", "<script>alert(1)</script>", ""])
def test_a_link_to_no_figure_shows_them_all(wrong: str, visit: Callable[..., AppTest]) -> None:
    shown = visit(PAGE, figure=wrong)
    assert not shown.exception
    assert len(ids(html(shown))) == len(definitions.contents("da"))
    assert "<script>" not in html(shown)


def test_words_that_no_figure_holds_are_answered_in_a_sentence(visit: Callable[..., AppTest]) -> None:
    shown = visit(PAGE, lang="en")
    shown.text_input[0].set_value("<b>nothing</b> of the kind").run()
    assert not shown.exception
    assert ids(html(shown)) == []
    assert "No figure holds all of these words." in html(shown)


def test_a_tile_links_to_its_definition(visit: Callable[..., AppTest]) -> None:
    tile = visit(lang="en").metric[0]
    assert "(definitions?figure=ever_screened&lang=en)" in tile.help
