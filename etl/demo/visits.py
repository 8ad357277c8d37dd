"""Who was visited when, and what came of it: 2007 to the printed totals, every other year at a like scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from etl.demo import published
from etl.demo.chance import (
    Days,
    Flags,
    Numbers,
    Words,
    after,
    day,
    deal,
    divide,
    draw,
    happens,
    on_weekday,
    pick,
    stream,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

ATTEMPTS_A_YEAR = (900, 1_060)
"""Visits aimed at in a year after the published ones."""
ATTEMPTS_2008 = 1_060
ATTEMPTS_A_SITE = 2.35
"""Mean attempts at a site that is visited in a year; 2007 had 737 at 308."""

LEAST_GAP = 7
"""Days between two attempts at a site, before weekends are stepped over."""
MANY_NEEDS_DAYS = 100
"""Days a site must be there to be visited four times or more."""

APPEAL = {"clinic": 1.0, "clinic_escort": 1.0, "private": 0.8, "private_escort": 0.8}
OTHER_APPEAL = 0.4
"""How likely a kind is to be visited, against a clinic."""
FROM_AFAR = {"telephone": 0.8, "sms": 0.2}
"""An escort has no fixed place: contact is taken by telephone or text message."""

HOURS = {"morning": (9, 12), "afternoon": (12, 16), "evening": (16, 20)}
WHEN = {"morning": 0.28, "afternoon": 0.45, "evening": 0.27}
CONTACT = {
    "east": {"morning": 0.3, "afternoon": 1.2, "evening": 1.6},
    "mid": {"morning": 1.5, "afternoon": 1.0, "evening": 0.5},
    "west": {"morning": 0.7, "afternoon": 1.5, "evening": 0.9},
    "unknown": {"morning": 1.0, "afternoon": 1.0, "evening": 1.0},
}
"""Log odds of meeting someone: the best time of day differs between the areas, as the report says in words."""
WEEKEND = 0.03
"""Share of visits that may fall on a weekend."""

LATER_OUTCOMES = {
    "conversation": 0.22,
    "conversation|new_appointment": 0.3,
    "new_appointment": 0.2,
    "new_appointment|limited_contact": 0.04,
    "limited_contact": 0.1,
    "refused": 0.08,
    "not_stated": 0.06,
}
"""Shares of the visits that reach someone from 2008 on; more returns are agreed than in the first years."""
KEPT = 0.8
"""Share of agreed returns that are kept, where the site is visited again within six weeks."""
RETURN_DAYS = np.array([7, 14, 14, 14, 21, 28])
"""Days until an agreed return; two weeks is the report's example."""
PURPOSES = {"conversation": 0.5, "information": 0.2, "health": 0.15, "bridging": 0.1, "other": 0.05}


def all_visits(seed: int, sites: pl.DataFrame, last_year: int) -> pl.DataFrame:
    """Return the visits of every year, in the order they were made.

    Returns
    -------
    polars.DataFrame
        The columns of the contract, with ``site`` (its number) for site_id and ``number`` for visit_id.
    """
    years = [visits_of(seed, year, sites) for year in range(published.FIRST_YEAR, last_year + 1)]
    visits = pl.concat(years).with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    contacts = pl.col("reached").cum_sum().over("site")
    phase = pl.when(contacts <= 2).then(pl.lit("1")).when(contacts <= 5).then(pl.lit("2")).otherwise(pl.lit("3"))
    return visits.with_columns(phase=pl.when("reached").then(phase))


def visits_of(seed: int, year: int, sites: pl.DataFrame) -> pl.DataFrame:
    """Return one year's visits."""
    rng = stream(seed, "visits", year)
    first, last = day(year, 1, 5), day(year, 12, 19)
    opens = np.maximum(after(sites["sought_from"].to_numpy(), 2), first)
    closes = np.minimum(after(sites["ends"].to_numpy(), -3), last)
    room = (closes - opens).astype(np.int64)
    chosen, counts = _sought(rng, year, sites, room)
    row, on = _days(rng, opens[chosen], closes[chosen], counts)
    site = chosen[row]

    team = np.array(sites["team"].fill_null("unknown").to_list())[site]
    when = draw(rng, WHEN, len(site))
    hour = rng.random(len(site))
    hour = np.array([HOURS[w][0] + share * (HOURS[w][1] - HOURS[w][0]) for w, share in zip(when, hour, strict=True)])
    odds = np.array([CONTACT[t][w] for t, w in zip(team, when, strict=True)]) + sites["taste"].to_numpy()[site]
    chance = 1 / (1 + np.exp(-odds))
    reached = happens(rng, chance, published.REACHED_2007 if year == 2007 else round(float(chance.sum())))
    afar = (sites["kind"] == "escort").to_numpy()[site]
    frame = pl.DataFrame(
        {
            "site": site,
            "on": on,
            "started_at": on.astype("datetime64[ms]") + (np.floor(hour * 12) * 5).astype("timedelta64[m]"),
            "channel": np.where(afar, draw(rng, FROM_AFAR, len(site)), "face_to_face"),
            "reached": reached,
            "outcomes": _outcomes(rng, year, reached),
            "team": team,
        }
    ).sort("started_at", "site")
    return _with_returns(rng, _with_effort(rng, frame)).drop("on")


def _sought(rng: np.random.Generator, year: int, sites: pl.DataFrame, room: Numbers) -> tuple[Numbers, Numbers]:
    """Choose the sites of a year by their row, and how often each is sought out."""
    if year < published.LAST_PUBLISHED_YEAR:
        chosen = np.flatnonzero(sites["sought"].is_in([str(year), "both"]).to_numpy())
    else:
        aim = ATTEMPTS_2008 if year == published.LAST_PUBLISHED_YEAR else int(rng.integers(*ATTEMPTS_A_YEAR))
        appeal = np.array([APPEAL.get(kind, OTHER_APPEAL) for kind in sites["kind"].to_list()])
        there = np.flatnonzero(room >= 2 * LEAST_GAP)
        chosen = there[pick(rng, appeal[there], min(len(there), round(aim / ATTEMPTS_A_SITE)))]
    if year == 2007:
        return chosen, _counts(rng, room[chosen], published.SITES_BY_ATTEMPTS_2007, published.ATTEMPTS_2007)
    classes = divide(rng, len(chosen), published.SITES_BY_ATTEMPTS_2007)
    return chosen, _counts(rng, room[chosen], classes, round(ATTEMPTS_A_SITE * len(chosen)))


def _counts(rng: np.random.Generator, room: Numbers, classes: Mapping[str, int], total: int) -> Numbers:
    """Return attempts per site that fill the classes and sum to ``total``; only sites with room are visited often."""
    counts = np.zeros(len(room), dtype=np.int64)
    often = rng.permutation(np.flatnonzero(room >= MANY_NEEDS_DAYS))[: classes["4+"]]
    others = rng.permutation(np.setdiff1d(np.arange(len(room)), often))
    few = others[: classes["2-3"]]
    counts[others] = 1
    counts[few] = 2
    counts[few[: round(0.46 * len(few))]] = 3
    counts[often] = 4
    counts[often] += rng.multinomial(max(0, total - counts.sum()), np.full(len(often), 1 / max(1, len(often))))
    return counts


def _days(rng: np.random.Generator, opens: Days, closes: Days, counts: Numbers) -> tuple[Numbers, Days]:
    """Return the position of each visit's site, and the day: visits to one site follow each other within weeks."""
    room = (closes - opens).astype(np.int64)
    least = LEAST_GAP * (counts - 1)
    span = np.clip(least + (counts - 1) * rng.exponential(14.0, len(counts)), 0, np.maximum(room, least))
    start = rng.random(len(counts)) * np.maximum(room - span, 0)

    row = np.repeat(np.arange(len(counts)), counts)
    extra = rng.random(len(row))
    extra = extra[np.lexsort((extra, row))]
    nth = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    offset = start[row] + nth * LEAST_GAP + extra * (span - least)[row]
    on = after(opens[row], offset)
    return row, np.where(rng.random(len(row)) < WEEKEND, on, on_weekday(on))


def _outcomes(rng: np.random.Generator, year: int, reached: Flags) -> Words:
    """Return the outcomes of each visit, split by ``|``; a visit in vain has none."""
    sets = published.OUTCOME_SETS_2007
    if year != 2007:
        possible = sets if year < 2007 else LATER_OUTCOMES
        sets = divide(rng, int(reached.sum()), possible)
    outcomes = np.full(len(reached), "", dtype="U40")
    outcomes[reached] = deal(rng, sets)
    return outcomes


def _with_effort(rng: np.random.Generator, visits: pl.DataFrame) -> pl.DataFrame:
    """Add minutes inside, minutes waited outside, and the two workers' hours with the way there."""
    count = len(visits)
    talked = visits["outcomes"].str.contains("conversation").to_numpy()
    on_site = (visits["channel"] == "face_to_face").to_numpy()
    minutes = np.where(talked, rng.integers(5, 13, count) * 5, rng.integers(3, 6, count) * 5)
    waited = np.where(on_site & (rng.random(count) < 0.6), rng.integers(1, 13, count) * 5, 0)
    spent = np.where(visits["reached"].to_numpy(), minutes, 0) + waited
    workers, way = np.where(on_site, 2, 1), np.where(on_site, rng.integers(10, 60, count), 0)
    return visits.with_columns(
        minutes=pl.when("reached").then(pl.Series(minutes)),
        waited_minutes=pl.when(pl.Series(on_site)).then(pl.Series(waited)),
        hours=pl.Series(np.maximum(0.25, np.round(workers * (spent + way) / 15) / 4)),
    )


def _with_returns(rng: np.random.Generator, visits: pl.DataFrame) -> pl.DataFrame:
    """Add the day of the agreed return and its purpose, where a new appointment was made."""
    count = len(visits)
    on = visits["on"].to_numpy()
    following = visits.select(pl.col("on").shift(-1).over("site"))["on"].to_numpy()
    agreed = visits["outcomes"].str.contains("new_appointment").to_numpy()
    soon = following - on <= np.timedelta64(6 * 7, "D")  # False where no visit follows
    near = (rng.random(count) < KEPT) & soon
    planned = np.where(near, after(following, rng.integers(-2, 3, count)), after(on, rng.choice(RETURN_DAYS, count)))
    return visits.with_columns(
        return_on=pl.when(pl.Series(agreed)).then(pl.Series(np.maximum(on_weekday(planned), after(on, 1)))),
        return_purpose=pl.when(pl.Series(agreed)).then(pl.Series(draw(rng, PURPOSES, count))),
    )
