"""Sites on which two sources disagree, or on which a source disagrees with what is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.hidden import MAX_APART_DAYS, MIN_OVERLAP
from geodata.status import DEFAULT_WINDOW_MONTHS
from geodata.terms import Source, Term
from geodata.worklists.worklist import WorkList, divided

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from geodata.store import Store

COMPARED = (Source.NEWSPAPER, Source.WEB)
"""The two sources that are read round by round."""


class Finding(Term):
    """What the sources say of a site on a day; every site is exactly one of these, the first that holds."""

    SEEN_SINCE = (
        "seen_since",
        "Set af en kilde efter den dag, det blev registreret som lukket eller ikke bekræftet",
        "Seen by a source after the day it was recorded as closed or unverified",
    )
    GONE_SINCE = (
        "gone_since",
        "Set i den seneste runde, men registreret som lukket eller ikke bekræftet samme dag eller siden",
        "Seen in the latest round, but recorded as closed or unverified that day or since",
    )
    FIRST_ONLY = (
        "first_only",
        "Set i avisen, men ikke på nettet, i den seneste runde",
        "Seen in the newspaper but not on the web in the latest round",
    )
    SECOND_ONLY = (
        "second_only",
        "Set på nettet, men ikke i avisen, i den seneste runde",
        "Seen on the web but not in the newspaper in the latest round",
    )
    BOTH = ("both", "Set af begge kilder i den seneste runde", "Seen by both sources in the latest round")
    NEITHER = ("neither", "Ikke set af nogen af kilderne i den seneste runde", "Seen by neither in the latest round")
    NOT_COMPARED = ("not_compared", "Ingen runde kan sammenlignes", "No round can be compared")
    CLOSED = ("closed", "Lukket, og ikke set siden", "Closed, and not seen since")
    OTHER_RECORD = ("other_record", "Flyttet eller lagt sammen", "Moved or merged")


DISAGREE = (Finding.SEEN_SINCE, Finding.GONE_SINCE, Finding.FIRST_ONLY, Finding.SECOND_ONLY)


@dataclass(frozen=True, slots=True)
class Round:
    """A round in which both sources were read, at most four weeks apart."""

    id: str
    begun_on: date
    ended_on: date


def latest_round(store: Store, as_of: date) -> Round | None:
    """Return the latest round of the last 12 months in which the two sources can be compared, if there is one.

    A round with :data:`geodata.hidden.MIN_OVERLAP` sites on both lists goes before a later one with fewer: a running
    log that was opened three weeks ago looks like a round, but no one has read either source through for it.
    """
    first, second = (source.code for source in COMPARED)
    rounds = store.sighting_rounds(as_of, DEFAULT_WINDOW_MONTHS, first, second)
    read = rounds[rounds["apart_days"].fillna(MAX_APART_DAYS + 1) <= MAX_APART_DAYS]
    latest_first = [
        Round(row["round_id"], row["begun_on"].date(), row["ended_on"].date())
        for row in read.sort_values(["begun_on", "round_id"], ascending=False).to_dict("records")
    ]
    for each in latest_first:
        both = store.sighting_pairs(as_of, [each.id], [], first, second, "nation")["in_both"].sum()
        if both >= MIN_OVERLAP:
            return each
    return next(iter(latest_first), None)


def findings(store: Store, as_of: date) -> pd.DataFrame:
    """Return one row per site first seen by a day, with what the sources say of it."""
    compared = latest_round(store, as_of)
    first, second = (source.code for source in COMPARED)
    return store.site_findings(as_of, compared.id if compared else None, first, second)


def disagreements(rows: pd.DataFrame) -> WorkList:
    """Return the sites to look into, by what is the matter; the others are counted."""
    found = divided(rows, "finding", Finding, DISAGREE)
    order = found.rows["finding"].map({finding.code: place for place, finding in enumerate(DISAGREE)})
    listed = found.rows.iloc[order.argsort(kind="stable")].reset_index(drop=True)
    return WorkList(listed, found.listed, found.left_out, found.total)
