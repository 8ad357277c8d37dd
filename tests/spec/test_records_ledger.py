"""What people record is saved once, corrected with its history, and never lost: on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from time import sleep
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from geodata.errors import PlanRefusedError, RecordChangedError, RecordRefusedError
from geodata.ledger import migrate
from geodata.ledger.models import Base
from geodata.ledger.plans import AcceptedPlan, PlannedStop, read_plans, save_plan
from geodata.ledger.record_models import RecordRow
from geodata.ledger.records import (
    any_of,
    by_id,
    correct,
    counting,
    history,
    latest,
    record,
    record_all,
    saved,
    under_way,
    undo,
)
from geodata.ledger.sessions import Ledger, open_ledger
from geodata.recording import ScreeningMade, SiteFound, VisitMade, WindowsSet
from geodata.settings import Settings
from tests.ledger_writers import NOW, a_visit, kill_in_the_middle, record_all_of, record_until_killed
from tests.postgresql import database
from tests.processes import CONTEXT, start

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERS = count(1)
CLOCK = datetime(2026, 11, 20, 10, 5)  # noqa: DTZ001 - what the clock said


@pytest.fixture(params=["sqlite", "postgresql"])
def written(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Settings]:
    """Settings of an empty ledger, once as a file of SQLite and once as a database of a real PostgreSQL."""
    if request.param == "sqlite":
        yield settings
        return
    with database(request.getfixturevalue("postgresql"), f"ledger_{next(_NUMBERS)}") as url:
        yield Settings(home=settings.home, ledger_url=url)  # type: ignore[arg-type]  # pydantic makes it a secret


@pytest.fixture
def ledger(written: Settings) -> Iterator[Ledger]:
    opened = open_ledger(written)
    yield opened
    opened.close()


def minutes(ledger: Ledger) -> list[int]:
    """Return what counts in a ledger, the first recorded first."""
    with ledger.reading() as session:
        return [int(entry.cells[0]["minutes"]) for entry in counting(session)]


def test_a_visit_is_kept_as_it_was_recorded(ledger: Ledger) -> None:
    visit = VisitMade(
        "æ|ø", CLOCK, reached=True, team="east", outcomes=("conversation", "refused"),
        minutes=40, waited_minutes=0, opened_by="owner", material_left=("card",), return_on=date(2026, 12, 4),
        return_window="evening", return_purpose="health", phase="1", note="Ring på hos naboen",
    )  # fmt: skip
    kept = record(ledger, visit, key="k", by="A.B.", now=NOW, demo=True)
    assert kept == saved(ledger, "k")
    assert kept.cells == (
        {
            "site_id": "æ|ø", "started_at": "2026-11-20 10:05", "reached": "true", "team": "east",
            "channel": "face_to_face", "outcomes": "conversation|refused", "minutes": "40", "waited_minutes": "0",
            "opened_by": "owner", "material_left": "card", "return_on": "2026-12-04", "return_window": "evening",
            "return_purpose": "health", "phase": "1", "note": "Ring på hos naboen",
        },
    )  # fmt: skip
    assert (kept.first_at, kept.recorded_at, kept.recorded_by, kept.demo) == (NOW, NOW, "A.B.", True)
    assert kept.record_id.startswith("demo-led-")
    assert not any(sign.isdigit() for sign in kept.record_id), "no number to be taken for a person's"


def test_the_same_form_sent_twice_is_one_record(ledger: Ledger) -> None:
    first = record(ledger, a_visit(1), key="k", by="A", now=NOW, demo=False)
    again = record(ledger, a_visit(2), key="k", by="B", now=NOW + timedelta(seconds=1), demo=False)
    assert again == first
    assert minutes(ledger) == [1]


def test_a_form_that_meets_the_same_one_while_it_is_saved_is_that_record(ledger: Ledger) -> None:
    with ThreadPoolExecutor(1) as pool:
        with ledger.writing() as session:
            session.add(RecordRow(key="k", action="record", table_name="visits", record_id="x", cells="[]", demo=False,
                                  first_at=NOW, recorded_at=NOW, recorded_by="A"))  # fmt: skip
            session.flush()
            second = pool.submit(record, ledger, a_visit(2), key="k", by="B", now=NOW, demo=False)
            sleep(0.5)  # long enough for the second to look and find nothing
            assert not second.done(), "it waits for the first"
        assert second.result(60).record_id == "x"


def test_a_form_sent_by_many_threads_at_once_is_one_record(ledger: Ledger) -> None:
    def send(number: int) -> int:
        return record(ledger, a_visit(number), key="k", by="A", now=NOW, demo=False).id

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(send, range(40)))
    assert len(ids) == 1
    assert len(minutes(ledger)) == 1


@pytest.mark.slow
def test_processes_that_send_the_same_forms_at_once_keep_each_once(written: Settings) -> None:
    keys = [f"form-{number}" for number in range(25)]
    begin = CONTEXT.Barrier(3)
    writers = [start(record_all_of, written, keys, by, begin) for by in ("a", "b", "c")]
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    opened = open_ledger(written)
    with opened.reading() as session:
        assert sorted(entry.key for entry in counting(session)) == sorted(keys)
        assert session.execute(text("SELECT version_num FROM alembic_version")).all() == [(migrate.latest(),)]
    opened.close()


@pytest.mark.slow
def test_a_process_killed_while_it_records_has_lost_nothing_that_was_acknowledged(written: Settings) -> None:
    def held() -> list[int]:
        with closing(open_ledger(written)) as opened:
            return minutes(opened)

    kill_in_the_middle(record_until_killed, written, held, times=2)


def test_two_people_on_the_same_site_see_each_others_records(ledger: Ledger) -> None:
    record(ledger, a_visit(1, "here"), key="a", by="A", now=NOW, demo=False)
    record(ledger, a_visit(2, "there"), key="b", by="A", now=NOW, demo=False)
    record(ledger, a_visit(3, "here"), key="c", by="B", now=NOW, demo=False)
    record(ledger, a_visit(4, "here"), key="d", by="B", now=NOW, demo=True)
    assert [(entry.key, entry.recorded_by) for entry in latest(ledger, site="here")] == [("c", "B"), ("a", "A")]
    assert [entry.key for entry in latest(ledger, by="A")] == ["b", "a"]
    assert [entry.key for entry in latest(ledger, site="here", demo=True)] == ["d"]


def test_a_correction_counts_in_place_of_what_it_corrects_which_stays_in_the_history(ledger: Ledger) -> None:
    first = record(ledger, a_visit(1), key="a", by="A", now=NOW, demo=False)
    second = correct(ledger, first, a_visit(2), key="b", by="B", now=NOW + timedelta(days=1))
    assert minutes(ledger) == [2]
    assert (second.record_id, second.first_at, second.replaces) == (first.record_id, NOW, first.id)
    assert [entry.id for entry in history(ledger, second)] == [second.id, first.id]
    assert history(ledger, second) == history(ledger, first)


def test_what_was_taken_back_counts_no_more_until_a_correction_brings_it_back(ledger: Ledger) -> None:
    first = record(ledger, a_visit(1), key="a", by="A", now=NOW, demo=False)
    gone = undo(ledger, first, key="b", by="A", now=NOW)
    assert minutes(ledger) == []
    assert [entry.action for entry in latest(ledger, site="with-point")] == ["undo"]
    back = correct(ledger, gone, a_visit(3), key="c", by="A", now=NOW)
    assert minutes(ledger) == [3]
    assert [entry.action for entry in history(ledger, back)] == ["correct", "undo", "record"]


def test_a_record_stays_what_it_is_and_is_signed_in_letters(ledger: Ledger) -> None:
    first = record(ledger, a_visit(1), key="a", by="A", now=NOW, demo=False)
    with pytest.raises(RecordRefusedError, match="cannot make it another record"):
        correct(ledger, first, WindowsSet("with-point"), key="b", by="A", now=NOW)
    for by in ("", "0101011234", "x" * 41):
        with pytest.raises(RecordRefusedError, match="in letters"):
            undo(ledger, first, key="c", by=by, now=NOW)
    for key in ("", "k" * 65):
        with pytest.raises(ValueError, match="1-64 characters"):
            record(ledger, a_visit(2), key=key, by="A", now=NOW, demo=False)
    assert history(ledger, first) == [first]


def test_only_the_last_row_of_a_record_can_be_asked_for_to_correct_it(ledger: Ledger) -> None:
    assert not any_of(ledger)
    first = record(ledger, a_visit(1), key="a", by="A", now=NOW, demo=False)
    second = correct(ledger, first, a_visit(2), key="b", by="A", now=NOW)
    assert by_id(ledger, second.id) == second
    assert by_id(ledger, first.id) is by_id(ledger, second.id + 1) is None
    assert any_of(ledger)


def test_a_screening_is_under_way_until_its_end_is_recorded(ledger: Ledger) -> None:
    begun = ScreeningMade("0101", date(2026, 11, 2), sources=("web",))
    first = record(ledger, begun, key="a", by="A", now=NOW, demo=False)
    record(ledger, a_visit(1), key="b", by="A", now=NOW, demo=False)
    assert under_way(ledger, "0101", demo=False) == [first]
    assert under_way(ledger, "0461", demo=False) == under_way(ledger, "0101", demo=True) == []
    ended = replace(begun, completed_on=date(2026, 11, 20), result="none_found")
    correct(ledger, first, ended, key="c", by="A", now=NOW)
    assert under_way(ledger, "0101", demo=False) == []


def test_of_two_who_correct_the_same_record_the_second_is_told_and_nothing_is_overwritten(ledger: Ledger) -> None:
    first = record(ledger, a_visit(1), key="a", by="A", now=NOW, demo=False)
    correct(ledger, first, a_visit(2), key="b", by="A", now=NOW)
    with pytest.raises(RecordChangedError, match="Someone else"):
        correct(ledger, first, a_visit(3), key="c", by="B", now=NOW)
    with pytest.raises(RecordChangedError, match="Someone else"):
        undo(ledger, first, key="d", by="B", now=NOW)
    assert minutes(ledger) == [2]


def test_many_who_take_the_same_record_back_at_once_do_so_once(ledger: Ledger) -> None:
    first = record(ledger, a_visit(1), key="a", by="A", now=NOW, demo=False)

    def take_back(number: int) -> str:
        try:
            undo(ledger, first, key=f"undo-{number}", by="A", now=NOW)
        except RecordChangedError:
            return "told"
        return "done"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(take_back, range(12)))
    assert sorted(answers) == ["done", *["told"] * 11]


def test_several_records_are_saved_together_or_not_at_all(ledger: Ledger) -> None:
    good, bad = a_visit(1), replace(a_visit(2), minutes=-1)
    with pytest.raises(RecordRefusedError):
        record_all(ledger, {"a": good, "b": bad}, by="A", now=NOW, demo=False)
    assert minutes(ledger) == []
    record_all(ledger, {"a": good, "b": a_visit(2)}, by="A", now=NOW, demo=False)
    assert minutes(ledger) == [1, 2]


def test_a_site_that_was_found_has_its_records_code_and_its_windows_have_the_sites(ledger: Ledger) -> None:
    found = record(ledger, SiteFound("clinic", "0101", date(2026, 11, 20)), key="a", by="A", now=NOW, demo=False)
    assert found.site_id == found.record_id
    windows = WindowsSet("s", ((1, time(10), time(16)), (2, time(10), time(16))))
    kept = record(ledger, windows, key="b", by="A", now=NOW, demo=False)
    assert (kept.record_id, kept.site_id, len(kept.cells)) == ("s", "s", 2)
    again = record(ledger, WindowsSet("s"), key="c", by="A", now=NOW, demo=False)
    assert [entry.key for entry in history(ledger, again)] == ["c"], "each setting is a record of its own"


@pytest.mark.parametrize("table", ["records", "plans", "plan_stops"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = 77", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_or_drop_a_row(ledger: Ledger, table: str, change: str) -> None:
    record(ledger, a_visit(1), key="a", by="A", now=NOW, demo=False)
    save_plan(ledger, a_plan(), key="p")
    with pytest.raises(DBAPIError, match="only ever added"), ledger.writing() as session:
        session.execute(text(change.format(table)))
    with ledger.reading() as session:
        assert session.execute(text(f"SELECT id FROM {table}")).all() != [(77,)]


def test_nothing_of_a_block_that_fails_is_kept(ledger: Ledger) -> None:
    good = {"table_name": "visits", "record_id": "x", "cells": "[]", "demo": False, "first_at": NOW,
            "recorded_at": NOW, "recorded_by": "x"}  # fmt: skip
    with pytest.raises(IntegrityError), ledger.writing() as session:
        session.add_all([RecordRow(key="a", action="record", **good), RecordRow(key="b", action="vanish", **good)])
    with ledger.reading() as session:
        assert counting(session) == []


def test_the_models_are_what_the_steps_make(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def a_plan(day: date = date(2026, 12, 29), stops: int = 2) -> AcceptedPlan:
    year, week, _ = day.isocalendar()
    planned = (PlannedStop("1", day, f"s{n}", time(9 + n), time(9 + n, 40), 40, n == 0) for n in range(stops))
    return AcceptedPlan("east", year, week, tuple(planned), datetime(2026, 12, 20, tzinfo=UTC), "L", demo=False)


def test_the_last_plan_accepted_for_a_week_counts_and_the_ones_before_it_stay(ledger: Ledger) -> None:
    assert save_plan(ledger, a_plan(stops=2), key="a") == 1
    assert save_plan(ledger, a_plan(stops=3), key="b") == 2
    assert save_plan(ledger, a_plan(stops=1), key="b") == 2, "the same form again"
    (plan,) = read_plans(ledger, "east", 2026, 53)
    assert (plan.version, len(plan.stops), plan.stops[0].promised) == (2, 3, True)
    assert plan == replace(a_plan(stops=3), version=2)
    assert [each.version for each in read_plans(ledger, every=True)] == [2, 1]
    assert read_plans(ledger, "mid") == read_plans(ledger, year=2027) == []


def test_plans_saved_at_once_have_a_version_each(ledger: Ledger) -> None:
    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(lambda n: save_plan(ledger, a_plan(), key=f"p{n}"), range(12)))
    assert sorted(versions) == list(range(1, 13))


def test_a_week_53_that_reaches_into_the_next_year_is_one_week() -> None:
    over = a_plan(date(2027, 1, 3))
    assert (over.year, over.week) == (2026, 53)
    with pytest.raises(PlanRefusedError, match="no such week"):
        replace(over, year=2025, week=53)
    with pytest.raises(PlanRefusedError, match="outside the week"):
        replace(over, year=2027, week=1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"team": "unknown"}, "no known team"),
        ({"saved_by": "0101011234"}, "in letters"),
        ({"stops": (PlannedStop("", date(2026, 12, 29), "s", time(9), time(10), 1),)}, "lacks its site"),
        ({"stops": (PlannedStop("1", date(2026, 12, 29), "s", time(10), time(9), 1),)}, "ends before"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_reason(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(PlanRefusedError, match=sentence):
        replace(a_plan(), **change)  # type: ignore[arg-type]
