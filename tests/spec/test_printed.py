"""What the reports print stands beside the data, with its source, and the demo meets it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from geodata.figures import figures
from geodata.published import PRINTED, Printed, printed

if TYPE_CHECKING:
    from geodata.store import Store

END_2007 = date(2007, 12, 31)


@pytest.mark.parametrize("one", PRINTED, ids=lambda one: f"{one.indicator} {one.as_of}")
def test_the_demo_meets_every_printed_figure(one: Printed, demo_store: Store) -> None:
    (told,) = figures(demo_store, one.as_of, one.window_months or 12, ids=[one.indicator])
    said = one.figure()
    assert (said.numerator, said.denominator, said.value) == (told.numerator, told.denominator, told.value)


def test_the_published_coverage_and_visits_are_these() -> None:
    told = {(one.indicator, one.as_of.year): (one.numerator, one.denominator) for one in PRINTED}
    assert told["ever_screened", 2006] == (32, 98)
    assert told["ever_screened", 2007] == (96, 98)
    assert told["attempts", 2007] == (737, None)
    assert told["contact_rate", 2007] == (535, 737)


def test_a_year_is_not_set_beside_another_window() -> None:
    assert [one.numerator for one in printed("attempts", 12, [END_2007])] == [737]
    assert printed("attempts", 24, [END_2007]) == []
    assert len(printed("ever_screened", 24, [END_2007])) == 1


def test_only_days_that_are_shown_are_told() -> None:
    assert [one.as_of for one in printed("ever_screened", 12, [END_2007])] == [END_2007]
