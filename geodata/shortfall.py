"""What is missing to reach a target: in municipalities or sites, in hours and in team-days.

A target is for 31 December of its year, with a window of 12 months. What counts today need not count then: a screening
grows too old, and a visit of last autumn falls out of the window. So the shortfall is what must still be done by that
day, over what will count on it if nothing more is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from geodata.language import Label
from geodata.status import DEFAULT_WINDOW_MONTHS
from geodata.worklists.screenings import HoursFrom

if TYPE_CHECKING:
    from geodata.figures import Figure
    from geodata.targets import Target

WINDOW_MONTHS = DEFAULT_WINDOW_MONTHS
"""The window every target is set for: on 31 December, the calendar year."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A target against what is reached.

    Parameters
    ----------
    target
        The target.
    actual
        The figure on the day: numerator of denominator.
    required
        Municipalities or sites the target takes.
    lasting
        How many of them will count on 31 December if nothing more is done.
    missing
        How many more it takes: ``required - lasting``, never below 0.
    beyond
        How many of the missing do not exist: a number that was set higher than there are records.
    hours
        Hours that the missing usually take; ``None`` where no hours are recorded, or some do not exist.
    basis
        What the hours rest on.
    """

    target: Target
    actual: Figure
    required: int
    lasting: int
    missing: int
    beyond: int
    hours: float | None
    basis: Label

    def team_days(self, hours_a_day: float) -> float | None:
        """Return the hours as days of a team."""
        return None if self.hours is None else self.hours / hours_a_day


def told_on(year: int, as_of: date) -> date:
    """Return the day a year's targets are told for: the day looked at, or the year's last day if that is earlier."""
    return min(as_of, date(year, 12, 31))


def in_municipalities(target: Target, actual: Figure, municipalities: pd.DataFrame) -> Shortfall:
    """Return what a target for municipalities still takes.

    The hours are those of the first missing ones on the work list: never screened, then the longest overdue.

    Parameters
    ----------
    municipalities
        The team's, in the order of the work list: completed_on, due_on (at a window of 12 months), usual_hours,
        hours_from.
    """
    if target.indicator == "ever_screened":
        counts = municipalities["completed_on"].notna()
    else:
        counts = (municipalities["due_on"] > pd.Timestamp(target.last_day)).fillna(False)
    required, lasting = target.required(len(municipalities)), int(counts.sum())
    missing = max(0, required - lasting)
    next_ones = municipalities[~counts].head(missing)
    beyond = missing - len(next_ones)
    whole = not beyond and bool(next_ones["usual_hours"].notna().all())
    hours = float(next_ones["usual_hours"].sum()) if whole else None
    counted = [(source.label, int((next_ones["hours_from"] == source.code).sum())) for source in HoursFrom]
    basis = Label(
        ", ".join(f"{label.danish.lower()} screeninger ({n})" for label, n in counted if n) or "–",
        ", ".join(f"{label.english.lower()} screenings ({n})" for label, n in counted if n) or "–",
    )
    return Shortfall(target, actual, required, lasting, missing, beyond, hours, basis)


def in_sites(target: Target, actual: Figure, sites: pd.DataFrame, usual: pd.DataFrame) -> Shortfall:
    """Return what a target for sites attempted still takes, one attempt a site.

    Parameters
    ----------
    sites
        The team's known sites with ``attempted_on``, the day of the last attempt.
    usual
        Median hours of an attempt per ``area``, a team's code or ``nation``, with how many it rests on.
    """
    counts = pd.to_datetime(sites["attempted_on"]) >= pd.Timestamp(target.year, 1, 1)
    required, lasting = target.required(len(sites)), int(counts.sum())
    missing = max(0, required - lasting)
    beyond = max(0, missing - int((~counts).sum()))
    by_area = usual.set_index("area").to_dict("index")
    area = target.team if target.team in by_area else "nation"
    if area not in by_area:
        none = Label("Ingen timer registreret", "No hours recorded")
        return Shortfall(target, actual, required, lasting, missing, beyond, None if missing else 0.0, none)
    each, n = by_area[area]["usual_hours"], by_area[area]["hours_n"]
    whose = HoursFrom.TEAM if area == target.team else HoursFrom.NATION
    basis = Label(f"{whose.label.danish.lower()} forsøg ({n})", f"{whose.label.english.lower()} attempts ({n})")
    return Shortfall(target, actual, required, lasting, missing, beyond, None if beyond else missing * each, basis)
