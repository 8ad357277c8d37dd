"""The days off on the week's page: holidays are off at first and told by name, and the lead has the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

if TYPE_CHECKING:
    from streamlit.testing.v1.element_tree import ButtonGroup


def a_page(week: str, language: str) -> None:
    """Draw the choice for a week, and what follows from it."""
    import streamlit as st

    from dashboard.components import days_off_choice
    from geodata.routing.problem import days_of
    from geodata.week.crews import usual

    days = days_of(week)
    off = days_off_choice.show("west", days, None, language)  # type: ignore[arg-type]
    days_off_choice.say(usual("west"), days, off, language)  # type: ignore[arg-type]
    st.text(" ".join(sorted(day.isoformat() for day in off)))


def opened(week: str, language: str = "da") -> AppTest:
    page = AppTest.from_function(a_page, default_timeout=30, kwargs={"week": week, "language": language}).run()
    assert not page.exception
    return page


def pills(page: AppTest) -> ButtonGroup[str]:
    (found,) = page.button_group
    return found


@pytest.mark.parametrize(
    ("language", "thursday", "line"),
    [
        (
            "da",
            "tors. 2. apr. · skærtorsdag",
            "Fridage: tors. 2. apr. · skærtorsdag, fre. 3. apr. · langfredag.",
        ),
        ("en", "Thu 2 Apr · Maundy Thursday", "Days off: Thu 2 Apr · Maundy Thursday, Fri 3 Apr · Good Friday."),
    ],
)
def test_a_holiday_is_off_at_first_and_says_its_date_and_name(language: str, thursday: str, line: str) -> None:
    page = opened("2026-W14", language)
    assert page.text[0].value == "2026-04-02 2026-04-03 2026-04-05"
    labels = [str(option) for option in pills(page).options]
    assert labels[3] == thursday
    assert labels[0] in {"ma", "Mo"}
    (said,) = page.get("html")
    assert isinstance(said, Element)
    assert line in said.value


def test_the_lead_works_on_a_holiday_and_takes_another_day_off() -> None:
    page = opened("2026-W14")
    pills(page).unselect("2026-04-02").select("2026-03-30").run()
    assert page.text[0].value == "2026-03-30 2026-04-03 2026-04-05"


def test_a_week_without_a_holiday_has_every_day_to_work_on_and_says_nothing_of_it() -> None:
    page = opened("2026-W49")
    assert page.text[0].value == ""
    assert not page.get("html")
