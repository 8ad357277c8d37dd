"""What the log teaches: recounted in plain Python, pooled by a known formula, and refused where data are few."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from geodata.__main__ import app
from geodata.evidence import intervals
from geodata.evidence.finding import TOPICS
from geodata.evidence.intervals import Moments
from geodata.evidence.rates import Parents, chance_highest, pooled
from geodata.evidence.read import Evidence, Span, evidence
from geodata.evidence.times import LEAST_ATTEMPTS, by_hour_and_weekday, times
from geodata.language import LANGUAGES
from geodata.terms import DayPart
from tests.known import known_by

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.store import Store

Rows = dict[str, list[dict[str, Any]]]
LATEST = date(2026, 11, 21)
YEAR_2007 = Span(date(2007, 1, 1), date(2007, 12, 31), LATEST)
LATELY = Span(date(2024, 11, 22), LATEST, LATEST)


@pytest.fixture(scope="module")
def of_2007(demo_store: Store) -> Evidence:
    """What the demo's 2007 teaches."""
    return evidence(demo_store, YEAR_2007)


@pytest.fixture(scope="module")
def lately(demo_store: Store) -> Evidence:
    """What the demo's last two years teach."""
    return evidence(demo_store, LATELY)


def found(told: Evidence, code: str) -> Any:
    return next(each for each in told.findings if each.code == code)


def within(span: Span, rows: list[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    def day(row: dict[str, Any]) -> date:
        value = row[column]
        return value.date() if hasattr(value, "date") else value  # type: ignore[no-any-return]

    return [row for row in rows if row[column] is not None and span.begins <= day(row) <= span.ends]


# Effort.


def test_the_pilots_hours_per_talk_are_the_published_ones_with_an_interval(of_2007: Evidence) -> None:
    talk, woman = found(of_2007, "hours_per_talk.adverts"), found(of_2007, "hours_per_talk_woman.adverts")
    assert (round(talk.value, 1), talk.n, talk.numerator) == (2.3, 62, 144)
    assert (round(woman.value), woman.n) == (5, 28)
    assert talk.interval.low == pytest.approx(144 / 79.48, abs=0.01)
    assert talk.interval.high == pytest.approx(144 / 47.54, abs=0.01)


@pytest.mark.parametrize("channel", ["face_to_face", "telephone", "sms"])
def test_hours_per_result_are_what_a_recount_gives(channel: str, lately: Evidence, demo_tables: Rows) -> None:
    rows = within(LATELY, known_by(demo_tables, LATEST)["visits"], "started_at")
    timed = [row for row in rows if row["channel"] == channel and row["hours"] is not None]
    hours = sum(row["hours"] for row in timed)
    events = {
        "attempt": len(timed),
        "reached": sum(row["reached"] for row in timed),
        "conversation": sum("conversation" in row["outcomes"] for row in timed),
    }
    for name, n in events.items():
        told = found(lately, f"hours_per_{name}.{channel}")
        assert (told.n, told.denominator) == (len(timed), n)
        assert told.value == pytest.approx(hours / n)
        assert (told.interval is None) == (n < intervals.LEAST_EVENTS)


def test_the_ratios_interval_is_that_of_resampling() -> None:
    chance = random.Random(7)
    records = [(chance.gammavariate(4, 0.6), int(chance.random() < 0.3)) for _ in range(400)]
    sums = Moments(
        400,
        sum(h for h, _ in records),
        sum(h * h for h, _ in records),
        sum(y for _, y in records),
        sum(h * y for h, y in records),
        sum(y * y for _, y in records),
    )
    told = intervals.hours_per_event(sums)
    assert told is not None
    ratios = sorted(
        sum(h for h, _ in drawn) / max(1, sum(y for _, y in drawn))
        for drawn in (chance.choices(records, k=400) for _ in range(2_000))
    )
    assert told.low == pytest.approx(ratios[50], rel=0.04)
    assert told.high == pytest.approx(ratios[1950], rel=0.04)


def test_few_events_have_no_interval() -> None:
    assert intervals.hours_per_event(Moments(400, 900, 3000, 9, 20, 9)) is None
    assert intervals.fixed_hours_per_event(100, 9) is None
    assert intervals.events_per_hour(3, 0) is None
    assert intervals.share(0, 0) is None


def test_poisson_intervals_are_garwoods() -> None:
    assert list(intervals.poisson(0)) == pytest.approx([0.0, 3.689], abs=0.001)
    assert list(intervals.poisson(10)) == pytest.approx([4.795, 18.390], abs=0.001)


# Promises, phases, refusals, yield.


def test_promises_kept_are_what_a_recount_gives(lately: Evidence, demo_tables: Rows) -> None:
    visits = known_by(demo_tables, LATEST)["visits"]
    due = kept = 0
    tries: dict[str, list[Any]] = {}
    for visit in visits:
        tries.setdefault(visit["site_id"], []).append(visit["started_at"])
    for visit in visits:
        agreed = visit["return_on"]
        if agreed is None or not LATELY.begins <= agreed + timedelta(days=7) <= LATEST:
            continue
        due += 1
        kept += any(at > visit["started_at"] and abs((at.date() - agreed).days) <= 7 for at in tries[visit["site_id"]])
    told = found(lately, "promises_kept")
    assert (told.numerator, told.denominator, told.n) == (kept, due, due)
    assert told.interval.low < told.value < told.interval.high


def test_phases_are_told_quarter_by_quarter_of_the_talks_that_state_one(lately: Evidence, demo_tables: Rows) -> None:
    counted: dict[str, Counter[str]] = {}
    for talk in within(LATELY, known_by(demo_tables, LATEST)["conversations"], "held_on"):
        name = f"{talk['held_on'].year}-{(talk['held_on'].month + 2) // 3}"
        counted.setdefault(name, Counter())["stated" if talk["phase"] else "not"] += 1
        counted[name]["later"] += talk["phase"] in {"2", "3"}
    told = {each.code.split(".")[1]: (each.numerator, each.denominator) for each in lately.of("phases")}
    assert told == {name: (n["later"], n["stated"]) for name, n in counted.items()}


def test_refusals_are_counted_and_it_is_said_that_no_reason_is_recorded(lately: Evidence, demo_tables: Rows) -> None:
    rows = within(LATELY, known_by(demo_tables, LATEST)["visits"], "started_at")
    told = found(lately, "refused")
    assert told.numerator == sum("refused" in row["outcomes"] for row in rows) > 0
    assert told.denominator == sum(row["reached"] for row in rows)
    assert "not recorded" in told.not_shown.english
    assert "registreres ikke" in told.not_shown.danish


def test_the_yield_of_a_source_is_what_a_recount_gives(lately: Evidence, demo_tables: Rows) -> None:
    tables = known_by(demo_tables, LATEST)
    screenings = [row for row in within(LATELY, tables["screenings"], "completed_on") if row["hours"] is not None]
    seen: dict[str, list[dict[str, Any]]] = {}
    for sighting in tables["sightings"]:
        seen.setdefault(sighting["site_id"], []).append(sighting)
    for told in lately.of("yield"):
        source = told.code.split(".")[1]
        used = [row for row in screenings if source in row["sources"]]
        hit = {
            site["site_id"]
            for row in used
            for site in tables["sites"]
            if site["municipality_code"] == row["municipality_code"]
            and row["started_on"] <= site["first_seen"] <= row["completed_on"]
            and any(
                s["source"] == source and row["started_on"] <= s["seen_on"] <= row["completed_on"]
                for s in seen.get(site["site_id"], ())
            )
        }
        assert (told.n, told.numerator) == (len(used), len(hit))
        assert told.denominator == pytest.approx(sum(row["hours"] for row in used) / 100)


def test_every_finding_says_what_it_does_not_show_in_both_languages(lately: Evidence) -> None:
    assert {each.topic for each in lately.findings} == set(TOPICS)
    assert len({each.code for each in lately.findings}) == len(lately.findings)
    for each in lately.findings:
        for language in LANGUAGES:
            assert each.not_shown.say(language)
            assert {"row", "count", "percent", "low", "high", "not_shown"} <= set(each.row(language))
        assert each.interval is None or each.interval.low <= each.value + 1e-9  # type: ignore[operator]


# Contact rates.


def contact(*cells: tuple[str, str, int, int, int]) -> pd.DataFrame:
    rows = [(team, place, hour, 1, n, r) for team, place, hour, n, r in cells]
    return pd.DataFrame(rows, columns=["team", "municipality_code", "hour", "weekday", "attempts", "reached"])


def test_all_attempts_are_in_the_contact_rates_of_country_teams_and_municipalities(
    lately: Evidence, demo_tables: Rows
) -> None:
    visits = within(LATELY, known_by(demo_tables, LATEST)["visits"], "started_at")
    face = [visit for visit in visits if visit["channel"] == "face_to_face"]
    assert sum(cell.attempts for cell in lately.times.of("nation")) == len(face)
    assert sum(cell.reached for cell in lately.times.of("nation")) == sum(visit["reached"] for visit in face)
    by_part = Counter(
        "morning" if visit["started_at"].hour < 12 else "afternoon" if visit["started_at"].hour < 17 else "evening"
        for visit in face
    )
    assert {cell.part.code: cell.attempts for cell in lately.times.of("nation")} == by_part
    teams = [cell for cell in lately.times.cells if cell.area in {"east", "mid", "west", "unknown"}]
    assert sum(cell.attempts for cell in teams) == len(face)
    hours = [each for each in lately.of("contact") if each.code.startswith("hour_")]
    days = [each for each in lately.of("contact") if each.code.startswith("weekday_")]
    assert sum(each.n for each in hours) == sum(each.n for each in days) == len(face)


@pytest.mark.parametrize("weight", [10, 25, 100, 400])
@pytest.mark.parametrize(("cells", "most"), [(40, 60), (7, 400), (24, 400)], ids=["places", "weekdays", "hours"])
def test_pooled_intervals_hold_the_truth_as_often_as_they_say_however_alike_the_cells_are(
    cells: int, most: int, weight: int
) -> None:
    chance = np.random.default_rng(11)
    inside = total = 0
    every = np.ones(cells)
    for _ in range(2_400 // cells):
        rates = chance.beta(0.7 * weight, 0.3 * weight, size=cells)
        trials = chance.integers(0, most, size=cells)
        reached = chance.binomial(trials, rates)
        told = pooled(reached, trials, Parents(every * (1 + reached.sum()), every * (1 + (trials - reached).sum())))
        inside += int(((told.low <= rates) & (rates <= told.high)).sum())
        total += cells
    assert inside / total > 0.92


def test_a_cell_with_many_trials_keeps_its_rate_and_one_with_none_takes_its_parents() -> None:
    reached, trials = np.array([900, 0, 20]), np.array([1000, 0, 100])
    told = pooled(reached, trials, Parents(np.full(3, 921.0), np.full(3, 181.0)), weight=20.0)
    assert told.mean[0] == pytest.approx(0.9, abs=0.02)
    assert told.mean[1] == pytest.approx(921 / 1102, abs=1e-9)
    assert told.high[1] - told.low[1] > told.high[2] - told.low[2] > told.high[0] - told.low[0]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=8))
def test_a_pooled_rate_lies_between_its_own_and_its_parents(cells: list[tuple[int, int]]) -> None:
    reached = np.array([r for r, _ in cells])
    trials = reached + np.array([v for _, v in cells])
    every = np.ones(len(cells))
    parents = Parents(every * (1 + reached.sum()), every * (1 + (trials - reached).sum()))
    told = pooled(reached, trials, parents, weight=10.0)
    without, _ = parents.without(reached, trials).prior(10.0)
    own = np.where(trials > 0, reached / np.maximum(trials, 1), without)
    assert (told.mean >= np.minimum(own, without) - 1e-9).all()
    assert (told.mean <= np.maximum(own, without) + 1e-9).all()
    assert ((told.low <= told.mean) & (told.mean <= told.high)).all()


def test_no_part_is_surer_of_the_whole_than_the_wholes_own_counts_are(lately: Evidence) -> None:
    nation = {cell.part: cell.high - cell.low for cell in lately.times.of("nation")}
    for team in ("east", "mid", "west"):
        for cell in lately.times.of(team):
            assert cell.high - cell.low > nation[cell.part]


def test_the_best_time_is_told_where_it_is_sure_and_off_where_data_are_few() -> None:
    told = times(
        contact(
            ("east", "0101", 10, 400, 380), ("east", "0101", 14, 400, 200), ("east", "0101", 19, 3, 3),
            ("mid", "0461", 10, 300, 210), ("mid", "0461", 14, 300, 212),
            ("west", "0751", 10, LEAST_ATTEMPTS - 1, 19), ("west", "0751", 14, 900, 450),
        )
    )  # fmt: skip
    best = {each.area: each for each in told.best}
    assert best["0101"].part is DayPart.MORNING
    assert best["mid"].part is None
    assert best["mid"].chance is not None
    assert "No part of the day is surely the best" in best["mid"].why.english
    assert (best["0751"].part, best["0751"].chance) == (None, None)
    assert best["0751"].why.english == "Too few attempts: at least two parts of the day need 20, here 19, 900, 0."


def test_an_attempt_at_midnight_states_no_time_of_day() -> None:
    rows = contact(("east", "0101", 10, 5, 3))
    untimed = pd.concat([rows, rows.assign(hour=None)])
    assert sum(cell.attempts for cell in times(untimed).of("nation")) == 5
    assert sum(each.n for each in by_hour_and_weekday(untimed) if each.code.startswith("weekday")) == 10


def test_no_attempts_at_all_have_no_best_time() -> None:
    told = times(contact())
    assert [each.part for each in told.best] == [None]
    assert list(by_hour_and_weekday(contact())) == []


def test_the_chance_of_being_highest_is_that_of_two_betas() -> None:
    chances = chance_highest(np.array([80.0, 60.0]), np.array([20.0, 40.0]))
    z = (0.8 - 0.6) / math.sqrt(0.8 * 0.2 / 101 + 0.6 * 0.4 / 101)
    assert chances.sum() == pytest.approx(1)
    assert chances[0] == pytest.approx(0.5 * (1 + math.erf(z / math.sqrt(2))), abs=0.02)


# The command.


def test_the_command_tells_the_same(demo_home: Path, monkeypatch: pytest.MonkeyPatch, of_2007: Evidence) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(demo_home))
    monkeypatch.setenv("FELTPLAN_LANGUAGE", "en")
    done = CliRunner().invoke(app, ["evidence", "--as-of", "2007-12-31", "--window", "12", "--json"])
    told = json.loads(done.stdout)
    rows = {row["row"]: row for row in told["evidence"]["rows"]}
    assert rows["hours_per_talk.adverts"]["value"] == found(of_2007, "hours_per_talk.adverts").value
    assert (told["meta"]["begins"], told["meta"]["ends"], told["meta"]["demo"]) == ("2007-01-01", "2007-12-31", True)
    assert told["best_times"][0]["area"] == "nation"
    shown = CliRunner().invoke(app, ["evidence", "--window", "6"])
    assert (shown.exit_code, "DEMO: synthetic data" in shown.stdout) == (0, True)


def test_without_data_the_command_refuses_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(tmp_path))
    done = CliRunner().invoke(app, ["evidence"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr
