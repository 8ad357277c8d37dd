"""Conversations: those held on visits, and those held elsewhere or by telephone, e-mail and text message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from etl.demo import published
from etl.demo.chance import after, day, deal, draw, on_weekday, stream

if TYPE_CHECKING:
    from collections.abc import Iterator

BESIDES = {"face_to_face": (50, 90), "telephone": (55, 95), "email": (4, 14), "sms": (25, 60)}
"""Fewest and most conversations in a later year that no visit led to."""
FOLLOWS_A_VISIT = 0.35
"""Share of these that take up a visit some days before, and so name its site."""
THEMES = ("safe_sex", "double_life", "family", "law", "social_services", "harm", "tax", "safety")
PHASES = {"1": 0.55, "2": 0.33, "3": 0.12}
KEYED = ("face_to_face", "telephone")
"""Channels in which a person may be known again by a key; messages are anonymous."""
PERSONS_A_CONVERSATION = published.PERSONS_2007 / sum(published.CONVERSATIONS[2007].values())
KNOWN_FROM_BEFORE = 0.3
"""Share of a year's persons that were talked to in the year before."""


def all_talks(seed: int, sites: pl.DataFrame, visits: pl.DataFrame, last_year: int) -> pl.DataFrame:
    """Return held_on, channel, visit and site (numbers), phase, themes and person (a number), in order of held_on."""
    years = range(published.FIRST_YEAR, last_year + 1)
    talks = [_of_year(seed, year, sites, visits.filter(pl.col("started_at").dt.year() == year)) for year in years]
    return pl.concat(list(_with_persons(seed, dict(zip(years, talks, strict=True)))))


def _of_year(seed: int, year: int, sites: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    rng = stream(seed, "talks", year)
    on_visits = visits.filter(pl.col("outcomes").str.contains("conversation")).select(
        pl.col("started_at").dt.date().alias("held_on"), "channel", "phase", "site", pl.col("number").alias("visit")
    )
    held = {channel: int((on_visits["channel"] == channel).sum()) for channel in BESIDES}
    besides = {
        channel: published.CONVERSATIONS[year][channel] - held[channel]
        if year in published.CONVERSATIONS
        else int(rng.integers(*span))
        for channel, span in BESIDES.items()
    }
    channel = deal(rng, besides)
    count = len(channel)
    earlier = visits[rng.integers(0, len(visits), count)]
    taken_up = after(earlier["started_at"].dt.date().to_numpy(), rng.integers(1, 10, count))
    ends = sites["ends"].to_numpy()[earlier["site"].to_numpy()]
    follows = (rng.random(count) < FOLLOWS_A_VISIT) & (taken_up < ends)
    elsewhere = on_weekday(after(day(year, 1, 5), rng.integers(0, 349, count)))
    talks = pl.concat(
        [
            on_visits,
            pl.DataFrame(
                {
                    "held_on": np.where(follows, taken_up, elsewhere),
                    "channel": channel,
                    "phase": draw(rng, PHASES, count),
                    "site": earlier["site"].to_numpy(),
                }
            ).with_columns(site=pl.when(pl.Series(follows)).then("site")),
        ],
        how="diagonal",
    )
    spoken = rng.random((len(talks), len(THEMES))) < 0.18
    themes = ["|".join(theme for theme, said in zip(THEMES, row, strict=True) if said) for row in spoken.tolist()]
    return talks.with_columns(themes=pl.Series(themes)).sort("held_on", maintain_order=True)


def _with_persons(seed: int, talks: dict[int, pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Add whom each conversation was with: in 2007 exactly the published number of different persons."""
    before: list[int] = []
    known = 0
    for year, of_year in talks.items():
        rng = stream(seed, "persons", year)
        keyed = rng.permutation(np.flatnonzero(of_year["channel"].is_in(KEYED).to_numpy()))
        count = published.PERSONS_2007 if year == 2007 else round(PERSONS_A_CONVERSATION * len(of_year))
        again = rng.permutation(np.array(before, dtype=np.int64))[: round(KNOWN_FROM_BEFORE * count)]
        persons = np.concatenate([again, np.arange(known, known + count - len(again))])
        known += count - len(again)
        before = persons.tolist()

        person: list[int | None] = [None] * len(of_year)
        named = rng.random(len(keyed)) < 0.75
        for nth, row in enumerate(keyed.tolist()):
            if nth < count:
                person[row] = before[nth]
            elif named[nth]:
                person[row] = before[int(rng.integers(count))]
        yield of_year.with_columns(person=pl.Series(person, dtype=pl.Int64))
