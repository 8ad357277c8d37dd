"""What people recorded goes through the import as every file does, and the newest version holds it."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.build import build, check, rebuild
from etl.columns import name_columns
from etl.contract import BY_NAME, Holds
from etl.from_ledger import gathered
from etl.personal import personal
from etl.refusals import RefusedError
from etl.take import take
from geodata.danish_time import comes_twice, exists, on_the_clock
from geodata.errors import RecordRefusedError
from geodata.ledger.address import FILE
from geodata.ledger.records import Entry, correct, record, undo
from geodata.ledger.sessions import Ledger, open_ledger
from geodata.personal import looks_personal, refused_text
from geodata.recording import (
    KINDS,
    Made,
    MeetingHeld,
    PartnerFound,
    ScreeningMade,
    SiteChanged,
    SiteFound,
    TalkHeld,
    VisitMade,
    WindowsSet,
)
from geodata.site import read_site
from geodata.store import Store
from geodata.terms import Outcome
from geodata.versions import published
from tests.small import TODAY, ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geodata.settings import Settings

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MADE = datetime(2026, 11, 20, 10, 0)  # noqa: DTZ001 - what the clock said
AGREED = date(2026, 12, 4)
VISIT = VisitMade("with-point", MADE, reached=True, team="east", outcomes=("conversation",), return_on=AGREED)


@pytest.fixture
def ledger(small_home: Path, settings: Settings) -> Iterator[Ledger]:
    """The ledger beside the three municipalities that are served as version 1."""
    assert small_home == settings.home
    opened = open_ledger(settings)
    yield opened
    opened.close()


def write(ledger: Ledger, made: Made, key: str, *, demo: bool = False, now: datetime = NOW) -> Entry:
    return record(ledger, made, key=key, by="A", now=now, demo=demo)


def test_a_recorded_visit_is_in_the_next_version_with_the_day_it_was_recorded(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    kept = write(ledger, replace(VISIT, opened_by="owner", material_left=("card",), note="bagdør"), "k")
    built = build(small_raw, settings, TODAY)
    told = {change.table: (change.read, change.new, change.unchanged) for change in built.changes}
    assert told["visits"] == (3, 1, 2)
    columns = "visit_id, site_id, started_at, reached, outcomes, opened_by, material_left, return_on, note, recorded_on"
    assert ask(settings.home, f"SELECT {columns} FROM visits WHERE started_at > '2026-01-01'") == [
        (kept.record_id, "with-point", MADE, True, ["conversation"], "owner", ["card"], AGREED, "bagdør", TODAY)
    ]  # fmt: skip
    assert ("visits", "protokol / ledger", "ledger") in ask(
        settings.home, "SELECT table_name, file, format FROM sources"
    )
    store = Store.open(settings.home, published(settings.home))
    due = read_site(store, "with-point", TODAY).due  # type: ignore[union-attr]
    assert due
    assert (due["due_from"], due["due_on"].date(), due["state"]) == ("agreed", date(2026, 12, 4), "on_track")
    before = read_site(store, "with-point", TODAY - timedelta(days=1))
    assert before
    assert len(before.visits) == 1, "on the day before it was recorded it was not known"
    store.close()


def test_the_last_row_of_a_record_counts_and_one_taken_back_does_not(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    one, other = write(ledger, VISIT, "a"), write(ledger, replace(VISIT, minutes=5), "b")
    correct(ledger, one, replace(VISIT, minutes=77), key="c", by="B", now=NOW + timedelta(days=3))
    undo(ledger, other, key="d", by="B", now=NOW)
    build(small_raw, settings, TODAY + timedelta(days=3))
    minutes = "SELECT minutes, recorded_on FROM visits WHERE started_at > '2026-01-01'"
    assert ask(settings.home, minutes) == [(77, TODAY)], "known since it was first recorded"


def test_a_record_that_cannot_be_used_is_set_aside_and_told_under_its_own_number(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    write(ledger, VISIT, "a")
    lost = write(ledger, replace(VISIT, site_id="nowhere"), "b")
    early = write(ledger, replace(VISIT, started_at=datetime(2019, 1, 1, 10)), "c")  # noqa: DTZ001
    built = build(small_raw, settings, TODAY)
    assert sorted(built.rejects.select("file", "line", "column_name", "rule").rows()) == [
        ("protokol / ledger", lost.id, "site_id", "unknown_site"),
        ("protokol / ledger", early.id, "started_at", "before_first_seen"),
    ]
    assert ask(settings.home, "SELECT read, kept, set_aside FROM imports WHERE table_name = 'visits'") == [(5, 3, 2)]


def test_a_file_that_repeats_a_record_of_the_ledger_does_not_count_it_twice(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    kept = write(ledger, VISIT, "a")
    with (small_raw / "visits.csv").open("a", encoding="utf-8") as file:
        file.write(f"{kept.record_id};with-point;2026-11-20 10:00;ja;refused;;east\n")
    built = build(small_raw, settings, TODAY)
    assert {(row["file"], row["rule"]) for row in built.rejects.to_dicts()} == {
        ("visits.csv", "doubled_key"), ("protokol / ledger", "doubled_key")
    }  # fmt: skip


def test_records_made_on_synthetic_data_never_meet_real_ones(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    write(ledger, VISIT, "demo", demo=True)
    write(ledger, VISIT, "real")
    real = build(small_raw, settings, TODAY)
    assert [note for note in real.notes if "demo" in note] == [
        "protokol / ledger: 1 fra andre data (demo/rigtige) / of other data (demo/real)"
    ]
    ids = "SELECT visit_id FROM visits WHERE visit_id LIKE '%led-%'"
    assert [row[0].startswith("demo-") for row in ask(settings.home, ids)] == [False]
    (small_raw / "feltplan.toml").write_text("demo = true\n")
    build(small_raw, settings, TODAY)
    assert [row[0].startswith("demo-led-") for row in ask(settings.home, ids)] == [True]


def test_a_site_closed_on_the_screen_is_closed_from_the_day_that_was_said_and_known_from_the_day_it_was_recorded(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    write(ledger, SiteChanged("with-point", date(2026, 11, 1), status="closed", reason="tomt"), "a")
    build(small_raw, settings, TODAY)
    store = Store.open(settings.home, published(settings.home))
    for day, status in ((date(2026, 11, 20), "open"), (TODAY, "closed")):
        told = read_site(store, "with-point", day)
        assert told
        assert told.facts["status"] == status
    told = read_site(store, "with-point", TODAY)
    assert told
    assert told.due is None
    assert told.history["status_reason"].tolist()[0] == "tomt"
    store.close()
    last = "SELECT status, status_from, status_recorded_on FROM sites WHERE site_id = 'with-point'"
    assert ask(settings.home, last) == [("closed", date(2026, 11, 1), TODAY)]


def test_of_two_changes_of_one_day_the_later_holds_and_the_other_is_told(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    first = write(ledger, SiteChanged("with-point", date(2026, 11, 1), status="closed"), "a")
    write(ledger, SiteChanged("with-point", date(2026, 11, 1), status="unverified"), "b")
    built = build(small_raw, settings, TODAY)
    assert [(row["line"], row["rule"]) for row in built.rejects.to_dicts()] == [(first.id, "superseded")]
    statuses = "SELECT status FROM site_statuses WHERE site_id = 'with-point' ORDER BY status_from"
    assert ask(settings.home, statuses) == [("open",), ("unverified",)]


def test_a_site_that_moved_to_a_new_address_is_two_sites_joined(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    new = write(ledger, SiteFound("clinic", "0101", date(2026, 11, 19), "east", "exact", "Vej 1"), "n")
    moved = SiteChanged("with-point", date(2026, 11, 19), status="moved", merged_into=new.record_id, kind="bar")
    write(ledger, moved, "m")
    write(ledger, WindowsSet("with-point", ((2, time(9), time(12)), (5, time(9), time(12)))), "w")
    built = build(small_raw, settings, TODAY)
    assert [(row["file"], row["rule"]) for row in built.rejects.to_dicts()] == [("visit_windows.csv", "superseded")]
    told = "SELECT kind, status, merged_into FROM sites WHERE site_id = 'with-point'"
    assert ask(settings.home, told) == [("bar", "moved", new.record_id)]
    assert ask(settings.home, "SELECT weekday, opens FROM visit_windows ORDER BY 1") == [(2, time(9)), (5, time(9))]
    assert ask(
        settings.home, f"SELECT address, municipality_code, status FROM sites WHERE site_id = '{new.record_id}'"
    ) == [("Vej 1", "0101", "open")]


def test_a_screening_is_under_way_until_its_completion_was_recorded(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    begun = write(ledger, ScreeningMade("0751", date(2026, 11, 2)), "a", now=datetime(2026, 11, 2, 9, tzinfo=UTC))
    done = ScreeningMade("0751", date(2026, 11, 2), date(2026, 11, 18), "none_found", ("web",), 7.5)
    correct(ledger, begun, done, key="b", by="A", now=NOW)
    build(small_raw, settings, TODAY)
    rows = (
        "SELECT started_on, completed_on, result, hours, recorded_on FROM screenings WHERE municipality_code = '0751'"
    )
    assert ask(settings.home, rows) == [(date(2026, 11, 2), date(2026, 11, 18), "none_found", 7.5, TODAY)]


def test_nothing_recorded_since_publishes_nothing_new_and_a_dry_run_tells_what_a_build_would(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    write(ledger, VISIT, "a")
    assert [change.read for change in check(small_raw, settings, TODAY).changes if change.table == "visits"] == [3]
    assert build(small_raw, settings, TODAY).fresh
    assert not build(small_raw, settings, TODAY).fresh


def test_a_build_can_be_made_again_without_saying_from_where(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    build(small_raw, settings, TODAY)
    write(ledger, VISIT, "a")
    built = rebuild(settings, TODAY)
    assert built.fresh
    assert ask(settings.home, "SELECT count(*) FROM visits") == [(3,)]


def test_a_build_refuses_when_the_ledger_it_rested_on_is_gone(
    ledger: Ledger, small_raw: Path, settings: Settings
) -> None:
    write(ledger, VISIT, "a")
    build(small_raw, settings, TODAY)
    ledger.close()
    (settings.home / FILE).unlink()
    with pytest.raises(RefusedError, match="ledger restore"):
        build(small_raw, settings, TODAY)
    assert ask(settings.home, "SELECT count(*) FROM visits") == [(3,)]


def test_nothing_can_be_built_again_before_it_was_built(settings: Settings) -> None:
    with pytest.raises(RefusedError, match="etl build"):
        rebuild(settings, TODAY)


DAYS = st.dates(date(2020, 1, 2), date(2026, 11, 21))
WORDS = {
    term: st.sampled_from([each.code for each in term])
    for term in {column.term for table in BY_NAME.values() for column in table.columns if column.term}
}


def a(name: str, table: str) -> Any:
    term = BY_NAME[table].column(name).term
    assert term
    return WORDS[term]


def some(name: str, table: str) -> Any:
    return st.lists(a(name, table), unique=True, max_size=3).map(tuple)


TEXTS = st.none() | st.text(max_size=40)
VISITS = st.builds(
    VisitMade, st.just("s"), st.datetimes(datetime(2020, 1, 2), datetime(2026, 11, 21, 13)), reached=st.booleans(),  # noqa: DTZ001
    team=a("team", "visits"), channel=a("channel", "visits"), outcomes=some("outcomes", "visits"),
    opened_by=st.none() | a("opened_by", "visits"), minutes=st.none() | st.integers(-5, 1500),
    waited_minutes=st.none() | st.integers(0, 1440), material_left=some("material_left", "visits"),
    return_on=st.none() | DAYS, return_window=st.none() | a("return_window", "visits"),
    return_purpose=st.none() | a("return_purpose", "visits"), phase=st.none() | a("phase", "visits"), note=TEXTS,
)  # fmt: skip
RECORDS = st.one_of(
    VISITS,
    st.builds(TalkHeld, DAYS, a("channel", "conversations"), st.none() | st.just("s"),
              st.none() | a("phase", "conversations"), some("themes", "conversations")),
    st.builds(MeetingHeld, DAYS, a("institution", "bridge_meetings"), a("purpose", "bridge_meetings"),
              a("team", "bridge_meetings")),
    st.builds(SiteChanged, st.just("s"), DAYS, st.none() | a("status", "site_changes"),
              st.none() | a("kind", "site_changes"), st.sampled_from([None, "t", "s"]), TEXTS),
    st.builds(WindowsSet, st.just("s"), st.lists(st.tuples(st.integers(0, 8), st.times(), st.times()), max_size=4).map(
        lambda rows: tuple((day, a.replace(second=0), b.replace(second=0)) for day, a, b in rows))),
    st.builds(SiteFound, a("kind", "sites"), st.sampled_from(["0101", "unknown", "101", "a"]), DAYS,
              a("team", "sites"), a("location_quality", "sites"), TEXTS),
    st.builds(ScreeningMade, st.just("0101"), DAYS, st.none() | DAYS, st.none() | a("result", "screenings"),
              some("sources", "screenings"), st.none() | st.floats(-1, 1001)),
    st.builds(PartnerFound, st.text(max_size=30), a("category", "partners"), a("kind", "partners"), st.just("0101"),
              st.none() | DAYS, st.none() | DAYS, st.none() | DAYS),
)  # fmt: skip


@given(RECORDS)
def test_what_a_form_accepts_the_import_keeps(made: Made) -> None:
    try:
        made.check(NOW)
    except RecordRefusedError:
        return
    cells = tuple(json.loads(json.dumps(made.cells())))
    entry = Entry(7, "k", made.table, "s" if made.table == "visit_windows" else "led-x", "record", None, cells, None,
                  False, NOW, NOW, "A")  # fmt: skip
    found = gathered([entry], [], demo=False)
    table = BY_NAME[made.table]
    for raw in found.tables.values():
        loaded = take(raw, name_columns(raw, table), table, TODAY)
        assert loaded.rejects.rows() == []
        assert loaded.kept == len(cells)


def test_every_kind_of_record_is_among_the_tables_of_the_import() -> None:
    for kind in KINDS:
        names = {column.name for column in BY_NAME[kind.table].columns}
        assert {each.name for each in fields(kind)} - {"windows"} <= names
        assert kind.id_column in BY_NAME[kind.table].key


LIKE_NUMBERS = st.from_regex(re.compile(r"[0-9 +().@a-zæ:/\-]{0,24}"), fullmatch=True)


@given(LIKE_NUMBERS | st.text(max_size=30))
def test_a_form_and_the_import_find_the_same_personal_data(text: str) -> None:
    found = pl.DataFrame({"text": [text]}).select(personal(pl.col("text"), Holds.TEXT)).item()
    assert looks_personal(text) == found


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ring 20 12 34 56", "telephone number"), ("010190-1234", "CPR"), ("skriv til a@b.dk", "e-mail"),
        ("=1+1", "formula"), ("{{ x }}", "not allowed"), ("a\u200bb", "not allowed"), ("x" * 201, "longer than 200"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_kept_is_refused_without_being_repeated(text: str, sentence: str) -> None:
    reason = refused_text(text)
    assert reason
    assert sentence in reason.english
    assert text not in reason.danish
    with pytest.raises(RecordRefusedError):
        replace(VISIT, note=text).check(NOW)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"started_at": datetime(2026, 11, 21, 13, 1)}, "in the future"),  # noqa: DTZ001
        ({"started_at": datetime(1989, 1, 1)}, "before 1990"),  # noqa: DTZ001
        ({"reached": False}, "no one was reached"),
        ({"outcomes": ("nice",)}, "no list"),
        ({"minutes": -1}, "outside what is possible"),
        ({"return_on": date(2026, 11, 19)}, "before this visit"),
        ({"return_on": date(2029, 11, 19)}, "two years"),
        ({"return_on": None, "return_purpose": "health"}, "Choose a day"),
    ],
)
def test_a_visit_that_cannot_have_been_is_refused_with_the_reason(change: dict[str, Any], sentence: str) -> None:
    VISIT.check(NOW)
    with pytest.raises(RecordRefusedError, match=sentence):
        replace(VISIT, **change).check(NOW)


def test_the_hour_that_the_clocks_skip_is_refused_and_the_hour_that_comes_twice_is_taken() -> None:
    skipped, twice = datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 50)  # noqa: DTZ001
    assert (exists(skipped), exists(twice), comes_twice(twice), comes_twice(skipped)) == (False, True, True, False)
    with pytest.raises(RecordRefusedError, match="clocks went forward"):
        replace(VISIT, started_at=skipped, return_on=None).check(NOW)
    in_the_second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert on_the_clock(in_the_second) == datetime(2026, 10, 25, 2, 10)  # noqa: DTZ001
    replace(VISIT, started_at=twice, return_on=None).check(in_the_second)
    with pytest.raises(RecordRefusedError, match="future"):
        replace(VISIT, started_at=twice, return_on=None).check(datetime(2026, 10, 25, 0, 49, tzinfo=UTC))


def test_an_outcome_is_said_by_its_code() -> None:
    assert VISIT.cells()[0]["outcomes"] == Outcome.CONVERSATION.code
