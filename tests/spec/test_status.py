"""A municipality's status: two axes, each class with its own word and symbol."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from geodata.figures import figures
from geodata.status import STATUSES, WINDOWS_MONTHS, classify

if TYPE_CHECKING:
    from geodata.store import Store


def status(completed_on: str | None, as_of: str, months: int = 12, result: str | None = "sites_found") -> str:
    frame = pd.DataFrame({"completed_on": [pd.Timestamp(completed_on) if completed_on else pd.NaT], "result": [result]})
    return str(classify(frame, date.fromisoformat(as_of), months)["status"][0])


@pytest.mark.parametrize(
    ("completed_on", "as_of", "expected"),
    [
        pytest.param("2007-01-01", "2007-01-01", "fresh_sites_found", id="the day it is completed"),
        pytest.param("2007-01-01", "2008-01-01", "fresh_sites_found", id="exactly one window old is still fresh"),
        pytest.param("2007-01-01", "2008-01-02", "ageing_sites_found", id="a day more is ageing"),
        pytest.param("2007-01-01", "2008-07-01", "ageing_sites_found", id="exactly one and a half windows is ageing"),
        pytest.param("2007-01-01", "2008-07-02", "expired_sites_found", id="a day more has expired"),
        pytest.param("2008-02-29", "2009-02-28", "fresh_sites_found", id="a leap day lasts to the end of February"),
        pytest.param("2008-02-29", "2009-03-01", "ageing_sites_found", id="and no longer"),
        pytest.param(None, "2008-07-02", "never", id="never screened is a class of its own"),
    ],
)
def test_a_screening_is_fresh_then_ageing_then_expired(completed_on: str | None, as_of: str, expected: str) -> None:
    assert status(completed_on, as_of, result="sites_found" if completed_on else None) == expected


def test_none_found_is_a_result_and_so_is_not_stated() -> None:
    assert status("2007-01-01", "2007-02-01", result="none_found") == "fresh_none_found"
    assert status("2007-01-01", "2007-02-01", result="not_stated") == "fresh_not_stated"


def test_the_first_day_it_is_due_is_the_first_day_it_is_not_fresh() -> None:
    frame = pd.DataFrame({"completed_on": pd.to_datetime(["2007-02-28", "2008-02-29"]), "result": ["none_found"] * 2})
    due = classify(frame, date(2009, 1, 1), 12)["due_on"]
    for completed, day in zip(["2007-02-28", "2008-02-29"], due, strict=True):
        assert status(completed, day.date().isoformat()).startswith("ageing")
        assert status(completed, (day - pd.Timedelta(days=1)).date().isoformat()).startswith("fresh")


def test_every_class_has_its_own_words_in_both_languages_and_a_symbol() -> None:
    assert len({s.code for s in STATUSES}) == len(STATUSES) == 10
    assert len({s.label.danish for s in STATUSES}) == len({s.label.english for s in STATUSES}) == 10
    assert {s.symbol for s in STATUSES if s.result is None} == {"?"}


@pytest.mark.parametrize("months", [0, -12, 7])
def test_a_window_that_cannot_be_halved_is_refused(months: int) -> None:
    with pytest.raises(ValueError, match="window"):
        status("2007-01-01", "2007-02-01", months)


@pytest.mark.parametrize("months", WINDOWS_MONTHS)
@pytest.mark.parametrize("day", [date(2006, 12, 31), date(2007, 12, 31), date(2020, 2, 29), date(2026, 11, 21)])
def test_the_map_and_the_headline_count_the_same_municipalities(demo_store: Store, day: date, months: int) -> None:
    classes = classify(demo_store.municipality_status(day, months), day, months)["status"].value_counts()
    headline = {f.indicator.id: f.numerator for f in figures(demo_store, day, months)}
    assert sum(n for code, n in classes.items() if str(code).startswith("fresh")) == headline["currently_screened"]
    assert classes.sum() - classes.get("never", 0) == headline["ever_screened"]
    assert (
        sum(n for code, n in classes.items() if str(code).endswith("_found") and "sites" in str(code))
        == headline["screening_yield"]
    )
