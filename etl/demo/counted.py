"""What is counted and tied to no site: bridge-building meetings, calls, letters, courses and the advert pilot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from etl.demo import published
from etl.demo.chance import Days, Words, after, day, deal, divide, draw, on_weekday, stream
from etl.demo.sites import TEAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MEETINGS_A_YEAR = (90, 135)
LEGALISING = {"work_tax": 0.85, "work_jobcentre": 0.4, "work_accountant": 0.8, "work_union": 0.4}
"""Share of meetings in the other years that made income legal."""
SCALE = (0.7, 1.3)
"""Least and greatest size of another year's counts, against 2007."""
LINE_WEEKDAYS = (0, 3)
"""The advice lines are open on Monday and Thursday."""
PILOT_ROUNDS = 7
"""Rounds of the advert pilot, on different weekdays and one to two weeks apart."""


def all_meetings(seed: int, last_year: int) -> pl.DataFrame:
    """Return held_on, institution, purpose and team of every bridge-building meeting, in order of held_on."""
    return pl.concat([_meetings_of(seed, year) for year in range(published.FIRST_YEAR, last_year + 1)])


def _meetings_of(seed: int, year: int) -> pl.DataFrame:
    rng = stream(seed, "meetings", year)
    total = published.MEETINGS.get(year) or int(rng.integers(*MEETINGS_A_YEAR))
    by_institution = published.MEETINGS_2007 if year == 2007 else divide(rng, total, published.MEETINGS_2007)
    purpose = np.concatenate([_purposes(rng, year, body, count) for body, count in by_institution.items()])
    return pl.DataFrame(
        {
            "held_on": _weekdays_of(rng, year, total),
            "institution": np.repeat(np.array(list(by_institution)), list(by_institution.values())),
            "purpose": purpose,
            "team": draw(rng, {**TEAMS, "unknown": 0.04}, total),
        }
    ).sort("held_on", maintain_order=True)


def _purposes(rng: np.random.Generator, year: int, institution: str, count: int) -> list[str]:
    if year == 2007:
        legalising = published.LEGALISING_2007.get(institution, 0)
    else:
        legalising = int(rng.binomial(count, LEGALISING.get(institution, 0.0)))
    others = draw(rng, {"other": 0.6, "not_stated": 0.4}, count - legalising)
    return ["legalise_income"] * legalising + [str(purpose) for purpose in others]


def all_activities(seed: int, places: pl.DataFrame, last_year: int) -> pl.DataFrame:
    """Return held_on, kind, category, count, hours and municipality_code of every activity, in order of held_on."""
    years = [_activities_of(seed, year, places) for year in range(published.FIRST_YEAR, last_year + 1)]
    return pl.concat(years, how="diagonal")


def _activities_of(seed: int, year: int, places: pl.DataFrame) -> pl.DataFrame:
    rng = stream(seed, "activities", year)
    calls = [
        _counted(kind, deal(rng, counts), lambda count: _line_days_of(rng, year, count))
        for kind, by_category in published.CALLS_2007.items()
        for counts in [by_category if year == 2007 else _like(rng, by_category)]
    ]
    letters = published.MAILBOX.get(year) or _like(rng, published.MAILBOX[2007])
    mailbox = _counted("mailbox", deal(rng, letters), lambda count: _weekdays_of(rng, year, count))
    return pl.concat(
        [
            *calls,
            mailbox,
            _courses(rng, year, "psychologist_grant", "adult", published.PSYCHOLOGIST_COURSES_2007),
            _courses(rng, year, "theme_day", "staff", published.THEME_DAYS_2007, places),
            _courses(rng, year, "course_day", "staff", published.COURSE_DAYS_2007, places),
            *(_pilot(rng) if year == 2007 else []),
        ],
        how="diagonal",
    ).sort("held_on", "kind", "category", maintain_order=True)


def _like(rng: np.random.Generator, counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts for another year, of about the same size and in the same proportions."""
    return divide(rng, round(sum(counts.values()) * rng.uniform(*SCALE)), counts)


def _weekdays_of(rng: np.random.Generator, year: int, count: int) -> Days:
    """Return weekdays of a year, from February on, when the centre's registration had begun in 2006."""
    return on_weekday(after(day(year, 2, 3), rng.integers(0, 320, count)))


def _line_days_of(rng: np.random.Generator, year: int, count: int) -> Days:
    """Return days of a year on which the advice lines are open."""
    days = np.arange(day(year, 1, 8), day(year, 12, 20))
    return rng.choice(days[np.isin((days.astype(np.int64) + 3) % 7, LINE_WEEKDAYS)], size=count)


def _counted(kind: str, categories: Words, when: Callable[[int], Days]) -> pl.DataFrame:
    """Return one row per day and category, with how many there were."""
    each = pl.DataFrame({"held_on": when(len(categories)), "category": categories})
    counted = each.group_by("held_on", "category", maintain_order=True).agg(pl.len().cast(pl.Int64).alias("count"))
    return counted.with_columns(kind=pl.lit(kind))


def _courses(
    rng: np.random.Generator, year: int, kind: str, category: str, in_2007: int, places: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return one row per course or day, in a municipality where ``places`` are given."""
    count = in_2007 if year == 2007 else round(in_2007 * rng.uniform(*SCALE))
    courses = pl.DataFrame({"held_on": _weekdays_of(rng, year, count)}).with_columns(
        kind=pl.lit(kind),
        category=pl.lit(category),
        count=pl.lit(1, dtype=pl.Int64),
        hours=pl.lit(float(published.HOURS_EACH[kind])),
    )
    if places is None:
        return courses
    codes = places["municipality_code"].to_numpy()
    return courses.with_columns(municipality_code=pl.Series(rng.choice(codes, count), dtype=pl.String))


def _pilot(rng: np.random.Generator) -> list[pl.DataFrame]:
    """Return the advert pilot: adverts found in each round, and the calls made in the days after it."""
    first = np.datetime64(published.PILOT[0], "D")
    rounds = after(first, np.cumsum(np.append(0, rng.integers(8, 13, PILOT_ROUNDS - 1))))

    def on_round(count: int) -> Days:
        return on_weekday(rng.choice(rounds, size=count))

    adverts = [_in_sources(rng, kind, deal(rng, areas), on_round) for kind, areas in published.PILOT_ADVERTS.items()]
    called = pl.concat(
        [
            _counted(
                kind, deal(rng, parties), lambda count: on_weekday(after(on_round(count), rng.integers(0, 4, count)))
            )
            for kind, parties in published.PILOT_CALLS.items()
        ]
    )
    quarters = rng.multinomial(4 * published.PILOT_HOURS, np.full(len(called), 1 / len(called)))
    replies = [_counted(kind, deal(rng, parties), on_round) for kind, parties in published.PILOT_REPLIES.items()]
    return [*adverts, called.with_columns(hours=pl.Series(quarters / 4)), *replies]


def _in_sources(rng: np.random.Generator, kind: str, areas: Words, when: Callable[[int], Days]) -> pl.DataFrame:
    """Return one row per day, area and source, with how many adverts there were."""
    sources = deal(rng, published.PILOT_SOURCES[kind])
    each = pl.DataFrame({"held_on": when(len(areas)), "category": areas, "source": sources})
    keys = ("held_on", "category", "source")
    counted = each.group_by(*keys, maintain_order=True).agg(pl.len().cast(pl.Int64).alias("count"))
    return counted.with_columns(kind=pl.lit(kind))
