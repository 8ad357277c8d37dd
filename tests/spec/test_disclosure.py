"""What a release hides, against a dull attacker: he looks at every table that agrees with what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geodata.disclosure.attacker import intervals
from geodata.disclosure.groups import GROUPS, TOTAL, Detail, akin, columns
from geodata.disclosure.moves import WIDTH, Question, furthest
from geodata.disclosure.protection import Table, narrow
from geodata.disclosure.quarters import NoQuarterError, Quarter, complete
from geodata.disclosure.suppression import SHOWN_AGAIN, Past, Suppressed, suppress
from geodata.disclosure.tables import Area, Layout, Place, filled, layout
from geodata.terms import Kind
from tests.dull_attacker import by_programs, by_writing_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geodata.disclosure.content import Cell
    from tests.dull_attacker import Told

NESTED = [Place("0001", "a", "x"), Place("0002", "a", "x"), Place("0003", "a", "x"), Place("0004", "b", "x")]
STRADDLING = [Place("0001", "a", "x"), Place("0002", "a", "y"), Place("0003", "b", "y"), Place("0004", "b", "x")]
TWO = ("clinics", "not_clinics", TOTAL)
BASE = ("municipality", "unknown")
MOST = 12
"""Tables are written out up to this count."""


def grid(
    places: Sequence[Place], rows: Sequence[Sequence[int]], told: Sequence[str] = TWO
) -> tuple[Layout, NDArray[np.int64]]:
    table = layout(places, told)
    groups = told[:-1] or told
    counts = {
        (place.code, group): count
        for place, row in zip(places, rows, strict=False)
        for group, count in zip(groups, row, strict=True)
    }
    return table, filled(table, counts)


def as_told(table: Layout, values: NDArray[np.int64], hidden: NDArray[np.bool_]) -> Told:
    return {cell: None if hidden[n] else int(values[n]) for cell, n in table.number.items()}


def lies_in(places: Sequence[Place]) -> dict[str, tuple[str, str]]:
    return {place.code: (place.region, place.team) for place in places}


def found_out(places: Sequence[Place], done: Suppressed) -> list[tuple[str, Cell, tuple[int, int]]]:
    """What the dull attacker pins down to less than the width, as anyone and as each municipality.

    A larger area's count that is a municipality's own tells that one nothing.
    """
    table, values = done.table.layout, done.table.values
    told = as_told(table, values, done.hidden)
    low = {cell: int(done.table.low[n]) for cell, n in table.number.items()}
    sensitive = [cell for cell, n in table.number.items() if done.table.sensitive[n]]
    found = []
    for knower in ["", *(place.code for place in places)]:
        own = {cell: int(values[n]) for cell, n in table.number.items() if cell[:2] == ("municipality", knower)}
        secret = [
            cell
            for cell in sensitive
            if cell not in own
            and (cell[0] in BASE or values[table.number[cell]] != own.get(("municipality", knower, cell[2])))
        ]
        ends = by_programs(told, lies_in(places), low, secret, own.items())
        found += [(knower, cell, ends[cell]) for cell in secret if ends[cell][1] - ends[cell][0] < WIDTH]
    return found


ROWS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=4, max_size=4)


@pytest.mark.parametrize("places", [NESTED, STRADDLING], ids=["regions in teams", "a region in two teams"])
@given(data=st.data())
@settings(max_examples=10)
def test_no_small_count_can_be_worked_out_by_anyone_or_by_a_municipality(
    places: list[Place], data: st.DataObject
) -> None:
    table, values = grid(places, data.draw(ROWS))
    done = suppress(table, values)
    shown = ~done.hidden
    assert not (shown & np.isin(values, range(1, 5))).any(), "a small count is never shown"
    assert not (done.hidden & (values == 0)).any(), "a zero is never hidden to hide another"
    if not done.bare:
        assert found_out(places, done) == []


def test_showing_all_but_the_small_counts_is_found_out() -> None:
    table, values = grid(NESTED, [(9, 2), (8, 6), (7, 9), (7, 5)])
    bare = Suppressed(table=Table(table, values, np.ones_like(values), np.isin(values, range(1, 5))),
                      hidden=np.isin(values, range(1, 5)), bare=())  # fmt: skip
    assert ("", ("municipality", "0001", "not_clinics"), (2, 2)) in found_out(NESTED, bare)
    assert {found.cell for found in narrow(bare.table, bare.hidden)} == {
        table.number["municipality", "0001", "not_clinics"]
    }
    done = suppress(table, values)
    assert not done.bare
    assert found_out(NESTED, done) == []


@given(
    rows=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), min_size=4, max_size=4),
    few=st.permutations(range(8)),
)
@settings(max_examples=10)
def test_all_attackers_find_the_same_intervals(rows: list[tuple[int, int]], few: list[int]) -> None:
    table, values = grid(STRADDLING, rows)
    base = np.flatnonzero(table.is_kind("municipality") & ~table.is_total)
    hidden = table.is_total & table.is_kind("municipality", "nation")
    hidden[base[few[:4]]] = True
    hidden &= values > 0
    low = np.ones_like(values)
    told, ones = as_told(table, values, hidden), dict.fromkeys(table.number, 1)
    ours = intervals(table, np.where(hidden, np.nan, values.astype(float)), low)
    written = by_writing_out(told, lies_in(STRADDLING), ones, MOST)
    asked = by_programs(told, lies_in(STRADDLING), ones, [cell for cell, n in table.number.items() if hidden[n]])
    for cell, n in table.number.items():
        if hidden[n]:
            assert (ours[n].low, ours[n].low) == (asked[cell][0], written[cell][0])
            assert ours[n].high == asked[cell][1] or min(ours[n].high, asked[cell][1]) >= 1000
            assert asked[cell][1] >= written[cell][1]
            assert asked[cell][1] == written[cell][1] or written[cell][1] >= MOST


@given(rows=ROWS)
@settings(max_examples=8)
def test_no_cell_is_hidden_that_need_not_be(rows: list[tuple[int, int]]) -> None:
    table, values = grid(NESTED, rows)
    done = suppress(table, values)
    assume(not done.bare)
    for spare in np.flatnonzero(done.hidden & ~done.table.sensitive):
        less = done.hidden.copy()
        less[spare] = False
        assert narrow(done.table, less), "showing it lets someone work a small count out"


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=12)
def test_over_a_year_a_hidden_cell_stays_hidden_until_it_reaches_eight_and_none_is_found_out(
    data: st.DataObject,
) -> None:
    rows = data.draw(ROWS)
    pasts: list[Past] = []
    for _quarter in range(4):
        table, values = grid(NESTED, rows)
        done = suppress(table, values, pasts[:3])
        if pasts:
            stays = pasts[0].hidden & (values < SHOWN_AGAIN)
            assert done.hidden[stays].all()
            assert (done.table.low[pasts[0].hidden] == 0).all(), "it may have fallen to 0 meanwhile"
        assert not (~done.hidden & np.isin(values, range(1, 5))).any()
        if done.bare:
            return
        assert found_out(NESTED, done) == []
        pasts.insert(0, Past(done.table, done.hidden))
        rows = [(max(0, a + data.draw(st.integers(-2, 2))), max(0, b + data.draw(st.integers(-2, 2)))) for a, b in rows]


def test_a_cell_that_hid_another_is_not_shown_while_it_still_tells_on_it() -> None:
    rows = [(20, 2), (21, 3), (19, 2), (30, 12)]
    table, values = grid(NESTED, rows)
    first = suppress(table, values)
    hid = np.flatnonzero(first.hidden & ~first.table.sensitive)
    assert len(hid)
    second = suppress(table, values, [Past(first.table, first.hidden)])
    assert (second.hidden == first.hidden).all(), "nothing has changed: to show another pattern would tell"


def test_cells_of_another_detail_that_hold_the_same_sites_stay_hidden() -> None:
    coarse, values = grid(NESTED, [(20, 2), (21, 3), (19, 2), (30, 12)])
    past = suppress(coarse, values)
    three = columns(Detail.THREE_GROUPS)
    fine, counts = grid(NESTED, [(20, 0, 2), (21, 0, 3), (19, 0, 2), (30, 6, 6)], three)
    done = suppress(fine, counts, [Past(past.table, past.hidden)])
    assert done.hidden[fine.number["municipality", "0001", "private_homes"]], "a zero here would tell the others"
    assert akin("not_clinics") == {"not_clinics", "private_homes", "others"}
    assert akin(TOTAL) == {TOTAL}


def test_a_small_region_is_hidden_with_what_would_tell_it() -> None:
    alone = [Place("0001", "a", "x"), Place("0002", "b", "y"), Place("0003", "c", "z")]
    table, values = grid(alone, [(2,), (30,), (25,)], (TOTAL,))
    done = suppress(table, values)
    hidden = {cell for cell, n in table.number.items() if done.hidden[n]}
    assert {("municipality", "0001", TOTAL), ("region", "a", TOTAL), ("team", "x", TOTAL)} <= hidden
    assert not done.bare
    assert found_out(alone, done) == []


def test_where_no_way_is_left_the_cell_is_named_and_not_shown() -> None:
    table, values = grid([Place("0001", "a", "x")], [(3,)], (TOTAL,))
    done = suppress(table, values)
    assert done.hidden[table.number["nation", "nation", TOTAL]]
    assert not done.bare, "nobody knows even the country's total"
    lone, counts = grid(NESTED, [(3, 0), (0, 0), (0, 0), (0, 0)])
    assert not suppress(lone, counts).bare


def test_where_halves_agree_and_whole_counts_do_not_the_answer_is_in_whole_counts() -> None:
    """Three sums that overlap in a ring: t = a + b + c could be 1.5 in halves, and is at most 1 in sites."""
    a, b, c, t, rest_ab, rest_bc, rest_ac, ab, bc, ac = range(10)
    ring = Layout(
        tuple(Area("municipality", str(n)) for n in range(10)),
        (TOTAL,),
        ((ab, (a, b, rest_ab)), (bc, (b, c, rest_bc)), (ac, (a, c, rest_ac)), (t, (a, b, c))),
    )
    values = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    hidden = np.arange(10) < ab
    found = intervals(ring, np.where(hidden, np.nan, values.astype(float)), np.zeros(10, dtype=int))
    assert (found[t].low, found[t].high) == (0, 1)
    (move,) = furthest(ring, np.where(hidden, values, np.nan).astype(float), [Question(t, 1)])
    assert move is not None
    assert move.reach == 1


@pytest.mark.parametrize("detail", list(Detail))
def test_every_kind_is_in_one_group_of_each_detail(detail: Detail) -> None:
    groups = GROUPS[detail]
    assert len(groups) <= 3
    held = [kind for kinds in groups.values() for kind in kinds]
    assert sorted(kind.code for kind in held) == (sorted(kind.code for kind in Kind) if groups else [])
    assert columns(detail)[-1] == TOTAL


def test_a_count_of_no_group_is_no_part_of_a_table() -> None:
    table = layout(NESTED, TWO)
    with pytest.raises(KeyError):
        filled(table, {("0001", "clinics"): 2, ("0001", "not_clinics"): -2, ("0002", "clinics"): 1, ("0001", "no"): 1})


def test_what_does_not_agree_with_itself_is_refused() -> None:
    table, values = grid(NESTED, [(20, 6), (21, 7), (19, 8), (30, 12)])
    shown = values.astype(float)
    shown[0] = np.nan
    shown[table.number["municipality", "0001", TOTAL]] = 3
    with pytest.raises(ValueError, match="agree"):
        intervals(table, shown, np.ones_like(values))


def test_quarters_are_read_and_counted() -> None:
    assert Quarter.read("2026-Q3") == Quarter.read("2026k3") == Quarter(2026, 3)
    assert (str(Quarter(2026, 4)), Quarter(2026, 4).last_day.isoformat()) == ("2026-Q4", "2026-12-31")
    assert Quarter(2026, 1).before() == Quarter(2025, 4)
    assert [str(each) for each in complete(Quarter(2026, 3).last_day, 2)] == ["2026-Q1", "2026-Q2"]
    for wrong in ("2026", "2026-Q5", "Q3", "", "2026-Q3; DROP"):
        with pytest.raises(NoQuarterError):
            Quarter.read(wrong)
