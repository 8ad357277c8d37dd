"""What the lead decides: what counts how much, how much slack, how long to search."""

from __future__ import annotations

from dataclasses import dataclass, field

from geodata.terms import Term


class Durations(Term):
    """How long a visit is taken to be when the day is planned."""

    EXPECTED = ("expected", "Forventet varighed", "Expected duration")
    FULL = ("full", "Fuld varighed", "Full duration")


@dataclass(frozen=True, slots=True)
class Weights:
    """The worth of a plan: reached × Σ value × P − road × minutes − missed_agreed for each agreed time not kept.

    Parameters
    ----------
    reached
        What one unit of value times P(reached) counts.
    road
        What a minute on the road costs.
    missed_agreed
        What an agreed time that is not kept costs.
    staying
        What it counts that an accepted stop keeps its crew and day. It steers the search and is no part of the worth.
    fair
        What a minute of difference between the longest and the shortest week of work costs (road and visits, the
        week measured in the crew's own shift minutes). It steers the search and is no part of the worth.
    """

    reached: float = 2.0
    road: float = 1.0
    missed_agreed: float = 500.0
    staying: float = 20.0
    fair: float = 0.1

    def __post_init__(self) -> None:
        if min(self.reached, self.road, self.missed_agreed, self.staying, self.fair) < 0:
            raise ValueError("A weight cannot be negative.")


@dataclass(frozen=True, slots=True)
class DayRules:
    """What a day allows, and its slack.

    Parameters
    ----------
    agreed_within
        Minutes before or after an agreed time at which the visit may begin.
    lunch_minutes, lunch_from, lunch_to
        Lunch takes so long, between these minutes of the day.
    durations
        Expected durations count a visit in vain as short: about every second day then ends in overtime.
    vain_minutes
        The length of a visit at which nobody is reached.
    extra_minutes
        Slack added to every visit.
    """

    agreed_within: float = 10
    lunch_minutes: float = 30
    lunch_from: float = 10.5 * 60
    lunch_to: float = 14 * 60
    durations: Durations = Durations.FULL
    vain_minutes: float = 5
    extra_minutes: float = 0

    def __post_init__(self) -> None:
        if min(self.agreed_within, self.lunch_minutes, self.vain_minutes, self.extra_minutes) < 0:
            raise ValueError("Minutes cannot be negative.")
        if self.lunch_from + self.lunch_minutes > self.lunch_to:
            raise ValueError("Lunch must fit in its time.")


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search. The same seed and iterations give the same plan on any machine.

    Parameters
    ----------
    seed
        Another seed gives another plan of about the same worth.
    iterations
        The budget. 0 answers with the greedy order.
    seconds
        Stops early when so much time has passed, and the plan says so; ``None`` for no limit.
    """

    seed: int = 1
    iterations: int = 100_000
    seconds: float | None = None

    def __post_init__(self) -> None:
        if self.iterations < 0 or self.seed < 0:
            raise ValueError("Iterations and seed cannot be negative.")
        if self.seconds is not None and self.seconds < 0:
            raise ValueError("Seconds cannot be negative.")


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """Everything the lead decides."""

    weights: Weights = field(default_factory=Weights)
    rules: DayRules = field(default_factory=DayRules)
    effort: Effort = field(default_factory=Effort)
