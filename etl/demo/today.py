"""The demo as it was known at the end of one day: nothing later is told, and what was under way is not finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import polars.selectors as cs

from etl.demo.counted import all_activities, all_meetings
from etl.demo.courses import all_course_counts
from etl.demo.lives import all_sites
from etl.demo.partners import all_partners
from etl.demo.places import memberships, municipalities, scatter
from etl.demo.published import LAST_PUBLISHED_YEAR
from etl.demo.recorded import with_recording
from etl.demo.screenings import all_screenings
from etl.demo.sightings import all_sightings
from etl.demo.talks import all_talks
from etl.demo.visits import all_visits
from etl.demo.windows import all_windows

if TYPE_CHECKING:
    from datetime import date

REASONS = {
    "closed": "DEMO: ses ikke længere",
    "moved": "DEMO: set et andet sted",
    "merged": "DEMO: samme sted kendt i forvejen",
    "unverified": "DEMO: kunne ikke bekræftes",
}
POINTS = ("exact", "approximate")
"""The qualities of place that come with a point."""


def tables(seed: int, until: date) -> dict[str, pl.DataFrame]:
    """Return every raw table of the contract as known at the end of ``until``, each with a row per record."""
    last_year = max(until.year, LAST_PUBLISHED_YEAR)
    places = municipalities()
    screenings = all_screenings(seed, places, last_year)
    every_site = all_sites(seed, places, screenings, last_year)
    visits = all_visits(seed, every_site, last_year)
    talks = with_recording(seed, "conversations", all_talks(seed, every_site, visits, last_year), pl.col("held_on"))
    visits = with_recording(seed, "visits", visits, pl.col("started_at").dt.date())
    sightings = with_recording(seed, "sightings", all_sightings(seed, every_site, last_year), pl.col("seen_on"))
    meetings = with_recording(seed, "bridge_meetings", all_meetings(seed, last_year), pl.col("held_on"))
    activities = with_recording(seed, "activities", all_activities(seed, places, last_year), pl.col("held_on"))
    screened = with_recording(seed, "screenings", screenings.rows, pl.col("completed_on"))

    sites = every_site.filter(pl.col("first_seen") <= until)
    windows = all_windows(seed, sites)
    known = {
        "municipalities": places,
        "team_membership": memberships(places),
        "sites": _sites(seed, sites, until),
        "visit_windows": windows.with_columns(site_id=_id("s", "site")),
        "sightings": sightings.filter(pl.col("seen_on") <= until).with_columns(site_id=_id("s", "site")),
        "screenings": _screenings(screened, sites, until),
        "visits": visits.filter(pl.col("started_at").dt.date() <= until).with_columns(
            visit_id=_id("v", "number"), site_id=_id("s", "site")
        ),
        "conversations": _numbered("conversation_id", "c", talks.filter(pl.col("held_on") <= until)).with_columns(
            visit_id=_id("v", "visit"), site_id=_id("s", "site"), person_key=_id("p", "person")
        ),
        "partners": _partners(all_partners(seed, screenings.rows), until),
        "bridge_meetings": _numbered("meeting_id", "m", meetings.filter(pl.col("held_on") <= until)),
        "activities": _numbered("activity_id", "a", activities.filter(pl.col("held_on") <= until)),
        "course_counts": _numbered(
            "count_id", "f", all_course_counts(seed, last_year).filter(pl.col("period_to") <= until)
        ),
    }
    # What would be recorded later is recorded on the last day: the files are made of what is known by then.
    return {name: rows.with_columns(_RECORDED.clip(upper_bound=until)) for name, rows in known.items()}


_RECORDED = cs.matches("^(status_)?recorded_on$")


def _id(letter: str, number: str) -> pl.Expr:
    """Return the identifiers of numbered records, counted from 1; null stays null."""
    return pl.format("demo-{}{}", pl.lit(letter), (pl.col(number) + 1).cast(pl.String).str.zfill(5))


def _numbered(name: str, letter: str, records: pl.DataFrame) -> pl.DataFrame:
    return records.with_row_index("nth").with_columns(_id(letter, "nth").alias(name))


def _sites(seed: int, sites: pl.DataFrame, until: date) -> pl.DataFrame:
    """Return the sites with the state they are in at the end of ``until``."""
    ended = pl.col("ends") <= until
    doubted = ~ended & (pl.col("doubted_from") <= until).fill_null(value=False)
    status = pl.when(ended).then("ending").when(doubted).then(pl.lit("unverified")).otherwise(pl.lit("open"))
    since = pl.when(ended).then("ends").when(doubted).then("doubted_from").otherwise("first_seen")
    known = with_recording(seed, "sites", sites.with_columns(status=status, status_from=since), since)
    known = known.rename({"recorded_on": "status_recorded_on"}).with_columns(recorded_on="first_seen")

    has_point = pl.col("location_quality").is_in(POINTS) & pl.col("municipality_code").is_not_null()
    placed = known.filter(has_point)
    points = scatter(seed, placed["municipality_code"].to_list())
    where = placed.select("number", lon=pl.Series(points[:, 0]), lat=pl.Series(points[:, 1]))
    return known.join(where, on="number", how="left", maintain_order="left").with_columns(
        site_id=_id("s", "number"),
        municipality_code=pl.when("says_code").then("municipality_code"),
        team=pl.when(pl.col("says_team") | pl.col("municipality_code").is_null()).then("team"),
        address=pl.when(pl.col("location_quality") == "exact").then(
            pl.format("DEMO {}", (pl.col("number") + 1).cast(pl.String).str.zfill(4))
        ),
        status_reason=pl.col("status").replace_strict(REASONS, default=None),
        merged_into=pl.when(ended).then(_id("s", "merged_into")),
    )


def _screenings(rows: pl.DataFrame, sites: pl.DataFrame, until: date) -> pl.DataFrame:
    """Return the screenings begun by ``until``, each completed one with what it found."""
    begun = _numbered("screening_id", "k", rows.filter(pl.col("started_on") <= until))
    done = pl.col("completed_on") <= until
    finds = (
        begun.join(sites.select("municipality_code", "first_seen", "ends"), on="municipality_code")
        .filter(pl.col("first_seen") <= pl.col("completed_on"), pl.col("ends") > pl.col("completed_on"))["screening_id"]
        .unique()
    )
    found = pl.col("screening_id").is_in(finds.to_list())
    return begun.with_columns(
        completed_on=pl.when(done).then("completed_on"),
        result=pl.when(done & found).then(pl.lit("sites_found")).when(done).then(pl.lit("none_found")),
        hours=pl.when(done).then("hours"),
        recorded_on=pl.when(done).then("recorded_on"),
    )


def _partners(partners: pl.DataFrame, until: date) -> pl.DataFrame:
    steps = ("contacted_on", "meeting_on", "agreement_on")
    known = _numbered("partner_id", "o", partners.filter(pl.col("registered_on") <= until))
    return known.with_columns(pl.when(pl.col(step) <= until).then(step).alias(step) for step in steps)
