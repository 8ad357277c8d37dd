"""The due list as the week's planner takes it: what each visit is worth, how long it takes, and when it can be made.

The field names are those of the planner's own candidate, so that one is made of the other without a translation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.day_parts import HOURS
from geodata.due import DueFrom
from geodata.plan_learning import learned
from geodata.terms import DayPart
from geodata.worth.chance import HISTORY_MONTHS, PARTS
from geodata.worth.reasons import agreed_return, reasons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.language import Label
    from geodata.store import Store
    from geodata.worth.chance import Chances
    from geodata.worth.due_list import DueList

PART_MINUTES = ((9 * 60, 12 * 60), (12 * 60, 16 * 60 + 30), (17 * 60, 20 * 60))
"""Minutes of the day between which a visit may begin where nothing else is known: morning, afternoon, evening. They
lie within the parts of the day; the half hour before evening is left for the road."""
PART_ENDS = (HOURS[DayPart.MORNING][1] * 60, HOURS[DayPart.AFTERNOON][1] * 60, 24 * 60)
"""When each part of the day ends, for hours that a site states itself."""
DEFAULT_MINUTES = 30.0
"""How long a visit takes where no kind has a record. Own choice, between 15 and 60."""
LEAST_MINUTES, MOST_MINUTES = 15.0, 60.0
UNTOLD = 0.5
"""P(reached) for the planner where a team has too few attempts to tell it: the same for every window, so that it
steers nothing."""


@dataclass(frozen=True, slots=True)
class ProspectWindow:
    """Minutes of one day between which a visit may begin, and P(reached) then."""

    day: date
    opens: float
    closes: float
    p: float


@dataclass(frozen=True, slots=True)
class Prospect:
    """One site that may be visited in a week.

    Parameters
    ----------
    site, lon, lat
        Its code and its place (EPSG:4326).
    value
        What reaching someone is worth, in points.
    minutes
        How long a visit takes that reaches someone: the median of its kind's, or what kept plans of its kind teach.
    windows
        When a visit may begin: the hours the site states, else morning, afternoon and evening. Without an agreed day,
        every day of the week; with one, that day.
    banned
        Days on which it is left in peace.
    why
        The terms of its worth.
    """

    site: str
    lon: float
    lat: float
    value: float
    minutes: float
    windows: tuple[ProspectWindow, ...]
    banned: frozenset[date] = frozenset()
    why: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Prospects:
    """Those who may be visited, and the sites on the list that cannot be planned, by what they lack."""

    sites: tuple[Prospect, ...]
    no_place: tuple[str, ...] = ()
    no_worth: tuple[str, ...] = field(default=())


def prospects(store: Store, found: DueList, chances: Chances, week: Sequence[date]) -> Prospects:
    """Return the sites of a due list that may be visited in a week.

    An agreed day that lies in the week is kept to that day, and to the part of it that was agreed, where one was, also
    on a weekday or in a part of the day for which the site states no hours. An agreed day that has passed, or lies
    ahead of the week, leaves every day open.

    Parameters
    ----------
    week
        The days that are planned, each once.
    """
    rows = found.rows
    places = store.site_places(found.as_of).set_index("site_id")[["lon", "lat"]]
    rows = rows.join(places, on="site_id")
    placed = rows["lon"].notna()
    worthy = rows["worth"] > 0
    chosen = rows[placed & worthy].reset_index(drop=True)
    hours = _stated_hours(store, found)
    minutes = _usual_minutes(store, found.as_of, found.team)
    by_day = {day: _by_part(chances, chosen, day) for day in week}
    sites = []
    for number, row in enumerate(chosen.to_dict("records")):
        due_on = None if pd.isna(row["due_on"]) else pd.Timestamp(row["due_on"]).date()
        agreed = due_on if row["due_from"] == DueFrom.AGREED.code and due_on in week else None
        until = None if pd.isna(row["paused_until"]) else pd.Timestamp(row["paused_until"]).date()
        # A promise is said of its stop also where the day is too far ahead to be worth anything yet.
        promise = [agreed_return(row)] if agreed is not None and not row["worth_agreed"] else []
        takes = minutes.get(str(row["kind"]), minutes[""])
        stated = hours.get(str(row["site_id"]))
        if agreed is None:
            hours_of = {day: _hours(stated, day, takes) for day in week}
        else:
            window = None if pd.isna(row["agreed_window"]) else DayPart(str(row["agreed_window"]))
            hours_of = {agreed: _agreed_hours(stated, agreed, takes, window)}
        windows = [
            ProspectWindow(day, opens, closes, float(by_day[day][number, part]))
            for day, told in hours_of.items()
            for opens, closes, part in told
        ]
        sites.append(
            Prospect(
                str(row["site_id"]),
                float(row["lon"]),
                float(row["lat"]),
                float(row["worth"]),
                takes,
                tuple(windows),
                frozenset(day for day in week if until is not None and day < until),
                (*promise, *(reason.label for reason in reasons(row))),
            )
        )
    lost, idle = (tuple(rows.loc[mask, "site_id"].astype(str)) for mask in (~placed, placed & ~worthy))
    return Prospects(tuple(sites), lost, idle)


def week_of(day: date) -> tuple[date, ...]:
    """Return Monday to Friday of the week a day lies in; of the next one from Saturday on."""
    monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * (day.weekday() > 4))
    return tuple(monday + timedelta(days=n) for n in range(5))


def _by_part(chances: Chances, sites: pd.DataFrame, day: date) -> np.ndarray:
    told = chances.site_chances(sites, day.isoweekday())[[f"p_{part.code}" for part in PARTS]]
    return told.fillna(UNTOLD).to_numpy(dtype=np.float64)


def _usual_minutes(store: Store, as_of: date, team: str | None) -> dict[str, float]:
    """Return how long a visit takes by kind, and under no kind for all of them.

    Where plans were kept, what they took at a kind of site corrects what they expected of it.
    """
    rows = store.read("usual_visit_minutes", as_of=as_of, months=HISTORY_MONTHS)
    told = {
        "" if pd.isna(kind) else str(kind): float(np.clip(usual, LEAST_MINUTES, MOST_MINUTES))
        for kind, usual in zip(rows["kind"], rows["usual_minutes"], strict=True)
    }
    lesson = learned(store, as_of, team=team)
    kept = {
        kind: float(np.clip(lesson.minutes[kind], LEAST_MINUTES, MOST_MINUTES))
        for kind, stops in lesson.stops.items()
        if stops
    }
    return {"": DEFAULT_MINUTES} | told | kept


def _stated_hours(store: Store, found: DueList) -> dict[str, dict[int, list[tuple[int, int]]]]:
    """Return the hours that sites state: site -> weekday -> from and to, in minutes of the day."""
    rows = store.read("windows_by_weekday", as_of=found.as_of, team=found.team)
    told: dict[str, dict[int, list[tuple[int, int]]]] = {}
    for site, weekday, opens, closes in rows[["site_id", "weekday", "opens", "closes"]].itertuples(index=False):
        told.setdefault(str(site), {}).setdefault(int(weekday), []).append((_minute(opens), _minute(closes)))
    return told


def _minute(time: object) -> int:
    hours, minutes = str(time).split(":")[:2]
    return int(hours) * 60 + int(minutes)


def _agreed_hours(
    stated: dict[int, list[tuple[int, int]]] | None, day: date, takes: float, agreed: DayPart | None
) -> list[tuple[float, float, int]]:
    """Return when a visit may begin that was agreed for a day, in one part of it or at any time.

    Whoever agreed to a day is there that day, and whoever agreed to a part of it is there then.
    """
    known = [] if stated is None else _hours(stated, day, takes)
    if agreed is None:
        return known or _hours(None, day, takes)
    number = PARTS.index(agreed)
    begins, ends = HOURS[agreed]
    return [each for each in known if each[2] == number] or [(60.0 * begins, 60.0 * ends, number)]


def _hours(stated: dict[int, list[tuple[int, int]]] | None, day: date, takes: float) -> list[tuple[float, float, int]]:
    """Return when a visit may begin, from and to, and the part of the day, of every window.

    Hours that a site states are cut where a part of the day ends, and a visit that takes so many minutes is over when
    they end. A site that states hours for some weekdays cannot be visited on the others.
    """
    if stated is None:
        return [(opens, closes, part) for part, (opens, closes) in enumerate(PART_MINUTES)]
    cut: list[tuple[float, float, int]] = []
    for opens, closes in stated.get(day.isoweekday(), []):
        begins, last = float(opens), max(float(opens), closes - takes)
        for part, end in enumerate(PART_ENDS):
            if begins < end and (begins < last or begins == opens):
                cut.append((begins, min(last, float(end)), part))
                begins = min(last, float(end))
                if begins == last:
                    break
    return cut
