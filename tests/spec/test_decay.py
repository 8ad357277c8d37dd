"""What is known fades at the rate sites are found closed, and at stated half-lives while that rate is unknown."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.decay import (
    DAYS_A_MONTH,
    GROUP_OF,
    MIN_CLOSURES,
    SCENARIOS_MONTHS,
    ActiveWeighted,
    Basis,
    KindGroup,
    active_weighted,
    byar,
    closing_rate,
    half_life_months,
    weight,
)
from geodata.figures import figures
from geodata.store import Level, Store, sql
from geodata.terms import Kind, Team
from tests.known import known_by
from tests.statuses import end_statuses

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]
TODAY = date(2020, 12, 31)
FIRST = date(2018, 1, 1)


def ages(*days: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array(days, dtype=np.float64)


# The formulas


@given(st.floats(0.1, 240), st.floats(0, 3000))
def test_a_weight_halves_with_every_half_life(months: float, days: float) -> None:
    rate = math.log(2) / (months * DAYS_A_MONTH)
    now, later = weight(ages(days, days + months * DAYS_A_MONTH), ages(rate, rate))
    assert later == pytest.approx(now / 2)
    assert half_life_months(rate) == pytest.approx(months)


def test_a_site_seen_today_weighs_one_and_none_weighs_more() -> None:
    assert weight(ages(0, 1, 1e6), ages(0.01, 0.01, 0.01)).tolist() == [1, pytest.approx(0.99005), 0]


def test_half_lives_of_6_12_and_24_months_leave_24_68_and_114_of_191_sites_after_a_year_and_a_half() -> None:
    rates = np.log(2) / (np.array(SCENARIOS_MONTHS) * DAYS_A_MONTH)
    left = 191 * weight(np.full(3, 18 * DAYS_A_MONTH), rates)
    assert left == pytest.approx([24, 68, 114], abs=0.6)


@pytest.mark.parametrize(
    ("events", "exact"), [(10, (4.7954, 18.3904)), (30, (20.2409, 42.8269)), (100, (81.364, 121.627))]
)
def test_the_interval_of_a_count_is_the_exact_one_within_two_in_a_thousand(
    events: int, exact: tuple[float, float]
) -> None:
    assert byar(events) == pytest.approx(exact, rel=0.002)


def test_the_interval_of_no_events_begins_at_0_and_ends_near_the_exact_one() -> None:
    low, high = byar(0)
    assert low == 0
    assert high == pytest.approx(3.689, rel=0.01)
    with pytest.raises(ValueError, match="no count"):
        byar(-1)


def test_a_rate_is_closures_divided_by_days_and_its_interval_that_of_the_count() -> None:
    rate = closing_rate(10, 2000)
    assert rate is not None
    assert (rate.value, rate.low, rate.high) == pytest.approx((0.005, 0.0024, 0.0092), abs=1e-5)


def test_no_days_followed_give_no_rate_and_not_zero() -> None:
    assert closing_rate(0, 0) is None


def test_a_known_rate_is_found_again_and_lies_in_its_interval_19_times_in_20() -> None:
    rng = np.random.default_rng(44)
    true = 1 / 900
    held, values = [], []
    for _ in range(1000):
        lives, followed = rng.exponential(1 / true, 200), rng.uniform(100, 1500, 200)
        rate = closing_rate(int((lives <= followed).sum()), int(np.minimum(lives, followed).sum()))
        assert rate is not None
        held.append(rate.low <= true <= rate.high)
        values.append(rate.value)
    assert np.mean(values) == pytest.approx(true, rel=0.02)
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)


def test_every_kind_has_a_group() -> None:
    assert set(GROUP_OF) == set(Kind)
    assert set(GROUP_OF.values()) == set(KindGroup)


# A small warehouse


def warehouse(
    sites: Iterable[tuple[str, str]],
    statuses: Iterable[tuple[str, date, str]] = (),
    sightings: Iterable[tuple[str, date]] = (),
    visits: Iterable[tuple[str, datetime, bool]] = (),
) -> Store:
    """A warehouse of sites (name and kind) of Team East first seen on 1 January 2018, and of what became of them."""
    connection = duckdb.connect()
    connection.execute(sql("schema"))
    connection.execute("INSERT INTO build_info VALUES ('demo', 'true')")
    numbers = {}
    for number, (site, kind) in enumerate(sites):
        numbers[site] = number
        connection.execute(
            """INSERT INTO sites VALUES ($site, $kind, 'unknown', 'unknown', 'east', NULL, NULL, 'area', NULL, $first,
                                         'open', $first, NULL, NULL, $first, $first, $number)""",
            {"site": site, "kind": kind, "first": FIRST, "number": number},
        )
    connection.execute(
        "INSERT INTO site_statuses SELECT site_id, first_seen, 'open', NULL, NULL, first_seen, NULL, site_no FROM sites"
    )
    for site, day, status in statuses:
        connection.execute(
            "INSERT INTO site_statuses VALUES ($1, $2, $3, NULL, NULL, $2, NULL, $4)",
            [site, day, status, numbers[site]],
        )
    end_statuses(connection)
    for site, day in sightings:
        connection.execute("INSERT INTO sightings VALUES ($1, 'web', 'a', $2, $2, $3)", [site, day, numbers[site]])
    for site, moment, reached in visits:
        connection.execute(
            """INSERT INTO visits (visit_id, site_id, started_at, channel, reached, outcomes, material_left, team,
                                   recorded_on, site_no)
               VALUES ($1, $2, $3, 'face_to_face', $4, if($4, ['not_stated'], []), [], 'east', $3::DATE, $5)""",
            [f"{site}-{moment}", site, moment, reached, numbers[site]],
        )
    return Store(connection, 1)


def national(store: Store, day: date = TODAY, months: int = 12) -> ActiveWeighted:
    (told,) = active_weighted(store, day, months)
    return told


def closing(count: int, kind: str, after_days: int) -> tuple[list[tuple[str, str]], list[tuple[str, date, str]]]:
    """Sites of one kind that are all found closed so many days after they were first seen."""
    names = [f"{kind}-{n}" for n in range(count)]
    return [(name, kind) for name in names], [(name, FIRST + timedelta(after_days), "closed") for name in names]


def test_each_site_weighs_what_its_last_sign_of_life_says() -> None:
    told = national(
        warehouse(
            [("seen", "clinic"), ("reached", "clinic"), ("in-vain", "clinic"), ("never-again", "bar")],
            sightings=[("seen", TODAY - timedelta(365)), ("seen", FIRST)],
            visits=[
                ("reached", datetime(2020, 12, 31, 23, 59), True),  # noqa: DTZ001 - local time, as in the warehouse
                ("in-vain", datetime(2020, 12, 30, 12), False),  # noqa: DTZ001
            ],
        )
    )
    year, whole = 365 / DAYS_A_MONTH, 1095 / DAYS_A_MONTH
    assert told.basis is Basis.SCENARIOS
    assert [share.half_life_months for share in told.shares] == [6, 12, 24]
    for share in told.shares:
        old = 0.5 ** (whole / share.half_life_months)
        assert share.expected == pytest.approx(1 + 0.5 ** (year / share.half_life_months) + 2 * old)
        assert share.attempted == pytest.approx(1 + old)
        assert share.value == pytest.approx(100 * share.attempted / share.expected)


def test_what_is_written_down_after_the_day_changes_nothing() -> None:
    sites, closed = closing(40, "clinic", 400)
    later = TODAY + timedelta(1)
    before = warehouse([*sites, ("open", "clinic")], closed)
    after = warehouse(
        [*sites, ("open", "clinic")],
        [*closed, ("open", later, "closed")],
        [("open", later)],
        [("open", datetime.combine(later, datetime.min.time()), True)],
    )
    assert national(after) == national(before)
    assert national(after, later) != national(before, later)


@pytest.mark.parametrize(("closures", "basis"), [(29, Basis.SCENARIOS), (30, Basis.ESTIMATED)])
def test_the_rate_is_estimated_from_thirty_closures_on(closures: int, basis: Basis) -> None:
    sites, closed = closing(closures, "clinic", 100)
    told = national(warehouse([*sites, ("open", "clinic")], closed))
    assert told.basis is basis
    pooled = told.rates[-1]
    assert (pooled.group, pooled.closures, pooled.days) == (None, closures, 100 * closures)


def test_a_group_uses_its_own_rate_if_it_rests_on_thirty_closures_and_else_that_of_all_kinds() -> None:
    clinics, clinics_closed = closing(30, "clinic", 1000)
    homes, homes_closed = closing(29, "private", 100)
    told = national(warehouse([*clinics, *homes, ("a", "bar"), ("b", "escort")], [*clinics_closed, *homes_closed]))
    assert told.basis is Basis.ESTIMATED
    rates = {rate.group: rate for rate in told.rates}
    assert list(rates) == [KindGroup.PREMISES, KindGroup.HOMES, None]
    assert rates[KindGroup.PREMISES].value == pytest.approx(1 / 1000)
    assert rates[None].value == pytest.approx(59 / 32_900)
    age = 1095
    for share, end in zip(told.shares, ("high", "value", "low"), strict=True):
        bar, escort = (math.exp(-getattr(rates[group], end) * age) for group in (KindGroup.PREMISES, None))
        assert share.expected == pytest.approx(bar + escort)
        assert share.half_life_months == pytest.approx(half_life_months(getattr(rates[None], end)))
    assert sorted(share.half_life_months for share in told.shares) == [share.half_life_months for share in told.shares]


def test_a_site_is_followed_while_it_is_there_and_no_longer_than_it_was_seen() -> None:
    day = [FIRST + timedelta(days) for days in range(1000)]
    told = national(
        warehouse(
            [(name, "clinic") for name in ("closed", "again", "back", "moved", "doubted", "unseen", "merged", "apart")],
            [
                ("closed", day[100], "closed"),
                ("again", day[100], "closed"), ("again", day[300], "open"),
                ("back", day[100], "closed"), ("back", day[300], "open"),
                ("moved", day[200], "moved"), ("moved", day[250], "closed"),
                ("doubted", day[50], "unverified"), ("doubted", day[400], "closed"),
                ("merged", day[700], "merged"),
                ("apart", day[100], "merged"), ("apart", day[200], "open"),
            ],
            [("again", day[320]), ("doubted", day[30]), ("merged", day[600]), ("apart", day[250])],
        )
    )  # fmt: skip
    # 100 and closed; the same, then 20 more; the same, then none; 200 and moved; 400 and closed; 0; a second name is no
    # site; 100 and taken for another site, then 50 more.
    days = 100 + (100 + 20) + 100 + 200 + 400 + 0 + (100 + 50)
    assert [(rate.closures, rate.days) for rate in told.rates] == [(5, days), (5, days)]


def test_a_known_rate_is_found_again_from_the_warehouse() -> None:
    rng = np.random.default_rng(3)
    lives = rng.exponential(500, 150).astype(int) + 1
    sites = [(f"s{n}", "private") for n in range(150)]
    ended = [(f"s{n}", FIRST + timedelta(int(life)), "closed") for n, life in enumerate(lives) if life <= 1000]
    still = [(f"s{n}", FIRST + timedelta(1000)) for n, life in enumerate(lives) if life > 1000]
    pooled = national(warehouse(sites, ended, still)).rates[-1]
    assert pooled.low < 1 / 500 < pooled.high
    assert pooled.days == np.minimum(lives, 1000).sum()


def test_nothing_known_gives_no_share_and_not_zero() -> None:
    sites, closed = closing(31, "clinic", 100)
    for store, day in ((warehouse([]), TODAY), (warehouse(sites, closed), TODAY), (warehouse(sites), date(2006, 1, 1))):
        for share in national(store, day).shares:
            assert (share.expected, share.value) == (0, None)


def test_sites_all_seen_today_give_the_share_of_known_sites_sought_out() -> None:
    names = [f"s{n}" for n in range(8)]
    store = warehouse(
        [(name, "clinic") for name in names],
        sightings=[(name, TODAY) for name in names],
        visits=[(name, datetime(2020, 6, 1), False) for name in names[:3]],  # noqa: DTZ001
    )
    (plain,) = figures(store, TODAY, ids=["sites_attempted"])
    assert [share.value for share in national(store).shares] == [plain.value] * 3


# The demo

DEMO_DAYS = [date(2006, 6, 30), date(2007, 12, 31), date(2015, 2, 3), date(2026, 11, 21)]


def dull_shares(tables: dict[str, list[Row]], day: date, level: str) -> dict[str, list[tuple[float, float]]]:
    """Weigh site by site, without SQL: attempted and expected per area and half-life or rate."""
    tables = known_by(tables, day)
    statuses: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(tables["site_statuses"], key=lambda row: row["status_from"]):
        if row["status_from"] <= day:
            statuses[row["site_id"]].append(row)
    member: dict[str, Row] = {}
    for row in sorted(tables["team_membership"], key=lambda row: row["valid_from"]):
        if row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] >= day):
            member[row["municipality_code"]] = row
    last = {row["site_id"]: row["first_seen"] for row in tables["sites"] if row["first_seen"] <= day}
    tried = set()
    signs = [(row["site_id"], row["seen_on"], True) for row in tables["sightings"]]
    for visit in tables["visits"]:
        on = visit["started_at"].date()
        signs.append((visit["site_id"], on, visit["reached"]))
        if on <= day and (on.year, on.month, on.day) > (day.year - 1, day.month, day.day):
            tried.add(visit["site_id"])
    for site, on, alive in signs:
        if alive and on <= day:
            last[site] = max(last[site], on)

    followed: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    known = []
    for row in tables["sites"]:
        site, group = row["site_id"], GROUP_OF[Kind(row["kind"])]
        history = statuses[site]
        if not history or history[-1]["status"] == "merged":
            continue
        place = member.get(row["municipality_code"])
        team = place["team"] if place else row["team"]
        area = {
            "nation": "nation", "team": team, "municipality": row["municipality_code"],
            "region": place["region_code"] if place else "unknown",
        }[level]  # fmt: skip
        begun = None
        for state in history:
            if state["status"] in ("open", "unverified"):
                begun = begun or state["status_from"]
            elif begun:
                for key in (group, None):
                    followed[key][0] += 1
                    followed[key][1] += (state["status_from"] - begun).days
                begun = None
        if begun:
            for key in (group, None):
                followed[key][1] += (last[site] - begun).days
            known.append((area, group, (day - last[site]).days, site in tried))

    told: dict[str, list[tuple[float, float]]] = {}
    closures, _ = followed[None]
    for nth in range(3):
        part: dict[str, float] = defaultdict(float)
        whole: dict[str, float] = defaultdict(float)
        for area, group, age, sought in known:
            events, days = followed[group] if followed[group][0] >= MIN_CLOSURES else followed[None]
            ends = (byar(events)[1], events, byar(events)[0])
            rate = (
                ends[nth] / days if closures >= MIN_CLOSURES else math.log(2) / (SCENARIOS_MONTHS[nth] * DAYS_A_MONTH)
            )
            whole[area] += math.exp(-rate * age)
            part[area] += sought * math.exp(-rate * age)
        for area, expected in whole.items():
            told.setdefault(area, []).append((part[area], expected))
    return told


@pytest.mark.parametrize("level", get_args(Level))
@pytest.mark.parametrize("day", DEMO_DAYS, ids=str)
def test_the_weighted_share_of_any_day_is_what_a_dull_weighing_of_the_sites_says(
    demo_store: Store, demo_tables: dict[str, list[Row]], day: date, level: Level
) -> None:
    expected = dull_shares(demo_tables, day, level)
    for told in active_weighted(demo_store, day, 12, level):
        sums = [(share.attempted, share.expected) for share in told.shares]
        assert sums == [pytest.approx(pair) for pair in expected.pop(told.area, [(0, 0)] * 3)]
    assert expected == {}


@pytest.mark.parametrize("day", DEMO_DAYS, ids=str)
def test_the_teams_of_the_demo_add_up_to_the_nation(demo_store: Store, day: date) -> None:
    nation, teams = national(demo_store, day), active_weighted(demo_store, day, 12, "team")
    assert [told.area for told in teams] == [team.code for team in Team]
    for nth, share in enumerate(nation.shares):
        assert sum(told.shares[nth].attempted for told in teams) == pytest.approx(share.attempted)
        assert sum(told.shares[nth].expected for told in teams) == pytest.approx(share.expected)
    assert {told.rates for told in teams} == {nation.rates}


def test_fewer_sites_are_expected_than_are_known(demo_store: Store) -> None:
    (known,) = figures(demo_store, date(2026, 11, 21), ids=["sites_known"])
    told = national(demo_store, date(2026, 11, 21))
    assert told.basis is Basis.ESTIMATED
    assert all(0 < share.attempted < share.expected < (known.value or 0) for share in told.shares)
