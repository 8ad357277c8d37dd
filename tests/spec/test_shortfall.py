"""What a target still takes: what will not count on its last day is not counted, and the hours have a basis."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.figures import figures
from geodata.shortfall import Shortfall, in_municipalities, in_sites, told_on
from geodata.status import classify
from geodata.targets import TARGETED, TEAMS, Target
from geodata.worklists.screenings import by_urgency
from tests.known import known_by

if TYPE_CHECKING:
    from geodata.figures import Figure
    from geodata.store import Store

DAY = date(2026, 11, 21)


def target(indicator: str, value: float, unit: str = "count", year: int = 2026, team: str = "east") -> Target:
    return Target(team, year, indicator, value, unit, datetime(2026, 1, 1, tzinfo=UTC), "Leder")


def actual(store: Store, wanted: Target, day: date) -> Figure:
    (figure,) = (f for f in figures(store, day, 12, "team", [wanted.indicator]) if f.area == wanted.team)
    return figure


def municipalities(store: Store, day: date, team: str) -> pd.DataFrame:
    rows = by_urgency(classify(store.municipality_status(day, 12), day, 12), store.usual_screening_hours(day), day)
    return rows[rows["team"] == team]


def sites(store: Store, day: date, team: str) -> pd.DataFrame:
    due = store.due_sites(day)
    return due[due["team"] == team]


def shortfall(store: Store, wanted: Target, day: date) -> Shortfall:
    figure = actual(store, wanted, day)
    if wanted.indicator == "sites_attempted":
        return in_sites(wanted, figure, sites(store, day, wanted.team), store.usual_visit_hours(day, 12))
    return in_municipalities(wanted, figure, municipalities(store, day, wanted.team))


@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize("indicator", TARGETED)
def test_on_the_last_day_of_the_year_what_lasts_is_what_the_figure_says(
    demo_store: Store, team: str, indicator: str
) -> None:
    for year in (2007, 2015, 2025):
        last = date(year, 12, 31)
        found = shortfall(demo_store, target(indicator, 100, "percent", year, team), last)
        assert (found.lasting, found.required) == (found.actual.numerator, found.actual.denominator)
        assert found.missing == found.required - found.lasting


@pytest.mark.parametrize("indicator", TARGETED)
def test_what_lasts_is_what_the_figure_will_say_on_the_last_day_if_nothing_more_is_done(
    demo_store: Store, demo_tables: dict[str, list[dict[str, Any]]], indicator: str
) -> None:
    day = date(2024, 8, 15)
    demo_tables = known_by(demo_tables, day)
    place = {row["municipality_code"]: row["team"] for row in demo_tables["team_membership"]}
    done = [row for row in demo_tables["screenings"] if row["completed_on"] and row["completed_on"] <= day]
    since = date(2023, 12, 31) if indicator == "currently_screened" else date.min
    teams_own = {code for code, team in place.items() if team == "mid"}
    expected = len({row["municipality_code"] for row in done if row["completed_on"] >= since} & teams_own)
    if indicator == "sites_attempted":
        names = set(sites(demo_store, day, "mid")["site_id"])
        visits = (row for row in demo_tables["visits"] if date(2024, 1, 1) <= row["started_at"].date() <= day)
        expected = len({row["site_id"] for row in visits} & names)
    assert shortfall(demo_store, target(indicator, 1, year=2024, team="mid"), day).lasting == expected


def row(
    code: str, completed: date | None, hours: float | None, source: str | None = "municipality"
) -> dict[str, object]:
    return {
        "municipality_code": code, "completed_on": pd.Timestamp(completed) if completed else pd.NaT,
        "due_on": pd.Timestamp(completed) + pd.DateOffset(months=12, days=1) if completed else pd.NaT,
        "usual_hours": hours, "hours_from": source,
    }  # fmt: skip


THREE = pd.DataFrame(
    [
        row("0101", None, 20, "nation"),
        row("0147", date(2024, 1, 1), 30, "team"),
        row("0151", date(2025, 12, 30), 10),
        row("0153", date(2025, 12, 31), 40),
    ]
)


def test_the_first_municipalities_of_the_work_list_are_the_ones_that_are_missing(demo_store: Store) -> None:
    wanted = target("currently_screened", 3)
    found = in_municipalities(wanted, actual(demo_store, wanted, DAY), THREE)
    assert (found.required, found.lasting, found.missing, found.beyond) == (3, 1, 2, 0)
    assert found.hours == 50
    assert found.team_days(7.4) == pytest.approx(6.757, abs=0.001)
    assert found.basis.say("en") == "the team's screenings (1), the nation's screenings (1)"


@pytest.mark.parametrize(
    ("indicator", "value", "told"),
    [
        pytest.param("ever_screened", 3, (3, 3, 0, 0, 0.0), id="reached: nothing is missing and it takes no hours"),
        pytest.param("ever_screened", 2, (2, 3, 0, 0, 0.0), id="more than reached"),
        pytest.param("ever_screened", 4, (4, 3, 1, 0, 20.0), id="the one never screened"),
        pytest.param("ever_screened", 6, (6, 3, 3, 2, None), id="two of the missing do not exist"),
        pytest.param(
            "currently_screened", 4, (4, 1, 3, 0, 60.0), id="one that grows too old before the year ends is missing"
        ),
    ],
)
def test_a_target_is_held_against_what_will_count(
    demo_store: Store, indicator: str, value: float, told: tuple[int, int, int, int, float | None]
) -> None:
    wanted = target(indicator, value)
    found = in_municipalities(wanted, actual(demo_store, wanted, DAY), THREE)
    assert (found.required, found.lasting, found.missing, found.beyond, found.hours) == told


def test_hours_that_are_not_known_are_not_zero(demo_store: Store) -> None:
    wanted = target("ever_screened", 1)
    unknown = pd.DataFrame([row("0101", None, None, None)])
    found = in_municipalities(wanted, actual(demo_store, wanted, DAY), unknown)
    assert (found.missing, found.hours, found.team_days(7.4), found.basis.say("da")) == (1, None, None, "–")


USUAL = pd.DataFrame({"area": ["east", "nation"], "usual_hours": [2.0, 3.0], "hours_n": [12, 40]})
TRIED = pd.DataFrame({"attempted_on": [date(2026, 1, 1), date(2025, 12, 31), None, None]})


@pytest.mark.parametrize(
    ("team", "usual", "hours", "basis"),
    [
        pytest.param("east", USUAL, 4.0, "the team's attempts (12)", id="the team's own"),
        pytest.param("west", USUAL, 6.0, "the nation's attempts (40)", id="the nation's where the team has none"),
        pytest.param("west", USUAL.head(0), None, "No hours recorded", id="none"),
    ],
)
def test_a_visit_of_the_year_before_does_not_count_and_the_hours_are_the_teams_else_the_nations(
    demo_store: Store, team: str, usual: pd.DataFrame, hours: float | None, basis: str
) -> None:
    wanted = target("sites_attempted", 75, "percent", team=team)
    found = in_sites(wanted, actual(demo_store, wanted, DAY), TRIED, usual)
    assert (found.required, found.lasting, found.missing, found.hours) == (3, 1, 2, hours)
    assert found.basis.say("en") == basis


def test_more_sites_than_there_are_have_no_hours(demo_store: Store) -> None:
    wanted = target("sites_attempted", 9)
    found = in_sites(wanted, actual(demo_store, wanted, DAY), TRIED, USUAL)
    assert (found.missing, found.beyond, found.hours) == (8, 5, None)


@given(st.integers(2006, 2100), st.dates(date(2006, 1, 1), date(2100, 12, 31)))
def test_a_years_targets_are_told_for_the_day_or_for_its_last(year: int, day: date) -> None:
    told = told_on(year, day)
    assert told <= day
    assert told.year <= year
    assert told in (day, date(year + 1, 1, 1) - timedelta(days=1))
