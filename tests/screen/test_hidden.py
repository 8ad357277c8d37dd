"""The hidden sites page: ranges in words and to scale, refusals as sentences, and four denominators side by side."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboard.components import denominators, estimates
from geodata.denominators import Measured, NoTotal
from geodata.figures import Figure, figure_of
from geodata.hidden import ASSUMPTIONS, PUBLISHED_TOTAL, Hidden, Refusal
from geodata.indicators import BY_ID
from geodata.indicators.totals import ESTIMATED, PUBLISHED
from geodata.language import LANGUAGES, Label, Language
from geodata.recapture import DOUBTFUL, LowerBound, chao, chapman
from geodata.terms import Source
from tests.screen.test_pages import html

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

PAGE = "dashboard/views/hidden.py"
DAY = date(2020, 3, 31)
READ = (date(2020, 3, 2), date(2020, 3, 15))
SOURCES = (Source.NEWSPAPER, Source.WEB)


def area(
    name: str = "nation",
    lists: tuple[int, int, int] | Refusal = (60, 30, 20),
    bound: LowerBound | Refusal = Refusal.ONE_ROUND,
) -> Hidden:
    """One area; 60 and 30 sites on the lists and 20 on both give 89, range 80 to 110."""
    if isinstance(lists, Refusal):
        return Hidden(name, DAY, SOURCES, 0, None, 0, 0, 0, lists, bound)
    return Hidden(name, DAY, SOURCES, 1, READ, *lists, chapman(*lists), bound)


def test_an_estimate_is_told_in_words_with_its_range_its_days_and_what_it_rests_on() -> None:
    told = estimates.card(area(), 200, "da")
    assert "02.03.2020–15.03.2020</span> omkring 89 steder, følsomhedsspænd 80 til 110" in told
    assert "Avisannonce: 60 · Hjemmeside: 30 · Begge: 20 · Set i alt: 70" in told
    assert "Tilfældighed alene ville give 78 til 115" in told
    assert "<h3>Hele landet</h3>" in told


def test_the_picture_is_to_scale_and_hidden_from_screen_readers() -> None:
    told = estimates.card(area(), 200, "en")
    pictures = re.findall(r'<div class="track"([^>]*)>(.*?)</div>', told)
    assert pictures
    assert all('aria-hidden="true"' in attributes for attributes, _marks in pictures)
    assert 'class="seen" style="left:0.00%;width:35.00%"' in told
    assert 'class="band" style="left:40.00%;width:15.00%"' in told
    assert 'class="tick" style="left:44.52%;width:0.00%"' in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", Refusal)
def test_every_refusal_stands_as_its_sentence_and_draws_nothing_of_its_own(why: Refusal, language: Language) -> None:
    told = estimates.card(area("west", why, why), 0, language)
    assert told.count(why.label.say(language)) == 2
    assert "track" not in told


def test_lists_that_were_read_are_told_even_if_they_carry_no_estimate() -> None:
    few = Hidden("west", DAY, SOURCES, 1, READ, 12, 11, 3, Refusal.TOO_FEW, Refusal.ONE_ROUND)
    assert "Avisannonce: 12 · Hjemmeside: 11 · Begge: 3" in estimates.card(few, 0, "da")


@pytest.mark.parametrize(("once", "doubted"), [(30, False), (60, True)])
def test_a_doubtful_lower_bound_says_so(once: int, doubted: bool) -> None:
    told = estimates.card(area(bound=chao(100, once, 30, 4)), 300, "en")
    assert "sites, 100 of them seen, in 4 rounds" in told
    assert (DOUBTFUL.english in told) is doubted


def test_the_published_number_stands_with_the_country_alone_dated_and_marked_external() -> None:
    assert "Ekstern, 2007</span> Mindst 800 klinikker i Danmark (2007) · Servicestyrelsen 2007" in estimates.card(
        area(), 1000, "da"
    )
    assert "800" not in estimates.card(area("east"), 1000, "da")


def test_nothing_is_drawn_past_the_end_of_the_scale() -> None:
    everything = [area(), area("east", (600, 300, 20)), area("mid", (60, 30, 20), chao(700, 30, 30, 2))]
    top = max(estimates.reach(each) for each in everything)
    assert top > PUBLISHED_TOTAL.value
    ends = [
        float(left) + float(width)
        for each in everything
        for left, width in re.findall(r"left:([\d.]+)%;width:([\d.]+)%", estimates.card(each, top, "da"))
    ]
    assert max(ends) == pytest.approx(100, abs=0.01)
    assert min(ends) >= 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_range_is_never_called_a_confidence_interval(language: Language) -> None:
    told = estimates.legend(language) + estimates.card(area(bound=chao(100, 30, 30, 4)), 900, language)
    named = {"da": ("følsomhedsspænd", "ikke et konfidensinterval"), "en": ("sensitivity range", "no confidence")}
    assert all(words in told for words in named[language])
    assert told.count("konfidensinterval") + told.count("confidence") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assumption_is_told_with_what_happens_where_it_does_not_hold(language: Language) -> None:
    told = estimates.assumptions(language)
    for each in ASSUMPTIONS:
        assert each.supposed.say(language) in told
        assert each.otherwise.say(language) in told


def test_the_file_of_estimates_holds_whole_numbers_and_refusals() -> None:
    rows = estimates.contents([area(), area("west", Refusal.EXCLUSIVE)], "da").to_dict("records")
    assert [rows[0][name] for name in ("total", "sensitivity_low", "sensitivity_high")] == [89, 80, 110]
    assert rows[0]["begins"] == READ[0]
    assert rows[1]["area"] == "Team Vest"
    assert rows[1]["refused"] == Refusal.EXCLUSIVE.label.danish


# The denominators


def measured(figure: Figure, why: Label | None = None) -> Measured:
    return Measured(figure, None if why else (DAY, DAY), why or Label("Hviler på noget.", "Rests on something."))


KNOWN = measured(figure_of(BY_ID["sites_attempted"], "nation", "nation", DAY, 30, 60))
REACHED = measured(figure_of(BY_ID["sites_reached"], "nation", "nation", DAY, 15, 60))
BEYOND = measured(Figure(ESTIMATED, "nation", "nation", DAY, 120, 89.05, 134.8, 109.1, 150.0))
REFUSED = measured(figure_of(PUBLISHED, "nation", "nation", DAY, 30, None), NoTotal.OTHER_YEAR.label)


def test_every_denominator_says_its_share_its_parts_its_day_and_what_it_rests_on() -> None:
    told = denominators.tile([KNOWN, REACHED, REFUSED], "da")
    assert '<p class="value">50,0 %</p>' in told
    assert "30 af 60 · nævner pr. 31.03.2020" in told
    assert "95 %-interval (Wilson): " in told
    assert "Heraf med kontakt: 25,0 % (15 af 60)." in told
    assert "Hviler på noget." in told
    assert told.count("<article") == 2, "the reached stand under the attempted"


def test_a_denominator_that_is_refused_says_so_and_shows_no_share() -> None:
    told = denominators.tile([REFUSED], "en")
    assert '<p class="value">–</p>' in told
    assert NoTotal.OTHER_YEAR.label.english in told
    assert "%" not in told


def test_a_share_of_a_lower_bound_is_at_most_that() -> None:
    figure = Figure(PUBLISHED, "nation", "nation", DAY, 308, 800, 38.5, None, None)
    assert '<p class="value">højst 38,5 %</p>' in denominators.tile([measured(figure)], "da")


def test_a_share_beyond_100_per_cent_is_told_as_it_is_and_drawn_to_the_end() -> None:
    told = denominators.tile([BEYOND], "en")
    assert '<p class="value">134.8%</p>' in told
    assert "120 of 89" in told
    assert "Range 109.1% to 150.0%." in told
    assert "width:100.00%" in told


def test_a_table_has_a_row_per_area_and_a_column_per_figure() -> None:
    west = measured(figure_of(BY_ID["sites_attempted"], "west", "team", DAY, 0, 0), NoTotal.NONE_KNOWN.label)
    told = denominators.table([KNOWN, west], "da")
    assert re.findall(r'<th scope="row">([^<]+)', told) == ["Hele landet", "Team Vest"]
    assert "<strong>50,0 %</strong> <span>30 af 60</span>" in told
    assert f'<td class="refused">{NoTotal.NONE_KNOWN.label.danish}' in told


def test_text_from_elsewhere_is_made_safe() -> None:
    told = denominators.tile([measured(KNOWN.figure, Label("<b>a</b>", "<b>a</b>"))], "da")
    assert "&lt;b&gt;a&lt;/b&gt;" in told


def test_the_file_of_denominators_has_a_row_per_area_and_figure() -> None:
    rows = denominators.contents([KNOWN, BEYOND, REFUSED], "da").to_dict("records")
    assert [row["id"] for row in rows] == [
        "sites_attempted", "sites_attempted_of_estimated", "sites_attempted_of_published"
    ]  # fmt: skip
    assert (rows[1]["numerator"], rows[1]["denominator"], rows[1]["value"]) == (120, 89.0, 134.8)
    assert (rows[2]["value"], rows[2]["rests_on"]) == (None, NoTotal.OTHER_YEAR.label.danish)


# The page


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_municipalities_carry_no_estimate_and_the_page_says_why(
    visit: Callable[..., AppTest], language: Language
) -> None:
    page = visit(PAGE, as_of="2020-02-01", lang=language)
    assert not page.exception
    told = html(page)
    assert Refusal.TOO_FEW.label.say(language) in told
    assert Refusal.ONE_ROUND.label.say(language) in told
    assert all(f'data-area="{name}"' in told for name in ("nation", "east", "mid", "west", "unknown"))
    assert NoTotal.OTHER_YEAR.label.say(language) in told


def test_the_page_shares_its_day_and_window_with_the_others(visit: Callable[..., AppTest]) -> None:
    page = visit(PAGE, as_of="2021-06-30", window="24", team="east")
    assert page.date_input(key="as_of-widget").value == date(2021, 6, 30)
    assert dict(page.query_params) == {"as_of": "2021-06-30", "window": "24", "team": "east"}
    page.date_input(key="as_of-widget").set_value(date(2020, 2, 1)).run()
    page.switch_page("dashboard/views/coverage.py").run()
    assert page.session_state["as_of"] == date(2020, 2, 1)
