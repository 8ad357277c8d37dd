"""Sites no one has seen: how many there may be, told from how two sources of the sighting ledger overlap.

The formulas and what they suppose stand in geodata/recapture.py. None of it quite holds, so an estimate always carries
what it would be if the sources did depend on each other, and where the data cannot carry an estimate there is a
sentence instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geodata.figures import areas
from geodata.language import Label
from geodata.recapture import Estimate, LowerBound, chao, chapman
from geodata.status import DEFAULT_WINDOW_MONTHS
from geodata.terms import Source, Term

if TYPE_CHECKING:
    from datetime import date

    from geodata.store import Level, Store

PERIOD_MONTHS = 3
"""Rounds begun in the months up to the day are compared; older ones tell of other sites."""

REPEAT_MONTHS = DEFAULT_WINDOW_MONTHS
"""The months whose rounds are held against each other for the lower bound: long enough for two rounds a year."""

MAX_APART_DAYS = 28
"""Days, at most, from the first reading of one source to the last of the other in a round that may be compared.

Own choice. Where a share of the sites is replaced each month, the overlap shrinks by that share and the estimate grows
by it: lists three months apart come out 16 % too high at 5 % a month and 34 % at 10 %, lists four weeks apart about 5 %
and 10 %, which is less than the range over dependence. It also keeps out a running log, which no one read as a round.
"""

MIN_OVERLAP = 10
"""Sites that must be on both lists. Own choice: with fewer, chance alone can double or halve the part not seen."""


@dataclass(frozen=True, slots=True)
class Published:
    """A total that others have published: shown beside an estimate, never mixed into one."""

    value: int
    year: int
    label: Label
    source: str


PUBLISHED_TOTAL = Published(
    800,
    2007,
    Label("Mindst 800 klinikker i Danmark (2007)", "At least 800 clinics in Denmark (2007)"),
    "Servicestyrelsen 2007, Statusrapport 2007",
)
"""A lower bound, of clinics; the sites counted here are of every kind."""


class Refusal(Term):
    """Why there is no estimate: its label is the sentence to show instead."""

    NOT_READ = (
        "not_read",
        "De to kilder er ikke læst i samme runde i perioden, så der er intet at sammenligne.",
        "The two sources were not read in the same round of the period, so there is nothing to compare.",
    )
    TOO_FAR_APART = (
        "too_far_apart",
        f"De to kilder er læst med mere end {MAX_APART_DAYS // 7} uger imellem; på den tid kommer og går steder.",
        f"The two sources were read more than {MAX_APART_DAYS // 7} weeks apart; sites come and go in that time.",
    )
    NOTHING_SEEN = (
        "nothing_seen",
        "Mindst én af de to kilder viser ingen steder her, så der er intet at sammenligne.",
        "At least one of the two sources shows no site here, so there is nothing to compare.",
    )
    EXCLUSIVE = (
        "exclusive",
        "Intet sted er set i begge kilder. Uden overlap kan de ikke vise, hvor mange steder der mangler.",
        "No site was seen in both sources. Without an overlap they cannot show how many sites are missing.",
    )
    TOO_FEW = (
        "too_few",
        f"Færre end {MIN_OVERLAP} steder er set i begge kilder. Det er for få til et skøn.",
        f"Fewer than {MIN_OVERLAP} sites were seen in both sources. That is too few to estimate from.",
    )
    ONE_ROUND = (
        "one_round",
        "Et mindstetal kræver mindst to runder, hvor begge kilder er læst i de samme uger.",
        "A lower bound needs at least two rounds in which both sources were read in the same weeks.",
    )
    TOO_FEW_AGAIN = (
        "too_few_again",
        f"Færre end {MIN_OVERLAP} steder er set i mere end én runde. Det er for få til et mindstetal.",
        f"Fewer than {MIN_OVERLAP} sites were seen in more than one round. That is too few for a lower bound.",
    )


@dataclass(frozen=True, slots=True)
class Assumption:
    """What an estimate supposes, and what happens where it does not hold."""

    supposed: Label
    otherwise: Label


ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        Label(
            "Ingen steder kom til eller forsvandt, mens kilderne blev læst.",
            "No site came or went while the sources were read.",
        ),
        Label(
            "Steder skifter ud på uger. Så er overlappet for lille, skønnet for højt; derfor højst fire uger imellem.",
            "Sites are replaced within weeks. The overlap is small, the estimate too high; hence four weeks at most.",
        ),
    ),
    Assumption(
        Label("Alle steder er lige lette at se.", "Each site is as easy to see as the next."),
        Label(
            "Travle steder annoncerer overalt, og så er skønnet for lavt. Steder uden annoncer er slet ikke med i det.",
            "Busy sites advertise everywhere; then the estimate is too low. Sites that never advertise are not in it.",
        ),
    ),
    Assumption(
        Label("De to kilder afhænger ikke af hinanden.", "The two sources do not depend on each other."),
        Label(
            "Vælger steder den ene frem for den anden, er skønnet for højt; bruger de helst begge, for lavt. "
            "To kilder kan ikke vise hvilket, derfor et spænd.",
            "If sites choose one over the other the estimate is too high; if they tend to use both, too low. "
            "Two sources cannot tell which, hence a range.",
        ),
    ),
    Assumption(
        Label("Intet sted tages for to.", "No site is taken for two."),
        Label(
            "Nye telefonnumre skjuler, at to annoncer er samme sted. Så er skønnet for højt.",
            "New telephone numbers hide that two adverts are one site. Then the estimate is too high.",
        ),
    ),
)
"""None of these quite holds."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the sighting ledger says of one area on one day.

    Parameters
    ----------
    area
        ``nation`` or a team's code.
    sources
        The two sources compared.
    rounds, read
        How many rounds are compared, and their first and last day; the estimate is of sites that were there then.
    in_first, in_second, in_both
        Different sites seen in each source and in both.
    estimate, lower_bound
        What can be told, or why it cannot.
    """

    area: str
    as_of: date
    sources: tuple[Source, Source]
    rounds: int
    read: tuple[date, date] | None
    in_first: int
    in_second: int
    in_both: int
    estimate: Estimate | Refusal
    lower_bound: LowerBound | Refusal


def estimate(n1: int, n2: int, m: int) -> Estimate | Refusal:
    """Return :func:`chapman`'s estimate, or why these counts cannot carry one."""
    if not n1 or not n2:
        return Refusal.NOTHING_SEEN
    if not m:
        return Refusal.EXCLUSIVE
    if m < MIN_OVERLAP:
        return Refusal.TOO_FEW
    return chapman(n1, n2, m)


def lower_bound(seen: int, once: int, twice: int, rounds: int) -> LowerBound | Refusal:
    """Return :func:`chao`'s lower bound, or why these counts cannot carry one."""
    if rounds < 2:
        return Refusal.ONE_ROUND
    if not seen:
        return Refusal.NOTHING_SEEN
    if seen - once < MIN_OVERLAP:
        return Refusal.TOO_FEW_AGAIN
    return chao(seen, once, twice, rounds)


def hidden_sites(
    store: Store,
    as_of: date,
    *levels: Level,
    months: int = PERIOD_MONTHS,
    sources: tuple[Source, Source] = (Source.NEWSPAPER, Source.WEB),
) -> list[Hidden]:
    """Return the estimate and the lower bound for every area of the levels.

    A round counts if it began in the months up to ``as_of`` and both sources were read in it within
    :data:`MAX_APART_DAYS`, which is judged for the whole country. A site is on a source's list if any of these rounds
    shows it there. Records that are merged by ``as_of`` are one site; one that moved is two.

    Parameters
    ----------
    levels
        ``nation``, ``team`` or both; the nation alone if none is given. A site has one team, so the nation's lists are
        the teams' added. A municipality has too few sites: with six, two lists often share none at all.
    months
        The period whose rounds are compared; the lower bound always takes those of :data:`REPEAT_MONTHS`.

    Raises
    ------
    ValueError
        If a level is another, or the two sources are the same.
    """
    levels = levels or ("nation",)
    for level in levels:
        if level not in ("nation", "team"):
            raise ValueError(f"Hidden sites are estimated for the nation and the teams, never per {level}.")
    first, second = (source.code for source in sources)
    if first == second:
        raise ValueError(f"Two different sources are needed, not {first} twice.")
    rounds = store.sighting_rounds(as_of, max(months, REPEAT_MONTHS), first, second)
    begun, of_year = (_begun_within(rounds, as_of, span) for span in (months, REPEAT_MONTHS))
    compared, repeated = _comparable(begun), _comparable(of_year)
    refusal = _refusal(begun, compared)
    read = (compared["begun_on"].min().date(), compared["ended_on"].max().date()) if len(compared) else None
    chosen = (list(compared["round_id"]), list(repeated["round_id"]))
    counts = store.sighting_pairs(as_of, *chosen, first, second, "team").set_index("area")
    counts = counts.reindex(areas(store, as_of, DEFAULT_WINDOW_MONTHS, "team"), fill_value=0)
    of_area = counts.to_dict("index") | {"nation": counts.sum().to_dict()}
    told = []
    for area in [area for level in levels for area in areas(store, as_of, DEFAULT_WINDOW_MONTHS, level)]:
        n1, n2, m = (of_area[area][name] for name in ("in_first", "in_second", "in_both"))
        seen, once, twice = (of_area[area][name] for name in ("seen", "once", "twice"))
        total = refusal or estimate(n1, n2, m)
        bound = lower_bound(seen, once, twice, len(repeated))
        told.append(Hidden(area, as_of, sources, len(compared), read, n1, n2, m, total, bound))
    return told


def _begun_within(rounds: pd.DataFrame, as_of: date, months: int) -> pd.DataFrame:
    return rounds[rounds["begun_on"] > pd.Timestamp(as_of) - pd.DateOffset(months=months)]


def _comparable(rounds: pd.DataFrame) -> pd.DataFrame:
    return rounds[rounds["apart_days"].fillna(MAX_APART_DAYS + 1) <= MAX_APART_DAYS]


def _refusal(begun: pd.DataFrame, compared: pd.DataFrame) -> Refusal | None:
    if len(compared):
        return None
    return Refusal.TOO_FAR_APART if begun["apart_days"].notna().any() else Refusal.NOT_READ
