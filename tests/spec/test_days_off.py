"""A week begins with Denmark's public holidays off, each by its name; the lead decides otherwise."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from geodata.__main__ import app
from geodata.ledger.plans import AcceptedPlan, PlannedStop
from geodata.routing.problem import days_of
from geodata.week.days_off import days_off, holidays_in

if TYPE_CHECKING:
    from pathlib import Path

FROM_EASTER = {-3: "skærtorsdag", -2: "langfredag", 0: "påskedag", 1: "anden påskedag", 39: "kristi himmelfartsdag"}
FROM_EASTER |= {49: "pinsedag", 50: "anden pinsedag"}
FIXED = {(1, 1): "nytårsdag", (12, 25): "juledag", (12, 26): "anden juledag"}


def easter(year: int) -> date:
    """Return Easter Sunday, by the rule of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    l_ = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l_) // 451
    month, day = divmod(h + l_ - 7 * m + 114, 31)
    return date(year, month, day + 1)


def by_the_law(year: int) -> dict[date, str]:
    """Return a year's holidays worked out from its Easter."""
    days = {easter(year) + timedelta(days=after): name for after, name in FROM_EASTER.items()}
    days |= {date(year, *month_day): name for month_day, name in FIXED.items()}
    if year < 2024:
        days[easter(year) + timedelta(days=26)] = "store bededag"
    return days


@pytest.mark.parametrize("year", range(2015, 2046))
def test_a_years_holidays_are_the_laws_and_have_their_danish_names(year: int) -> None:
    every = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    told = {day: name.danish for day, name in holidays_in(every).items() if day.year == year}
    assert told == by_the_law(year)


@pytest.mark.parametrize(
    ("week", "names"),
    [
        ("2026-W14", ["skærtorsdag", "langfredag", "påskedag"]),
        ("2026-W15", ["anden påskedag"]),
        ("2026-W22", ["anden pinsedag"]),
        pytest.param("2026-W18", [], id="Store Bededag was abolished from 2024"),
        pytest.param("2023-W18", ["store bededag"], id="and was one before"),
        pytest.param("2026-W53", ["nytårsdag"], id="a week of two years has the holidays of both"),
        pytest.param("2026-W49", [], id="most weeks have none"),
    ],
)
def test_a_week_begins_with_its_holidays_off(week: str, names: list[str]) -> None:
    days = days_of(week)
    assert [name.danish for _day, name in sorted(holidays_in(days).items())] == names
    assert days_off(days, None) == holidays_in(days).keys()


def test_a_holiday_that_the_accepted_version_works_on_is_no_day_off() -> None:
    thursday, friday = date(2026, 4, 2), date(2026, 4, 3)
    stop = PlannedStop("A", thursday, "s", time(9), time(9, 30), 30)
    version = AcceptedPlan("west", 2026, 14, (stop,), datetime.now(UTC), "AB", demo=True)
    assert days_off(days_of("2026-W14"), version) == {friday, date(2026, 4, 5)}


def planned(home: Path, *more: str, week: str = "2026-W52") -> tuple[set[str], dict[str, str | None]]:
    """Return the days that are worked on, and those that are off."""
    asked = ("plan", "--team", "mid", "--week", week, "--iterations", "0", "--json", *more)
    result = CliRunner().invoke(app, asked, env={"FELTPLAN_HOME": str(home), "NUMBA_CACHE_DIR": ""})
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    worked = {day["day"] for day in told["days"]}
    assert {stop["day"] for stop in told["stops"]} <= worked
    return worked, {each["day"]: each["name"] for each in told["days_off"]}


def test_the_command_plans_no_one_on_a_holiday_unless_it_is_told_to(demo_home: Path) -> None:
    christmas = {"2026-12-25": "juledag", "2026-12-26": "anden juledag"}
    until = {"2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24"}
    assert planned(demo_home) == (until, christmas)
    assert planned(demo_home, "--off", "2026-12-24", "--work", "2026-12-25") == (
        until - {"2026-12-24"} | {"2026-12-25"},
        {"2026-12-24": None, "2026-12-26": "anden juledag"},
    )
    assert planned(demo_home, week="2026-W49")[1] == {}


def test_the_calendar_is_not_loaded_before_a_week_asks_for_it() -> None:
    asked = (
        "import sys, geodata.__main__, geodata.week.command, geodata.week.days_off; print('holidays' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
