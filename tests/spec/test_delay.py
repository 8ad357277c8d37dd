"""The last days are provisional for as long as it takes until nearly all records are in."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.delay import LEAST_RECORDS, DelayUnknownError, provisional_days, provisional_from, recording_delays
from tests.known import known_by

if TYPE_CHECKING:
    from geodata.store import Store
    from tests.known import Row


@pytest.mark.parametrize(
    ("delays", "days"),
    [
        pytest.param([0] * 95 + [9] * 5, 0, id="95 of 100 on the day itself"),
        pytest.param([0] * 94 + [9] * 6, 9, id="94 of 100 are not enough"),
        pytest.param(list(range(1, 101)), 95, id="each day one more"),
        pytest.param([2] * 29 + [400], 2, id="one very late record does not rule"),
    ],
)
def test_days_are_provisional_until_95_percent_are_recorded(delays: list[int], days: int) -> None:
    assert provisional_days(Counter(delays)) == days


@given(st.lists(st.integers(0, 500), min_size=LEAST_RECORDS).filter(any), st.floats(0.01, 1))
def test_it_is_the_smallest_delay_that_the_share_does_not_exceed(delays: list[int], share: float) -> None:
    days = provisional_days(Counter(delays), share)
    assert sum(delay <= days for delay in delays) >= share * len(delays)
    assert sum(delay < days for delay in delays) < share * len(delays)


@pytest.mark.parametrize("n", [0, 1, LEAST_RECORDS - 1])
def test_too_few_records_are_refused_with_a_sentence(n: int) -> None:
    with pytest.raises(DelayUnknownError) as refused:
        provisional_days({1: n})
    assert refused.value.say("da").startswith(f"Kun {n} registreringer")
    assert f"{LEAST_RECORDS} are needed" in refused.value.say("en")


def test_records_that_do_not_say_when_they_were_made_tell_no_delay() -> None:
    with pytest.raises(DelayUnknownError, match="do not say when visits were recorded"):
        provisional_days({0: 1_000})


@pytest.mark.parametrize("share", [0, -0.1, 1.1])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        provisional_days({1: LEAST_RECORDS}, share)


@pytest.mark.parametrize("day", [date(2012, 3, 31), date(2020, 2, 29), date(2026, 11, 21)], ids=str)
def test_the_days_of_the_demo_are_what_a_dull_reading_of_the_rows_says(
    demo_store: Store, demo_tables: dict[str, list[Row]], day: date
) -> None:
    last = day - timedelta(days=60)
    since = last.replace(year=last.year - 2)
    delays = sorted(
        (visit["recorded_on"] - visit["started_at"].date()).days
        for visit in known_by(demo_tables, day)["visits"]
        if since < visit["started_at"].date() <= last
    )
    days = delays[-(-len(delays) * 95 // 100) - 1]
    assert days > 0
    assert provisional_from(recording_delays(demo_store, day), day) == day - timedelta(days=days - 1)


def test_the_published_years_were_recorded_at_once_and_tell_no_delay(demo_store: Store) -> None:
    with pytest.raises(DelayUnknownError):
        provisional_from(recording_delays(demo_store, date(2008, 12, 31)), date(2008, 12, 31))
