"""The rules that printed tables and the product's own are held to, one by one and for any table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from geodata.language import Label
from geodata.report.rules import Check, DoesNotReconcileError, flags, require_reconciled
from geodata.report.table import Row, Table, Whole, percent

NAME = Label("navn", "name")
AB = (Whole("all", ("a", "b")),)


def row(code: str, count: float | None, share: float | None = None, of: str = "all") -> Row:
    return Row(code, NAME, count, share, "" if code == "all" else of)


def rules(*rows: Row, wholes: tuple[Whole, ...] = AB, decimals: int = 0) -> list[str]:
    return [flag.rule for flag in flags(rows, wholes, decimals)]


def test_parts_that_do_not_sum_to_the_whole_are_flagged_with_what_is_missing() -> None:
    (flag,) = flags([row("all", 185), row("a", 119), row("b", 6)], AB, 0)
    assert (flag.rule, flag.rows) == (Check.PARTS.code, ("all", "a", "b"))
    assert flag.label.english == "119 + 6 = 125, not 185; 60 apart."
    assert rules(row("all", 125), row("a", 119), row("b", 6)) == []


def test_a_part_that_is_not_known_cannot_be_missed() -> None:
    assert rules(row("all", 185), row("a", 119), row("b", None)) == []


def test_percentages_of_one_answer_sum_to_100_within_what_rounding_can_move() -> None:
    three = (Whole("all", ("a", "b", "c")),)
    (flag,) = flags([row("all", 308), row("a", None, 58), row("b", None, 30), row("c", None, 19)], three, 0)
    assert flag.rule == Check.SHARES.code
    assert flag.label.danish == "58 + 30 + 19 = 107 %, ikke 100 %, og afrunding kan højst flytte 1,5."
    thirds = [row("all", 3), row("a", 1, 33), row("b", 1, 33), row("c", 1, 33)]
    assert rules(*thirds, wholes=three) == []


def test_percentages_of_another_base_are_held_to_the_wholes_own() -> None:
    rows = [
        row("top", 100, of=""),
        row("all", 50, 50, of="top"),
        row("a", 20, 20, of="top"),
        row("b", 30, 30, of="top"),
    ]
    rows[1] = replace(rows[1], of="top")
    assert rules(*rows) == []
    assert rules(*rows[:3], row("b", None, 40, of="top")) == [Check.SHARES.code]


def test_a_percentage_that_does_not_round_from_its_count_is_flagged() -> None:
    (flag,) = flags([row("all", 251), row("a", 152, 60)], (), 0)
    assert (flag.rule, flag.rows) == (Check.ROUNDING.code, ("a", "all"))
    assert flag.label.english == "152 of 251 is 60.56 %, not 60 %."
    assert rules(row("all", 251), row("a", 152, 61), wholes=()) == []
    assert rules(row("all", 152), row("a", 13, 8), wholes=()) == [Check.ROUNDING.code]


def test_at_the_very_middle_both_neighbours_are_right() -> None:
    assert rules(row("all", 200), row("a", 5, 2), wholes=()) == rules(row("all", 200), row("a", 5, 3), wholes=()) == []
    assert rules(row("all", 200), row("a", 5, 4), wholes=()) == [Check.ROUNDING.code]


def test_one_count_told_as_two_percentages_of_the_same_is_flagged() -> None:
    (wrong, twice) = flags([row("all", 66), row("a", 15, 23), row("b", 15, 22)], (), 0)
    assert (wrong.rule, wrong.rows) == (Check.ROUNDING.code, ("b", "all"))
    assert (twice.rule, twice.rows) == (Check.TWO_PERCENTS.code, ("a", "b"))
    assert rules(row("all", None), row("a", 15, 23), row("b", 15, 22), wholes=()) == [Check.TWO_PERCENTS.code]
    other = [row("all", 66), row("top", 150, of=""), row("a", 15, 23), row("b", 15, 10, of="top")]
    assert rules(*other, wholes=()) == []


def test_several_answers_may_sum_to_anything_but_none_may_pass_the_whole() -> None:
    several = (Whole("all", ("a", "b"), several=True),)
    assert rules(row("all", 535), row("a", 218, 41), row("b", 535, 100), wholes=several) == []
    assert rules(row("all", 535), row("a", 536), row("b", 1), wholes=several) == [Check.LARGER.code]


def test_a_whole_of_nothing_has_no_percentages_to_hold_anything_to() -> None:
    assert rules(row("all", 0), row("a", 0), row("b", 0)) == []


counts = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


def own_table(parts: list[int], decimals: int) -> tuple[list[Row], tuple[Whole, ...]]:
    total = sum(parts)
    codes = tuple(f"part{place}" for place in range(len(parts)))
    rows = [row(code, n, percent(n, total, decimals)) for code, n in zip(codes, parts, strict=True)]
    return [row("all", total), *rows], (Whole("all", codes),)


@given(counts, st.integers(0, 3))
def test_a_table_whose_percentages_are_rounded_from_its_counts_is_never_flagged(
    parts: list[int], decimals: int
) -> None:
    assert flags(*own_table(parts, decimals), decimals) == []


@given(counts, st.integers(0, 3), st.data())
def test_any_other_total_is_always_flagged(parts: list[int], decimals: int, data: st.DataObject) -> None:
    rows, wholes = own_table(parts, decimals)
    wrong = data.draw(st.integers(0, 10**7).filter(lambda n: n != sum(parts)))
    assert Check.PARTS.code in [flag.rule for flag in flags([row("all", wrong), *rows[1:]], wholes, decimals)]


@given(counts, st.integers(0, 11), st.integers(-3, 3).filter(bool))
@example([32, 153], 0, 1)
def test_a_percentage_a_whole_step_off_is_always_flagged(parts: list[int], place: int, step: int) -> None:
    assume(sum(parts) > 0 and place < len(parts))
    rows, wholes = own_table(parts, 0)
    moved = rows[place + 1]
    exact = 100 * (moved.count or 0) / sum(parts)
    off = (moved.percent or 0) + step
    assume(abs(off - exact) > 0.5 + 1e-6)
    rows[place + 1] = replace(moved, percent=off)
    assert Check.ROUNDING.code in [flag.rule for flag in flags(rows, wholes, 0)]


@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(parts: list[int], random: object) -> None:
    rows, wholes = own_table(parts, 0)
    broken = [row("all", sum(parts) + 1), *rows[1:]]
    mixed = list(broken)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert sorted(f.rule for f in flags(broken, wholes, 0)) == sorted(f.rule for f in flags(mixed, wholes, 0))


def test_what_does_not_reconcile_is_refused_with_every_table_and_sentence() -> None:
    bad = Table("t", Label("Tabel", "Table"), NAME, NAME, (row("all", 3), row("a", 1), row("b", 1)), AB)
    good = replace(bad, rows=(row("all", 2), *bad.rows[1:]))
    require_reconciled([good])
    with pytest.raises(DoesNotReconcileError) as refused:
        require_reconciled([good, bad])
    assert refused.value.say("en") == (
        "The report is not written, because figures do not reconcile: Table: 1 + 1 = 2, not 3; 1 apart."
    )
