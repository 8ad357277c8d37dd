"""One municipality on a day: its status, its screenings, its sites and how they stand, its visits, its partners."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from geodata.due import RULES, DueRules, Standing
from geodata.status import DEFAULT_WINDOW_MONTHS, classify
from geodata.store import at_once
from geodata.terms import Kind, SiteStatus

if TYPE_CHECKING:
    from datetime import date

    from geodata.store import Store

NO_MUNICIPALITY = "0411"
"""Christiansø: Danish, but of no municipality and no region, so it is never screened and never chosen."""

URGENCY = (Standing.OVERDUE, Standing.DUE_SOON, Standing.NEVER_REACHED, Standing.ON_TRACK)
"""The order in which a municipality's known sites are listed."""


@dataclass(frozen=True, slots=True)
class MunicipalityRecord:
    """What is known of one municipality on a day.

    Parameters
    ----------
    status
        One row, as :func:`geodata.status.classify` returns it of :meth:`geodata.store.Store.municipality_status`; none
        where the municipality lies outside the store's reach.
    screenings
        One row per screening: started_on, completed_on, result, sources (codes split by ``|``), hours, found.
    sites
        One row per site, the most urgent first: site_id, kind, status, status_from, first_seen, attempts (ever), tried
        and met (attempts of the window, and those that reached someone), attempted_on, reached_on, and for known sites
        due_on, due_from, overdue_days and state.
    quarters
        One row per quarter (its first day) since the first visit: attempts, reached.
    partners
        One row per partner: category, kind, name, contacted_on, meeting_on, agreement_on.
    """

    status: pd.DataFrame
    screenings: pd.DataFrame
    sites: pd.DataFrame
    quarters: pd.DataFrame
    partners: pd.DataFrame


def read_municipality(
    store: Store, code: str, as_of: date, window_months: int = DEFAULT_WINDOW_MONTHS, rules: DueRules = RULES
) -> MunicipalityRecord:
    """Return everything the warehouse tells of one municipality on a day; nothing later is used."""
    placed, begun, listed, told, bodies = at_once(
        partial(store.read, "municipality_state", municipality=code, as_of=as_of),
        partial(screenings, store, code, as_of),
        partial(sites, store, code, as_of, window_months, rules),
        partial(quarters, store, code, as_of),
        partial(partners, store, code, as_of),
    )
    known, tried, met = listed["state"].notna().to_numpy(), listed["tried"].to_numpy(), listed["met"].to_numpy()
    counted = {
        "sites_known": int(known.sum()),
        "sites_attempted": int((known & (tried > 0)).sum()),
        "sites_reached": int((known & (met > 0)).sum()),
        "attempts": int(tried.sum()),
    }
    status = classify(placed, as_of, window_months).assign(**counted)
    return MunicipalityRecord(status, begun, listed, told, bodies)


def screenings(store: Store, code: str, as_of: date) -> pd.DataFrame:
    """Return one row per screening begun up to a day, the latest first; one under way has no result yet."""
    return store.read("municipality_screenings", municipality=code, as_of=as_of)


def sites(store: Store, code: str, as_of: date, window_months: int, rules: DueRules) -> pd.DataFrame:
    """Return one row per site first seen up to a day, closed ones too, the most urgent first."""
    urgency = [standing.code for standing in URGENCY]
    return store.read(
        "municipality_sites",
        municipality=code,
        as_of=as_of,
        months=window_months,
        urgency=urgency,
        **rules.parameters(),
    )


def quarters(store: Store, code: str, as_of: date) -> pd.DataFrame:
    """Return one row per quarter from the first attempted visit to a day, empty ones too; the last may be partial."""
    return store.read("municipality_quarters", municipality=code, as_of=as_of)


def partners(store: Store, code: str, as_of: date) -> pd.DataFrame:
    """Return one row per partner known on a day, by category and name."""
    return store.read("municipality_partners", municipality=code, as_of=as_of)


def kinds_by_status(listed: pd.DataFrame) -> pd.DataFrame:
    """Return how many sites there are of each kind and status; rows and columns without any are left out.

    Returns
    -------
    pandas.DataFrame
        One row per kind code (index), one column per status code, both in the terms' order.
    """
    counted = pd.crosstab(listed["kind"], listed["status"])
    return counted.reindex(
        index=[kind.code for kind in Kind if kind.code in counted.index],
        columns=[status.code for status in SiteStatus if status.code in counted.columns],
    )


def standings(listed: pd.DataFrame) -> dict[Standing, int]:
    """Return how many known sites stand in each way; the four add up to the sites known."""
    counted = listed["state"].value_counts()
    return {standing: int(counted.get(standing.code, 0)) for standing in Standing}
