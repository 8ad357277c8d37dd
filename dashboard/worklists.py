"""The work lists: their names, the rule each follows, its columns, and how it is read for what is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from dashboard import cache, worklist_columns
from geodata.due import RULES, Standing
from geodata.language import Label
from geodata.worklists import duplicates, findings, places, returns, screenings

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.columns import Column
    from dashboard.state import Choice
    from dashboard.warehouse import Edition
    from geodata.worklists.worklist import WorkList


@dataclass(frozen=True, slots=True)
class Listing:
    """One work list.

    Parameters
    ----------
    code
        Its name in links.
    name, rule
        What it is called, and what is on it and in which order.
    records
        What it is a list of.
    columns
        What is told of each.
    read
        Returns the list for what is chosen.
    """

    code: str
    name: Label
    rule: Label
    records: Label
    columns: tuple[Column, ...]
    read: Callable[[Edition, Choice], WorkList]


def _to_screen(edition: Edition, chosen: Choice) -> WorkList:
    rows = cache.screen_next(edition, chosen.as_of, chosen.window_months)
    return screenings.to_screen(rows[chosen.scope.keeps(rows)])


def _standing(which: Standing, edition: Edition, chosen: Choice) -> WorkList:
    due, absent = cache.due_sites(edition, chosen.as_of), cache.absent_sites(edition, chosen.as_of)
    due = due.assign(days_left=-due["overdue_days"])
    return returns.standing(due[chosen.scope.keeps(due)], absent[chosen.scope.keeps(absent)], which)


def _placeless(edition: Edition, chosen: Choice) -> WorkList:
    rows = cache.site_places(edition, chosen.as_of)
    return places.without_place(rows[chosen.scope.keeps(rows)])


def _disagreeing(edition: Edition, chosen: Choice) -> WorkList:
    rows = cache.site_findings(edition, chosen.as_of)
    return findings.disagreements(rows[chosen.scope.keeps(rows)])


def _duplicates(edition: Edition, chosen: Choice) -> WorkList:
    rows, pairs = cache.site_places(edition, chosen.as_of), cache.likely_pairs(edition, chosen.as_of)
    inside = rows[chosen.scope.keeps(rows)]
    kept = pairs["site_a"].isin(inside["site_id"]) | pairs["site_b"].isin(inside["site_id"])
    return duplicates.possible_duplicates(inside, pairs[kept].reset_index(drop=True))


_SITES = Label("steder", "sites")
_DUE = Label(
    f"Aftalt dag gælder til næste forsøg. Uden aftale: {RULES.talk_days} dage efter en samtale, {RULES.limited_days}"
    f" efter begrænset kontakt eller afvisning, {RULES.vain_days} efter et forgæves forsøg.",
    f"An agreed day stands until the next attempt. Without one: {RULES.talk_days} days after a conversation, "
    f"{RULES.limited_days} after limited contact or a refusal, {RULES.vain_days} after an attempt in vain.",
)

LISTINGS: tuple[Listing, ...] = (
    Listing(
        "screenings",
        Label("Screening", "Screening"),
        Label(
            "Kommuner, der aldrig er screenet, skal screenes igen eller forfalder inden 90 dage. Aldrig screenede "
            "står først, så dem, der er længst over tid. Timerne er medianen af kommunens egne afsluttede "
            "screeninger; har den ingen, teamets, ellers landets.",
            "Municipalities never screened, to be screened again, or due within 90 days. Never screened stand first,"
            " then the longest overdue. The hours are the median of the municipality's own completed screenings; "
            "where it has none the team's, else the nation's.",
        ),
        Label("kommuner", "municipalities"),
        worklist_columns.SCREENINGS,
        _to_screen,
    ),
    *(
        Listing(which.code, which.label, _DUE, _SITES, columns, partial(_standing, which))
        for which, columns in (
            (Standing.OVERDUE, worklist_columns.OVERDUE),
            (Standing.DUE_SOON, worklist_columns.AHEAD),
            (Standing.ON_TRACK, worklist_columns.AHEAD),
            (Standing.NEVER_REACHED, worklist_columns.NEVER_REACHED),
        )
    ),
    Listing(
        "placeless",
        Label("Uden sted på kortet", "Without a place"),
        Label(
            "Kendte steder uden kommune, og derefter steder med kommune, men uden punkt.",
            "Known sites without a municipality, then sites with a municipality but without a point.",
        ),
        _SITES,
        worklist_columns.PLACES,
        _placeless,
    ),
    Listing(
        "disagreeing",
        Label("Uenige kilder", "Sources that disagree"),
        Label(
            "Steder, som kun den ene af avis og net viste i den seneste runde, hvor begge blev læst med højst fire "
            "uger imellem; og steder, der er registreret som lukket eller ikke bekræftet, selv om en kilde viste "
            "dem.",
            "Sites that only one of newspaper and web showed in the latest round in which both were read at most "
            "four weeks apart; and sites recorded as closed or unverified although a source showed them.",
        ),
        _SITES,
        worklist_columns.FINDINGS,
        _disagreeing,
    ),
    Listing(
        "duplicates",
        Label("Mulige dubletter", "Possible duplicates"),
        Label(
            "Par af kendte steder i samme kommune og af samme form med højst 50 m imellem, eller med samme adresse. "
            "Adresser vises ikke her.",
            "Pairs of known sites in the same municipality and of the same kind at most 50 m apart, or with the same"
            " address. Addresses are not shown here.",
        ),
        _SITES,
        worklist_columns.DUPLICATES,
        _duplicates,
    ),
)
