"""Every figure is defined in words, in one family, and what changes in a definition is dated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geodata.indicators import FAMILIES, INDICATORS
from geodata.indicators.changes import CHANGES
from geodata.indicators.notes import NOTES
from geodata.indicators.words import COUNT_LABELS
from geodata.units import BETTER, NAMES, Unit

if TYPE_CHECKING:
    from geodata.language import Label

DOCS = Path(__file__).parents[2] / "docs" / "figures.md"


def test_every_figure_is_in_one_family() -> None:
    placed = [indicator.id for family in FAMILIES for indicator in family.indicators]
    assert len(placed) == len(set(placed))
    assert {indicator.id for indicator in INDICATORS} <= set(placed)


def test_everything_a_figure_divides_has_words_and_no_words_are_left_over() -> None:
    used = {
        column
        for family in FAMILIES
        for indicator in family.indicators
        for column in (indicator.numerator, indicator.denominator)
        if column
    }
    assert used == set(COUNT_LABELS)


def test_the_words_are_no_column_names() -> None:
    assert [column for column, words in COUNT_LABELS.items() if "_" in words.danish + words.english] == []
    assert all(words.danish != column for column, words in COUNT_LABELS.items())


def test_every_unit_and_every_direction_has_a_name() -> None:
    assert set(NAMES) == set(Unit)
    assert {indicator.better for indicator in INDICATORS} <= set(BETTER)


def test_the_changes_are_dated_in_order_and_told_in_the_documentation() -> None:
    days = [change.on for change in CHANGES]
    assert days == sorted(days)
    log = DOCS.read_text(encoding="utf-8").split("## Change log\n")[1]
    told = [line.removeprefix("- ") for line in log.splitlines() if line.startswith("- ")]
    assert told == [f"{change.on.isoformat()}: {change.text.english}" for change in CHANGES]


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note[0].english)
def test_every_note_is_a_sentence_in_both_languages(note: tuple[Label, Label]) -> None:
    assert note[1].danish.endswith(".")
    assert note[1].english.endswith(".")
    assert note[1].danish != note[1].english
