"""A figure over time is, on every day, the figure of that day."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from geodata.figures import figures
from geodata.series import TOLD_OVER_TIME, cells, needed, quarter_ends, series, statuses
from geodata.status import classify
from geodata.store import MOST_DAYS, Level

if TYPE_CHECKING:
    from geodata.figures import Figure
    from geodata.store import Store

IDS = [indicator.id for indicator in TOLD_OVER_TIME]
QUARTERS = quarter_ends(date(2006, 1, 1), date(2026, 11, 21))
DAYS = sorted(date(2005, 6, 1) + timedelta(days=Random(day).randrange(8000)) for day in range(12))
DAYS += [date(2026, 12, 31), date(2027, 1, 1)]


def by_key(told: list[Figure]) -> dict[tuple[str, str, date], Figure]:
    return {(figure.indicator.id, figure.area, figure.as_of): figure for figure in told}


@pytest.mark.parametrize("level", ["nation", "team"])
def test_at_every_quarters_end_a_series_is_what_the_figures_say(demo_store: Store, level: Level) -> None:
    told = by_key(series(cells(demo_store, QUARTERS, 12, needed(IDS)), QUARTERS, level, IDS))
    for day in QUARTERS:
        for figure in figures(demo_store, day, 12, level, IDS):
            assert told[figure.indicator.id, figure.area, day] == figure


@pytest.mark.parametrize("months", [6, 24])
@pytest.mark.parametrize("level", ["team", "region"])
def test_any_days_and_windows_are_told_alike_over_the_merger_of_regions_too(
    demo_store: Store, level: Level, months: int
) -> None:
    told = by_key(series(cells(demo_store, DAYS, months, needed(IDS)), DAYS, level, IDS))
    for day in DAYS:
        for figure in figures(demo_store, day, months, level, IDS):
            assert told[figure.indicator.id, figure.area, day] == figure


def test_every_coverage_and_contact_figure_that_is_charted_can_be_told_over_time() -> None:
    assert {
        "ever_screened", "currently_screened", "screening_yield", "sites_known", "sites_attempted", "sites_reached",
        "sites_sought_out", "attempts", "contact_rate", "overdue_share",
    } <= set(IDS)  # fmt: skip


def test_more_days_than_one_query_takes_are_told_all_the_same(demo_store: Store) -> None:
    days = [date(2007, 1, 1) + timedelta(days=day) for day in range(MOST_DAYS + 2)]
    told = series(cells(demo_store, days, 12, needed(["attempts"])), days, "nation", ["attempts"])
    assert [figure.as_of for figure in told] == days
    for figure in (told[0], told[MOST_DAYS - 1], told[MOST_DAYS], told[-1]):
        assert figure == figures(demo_store, figure.as_of, ids=["attempts"])[0]


def test_the_teams_and_the_unknown_add_up_to_the_nation_on_every_day(demo_store: Store) -> None:
    parts = cells(demo_store, QUARTERS, 12, needed(IDS))
    nation = by_key(series(parts, QUARTERS, "nation", IDS))
    teams = series(parts, QUARTERS, "team", IDS)
    for (name, _area, day), whole in nation.items():
        of_day = [figure for figure in teams if figure.indicator.id == name and figure.as_of == day]
        assert sum(figure.numerator or 0 for figure in of_day) == whole.numerator
        assert sum(figure.denominator or 0 for figure in of_day) == (whole.denominator or 0)


def test_ever_screened_never_falls_in_any_team(demo_store: Store) -> None:
    parts = cells(demo_store, QUARTERS, 12, needed(["ever_screened"]))
    for area in ("nation", "east", "mid", "west"):
        level = "nation" if area == "nation" else "team"
        told = [f.numerator or 0 for f in series(parts, QUARTERS, level, ["ever_screened"]) if f.area == area]
        assert told == sorted(told)
        assert told[0] < told[-1]


def test_what_a_filter_keeps_is_pooled_from_its_counts(demo_store: Store) -> None:
    parts = cells(demo_store, QUARTERS, 12, needed(["ever_screened"]))
    kept = series(parts[parts["team"] == "east"], QUARTERS, "nation", ["ever_screened"])
    east = [f for f in series(parts, QUARTERS, "team", ["ever_screened"]) if f.area == "east"]
    assert [(f.numerator, f.denominator, f.low) for f in kept] == [(f.numerator, f.denominator, f.low) for f in east]


def test_nothing_kept_gives_no_share_and_not_zero(demo_store: Store) -> None:
    parts = cells(demo_store, QUARTERS, 12, needed(["ever_screened"]))
    told = series(parts.head(0), QUARTERS, "nation", ["ever_screened"])
    assert {(f.numerator, f.denominator, f.value) for f in told} == {(0, 0, None)}


@pytest.mark.parametrize("months", [6, 12, 24])
def test_a_municipalitys_status_over_time_is_its_status_on_each_day(demo_store: Store, months: int) -> None:
    told = statuses(demo_store, DAYS, months)
    assert len(told) == len(set(DAYS)) * 98
    for day in DAYS:
        on_day = classify(demo_store.municipality_status(day, months), day, months)
        columns = ["municipality_code", "name", "team", "region_code", "status"]
        assert told[told["day"].dt.date == day][columns].to_numpy().tolist() == on_day[columns].to_numpy().tolist()


@pytest.mark.parametrize(
    ("first", "last", "ends"),
    [
        pytest.param(
            date(2007, 1, 1), date(2007, 8, 15), [date(2007, 3, 31), date(2007, 6, 30), date(2007, 8, 15)],
            id="a quarter that has only begun ends on the last day",
        ),
        pytest.param(date(2007, 1, 1), date(2007, 3, 31), [date(2007, 3, 31)], id="a quarter's end stands once"),
        pytest.param(
            date(2006, 12, 31), date(2007, 1, 1), [date(2006, 12, 31), date(2007, 1, 1)], id="the first day may end one"
        ),
        pytest.param(date(2007, 2, 2), date(2007, 2, 2), [date(2007, 2, 2)], id="one day"),
    ],
)  # fmt: skip
def test_quarters_end_on_their_last_day(first: date, last: date, ends: list[date]) -> None:
    assert quarter_ends(first, last) == ends


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="before the first"):
        quarter_ends(date(2007, 1, 2), date(2007, 1, 1))
