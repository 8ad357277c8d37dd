"""The due list of a team: every site seen, either on the list with its state and worth, or left with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.decay import daily_rates, weight
from geodata.due import Standing
from geodata.status import DEFAULT_WINDOW_MONTHS
from geodata.store import at_once
from geodata.terms import UNKNOWN, SiteStatus, Term
from geodata.worklists.worklist import WorkList
from geodata.worth.chance import HISTORY_MONTHS, Chances, read_chances
from geodata.worth.rules import NATIONAL, TeamRules
from geodata.worth.worth import worth

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geodata.store import Store

LIKELY_CLOSED = 0.5
"""The probability that a site has closed from which the list warns of it."""
LEFT_FOR = (SiteStatus.UNVERIFIED, SiteStatus.CLOSED, SiteStatus.MOVED, SiteStatus.MERGED)
"""What takes a site off the list: it could not be confirmed, or is no longer there."""


class Caution(Term):
    """What to know before going to a site."""

    PAUSED = ("paused", "Har afvist: besøgspause", "Has refused: left in peace")
    REFUSES = ("refuses", "Har afvist besøg", "Has refused visits")
    MAY_HAVE_CLOSED = ("may_have_closed", "Kan være lukket", "May have closed")
    NO_PLACE = ("no_place", "Ukendt sted", "Unknown place")
    NO_ADDRESS = ("no_address", "Ingen adresse", "No address")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the attempts and closures up to a day teach, for every team.

    Parameters
    ----------
    chances
        How likely contact is.
    rates
        Kind -> closures a day.
    """

    chances: Chances
    rates: dict[str, float]


@dataclass(frozen=True, slots=True)
class DueList:
    """A team's list on a day.

    Parameters
    ----------
    found
        The list, the most worth first: its rows, and why every other site seen is not on it.
    left
        One row per site that is not: where it is, its status, since when and why, and what it is merged into.
    states
        How the sites on the list stand; every one stands in exactly one way.
    """

    team: str | None
    as_of: date
    found: WorkList
    left: pd.DataFrame
    states: Mapping[Standing, int]

    @property
    def rows(self) -> pd.DataFrame:
        """The sites on the list."""
        return self.found.rows

    @property
    def due(self) -> int:
        """How many are overdue or due within a week."""
        return self.states[Standing.OVERDUE] + self.states[Standing.DUE_SOON]


def read_knowledge(store: Store, as_of: date) -> Knowledge:
    """Return what is known of contact and of closing on a day."""
    return Knowledge(read_chances(store, as_of), daily_rates(store.site_lives(as_of, DEFAULT_WINDOW_MONTHS, "nation")))


def read_due(
    store: Store,
    as_of: date,
    team: str | None = None,
    rules: TeamRules = NATIONAL,
    knowledge: Knowledge | None = None,
) -> DueList:
    """Return the due list of a team, or of the whole country, on a day.

    Parameters
    ----------
    rules
        The numbers it is told by.
    knowledge
        What :func:`read_knowledge` returned for the day; read where it is not given.

    Returns
    -------
    DueList
        Its rows hold what ``due_list.sql`` tells, ``closed_risk``, the points of every term and ``worth``, P(reached)
        by part of the day with its interval, ``cautions`` (:class:`Caution` codes split by ``|``) and ``paused_until``.
    """
    knowledge = knowledge or read_knowledge(store, as_of)
    known, left = at_once(
        partial(
            store.read, "due_list", as_of=as_of, team=team, history_months=HISTORY_MONTHS, **rules.due.parameters()
        ),
        partial(store.read, "due_left", as_of=as_of, team=team),
    )
    listed = judged(known[known["status"] == SiteStatus.OPEN.code].reset_index(drop=True), as_of, rules, knowledge)
    counted = left["status"].value_counts()
    reasons: dict[Term, int] = {term: int(counted[term.code]) for term in LEFT_FOR if term.code in counted}
    seen = len(known) + int(left["status"].isin([term.code for term in LEFT_FOR[1:]]).sum())
    found = WorkList(listed, len(listed), reasons, seen)
    states = listed["state"].value_counts()
    return DueList(team, as_of, found, left, {each: int(states.get(each.code, 0)) for each in Standing})


def judged(sites: pd.DataFrame, as_of: date, rules: TeamRules, knowledge: Knowledge) -> pd.DataFrame:
    """Return the rows of ``due_list.sql`` with worth, chances and cautions, the most worth first."""
    age = (pd.Timestamp(as_of) - pd.to_datetime(sites["confirmed_on"])).dt.days.to_numpy(dtype=np.float64)
    rates = sites["kind"].map(knowledge.rates).to_numpy(dtype=np.float64)
    sites = sites.assign(closed_risk=1 - weight(np.maximum(age, 0), rates))
    refused_on = pd.to_datetime(sites["refused_on"])
    until = refused_on + pd.Timedelta(days=int(rules["ban_days"]))
    paused = (sites["refusals"] >= rules["ban_after"]) & (until > pd.Timestamp(as_of))
    sites = sites.assign(paused_until=until.where(paused))
    sites = pd.concat([sites, worth(sites, rules), knowledge.chances.site_chances(sites)], axis=1)
    sites = sites.assign(cautions=_cautions(sites))
    return sites.sort_values(
        ["worth", "overdue_days", "site_id"], ascending=[False, False, True], na_position="last", ignore_index=True
    )


def _cautions(sites: pd.DataFrame) -> pd.Series[str]:
    paused = sites["paused_until"].notna()
    holds = {
        Caution.PAUSED: paused,
        Caution.REFUSES: (sites["refusals"] > 0) & ~paused,
        Caution.MAY_HAVE_CLOSED: sites["closed_risk"] >= LIKELY_CLOSED,
        Caution.NO_PLACE: (sites["municipality_code"] == UNKNOWN) | ~sites["placed"],
        Caution.NO_ADDRESS: ~sites["addressed"],
    }
    text = pd.Series("", index=sites.index, dtype="str")
    for term, mask in holds.items():
        text = text.where(~mask, text + term.code + "|")
    return text.str.rstrip("|")


def compared(before: DueList, after: DueList) -> pd.DataFrame:
    """Return what other rules do: one row per site with its worth, place and state before and after.

    Returns
    -------
    pandas.DataFrame
        site_id, worth_before, worth, place_before, place, moved (places up, negative is down), state_before, state;
        those that move most first.
    """
    one, other = (
        each.rows[["site_id", "worth", "state"]].assign(place=np.arange(1, len(each.rows) + 1))
        for each in (before, after)
    )
    both = other.merge(one, on="site_id", suffixes=("", "_before"), validate="1:1")
    both = both.assign(moved=both["place_before"] - both["place"])
    order = both["moved"].abs().sort_values(ascending=False, kind="stable").index
    return both.loc[order].reset_index(drop=True)
