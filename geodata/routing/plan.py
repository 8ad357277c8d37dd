"""A week's plan: who goes where and when, who is left out, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.terms import Term

if TYPE_CHECKING:
    from datetime import date

    from geodata.language import Label


class LeftOutBecause(Term):
    """Why a candidate is not in the plan."""

    BANNED = ("banned", "Må ikke besøges", "Banned")
    NO_LANGUAGE = ("no_language", "Intet hold taler sproget", "No crew speaks the language")
    NO_WINDOW = ("no_window", "Intet tidsrum passer", "No window fits")
    UNREACHABLE = ("unreachable", "Kan ikke nås inden for en vagt", "Cannot be reached within a shift")
    NOT_WORTH_IT = ("not_worth_it", "Mindre værd end vejen koster", "Worth less than the road it costs")
    DISPLACES = ("displaces", "Ville fortrænge mere, end det er værd", "Would displace more than it is worth")
    UNFAIR = (
        "unfair",
        "Ville fordele arbejdet skævere mellem holdene",
        "Would share the work less fairly between crews",
    )
    NOT_TRIED = ("not_tried", "Søgningen nåede det ikke", "The search did not get to it")
    NOT_IN_ORDER = ("not_in_order", "Står ikke i rækkefølgen", "Not in the order")


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit. ``arrive`` is when it begins and ``leave`` when it ends, in minutes of the day."""

    site: str
    day: date
    crew: str
    arrive: float
    leave: float
    p: float
    worth: float
    agreed: bool
    kept: bool
    why: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class WayIn:
    """The cheapest way a site could have been in.

    Parameters
    ----------
    day, crew, arrive
        Where and when it would have been visited.
    displaces
        The sites that would have had to go.
    road
        Minutes on the road more (or, where negative, fewer).
    costs
        What the plan would have lost in worth; negative where it would have gained.
    """

    day: date
    crew: str
    arrive: float
    displaces: tuple[str, ...]
    road: float
    costs: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A candidate that is not in the plan, and why."""

    site: str
    because: LeftOutBecause
    why: Label
    way_in: WayIn | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A demand that cannot be met: an agreed time or a lock, and what stands in its way."""

    site: str
    clashes_with: tuple[str, ...]
    why: Label


@dataclass(frozen=True, slots=True)
class CrewDay:
    """One crew's day as planned.

    Parameters
    ----------
    leaves, back
        When it leaves and is back; both the shift's start on a day without visits and without a road.
    lunch
        When lunch begins, ``None`` where none is due; before ``leaves`` where it is eaten at the base first.
    visits, road, waiting, slack
        Minutes at sites, on the road, waiting, and from being back to the shift's end.
    overtime
        The probability that the crew is back after the shift's end (see ``geodata.routing.risk``).
    """

    crew: str
    day: date
    stops: int
    leaves: float
    back: float
    lunch: float | None
    visits: float
    road: float
    waiting: float
    slack: float
    overtime: float


@dataclass(frozen=True, slots=True)
class Totals:
    """The plan in figures; ``worth`` as :class:`~geodata.routing.options.Weights` defines it."""

    worth: float
    reached: float
    stops: int
    left_out: int
    road: float
    waiting: float
    agreed_kept: int
    agreed_missed: int
    stayed: int
    moved: int


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The answer to a :class:`~geodata.routing.problem.WeekProblem`.

    Parameters
    ----------
    engine
        ``greedy`` or ``search``.
    iterations
        How many were done; fewer than the budget where ``stopped_early`` is true.
    """

    stops: tuple[Stop, ...]
    left_out: tuple[LeftOut, ...]
    conflicts: tuple[Conflict, ...]
    days: tuple[CrewDay, ...]
    totals: Totals
    seed: int
    engine: str
    iterations: int
    stopped_early: bool
