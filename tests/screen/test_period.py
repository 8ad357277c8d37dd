"""Which days can be chosen, and which days a window holds."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.period import days_offered, say_moment, say_window

TODAY = date(2026, 11, 21)


def test_the_first_view_is_told_for_the_last_day_the_data_know_of() -> None:
    days = days_offered((date(2006, 3, 4), date(2026, 11, 1)), TODAY)
    assert (days.first, days.latest, days.last) == (date(2006, 1, 1), date(2026, 11, 1), TODAY)


def test_a_day_after_today_that_the_data_know_of_can_be_chosen() -> None:
    days = days_offered((date(2006, 3, 4), date(2026, 12, 24)), TODAY)
    assert days.latest == days.last == date(2026, 12, 24)


def test_without_data_today_is_shown() -> None:
    days = days_offered((None, None), TODAY)
    assert (days.first, days.latest, days.last) == (date(2026, 1, 1), TODAY, TODAY)


@pytest.mark.parametrize(
    ("day", "offered"), [(date(2005, 12, 31), False), (date(2006, 1, 1), True), (date(2026, 11, 22), False)]
)
def test_days_outside_are_not_offered(day: date, offered: bool) -> None:
    assert days_offered((date(2006, 3, 4), date(2026, 11, 1)), TODAY).offers(day) is offered


def test_a_window_of_twelve_months_up_to_new_years_eve_is_the_calendar_year() -> None:
    assert say_window(date(2007, 12, 31), 12, "da") == "01.01.2007–31.12.2007"


def test_a_build_in_the_evening_utc_is_told_for_the_danish_day() -> None:
    assert say_moment("2026-11-21T23:30:00+00:00", "da") == "22.11.2026 00:30"
