"""A figure is written as its reader writes figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geodata.units import Unit

if TYPE_CHECKING:
    from geodata.language import Language


@pytest.mark.parametrize(
    ("unit", "value", "language", "written"),
    [
        (Unit.PERCENT, 97.959, "da", "98,0 %"),
        (Unit.PERCENT, 97.959, "en", "98.0%"),
        (Unit.COUNT, 1191, "da", "1.191"),
        (Unit.COUNT, 1191, "en", "1,191"),
        (Unit.PEOPLE, 180, "da", "180"),
        (Unit.HOURS, 2.32, "da", "2,3"),
        (Unit.PERCENT, None, "da", "–"),
    ],
)
def test_a_value_is_written_in_the_readers_language(
    unit: Unit, value: float | None, language: Language, written: str
) -> None:
    assert unit.say(value, language) == written
