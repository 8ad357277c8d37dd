"""P(reached) is better than raw rates and near the truth, where the truth is known; with too little it is not told."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.pooling import WEIGHTS, expected_weight
from geodata.worth.chance import MIN_ATTEMPTS, PARTS, Chances, learn

PLACES = [
    (f"{n:04}", team) for team, first in (("east", 100), ("mid", 400), ("west", 700)) for n in range(first, first + 12)
]
WINDOWS = {"east": (-0.6, 0.1, 0.5), "mid": (0.6, 0.0, -0.6), "west": (-0.4, 0.5, -0.1)}


def expit(x: float) -> float:
    return 1 / (1 + float(np.exp(-x)))


class World:
    """Sites whose chance of contact is known: a municipality's level, the site's own, and the window's odds."""

    def __init__(self, seed: int, sites_a_place: int = 8) -> None:
        chance = Random(seed)
        self.chance = chance
        self.sites = []
        for place, team in PLACES:
            level = 0.6 + chance.gauss(0, 0.5)
            self.sites += [(place, team, level + chance.gauss(0, 0.9)) for _ in range(sites_a_place)]
        # The first months' visits teach, one later visit in each window tests. Few sites are visited often.
        self.attempts: list[tuple[int, int, int, bool]] = []
        for site in range(len(self.sites)):
            for _ in range(chance.choice([0, 1, 1, 2, 2, 3, 6])):
                part = chance.choice([0, 1, 1, 2])
                self.attempts.append((site, part, chance.randint(1, 5), self.visit(site, part)))

    def truth(self, site: int, part: int) -> float:
        _place, team, own = self.sites[site]
        return expit(own + WINDOWS[team][part])

    def visit(self, site: int, part: int) -> bool:
        return self.chance.random() < self.truth(site, part)

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return what the two queries would tell of the attempts."""
        rows = pd.DataFrame(self.attempts, columns=["site", "part", "weekday", "reached"])
        rows["part"] = [PARTS[part].code for part in rows["part"]]
        rows["municipality_code"] = [self.sites[site][0] for site in rows["site"]]
        rows["team"] = [self.sites[site][1] for site in rows["site"]]
        area = ["municipality_code", "team"]
        by_window = rows.groupby([*area, "part", "weekday"])["reached"].agg(tried="count", reached="sum").reset_index()
        each = rows.groupby([*area, "site"])["reached"].agg(tried="count", reached="sum").reset_index()
        by_site = each.groupby([*area, "tried", "reached"]).size().rename("sites").reset_index()
        return by_window, by_site

    def frame(self) -> pd.DataFrame:
        """Return one row per site, as the due list holds it."""
        told = {f"{what}_{part.code}": [0] * len(self.sites) for what in ("tried", "reached") for part in PARTS}
        for site, part, _weekday, reached in self.attempts:
            told[f"tried_{PARTS[part].code}"][site] += 1
            told[f"reached_{PARTS[part].code}"][site] += reached
        places, teams, _levels = zip(*self.sites, strict=True)
        return pd.DataFrame({"municipality_code": places, "team": teams, **told})


def log_loss(told: np.ndarray, happened: np.ndarray) -> float:
    kept = np.clip(told, 1e-3, 1 - 1e-3)
    return float(-np.mean(np.where(happened, np.log(kept), np.log(1 - kept))))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_the_truth_is_known_it_beats_raw_rates_by_far_and_comes_near_the_truth(seed: int) -> None:
    world = World(seed)
    chances = learn(*world.tables())
    frame = world.frame()
    told = chances.site_chances(frame)[[f"p_{part.code}" for part in PARTS]].to_numpy()
    n = frame[[f"tried_{part.code}" for part in PARTS]].sum(axis=1).to_numpy()
    r = frame[[f"reached_{part.code}" for part in PARTS]].sum(axis=1).to_numpy()
    overall = r.sum() / n.sum()
    raw = np.where(n > 0, r / np.maximum(n, 1), overall)
    later = [(site, part, world.visit(site, part)) for site, part in product(range(len(n)), range(3)) for _ in range(4)]
    site, part, happened = (np.array(each) for each in zip(*later, strict=True))
    truth = np.array([world.truth(s, p) for s, p, _ in later])
    ours = log_loss(told[site, part], happened)
    oracle = log_loss(truth, happened)
    assert ours < log_loss(raw[site], happened) - 0.15
    assert ours < log_loss(np.full(len(site), overall), happened) - 0.01
    assert ours < oracle + 0.1


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    held, all_of = 0, 0
    for seed in range(4, 8):
        world = World(seed)
        told = learn(*world.tables()).site_chances(world.frame())
        truth = np.array([[world.truth(site, part) for part in range(3)] for site in range(len(world.sites))])
        low, high = (told[[f"{end}_{part.code}" for part in PARTS]].to_numpy() for end in ("low", "high"))
        held += int(((low <= truth) & (truth <= high)).sum())
        all_of += truth.size
    assert 0.88 <= held / all_of <= 0.995


def one_team(tried: int, reached: int) -> Chances:
    """Return what so many attempts at one site teach."""
    area = {"municipality_code": ["0101"], "team": ["east"]}
    by_window = pd.DataFrame({**area, "part": ["morning"], "weekday": [1], "tried": [tried], "reached": [reached]})
    by_site = pd.DataFrame({**area, "tried": [tried], "reached": [reached], "sites": [1]})
    return learn(by_window, by_site)


def site(tried: int = 0, reached: int = 0, team: str = "east", place: str = "0101") -> pd.DataFrame:
    told = {f"{what}_{part.code}": [0] for what in ("tried", "reached") for part in PARTS}
    told |= {"tried_morning": [tried], "reached_morning": [reached]}
    return pd.DataFrame({"municipality_code": [place], "team": [team], **told})


def test_below_the_stated_number_of_attempts_nothing_is_told() -> None:
    assert one_team(MIN_ATTEMPTS - 1, 50).site_chances(site()).isna().all(axis=None)
    assert one_team(MIN_ATTEMPTS, 50).site_chances(site()).notna().all(axis=None)
    assert one_team(MIN_ATTEMPTS, 50).site_chances(site(team="west")).isna().all(axis=None)


def test_without_any_attempt_there_is_nothing_to_tell() -> None:
    nothing = learn(
        pd.DataFrame(columns=["municipality_code", "team", "part", "weekday", "tried", "reached"]),
        pd.DataFrame(columns=["municipality_code", "team", "tried", "reached", "sites"]),
    )
    assert nothing.site_chances(site()).isna().all(axis=None)


@given(st.integers(0, 30), st.integers(0, 30))
def test_a_chance_lies_inside_its_interval_and_never_at_an_end(reached: int, vain: int) -> None:
    told = one_team(400, 280).site_chances(site(reached + vain, reached)).iloc[0]
    for part in PARTS:
        low, p, high = (told[f"{end}_{part.code}"] for end in ("low", "p", "high"))
        assert 0 < low < p < high < 1


def test_one_more_contact_raises_a_sites_chance_and_more_attempts_narrow_it() -> None:
    chances = World(9)
    learnt = learn(*chances.tables())
    place, team = PLACES[0]
    told = [learnt.site_chances(site(4, reached, team, place)).iloc[0]["p_morning"] for reached in range(5)]
    assert told == sorted(told)
    few, many = (learnt.site_chances(site(n, n // 2, team, place)).iloc[0] for n in (2, 40))
    assert many["high_morning"] - many["low_morning"] < few["high_morning"] - few["low_morning"]


def test_the_best_window_of_each_team_is_found() -> None:
    learnt = learn(*World(10, sites_a_place=20).tables())
    for team, truth in WINDOWS.items():
        assert int(np.argmax(learnt.effects[team].windows)) == int(np.argmax(truth))


def test_a_weekday_that_does_better_is_told_so() -> None:
    rows = [("0101", "east", part.code, day, 60, 54 if day == 3 else 30) for part in PARTS for day in range(1, 6)]
    by_window = pd.DataFrame(rows, columns=["municipality_code", "team", "part", "weekday", "tried", "reached"])
    by_site = pd.DataFrame(
        {"municipality_code": ["0101"], "team": ["east"], "tried": [900], "reached": [522], "sites": [1]}
    )
    learnt = learn(by_window, by_site)
    wednesday, friday = (learnt.site_chances(site(), day).iloc[0]["p_morning"] for day in (3, 5))
    average = learnt.site_chances(site()).iloc[0]["p_morning"]
    assert friday < average < wednesday


@pytest.mark.parametrize("weight", [1.0, 12.0, 100.0])
def test_the_expected_weight_is_the_one_the_records_were_drawn_with(weight: float) -> None:
    chance = np.random.default_rng(2007)
    p = chance.beta(0.7 * weight, 0.3 * weight, 4_000)
    reached = chance.binomial(6, p)
    found = expected_weight(reached, np.full(4_000, 6), np.full(4_000, 0.7))
    assert 0.5 <= found / weight <= 2


def test_without_records_every_weight_is_as_likely() -> None:
    nothing = expected_weight(np.zeros(0), np.zeros(0), np.zeros(0))
    assert 1 / (nothing + 1) == pytest.approx(np.mean(1 / (WEIGHTS + 1)))
