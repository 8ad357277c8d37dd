"""A filter's figures are pooled, and hold what the filter keeps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboard.scope import Scope, pooled, scope_figures
from dashboard.warehouse import Edition, current
from geodata.figures import figures
from geodata.terms import Region, Team

if TYPE_CHECKING:
    from pathlib import Path

IDS = ("ever_screened", "screening_yield", "sites_known", "sites_attempted")
DAY = date(2026, 11, 21)


@pytest.fixture
def demo(demo_home: Path) -> Edition:
    return current(demo_home)


def counts(scope: Scope, demo: Edition, day: date = DAY) -> list[tuple[float | None, float | None]]:
    return [(f.numerator, f.denominator) for f in scope_figures(demo.store, day, 12, scope, IDS)]


def test_no_filter_gives_the_nations_figures(demo: Edition) -> None:
    nation = figures(demo.store, DAY, 12, "nation", IDS)
    assert scope_figures(demo.store, DAY, 12, Scope(), IDS) == nation


@pytest.mark.parametrize("team", [team.code for team in Team if team is not Team.UNKNOWN])
def test_a_teams_figures_are_the_domains_own(team: str, demo: Edition) -> None:
    own = [f for f in figures(demo.store, DAY, 12, "team", IDS) if f.area == team]
    assert scope_figures(demo.store, DAY, 12, Scope(team=team), IDS) == own


@pytest.mark.parametrize("day", [DAY, date(2007, 12, 31), date(2027, 1, 1)])
def test_the_parts_of_teams_inside_regions_add_up_to_the_nations_municipalities(day: date, demo: Edition) -> None:
    places = demo.store.municipality_status(day, 12)
    pairs = sorted(set(zip(places["team"], places["region_code"], strict=True)))
    parts = [scope_figures(demo.store, day, 12, Scope(*pair), ("ever_screened",))[0] for pair in pairs]
    nation = figures(demo.store, day, 12, "nation", ("ever_screened",))[0]
    assert sum(part.numerator or 0 for part in parts) == nation.numerator
    assert sum(part.denominator or 0 for part in parts) == nation.denominator == 98


def test_region_ostdanmark_is_parted_between_two_teams_from_2027(demo: Edition) -> None:
    day = date(2027, 1, 1)
    whole, east, mid = (
        counts(Scope(team, Region.OSTDANMARK.code), demo, day)[0][1] for team in (None, Team.EAST.code, Team.MID.code)
    )
    assert east
    assert mid
    assert whole == east + mid


def test_a_part_that_holds_no_municipality_has_no_figures(demo: Edition) -> None:
    assert scope_figures(demo.store, DAY, 12, Scope(Team.WEST.code, Region.SJAELLAND.code), IDS) == []


def test_pooling_all_municipalities_gives_the_nations_shares_and_intervals(demo: Edition) -> None:
    ids = ("ever_screened", "screening_yield")
    nation = figures(demo.store, DAY, 12, "nation", ids)
    each = figures(demo.store, DAY, 12, "municipality", ids)
    for whole in nation:
        made = pooled([f for f in each if f.indicator == whole.indicator], "all")
        assert (made.numerator, made.denominator, made.value) == (whole.numerator, whole.denominator, whole.value)
        assert (made.low, made.high) == (whole.low, whole.high)


def test_nothing_cannot_be_pooled() -> None:
    with pytest.raises(ValueError, match="no figures"):
        pooled([], "none")


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        pytest.param(Scope(), ["Midtby", "Vestby", "Østby"], id="no filter keeps every municipality, in Danish order"),
        pytest.param(Scope(team="east"), ["Østby"], id="a team"),
        pytest.param(Scope(region="1083"), ["Midtby"], id="a region"),
        pytest.param(Scope("east", "1083"), [], id="a team and a region that do not meet"),
    ],
)
def test_a_filter_keeps_the_municipalities_of_its_team_and_region(
    scope: Scope, names: list[str], small_edition: Edition
) -> None:
    rows = small_edition.store.municipality_status(DAY, 12)
    assert list(rows[scope.keeps(rows)]["name"]) == names
