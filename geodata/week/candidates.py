"""Whom a week may visit: the due list as the planner takes it, with the agreed days as promises."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.due import DueFrom
from geodata.routing import Candidate, Window
from geodata.worth.candidates import prospects
from geodata.worth.due_list import read_due, read_knowledge
from geodata.worth.rules import NATIONAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from geodata.store import Store
    from geodata.worth.candidates import Prospect
    from geodata.worth.due_list import Knowledge
    from geodata.worth.rules import TeamRules

NOTHING = 1e-6
"""What a site of no worth counts, so that a person can take it in; it never pays a minute of road."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The candidates of a week.

    Parameters
    ----------
    due
        Those due by the week's end, and those never visited.
    others
        The team's other sites on the list; they are planned only where a person takes them in.
    promised
        Site -> the agreed day, where it lies in the week.
    unplaced
        Sites that are due but have no point, so that no one can be sent there.
    """

    due: tuple[Candidate, ...]
    others: tuple[Candidate, ...] = ()
    promised: Mapping[str, date] = field(default_factory=dict)
    unplaced: tuple[str, ...] = ()


def candidates_of(
    store: Store,
    team: str,
    days: Sequence[date],
    as_of: date,
    rules: TeamRules = NATIONAL,
    knowledge: Knowledge | None = None,
) -> Offered:
    """Return the candidates of a team's week.

    Parameters
    ----------
    rules
        The team's numbers, by which a site is due and is worth something.
    knowledge
        What the attempts up to the day teach; read where it is not given.
    """
    knowledge = knowledge or read_knowledge(store, as_of)
    found = read_due(store, as_of, team, rules, knowledge)
    rows = found.rows.assign(worth=found.rows["worth"].clip(lower=NOTHING))
    told = prospects(store, replace(found, found=replace(found.found, rows=rows)), knowledge.chances, days)
    dates = {str(row["site_id"]): _day(row["due_on"]) for row in rows.to_dict("records")}
    sources = dict(zip(rows["site_id"].astype(str), rows["due_from"].astype(str), strict=True))

    def is_due(site: str) -> bool:
        on = dates[site]
        return sources[site] == DueFrom.NEVER_TRIED.code or (on is not None and on <= days[-1])

    promised = {
        site: on
        for site, on in dates.items()
        if on is not None and sources[site] == DueFrom.AGREED.code and days[0] <= on <= days[-1]
    }
    return Offered(
        tuple(_candidate(each) for each in told.sites if is_due(each.site)),
        tuple(_candidate(each) for each in told.sites if not is_due(each.site)),
        promised,
        tuple(site for site in told.no_place if is_due(site)),
    )


def _candidate(told: Prospect) -> Candidate:
    # To the sixth decimal: in which order records were added up must not make another plan.
    windows = tuple(Window(each.day, each.opens, each.closes, round(each.p, 6)) for each in told.windows)
    return Candidate(told.site, round(told.value, 6), told.minutes, windows, banned=told.banned, why=told.why)


def _day(told: Any) -> date | None:
    return None if pd.isna(told) else pd.Timestamp(told).date()
