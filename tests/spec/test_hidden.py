"""The estimate of sites not seen is the printed formula, knows its limits, and says nothing where it should not."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.hidden import MAX_APART_DAYS, PUBLISHED_TOTAL, Refusal, estimate, hidden_sites, lower_bound
from geodata.recapture import Estimate, LowerBound, chao, chapman
from geodata.store import Store, sql
from geodata.terms import Source, Team
from tests.known import known_by
from tests.statuses import end_statuses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geodata.store import Level

Row = dict[str, Any]
TODAY = date(2020, 3, 31)
TRUTH = 800
COUNTS = ("in_first", "in_second", "in_both")
LEVELS: tuple[Level, ...] = ("nation", "team")


# The formulas


def test_the_estimate_its_variance_and_its_interval_are_those_computed_by_hand() -> None:
    # 61 * 31 / 21 - 1; 61 * 31 * 40 * 10 / (21^2 * 22); 70 seen, 19.05 not seen, divided and multiplied by 2.3743.
    told = chapman(60, 30, 20)
    assert told.seen == 70
    assert told.total == pytest.approx(89.0476, abs=1e-4)
    assert told.variance == pytest.approx(77.9633, abs=1e-4)
    assert (told.low, told.high) == pytest.approx((78.0223, 115.2256), abs=1e-4)


def test_the_sensitivity_range_is_the_missing_cell_at_each_odds_ratio() -> None:
    # 40 and 10 on one list only, 20 on both: 40 * 10 / 20 = 20 on neither if the lists do not depend on each other.
    assert chapman(60, 30, 20).sensitivity == (80, 90, 110)


def test_a_published_case_comes_out_as_printed_and_warns_that_the_range_is_no_guarantee() -> None:
    low, middle, high = chapman(1381, 1469, 521).sensitivity
    assert round(middle) == 3894
    assert (round(low), round(high)) == (3111, 5459)
    assert high < 6997


def test_the_lower_bound_is_the_one_computed_by_hand() -> None:
    # 100 + 3/4 * 40 * 39 / (2 * 31); with many rounds the factor is 1.
    assert chao(100, 40, 30, 4).total == pytest.approx(118.8710, abs=1e-4)
    assert chao(100, 40, 30, 10**9).total == pytest.approx(100 + 40 * 39 / 62)


@pytest.mark.parametrize(
    ("once", "twice", "doubtful"),
    [(15, 30, False), (45, 30, False), (14, 30, True), (46, 30, True), (5, 0, True)],
)
def test_a_lower_bound_is_doubtful_where_sites_seen_once_and_twice_are_out_of_step(
    once: int, twice: int, doubtful: bool
) -> None:
    assert chao(90, once, twice, 4).doubtful is doubtful


@pytest.mark.parametrize("lists", [(5, 5, 6), (5, 5, -1), (-1, 5, 0)])
def test_lists_that_cannot_be_are_an_error(lists: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="cannot share"):
        chapman(*lists)


@pytest.mark.parametrize("counts", [(10, 5, 5, 1), (10, 6, 5, 2), (10, -1, 5, 2)])
def test_counts_of_rounds_that_cannot_be_are_an_error(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        chao(*counts)


@st.composite
def lists(draw: st.DrawFn) -> tuple[int, int, int]:
    n1, n2 = draw(st.integers(0, 3000)), draw(st.integers(0, 3000))
    return n1, n2, draw(st.integers(0, min(n1, n2)))


@given(lists())
def test_no_estimate_and_no_end_of_one_lies_below_what_was_seen(counts: tuple[int, int, int]) -> None:
    told = chapman(*counts)
    assert told.seen <= told.low <= told.total <= told.high
    assert told.seen <= min(told.sensitivity)
    assert list(told.sensitivity) == sorted(told.sensitivity)
    if counts[2]:
        assert told.sensitivity[0] <= told.total <= told.sensitivity[2]


def test_lists_that_share_nothing_leave_the_range_without_an_upper_end() -> None:
    assert chapman(30, 20, 0).sensitivity[2] == math.inf
    assert chapman(30, 0, 0).sensitivity == (30, 30, 30)


@given(lists())
def test_it_does_not_matter_which_list_is_first(counts: tuple[int, int, int]) -> None:
    n1, n2, m = counts
    assert chapman(n1, n2, m) == chapman(n2, n1, m)


@given(lists(), st.integers(1, 50))
def test_more_overlap_never_means_more_sites(counts: tuple[int, int, int], more: int) -> None:
    n1, n2, m = counts
    more = min(m + more, n1, n2)
    less_shared, more_shared = chapman(n1, n2, m), chapman(n1, n2, more)
    assert more_shared.total <= less_shared.total
    assert all(after <= before for after, before in zip(more_shared.sensitivity, less_shared.sensitivity, strict=True))


# A known truth


def drawn(odds: float, first: float = 0.6, second: float = 0.3, draws: int = 1500) -> list[Estimate]:
    """Estimate 800 sites over and over from two lists that depend on each other by an odds ratio."""
    both = first * second
    if odds != 1:
        # The root between 0 and the smaller margin of odds = both * neither / (only first * only second).
        b = 1 + (first + second) * (odds - 1)
        both = (b - (b * b - 4 * odds * (odds - 1) * first * second) ** 0.5) / (2 * (odds - 1))
    chances = [both, first - both, second - both, 1 - first - second + both]
    cells = np.random.default_rng(20070101).multinomial(TRUTH, chances, size=draws)
    return [chapman(int(m + a), int(m + b), int(m)) for m, a, b, _ in cells]


@pytest.mark.parametrize(
    ("odds", "margins", "off"),
    [
        pytest.param(1, (0.6, 0.3), 0, id="lists that do not depend on each other: no bias"),
        pytest.param(2, (0.6, 0.3), -16, id="lists that agree: too few"),
        pytest.param(4, (0.6, 0.3), -26, id="lists that agree a lot: far too few"),
        pytest.param(0.5, (0.6, 0.3), 24, id="lists that avoid each other: too many"),
        pytest.param(2, (0.4, 0.2), -26, id="thin lists that agree"),
    ],
)
def test_dependence_moves_the_estimate_as_far_as_the_definition_says(
    odds: float, margins: tuple[float, float], off: float
) -> None:
    mean = np.mean([told.total for told in drawn(odds, *margins)])
    assert 100 * (mean / TRUTH - 1) == pytest.approx(off, abs=1)


def test_the_interval_holds_the_truth_19_times_in_20_if_the_lists_do_not_depend_on_each_other_and_else_hardly() -> None:
    def held(odds: float) -> float:
        return float(np.mean([told.low <= TRUTH <= told.high for told in drawn(odds)]))

    assert held(1) == pytest.approx(0.95, abs=0.02)
    assert held(2) < 0.02
    assert held(0.5) < 0.25


@pytest.mark.parametrize("odds", [0.7, 1, 1.4])
def test_the_sensitivity_range_holds_the_truth_whatever_the_dependence_inside_it(odds: float) -> None:
    held = [told.sensitivity[0] <= TRUTH <= told.sensitivity[2] for told in drawn(odds)]
    assert np.mean(held) > 0.97


@pytest.mark.parametrize(("odds", "end"), [(0.5, 0), (1, 1), (2, 2)])
def test_each_end_of_the_range_is_the_truth_on_average_at_its_own_odds_ratio(odds: float, end: int) -> None:
    assert np.mean([told.sensitivity[end] for told in drawn(odds)]) == pytest.approx(TRUTH, rel=0.015)


@pytest.mark.parametrize("rounds", [2, 5])
def test_the_lower_bound_is_the_truth_for_equal_chances_and_below_it_for_unequal_ones(rounds: int) -> None:
    rng = np.random.default_rng(4)

    def mean(chances: Any) -> float:
        seen_in = [rng.binomial(rounds, chances) for _ in range(300)]
        told = [chao(int((n > 0).sum()), int((n == 1).sum()), int((n == 2).sum()), rounds) for n in seen_in]
        return float(np.mean([bound.total for bound in told]))

    assert mean(np.full(TRUTH, 0.4)) == pytest.approx(TRUTH, rel=0.01)
    assert mean(rng.uniform(0.05, 0.75, TRUTH)) < 0.97 * TRUTH


# What is not told


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        pytest.param((0, 30, 0), Refusal.NOTHING_SEEN, id="one list is empty"),
        pytest.param((0, 0, 0), Refusal.NOTHING_SEEN, id="both lists are empty"),
        pytest.param((119, 6, 0), Refusal.EXCLUSIVE, id="the pilot's escort adverts: one source for each"),
        pytest.param((40, 30, 9), Refusal.TOO_FEW, id="nine on both lists"),
    ],
)
def test_lists_that_cannot_carry_an_estimate_give_a_sentence(counts: tuple[int, int, int], why: Refusal) -> None:
    assert estimate(*counts) is why


def test_ten_sites_on_both_lists_are_enough() -> None:
    assert estimate(40, 30, 10) == chapman(40, 30, 10)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((50, 30, 20, 1), Refusal.ONE_ROUND),
        ((0, 0, 0, 2), Refusal.NOTHING_SEEN),
        ((50, 41, 9, 2), Refusal.TOO_FEW_AGAIN),
    ],
)
def test_rounds_that_cannot_carry_a_lower_bound_give_a_sentence(
    counts: tuple[int, int, int, int], why: Refusal
) -> None:
    assert lower_bound(*counts) is why
    assert isinstance(lower_bound(50, 40, 10, 2), LowerBound)


@pytest.mark.parametrize("why", Refusal)
def test_every_refusal_is_a_sentence_in_both_languages(why: Refusal) -> None:
    assert why.label.danish.endswith(".")
    assert why.label.english.endswith(".")
    assert why.label.danish != why.label.english


def test_the_published_total_is_dated_says_at_least_and_has_a_source() -> None:
    assert (PUBLISHED_TOTAL.value, PUBLISHED_TOTAL.year) == (800, 2007)
    assert PUBLISHED_TOTAL.label.say("da").startswith("Mindst 800")
    assert "At least 800" in PUBLISHED_TOTAL.label.say("en")
    assert PUBLISHED_TOTAL.source


# The sighting ledger

Sighting = tuple[str, str, str, date]


def seen(source: str, sites: Iterable[int], on: date = date(2020, 3, 2), round_id: str = "spring") -> list[Sighting]:
    return [(f"site-{site}", source, round_id, on) for site in sites]


def ledger(sightings: list[Sighting], *statuses: tuple[str, date, str, str]) -> Store:
    """A warehouse of sightings; even sites lie in municipality 0101, odd ones state Team West and no municipality."""
    connection = duckdb.connect()
    connection.execute(sql("schema"))
    connection.execute(
        """INSERT INTO build_info VALUES ('demo', 'true');
           INSERT INTO municipalities VALUES ('0101', 'Østby', NULL, NULL, NULL);
           INSERT INTO team_membership VALUES ('0101', 'east', '1084', '2006-01-01', '2020-03-29'),
                                              ('0101', 'mid', '1084', '2020-03-30', NULL)"""
    )
    connection.executemany("INSERT INTO sightings VALUES ($1, $2, $3, $4, $4, split_part($1, '-', 2)::INT)", sightings)
    connection.execute(
        """INSERT INTO sites
           SELECT DISTINCT site_id, 'clinic', if(even, '0101', 'unknown'), if(even, 'code', 'unknown'),
                  if(even, 'unknown', 'west'), NULL, NULL, 'area', NULL, DATE '2020-01-01', 'open', DATE '2020-01-01',
                  NULL, NULL, DATE '2020-01-01', DATE '2020-01-01', site_no
           FROM (SELECT *, site_no % 2 = 0 AS even FROM sightings);
           INSERT INTO site_statuses
           SELECT site_id, first_seen, status, NULL, NULL, first_seen, NULL, site_no FROM sites"""
    )
    for site, day, status, into in statuses:
        connection.execute(
            "INSERT INTO site_statuses VALUES ($1, $2, $3, NULL, $4, $2, NULL, split_part($1, '-', 2)::INT)",
            [site, day, status, into],
        )
    end_statuses(connection)
    return Store(connection, 1)


SPRING = seen("newspaper", range(40)) + seen("web", range(20, 80))
"""40 sites in the newspaper, 60 on the web, 20 in both; half of each in Østby."""


def test_two_sources_of_one_round_are_compared() -> None:
    (told,) = hidden_sites(ledger(SPRING), TODAY, "nation")
    assert (told.in_first, told.in_second, told.in_both) == (40, 60, 20)
    assert told.estimate == chapman(40, 60, 20)
    assert told.lower_bound is Refusal.ONE_ROUND
    assert (told.rounds, told.read) == (1, (date(2020, 3, 2), date(2020, 3, 2)))
    assert told.sources == (Source.NEWSPAPER, Source.WEB)


def test_a_team_is_that_of_the_day_or_else_the_one_the_site_states_and_the_teams_add_up() -> None:
    told = {each.area: each for each in hidden_sites(ledger(SPRING), TODAY, "team")}
    assert list(told) == [team.code for team in Team]
    half = (20, 30, 10)
    assert tuple(getattr(told["mid"], name) for name in COUNTS) == half
    assert tuple(getattr(told["west"], name) for name in COUNTS) == half
    assert told["mid"].estimate == chapman(*half)
    assert told["east"].estimate is told["unknown"].estimate is Refusal.NOTHING_SEEN
    before = {each.area: each for each in hidden_sites(ledger(SPRING), date(2020, 3, 29), "team")}
    assert (before["east"].in_first, before["mid"].in_first) == (20, 0)


def test_what_is_written_down_after_the_day_changes_nothing() -> None:
    day, later = date(2020, 3, 10), date(2020, 3, 20)
    changed = ledger(
        [*SPRING, *seen("newspaper", range(90), later), *seen("web", range(90), later, "another")],
        ("site-0", later, "merged", "site-22"),
    )
    for level in LEVELS:
        assert hidden_sites(changed, day, level) == hidden_sites(ledger(SPRING), day, level)
    (after,) = hidden_sites(changed, later, "nation")
    assert (after.in_first, after.in_second, after.in_both) == (89, 60, 60)


def test_a_record_merged_by_the_day_is_the_site_it_was_merged_into() -> None:
    days = [date(2020, 3, day) for day in (20, 21)]
    told = ledger(
        SPRING,
        ("site-0", days[0], "merged", "site-50"),
        ("site-1", days[0], "merged", "site-3"),
        ("site-3", days[1], "merged", "site-51"),
    )
    (before,) = hidden_sites(told, date(2020, 3, 19), "nation")
    (after,) = hidden_sites(told, TODAY, "nation")
    assert (before.in_first, before.in_second, before.in_both) == (40, 60, 20)
    assert (after.in_first, after.in_second, after.in_both) == (39, 60, 22)


def test_a_record_that_moved_stays_a_site_of_its_own() -> None:
    told = ledger(SPRING, ("site-0", date(2020, 3, 20), "moved", "site-50"))
    (after,) = hidden_sites(told, TODAY, "nation")
    assert (after.in_first, after.in_second, after.in_both) == (40, 60, 20)


@pytest.mark.parametrize(("days", "compared"), [(MAX_APART_DAYS, True), (MAX_APART_DAYS + 1, False)])
def test_sources_read_more_than_four_weeks_apart_are_not_compared(days: int, compared: bool) -> None:
    begun = date(2020, 3, 2) - timedelta(days)
    (told,) = hidden_sites(ledger(seen("newspaper", range(40), begun) + seen("web", range(60))), TODAY, "nation")
    if compared:
        assert told.estimate == chapman(40, 60, 40)
    else:
        assert (told.estimate, told.rounds, told.read) == (Refusal.TOO_FAR_APART, 0, None)


def test_a_running_log_is_no_round_and_does_not_spoil_one() -> None:
    log = [
        *seen("newspaper", [100, 102], date(2020, 2, 1), "log"),
        *seen("web", [104], date(2020, 3, 20), "log"),
    ]
    (told,) = hidden_sites(ledger(SPRING + log), TODAY, "nation")
    assert (told.in_first, told.in_second, told.in_both, told.rounds) == (40, 60, 20, 1)


def test_sources_read_in_different_rounds_are_not_compared() -> None:
    apart = seen("newspaper", range(40), round_id="paper") + seen("web", range(40), round_id="net")
    (told,) = hidden_sites(ledger(apart), TODAY, "nation")
    assert told.estimate is Refusal.NOT_READ


def test_a_round_that_began_before_the_period_is_not_compared() -> None:
    assert hidden_sites(ledger(SPRING), date(2020, 6, 1), "nation")[0].rounds == 1
    assert hidden_sites(ledger(SPRING), date(2020, 6, 2), "nation")[0].estimate is Refusal.NOT_READ
    assert hidden_sites(ledger(SPRING), date(2020, 6, 2), "nation", months=4)[0].rounds == 1


def test_sources_that_share_no_site_are_not_compared() -> None:
    (told,) = hidden_sites(ledger(seen("newspaper", range(40)) + seen("web", range(40, 80))), TODAY, "nation")
    assert told.estimate is Refusal.EXCLUSIVE


def test_other_sources_than_the_two_chosen_are_left_out() -> None:
    with_field = ledger(SPRING + seen("field", range(30, 200)))
    assert hidden_sites(with_field, TODAY, "nation") == hidden_sites(ledger(SPRING), TODAY, "nation")
    (told,) = hidden_sites(with_field, TODAY, "nation", sources=(Source.WEB, Source.FIELD))
    assert (told.in_first, told.in_second, told.in_both) == (60, 170, 50)


def test_rounds_of_a_year_give_a_lower_bound_by_how_often_each_site_was_seen() -> None:
    day = date(2019, 9, 2)
    autumn = [
        *seen("newspaper", range(60, 70), day, "autumn"),
        *seen("web", range(60, 100), day, "autumn"),
        *seen("field", range(200), day, "autumn"),
    ]
    (told,) = hidden_sites(ledger(SPRING + autumn), TODAY, "nation")
    assert told.estimate == chapman(40, 60, 20)
    # 0-79 in spring and 60-99 in autumn: 100 in all, 20 of them in both rounds. Own observation is not compared.
    assert told.lower_bound == chao(100, 80, 20, 2)


def test_a_longer_period_adds_to_the_lists_and_not_to_the_lower_bound() -> None:
    old, autumn = date(2018, 9, 3), date(2019, 9, 2)
    before = seen("newspaper", range(70, 90), old, "old") + seen("web", range(70, 90), old, "old")
    again = seen("newspaper", range(30, 40), autumn, "autumn") + seen("web", range(30, 40), autumn, "autumn")
    (told,) = hidden_sites(ledger(SPRING + before + again), TODAY, "nation", months=24)
    # Newspaper 0-39 and 70-89, web 20-89: 0-19 are on the first list alone.
    assert (told.estimate, told.rounds) == (chapman(60, 70, 40), 3)
    assert told.lower_bound == chao(80, 70, 10, 2)


def test_a_ledger_without_sightings_is_refused_and_not_zero() -> None:
    for level in LEVELS:
        for told in hidden_sites(ledger(SPRING), date(2006, 1, 1), level):
            assert told.estimate is Refusal.NOT_READ
            assert told.lower_bound is Refusal.ONE_ROUND


@pytest.mark.parametrize("level", ["municipality", "region"])
def test_no_smaller_area_than_a_team_is_ever_estimated(level: Level) -> None:
    with pytest.raises(ValueError, match=f"never per {level}"):
        hidden_sites(ledger(SPRING), TODAY, level)


def test_a_source_is_not_compared_with_itself() -> None:
    with pytest.raises(ValueError, match="Two different sources"):
        hidden_sites(ledger(SPRING), TODAY, "nation", sources=(Source.WEB, Source.WEB))


# The demo

DEMO_DAYS = [date(2007, 10, 3), date(2009, 4, 30), date(2016, 9, 12), date(2022, 12, 6), date(2026, 11, 21)]
SEPTEMBERS = [date(year, 9, 30) for year in (2008, 2014, 2020, 2022, 2026)]


def dull_counts(tables: dict[str, list[Row]], day: date, level: str, months: int) -> dict[str, dict[str, int]]:
    """Count lists and rounds site by site, without SQL."""
    tables = known_by(tables, day)
    month = day.year * 12 + day.month - 1 - months
    since = date(month // 12, month % 12 + 1, min(day.day, 28))
    rounds: dict[str, list[Row]] = {}
    for row in tables["sightings"]:
        if row["source"] in ("newspaper", "web") and row["seen_on"] <= day:
            rounds.setdefault(str(row["round_id"]), []).append(row)
    chosen = []
    for rows in rounds.values():
        days = {source: [r["seen_on"] for r in rows if r["source"] == source] for source in ("newspaper", "web")}
        if min(row["seen_on"] for row in rows) > since and all(days.values()):
            apart = max(abs(a - b).days for a in days["newspaper"] for b in days["web"])
            chosen += rows if apart <= 28 else []

    state: dict[str, Row] = {}
    for row in sorted(tables["site_statuses"], key=lambda row: row["status_from"]):
        if row["status_from"] <= day:
            state[row["site_id"]] = row
    member = {}
    for row in sorted(tables["team_membership"], key=lambda row: row["valid_from"]):
        if row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] >= day):
            member[row["municipality_code"]] = row["team"]
    sites = {row["site_id"]: row for row in tables["sites"]}
    shown: dict[str, list[Row]] = {}
    for row in chosen:
        last = state[row["site_id"]]
        while last["status"] == "merged":
            last = state[last["merged_into"]]
        shown.setdefault(str(last["site_id"]), []).append(row)

    told: dict[str, dict[str, int]] = {}
    for site, rows in shown.items():
        home = sites[site]
        area = "nation" if level == "nation" else str(member.get(home["municipality_code"], home["team"]))
        count = told.setdefault(area, dict.fromkeys((*COUNTS, "seen", "once", "twice"), 0))
        sources, nth = {row["source"] for row in rows}, len({row["round_id"] for row in rows})
        for name, yes in {
            "in_first": "newspaper" in sources, "in_second": "web" in sources, "in_both": len(sources) == 2,
            "seen": True, "once": nth == 1, "twice": nth == 2,
        }.items():  # fmt: skip
            count[name] += yes
    return told


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("day", DEMO_DAYS, ids=str)
def test_the_lists_and_rounds_of_any_day_are_what_a_dull_count_of_the_ledger_says(
    demo_store: Store, demo_tables: dict[str, list[Row]], day: date, level: Level
) -> None:
    lists = dull_counts(demo_tables, day, level, months=3)
    repeats = dull_counts(demo_tables, day, level, months=12)
    for told in hidden_sites(demo_store, day, level):
        expected = lists.get(told.area, {})
        assert tuple(getattr(told, name) for name in COUNTS) == tuple(expected.get(name, 0) for name in COUNTS)
        if isinstance(told.lower_bound, LowerBound):
            again = repeats[told.area]
            assert told.lower_bound == chao(again["seen"], again["once"], again["twice"], told.lower_bound.rounds)


def test_the_demo_carries_an_estimate_for_the_nation(demo_store: Store) -> None:
    (told,) = hidden_sites(demo_store, date(2026, 11, 21), "nation")
    assert told.in_both >= 10
    assert isinstance(told.estimate, Estimate)
    assert isinstance(told.lower_bound, LowerBound)
    assert told.read == (date(2026, 9, 7), date(2026, 9, 20))


@pytest.mark.parametrize("day", SEPTEMBERS, ids=str)
def test_the_demo_s_own_number_of_sites_lies_in_the_sensitivity_range(
    demo_store: Store, demo_tables: dict[str, list[Row]], day: date
) -> None:
    begun, ended = date(day.year, 9, 7), date(day.year, 9, 21)
    gone = {
        row["site_id"]
        for row in demo_tables["site_statuses"]
        if row["status"] in ("closed", "moved", "merged") and row["status_from"] <= ended
    }
    there = [row for row in demo_tables["sites"] if row["first_seen"] <= begun and row["site_id"] not in gone]
    (told,) = hidden_sites(demo_store, day, "nation")
    assert isinstance(told.estimate, Estimate)
    assert told.estimate.sensitivity[0] < len(there) < told.estimate.sensitivity[2]


@pytest.mark.parametrize("day", DEMO_DAYS, ids=str)
def test_the_teams_of_the_demo_add_up_to_the_nation(demo_store: Store, day: date) -> None:
    (nation,) = hidden_sites(demo_store, day, "nation")
    teams = hidden_sites(demo_store, day, "team")
    for name in COUNTS:
        assert sum(getattr(team, name) for team in teams) == getattr(nation, name)
