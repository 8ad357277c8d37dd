"""P(reached): how likely a visit is to reach someone, by window of the day and weekday.

Partial pooling: a site's own record leans on its municipality's, that on its team's, and that on the nation's, the more
the fewer attempts there are (beta-binomial). The window of the day and the weekday multiply the odds; what each does is
told per team and leans on the nation. A site's raw rate is never used: in simulation it is worse than no site's rate at
all (``tests/spec/test_chance.py``).

:mod:`geodata.evidence.rates` is another model on the same :mod:`geodata.pooling`. It describes what was, area by area,
each part of the day for itself; here one visit is foretold, and a site met twice in the evening is likelier to be met
in the morning too. A site's few attempts cannot tell what windows do, so its team's effects are added to its log odds.
There the interval is normal, and the doubt about the municipality is added to it and not part of the prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import expit, logit, polygamma

from geodata.figures import CONFIDENCE
from geodata.pooling import drawn, expected_weight, posterior
from geodata.terms import DayPart

if TYPE_CHECKING:
    from datetime import date

    from geodata.pooling import Floats
    from geodata.store import Store

HISTORY_MONTHS = 36
"""Attempts older than this say little of the people who are there now. Own choice."""
MIN_ATTEMPTS = 100
"""Attempts of a team in that time below which no probability is told: its interval would be some 20 points wide."""
TEAM_STRENGTH = 50.0
"""Attempts that the nation counts as beside a team's own: there are too few teams to estimate it."""
EFFECT_STRENGTH = 30.0
"""Attempts that no difference, or the nation's, counts as beside a window's or a weekday's own."""
Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


PARTS = tuple(DayPart)
"""The windows of the day."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What windows and weekdays do to the log odds of one team, with the variance of each window's."""

    windows: Floats
    weekdays: Floats
    variances: Floats
    attempts: int

    @property
    def enough(self) -> bool:
        """Whether the team has attempts enough for a probability to be told."""
        return self.attempts >= MIN_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely contact is, learnt from the attempts up to a day.

    Parameters
    ----------
    means
        Municipality and team -> the share of attempts expected to reach someone, 0-1.
    teams
        Team -> the same, for a municipality without attempts.
    nation
        The same, for a team without attempts.
    spreads
        Municipality and team -> the variance of the log odds of its mean.
    unseen
        That variance where a municipality has no attempts.
    strength
        Attempts that the municipality counts as beside a site's own.
    effects
        Team -> its windows and weekdays.
    """

    means: dict[tuple[str, str], float]
    teams: dict[str, float]
    nation: float
    spreads: dict[tuple[str, str], float]
    unseen: float
    strength: float
    effects: dict[str, Effects]

    def site_chances(self, sites: pd.DataFrame, weekday: int | None = None) -> pd.DataFrame:
        """Return P(reached) of sites in each window, with 95 % intervals; missing where the team has too few attempts.

        Parameters
        ----------
        sites
            municipality_code, team, and per part of the day tried_<part> and reached_<part>.
        weekday
            1-7, Monday first; an average weekday where none is given.

        Returns
        -------
        pandas.DataFrame
            p_<part>, low_<part>, high_<part>, 0-1, with the index of ``sites``.
        """
        tried = sites[[f"tried_{part.code}" for part in PARTS]].to_numpy(dtype=np.float64)
        reached = sites[[f"reached_{part.code}" for part in PARTS]].sum(axis=1).to_numpy(dtype=np.float64)
        pairs = list(zip(sites["municipality_code"], sites["team"], strict=True))
        mean = np.array([self.means.get(pair, self.teams.get(pair[1], self.nation)) for pair in pairs])
        effects = [self.effects.get(team, _NONE) for _place, team in pairs]
        windows = np.array([each.windows for each in effects]).reshape(-1, len(PARTS))
        variances = np.array([each.variances for each in effects]).reshape(-1, len(PARTS))
        n = tried.sum(axis=1)
        a, b = posterior(reached, n, mean, self.strength)
        # What the site's own attempts owe to the windows they were made in is taken out again.
        owed = (tried * windows).sum(axis=1) / (n + self.strength)
        centre = np.log(a / b) - owed
        if weekday is not None:
            centre = centre + np.array([each.weekdays[weekday - 1] for each in effects])
        odds = centre[:, None] + windows
        # How well the municipality is known counts as far as the site leans on it.
        lent = (
            np.array([self.spreads.get(pair, self.unseen) for pair in pairs])
            * (self.strength / (n + self.strength)) ** 2
        )
        spread = Z * np.sqrt((polygamma(1, a) + polygamma(1, b) + lent)[:, None] + variances)
        told = np.array([each.enough for each in effects])[:, None]
        columns = {"p": odds, "low": odds - spread, "high": odds + spread}
        frames = [
            pd.DataFrame(
                np.where(told, expit(values), np.nan),
                columns=[f"{name}_{part.code}" for part in PARTS],
                index=sites.index,
            )
            for name, values in columns.items()
        ]
        return pd.concat(frames, axis=1)


_NONE = Effects(np.zeros(3), np.zeros(7), np.zeros(3), 0)


def read_chances(store: Store, as_of: date) -> Chances:
    """Return how likely contact is on a day, from the attempts of the :data:`HISTORY_MONTHS` months before it."""
    return learn(
        store.read("contact_by_window", as_of=as_of, months=HISTORY_MONTHS),
        store.read("contact_by_site", as_of=as_of, months=HISTORY_MONTHS),
    )


def learn(by_window: pd.DataFrame, by_site: pd.DataFrame) -> Chances:
    """Return what attempts teach.

    Parameters
    ----------
    by_window
        One row per municipality_code, team, part (a :class:`~geodata.terms.DayPart` code, missing where no time was
        recorded) and weekday (1-7): tried, reached.
    by_site
        One row per municipality_code, team, tried and reached: sites, how many have that record.
    """
    counts = by_window.groupby("team")[["tried", "reached"]].sum()
    n, r = (counts[name].to_numpy(dtype=np.float64) for name in ("tried", "reached"))
    nation = float((1 + r.sum()) / (2 + n.sum()))  # one attempt of each kind stands for knowing nothing
    teams = dict(zip(counts.index.astype(str), drawn(r, n, nation, TEAM_STRENGTH).tolist(), strict=True))
    places = by_window.groupby(["municipality_code", "team"], as_index=False)[["tried", "reached"]].sum()
    prior = np.array([teams[str(team)] for team in places["team"]], dtype=np.float64)
    tried, reached = (places[name].to_numpy(dtype=np.float64) for name in ("tried", "reached"))
    weight = expected_weight(reached, tried, prior)
    pairs = list(zip(places["municipality_code"].astype(str), places["team"].astype(str), strict=True))
    pooled = drawn(reached, tried, prior, weight)
    # What a site is held against leaves out its own attempts, else every site would look like its municipality.
    whole_place = by_site[["municipality_code", "team"]].merge(places, on=["municipality_code", "team"], how="left")
    rest = {name: (whole_place[name] - by_site[name]).to_numpy(dtype=np.float64) for name in ("tried", "reached")}
    team_mean = np.array([teams[str(team)] for team in by_site["team"]], dtype=np.float64)
    site_prior = drawn(rest["reached"], rest["tried"], team_mean, weight)
    r, n, often = (by_site[name].to_numpy(dtype=np.float64) for name in ("reached", "tried", "sites"))
    strength = expected_weight(r, n, site_prior, often)
    # Attempts at one site are alike, so a municipality's count for fewer than they are (Kish's design effect).
    held = by_site.groupby(["municipality_code", "team"], as_index=False)["sites"].sum()
    sites = places.merge(held, how="left")["sites"].to_numpy(dtype=np.float64)
    spread = _spread(pooled, weight + tried / (1 + np.maximum(0.0, tried / sites - 1) / (strength + 1)))
    whole = _effects(by_window, nation, None)
    effects = {str(team): _effects(rows, teams[str(team)], whole) for team, rows in by_window.groupby("team")}
    means, spreads = (dict(zip(pairs, each.tolist(), strict=True)) for each in (pooled, spread))
    return Chances(means, teams, nation, spreads, float(_spread(np.array(nation), np.array(weight))), strength, effects)


def _spread(mean: Floats, attempts: Floats) -> Floats:
    """Return the variance of the log odds of shares that rest on so many attempts."""
    variance: Floats = polygamma(1, attempts * mean) + polygamma(1, attempts * (1 - mean))
    return variance


def _effects(rows: pd.DataFrame, mean: float, larger: Effects | None) -> Effects:
    """Return what windows and weekdays do to the log odds of ``mean``, leaning on ``larger`` or on nothing."""
    found = []
    for column, codes, before in (
        ("part", [part.code for part in PARTS], larger.windows if larger else np.zeros(3)),
        ("weekday", range(1, 8), larger.weekdays if larger else np.zeros(7)),
    ):
        counts = rows.groupby(column)[["tried", "reached"]].sum().reindex(codes, fill_value=0)
        n, r = counts["tried"].to_numpy(dtype=np.float64), counts["reached"].to_numpy(dtype=np.float64)
        expected = expit(logit(mean) + before)
        share = drawn(r, n, expected, EFFECT_STRENGTH)
        effect = logit(share) - logit(mean)
        # The mean is of the attempts as they were made, so on average over them an effect is none.
        effect = effect - (effect @ n / n.sum() if n.sum() else 0.0)
        found.append((effect, 1 / (share * (1 - share) * (n + EFFECT_STRENGTH))))
    return Effects(found[0][0], found[1][0], found[0][1], int(rows["tried"].sum()))
