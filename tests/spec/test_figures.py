"""A figure is what a dull reading of the rows says, for any day, window and level."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date, timedelta
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any, get_args

import pytest

from geodata.figures import areas, counts, figures, wilson
from geodata.indicators import BY_ID, INDICATORS
from geodata.store import Level
from geodata.terms import Institution
from tests.known import known_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.store import Store

Row = dict[str, Any]
Told = dict[str, Counter[str]]
DAYS = [date(2005, 6, 1), date(2006, 12, 31), date(2007, 12, 31), date(2026, 12, 31), date(2027, 1, 1)]
DAYS += [date(2006, 1, 1) + timedelta(days=Random(day).randrange(7600)) for day in range(4)]
CASES = [(day, months, level) for day, months in zip(DAYS, [12, 6, 24] * 3, strict=True) for level in get_args(Level)]


def months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    return months_before(day, -months)


def dull_counts(tables: dict[str, list[Row]], day: date, months: int, level: str) -> Told:
    """Count everything row by row, without SQL."""
    tables = known_by(tables, day)
    since = months_before(day, months)
    told: Told = defaultdict(Counter)
    people: dict[str, set[str]] = defaultdict(set)
    member: dict[str, Row] = {}
    for row in sorted(tables["team_membership"], key=lambda row: row["valid_from"]):
        if row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] >= day):
            member[row["municipality_code"]] = row

    def area(code: str | None, team: str | None = None) -> str:
        place = member.get(code or "")
        if level == "nation":
            return "nation"
        if level == "team":
            return str(place["team"] if place else team or "unknown")
        if level == "region":
            return str(place["region_code"]) if place else "unknown"
        return code or "unknown"

    sites = {row["site_id"]: row for row in tables["sites"]}
    visits = {row["visit_id"]: row for row in tables["visits"]}
    visits_of: dict[str, list[Row]] = defaultdict(list)
    for visit in sorted(visits.values(), key=lambda visit: (visit["started_at"], visit["visit_id"])):
        visits_of[visit["site_id"]].append(visit)
    tried: dict[str, list[Row]] = defaultdict(list)
    outreach: set[str] = set()
    for visit in visits.values():
        site = sites[visit["site_id"]]
        if visit["started_at"].date() <= day:
            outreach.add(site["municipality_code"])
        if since < visit["started_at"].date() <= day:
            tried[visit["site_id"]].append(visit)
            for outcome in visit["outcomes"]:
                told[area(site["municipality_code"], site["team"])][f"outcome.{outcome}"] += 1

    latest: dict[str, Row] = {}
    for row in sorted(
        (row for row in tables["screenings"] if row["completed_on"]), key=lambda row: row["screening_id"]
    ):
        code = row["municipality_code"]
        if row["completed_on"] <= day and (code not in latest or row["completed_on"] >= latest[code]["completed_on"]):
            latest[code] = row
    for row in tables["municipalities"]:
        code, here = row["municipality_code"], told[area(row["municipality_code"])]
        last = latest.get(code)
        now = last is not None and months_after(last["completed_on"], months) >= day
        found = last is not None and last["result"] == "sites_found"
        here["municipalities"] += 1
        here["screened"] += last is not None
        here["screened_now"] += now
        here["screened_with_sites"] += found
        here["screened_without_sites"] += last is not None and last["result"] == "none_found"
        here["outreach_begun"] += found and code in outreach
        here["population"] += row["population"]
        here["population_screened_now"] += row["population"] if now else 0

    status: dict[str, str] = {}
    for row in sorted(tables["site_statuses"], key=lambda row: row["status_from"]):
        if row["status_from"] <= day:
            status[row["site_id"]] = row["status"]
    for name, site in sites.items():
        if site["first_seen"] > day:
            continue
        here, attempts = told[area(site["municipality_code"], site["team"])], tried[name]
        reached = sum(visit["reached"] for visit in attempts)
        known = status[name] in ("open", "unverified")
        here["sites_known"] += known
        here["sites_known_attempted"] += known and bool(attempts)
        here["sites_known_reached"] += known and reached > 0
        here["sites_sought_out"] += bool(attempts)
        here["sites_sought_out_1"] += len(attempts) == 1
        here["sites_sought_out_2_3"] += len(attempts) in (2, 3)
        here["sites_sought_out_4_plus"] += len(attempts) >= 4
        here["attempts"] += len(attempts)
        here["attempts_reached"] += reached
        here["attempts_in_vain"] += len(attempts) - reached

    dull_returns(told, sites, status, tables["visits"], day, since, area)
    for name, site in sites.items():
        if site["first_seen"] <= day and status[name] in ("open", "unverified"):
            dull_cascade(told[area(site["municipality_code"], site["team"])], name, tried[name], visits_of, day)
    for name, attempts in tried.items():
        here = told[area(sites[name]["municipality_code"], sites[name]["team"])]
        for visit in attempts:
            if visit["hours"] is not None:
                here["visit_hours"] += visit["hours"]
                here["timed_attempts"] += 1
                here["timed_reached"] += visit["reached"]
                here["timed_conversations"] += "conversation" in visit["outcomes"]
    for row in tables["screenings"]:
        if row["hours"] is not None and row["completed_on"] and since < row["completed_on"] <= day:
            here = told[area(row["municipality_code"])]
            here["screening_hours"] += row["hours"]
            here["timed_found"] += sum(
                site["municipality_code"] == row["municipality_code"]
                and row["started_on"] <= site["first_seen"] <= row["completed_on"]
                for site in sites.values()
            )

    for talk in tables["conversations"]:
        if not since < talk["held_on"] <= day:
            continue
        at = talk["site_id"] or (visits[talk["visit_id"]]["site_id"] if talk["visit_id"] else None)
        where = area(sites[at]["municipality_code"], sites[at]["team"]) if at else area(None)
        told[where]["conversations"] += 1
        told[where][f"conversations.{talk['channel']}"] += 1
        if talk["person_key"]:
            people[where].add(talk["person_key"])
    for where, keys in people.items():
        told[where]["people"] = len(keys)
    for meeting in tables["bridge_meetings"]:
        if since < meeting["held_on"] <= day:
            here = told[area(None, meeting["team"])]
            here["bridge_meetings"] += 1
            here[f"bridge_meetings.{meeting['institution']}"] += 1
            here[f"bridge_group.{Institution(meeting['institution']).group.code}"] += 1
            here[f"bridge_purpose.{meeting['purpose']}"] += 1
    for activity in tables["activities"]:
        if since < activity["held_on"] <= day:
            here = told[area(activity["municipality_code"])]
            here[activity["kind"]] += activity["count"]
            here[f"{activity['kind']}.{activity['category']}"] += activity["count"]
    return told


def dull_cascade(
    here: Counter[str], name: str, attempts: list[Row], visits_of: dict[str, list[Row]], day: date
) -> None:
    """Count how far contact with one known site has come."""
    talks = [visit for visit in attempts if "conversation" in visit["outcomes"]]
    agreed = [visit for visit in talks if visit["return_on"] is not None]
    made = any(
        visit["started_at"] < again["started_at"] and again["started_at"].date() <= day
        for visit in agreed
        for again in visits_of[name]
    )
    steps = {
        "known": True,
        "attempted": bool(attempts),
        "reached": any(visit["reached"] for visit in attempts),
        "conversation": bool(talks),
        "return_agreed": bool(agreed),
        "return_made": made,
        "motivation": made and any(visit["phase"] in ("2", "3") for visit in attempts),
    }
    here.update({f"cascade_{step}": int(taken) for step, taken in steps.items()})


def dull_returns(
    told: Told, sites: dict[str, Row], status: dict[str, str], visits: list[Row],
    day: date, since: date, area: Callable[[str | None, str | None], str],
) -> None:  # fmt: skip
    """Count how every known site stands, and which agreed returns were kept."""
    history: dict[str, list[Row]] = defaultdict(list)
    for visit in sorted(visits, key=lambda visit: (visit["started_at"], visit["visit_id"])):
        if visit["started_at"].date() <= day:
            history[visit["site_id"]].append(visit)
    overdue: dict[str, list[int]] = defaultdict(list)
    for name, site in sites.items():
        where = area(site["municipality_code"], site["team"])
        for visit in history[name]:
            if visit["return_on"] and since < visit["return_on"] + timedelta(days=7) <= day:
                told[where]["returns_due"] += 1
                told[where]["returns_kept"] += any(
                    again["started_at"] > visit["started_at"]
                    and abs((again["started_at"].date() - visit["return_on"]).days) <= 7
                    for again in history[name]
                )
        if site["first_seen"] > day or status[name] not in ("open", "unverified"):
            continue
        if not any(visit["reached"] for visit in history[name]):
            told[where]["due_never_reached"] += 1
            continue
        last = history[name][-1]
        days = 30 if not last["reached"] else 14 if "conversation" in last["outcomes"] else 90
        due = last["return_on"] or last["started_at"].date() + timedelta(days=days)
        told[where]["due_dated"] += 1
        if due < day:
            told[where]["due_overdue"] += 1
            overdue[where].append((day - due).days)
        else:
            told[where]["due_soon" if due <= day + timedelta(days=7) else "due_on_track"] += 1
    for where, days_over in overdue.items():
        told[where]["overdue_days_median"] = median(days_over)  # type: ignore[assignment]  # a half day between two


@pytest.mark.parametrize(("day", "months", "level"), CASES, ids=[f"{d} {m} months {level}" for d, m, level in CASES])
def test_every_count_is_what_a_dull_reading_of_the_rows_says(
    demo_store: Store, demo_tables: dict[str, list[Row]], day: date, months: int, level: Level
) -> None:
    expected = dull_counts(demo_tables, day, months, level)
    counted = counts(demo_store, day, months, level)
    assert set(expected) <= set(counted.index)
    told = {
        (area, name): pytest.approx(n) for name, column in counted.items() for area, n in column.dropna().items() if n
    }
    assert told == {(area, name): n for area, row in expected.items() for name, n in row.items() if n}


@pytest.mark.parametrize("level", get_args(Level))
@pytest.mark.parametrize("day", DAYS[1:5])
def test_the_areas_of_a_level_with_the_unknown_add_up_to_the_nation(demo_store: Store, day: date, level: Level) -> None:
    # A person may be met in two places, and a median is no sum: these two are told per level, not added.
    apart = ["people", "overdue_days_median"]
    nation = counts(demo_store, day, 12, "nation").loc["nation"].drop(apart)
    parts = counts(demo_store, day, 12, level).drop(columns=apart).sum()
    assert parts.to_dict() == pytest.approx(nation.to_dict())


def test_ever_screened_never_falls_as_the_day_moves_on(demo_store: Store) -> None:
    days = [date(2006, 1, 1) + timedelta(days=step) for step in range(0, 7000, 350)]
    screened = [figures(demo_store, day, ids=["ever_screened"])[0].numerator or 0 for day in days]
    assert screened == sorted(screened)


def test_the_region_merger_of_2027_moves_46_municipalities_to_one_region_and_no_team(demo_store: Store) -> None:
    def municipalities(day: date, level: Level) -> dict[str, float]:
        told = figures(demo_store, day, level=level, ids=["ever_screened"])
        return {figure.area: figure.denominator or 0 for figure in told if figure.denominator}

    before, after = date(2026, 12, 31), date(2027, 1, 1)
    assert municipalities(before, "region") == {"1084": 29, "1085": 17, "1083": 22, "1082": 19, "1081": 11}
    assert municipalities(after, "region") == {"1083": 22, "1082": 19, "1081": 11, "1086": 46}
    assert municipalities(before, "team") == municipalities(after, "team") == {"east": 29, "mid": 39, "west": 30}


def test_a_zero_denominator_gives_no_value_and_not_zero(demo_store: Store) -> None:
    (figure,) = figures(demo_store, date(2005, 1, 1), ids=["contact_rate"])
    assert (figure.numerator, figure.denominator, figure.value, figure.low) == (0, 0, None, None)


def test_an_area_that_no_record_places_is_a_row_of_its_own(demo_store: Store) -> None:
    levels: tuple[Level, ...] = ("team", "region", "municipality")
    for level in levels:
        assert areas(demo_store, date(2007, 12, 31), 12, level)[-1] == "unknown"
    told = figures(demo_store, date(2007, 12, 31), level="municipality", ids=["sites_known"])
    assert told[-1].area_kind == "unknown"
    assert (told[-1].value or 0) > 0


def test_the_published_contact_rate_has_the_published_interval() -> None:
    assert [round(100 * end, 1) for end in wilson(535, 737)] == [69.3, 75.7]
    assert [round(100 * end, 1) for end in wilson(218, 535)] == [36.7, 45.0]


@pytest.mark.parametrize(("successes", "trials"), [(0, 5), (5, 5), (1, 1)])
def test_an_interval_stays_between_0_and_1_and_holds_its_share(successes: int, trials: int) -> None:
    low, high = wilson(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1


@pytest.mark.parametrize(("successes", "trials"), [(1, 0), (3, 2), (-1, 2)])
def test_an_interval_of_no_proportion_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="proportion"):
        wilson(successes, trials)


def test_a_row_of_json_has_the_promised_fields(demo_store: Store) -> None:
    (figure,) = figures(demo_store, date(2007, 12, 31), ids=["ever_screened"])
    row = figure.row()
    assert list(row) == [
        "indicator", "area_kind", "area", "as_of", "numerator", "denominator", "value", "low", "high", "unit",
    ]  # fmt: skip
    assert row | {"low": 0, "high": 0} == {
        "indicator": "ever_screened", "area_kind": "nation", "area": "nation", "as_of": "2007-12-31",
        "numerator": 96, "denominator": 98, "value": pytest.approx(97.959, abs=0.001),
        "low": 0, "high": 0, "unit": "percent",
    }  # fmt: skip


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.id)
def test_every_indicator_can_be_told_in_both_languages_and_stays_within_its_unit(
    demo_store: Store, indicator: Any
) -> None:
    assert BY_ID[indicator.id] is indicator
    (figure,) = figures(demo_store, date(2026, 11, 21), ids=[indicator.id])
    for language in ("da", "en"):
        assert indicator.label.say(language)
        assert indicator.definition.say(language).endswith(".")
        assert indicator.unit.say(figure.value, language)
    if figure.value is not None and indicator.unit.code == "percent":
        assert 0 <= figure.value <= 100
