"""The map over time: what travels, and that it is the statuses of every quarter."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from streamlit_folium import _get_map_string

from dashboard.components.coverage_map import base_map
from dashboard.components.timeline_map import KEPT, Player, painted
from dashboard.scope import Scope
from dashboard.warehouse import current
from geodata.series import quarter_ends, statuses
from geodata.status import STATUSES, changes, classify

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from geodata.store import Store

INFO = {"boundaries_attribution": "© x"}
QUARTERS = quarter_ends(date(2006, 1, 1), date(2026, 11, 21))


@pytest.fixture
def store(demo_home: Path) -> Store:
    return current(demo_home).store


@pytest.fixture
def everywhere(store: Store) -> pd.DataFrame:
    return statuses(store, QUARTERS, 12)


def test_all_quarters_travel_as_a_few_kilobytes(everywhere: pd.DataFrame) -> None:
    assert len(painted(everywhere, Scope(), None, INFO, "da")) < 20_000


def test_every_letter_is_the_status_of_that_municipality_on_that_day(everywhere: pd.DataFrame, store: Store) -> None:
    *_words, codes, _labels, places, teams, frames = json.loads(painted(everywhere, Scope("west"), None, INFO, "da"))
    assert len(frames) == len(QUARTERS)
    for day, (said, letters, team) in zip(QUARTERS[::7], frames[::7], strict=True):
        rows = classify(store.municipality_status(day, 12), day, 12)
        assert said == f"{day:%d.%m.%Y}"
        assert [code for code, _name in places] == list(rows["municipality_code"])
        assert [codes[KEPT.index(letter.lower())] for letter in letters] == list(rows["status"])
        assert [letter.islower() for letter in letters] == list(rows["team"] == "west")
        assert len(teams[team]) == 98


def test_there_are_letters_enough_for_every_status() -> None:
    assert len(STATUSES) <= len(KEPT)


def test_the_frame_of_the_play_control_is_the_same_whatever_is_chosen() -> None:
    drawn = [base_map("map/1-abc.json") for _ in range(2)]
    for one in drawn:
        one.add_child(Player())
    assert len({_get_map_string(one) for one in drawn}) == 1


def test_what_changed_between_two_days_is_told_from_and_to(store: Store) -> None:
    pair = [classify(store.municipality_status(day, 12), day, 12) for day in (date(2006, 12, 31), date(2007, 12, 31))]
    changed = changes(*pair)
    before, after = (rows.set_index("municipality_code")["status"] for rows in pair)
    assert set(changed["municipality_code"]) == {code for code in before.index if before[code] != after[code]}
    for row in changed.to_dict("records"):
        assert row["status_before"] == before[row["municipality_code"]]
        assert row["status"] == after[row["municipality_code"]]
    assert len(changed[(changed["status_before"] == "never") & (changed["status"] != "never")]) == 96 - 32


def test_a_day_differs_from_itself_in_nothing(store: Store) -> None:
    rows = classify(store.municipality_status(date(2007, 12, 31), 12), date(2007, 12, 31), 12)
    assert changes(rows, rows).empty
