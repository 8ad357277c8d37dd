"""Counts of municipal courses: read by the contract, added up for the country, small ones hidden, no one named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.build import build
from geodata.course_terms import CourseMeasure, CourseTerm
from geodata.report.courses import LEAST_MUNICIPALITIES, told_courses
from geodata.report.period import Period
from geodata.report.report import make
from geodata.settings import Settings
from geodata.small_counts import told
from geodata.store import Store
from geodata.versions import published
from tests.small import TODAY, ask, write_small

if TYPE_CHECKING:
    from pathlib import Path

PHASES = [term.code for term in CourseTerm if term.measure is CourseMeasure.PHASE]
COUNTS = """
    count_id | kommunekode | kvartal_til | opgørelse | emne                  | antal_borgere
    a        | 0101        | 31-03-2016  | Fase      | Kontaktperiode        | 9
    b        | 0101        | 30-06-2016  | Fase      | Kontaktperiode        | 6
    c        | 0461        | 30-06-2016  | phase     | phase_1               | 7
    d        | 0751        | 30-06-2016  | Fokusområde | Økonomi             | 5
    e        | 0751        | 30-06-2016  | Fase      | Økonomi               | 5
    f        | 0751        | 30-06-2016  | Fokusområde | Bolig               | 5
    g        | 0751        | 30-06-2016  | Fokusområde | Bolig               | 6
    h        | 0411        | 30-06-2016  | Fokusområde | Bolig               | 6
    i        | 0751        | 30-06-2027  | Fokusområde | Netværk             | 6
"""


def test_rows_are_kept_or_set_aside_with_their_reason(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", max_reject_share=1)
    build(write_small(tmp_path / "raw", course_counts=COUNTS), settings, TODAY)
    assert ask(settings.home, "SELECT count_id FROM course_counts ORDER BY 1") == [("a",), ("b",), ("c",), ("d",)]
    set_aside = dict(ask(settings.home, "SELECT line, rule FROM rejects WHERE table_name = 'course_counts'"))
    assert set_aside == {
        6: "other_measure", 7: "counted_twice", 8: "counted_twice", 9: "no_municipality", 10: "in_future",
    }  # fmt: skip
    store = Store.open(settings.home, published(settings.home))
    table = make(store, Period(2016)).table("municipal_courses")
    counts = {row.code: row.count for row in table.rows}
    store.close()
    assert (counts["reporting"], counts["citizens"]) == (3, 13), "the last count of each municipality in the year"
    assert (counts["phase_contact"], counts["phase_1"], counts["focus_economy"]) == (6, 7, 5)


def test_every_term_belongs_to_the_measure_its_code_begins_with() -> None:
    assert {measure: sum(term.measure is measure for term in CourseTerm) for measure in CourseMeasure} == {
        CourseMeasure.PHASE: 4, CourseMeasure.FOCUS: 8, CourseMeasure.OUTCOME: 10,
    }  # fmt: skip


def test_the_demos_courses_are_added_up_and_none_stands_on_its_own(demo_store: Store, demo_home: Path) -> None:
    table = make(demo_store, Period(2015)).table("municipal_courses")
    rows = ask(
        demo_home,
        "SELECT term, sum(count)::INTEGER FROM course_counts WHERE period_to = '2015-12-31' GROUP BY term",
    )
    assert {row.code: row.count for row in table.rows if row.code in dict(rows)} == dict(rows)
    assert table.row("reporting").count == 4
    assert [row.code for row in table.rows] == ["reporting", "citizens", *(term.code for term in CourseTerm)]


@pytest.mark.parametrize(("period", "team"), [(Period(2015), "east"), (Period(2015, 4), None)])
def test_courses_are_told_for_the_country_and_whole_years_only(
    period: Period, team: str | None, demo_store: Store
) -> None:
    table = make(demo_store, period, team).table("municipal_courses")
    assert {row.count for row in table.rows} == {None}
    assert "no small count follows" in table.notes[0].english


def test_a_year_in_which_no_municipality_reported_says_so(demo_store: Store) -> None:
    table = make(demo_store, Period(2007)).table("municipal_courses")
    assert table.row("reporting").count == 0
    assert {row.count for row in table.rows[1:]} == {None}
    assert table.notes[0].english == "No municipality reported in the period."


@given(st.dictionaries(st.sampled_from([term.code for term in CourseTerm]), st.integers(0, 30)), st.integers(0, 6))
def test_no_count_of_one_to_four_is_told_or_follows_from_its_whole(counts: dict[str, int], reporting: int) -> None:
    shown: dict[str, Any] = told_courses(counts, reporting)
    terms = {name: value for name, value in shown.items() if name != "courses.reporting"}
    assert not any(
        value is not None and 0 < value < 5 for value in terms.values() if value is not shown["courses.citizens"]
    )
    hidden = [code for code in PHASES if shown[f"courses.{code}"] is None]
    if hidden:
        assert shown["courses.citizens"] is None
    if 0 < reporting < LEAST_MUNICIPALITIES:
        assert set(shown.values()) == {None}


def test_zero_and_five_are_told_and_what_lies_between_is_not() -> None:
    assert [told(n) for n in range(7)] == [0, None, None, None, None, 5, 6]


def test_a_hidden_part_is_noted_under_the_table(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    text = """
        count_id | municipality_code | period_to  | measure | term          | count
        a        | 0101              | 2016-12-31 | phase   | phase_contact | 3
        b        | 0461              | 2016-12-31 | phase   | phase_1       | 20
        c        | 0751              | 2016-12-31 | phase   | phase_1       | 20
    """
    build(write_small(tmp_path / "raw", course_counts=text), settings, TODAY)
    store = Store.open(settings.home, published(settings.home))
    table = make(store, Period(2016), as_of=date(2017, 1, 1)).table("municipal_courses")
    store.close()
    assert (table.row("phase_contact").count, table.row("citizens").count, table.row("phase_1").count) == (
        None,
        None,
        40,
    )
    assert table.notes[0].english.startswith("Counts of 1-4 are hidden")
