"""A municipality beside its team and the nation: what is read at once is what each level's own figures say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from geodata.beside import NOT_ADDED_UP, beside, place_counts
from geodata.figures import columns_of, figures
from geodata.indicators import INDICATORS

if TYPE_CHECKING:
    from geodata.figures import Figure
    from geodata.store import Level, Store

IDS = tuple(indicator.id for indicator in INDICATORS if not columns_of([indicator]) & NOT_ADDED_UP)
PLACES = [("0101", "east"), ("0751", "west"), ("0400", "east"), ("0825", "west"), ("unknown", "unknown")]


@pytest.mark.parametrize("day", [date(2007, 12, 31), date(2016, 9, 12), date(2027, 1, 1)], ids=str)
def test_the_three_figures_are_those_of_the_three_levels(demo_store: Store, day: date) -> None:
    def of(level: Level, area: str) -> list[Figure]:
        return [figure for figure in figures(demo_store, day, 12, level, IDS) if figure.area == area]

    table = place_counts(demo_store, day, 12, IDS)
    for code, team in PLACES:
        told = zip(*beside(table, day, code, team, IDS), strict=True)
        own, teams, nation = (list(figures_of) for figures_of in told)
        for found, level, area in ((own, "municipality", code), (teams, "team", team), (nation, "nation", "nation")):
            expected = of(level, area)  # type: ignore[arg-type]  # the three levels above
            assert [(figure.indicator.id, figure.numerator, figure.denominator, figure.value) for figure in found] == [
                (figure.indicator.id, pytest.approx(figure.numerator), pytest.approx(figure.denominator),
                 pytest.approx(figure.value))
                for figure in expected
            ]  # fmt: skip


@pytest.mark.parametrize("name", ["people", "overdue_days", "population_currently_screened"])
def test_what_does_not_add_up_over_places_is_refused(demo_store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="cannot be added up"):
        place_counts(demo_store, date(2020, 1, 1), 12, [name])
