"""Contact rates of areas by part of the day, hour and weekday, as they were: each drawn towards its parent's.

How strongly is learnt from how far the cells lie from their parents, and no cell is surer of its parent than the
parent's own counts are. A cell is beta-distributed, so that the chance of being the highest of several can be told.

:mod:`geodata.worth.chance` is another model on the same :mod:`geodata.pooling`. Here every cell stands for itself: what
an area's mornings teach tells nothing of its evenings, and the best part of the day may differ from place to place.
That takes the attempts of an area. A site has too few, so there what windows do is told per team and multiplies the
odds. The attempts differ as well: here those face to face of a stated time, evenings from 17; there all, evenings from
16.30, as the planner has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv

from geodata.pooling import doubted, expected_weight, posterior

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS = 4_000
"""Of each rate, to tell how likely it is the highest; with a fixed seed, so that the answer is always the same."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Pooled rates of cells: posterior means and 95 % intervals, each in 0-1, and the two parameters of each beta."""

    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    a: NDArray[np.float64]
    b: NDArray[np.float64]
    weight: float


@dataclass(frozen=True, slots=True)
class Parents:
    """What is known of each cell's parent: a beta distribution from the counts of all its cells, the cell's own included."""

    a: NDArray[np.float64]
    b: NDArray[np.float64]

    def without(self, reached: NDArray[np.int64], trials: NDArray[np.int64]) -> Parents:
        """Return the same without each cell's own counts, so that no trial is used twice."""
        return Parents(self.a - reached, self.b - (trials - reached))

    def prior(self, weight: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return mean and weight of each cell's prior."""
        return self.a / (self.a + self.b), doubted(weight, self.a + self.b)


def pooled(
    reached: NDArray[np.int64], trials: NDArray[np.int64], parents: Parents, weight: float | None = None
) -> Rates:
    """Return each cell's rate, drawn towards its parent's. A cell without trials is its parent, with the width of both.

    Parameters
    ----------
    parents
        Each cell's parent, from the counts of all its cells.
    weight
        How many trials a parent's rate would be worth if it were known; learnt by :func:`geodata.pooling.expected_weight` if left out.
    """
    others = parents.without(reached, trials)
    known = others.a + others.b
    learnt = expected_weight(reached, trials, others.a / known, known=known) if weight is None else weight
    a, b = posterior(reached, trials, *others.prior(learnt))
    return Rates(a / (a + b), betaincinv(a, b, 0.025), betaincinv(a, b, 0.975), a, b, learnt)


def chance_highest(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each of several beta-distributed rates the chance that it is the highest."""
    drawn = np.random.default_rng(0).beta(a, b, size=(DRAWS, len(a)))
    return np.bincount(drawn.argmax(axis=1), minlength=len(a)) / DRAWS
