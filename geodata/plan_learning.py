"""What the last weeks teach the next plan: how long stops take by kind of site, and how travel compares with its model.

Few observations move little: what was planned counts as so many stops, and so many minutes of travel, beside what was
seen. So a kind of site that was met once does not rule the week after.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.figures import counts
from geodata.terms import Kind

if TYPE_CHECKING:
    from datetime import date

    from geodata.store import Store

DEFAULT_MINUTES = 40.0
"""Minutes at a site where no plan and no visit says anything; the product's own."""

PRIOR_STOPS = 5
"""Stops that what was expected counts for beside those that were made."""

PRIOR_TRAVEL_MINUTES = 300.0
"""Minutes of travel, as planned, that the model's own speed counts for."""

LEAST, MOST = 0.5, 2.0
"""What travel is corrected by at most: a larger factor is a mistake in the records and no speed."""

WINDOW_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Learned:
    """What to expect of the next week.

    Parameters
    ----------
    minutes
        Per kind of site: minutes to plan for a stop.
    stops
        Per kind of site: the stops that rests on.
    travel_factor
        By how much modelled travel times are to be multiplied.
    travel_minutes
        The planned minutes that rests on.
    """

    minutes: dict[str, float]
    stops: dict[str, int]
    travel_factor: float
    travel_minutes: float


def learned(store: Store, as_of: date, window_months: int = WINDOW_MONTHS, team: str | None = None) -> Learned:
    """Return what plans and visits up to a day teach; of one team, where it is given."""
    columns = [f"plan_{word}.{kind.code}" for kind in Kind for word in ("planned", "used", "timed")]
    table = counts(
        store, as_of, window_months, "team" if team else "nation", [*columns, "plan_travel_planned", "plan_travel_used"]
    )
    row = {str(name): numbers[team or "nation"] for name, numbers in table.astype(float).to_dict().items()}
    minutes, stops = {}, {}
    for kind in Kind:
        planned, used, timed = (row[f"plan_{word}.{kind.code}"] for word in ("planned", "used", "timed"))
        minutes[kind.code] = corrected_minutes(planned, used, int(timed))
        stops[kind.code] = int(timed)
    planned, used = row["plan_travel_planned"], row["plan_travel_used"]
    return Learned(minutes, stops, corrected_travel(planned, used), planned)


def corrected_minutes(planned: float, used: float, stops: int) -> float:
    """Return the minutes to expect of a stop, from the minutes planned and used at so many stops together."""
    expected = planned / stops if stops else DEFAULT_MINUTES
    return (PRIOR_STOPS * expected + used) / (PRIOR_STOPS + stops)


def corrected_travel(planned: float, used: float) -> float:
    """Return the factor for modelled travel times, from the minutes planned and used."""
    factor = (PRIOR_TRAVEL_MINUTES + used) / (PRIOR_TRAVEL_MINUTES + planned)
    return min(MOST, max(LEAST, factor))
