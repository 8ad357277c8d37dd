"""How many there are in all, told from how often each was seen (capture-recapture).

Every formula here supposes that nothing came or went while the lists were made, that each was as easy to see as the
next, that the lists do not depend on each other, and that none is taken for two. Nothing here knows of sites or
sources; geodata/hidden.py reads the counts and refuses those that cannot carry this.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from geodata.figures import CONFIDENCE
from geodata.language import Label

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


def chapman(n1: int, n2: int, m: int) -> Estimate:
    """Return how many sites there are in all, from two lists of ``n1`` and ``n2`` sites that share ``m``.

    With a = n1 - m and b = n2 - m sites on one list only, the total is (n1+1)(n2+1)/(m+1) - 1, that is the n1+n2-m
    seen and ab/(m+1) not seen (Chapman 1951). Variance: (n1+1)(n2+1)ab / ((m+1)^2 (m+2)) (Seber 1970). The interval
    divides and multiplies the part not seen by exp(z sqrt(ln(1 + variance/unseen^2))) (Chao 1987, Biometrics 43,
    783-791), so it never goes below what was seen.

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
    sensitivity = totals_if_dependent(only_first, only_second, m)
    return Estimate(seen, seen + unseen, variance, seen + unseen / spread, seen + unseen * spread, sensitivity)


def totals_if_dependent(only_first: int, only_second: int, both: int) -> tuple[float, ...]:
    """Return the total for each of :data:`ODDS_RATIOS`.

    Seen or not on each list makes a two by two table of which the cell "on neither", x, is missing. Its odds ratio is
    both times x / (only first times only second), so x = odds ratio times only first times only second / both. An odds
    ratio of 1 is independence (Lincoln-Petersen, without Chapman's correction for small numbers). The odds ratio
    cannot be estimated from two lists, hence a range; where both is 0 it has no upper end.
    """
    seen, apart = only_first + only_second + both, only_first * only_second
    if not both:
        return tuple(math.inf if apart else float(seen) for _ in ODDS_RATIOS)
    return tuple(seen + ratio * apart / both for ratio in ODDS_RATIOS)


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
