"""Partial pooling: the rate of a cell, drawn towards that of the larger whole it is part of (beta-binomial).

The rates of cells lie about their parent's as a beta distribution of some weight, in trials. A cell with many trials
keeps its own rate, one with few takes its parent's. What is pooled differs by use: :mod:`geodata.evidence.rates`
describes areas, :mod:`geodata.worth.chance` foretells a visit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy.special import betaln

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"
Counts: TypeAlias = "Floats | NDArray[np.int64]"

WEIGHTS = np.array([0.5, 1, 2, 3, 5, 8, 12, 20, 35, 60, 100, 200, 400])
"""Trials that a parent's rate may be worth."""


def posterior(reached: Counts, trials: Counts, mean: Floats | float, weight: Floats | float) -> tuple[Floats, Floats]:
    """Return the two parameters of each cell's beta: its own trials and those its prior counts as.

    Parameters
    ----------
    reached, trials
        Of each cell, at least 0.
    mean, weight
        Each cell's prior: its parent's rate, 0-1, and the trials it is worth.
    """
    a: Floats = np.add(reached, mean * weight)
    b: Floats = np.add(trials - reached, (1 - mean) * weight)
    return a, b


def drawn(reached: Counts, trials: Counts, mean: Floats | float, weight: Floats | float) -> Floats:
    """Return each cell's rate drawn towards its prior's, 0-1: the mean of its :func:`posterior`."""
    return (reached + mean * weight) / (trials + weight)


def log_likelihood(reached: Counts, trials: Counts, mean: Floats, weight: Floats | float) -> Floats:
    """Return how likely each cell's counts are under its prior, as a logarithm, but for a constant."""
    own = posterior(reached, trials, mean, weight)
    result: Floats = betaln(*own) - betaln(mean * weight, (1 - mean) * weight)
    return result


def doubted(weight: Floats | float, known: Floats | float) -> Floats:
    """Return the trials a parent's rate is worth where it is itself told from ``known`` trials.

    The variance of a prior is that of the parent's rate and that of a cell about it: 1/(w+1) = 1/(known+1) +
    1/(weight+1), so that no cell is surer of its parent than the parent's own counts are.
    """
    return np.asarray(1 / (1 / (known + 1) + 1 / (weight + 1)) - 1)


def expected_weight(
    reached: Counts, trials: Counts, mean: Floats, times: Counts | float = 1.0, known: Floats | float = np.inf
) -> float:
    """Return how many trials a parent's rate is worth if it is known, by the records.

    Trials in one cell are alike by 1 / (weight + 1). That is averaged over :data:`WEIGHTS`, each weighing what the
    records are likely under it: the likeliest alone would make few records look more certain than they are.

    Parameters
    ----------
    mean
        Each cell's parent's rate without the cell itself, 0-1.
    times
        How often each record occurs.
    known
        The trials that each ``mean`` is told from.
    """
    n, r, often, sure = (np.broadcast_to(np.asarray(each, dtype=np.float64), np.shape(mean))[:, None]
                         for each in (trials, reached, times, known))  # fmt: skip
    likely = (often * log_likelihood(r, n, mean[:, None], doubted(WEIGHTS, sure))).sum(axis=0)
    weights = np.exp(likely - likely.max())
    alike = float(weights @ (1 / (WEIGHTS + 1)) / weights.sum())
    return 1 / alike - 1
