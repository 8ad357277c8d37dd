"""One site on a day: all reading of a single site goes through :func:`read_site`, so that access has one door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geodata.due import RULES, DueRules
from geodata.terms import Term

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import date

    import pandas as pd

    from geodata.store import Store


class SiteEvent(Term):
    """What a change of a site's status was."""

    FIRST_SEEN = ("first_seen", "Set første gang", "First seen")
    CONFIRMED = ("confirmed", "Ny vurdering", "Assessed again")
    CLOSED = ("closed", "Lukket", "Closed")
    REOPENED = ("reopened", "Åbnet igen", "Opened again")
    MOVED = ("moved", "Flyttet til et nyt sted", "Moved to a new site")
    MERGED = ("merged", "Lagt sammen med et andet sted", "Merged into another site")
    SPLIT = ("split", "Skilt ud igen fra et andet sted", "Split off again from another site")


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """What is known of one site on a day.

    Parameters
    ----------
    facts
        site_id, kind, municipality_code, municipality_name, municipality_from, team, region_code, location_quality,
        address, first_seen, status, status_from.
    due
        Where the site is known and neither closed, moved nor merged: attempted_on, reached_on, attempts,
        agreed_purpose, agreed_window, due_from, due_on, overdue_days, state; else ``None``.
    history
        One row per change of status, the latest first: status_from, status, status_reason, event, other (the site
        it names), other_known (whether that site was known on the day).
    origins
        One row per site that is merged into this one or has moved to it: site_id, status, status_from, status_reason.
    visits
        One row per attempted visit, the latest first; outcomes are codes split by ``|``.
    sightings
        One row per sighting, the latest first: seen_on, source, round_id.
    """

    facts: Mapping[Hashable, Any]
    due: Mapping[Hashable, Any] | None
    history: pd.DataFrame
    origins: pd.DataFrame
    visits: pd.DataFrame
    sightings: pd.DataFrame


def read_site(store: Store, site: str, as_of: date, rules: DueRules = RULES) -> SiteRecord | None:
    """Return everything the warehouse tells of one site on a day, or ``None`` where no such site is known that day."""
    facts = store.read("site_facts", site=site, as_of=as_of).to_dict("records")
    if not facts:
        return None
    due = store.due_sites(as_of, rules, site=site).to_dict("records")
    return SiteRecord(
        facts[0],
        due[0] if due else None,
        store.read("site_history", site=site, as_of=as_of),
        store.read("site_origins", site=site, as_of=as_of),
        store.read("site_visits", site=site, as_of=as_of),
        store.read("site_sightings", site=site, as_of=as_of),
    )
