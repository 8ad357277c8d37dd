"""Sites attempted against every denominator: each share is what a dull reading says, or a sentence says why not."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest
from typer.testing import CliRunner

from geodata.__main__ import app
from geodata.decay import active_weighted, pooled
from geodata.denominators import ATTEMPTED, REACHED, Measured, NoTotal, side_by_side
from geodata.figures import areas
from geodata.hidden import Refusal, hidden_sites
from geodata.indicators import BY_ID, INDICATORS, OF_TOTALS
from geodata.indicators.totals import ACTIVE_WEIGHTED, ESTIMATED, PUBLISHED
from geodata.store import Level, Store
from geodata.terms import Team
from tests.known import known_by
from tests.spec.test_figures import months_before
from tests.spec.test_hidden import dull_counts

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.indicators import Indicator

Row = dict[str, Any]
DAYS = [date(2007, 12, 31), date(2009, 4, 30), date(2016, 9, 12), date(2026, 11, 21)]
ORDER = (ATTEMPTED, REACHED, ACTIVE_WEIGHTED, ESTIMATED, PUBLISHED)


def told(store: Store, day: date, months: int = 12, *levels: Level) -> dict[tuple[str, str], Measured]:
    """Return everything by area and figure."""
    chosen: tuple[Level, ...] = levels or ("nation", "team")
    of = [level for level in chosen if level in ("nation", "team")]
    measured = side_by_side(store, day, months, lambda: hidden_sites(store, day, *of), *chosen)
    return {(each.figure.area, each.figure.indicator.id): each for each in measured}


def dull_sites(tables: dict[str, list[Row]], day: date, months: int) -> tuple[set[str], set[str], set[str]]:
    """Return the sites known on a day, those attempted in the window, and those reached, without SQL."""
    tables, since = known_by(tables, day), months_before(day, months)
    status: dict[str, str] = {}
    for row in sorted(tables["site_statuses"], key=lambda row: row["status_from"]):
        if row["status_from"] <= day:
            status[row["site_id"]] = row["status"]
    seen = {row["site_id"] for row in tables["sites"] if row["first_seen"] <= day}
    known = {site for site in seen if status[site] in ("open", "unverified")}
    visits = [row for row in tables["visits"] if since < row["started_at"].date() <= day]
    attempted = {row["site_id"] for row in visits} & seen
    return known, attempted, {row["site_id"] for row in visits if row["reached"]} & seen


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_share_of_the_nation_is_what_a_dull_reading_of_the_rows_says(
    demo_store: Store, demo_tables: dict[str, list[Row]], day: date
) -> None:
    known, attempted, reached = dull_sites(demo_tables, day, 12)
    shares = told(demo_store, day)
    for indicator, among in ((ATTEMPTED, attempted), (REACHED, reached)):
        figure = shares["nation", indicator.id].figure
        assert (figure.numerator, figure.denominator) == (len(known & among), len(known))
    estimated = shares["nation", ESTIMATED.id].figure
    assert estimated.numerator == shares["nation", PUBLISHED.id].figure.numerator == len(attempted)
    lists = dull_counts(demo_tables, day, "nation", months=3).get("nation")
    if lists is None:
        assert estimated.value is None
    else:
        n1, n2, m = (lists[name] for name in ("in_first", "in_second", "in_both"))
        total, apart = (n1 + 1) * (n2 + 1) / (m + 1) - 1, (n1 - m) * (n2 - m) / m
        assert estimated.denominator == pytest.approx(total)
        assert estimated.value == pytest.approx(100 * len(attempted) / total)
        assert estimated.low == pytest.approx(100 * len(attempted) / (n1 + n2 - m + 2 * apart))
        assert estimated.high == pytest.approx(100 * len(attempted) / (n1 + n2 - m + apart / 2))


@pytest.mark.parametrize(("months", "share"), [(12, 38.5), (24, 62.375)])
def test_the_published_shares_of_2007_are_told_with_what_they_rest_on(
    demo_store: Store, months: int, share: float
) -> None:
    measured = told(demo_store, date(2007, 12, 31), months)["nation", PUBLISHED.id]
    assert measured.figure.value == pytest.approx(share)
    assert (measured.figure.denominator, measured.figure.low, measured.figure.high) == (800, None, None)
    assert measured.days == (date(2007, 1, 1), date(2007, 12, 31))
    assert "Mindst 800 klinikker i Danmark (2007)" in measured.rests_on.danish


@pytest.mark.parametrize("day", [date(2006, 12, 31), date(2008, 1, 1), date(2026, 11, 21)], ids=str)
def test_the_published_number_is_not_held_against_another_year(demo_store: Store, day: date) -> None:
    measured = told(demo_store, day)["nation", PUBLISHED.id]
    assert measured.refused
    assert measured.figure.denominator is None
    assert measured.rests_on == NoTotal.OTHER_YEAR.label
    assert "800" in measured.rests_on.danish
    assert "2007" in measured.rests_on.danish


def test_no_team_has_a_published_number(demo_store: Store) -> None:
    shares = told(demo_store, date(2007, 12, 31))
    assert all(shares[team.code, PUBLISHED.id].rests_on == NoTotal.NATION_ONLY.label for team in Team)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_an_estimate_that_is_refused_gives_its_own_sentence_and_no_share(demo_store: Store, day: date) -> None:
    shares = told(demo_store, day)
    for each in hidden_sites(demo_store, day, "nation", "team"):
        measured = shares[each.area, ESTIMATED.id]
        if isinstance(each.estimate, Refusal):
            assert measured.rests_on == each.estimate.label
            assert (measured.figure.denominator, measured.figure.value, measured.figure.low) == (None, None, None)
        else:
            assert measured.days == each.read
            assert "ikke et konfidensinterval" in measured.rests_on.danish


def test_the_weighted_share_is_that_of_the_middle_rate_between_those_of_the_ends(demo_store: Store) -> None:
    day = date(2026, 11, 21)
    (weighted,) = active_weighted(demo_store, day)
    figure = told(demo_store, day)["nation", ACTIVE_WEIGHTED.id].figure
    values = [share.value or 0 for share in weighted.shares]
    assert figure.numerator == pytest.approx(weighted.shares[1].attempted)
    assert figure.denominator == pytest.approx(weighted.shares[1].expected)
    assert (figure.value, figure.low, figure.high) == pytest.approx((values[1], min(values), max(values)))


def test_few_closures_are_told_as_a_scenario_and_many_as_a_half_life(demo_store: Store) -> None:
    early, late = (told(demo_store, day)["nation", ACTIVE_WEIGHTED.id] for day in (date(2006, 6, 30), DAYS[-1]))
    assert "scenariet med en halveringstid på 12 måneder, og spændet er 6-24 måneder" in early.rests_on.danish
    assert "closures in the whole country give a half-life of" in late.rests_on.english


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_one_reading_for_nation_and_teams_tells_what_a_reading_of_each_tells(demo_store: Store, day: date) -> None:
    both = told(demo_store, day)
    apart = told(demo_store, day, 12, "nation") | told(demo_store, day, 12, "team")
    assert both.keys() == apart.keys()
    for key, each in both.items():
        assert each.figure.row() == pytest.approx(apart[key].figure.row())
        assert (each.days, each.rests_on) == (apart[key].days, apart[key].rests_on)
    assert hidden_sites(demo_store, day, "nation", "team") == [
        *hidden_sites(demo_store, day, "nation"), *hidden_sites(demo_store, day, "team")
    ]  # fmt: skip


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_teams_with_the_unknown_add_up_to_the_nation(demo_store: Store, day: date) -> None:
    shares = told(demo_store, day)
    for indicator in (ATTEMPTED, REACHED, ACTIVE_WEIGHTED):
        for part in ("numerator", "denominator"):
            parts = sum(getattr(shares[team.code, indicator.id].figure, part) or 0 for team in Team)
            assert parts == pytest.approx(getattr(shares["nation", indicator.id].figure, part), abs=1e-4)


def test_pooled_weights_are_added_and_shares_never_averaged(demo_store: Store) -> None:
    teams = active_weighted(demo_store, DAYS[-1], 12, "team")
    (nation,) = active_weighted(demo_store, DAYS[-1], 12, "nation")
    for ours, theirs in zip(pooled(teams, "nation").shares, nation.shares, strict=True):
        assert ours.value == pytest.approx(theirs.value)
        assert (ours.attempted, ours.expected) == pytest.approx((theirs.attempted, theirs.expected))
    with pytest.raises(ValueError, match="no areas"):
        pooled([], "nation")


@pytest.mark.parametrize("level", get_args(Level))
def test_every_area_of_every_level_has_every_figure_or_a_sentence(demo_store: Store, level: Level) -> None:
    day = date(2009, 4, 30)
    shares = told(demo_store, day, 12, level)
    assert list(shares) == [(area, each.id) for area in areas(demo_store, day, 12, level) for each in ORDER]
    for (_area, name), measured in shares.items():
        figure = measured.figure
        assert measured.rests_on.danish.endswith(".")
        assert measured.rests_on.english.endswith(".")
        assert measured.refused == (figure.denominator is None or not figure.denominator) == (measured.days is None)
        if figure.low is not None and figure.high is not None and figure.value is not None:
            assert figure.low <= figure.value <= figure.high
        if level in ("region", "municipality") and name == ESTIMATED.id:
            assert measured.rests_on == NoTotal.SMALL_AREA.label


def test_where_no_site_is_known_nothing_is_told_and_not_zero(demo_store: Store) -> None:
    for measured in told(demo_store, date(2005, 1, 1), 12, "nation").values():
        assert measured.refused
        assert (measured.figure.low, measured.figure.high) == (None, None)


# The command


def say(home: Path, *arguments: str, language: str = "da") -> str:
    environment = {"FELTPLAN_HOME": str(home), "FELTPLAN_LANGUAGE": language, "COLUMNS": "200"}
    result = CliRunner().invoke(app, ["figures", "--as-of", "2007-12-31", *arguments], env=environment)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_tells_them_after_the_counted_figures(demo_home: Path) -> None:
    rows = json.loads(say(demo_home, "--json"))
    assert [row["indicator"] for row in rows] == [indicator.id for indicator in (*INDICATORS, *OF_TOTALS)]
    assert all(list(row) == list(rows[0]) for row in rows)
    assert rows[-1] == {
        "indicator": "sites_attempted_of_published", "area_kind": "nation", "area": "nation", "as_of": "2007-12-31",
        "numerator": 308, "denominator": 800, "value": 38.5, "low": None, "high": None, "unit": "percent",
    }  # fmt: skip


@pytest.mark.parametrize("indicator", OF_TOTALS, ids=lambda indicator: indicator.id)
def test_the_command_tells_one_of_them_alone_for_any_level(demo_home: Path, indicator: Indicator) -> None:
    assert indicator.id not in BY_ID
    for level, rows in (("nation", 1), ("team", 4), ("region", 6), ("municipality", 99)):
        answer = json.loads(say(demo_home, "--json", "--level", level, "--id", indicator.id))
        assert [row["indicator"] for row in answer] == [indicator.id] * rows


def test_the_command_says_why_a_figure_is_not_told(demo_home: Path) -> None:
    assert Refusal.NOT_READ.label.english in say(demo_home, "--id", ESTIMATED.id, language="en")
    assert NoTotal.NATION_ONLY.label.danish in say(demo_home, "--id", PUBLISHED.id, "--level", "team")
