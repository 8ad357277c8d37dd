"""Chance that repeats: each topic of each year draws from a stream of its own.

A later last day therefore only adds to the demo: what happened before it stays as it was.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

Days = NDArray[np.datetime64]
Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]
Flags = NDArray[np.bool_]
Words = NDArray[np.str_]


def stream(seed: int, *topic: str | int) -> np.random.Generator:
    """Return the stream of chance that belongs to ``topic`` and to nothing else."""
    return np.random.default_rng([seed, zlib.crc32(repr(topic).encode())])


def day(year: int, month: int, of_month: int) -> np.datetime64:
    """Return one day."""
    return np.datetime64(f"{year:04d}-{month:02d}-{of_month:02d}", "D")


def year_of(days: Days) -> Numbers:
    """Return the calendar year of each day."""
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def after(start: Days | np.datetime64, count: NDArray[Any] | int) -> Days:
    """Return the days that lie ``count`` days after ``start``; a part of a day is dropped."""
    return start + np.asarray(count).astype("timedelta64[D]")


def between(
    rng: np.random.Generator, first: Days | np.datetime64, last: Days | np.datetime64, size: int | None = None
) -> Days:
    """Return a day from ``first`` to ``last``, both included, for each pair."""
    span = (np.asarray(last) - np.asarray(first)).astype(np.int64)
    return after(first, rng.integers(0, span + 1, size=size))


def on_weekday(days: Days) -> Days:
    """Return the same days, with Saturday and Sunday moved back to Friday."""
    moved: Days = np.busday_offset(days, 0, roll="backward")
    return moved


def draw(rng: np.random.Generator, shares: Mapping[str, float], size: int) -> Words:
    """Return ``size`` words, each as likely as its share; the shares need not sum to one."""
    weights = np.array(list(shares.values()), dtype=float)
    return rng.choice(np.array(list(shares)), size=size, p=weights / weights.sum())


def deal(rng: np.random.Generator, counts: Mapping[str, int]) -> Words:
    """Return every word exactly as often as it is counted, in random order."""
    return rng.permutation(np.repeat(np.array(list(counts)), list(counts.values())))


def divide(rng: np.random.Generator, total: int, shares: Mapping[str, float]) -> dict[str, int]:
    """Return ``total`` divided at random over the words, in proportion to their shares."""
    weights = np.array(list(shares.values()), dtype=float)
    return dict(zip(shares, rng.multinomial(total, weights / weights.sum()).tolist(), strict=True))


def pick(rng: np.random.Generator, weights: Shares, count: int) -> Numbers:
    """Return ``count`` different positions, the heavier ones more likely."""
    return rng.choice(len(weights), size=count, replace=False, p=weights / weights.sum())


def happens(rng: np.random.Generator, probability: Shares, count: int) -> Flags:
    """Return for which cases something happens: exactly ``count``, the more probable ones more often."""
    odds = np.log(probability / (1 - probability)) + rng.logistic(size=len(probability))
    chosen = np.zeros(len(probability), dtype=bool)
    chosen[np.argsort(-odds, kind="stable")[:count]] = True
    return chosen
