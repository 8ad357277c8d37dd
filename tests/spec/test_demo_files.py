"""The demo's raw files keep the contract, and no record contradicts another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from etl.boundaries import OFFICIAL_TOLERANCE_M
from etl.contract import TABLES, Holds, Table
from tests.demo_files import EARLIER, TODAY, demo_until, outline

if TYPE_CHECKING:
    from datetime import date

OFFICIAL = Path(__file__).parents[3] / "shared" / "data" / "dagi_municipalities_2025_150m.geojson"
"""DAGI 2025, Klimadatastyrelsen, CC BY 4.0; not part of the project."""


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_cell_is_one_the_contract_takes(table: Table) -> None:
    rows = demo_until(TODAY).rows[table.name]
    assert rows
    assert set(rows[0]) == {column.name for column in table.columns}
    for column in table.columns:
        cells = {row[column.name] for row in rows}
        assert not (column.required and "" in cells), column.name
        filled = cells - {""}
        if column.term is not None:
            for word in {word for cell in filled for word in cell.split("|")}:
                column.term.read(word)
        if column.holds is Holds.CODE:
            assert all(len(cell) == 4 and cell.isdigit() for cell in filled)
        if column.low is not None and column.high is not None:
            numbers = [float(cell.replace(",", ".")) for cell in filled]
            assert column.low <= min(numbers)
            assert max(numbers) <= column.high
    keys = [tuple(row[name] for name in table.key) for row in rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "table",
    [table for table in TABLES if table.name not in {"municipalities", "team_membership"}],
    ids=lambda t: t.name,
)
def test_every_row_says_that_it_is_synthetic(table: Table) -> None:
    for column in table.columns:
        cells = {row[column.name] for row in demo_until(TODAY).rows[table.name]} - {""}
        if column.holds is Holds.ID:
            assert all(cell.startswith("demo-") for cell in cells), column.name
        if column.holds is Holds.TEXT:
            assert all(cell.startswith("DEMO") for cell in cells), column.name
    assert any(column.holds is Holds.ID and column.required for column in table.columns)


def test_commas_and_semicolons_plain_and_danish_files_all_occur() -> None:
    first = {table.name: demo_until(TODAY).files[f"{table.name}.csv"].split(b"\n")[0] for table in TABLES}
    assert b"," in first["visits"]
    assert b";" in first["sites"]
    assert "møde".encode("latin-1") in first["partners"]
    assert any("," in row["hours"] for row in demo_until(TODAY).rows["activities"])


EVENTS = {
    "sites": ("first_seen", "status_from"),
    "sightings": ("seen_on",),
    "screenings": ("started_on", "completed_on"),
    "visits": ("started_at",),
    "conversations": ("held_on",),
    "partners": ("contacted_on", "meeting_on", "agreement_on"),
    "bridge_meetings": ("held_on",),
    "activities": ("held_on",),
}

NEVER = {
    **{
        f"{table}.{column} after the last day": f"SELECT * FROM {table} WHERE {column}::DATE > $until"
        for table, columns in EVENTS.items()
        for column in columns
    },
    **{
        f"{table} of an unknown site": f"SELECT * FROM {table} WHERE site_id NOT IN (SELECT site_id FROM sites)"
        for table in ("visits", "visit_windows", "sightings", "conversations")
    },
    **{
        f"{table} of an unknown municipality": f"""SELECT * FROM {table} WHERE municipality_code NOT IN
            (SELECT municipality_code FROM municipalities)"""
        for table in ("sites", "screenings", "partners", "activities", "team_membership")
    },
    "anything before 2006": "SELECT * FROM sites WHERE first_seen < '2006-01-01'",
    "a state before the site was seen": "SELECT * FROM sites WHERE status_from < first_seen",
    "an open site that names another": """SELECT * FROM sites
        WHERE (status IN ('moved', 'merged')) <> (merged_into IS NOT NULL)""",
    "a site that became one nobody knows": """SELECT * FROM sites WHERE merged_into NOT IN (SELECT site_id FROM sites)
        OR merged_into = site_id""",
    "a site that became one that had gone before": """SELECT * FROM sites old
        JOIN sites new ON old.merged_into = new.site_id
        WHERE new.first_seen > old.status_from
           OR (new.status IN ('closed', 'moved', 'merged') AND new.status_from <= old.status_from)""",
    "a new site that was there before the move": """SELECT * FROM sites old
        JOIN sites new ON old.merged_into = new.site_id
        WHERE old.status = 'moved' AND new.first_seen <> old.status_from""",
    "half a point": "SELECT * FROM sites WHERE (lon IS NULL) <> (lat IS NULL)",
    "a point where the place is not known so well": """SELECT * FROM sites
        WHERE (lon IS NOT NULL) <> (location_quality IN ('exact', 'approximate'))""",
    "a code that disagrees with the point": """SELECT * FROM sites JOIN homes USING (site_id)
        WHERE municipality_code <> municipality""",
    "a visit before the site was seen": """SELECT * FROM visits JOIN sites USING (site_id)
        WHERE started_at::DATE < first_seen""",
    "a visit after the site had gone": """SELECT * FROM visits JOIN sites USING (site_id)
        WHERE status IN ('closed', 'moved', 'merged') AND started_at::DATE >= status_from""",
    "a sighting outside the site's life": """SELECT * FROM sightings JOIN sites USING (site_id)
        WHERE seen_on < first_seen OR (status IN ('closed', 'moved', 'merged') AND seen_on >= status_from)""",
    "a site that was never sighted": "SELECT * FROM sites WHERE site_id NOT IN (SELECT site_id FROM sightings)",
    "outcomes in vain, or none where someone was reached": """SELECT * FROM visits
        WHERE reached <> (len(outcomes) > 0) OR len(outcomes) <> len(list_distinct(outcomes))""",
    "nothing stated beside something stated": """SELECT * FROM visits
        WHERE list_contains(outcomes, 'not_stated') AND len(outcomes) > 1""",
    "a return before the visit": "SELECT * FROM visits WHERE return_on <= started_at::DATE",
    "a return that nobody agreed": """SELECT * FROM visits WHERE (return_on IS NULL) <> (return_purpose IS NULL)
        OR (return_on IS NOT NULL) <> list_contains(outcomes, 'new_appointment')""",
    "a phase in vain": "SELECT * FROM visits WHERE reached <> (phase IS NOT NULL)",
    "minutes in vain, or too few or many": """SELECT * FROM visits WHERE reached <> (minutes IS NOT NULL)
        OR minutes NOT BETWEEN 15 AND 60""",
    "two visits to a site on one day": """SELECT site_id, started_at::DATE FROM visits
        GROUP BY ALL HAVING count(*) > 1""",
    "a visit at night": "SELECT * FROM visits WHERE hour(started_at) NOT BETWEEN 9 AND 19",
    "a visit by another team than the municipality's": """SELECT * FROM visits JOIN homes USING (site_id)
        JOIN team_membership ON municipality = municipality_code WHERE visits.team <> team_membership.team""",
    "a conversation apart from its visit": """SELECT * FROM conversations c LEFT JOIN visits v USING (visit_id)
        WHERE c.visit_id IS NOT NULL AND (v.visit_id IS NULL OR c.site_id <> v.site_id OR c.channel <> v.channel
              OR c.held_on <> v.started_at::DATE OR NOT list_contains(v.outcomes, 'conversation'))""",
    "a conversation at a site outside its life": """SELECT * FROM conversations JOIN sites USING (site_id)
        WHERE held_on < first_seen OR (status IN ('closed', 'moved', 'merged') AND held_on >= status_from)""",
    "a visit's conversation that is missing": """SELECT * FROM visits WHERE list_contains(outcomes, 'conversation')
        AND visit_id NOT IN (SELECT visit_id FROM conversations WHERE visit_id IS NOT NULL)""",
    "a screening that ends before it begins": "SELECT * FROM screenings WHERE completed_on < started_on",
    "a result or hours before the screening is completed": """SELECT * FROM screenings
        WHERE (completed_on IS NULL) <> (result IS NULL) OR (completed_on IS NULL) <> (hours IS NULL)""",
    "a result that the sites contradict": """SELECT * FROM screenings
        WHERE completed_on IS NOT NULL AND (result = 'sites_found') <> EXISTS (
            FROM sites JOIN homes USING (site_id)
            WHERE municipality = screenings.municipality_code AND first_seen <= completed_on
              AND (status IN ('open', 'unverified') OR status_from > completed_on))""",
    "a partner's steps out of order": """SELECT * FROM partners
        WHERE meeting_on < contacted_on OR agreement_on < meeting_on
           OR (meeting_on IS NOT NULL AND contacted_on IS NULL) OR (agreement_on IS NOT NULL AND meeting_on IS NULL)
           OR (category = '3' AND contacted_on IS NOT NULL)""",
    "a partner of a municipality that was not screened": """SELECT * FROM partners WHERE municipality_code NOT IN
        (SELECT municipality_code FROM screenings WHERE completed_on IS NOT NULL)""",
    "a window that closes before it opens": "SELECT * FROM visit_windows WHERE closes <= opens",
}  # fmt: skip


@pytest.mark.parametrize("until", [*EARLIER, TODAY], ids=str)
@pytest.mark.parametrize("query", NEVER.values(), ids=NEVER.keys())
def test_no_record_contradicts_another_or_the_last_day(until: date, query: str) -> None:
    assert demo_until(until).ask(f"SELECT count(*) FROM ({query})") == [(0,)]


def _points() -> tuple[gpd.GeoSeries, list[str]]:
    """Every point of today's demo, in metres, and the municipality it was made for."""
    rows = demo_until(TODAY).ask(
        "SELECT lon, lat, municipality FROM sites JOIN homes USING (site_id) WHERE lon IS NOT NULL ORDER BY site_id"
    )
    lons, lats, codes = zip(*rows, strict=True)
    return gpd.GeoSeries(gpd.points_from_xy(lons, lats), crs=4326).to_crs(25832), list(codes)


def test_points_lie_well_inside_their_municipality() -> None:
    points, codes = _points()
    homes = outline().set_index("municipality_code").geometry.loc[codes].to_numpy()
    assert len(points) > 2_000
    assert shapely.contains_properly(homes, points.to_numpy()).all()
    assert shapely.distance(shapely.boundary(homes), points.to_numpy()).min() > 100


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official boundaries are not beside the project")
def test_points_lie_in_the_same_municipality_under_the_official_boundaries() -> None:
    points, codes = _points()
    official = gpd.GeoDataFrame.from_features(json.loads(OFFICIAL.read_text(encoding="utf-8"))["features"], crs=4326)
    homes = official.to_crs(25832).dissolve("kommunekode").geometry.loc[codes].to_numpy()
    assert shapely.distance(homes, points.to_numpy()).max() < OFFICIAL_TOLERANCE_M
