"""The due list is what a dull reading says, every site is on it or left it for a reason, and worth is a plain sum."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.build import build
from geodata.day_parts import part_of as part_of_day
from geodata.due import Standing
from geodata.language import LANGUAGES, Language
from geodata.settings import Settings
from geodata.store import Store
from geodata.terms import Team
from geodata.versions import published
from geodata.worth.candidates import LEAST_MINUTES, MOST_MINUTES, PART_MINUTES, prospects, week_of
from geodata.worth.candidates import _hours as stated_windows
from geodata.worth.due_list import Caution, DueList, compared, read_due, read_knowledge
from geodata.worth.reasons import reasons, sentence
from geodata.worth.rules import DEFAULTS, NATIONAL, NUMBERS, TeamRules
from geodata.worth.worth import Worth, worth
from tests.known import known_by
from tests.small import LEANING, TODAY, write_small
from tests.spec.test_worklists import members, missing, records, statuses

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
Tables = dict[str, list[Row]]
DAYS = [date(2007, 12, 31), date(2026, 11, 21), date(2026, 5, 4)]
OTHER = TeamRules(
    {"talk_days": 21.0, "limited_days": 60.0, "vain_days": 10.0, "ban_after": 1.0, "ban_days": 400.0, "agreed": 7.0,
     "due": 3.0, "overdue_day": 0.25, "never_visited": 11.0, "never_reached": 13.0, "motivation": 1.0, "change": 2.0,
     "people": 5.0, "closed": 17.0, "refusal": 1.5}
)  # fmt: skip
each_day = pytest.mark.parametrize("day", DAYS, ids=str)
each_rules = pytest.mark.parametrize("rules", [NATIONAL, OTHER], ids=["the product's own", "a team's"])


def part_of(moment: datetime) -> str:
    return "morning" if moment.time() < time(12) else "afternoon" if moment.time() < time(17) else "evening"


def oracle(tables: Tables, day: date, rules: TeamRules) -> dict[str, Row]:
    """Return each open site's due date, state and points, told row by row."""
    tables = known_by(tables, day)
    place, state = members(tables, day), statuses(tables, day)
    visits = defaultdict(list)
    for visit in sorted(tables["visits"], key=lambda row: (row["started_at"], row["visit_id"])):
        if visit["started_at"].date() <= day:
            visits[visit["site_id"]].append(visit)
    people = defaultdict(set)
    year_before = (pd.Timestamp(day) - pd.DateOffset(months=12)).date()
    for talk in tables["conversations"]:
        if talk["site_id"] and talk["person_key"] and year_before < talk["held_on"] <= day:
            people[talk["site_id"]].add(talk["person_key"])
    told = {}
    for site in tables["sites"]:
        name = site["site_id"]
        if name not in state or state[name]["status"] != "open":
            continue
        past = visits[name]
        row: Row = {"attempts": len(past), "overdue": None, "due_on": None, "due_from": "never_tried"}
        if past:
            last, on = past[-1], past[-1]["started_at"].date()
            if last["return_on"]:
                row |= {"due_from": "agreed", "due_on": last["return_on"]}
            elif not last["reached"]:
                row |= {"due_from": "in_vain", "due_on": on + timedelta(days=int(rules["vain_days"]))}
            elif "conversation" in last["outcomes"]:
                row |= {"due_from": "conversation", "due_on": on + timedelta(days=int(rules["talk_days"]))}
            else:
                row |= {"due_from": "limited", "due_on": on + timedelta(days=int(rules["limited_days"]))}
            row["overdue"] = (day - row["due_on"]).days
        reached = any(visit["reached"] for visit in past)
        overdue = row["overdue"]
        due = overdue is not None and overdue >= -7
        row["state"] = (
            "never_reached" if not reached
            else "overdue" if overdue is not None and overdue > 0
            else "due_soon" if due
            else "on_track"
        )  # fmt: skip
        refusals, refused_on = 0, None
        for visit in past:
            if visit["reached"] and "refused" in visit["outcomes"]:
                refusals, refused_on = refusals + 1, visit["started_at"].date()
            elif visit["reached"]:
                refusals = 0
        phases = [visit["phase"] for visit in past if visit["phase"]]
        agreed = due and row["due_from"] == "agreed"
        row["points"] = {
            "agreed": rules["agreed"] if agreed else 0,
            "due": rules["due"] if due and reached and not agreed else 0,
            "overdue": rules["overdue_day"] * min(60, max(0, overdue)) if due and overdue is not None else 0,
            "never_visited": 0 if past else rules["never_visited"],
            "never_reached": rules["never_reached"] if past and not reached and due and not agreed else 0,
            "phase": {"2": rules["motivation"], "3": rules["change"]}.get(phases[-1] if phases else "", 0),
            "people": rules["people"] if len(people[name]) >= 2 else 0,
            "refused": -rules["refusal"] * min(3, refusals),
        }
        until = refused_on and refused_on + timedelta(days=int(rules["ban_days"]))
        row["paused_until"] = until if refusals >= rules["ban_after"] and until and until > day else None
        row["team"] = place[site["municipality_code"]]["team"] if site["municipality_code"] in place else site["team"]
        told[name] = row
    return told


@each_day
@each_rules
def test_the_list_is_what_a_dull_reading_of_the_rows_says(
    demo_store: Store, demo_tables: Tables, day: date, rules: TeamRules
) -> None:
    expected = oracle(demo_tables, day, rules)
    found = read_due(demo_store, day, None, rules)
    assert set(found.rows["site_id"]) == set(expected)
    for row in records(found.rows):
        dull = expected[row["site_id"]]
        assert (row["state"], row["due_from"], row["attempts"]) == (dull["state"], dull["due_from"], dull["attempts"])
        assert missing(row["due_on"]) if dull["due_on"] is None else row["due_on"].date() == dull["due_on"]
        for term, points in dull["points"].items():
            assert row[f"worth_{term}"] == pytest.approx(points), (row["site_id"], term)
        assert row["worth_closed"] == pytest.approx(-rules["closed"] * row["closed_risk"])
        total = sum(dull["points"].values()) + row["worth_closed"]
        assert row["worth"] == pytest.approx(max(0.0, total))
        paused = dull["paused_until"]
        assert missing(row["paused_until"]) if paused is None else row["paused_until"].date() == paused
        assert ("paused" in row["cautions"].split("|")) == (paused is not None)


@each_day
def test_no_site_vanishes_and_each_stands_in_one_way(demo_store: Store, demo_tables: Tables, day: date) -> None:
    state = statuses(known_by(demo_tables, day), day)
    country = read_due(demo_store, day)
    assert country.found.total == len(state)
    assert set(country.rows["site_id"]) | set(country.left["site_id"]) == set(state)
    assert not set(country.rows["site_id"]) & set(country.left["site_id"])
    assert sum(country.states.values()) == country.found.listed
    gone = Counter(row["status"] for row in state.values() if row["status"] != "open")
    assert {term.code: n for term, n in country.found.left_out.items()} == gone
    assert dict(country.left["status"].value_counts()) == gone
    teams = [read_due(demo_store, day, team.code) for team in Team]
    assert sum(each.found.total for each in teams) == country.found.total
    assert {s: sum(each.states[s] for each in teams) for s in Standing} == dict(country.states)


@each_day
def test_the_list_and_the_figures_on_returns_differ_only_by_what_could_not_be_confirmed(
    demo_store: Store, demo_tables: Tables, day: date
) -> None:
    state = statuses(known_by(demo_tables, day), day)
    doubtful = {name for name, row in state.items() if row["status"] == "unverified"}
    due = demo_store.due_sites(day)
    known = due[~due["site_id"].isin(doubtful)]
    assert Counter(known["state"]) == {s.code: n for s, n in read_due(demo_store, day).states.items() if n}
    assert (due["state"] == "overdue").sum() >= read_due(demo_store, day).states[Standing.OVERDUE]


def test_the_most_worth_stands_first(demo_store: Store) -> None:
    rows = read_due(demo_store, DAYS[1], "west").rows
    assert list(rows["worth"]) == sorted(rows["worth"], reverse=True)
    assert rows["worth"].min() >= 0
    assert rows["closed_risk"].between(0, 1).all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_that_counts_is_a_sentence_with_its_points(demo_store: Store, language: Language) -> None:
    for row in read_due(demo_store, DAYS[1], None).rows.to_dict("records"):
        told = reasons(row)
        assert sum(each.points for each in told) == pytest.approx(sum(row[f"worth_{term.code}"] for term in Worth))
        text = sentence(row, language)
        assert all(each.say(language) in text for each in told)
        assert "{" not in text


def one(**told: object) -> dict[Any, Any]:
    """Return one row of the list, as it would be without anything known."""
    row: dict[Any, Any] = {f"worth_{term.code}": 0.0 for term in Worth}
    row |= {f"{what}_{part}": 0 for what in ("tried", "reached") for part in ("morning", "afternoon", "evening")}
    row |= {
        "agreed_window": None,
        "overdue_days": 18,
        "due_on": date(2026, 11, 24),
        "due_from": "agreed",
        "talked_on": date(2026, 11, 10),
    }
    return row | {"phase": "3", "attempts": 2, "closed_risk": 0.25, "refusals": 2, "agreed_window": None} | told


@pytest.mark.parametrize(
    ("row", "danish", "english"),
    [
        (
            one(worth_agreed=100.0, worth_overdue=9.0, tried_afternoon=3, reached_afternoon=2),
            (
                "aftalt genbesøg 24. nov. 2026 (2 uger efter samtale) (+100) · 18 dage over tid (+9) · "
                "truffet 2 af 3 gange om eftermiddagen"
            ),
            (
                "return agreed for 24 Nov 2026 (2 weeks after a talk) (+100) · 18 days overdue (+9) · "
                "reached 2 of 3 times in the afternoon"
            ),
        ),
        (
            one(worth_due=20.0, due_from="in_vain", worth_phase=15.0, worth_closed=-7.5, worth_refused=-30.0),
            (
                "forfalder 24. nov. 2026, efter et forgæves forsøg (+20) · fase: forandring (+15) · "
                "kan være lukket (25 %) (-7,5) · 2 afvisninger i træk (-30)"
            ),
            (
                "due 24 Nov 2026, after an attempt in vain (+20) · phase: change (+15) · may have closed (25%) (-7.5)"
                " · 2 refusals in a row (-30)"
            ),
        ),
        (one(), "intet taler for et besøg nu", "nothing speaks for a visit now"),
        (
            one(worth_agreed=1.0, talked_on=date(2026, 11, 21), tried_morning=1),
            "aftalt genbesøg 24. nov. 2026 (3 dage efter samtale) (+1) · truffet 0 af 1 gang om formiddagen",
            "return agreed for 24 Nov 2026 (3 days after a talk) (+1) · reached 0 of 1 time in the morning",
        ),
        (
            one(worth_agreed=1.0, talked_on=date(2026, 11, 24), worth_never_reached=2.0, worth_people=3.0),
            "aftalt genbesøg 24. nov. 2026 (+1) · aldrig truffet i 2 forsøg (+2) · flere personer på stedet (+3)",
            "return agreed for 24 Nov 2026 (+1) · never reached in 2 attempts (+2) · several people at the site (+3)",
        ),
        (
            one(worth_agreed=1.0, agreed_window="evening", talked_on=None),
            "aftalt genbesøg 24. nov. 2026 om aftenen (+1)",
            "return agreed for 24 Nov 2026 in the evening (+1)",
        ),
        (one(worth_never_visited=30.0, talked_on=None), "aldrig opsøgt (+30)", "never visited (+30)"),
    ],
)  # fmt: skip
def test_a_sentence_reads_as_a_person_would_say_it(row: dict[Any, Any], danish: str, english: str) -> None:
    assert (sentence(row, "da"), sentence(row, "en")) == (danish, english)


numbers = st.fixed_dictionaries(
    {name: st.floats(number.least, min(number.most, 100)) for name, number in NUMBERS.items() if not number.whole}
)


@given(numbers, st.integers(-400, 400), st.sampled_from(["agreed", "in_vain", "limited"]), st.integers(0, 5))
def test_worth_is_finite_never_negative_and_the_sum_of_its_terms(
    weights: dict[str, float], overdue: int, due_from: str, refusals: int
) -> None:
    sites = pd.DataFrame(
        {"state": ["overdue"], "due_from": [due_from], "overdue_days": [overdue], "attempts": [3], "phase": ["2"],
         "people": [1], "refusals": [refusals], "closed_risk": [0.5]}
    )  # fmt: skip
    (row,) = records(worth(sites, TeamRules(weights)))
    total = math.fsum(row[f"worth_{term.code}"] for term in Worth)
    assert row["worth"] == pytest.approx(max(0.0, total))
    assert math.isfinite(row["worth"])


def test_each_weight_raises_or_lowers_the_worth_it_is_for() -> None:
    everything = pd.DataFrame(
        {
            "state": ["overdue", "overdue", "never_reached", "never_reached"],
            "due_from": ["agreed", "in_vain", "never_tried", "in_vain"],
            "overdue_days": pd.array([5, 5, None, 5], dtype="Int64"),
            "attempts": [3, 3, 0, 2],
            "phase": ["2", "3", None, None],
            "people": [2, 0, 0, 0],
            "refusals": [0, 1, 0, 0],
            "closed_risk": [0.1] * 4,
        }
    )
    before = worth(everything, NATIONAL)["worth"].sum()
    for name, number in NUMBERS.items():
        if number.whole:
            continue
        more = worth(everything, TeamRules({name: DEFAULTS[name] + 1}))["worth"].sum()
        assert (more < before) == (name in {"closed", "refusal"}), name
        assert more != before, name


def test_other_rules_are_compared_site_by_site(demo_store: Store) -> None:
    knowledge = read_knowledge(demo_store, DAYS[1])
    before = read_due(demo_store, DAYS[1], "west", NATIONAL, knowledge)
    after = read_due(demo_store, DAYS[1], "west", TeamRules({"never_visited": 400.0}), knowledge)
    moved = compared(before, after)
    assert set(moved["site_id"]) == set(before.rows["site_id"])
    assert moved["moved"].sum() == 0
    assert list(moved["moved"].abs()) == sorted(moved["moved"].abs(), reverse=True)
    place = {site: number for number, site in enumerate(after.rows["site_id"], start=1)}
    assert all(place[row["site_id"]] == row["place"] for row in records(moved))
    assert compared(before, before)["moved"].eq(0).all()


SITES = """
    site_id | kind | kommunekode | team | lon | lat | address | first_seen | status | status_from | merged_into
    agreed | clinic | 0101 | | 11.05 | 55.55 | Gade 1 | 2026-01-01 | open | 2026-01-01 |
    never | private | 0101 | | | | | 2026-11-01 | open | 2026-11-01 |
    shut | clinic | 0101 | | 11.05 | 55.55 | Gade 2 | 2020-01-01 | open | 2020-01-01 |
    gone | clinic | 0101 | | 11.05 | 55.55 | Gade 3 | 2020-01-01 | closed | 2021-01-01 |
    twice | clinic | 0101 | | 11.05 | 55.55 | Gade 4 | 2020-01-01 | merged | 2021-01-01 | agreed
    unsure | clinic | 0101 | | 11.05 | 55.55 | Gade 5 | 2020-01-01 | unverified | 2026-06-01 |
    nowhere | escort | | east | | | | 2026-10-01 | open | 2026-10-01 |
"""
VISITS = """
    visit_id | site_id | started_at       | reached | outcomes                     | minutes | return_on  | phase | team
    1        | agreed  | 2026-11-09 10:00 | ja      | conversation|new_appointment | 40      | 2026-11-25 | 2     | east
    2        | shut    | 2026-08-01 13:00 | ja      | refused                      | 5       |            |       | east
    3        | shut    | 2026-10-01 13:00 | ja      | refused                      | 5       |            |       | east
"""
WINDOWS = """
    site_id | weekday | opens | closes
    agreed  | 3       | 10:00 | 14:00
    agreed  | 5       | 18:00 | 23:00
"""


@pytest.fixture
def little(tmp_path: Path) -> Store:
    """Seven sites, understood at a glance."""
    raw = write_small(tmp_path / "raw", **LEANING | {"sites": SITES, "visits": VISITS, "visit_windows": WINDOWS})
    build(raw, Settings(home=tmp_path / "home"), TODAY)
    return Store.open(tmp_path / "home", published(tmp_path / "home"))


def cautions(found: DueList) -> dict[str, set[str]]:
    return {row["site_id"]: set(filter(None, row["cautions"].split("|"))) for row in records(found.rows)}


def test_warnings_say_what_to_know_before_going(little: Store) -> None:
    found = read_due(little, TODAY, "east")
    assert cautions(found) == {
        "agreed": set(),
        "never": {Caution.NO_PLACE.code, Caution.NO_ADDRESS.code},
        "shut": {Caution.PAUSED.code},
        "nowhere": {Caution.NO_PLACE.code, Caution.NO_ADDRESS.code},
    }
    later = cautions(read_due(little, date(2028, 1, 1), "east"))["shut"]
    assert later == {Caution.REFUSES.code, Caution.MAY_HAVE_CLOSED.code}
    assert found.rows["site_id"].iloc[0] == "agreed"
    assert {row["site_id"]: row["status"] for row in records(found.left)} == {
        "gone": "closed", "twice": "merged", "unsure": "unverified",
    }  # fmt: skip
    assert found.due == 1
    assert found.found.total == 7


def test_candidates_carry_worth_hours_and_peace_to_the_planner(little: Store) -> None:
    knowledge = read_knowledge(little, TODAY)
    found = read_due(little, TODAY, "east", NATIONAL, knowledge)
    week = week_of(TODAY)  # a Saturday: the week that follows
    assert (week[0], week[-1], len(week)) == (date(2026, 11, 23), date(2026, 11, 27), 5)
    told = prospects(little, found, knowledge.chances, week)
    assert set(told.no_place) == {"never", "nowhere"}
    by_site = {each.site: each for each in told.sites}
    agreed = by_site["agreed"]
    # Agreed for Wednesday, when the site may be visited from 10 to 14: cut at noon, where the chance changes, and begun
    # early enough to be over at 14.
    until = 840 - agreed.minutes
    assert [(w.day.isoweekday(), w.opens, w.closes) for w in agreed.windows] == [(3, 600, 720), (3, 720, until)]
    assert agreed.value == pytest.approx(found.rows.set_index("site_id").loc["agreed", "worth"])
    assert LEAST_MINUTES <= agreed.minutes <= MOST_MINUTES
    assert (agreed.lon, agreed.lat) == (11.05, 55.55)
    assert agreed.why
    # Too few attempts for a chance: every window is alike.
    assert {w.p for each in told.sites for w in each.windows} == {0.5}
    assert set(told.no_worth) == {"shut"}
    refused = prospects(
        little,
        read_due(little, TODAY, "east", TeamRules({"refusal": 0.0, "limited_days": 7.0}), knowledge),
        knowledge.chances,
        week,
    )
    assert {each.site: each.banned for each in refused.sites}["shut"] == set(week)


def test_an_agreed_day_is_a_day_to_come_even_where_the_site_states_no_hours_for_it(tmp_path: Path) -> None:
    tables = LEANING | {"sites": SITES, "visits": VISITS.replace("2026-11-25", "2026-11-26"), "visit_windows": WINDOWS}
    build(write_small(tmp_path / "raw", **tables), Settings(home=tmp_path / "home"), TODAY)
    store = Store.open(tmp_path / "home", published(tmp_path / "home"))
    knowledge = read_knowledge(store, TODAY)
    told = prospects(store, read_due(store, TODAY, "east", NATIONAL, knowledge), knowledge.chances, week_of(TODAY))
    windows = next(each.windows for each in told.sites if each.site == "agreed")
    assert {w.day for w in windows} == {date(2026, 11, 26)}
    assert [(w.opens, w.closes) for w in windows] == list(PART_MINUTES)
    store.close()


@pytest.mark.parametrize(
    ("day", "agreed", "windows"),
    [
        # The site states 10-14 on Wednesdays and 18-23 on Fridays; hours it states within the part are kept to.
        ("2026-11-25", "formiddag", [(600, 720)]),
        ("2026-11-25", "aften", [(17 * 60, 22 * 60)]),
        ("2026-11-26", "formiddag", [(8 * 60, 12 * 60)]),
        ("2026-11-26", "eftermiddag", [(12 * 60, 17 * 60)]),
    ],
)
def test_an_agreed_part_of_the_day_is_kept_to(
    tmp_path: Path, day: str, agreed: str, windows: list[tuple[int, int]]
) -> None:
    header, rest = VISITS.strip("\n").split("\n", 1)
    first, others = rest.replace("2026-11-25", day).split("\n", 1)
    empty = "\n".join(f"{line} | " for line in others.rstrip().split("\n"))
    visits = f"{header} | return_window\n{first} | {agreed}\n{empty}\n"
    tables = LEANING | {"sites": SITES, "visits": visits, "visit_windows": WINDOWS}
    build(write_small(tmp_path / "raw", **tables), Settings(home=tmp_path / "home"), TODAY)
    store = Store.open(tmp_path / "home", published(tmp_path / "home"))
    knowledge = read_knowledge(store, TODAY)
    found = read_due(store, TODAY, "east", NATIONAL, knowledge)
    told = prospects(store, found, knowledge.chances, week_of(TODAY))
    site = next(each for each in told.sites if each.site == "agreed")
    assert [(w.day.isoformat(), w.opens, w.closes) for w in site.windows] == [(day, *each) for each in windows]
    assert any(f"return agreed for {int(day[-2:])} Nov 2026 in the " in why.english for why in site.why)
    store.close()


def test_a_promise_is_said_of_its_stop_however_far_ahead_its_day_is(tmp_path: Path) -> None:
    tables = LEANING | {"sites": SITES, "visits": VISITS.replace("2026-11-25", "2026-12-16"), "visit_windows": WINDOWS}
    build(write_small(tmp_path / "raw", **tables), Settings(home=tmp_path / "home"), TODAY)
    store = Store.open(tmp_path / "home", published(tmp_path / "home"))
    knowledge = read_knowledge(store, TODAY)
    found = read_due(store, TODAY, "east", NATIONAL, knowledge)
    rows = found.rows.assign(worth=1.0)
    for week, said in ((week_of(date(2026, 12, 14)), 1), (week_of(TODAY), 0)):
        told = prospects(store, replace(found, found=replace(found.found, rows=rows)), knowledge.chances, week)
        site = next(each for each in told.sites if each.site == "agreed")
        assert [why.english for why in site.why].count("return agreed for 16 Dec 2026 (37 days after a talk)") == said
    store.close()


def test_the_warehouse_divides_the_day_where_the_program_does(demo_store: Store) -> None:
    hours = (
        demo_store._connection.cursor()
        .execute(
            "SELECT hour, day_part_of(make_time(hour::BIGINT, 30, 0.0)) FROM range(24) AS hours(hour) ORDER BY hour"
        )
        .fetchall()
    )
    assert hours == [(hour, part_of_day(hour).code) for hour in range(24)]
    midnight = demo_store._connection.cursor().execute("SELECT day_part_of(TIMESTAMP '2026-11-21 00:00')").fetchone()
    assert midnight == (None,), "a visit whose time was not recorded is in no part of the day"


def test_candidates_of_the_demo_can_be_visited_when_their_hours_say_so(demo_store: Store, demo_tables: Tables) -> None:
    day = DAYS[1]
    knowledge = read_knowledge(demo_store, day)
    found = read_due(demo_store, day, "west", NATIONAL, knowledge)
    week = week_of(day)
    told = prospects(demo_store, found, knowledge.chances, week)
    assert len(told.sites) + len(told.no_place) + len(told.no_worth) == found.found.listed
    stated = defaultdict(list)
    for row in demo_tables["visit_windows"]:
        stated[row["site_id"]].append(row)
    minutes = [each["minutes"] for each in demo_tables["visits"] if each["minutes"] is not None]
    assert all(LEAST_MINUTES <= each.minutes <= MOST_MINUTES for each in told.sites)
    assert min(minutes) <= median(each.minutes for each in told.sites) <= max(minutes)
    for each in told.sites:
        if not stated[each.site]:
            assert {(w.opens, w.closes) for w in each.windows} == set(PART_MINUTES)
        for window in each.windows:
            assert 0 < window.p < 1
            hours = [row for row in stated[each.site] if row["weekday"] == window.day.isoweekday()]
            if hours:
                assert any(
                    row["opens"].hour * 60 <= window.opens <= window.closes
                    and window.closes + each.minutes <= row["closes"].hour * 60
                    for row in hours
                )


@pytest.mark.parametrize(
    ("day", "monday"),
    [(date(2026, 11, 23), 23), (date(2026, 11, 27), 23), (date(2026, 11, 28), 30), (date(2026, 11, 29), 30)],
)
def test_the_week_planned_is_this_one_until_friday_and_then_the_next(day: date, monday: int) -> None:
    assert week_of(day)[0] == date(2026, 11, monday)
    assert len(set(week_of(day))) == 5


def test_attempts_are_counted_in_the_part_of_the_day_they_began_in(demo_store: Store, demo_tables: Tables) -> None:
    day = DAYS[1]
    known = known_by(demo_tables, day)
    since = (pd.Timestamp(day) - pd.DateOffset(months=36)).date()
    counted: Counter[tuple[str, str]] = Counter()
    for visit in known["visits"]:
        if visit["channel"] == "face_to_face" and since < visit["started_at"].date() <= day:
            counted[visit["site_id"], part_of(visit["started_at"])] += 1
    rows = records(read_due(demo_store, day).rows)
    for row in Random(1).sample(rows, 200):
        for part in ("morning", "afternoon", "evening"):
            assert row[f"tried_{part}"] == counted[row["site_id"], part]


@given(st.integers(0, 1439), st.integers(1, 1440), st.floats(15, 60))
def test_stated_hours_are_windows_that_do_not_overlap_and_leave_time_for_the_visit(
    opens: int, length: int, takes: float
) -> None:
    closes = min(1440, opens + length)
    windows = stated_windows({1: [(opens, closes)]}, date(2026, 11, 23), takes)
    assert windows[0][0] == opens
    assert windows[-1][1] == max(opens, closes - takes)
    assert all(begins <= ends for begins, ends, _part in windows)
    assert all(one[1] == other[0] and one[2] < other[2] for one, other in pairwise(windows))
