"""A work list is what a dull reading of the rows says, and every record is on it or left out for a reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.build import build
from geodata.due import DueRules, Standing
from geodata.figures import figures
from geodata.settings import Settings
from geodata.status import Freshness, classify
from geodata.store import Store
from geodata.terms import UNKNOWN, Term
from geodata.versions import published
from geodata.worklists.duplicates import NEAR_M, likely_pairs, possible_duplicates
from geodata.worklists.findings import DISAGREE, Finding, disagreements, findings, latest_round
from geodata.worklists.places import Place, without_place
from geodata.worklists.returns import standing
from geodata.worklists.screenings import SOON_DAYS, by_urgency, to_screen
from geodata.worklists.worklist import WorkList, divided
from tests.known import known_by
from tests.small import LEANING, TODAY, write_small

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
Tables = dict[str, list[Row]]
DAYS = [date(2005, 6, 1), date(2007, 12, 31), date(2026, 11, 21), date(2027, 1, 1)]
DAYS += [date(2006, 3, 1), date(2026, 1, 20)]  # when no round can be compared, and when the year's log looks like one
DAYS += [date(2006, 1, 1) + timedelta(days=Random(day).randrange(7600)) for day in range(40, 44)]
each_day = pytest.mark.parametrize("day", DAYS, ids=str)


def members(tables: Tables, day: date) -> dict[str, Row]:
    """Return each municipality's team and region on a day."""
    held = {}
    for row in sorted(tables["team_membership"], key=lambda row: row["valid_from"]):
        if row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] >= day):
            held[row["municipality_code"]] = row
    return held


def statuses(tables: Tables, day: date) -> dict[str, Row]:
    """Return what each site seen by a day is on it."""
    seen = {row["site_id"] for row in tables["sites"] if row["first_seen"] <= day}
    rows = sorted(tables["site_statuses"], key=lambda row: row["status_from"])
    return {row["site_id"]: row for row in rows if row["status_from"] <= day and row["site_id"] in seen}


def known(tables: Tables, day: date) -> dict[str, Row]:
    """Return the sites known on a day."""
    state = statuses(tables, day)
    open_ones = {name for name, row in state.items() if row["status"] in ("open", "unverified")}
    return {row["site_id"]: row for row in tables["sites"] if row["site_id"] in open_ones}


def records(frame: pd.DataFrame) -> list[Row]:
    """Return a frame's rows."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def missing(value: float | str | None) -> bool:
    """Return whether there is no value."""
    return bool(pd.isna(value))


def counted(found: WorkList) -> dict[str, int]:
    return {term.code: n for term, n in found.left_out.items()}


@each_day
def test_municipalities_stand_on_the_list_in_the_order_they_are_due(
    demo_store: Store, demo_tables: Tables, day: date
) -> None:
    demo_tables = known_by(demo_tables, day)
    municipalities = classify(demo_store.municipality_status(day, 12), day, 12)
    rows = by_urgency(municipalities, demo_store.usual_screening_hours(day), day)
    last: dict[str, date] = {}
    for row in demo_tables["screenings"]:
        if row["completed_on"] and row["completed_on"] <= day:
            last[row["municipality_code"]] = max(row["completed_on"], last.get(row["municipality_code"], date.min))
    told = {row["municipality_code"]: row for row in records(rows)}
    assert set(told) == {row["municipality_code"] for row in demo_tables["municipalities"]}
    for code, row in told.items():
        if code not in last:
            assert (row["urgency"], missing(row["days_left"])) == ("never", True)
            continue
        year_later = last[code].replace(year=last[code].year + 1) if last[code].day < 29 else None
        if year_later:
            assert row["days_left"] == (year_later + timedelta(days=1) - day).days
        fresh = row["status"].startswith(Freshness.FRESH.code)
        expected = "overdue" if not fresh else "soon" if row["days_left"] <= SOON_DAYS else "later"
        assert row["urgency"] == expected
    found = to_screen(rows)
    days_left = list(found.rows["days_left"].dropna())
    assert days_left == sorted(days_left)
    assert all(found.rows["urgency"][: found.rows["days_left"].isna().sum()] == "never")
    assert counted(found) == {code: n for code, n in Counter(rows["urgency"]).items() if code == "later"}


@pytest.mark.parametrize(
    ("due_in", "urgency"),
    [
        pytest.param(None, "never", id="never screened"),
        pytest.param(-1, "overdue", id="since yesterday"),
        pytest.param(0, "overdue", id="from today it is no longer fresh"),
        pytest.param(1, "soon", id="fresh for the last day"),
        pytest.param(SOON_DAYS, "soon", id="the last day the list looks ahead"),
        pytest.param(SOON_DAYS + 1, "later", id="the day after"),
    ],
)
def test_a_municipality_is_due_from_the_first_day_it_is_no_longer_fresh(due_in: int | None, urgency: str) -> None:
    due_on = pd.NaT if due_in is None else pd.Timestamp(TODAY) + pd.Timedelta(days=due_in)
    one = pd.DataFrame({"municipality_code": ["0101"], "due_on": pd.Series([due_on], dtype="datetime64[us]")})
    usual = pd.DataFrame({"municipality_code": ["0101"], "usual_hours": [1.0], "hours_from": ["team"], "hours_n": [1]})
    (row,) = records(by_urgency(one, usual, TODAY))
    assert row["urgency"] == urgency
    assert missing(row["days_left"]) if due_in is None else row["days_left"] == due_in


@each_day
def test_usual_hours_are_the_median_of_own_screenings_else_the_teams_else_the_nations(
    demo_store: Store, demo_tables: Tables, day: date
) -> None:
    demo_tables = known_by(demo_tables, day)
    place = members(demo_tables, day)
    own, team, nation = defaultdict(list), defaultdict(list), []
    for row in demo_tables["screenings"]:
        if row["completed_on"] and row["completed_on"] <= day and row["hours"] is not None:
            own[row["municipality_code"]].append(row["hours"])
            team[place[row["municipality_code"]]["team"] if row["municipality_code"] in place else None].append(
                row["hours"]
            )
            nation.append(row["hours"])
    for row in records(demo_store.usual_screening_hours(day)):
        code = row["municipality_code"]
        of_team = team[place[code]["team"]] if code in place else []
        basis = own[code] or of_team or nation
        if not basis:
            assert missing(row["usual_hours"])
            assert missing(row["hours_from"])
            continue
        source = "municipality" if own[code] else "team" if of_team else "nation"
        assert (row["usual_hours"], row["hours_from"], row["hours_n"]) == (
            pytest.approx(median(basis)), source, len(basis),
        )  # fmt: skip


@each_day
def test_the_hours_of_an_attempt_are_the_median_of_the_teams_year(
    demo_store: Store, demo_tables: Tables, day: date
) -> None:
    demo_tables = known_by(demo_tables, day)
    place, sites = members(demo_tables, day), {row["site_id"]: row for row in demo_tables["sites"]}
    since = day.replace(year=day.year - 1)
    hours = defaultdict(list)
    for visit in demo_tables["visits"]:
        if visit["hours"] is not None and since < visit["started_at"].date() <= day:
            site = sites[visit["site_id"]]
            member = place.get(site["municipality_code"])
            for area in ("nation", member["team"] if member else site["team"]):
                hours[area].append(visit["hours"])
    told = {row["area"]: (row["usual_hours"], row["hours_n"]) for row in records(demo_store.usual_visit_hours(day, 12))}
    assert told == {area: (pytest.approx(median(each)), len(each)) for area, each in hours.items()}


@each_day
def test_the_four_standings_part_the_known_sites_and_the_others_are_counted_by_what_they_are(
    demo_store: Store, demo_tables: Tables, day: date
) -> None:
    demo_tables = known_by(demo_tables, day)
    due, absent = demo_store.due_sites(day), demo_store.absent_sites(day)
    lists = {which: standing(due, absent, which) for which in Standing}
    on_lists = [site for found in lists.values() for site in found.rows["site_id"]]
    assert sorted(on_lists) == sorted(known(demo_tables, day))
    state = Counter(row["status"] for row in statuses(demo_tables, day).values())
    (figure,) = figures(demo_store, day, ids=["sites_known"])
    assert sum(found.listed for found in lists.values()) == figure.numerator
    for which, found in lists.items():
        assert found.total == sum(state.values())
        gone = {code: n for code, n in counted(found).items() if code in ("closed", "moved", "merged")}
        assert gone == {code: state[code] for code in ("closed", "moved", "merged") if state[code]}
        others = {code: n for code, n in counted(found).items() if code not in gone}
        assert others == {
            each.code: lists[each].listed for each in Standing if each is not which and lists[each].listed
        }
    overdue = list(lists[Standing.OVERDUE].rows["overdue_days"])
    assert overdue == sorted(overdue, reverse=True)
    assert all(days > 0 for days in overdue)


def test_the_days_until_a_site_is_due_again_are_a_parameter(demo_store: Store) -> None:
    day = date(2026, 11, 21)
    patient = demo_store.due_sites(day, DueRules(talk_days=2000, limited_days=2000, vain_days=2000))
    absent = demo_store.absent_sites(day)
    assert 0 < standing(patient, absent, Standing.OVERDUE).listed < standing(
        demo_store.due_sites(day), absent, Standing.OVERDUE
    ).listed  # fmt: skip


@each_day
def test_sites_without_a_place_are_those_without_a_municipality_and_then_those_without_a_point(
    demo_store: Store, demo_tables: Tables, day: date
) -> None:
    demo_tables = known_by(demo_tables, day)
    found = without_place(demo_store.site_places(day))
    expected = {
        name: Place.NO_MUNICIPALITY if row["municipality_code"] == UNKNOWN else Place.NO_POINT
        for name, row in known(demo_tables, day).items()
        if row["lon"] is None
    }
    assert dict(zip(found.rows["site_id"], found.rows["place"], strict=True)) == {
        name: place.code for name, place in expected.items()
    }
    assert found.total == len(known(demo_tables, day))
    assert list(found.rows["place"]) == sorted(found.rows["place"], key=["no_municipality", "no_point"].index)


def root(state: dict[str, Row], name: str) -> str:
    """Return the site that a merged record stands for."""
    while state.get(name, {}).get("status") == "merged":
        name = state[name]["merged_into"]
    return name


def dull_findings(tables: Tables, day: date, round_id: str | None) -> dict[str, str]:
    """Say what the sources say of every site, row by row."""
    state = statuses(tables, day)
    seen: dict[str, date] = {}
    by: dict[str, set[str]] = defaultdict(set)
    for row in tables["sightings"]:
        if row["seen_on"] <= day:
            name = root(state, row["site_id"])
            seen[name] = max(row["seen_on"], seen.get(name, date.min))
            if row["round_id"] == round_id:
                by[name].add(row["source"])
    told = {}
    for name, row in state.items():
        sources = by[name] & {"newspaper", "web"}
        gone = row["status"] in ("closed", "unverified")
        if row["status"] in ("merged", "moved"):
            told[name] = "other_record"
        elif gone and name in seen and seen[name] > row["status_from"]:
            told[name] = "seen_since"
        elif gone and sources:
            told[name] = "gone_since"
        elif row["status"] == "closed":
            told[name] = "closed"
        elif round_id is None:
            told[name] = "not_compared"
        else:
            told[name] = {0: "neither", 2: "both"}.get(len(sources)) or (
                "first_only" if "newspaper" in sources else "second_only"
            )
    return told


def dull_round(tables: Tables, day: date) -> str | None:
    """Return the latest round of a year in which both sources were read, at most 28 days apart.

    One with ten sites on both lists goes before one with fewer.
    """
    days: dict[str, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for row in tables["sightings"]:
        if row["seen_on"] <= day and row["source"] in ("newspaper", "web"):
            days[row["round_id"]][row["source"]].append(row["seen_on"])
    since = day.replace(year=day.year - 1)
    state = statuses(tables, day)
    both: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in tables["sightings"]:
        if row["seen_on"] <= day:
            both[row["round_id"]][row["source"]].add(root(state, row["site_id"]))
    fit = [
        (len(both[name]["newspaper"] & both[name]["web"]) >= 10, min(min(each) for each in of.values()), name)
        for name, of in days.items()
        if len(of) == 2
        and min(min(each) for each in of.values()) > since
        and max((max(of["web"]) - min(of["newspaper"])).days, (max(of["newspaper"]) - min(of["web"])).days) <= 28
    ]
    return max(fit)[2] if fit else None


@each_day
def test_sources_disagree_where_a_dull_reading_of_the_sightings_says_so(
    demo_store: Store, demo_tables: Tables, day: date
) -> None:
    demo_tables = known_by(demo_tables, day)
    compared = latest_round(demo_store, day)
    assert (compared.id if compared else None) == dull_round(demo_tables, day)
    rows = findings(demo_store, day)
    expected = dull_findings(demo_tables, day, compared.id if compared else None)
    assert dict(zip(rows["site_id"], rows["finding"], strict=True)) == expected
    found = disagreements(rows)
    disagreeing = {finding.code for finding in DISAGREE}
    assert sorted(found.rows["site_id"]) == sorted(name for name, finding in expected.items() if finding in disagreeing)
    assert counted(found) == {code: n for code, n in Counter(expected.values()).items() if code not in disagreeing}


def test_a_source_disagrees_with_the_record_from_the_day_after_it_was_recorded(tmp_path: Path) -> None:
    sites = """
        site_id  | kind   | municipality_code | first_seen | status     | status_from | merged_into
        later    | clinic | 0101              | 2026-01-01 | closed     | 2026-06-30  |
        same-day | clinic | 0101              | 2026-01-01 | closed     | 2026-06-30  |
        before   | clinic | 0101              | 2026-01-01 | closed     | 2026-09-30  |
        doubted  | clinic | 0101              | 2026-01-01 | unverified | 2026-06-30  |
        old      | clinic | 0101              | 2026-01-01 | merged     | 2026-06-30  | kept
        kept     | clinic | 0101              | 2026-01-01 | open       | 2026-01-01  |
        unseen   | clinic | 0101              | 2026-01-01 | open       | 2026-01-01  |
        web-only | clinic | 0101              | 2026-01-01 | open       | 2026-01-01  |
    """
    sightings = """
        site_id  | source    | round_id | seen_on
        later    | partner   | other    | 2026-07-01
        same-day | partner   | other    | 2026-06-30
        before   | newspaper | autumn   | 2026-09-01
        doubted  | field     | other    | 2026-07-01
        old      | newspaper | autumn   | 2026-09-01
        kept     | web       | autumn   | 2026-09-28
        web-only | web       | autumn   | 2026-09-02
    """
    others = {name: text for name, text in LEANING.items() if name != "sightings"}
    raw = write_small(tmp_path / "raw", sites=sites, sightings=sightings, **others)
    build(raw, Settings(home=tmp_path / "home"), TODAY)
    store = Store.open(tmp_path / "home", published(tmp_path / "home"))
    told = {row["site_id"]: row["finding"] for row in records(findings(store, TODAY))}
    store.close()
    assert told == {
        "later": "seen_since", "same-day": "closed", "before": "gone_since", "doubted": "seen_since",
        "old": "other_record", "kept": "both", "unseen": "neither", "web-only": "second_only",
    }  # fmt: skip


def test_the_days_that_are_tried_hold_every_finding_and_every_place(demo_store: Store) -> None:
    told = {finding for day in DAYS for finding in findings(demo_store, day)["finding"]}
    assert told == {finding.code for finding in Finding}
    assert set(demo_store.site_places(DAYS[2])["place"]) == {place.code for place in Place}


TO_METRES = pyproj.Transformer.from_crs(4326, 25832, always_xy=True)
SITE = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["clinic", "private"]),
        "municipality_code": st.sampled_from(["0101", "0147", UNKNOWN]),
        "step": st.one_of(st.none(), st.integers(0, 6)),
        "address_key": st.sampled_from([None, "vej 1a", "vej 2"]),
    }
)


def placed(drawn: list[Row]) -> pd.DataFrame:
    """Return drawn sites in a row eastwards, some 25 metres a step; one without a municipality has no point."""
    rows = [
        {
            "site_id": f"s{number:02}", "kind": site["kind"], "municipality_code": site["municipality_code"],
            "team": "east", "region_code": "1084", "address_key": site["address_key"],
            "lon": None if site["step"] is None or site["municipality_code"] == UNKNOWN else 12 + site["step"] * 0.0004,
            "lat": None if site["step"] is None or site["municipality_code"] == UNKNOWN else 55.6,
        }
        for number, site in enumerate(drawn)
    ]  # fmt: skip
    columns = ["site_id", "kind", "municipality_code", "team", "region_code", "address_key", "lon", "lat"]
    return pd.DataFrame(rows, columns=columns).astype({"lon": float, "lat": float})


def reasons(one: Row, other: Row) -> tuple[bool, bool]:
    """Return whether two sites are near each other and of a kind, and whether their addresses are the same."""
    same_place = one["municipality_code"] == other["municipality_code"]
    near = False
    if same_place and one["kind"] == other["kind"] and not missing(one["lon"]) and not missing(other["lon"]):
        (ax, ay), (bx, by) = (TO_METRES.transform(site["lon"], site["lat"]) for site in (one, other))
        near = ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 <= NEAR_M
    lost = UNKNOWN in (one["municipality_code"], other["municipality_code"])
    a, b = one["address_key"], other["address_key"]
    return near, not missing(a) and a == b and (same_place or lost)


def groups(pairs: set[tuple[str, str]], names: list[str]) -> set[frozenset[str]]:
    """Return the sites that hang together."""
    of = {name: {name} for name in names}
    for a, b in pairs:
        joined = of[a] | of[b]
        for name in joined:
            of[name] = joined
    return {frozenset(group) for group in of.values()}


@given(st.lists(SITE, max_size=9))
def test_pairs_hold_together_whatever_every_two_sites_compared_would(drawn: list[Row]) -> None:
    places = placed(drawn)
    rows = records(places)
    told = {(row["site_a"], row["site_b"]): row["reason"] for row in records(likely_pairs(places))}
    right = {}
    for one, other in combinations(rows, 2):
        near, alike = reasons(one, other)
        if near or alike:
            right[one["site_id"], other["site_id"]] = "both" if near and alike else "near" if near else "address"
    assert all(right.get(pair) == reason for pair, reason in told.items()), "each pair has its own reason"
    # A record without a municipality joins the groups of its address by one of each, so groups compare, not pairs.
    assert groups(set(told), list(places["site_id"])) == groups(set(right), list(places["site_id"]))
    comparable = places["lon"].notna() | places["address_key"].notna()
    found = possible_duplicates(places.assign(comparable=comparable), likely_pairs(places))
    assert found.listed == len({name for pair in right for name in pair})


def test_the_pairs_do_not_depend_on_the_order_of_the_rows_and_tell_no_address(demo_store: Store) -> None:
    places = demo_store.site_places(date(2026, 11, 21))
    pairs = likely_pairs(places)
    assert len(pairs) > 3
    shuffled = places.sample(frac=1, random_state=7)
    assert likely_pairs(shuffled).equals(pairs)
    assert not set(pairs.columns) & {"address_key", "lon", "lat"}
    assert (pairs["distance_m"] <= NEAR_M).all()


def test_a_thousand_sites_at_one_point_are_a_chain_and_not_half_a_million_pairs() -> None:
    site = {"kind": "clinic", "municipality_code": "0101", "step": 1, "address_key": "vej 1"}
    pairs = likely_pairs(placed([site] * 1000))
    assert len(pairs) == 999
    assert set(pairs["reason"]) == {"both"}


ADDRESSES = {
    "vej 1a": ("Vej 1A", "vej  1 a", "VEJ 1 A", "Vej 1-A,"),
    "vej 1b": ("Vej 1 B",),
    "vej 1": ("Vej 1", "vej-1."),
    "vej 11": ("Vej 11",),
    "ågade 2 3 tv": ("Aagade 2, 3. tv", "Ågade 2 3 tv", "A\u030agade 2, 3 tv"),
    None: ("-", ""),
}


def test_an_address_is_known_again_however_it_is_written(tmp_path: Path) -> None:
    keys = [key for key, texts in ADDRESSES.items() for _text in texts]
    texts = [text for texts in ADDRESSES.values() for text in texts]
    lines = ["site_id | kind | municipality_code | address | first_seen | status | status_from"]
    lines += [f"s{n:02} | clinic | 0101 | {text} | 2020-01-01 | open | 2020-01-01" for n, text in enumerate(texts)]
    build(write_small(tmp_path / "raw", sites="\n".join(lines), **LEANING), Settings(home=tmp_path / "home"), TODAY)
    store = Store.open(tmp_path / "home", published(tmp_path / "home"))
    told = [row["address_key"] for row in records(store.site_places(TODAY))]
    store.close()
    assert [None if missing(key) else key for key in told] == keys


class Colour(Term):
    RED = ("red", "Rød", "Red")
    BLUE = ("blue", "Blå", "Blue")


def test_a_list_from_which_a_record_vanished_cannot_exist() -> None:
    rows = pd.DataFrame({"colour": ["red", "blue", "red"]})
    found = divided(rows, "colour", Colour, (Colour.RED,))
    assert (found.listed, counted(found), found.total) == (2, {"blue": 1}, 3)
    with pytest.raises(ValueError, match="3 records, but 2 listed"):
        WorkList(found.rows, 2, {}, 3)
    with pytest.raises(ValueError, match="records"):
        divided(pd.DataFrame({"colour": ["red", "green"]}), "colour", Colour, (Colour.RED,))
