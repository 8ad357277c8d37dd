"""What lies outside a reach never leaves the warehouse: every query and team, against everyone's rows."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from etl.build import build
from geodata import series
from geodata.beside import place_counts
from geodata.errors import BeyondReachError
from geodata.municipality import read_municipality
from geodata.roles import EVERYTHING, NOTHING, Reach, Role, reach_of
from geodata.settings import Settings
from geodata.site import read_site
from geodata.store import Store
from geodata.users import TEAMS
from geodata.versions import published
from geodata.within import ELSEWHERE, RULES
from tests.small import TODAY, write_small

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.store import Grain

DAY = date(2026, 11, 21)
ROWS: dict[str, tuple[Any, ...]] = {
    "municipality_status": (DAY, 12),
    "due_sites": (DAY,),
    "absent_sites": (DAY,),
    "site_places": (DAY,),
    "site_findings": (DAY, None, "newspaper", "web"),
}
"""Readers whose rows name a team, and what they are asked."""

COUNTS = (
    "contact_counts",
    "effort_counts",
    "people_counts",
    "screening_counts",
    "site_counts",
    "term_counts",
)
COLUMNS = frozenset((*series.SCREENED, *series.SITES, *series.ATTEMPTS, *series.DUE))


@pytest.fixture(scope="module")
def store(demo_home: Path) -> Store:
    return Store.open(demo_home, published(demo_home))


def lead(team: str) -> Reach:
    return reach_of(Role.TEAM_LEAD, team, None)


def same(left: pd.DataFrame, right: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(left.reset_index(drop=True), right.reset_index(drop=True), check_dtype=False)


def test_every_query_stands_under_a_rule() -> None:
    queries = {file.name.removesuffix(".sql") for file in files("geodata").joinpath("sql").iterdir()} - {"schema"}
    assert set(RULES) == queries


def test_a_query_under_no_rule_answers_only_who_reaches_everything(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(RULES, "days")
    assert store.days()[0]
    for reach in (lead("east"), NOTHING, reach_of(Role.ADMINISTRATOR, None, None)):
        with pytest.raises(BeyondReachError):
            store.within(reach).days()


@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize("reader", ROWS)
def test_a_team_lead_gets_the_teams_own_rows_in_their_order_and_no_other(reader: str, team: str, store: Store) -> None:
    every = getattr(store, reader)(*ROWS[reader])
    own = getattr(store.within(lead(team)), reader)(*ROWS[reader])
    assert len(own)
    same(own, every[every["team"] == team])


@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize("query", COUNTS)
def test_counts_of_places_are_the_teams_own_and_those_of_teams_are_everyones(
    query: str, team: str, store: Store
) -> None:
    status = store.municipality_status(DAY, 12)
    members = set(status.loc[status["team"] == team, "municipality_code"])
    bound = store.within(lead(team))
    keys = ["area", *(["measure", "term"] if query == "term_counts" else [])]

    def counted(of: Store, level: Grain) -> pd.DataFrame:
        return pd.DataFrame(of.counted(query, DAY, 12, level)).sort_values(keys)

    same(counted(bound, "nation"), counted(store, "nation"))
    same(counted(bound, "team"), counted(store, "team"))
    every = counted(store, "municipality")
    same(counted(bound, "municipality"), every[every["area"].isin(members)])
    assert bound.counted(query, DAY, 12, "region") == []
    places = counted(store, "place")
    same(counted(bound, "place"), places[places["area"].str.endswith(f" {team}")])


@pytest.mark.parametrize("team", TEAMS)
def test_over_time_others_count_for_their_team_and_the_nation_without_their_names(team: str, store: Store) -> None:
    days = series.quarter_ends(date(2020, 1, 1), DAY)
    every, bound = (series.cells(each, days, 12, COLUMNS) for each in (store, store.within(lead(team))))
    columns = sorted(COLUMNS)
    same(*(each.groupby(["day", "team"])[columns].sum().reset_index() for each in (every, bound)))
    others = bound[bound["team"] != team]
    assert set(others["municipality_code"]) == set(others["region_code"]) == {ELSEWHERE}
    shown = series.statuses(store.within(lead(team)), days, 12)
    assert set(shown["team"]) == {team}
    orders = {tuple(codes) for _day, codes in shown.groupby("day")["municipality_code"]}
    assert len(orders) == 1, "the same municipalities in the same order on every day"


@pytest.mark.parametrize("team", TEAMS)
def test_beside_its_team_and_the_nation_a_municipality_has_the_same_figures_for_a_team_lead(
    team: str, store: Store
) -> None:
    ids = ("sites_attempted", "sites_reached", "attempts")
    every, bound = (place_counts(each, DAY, 12, ids) for each in (store, store.within(lead(team))))
    same(*(each.groupby(level="team").sum().reset_index() for each in (every, bound)))
    codes = bound.index.get_level_values(0)[bound.index.get_level_values(1) != team]
    assert set(codes) == {ELSEWHERE}
    same(bound[bound.index.get_level_values(1) == team], every[every.index.get_level_values(1) == team])


def test_one_municipality_and_one_site_are_told_only_inside_the_team(store: Store) -> None:
    status, sites = store.municipality_status(DAY, 12), store.due_sites(DAY)
    for team in TEAMS:
        bound = store.within(lead(team))
        for other in TEAMS:
            code = status.loc[(status["team"] == other) & (status["attempts"] > 0), "municipality_code"].iloc[0]
            record = read_municipality(bound, code, DAY)
            parts = (record.status, record.screenings, record.sites, record.quarters, record.partners)
            assert any(len(part) > 0 for part in parts) == (other == team)
            site = sites.loc[(sites["team"] == other) & (sites["attempts"] > 0), "site_id"].iloc[0]
            told = read_site(bound, site, DAY)
            assert (told is not None) == (other == team)
            for query in ("site_visits", "site_sightings", "site_history", "site_origins"):
                if other != team:
                    assert bound.read(query, site=site, as_of=DAY).empty, query


def test_another_teams_site_is_not_named_by_the_site_it_was_merged_into(tmp_path: Path) -> None:
    build(write_small(tmp_path / "raw"), Settings(home=tmp_path / "home"), TODAY)
    store = Store.open(tmp_path / "home", published(tmp_path / "home"))
    everyone = read_site(store, "with-point", DAY)
    assert everyone is not None
    assert list(everyone.origins["site_id"]) == ["with-both"]
    east = read_site(store.within(lead("east")), "with-point", DAY)
    assert east is not None
    assert east.origins.empty
    west = read_site(store.within(lead("west")), "with-both", DAY)
    assert west is not None
    assert west.history["other"].isna().all()
    assert not west.history["other_known"].any()
    assert "merged" in set(west.history["event"])
    store.close()


@pytest.mark.parametrize("reach", [NOTHING, reach_of(Role.MUNICIPALITY, None, "0101")], ids=["nothing", "municipality"])
def test_a_municipality_reaches_nothing_of_the_live_warehouse(reach: Reach, store: Store) -> None:
    bound = store.within(reach)
    for reader, asked in {**ROWS, "imports": (), "rejects": ()}.items():
        with pytest.raises(BeyondReachError):
            getattr(bound, reader)(*asked)
    for query in COUNTS:
        with pytest.raises(BeyondReachError):
            bound.counted(query, DAY, 12, "nation")
    for read in (read_municipality, read_site):
        with pytest.raises(BeyondReachError):
            read(bound, "0101", DAY)


def test_a_municipality_knows_its_own_name_alone(store: Store) -> None:
    assert list(store.within(reach_of(Role.MUNICIPALITY, None, "0101")).municipality_names()) == ["0101"]


def test_an_administrator_sees_what_was_set_aside_but_not_what_stood_in_it(tmp_path: Path) -> None:
    wrong = "visit_id | site_id | started_at | reached\n1 | with-point | 2999-01-01 10:00 | ja"
    raw = write_small(tmp_path / "raw", visits=wrong)
    build(raw, Settings(home=tmp_path / "home", max_reject_share=1), TODAY)
    store = Store.open(tmp_path / "home", published(tmp_path / "home"))
    bound = store.within(reach_of(Role.ADMINISTRATOR, None, None))
    assert store.rejects()["value"].str.len().max() > 0
    assert set(bound.rejects()["value"]) == {""}
    same(bound.rejects().drop(columns="value"), store.rejects().drop(columns="value"))
    same(bound.imports(), store.imports())
    with pytest.raises(BeyondReachError):
        bound.due_sites(DAY)
    store.close()


def test_a_role_without_its_area_reaches_nothing() -> None:
    assert reach_of(Role.TEAM_LEAD, None, None) == NOTHING
    assert reach_of(Role.MUNICIPALITY, None, None) == NOTHING
    assert reach_of(Role.MANAGER, None, None) == EVERYTHING
