"""Intervals for what is divided: shares, hours per event, events per hour."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import gammaincinv

from geodata.evidence.finding import Interval
from geodata.figures import wilson
from geodata.language import Label

LEAST_EVENTS = 10
"""Below so many events no interval of a ratio is told: the approximation is not to be trusted. The product's own rule."""

Z = 1.959963984540054
"""The normal quantile of 97.5 %."""

WILSON = Label("Wilson, 95 %", "Wilson, 95 %")
RATIO = Label("95 % for et forhold (linearisering, på log-skala)", "95 % for a ratio (linearised, on the log scale)")
POISSON = Label("Eksakt Poisson for antallet, 95 %", "Exact Poisson for the count, 95 %")


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over ``n`` records of hours *h* and events *y*."""

    n: int
    h: float
    hh: float
    y: float
    hy: float
    yy: float


def share(successes: int, trials: int) -> Interval | None:
    """Return Wilson's interval in percent; ``None`` without trials."""
    if not trials:
        return None
    low, high = wilson(successes, trials)
    return Interval(100 * low, 100 * high, WILSON)


def hours_per_event(sums: Moments) -> Interval | None:
    """Return the interval of R = sum h / sum y over records that each have hours and events.

    Linearised variance of a ratio (Cochran 1977, Sampling Techniques, 6.4, without the finite population's
    correction): var R = n/(n-1) sum (h - R y)^2 / (sum y)^2; the interval is R exp(+-z sd(R) / R), so that it stays
    above 0. ``None`` under :data:`LEAST_EVENTS` events.
    """
    if sums.y < LEAST_EVENTS or sums.n < LEAST_EVENTS or sums.h <= 0:
        return None
    ratio = sums.h / sums.y
    squares = max(0.0, sums.hh - 2 * ratio * sums.hy + ratio**2 * sums.yy)
    spread = math.exp(Z * math.sqrt(sums.n / (sums.n - 1) * squares) / sums.y / ratio)
    return Interval(ratio / spread, ratio * spread, RATIO)


def poisson(events: int) -> tuple[float, float]:
    """Return the exact 95 % interval of a Poisson count (Garwood 1936): 62 gives 47.5-79.5."""
    low = float(gammaincinv(events, 0.025)) if events else 0.0
    return low, float(gammaincinv(events + 1, 0.975))


def fixed_hours_per_event(hours: float, events: int) -> Interval | None:
    """Return the interval of hours per event where only the sum of the hours is known, which is taken as fixed."""
    if events < LEAST_EVENTS or hours <= 0:
        return None
    low, high = poisson(events)
    return Interval(hours / high, hours / low, POISSON)


def events_per_hour(events: int, hours: float) -> Interval | None:
    """Return the interval of events per hour, the hours taken as fixed; ``None`` without hours."""
    if hours <= 0:
        return None
    low, high = poisson(events)
    return Interval(low / hours, high / hours, POISSON)
