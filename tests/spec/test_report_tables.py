"""Every table of the report, recounted in plain Python; 2007 against print; years that are empty or not over."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from geodata.figures import figures
from geodata.report import printed
from geodata.report.contents import BY_ID, TABLES
from geodata.report.counting import Asked, measures
from geodata.report.period import Period, ReportRefusedError
from geodata.report.report import Report, make
from geodata.report.rules import flags
from geodata.report.words import notices, sentence
from tests.known import known_by
from tests.small import TODAY

if TYPE_CHECKING:
    from geodata.store import Store

Rows = dict[str, list[dict[str, Any]]]
LATEST = date(2026, 11, 21)


def teams_on(tables: Rows, day: date) -> dict[str, str]:
    held = [
        row for row in tables["team_membership"]
        if row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] >= day)
    ]  # fmt: skip
    return {row["municipality_code"]: row["team"] for row in sorted(held, key=lambda row: row["valid_from"])}


def oracle(tables: Rows, period: Period, team: str | None, known: date) -> Counter[str]:
    """Recount every measure of report_counts.sql; a plain loop a table, nothing of SQL."""
    rows = known_by(tables, known)
    teams = teams_on(tables, min(period.ends, known))
    sites = {row["site_id"]: row for row in rows["sites"]}
    visits = {row["visit_id"]: row for row in tables["visits"]}
    counted: Counter[str] = Counter()

    def of(code: str | None, stated: str) -> bool:
        return team is None or teams.get(code or "", stated) == team

    def within(day: date) -> bool:
        return period.begins <= day <= period.ends

    def site_is_ours(site: str) -> bool:
        return site in sites and of(sites[site]["municipality_code"], sites[site]["team"])

    ours = {row["municipality_code"] for row in tables["municipalities"] if of(row["municipality_code"], "unknown")}
    counted["municipalities"] = len(ours)
    tried = [v for v in rows["visits"] if v["started_at"].date() <= period.ends and site_is_ours(v["site_id"])]
    visited = {sites[v["site_id"]]["municipality_code"] for v in tried}
    for code in ours:
        done = sorted(
            (s for s in rows["screenings"]
             if s["municipality_code"] == code and s["completed_on"] and s["completed_on"] <= period.ends),
            key=lambda s: (s["completed_on"], s["screening_id"]),
        )  # fmt: skip
        if done:
            counted["screened"] += 1
            counted["screened.before" if done[0]["completed_on"] < period.begins else "screened.since"] += 1
            counted[f"screened.{done[-1]['result']}"] += 1
            counted["screened.outreach"] += done[-1]["result"] == "sites_found" and code in visited
    per_site: Counter[str] = Counter()
    for visit in tried:
        if not within(visit["started_at"].date()):
            continue
        per_site[visit["site_id"]] += 1
        counted["attempts"] += 1
        counted["attempts.reached" if visit["reached"] else "attempts.in_vain"] += 1
        counted["timed.visits"] += visit["hours"] is not None
        counted["hours.visits"] += visit["hours"] or 0
        for outcome in visit["outcomes"]:
            counted[f"outcome.{outcome}"] += 1
    counted["sites"] = len(per_site)
    for n in per_site.values():
        counted["sites.1" if n == 1 else "sites.2_3" if n <= 3 else "sites.4_plus"] += 1
    two_years = period.ends.replace(
        year=period.ends.year - 2, day=min(period.ends.day, 28 if period.ends.month == 2 else 31)
    )
    counted["sites.two_years"] = len({v["site_id"] for v in tried if v["started_at"].date() > two_years})
    people = set()
    for talk in rows["conversations"]:
        site = talk["site_id"] or (visits[talk["visit_id"]]["site_id"] if talk["visit_id"] else None)
        place = next((s for s in tables["sites"] if s["site_id"] == site), None) if team else None
        mine = (
            team is None
            or (place and of(place["municipality_code"], place["team"]))
            or (not place and team == "unknown")
        )
        if within(talk["held_on"]) and mine:
            counted["conversations"] += 1
            counted[f"conversations.{talk['channel']}"] += 1
            counted[f"phase.{talk['phase'] or 'not_stated'}"] += 1
            people.add(talk["person_key"])
    counted["people"] = len(people - {None})
    for meeting in rows["bridge_meetings"]:
        if within(meeting["held_on"]) and team in {None, meeting["team"]}:
            counted["meetings"] += 1
            counted[f"meetings.{meeting['institution']}"] += 1
            legal = meeting["purpose"] == "legalise_income"
            counted["meetings.legalise_income"] += legal
            counted["meetings.legalise_income.tax"] += legal and meeting["institution"] == "work_tax"
    for act in rows["activities"]:
        advert = act["kind"].startswith("adverts_") and act["category"] in {"east", "mid", "west"}
        at = act["category"] if advert else teams.get(act["municipality_code"], "unknown")
        if act["held_on"] > period.ends or team not in {None, at}:
            continue
        if act["kind"] == "mailbox":
            counted["mailbox_since"] += act["count"]
            counted[f"mailbox_since.{act['category']}"] += act["count"]
        if within(act["held_on"]):
            counted[act["kind"]] += act["count"]
            counted[f"{act['kind']}.{act['category']}"] += act["count"]
            counted[f"{act['kind']}/{act['source'] or 'not_stated'}"] += act["count"]
            counted[f"hours.{act['kind']}"] += act["hours"] or 0
    for done_ in rows["screenings"]:
        if done_["completed_on"] and within(done_["completed_on"]) and done_["municipality_code"] in ours:
            counted["screenings"] += 1
            counted["timed.screenings"] += done_["hours"] is not None
            counted["hours.screenings"] += done_["hours"] or 0
    for body in tables["partners"]:
        days = [body[step] for step in ("contacted_on", "meeting_on", "agreement_on")]
        told = [day for day in days if day is not None]
        if (told and min(told) > period.ends) or not of(body["municipality_code"], "unknown"):
            continue
        counted["partners"] += 1
        counted[f"partners.{body['category']}"] += 1
        for step, day in zip(("contacted", "met", "agreed"), days, strict=True):
            counted[f"partners.{step}"] += day is not None and day <= period.ends
    return counted


@pytest.mark.parametrize(
    ("period", "team", "known"),
    [
        (Period(2007), None, LATEST),
        (Period(2007), "west", LATEST),
        (Period(2007), "unknown", LATEST),
        (Period(2019, 3), "east", LATEST),
        (Period(2024), None, date(2024, 12, 31)),
        (Period(2026), "mid", LATEST),
        (Period(2026, 4), None, date(2026, 11, 1)),
        (Period(1995), None, LATEST),
    ],
    ids=lambda value: value.code() if isinstance(value, Period) else str(value),
)
def test_every_measure_is_what_a_plain_recount_gives(
    period: Period, team: str | None, known: date, demo_store: Store, demo_tables: Rows
) -> None:
    asked = Asked(period, known, team)
    rows = demo_store.read("report_counts", **asked.values(), on=asked.on, team=team)
    told = {name: n for name, n in zip(rows["measure"], rows["n"], strict=True) if n == n and n}
    expected = {name: n for name, n in oracle(demo_tables, period, team, known).items() if n}
    assert told == pytest.approx(expected)


IN_REGISTRY = {
    "screened": "ever_screened", "screened.sites_found": "screening_yield", "screened.outreach": "outreach_started",
    "attempts": "attempts", "attempts.reached": "contact_rate", "attempts.in_vain": "in_vain_rate",
    "sites": "sites_sought_out", "sites.1": "sites_sought_out.1", "sites.2_3": "sites_sought_out.2_3",
    "sites.4_plus": "sites_sought_out.4_plus", "conversations": "conversations", "people": "people",
    "outcome.conversation": "outcome.conversation", "conversations.sms": "conversations.sms",
    "meetings": "bridge_meetings", "meetings.group.work": "bridge_group.work",
    "meetings.legalise_income": "bridge_purpose.legalise_income", "mailbox": "mailbox",
    "customer_line.silent": "customer_line.silent", "theme_day": "theme_day", "hours.visits": "hours_per_attempt",
}  # fmt: skip
"""Measures of the report that the registry counts too, by the id of the indicator whose numerator they are."""


@pytest.mark.parametrize(
    ("day", "months"), [(date(2007, 12, 31), 12), (date(2025, 12, 31), 12), (date(2025, 3, 31), 3)]
)
@pytest.mark.parametrize("team", [None, "east"])
def test_told_as_of_its_last_day_the_report_is_the_registry(
    day: date, months: int, team: str | None, demo_store: Store
) -> None:
    period = Period(day.year, day.month // 3 if months == 3 else None)
    counted = measures(demo_store, Asked(period, day, team))
    told = figures(demo_store, day, months, "team" if team else "nation", IN_REGISTRY.values())
    registry = {figure.indicator.id: figure.numerator for figure in told if figure.area == (team or "nation")}
    assert {name: counted.get(name, 0) for name in IN_REGISTRY} == pytest.approx(
        {name: registry[indicator] for name, indicator in IN_REGISTRY.items()}
    )


@pytest.fixture(scope="module")
def report_2007(demo_store: Store) -> Report:
    """The report for 2007, the whole country."""
    return make(demo_store, Period(2007))


CANNOT_BE_RECOMPUTED = {
    "adverts_calls.denied", "psychologist_grants.under_18", "courses.institutions_written_to",
    "courses.municipalities_called", "courses.municipalities_talks", "courses.municipalities_positive",
}  # fmt: skip
CHOSEN_OTHERWISE = {"adverts_escort_source.newspaper": (119, 179)}
"""What does not sum in print is one of the ways in which it could."""


@pytest.mark.parametrize("table", sorted({one.table for one in printed.published()}))
def test_every_printed_count_of_2007_is_recomputed_from_the_records(table: str, report_2007: Report) -> None:
    for one in printed.compare(report_2007.table(table)):
        name = f"{table}.{one.printed.row}"
        if name in CANNOT_BE_RECOMPUTED:
            assert one.row.count is None
        elif name in CHOSEN_OTHERWISE:
            assert (one.printed.count, one.row.count) == CHOSEN_OTHERWISE[name]
        elif one.printed.count is not None:
            assert one.count_apart == 0, name


FLAGGED = {
    ("visits_per_site", "percentages_do_not_sum", "once"), ("contacts", "percent_does_not_round", "face_to_face"),
    ("contacts", "percent_does_not_round", "telephone"), ("contacts", "percent_does_not_round", "email"),
    ("contacts", "percent_does_not_round", "sms"), ("adverts_escort_source", "parts_do_not_sum", "adverts"),
    ("adverts_private_area", "one_count_two_percents", "west"),
    ("adverts_private_area", "percent_does_not_round", "unknown"),
    ("adverts_escort_area", "percent_does_not_round", "mid"),
    ("adverts_escort_area", "percent_does_not_round", "unknown"),
    ("adverts_calls", "percent_does_not_round", "called"), ("adverts_calls", "percent_does_not_round", "rejected"),
}  # fmt: skip


def test_what_does_not_sum_or_round_in_print_is_flagged_and_nothing_else() -> None:
    told = {(layout.id, flag.rule, flag.rows[0]) for layout in TABLES for flag in printed.flags_of(layout.id)}
    assert told == FLAGGED


def test_a_printed_percentage_stands_beside_the_recomputed_one_and_their_difference(report_2007: Report) -> None:
    (face,) = [one for one in printed.compare(report_2007.table("contacts")) if one.printed.row == "face_to_face"]
    assert (face.printed.percent, face.row.percent, face.percent_apart) == (71, 72.5, 1)


def test_every_printed_row_belongs_to_a_table_of_the_report() -> None:
    for one in printed.published():
        assert one.row in {line.code for line in BY_ID[one.table].lines}


@pytest.mark.parametrize("year", range(2006, 2027))
def test_every_table_of_every_year_reconciles(year: int, demo_store: Store) -> None:
    for team in (None, "east", "mid", "west"):
        report = make(demo_store, Period(year), team)
        assert [table.id for table in report.tables] == [layout.id for layout in TABLES]
        assert [flag for table in report.tables for flag in flags(table.rows, table.wholes)] == []


def test_quarters_add_up_to_their_year(demo_store: Store) -> None:
    added: Counter[str] = Counter()
    for quarter in (1, 2, 3, 4):
        counted = measures(demo_store, Asked(Period(2012, quarter), LATEST))
        added.update(
            {name: int(counted.get(name) or 0) for name in ("attempts", "meetings", "conversations", "mailbox")}
        )
    year = measures(demo_store, Asked(Period(2012), LATEST))
    assert {name: year[name] for name in added} == added


def test_teams_and_those_without_one_add_up_to_the_country(demo_store: Store) -> None:
    parts = [measures(demo_store, Asked(Period(2015), LATEST, team)) for team in ("east", "mid", "west", "unknown")]
    whole = measures(demo_store, Asked(Period(2015), LATEST))
    for name in (
        "municipalities",
        "screened",
        "attempts",
        "sites",
        "conversations",
        "meetings",
        "partners",
        "theme_day",
    ):
        assert sum(part.get(name) or 0 for part in parts) == whole[name], name


def test_a_year_with_nothing_in_it_says_so_and_has_no_percentages(demo_store: Store) -> None:
    report = make(demo_store, Period(1995))
    assert report.meta.nothing
    assert "Intet er registreret i perioden." in notices(report.meta, "da")
    assert sentence(report.table("attempts"), "en") == "Nothing is recorded in the period."
    assert [row.percent for row in report.table("attempts").rows] == [None, None, None]
    assert report.table("screening").row("never").count == 98


def test_a_year_that_is_not_over_says_so_and_which_days_are_provisional(demo_store: Store) -> None:
    report = make(demo_store, Period(2026))
    assert not report.meta.finished
    assert report.meta.provisional_from is not None
    assert report.meta.provisional_from > LATEST - timedelta(days=30)
    said = notices(report.meta, "en")
    assert "The period is not over: the figures go to 21 Nov 2026." in said
    assert any("provisional" in each for each in said)
    over = make(demo_store, Period(2024)).meta
    assert (over.finished, over.provisional_from) == (True, None)


def test_what_is_recorded_late_counts_in_its_year_from_the_day_it_is_recorded(demo_store: Store) -> None:
    then = make(demo_store, Period(2024), as_of=date(2024, 12, 31)).table("attempts").row("attempts").count
    later = make(demo_store, Period(2024)).table("attempts").row("attempts").count
    assert then is not None
    assert later is not None
    assert later > then


@pytest.mark.parametrize(
    ("year", "quarter", "team", "said"),
    [
        (2007, None, "north", "'north' is no team; there are: east, mid, west."),
        (2007, None, "unknown", "'unknown' is no team; there are: east, mid, west."),
        (1999, None, "west", "Team West did not exist: no municipality belonged to it on 1999-12-31."),
        (2031, None, None, "2031 has not begun: the data go to 2026-11-21."),
        (2027, 1, None, "2027-q1 has not begun: the data go to 2026-11-21."),
        (1066, None, None, "1066 is not a year to report on; it must lie between 1990 and 2100."),
        (2007, 5, None, "5 is not a quarter; it must be 1, 2, 3 or 4."),
    ],
)
def test_a_report_that_cannot_be_is_refused_in_a_sentence(
    year: int, quarter: int | None, team: str | None, said: str, demo_store: Store
) -> None:
    with pytest.raises(ReportRefusedError) as refused:
        make(demo_store, Period(year, quarter), team)
    assert refused.value.say("en").startswith(said)
    assert refused.value.say("da") != refused.value.say("en")


def test_what_is_not_recorded_by_team_is_not_told_as_the_teams(demo_store: Store) -> None:
    line = make(demo_store, Period(2007), "west").table("advice_line")
    assert {row.count for row in line.rows} == {None}
    assert line.notes[0].english == "Not recorded by team, so there is no figure for the team; whole country: 37."
    contacts = make(demo_store, Period(2007), "west").table("contacts")
    assert contacts.notes[0].english.endswith("stand in no team's report.")


def test_the_published_total_is_told_for_its_own_year_and_the_whole_country_only(demo_store: Store) -> None:
    shares = {
        (year, team): make(demo_store, Period(year), team).table("reach").row("sites").percent
        for year, team in ((2007, None), (2008, None), (2007, "east"))
    }
    assert shares == {(2007, None): 38.5, (2008, None): None, (2007, "east"): None}


def test_the_sentences_carry_the_figures_in_both_languages(report_2007: Report) -> None:
    table = report_2007.table("attempts")
    assert sentence(table, "da").startswith("Der blev gjort 737 besøgsforsøg. 535 (72,6 %) traf nogen")
    assert sentence(table, "en").startswith("737 visits were attempted. 535 (72.6%) reached someone")
    for layout in TABLES:
        for language in ("da", "en"):
            assert "{" not in sentence(report_2007.table(layout.id), language)


def test_todays_demo_is_the_one_the_tests_know(demo_store: Store) -> None:
    assert demo_store.days()[1] == LATEST == TODAY
