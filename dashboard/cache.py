"""What is read from the warehouse, remembered per version and reach: the only module with Streamlit's caches.

Every reader is asked with an edition, which carries its version and the viewer's reach: both are part of every key, and
both go down to the query. So a version published while the application runs is shown by the next run, and no one is
shown what was read for someone who may see more.
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, sheets
from dashboard.period import days_offered, today_in_denmark
from dashboard.scope import Scope, scope_figures
from dashboard.warehouse import Edition, current
from geodata import beside, delay, series
from geodata.denominators import side_by_side
from geodata.disclosure import publishing
from geodata.disclosure.verdict import Verdict, Visible, visible
from geodata.errors import StoreMissingError
from geodata.evidence import commands as evidence_commands
from geodata.hidden import hidden_sites
from geodata.ledger import releases
from geodata.municipality import MunicipalityRecord, read_municipality
from geodata.report.report import make
from geodata.roles import EVERYTHING
from geodata.run_sheet import Place, read_places
from geodata.settings import Settings
from geodata.site import SiteRecord, read_site
from geodata.status import DEFAULT_WINDOW_MONTHS, classify
from geodata.store import at_once
from geodata.terms import Region, Team
from geodata.users import municipality_codes
from geodata.week.ground import Ground, read_ground, read_travel
from geodata.worklists import duplicates, findings, screenings
from geodata.worth.due_list import DueList, Knowledge, read_due, read_knowledge
from geodata.worth.rules import TeamRules

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from geodata.denominators import Measured
    from geodata.disclosure.content import Content
    from geodata.evidence.read import Evidence
    from geodata.figures import Figure
    from geodata.hidden import Hidden
    from geodata.ledger.sessions import Ledger
    from geodata.report.period import Period
    from geodata.report.report import Report
    from geodata.travel.times import TravelTimes
    from geodata.worklists.findings import Round

CHOICES_KEPT = 256
"""Combinations of date, window and area; one takes some 20 kB."""

TIMES_KEPT = 16
"""Combinations of days, window and figures; one takes up to 2 MB."""

RELEASES_KEPT = 16
"""Releases that are remembered; one takes some 100 kB."""

DAYS_KEPT = 16
"""Days whose lists of sites are kept; at 100,000 sites one takes some 20 MB."""

_remember = partial(
    st.cache_data, show_spinner=False, hash_funcs={Edition: attrgetter("key"), Ground: attrgetter("key")}
)


def edition() -> Edition:
    """Return the version that is published now, as far as the viewer reaches."""
    return access.opened(current(Settings().home))


@_remember(max_entries=CHOICES_KEPT)
def municipalities(found: Edition, as_of: date, window_months: int) -> pd.DataFrame:
    """Return one row per municipality with its status on a day, in Danish order of names."""
    return classify(found.store.municipality_status(as_of, window_months), as_of, window_months)


def names(found: Edition) -> dict[str, str]:
    """Return each municipality's name by its code, in Danish order, of those the viewer may open."""
    if not found.reach.rows:
        return found.store.municipality_names()
    day = days_offered(days(found), today_in_denmark()).latest
    rows = municipalities(found, day, DEFAULT_WINDOW_MONTHS)
    return dict(zip(rows["municipality_code"], rows["name"], strict=True))


def every_name(found: Edition) -> dict[str, str]:
    """Return the name of every municipality by its code, for choosing whom to be in the demo.

    Raises
    ------
    ValueError
        If the data are real.
    """
    if not found.store.demo:
        raise ValueError("Only the demo lets one choose whom to be.")
    return found.within(EVERYTHING).store.municipality_names()


def municipality_choices() -> dict[str, str]:
    """Return the municipalities' names by their codes, for mapping a user to one; before any build, codes alone."""
    try:
        return edition().store.municipality_names()
    except StoreMissingError:
        return dict.fromkeys(sorted(municipality_codes()), "")


def areas(found: Edition, as_of: date) -> tuple[list[str], list[str]]:
    """Return the teams and the regions that hold a municipality on a day, in their fixed order."""
    rows = municipalities(found, as_of, DEFAULT_WINDOW_MONTHS)
    teams, regions = set(rows["team"]), set(rows["region_code"])
    return [team.code for team in Team if team.code in teams], [
        region.code for region in Region if region.code in regions
    ]


@_remember(max_entries=CHOICES_KEPT)
def figures(found: Edition, as_of: date, window_months: int, scope: Scope, ids: tuple[str, ...]) -> list[Figure]:
    """Return the figures of ``ids`` for what a filter keeps."""
    return scope_figures(found.store, as_of, window_months, scope, ids)


@_remember(max_entries=CHOICES_KEPT)
def municipality(found: Edition, code: str, as_of: date, window_months: int) -> MunicipalityRecord:
    """Return what is known of one municipality on a day."""
    return read_municipality(found.store, code, as_of, window_months)


@_remember(max_entries=CHOICES_KEPT)
def site(found: Edition, site_id: str, as_of: date) -> SiteRecord | None:
    """Return what is known of one site on a day; ``None`` where no such site is known."""
    return read_site(found.store, site_id, as_of)


@_remember(max_entries=CHOICES_KEPT)
def stop_places(found: Edition, sites: tuple[str, ...], as_of: date) -> dict[str, Place]:
    """Return what is known of planned sites on a day, by code; of those the viewer reaches."""
    return read_places(found.store, sites, as_of)


@_remember(max_entries=16)
def place_counts(found: Edition, as_of: date, window_months: int, ids: tuple[str, ...]) -> pd.DataFrame:
    """Return what figures divide, for every municipality and team."""
    return beside.place_counts(found.store, as_of, window_months, ids)


def municipality_page(
    found: Edition, code: str, as_of: date, window_months: int, ids: tuple[str, ...]
) -> MunicipalityRecord:
    """Return what is known of one municipality; what its page sets beside it is read meanwhile."""
    record: MunicipalityRecord
    _counts, record = at_once(
        partial(place_counts, found, as_of, window_months, ids),
        partial(municipality, found, code, as_of, window_months),
    )
    return record


def beside_team_and_nation(
    found: Edition, as_of: date, window_months: int, code: str, team: str, ids: tuple[str, ...]
) -> list[tuple[Figure, Figure, Figure]]:
    """Return each figure of a municipality beside its team's and the nation's."""
    return beside.beside(place_counts(found, as_of, window_months, ids), as_of, code, team, ids)


@_remember(max_entries=CHOICES_KEPT)
def recording_delays(found: Edition, as_of: date) -> dict[int, int]:
    """Return how many visits were recorded so many days after they happened."""
    return delay.recording_delays(found.store, as_of)


@_remember(max_entries=CHOICES_KEPT)
def unplaced(found: Edition, as_of: date, window_months: int) -> pd.DataFrame:
    """Return, per kind of record, how many cannot be placed on the map."""
    return found.store.unplaced(as_of, window_months)


def coverage_page(
    found: Edition, as_of: date, window_months: int, scope: Scope, ids: tuple[str, ...]
) -> tuple[pd.DataFrame, list[Figure], pd.DataFrame]:
    """Return every municipality's status, the figures of a filter, and what cannot be placed, read at the same time."""
    return at_once(
        partial(municipalities, found, as_of, window_months),
        partial(figures, found, as_of, window_months, scope, ids),
        partial(unplaced, found, as_of, window_months),
    )


@_remember(max_entries=CHOICES_KEPT)
def hidden(found: Edition, as_of: date) -> list[Hidden]:
    """Return what the sighting ledger tells of sites not seen, for the country and then the teams."""
    return hidden_sites(found.store, as_of, "nation", "team")


@_remember(max_entries=CHOICES_KEPT)
def denominators(found: Edition, as_of: date, window_months: int) -> list[Measured]:
    """Return the sites attempted against every denominator, for the country and then the teams."""
    return side_by_side(found.store, as_of, window_months, partial(hidden, found, as_of), "nation", "team")


@_remember(max_entries=TIMES_KEPT)
def cells(found: Edition, told: tuple[date, ...], window_months: int, columns: frozenset[str]) -> pd.DataFrame:
    """Return the parts that figures over time are pooled from."""
    return series.cells(found.store, told, window_months, columns)


@_remember(max_entries=TIMES_KEPT)
def statuses(found: Edition, told: tuple[date, ...], window_months: int) -> pd.DataFrame:
    """Return one row per day and municipality with its status."""
    return series.statuses(found.store, told, window_months)


@_remember(max_entries=CHOICES_KEPT)
def screen_next(found: Edition, as_of: date, window_months: int) -> pd.DataFrame:
    """Return every municipality in the order it is to be screened, with the hours that usually takes."""
    usual = found.store.usual_screening_hours(as_of)
    return screenings.by_urgency(municipalities(found, as_of, window_months), usual, as_of)


@_remember(max_entries=DAYS_KEPT)
def usual_visit_hours(found: Edition, as_of: date, window_months: int) -> pd.DataFrame:
    """Return the median hours of an attempt, per team and for the nation."""
    return found.store.usual_visit_hours(as_of, window_months)


@_remember(max_entries=DAYS_KEPT)
def due_sites(found: Edition, as_of: date) -> pd.DataFrame:
    """Return every known site with when it is due, and from what."""
    return found.store.due_sites(as_of)


@_remember(max_entries=DAYS_KEPT)
def absent_sites(found: Edition, as_of: date) -> pd.DataFrame:
    """Return the sites that are no longer known, counted by status and place."""
    return found.store.absent_sites(as_of)


@_remember(max_entries=DAYS_KEPT)
def site_places(found: Edition, as_of: date) -> pd.DataFrame:
    """Return how much is known of every known site's place: neither the point nor the address, which no table shows."""
    places = found.store.site_places(as_of)
    comparable = places["lon"].notna() | places["address_key"].notna()
    return places.drop(columns=["lon", "lat", "address_key"]).assign(comparable=comparable)


@_remember(max_entries=DAYS_KEPT)
def site_points(found: Edition, as_of: date) -> pd.DataFrame:
    """Return where every known site with a point is (longitude and latitude in EPSG:4326), and how well that is known.

    Only of sites the viewer reaches, and only for a map: no table and no file has points.
    """
    places = found.store.site_places(as_of)
    return places.loc[places["lon"].notna(), ["site_id", "lon", "lat", "location_quality"]].reset_index(drop=True)


@_remember(max_entries=DAYS_KEPT)
def likely_pairs(found: Edition, as_of: date) -> pd.DataFrame:
    """Return the pairs of known sites that may be one."""
    return duplicates.likely_pairs(found.store.site_places(as_of))


@_remember(max_entries=DAYS_KEPT)
def site_findings(found: Edition, as_of: date) -> pd.DataFrame:
    """Return what two sources say of every site."""
    return findings.findings(found.store, as_of)


@_remember(max_entries=DAYS_KEPT)
def latest_round(found: Edition, as_of: date) -> Round | None:
    """Return the latest round in which two sources can be compared."""
    return findings.latest_round(found.store, as_of)


@st.cache_data(show_spinner=False, max_entries=RELEASES_KEPT)
def released(number: int, checksum: str, _ledger: Ledger) -> Content:  # noqa: ARG001 - the checksum is a part of the key
    """Return what a release tells; it never changes, and its checksum stands for it."""
    return releases.told(_ledger, number)


@st.cache_data(show_spinner=False, max_entries=RELEASES_KEPT)
def release_verdict(number: int, checksum: str, _ledger: Ledger, *, demo: bool) -> tuple[Verdict, Visible]:  # noqa: ARG001 - as above
    """Return what the attack on a release came to, and what of it can be seen; for managers only."""
    entry = publishing.find(_ledger, number, demo=demo)
    return publishing.check(_ledger, entry), visible(releases.whole(_ledger, number))


@_remember(max_entries=TIMES_KEPT)
def report(found: Edition, period: Period, team: str | None, as_of: date) -> Report:
    """Return the report of a period as recorded by a day."""
    return make(found.store, period, team, as_of)


@_remember(max_entries=TIMES_KEPT)
def evidence(found: Edition, as_of: date, window_months: int) -> Evidence:
    """Return what the log teaches of the months up to a day."""
    from geodata.evidence.read import evidence as read_evidence  # noqa: PLC0415 - scipy, which no other page needs

    span = evidence_commands.span(as_of, window_months)
    return read_evidence(found.store, span, names(found))


@_remember(max_entries=DAYS_KEPT)
def week_ground(found: Edition, team: str, week: str, as_of: date, numbers: tuple[tuple[str, float], ...]) -> Ground:
    """Return what a team's week rests on: its sites with their points, for the map and the planner."""
    return read_ground(found.store, team, week, as_of, TeamRules(dict(numbers)), due_knowledge(found, as_of))


@_remember(max_entries=DAYS_KEPT)
def week_travel(found: Edition, ground: Ground, places: tuple[str, ...]) -> TravelTimes:  # noqa: ARG001 - its reach is a part of the key
    """Return the minutes between a team's sites, in the ground's order, and then its bases and places to stay."""
    return read_travel(ground, places, Settings())


@_remember(max_entries=2)
def days(found: Edition) -> tuple[date | None, date | None]:
    """Return the first and the last day anything is recorded on."""
    return found.store.days()


@_remember(max_entries=2)
def imports(found: Edition) -> pd.DataFrame:
    """Return what the build read, kept and set aside, per table."""
    return found.store.imports()


@_remember(max_entries=2)
def rejects(found: Edition) -> pd.DataFrame:
    """Return every fault of the rows that were set aside."""
    return found.store.rejects()


@_remember(max_entries=2)
def ledger_rejects(found: Edition) -> pd.DataFrame:
    """Return the faults of the records that the build set aside."""
    return found.store.ledger_rejects()


@_remember(max_entries=4)
def checked_sheet(
    found: Edition,
    kind: str,
    data: bytes,
    columns: tuple[tuple[str, str | None], ...],
) -> sheets.Checked:
    """Return what an uploaded sheet holds, checked against what is reached of the version that is served.

    ``columns`` are the headers that were chosen.
    """
    return sheets.check(kind, data, dict(columns), Settings(), found.reach)


@_remember(max_entries=2)
def sources(found: Edition) -> pd.DataFrame:
    """Return the raw files of the build, with their checksums."""
    return found.store.sources()


@_remember(max_entries=DAYS_KEPT)
def due_knowledge(found: Edition, as_of: date) -> Knowledge:
    """Return what attempts and closures up to a day teach of contact and of closing."""
    return read_knowledge(found.store, as_of)


@_remember(max_entries=DAYS_KEPT)
def due_list(found: Edition, as_of: date, team: str | None, numbers: tuple[tuple[str, float], ...]) -> DueList:
    """Return the due list of a team, or of the whole country, told by its rules' numbers."""
    return read_due(found.store, as_of, team, TeamRules(dict(numbers)), due_knowledge(found, as_of))
