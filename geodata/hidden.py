"""Sites no one has seen: how many there may be, told from how two sources overlap (capture-recapture).

Every method here supposes that no site came or went while the sources were read, that each site was as easy to see
as the next, that the sources find sites independently, and that no site is taken for two. None of it quite holds: sites
choose where to advertise, busy ones advertise everywhere, numbers change. So an estimate always carries what it would
be if the sources did depend on each other, and where the data cannot carry an estimate there is a sentence instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from geodata.figures import CONFIDENCE, areas
from geodata.language import Label
from geodata.status import DEFAULT_WINDOW_MONTHS
from geodata.terms import Source, Term

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

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

ODDS_RATIOS = (0.5, 1.0, 2.0)
"""Dependence between two sources that is thought possible: below 1 they avoid each other, above 1 they agree.

No guarantee: in Bulawayo two lists gave 3,894 where 6,997 were counted, above the range of 3,111-5,459 (MEASURE
Evaluation, WP-03-63).
"""

DOUBTFUL_OUTSIDE = (0.5, 1.5)
"""Sites seen once for each seen twice, between which estimates from such counts were found plausible.

Source: van Hest and others (2008), Epidemiology and Infection 136, PMC2870770.
"""

DOUBTFUL = Label(
    "Forholdet mellem steder set i én og i to runder ligger uden for 0,5-1,5, så mindstetallet er tvivlsomt.",
    "The ratio of sites seen in one round to sites seen in two lies outside 0.5-1.5, so the lower bound is doubtful.",
)


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
class Estimate:
    """All sites, seen or not, from two lists.

    Parameters
    ----------
    seen
        Different sites on either list.
    total, variance
        Chapman's estimate and its variance.
    low, high
        95 % interval of chance alone; ``low`` is never below ``seen``.
    sensitivity
        The total for each of :data:`ODDS_RATIOS`. It is a sensitivity range, no confidence interval: nothing in the
        lists tells which odds ratio holds.
    """

    seen: int
    total: float
    variance: float
    low: float
    high: float
    sensitivity: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LowerBound:
    """At least so many sites, from how often each was seen.

    Parameters
    ----------
    seen
        Different sites seen.
    total
        Chao's lower bound on the sites that were there in any of the rounds.
    rounds
        Rounds it rests on.
    ratio
        Sites seen in one round for each seen in two; ``None`` where none was seen in just two.
    """

    seen: int
    total: float
    rounds: int
    ratio: float | None

    @property
    def doubtful(self) -> bool:
        """Whether :data:`DOUBTFUL` must be said beside it."""
        low, high = DOUBTFUL_OUTSIDE
        return self.ratio is None or not low <= self.ratio <= high


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


def chapman(n1: int, n2: int, m: int) -> Estimate:
    """Return how many sites there are in all, from two lists of ``n1`` and ``n2`` sites that share ``m``.

    With a = n1 - m and b = n2 - m sites on one list only, the total is (n1+1)(n2+1)/(m+1) - 1, that is the n1+n2-m
    seen and ab/(m+1) not seen (Chapman 1951). Variance: (n1+1)(n2+1)ab / ((m+1)^2 (m+2)) (Seber 1970). The interval
    divides and multiplies the part not seen by exp(z sqrt(ln(1 + variance/unseen^2))) (Chao 1987, Biometrics 43,
    783-791), so it never goes below what was seen.

    The sensitivity range asks for another answer if the lists depend on each other. Seen or not on each list makes a
    two by two table of which the cell "on neither", x, is missing. Its odds ratio is m x / (a b), so x = odds ratio
    times ab/m. An odds ratio of 1 is independence (Lincoln-Petersen, without Chapman's correction for small numbers).
    The odds ratio cannot be estimated from two lists, hence a range; where ``m`` is 0 it has no upper end.

    Raises
    ------
    ValueError
        If the lists cannot share that many.
    """
    if not 0 <= m <= min(n1, n2):
        raise ValueError(f"Lists of {n1} and {n2} sites cannot share {m}.")
    only_first, only_second, seen = n1 - m, n2 - m, n1 + n2 - m
    apart = only_first * only_second
    unseen = apart / (m + 1)
    variance = (n1 + 1) * (n2 + 1) * apart / ((m + 1) ** 2 * (m + 2))
    spread = 1.0
    if unseen:
        z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
        spread = math.exp(z * math.sqrt(math.log1p(variance / unseen**2)))
    if m:
        sensitivity = tuple(seen + ratio * apart / m for ratio in ODDS_RATIOS)
    else:
        sensitivity = tuple(math.inf if apart else float(seen) for _ in ODDS_RATIOS)
    return Estimate(seen, seen + unseen, variance, seen + unseen / spread, seen + unseen * spread, sensitivity)


def chao(seen: int, once: int, twice: int, rounds: int) -> LowerBound:
    """Return how many sites there are at least, from the rounds each was seen in.

    S + (k-1)/k * f1(f1-1) / (2(f2+1)), with S sites seen, f1 in one and f2 in two of k rounds (Chao 1987; this form in
    Chao and Colwell 2017, SORT 41, 3-54). For sites seen with chances p, Cauchy and Schwarz give
    (sum p(1-p)^(k-1))^2 <= sum (1-p)^k * sum p^2 (1-p)^(k-2), that is (f1/k)^2 <= f0 * 2 f2 / (k(k-1)): so it holds
    however unequal the chances. The factor (k-1)/k is 1 for many rounds; without it two rounds would give twice the
    sites not seen, which is no lower bound. The counts are of rounds: visits are planned, and say nothing of chance.

    Raises
    ------
    ValueError
        If there are fewer than two rounds, or the counts do not fit together.
    """
    if rounds < 2 or min(once, twice) < 0 or once + twice > seen:
        raise ValueError(f"{seen} sites in {rounds} rounds cannot be {once} seen once and {twice} seen twice.")
    unseen = (rounds - 1) / rounds * once * (once - 1) / (2 * (twice + 1))
    return LowerBound(seen, seen + unseen, rounds, once / twice if twice else None)


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
    level: Level = "nation",
    months: int = PERIOD_MONTHS,
    sources: tuple[Source, Source] = (Source.NEWSPAPER, Source.WEB),
) -> list[Hidden]:
    """Return the estimate and the lower bound for every area of a level.

    A round counts if it began in the months up to ``as_of`` and both sources were read in it within
    :data:`MAX_APART_DAYS`, which is judged for the whole country. A site is on a source's list if any of these rounds
    shows it there. Records that are merged by ``as_of`` are one site; one that moved is two.

    Parameters
    ----------
    level
        ``nation`` or ``team``. A municipality has too few sites: with six, two lists often share none at all.
    months
        The period whose rounds are compared; the lower bound always takes those of :data:`REPEAT_MONTHS`.

    Raises
    ------
    ValueError
        If the level is another, or the two sources are the same.
    """
    if level not in ("nation", "team"):
        raise ValueError(f"Hidden sites are estimated for the nation and the teams, never per {level}.")
    first, second = (source.code for source in sources)
    if first == second:
        raise ValueError(f"Two different sources are needed, not {first} twice.")
    begun = store.sighting_rounds(as_of, months, first, second)
    compared, repeated = _comparable(begun), _comparable(store.sighting_rounds(as_of, REPEAT_MONTHS, first, second))
    refusal = _refusal(begun, compared)
    read = (compared["begun_on"].min().date(), compared["ended_on"].max().date()) if len(compared) else None
    names = areas(store, as_of, DEFAULT_WINDOW_MONTHS, level)
    rounds = (list(compared["round_id"]), list(repeated["round_id"]))
    counts = store.sighting_pairs(as_of, *rounds, first, second, level).set_index("area")
    of_area = counts.reindex(names, fill_value=0).to_dict("index")
    told = []
    for area in names:
        n1, n2, m = (of_area[area][name] for name in ("in_first", "in_second", "in_both"))
        seen, once, twice = (of_area[area][name] for name in ("seen", "once", "twice"))
        total = refusal or estimate(n1, n2, m)
        bound = lower_bound(seen, once, twice, len(repeated))
        told.append(Hidden(area, as_of, sources, len(compared), read, n1, n2, m, total, bound))
    return told


def _comparable(rounds: pd.DataFrame) -> pd.DataFrame:
    return rounds[rounds["apart_days"].fillna(MAX_APART_DAYS + 1) <= MAX_APART_DAYS]


def _refusal(begun: pd.DataFrame, compared: pd.DataFrame) -> Refusal | None:
    if len(compared):
        return None
    return Refusal.TOO_FAR_APART if begun["apart_days"].notna().any() else Refusal.NOT_READ
