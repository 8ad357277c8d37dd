"""How far along a day is: what was recorded a moment ago counts, once, and what was taken back does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from etl.build import build
from geodata import danish_time
from geodata.attempts import Attempt, attempts, key_in_vain, progress, rows_of
from geodata.ledger.records import record, undo
from geodata.ledger.sessions import Ledger, open_ledger
from geodata.recording import VisitMade
from geodata.roles import Reach
from geodata.run_sheet import RunSheet, run_sheet
from geodata.settings import Settings
from geodata.store import Store
from geodata.versions import published
from tests.days import CREW, TUESDAY, place, plan, sheet, stop
from tests.small import TODAY, write_small

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2021, 3, 4)
SITES = ["with-point", "with-code"]
NOW = datetime(2021, 3, 4, 15, 0, tzinfo=UTC)


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    opened = open_ledger(settings)
    yield opened
    opened.close()


@pytest.fixture
def store(built_small: Path) -> Iterator[Store]:
    opened = Store.open(built_small, published(built_small))
    yield opened
    opened.close()


def made(site: str = "with-code", clock: time = time(11, 5), *, reached: bool = False) -> VisitMade:
    return VisitMade(site, datetime.combine(DAY, clock), reached=reached, team="mid")


def the_day(*sites: str) -> RunSheet:
    stops = [stop(site, time(9 + number), DAY) for number, site in enumerate(sites)]
    return run_sheet(plan(*stops), CREW, DAY, {site: place() for site in sites})


def told(store: Store, ledger: Ledger) -> list[tuple[str, time, bool]]:
    rows = rows_of(ledger, SITES, DAY, demo=False)
    return [(a.site_id, a.at.time(), a.reached) for a in attempts(store, rows, SITES, DAY, TODAY)]


def test_what_the_warehouse_knows_and_what_was_recorded_since_stand_together(store: Store, ledger: Ledger) -> None:
    assert told(store, ledger) == [("with-point", time(14, 30), True)]
    record(ledger, made(), key="k", by="A", now=NOW, demo=False)
    record(ledger, made(reached=True), key="demo", by="A", now=NOW, demo=True)
    assert told(store, ledger) == [("with-code", time(11, 5), False), ("with-point", time(14, 30), True)]


def test_what_was_taken_back_does_not_count(store: Store, ledger: Ledger) -> None:
    entry = record(ledger, made(), key="k", by="A", now=NOW, demo=False)
    undo(ledger, entry, key="u", by="A", now=NOW)
    assert told(store, ledger) == [("with-point", time(14, 30), True)]


def test_another_days_visit_does_not_count(store: Store, ledger: Ledger) -> None:
    later = VisitMade("with-code", datetime.combine(DAY, time(9)) + timedelta(days=1), reached=False)
    record(ledger, later, key="k", by="A", now=NOW + timedelta(days=1), demo=False)
    assert told(store, ledger) == [("with-point", time(14, 30), True)]


def test_a_record_that_the_warehouse_has_taken_over_counts_once_and_as_the_ledger_has_it(
    tmp_path: Path, ledger: Ledger
) -> None:
    entry = record(ledger, made("with-point", time(9)), key="k", by="A", now=NOW, demo=False)
    visits = f"""
        visit_id           | site_id    | started_at       | reached | outcomes | team
        {entry.record_id}  | with-point | 2021-03-04 09:00 | nej     |          | east
    """
    home = tmp_path / "built"
    build(write_small(tmp_path / "raw", visits=visits), Settings(home=home), TODAY)
    opened = Store.open(home, published(home))
    assert told(opened, ledger) == [("with-point", time(9), False)]
    undo(ledger, entry, key="u", by="A", now=NOW)
    assert told(opened, ledger) == []
    opened.close()


def test_a_team_lead_reads_no_visit_of_another_teams_site(store: Store) -> None:
    assert attempts(store.within(Reach(team="mid", build=False)), [], SITES, DAY, TODAY) == []


def test_the_next_stop_is_the_first_that_has_not_been_tried_also_when_later_ones_have() -> None:
    day = sheet(place(), place(), place())
    at = datetime.combine(TUESDAY, time(9))
    assert progress(day, []).next == day.stops[0]
    assert (
        progress(day, [Attempt("site-0", at, reached=True), Attempt("site-2", at, reached=False)]).next == day.stops[1]
    )
    assert progress(day, [Attempt(f"site-{n}", at, reached=True) for n in range(3)]).next is None


def test_a_site_that_is_planned_twice_takes_its_attempts_in_turn_and_the_last_one_the_rest() -> None:
    day = the_day("a", "b", "a")
    tries = [Attempt("a", datetime.combine(DAY, time(9 + n)), reached=n == 2) for n in range(3)]
    assert progress(day, tries[:1]).tried == {1: tries[0]}
    assert progress(day, tries).tried == {1: tries[0], 3: tries[2]}


def test_what_can_be_taken_back_at_once_is_the_latest_in_vain_that_was_recorded_here(ledger: Ledger) -> None:
    day = the_day("a", "b", "c")
    assert progress(day, [Attempt("c", datetime.combine(DAY, time(12)), reached=False)]).last_in_vain is None
    entries = [record(ledger, made(site), key=site, by="A", now=NOW, demo=False) for site in ("a", "b")]
    found = progress(
        day, [Attempt(e.site_id or "", datetime.combine(DAY, time(11)), reached=False, entry=e) for e in entries]
    )
    assert found.last_in_vain is not None
    assert found.last_in_vain[0].planned.site_id == "b"


def test_two_telephones_that_press_at_once_save_one_visit_and_after_an_undo_it_can_be_saved_again(
    ledger: Ledger,
) -> None:
    day = the_day("with-code")

    def press() -> None:
        key = key_in_vain(day, "with-code", rows)
        record(ledger, made(), key=key, by="A", now=NOW, demo=False)

    rows = rows_of(ledger, SITES, DAY, demo=False)
    press()
    press()
    (entry,) = rows = rows_of(ledger, SITES, DAY, demo=False)
    undo(ledger, entry, key="u", by="A", now=NOW)
    rows = rows_of(ledger, SITES, DAY, demo=False)
    press()
    kept = rows_of(ledger, SITES, DAY, demo=False)
    assert sorted(each.action for each in kept) == ["record", "undo"]


def test_the_clock_of_an_attempt_is_danish_on_both_sides_of_a_change(ledger: Ledger) -> None:
    for now, clock in (
        (datetime(2026, 3, 29, 7, tzinfo=UTC), time(9)),
        (datetime(2026, 10, 25, 8, tzinfo=UTC), time(9)),
    ):
        visit = VisitMade("s", danish_time.on_the_clock(now), reached=False)
        record(ledger, visit, key=str(now), by="A", now=now, demo=False)
        (row,) = rows_of(ledger, ["s"], now.date(), demo=False)
        assert row.cells[0]["started_at"] == f"{now.date()} {clock:%H:%M}"
