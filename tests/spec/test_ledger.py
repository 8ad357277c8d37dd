"""What people write is never lost: not by a killed process, not by two at once, not by a newer or a damaged file."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import sys
import tomllib
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from geodata.errors import (
    LedgerDamagedError,
    LedgerNewerError,
    LedgerUnavailableError,
    TargetRefusedError,
    WrongSettingError,
)
from geodata.ledger import migrate, sessions
from geodata.ledger.address import FILE
from geodata.ledger.backup import backup, restore
from geodata.ledger.migrations.versions import v0001_targets, v0002_access
from geodata.ledger.models import Base, TargetRow
from geodata.ledger.rule_models import TeamRuleRow
from geodata.ledger.sessions import Ledger, open_ledger
from geodata.ledger.targets import history, set_target, targets
from geodata.settings import Settings
from geodata.targets import Target
from tests.ledger_writers import a_target, kill_in_the_middle, write_some, write_until_killed
from tests.processes import CONTEXT, start
from tests.small import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    opened = open_ledger(settings)
    yield opened
    opened.close()


def numbers(settings: Settings) -> list[int]:
    """Return what a ledger holds, the first written first, read by someone who opens it anew."""
    opened = open_ledger(settings)
    held = [int(target.value) for target in reversed(history(opened))]
    opened.close()
    return held


def test_a_new_ledger_is_a_private_file_of_sqlite_that_flushes_every_write(settings: Settings, ledger: Ledger) -> None:
    with ledger.reading() as session:
        said = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [settings.home, *settings.home.iterdir()]}
    assert modes.pop(settings.home.name) == 0o700
    assert set(modes) == {FILE, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}.lock"}
    assert set(modes.values()) == {0o600}


def test_the_latest_target_counts_and_the_ones_before_it_stay(ledger: Ledger) -> None:
    for number, team in ((90, "east"), (80, "mid"), (95, "east")):
        set_target(ledger, a_target(number, team=team))
    assert [(target.team, target.value) for target in targets(ledger)] == [("east", 95), ("mid", 80)]
    assert [target.value for target in history(ledger)] == [95, 80, 90]
    assert targets(ledger, 2025) == history(ledger, 2025) == []
    assert history(ledger, 2026)[0] == a_target(95)


def test_a_moment_is_kept_in_utc_and_one_without_a_time_zone_is_refused(ledger: Ledger) -> None:
    danish = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    set_target(ledger, Target("east", 2026, "ever_screened", 90, "percent", danish, "Leder"))
    (kept,) = targets(ledger)
    assert (kept.set_at, kept.set_at.tzinfo) == (datetime(2026, 7, 1, 10, tzinfo=UTC), UTC)
    with pytest.raises(Exception, match="time zone"):
        set_target(ledger, Target("east", 2026, "ever_screened", 90, "percent", datetime(2026, 7, 1), "Leder"))  # noqa: DTZ001
    assert len(history(ledger)) == 1


@pytest.mark.parametrize(
    "change", ["UPDATE targets SET value = 1", "DELETE FROM targets", "UPDATE targets SET id = 7 WHERE id = 1"]
)
def test_the_database_itself_refuses_to_change_or_drop_a_row(ledger: Ledger, change: str) -> None:
    set_target(ledger, a_target(90))
    with pytest.raises(IntegrityError, match="only ever added"), ledger.writing() as session:
        session.execute(text(change))
    assert [target.value for target in history(ledger)] == [90]


def test_nothing_of_a_block_that_fails_is_kept(ledger: Ledger) -> None:
    good = {"team": "east", "year": 2026, "indicator": "x", "unit": "count", "set_at": NOW, "set_by": "x"}
    with pytest.raises(IntegrityError, match="targets_value"), ledger.writing() as session:
        session.add_all([TargetRow(**good, value=1), TargetRow(**good, value=-1)])
    assert history(ledger) == []


def test_a_process_killed_while_it_writes_has_lost_nothing_that_was_acknowledged(settings: Settings) -> None:
    kill_in_the_middle(write_until_killed, settings.home, lambda: numbers(settings), times=6)


def test_processes_that_make_the_ledger_and_write_at_once_all_keep_everything(settings: Settings) -> None:
    begin = CONTEXT.Barrier(3)
    writers = [start(write_some, settings.home, by, 40, begin) for by in ("a", "b", "c")]
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    opened = open_ledger(settings)
    for by in ("a", "b", "c"):
        mine = [int(target.value) for target in reversed(history(opened)) if target.set_by == by]
        assert mine == list(range(1, 41))
    with opened.reading() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).all() == [(migrate.latest(),)]
    opened.close()


def test_a_reader_is_not_held_up_by_a_writer(settings: Settings, ledger: Ledger) -> None:
    set_target(ledger, a_target(1))
    with ledger.writing() as session:
        session.execute(
            text("INSERT INTO targets SELECT 2, team, year, indicator, 2, unit, set_at, set_by FROM targets")
        )
        assert numbers(settings) == [1]
    assert numbers(settings) == [1, 2]


def test_a_writer_that_waits_too_long_is_told_that_nothing_was_saved(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "BUSY_MS", 50)
    first, second = open_ledger(settings), open_ledger(settings)
    with first.writing() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(LedgerUnavailableError, match="Someone else is writing"):
            set_target(second, a_target(1))
    set_target(second, a_target(2))
    assert numbers(settings) == [2]
    first.close()
    second.close()


def test_the_models_are_what_the_steps_make(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert {TargetRow.__tablename__, TeamRuleRow.__tablename__} <= set(Base.metadata.tables)


def test_the_steps_can_be_said_to_postgresql() -> None:
    said = StringIO()
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": said})
    with Operations.context(context):
        v0001_targets.upgrade()
        v0002_access.upgrade()
    assert "set_at TIMESTAMP WITH TIME ZONE NOT NULL" in said.getvalue()
    assert "BEFORE UPDATE OR DELETE ON targets FOR EACH ROW EXECUTE FUNCTION refuse_change()" in said.getvalue()
    assert "BEFORE DELETE ON access_log FOR EACH ROW WHEN (OLD.keep_until > now())" in said.getvalue()


@contextmanager
def one_more_step(folder: Path, *does: str) -> Iterator[None]:
    """An edition whose ledger has one more table, and whose step to it does something else at its end."""
    shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v9999_more.py").write_text(
        f"import sqlalchemy as sa\nfrom alembic import op\nrevision, down_revision = '9999', '{migrate.latest()}'\n"
        "def upgrade():\n    op.create_table('more', sa.Column('id', sa.Integer, primary_key=True))\n"
        + "".join(f"    {line}\n" for line in does)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "MIGRATIONS", folder)
        migrate.steps.cache_clear()
        yield
    migrate.steps.cache_clear()


def test_a_ledger_of_an_older_version_is_brought_up_to_date_with_everything_in_it(
    settings: Settings, tmp_path: Path
) -> None:
    filled(settings, 3)
    with one_more_step(tmp_path / "later"):
        newer = open_ledger(settings)
        with newer.reading() as session:
            assert session.execute(text("SELECT count(*) FROM more")).scalar() == 0
        assert [target.value for target in history(newer)] == [3, 2, 1]
        newer.close()
    before = (settings.home / FILE).read_bytes()
    with pytest.raises(LedgerNewerError) as refused:
        open_ledger(settings)
    assert refused.value.say("en") == (
        f"The ledger was written by a newer edition of Feltplan (9999; this one knows {migrate.latest()}). "
        "Nothing has changed. Use the newer edition."
    )
    assert "nyere udgave" in refused.value.say("da")
    assert (settings.home / FILE).read_bytes() == before


def test_a_step_that_fails_half_way_leaves_the_ledger_as_it_was(settings: Settings, tmp_path: Path) -> None:
    filled(settings, 3)
    with one_more_step(tmp_path / "broken", "raise ArithmeticError"), pytest.raises(ArithmeticError):
        open_ledger(settings)
    opened = open_ledger(settings)
    with opened.reading() as session:
        names = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    assert "more" not in names
    assert [target.value for target in history(opened)] == [3, 2, 1]
    opened.close()


def filled(settings: Settings, count: int = 400) -> None:
    opened = open_ledger(settings)
    for number in range(1, count + 1):
        set_target(opened, a_target(number))
    opened.close()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[:0], id="emptied"),
        pytest.param(lambda data: b"not a database" + data[14:], id="another file"),
        pytest.param(lambda data: bytes(100) + data[100:], id="its first bytes lost"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut in half"),
        pytest.param(lambda data: data[:4096] + bytes(4096) + data[8192:], id="a page of zeros"),
    ],
)
def test_a_damaged_ledger_is_refused_in_a_sentence_and_left_as_it_is(settings: Settings, damage: object) -> None:
    filled(settings)
    path = settings.home / FILE
    broken = damage(path.read_bytes())  # type: ignore[operator]
    path.write_bytes(broken)
    with pytest.raises(LedgerDamagedError) as refused:
        open_ledger(settings)
    for language in ("da", "en"):
        assert "python -m geodata ledger restore" in refused.value.say(language)
        assert str(settings.home) not in refused.value.say(language)
    assert path.read_bytes() == broken


def test_a_database_that_is_no_ledger_is_refused_and_left_as_it_is(settings: Settings) -> None:
    settings.home.mkdir()
    with closing(sqlite3.connect(settings.home / FILE)) as other:
        other.execute("CREATE TABLE something (a)")
        other.commit()
    with pytest.raises(LedgerDamagedError):
        open_ledger(settings)
    with closing(sqlite3.connect(settings.home / FILE)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("something",)]


def test_a_making_that_was_killed_leaves_nothing_that_stands_in_the_way(settings: Settings) -> None:
    settings.home.mkdir()
    (settings.home / f"{FILE}.new").write_bytes(b"half a ledger")
    assert numbers(settings) == []
    assert not (settings.home / f"{FILE}.new").exists()


def test_a_home_that_cannot_be_made_is_told_without_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LedgerUnavailableError) as refused:
        open_ledger(Settings(home=tmp_path / "file" / "home"))
    assert str(tmp_path) not in refused.value.say("en")


def test_a_backup_taken_while_others_write_holds_everything_acknowledged_before_it(
    settings: Settings, tmp_path: Path
) -> None:
    here, there = CONTEXT.Pipe(duplex=False)
    writer = start(write_until_killed, settings.home, 1, there)
    try:
        assert here.poll(60)
        before = here.recv()
        while here.poll(0.05) and before < 30:
            before = here.recv()
        backup(settings, tmp_path / "copy.sqlite")
    finally:
        writer.kill()
        writer.join()
    assert stat.S_IMODE((tmp_path / "copy.sqlite").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["copy.sqlite"]
    (tmp_path / "again").mkdir()
    assert restore(Settings(home=tmp_path / "again"), tmp_path / "copy.sqlite", NOW) is None
    held = numbers(Settings(home=tmp_path / "again"))
    assert held == list(range(1, len(held) + 1))
    assert len(held) >= before


def test_a_restore_brings_back_what_the_copy_holds_and_keeps_what_was_there(settings: Settings, tmp_path: Path) -> None:
    filled(settings, 3)
    backup(settings, tmp_path / "copy")
    opened = open_ledger(settings)
    set_target(opened, a_target(4))
    kept = restore(settings, tmp_path / "copy", NOW)
    assert [target.value for target in history(opened)] == [3, 2, 1], "also for who has it open"
    opened.close()
    assert numbers(settings) == [1, 2, 3]
    assert kept
    restore(settings, kept, NOW + timedelta(seconds=1))
    assert numbers(settings) == [1, 2, 3, 4]


@pytest.mark.parametrize("broken", [b"", b"not a database" * 500])
def test_a_damaged_ledger_can_be_restored_and_is_kept_as_it_was(
    settings: Settings, tmp_path: Path, broken: bytes
) -> None:
    filled(settings, 3)
    backup(settings, tmp_path / "copy")
    (settings.home / FILE).write_bytes(broken)
    kept = restore(settings, tmp_path / "copy", NOW)
    assert numbers(settings) == [1, 2, 3]
    assert kept
    assert stat.S_IMODE((settings.home / FILE).stat().st_mode) == 0o600
    if broken:
        assert kept.read_bytes() == broken


def test_a_ledger_that_is_being_written_is_not_taken_for_a_damaged_one_by_a_restore(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(settings, 3)
    backup(settings, tmp_path / "copy")
    monkeypatch.setattr("geodata.ledger.backup.BUSY_MS", 50)
    opened = open_ledger(settings)
    with opened.writing() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(LedgerUnavailableError):
            restore(settings, tmp_path / "copy", NOW)
    set_target(opened, a_target(4))
    opened.close()
    assert numbers(settings) == [1, 2, 3, 4]


def test_a_disk_that_refuses_a_restore_does_not_make_the_ledger_a_damaged_one(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(settings, 3)
    backup(settings, tmp_path / "copy")
    before = (settings.home / FILE).read_bytes()

    def refuse(*_paths: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as full:
        full.setattr("geodata.ledger.backup._copy", refuse)
        with pytest.raises(LedgerUnavailableError, match="Nothing was saved"):
            restore(settings, tmp_path / "copy", NOW)
    assert (settings.home / FILE).read_bytes() == before
    assert numbers(settings) == [1, 2, 3]


def test_what_is_no_whole_ledger_is_not_restored_and_nothing_changes(settings: Settings, tmp_path: Path) -> None:
    filled(settings)
    backup(settings, tmp_path / "copy")
    whole = (tmp_path / "copy").read_bytes()
    before = snapshot(settings.home)
    for number, data in enumerate(
        (b"", b"x" * 9000, whole[: len(whole) // 2], whole[:4096] + bytes(4096) + whole[8192:])
    ):
        file = tmp_path / f"broken-{number}"
        file.write_bytes(data)
        with pytest.raises(LedgerDamagedError, match="Nothing has changed"):
            restore(settings, file, NOW)
    with closing(sqlite3.connect(tmp_path / "copy")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    with pytest.raises(LedgerDamagedError, match="Nothing has changed"):
        restore(settings, tmp_path / "copy", NOW)
    with pytest.raises(LedgerUnavailableError, match="does not exist"):
        restore(settings, tmp_path / "nowhere", NOW)
    assert snapshot(settings.home) == before


def test_a_backup_never_overwrites_and_a_damaged_ledger_has_none(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(LedgerUnavailableError, match="no ledger yet"):
        backup(settings, tmp_path / "copy")
    filled(settings)
    (tmp_path / "copy").write_bytes(b"precious")
    with pytest.raises(LedgerUnavailableError, match="exists already"):
        backup(settings, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"precious"
    data = (settings.home / FILE).read_bytes()
    (settings.home / FILE).write_bytes(data[:4096] + bytes(4096) + data[8192:])
    with pytest.raises(LedgerDamagedError):
        backup(settings, tmp_path / "other")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["copy"]


@pytest.mark.parametrize(
    "url", ["rubbish", "mysql://a/b", "sqlite://", "sqlite:///:memory:", "sqlite:////a?mode=ro", ""]
)
def test_an_address_that_cannot_be_used_is_told_without_showing_it(settings: Settings, url: str) -> None:
    wrong = Settings(home=settings.home, ledger_url=url)  # type: ignore[arg-type]  # pydantic makes it a secret
    with pytest.raises(WrongSettingError, match="FELTPLAN_LEDGER_URL") as refused:
        open_ledger(wrong)
    assert not url or url not in refused.value.say("en").replace("sqlite:////folder/file", "")


def test_a_password_in_the_address_is_not_shown_with_the_settings(settings: Settings) -> None:
    assert "hunter2" not in repr(Settings(home=settings.home, ledger_url="postgresql://a:hunter2@b/c"))  # type: ignore[arg-type]


def test_the_ledger_can_be_a_file_elsewhere(settings: Settings, tmp_path: Path) -> None:
    elsewhere = Settings(home=settings.home, ledger_url=f"sqlite:///{tmp_path}/there/a.sqlite")  # type: ignore[arg-type]
    filled(elsewhere, 2)
    assert numbers(elsewhere) == [1, 2]
    assert (tmp_path / "there" / "a.sqlite").is_file()
    assert not (settings.home / FILE).exists()


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_postgresql_without_its_driver_says_how_to_install_it(
    scheme: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # as where it is not installed
    server = Settings(home=settings.home, ledger_url=f"{scheme}://a:hunter2@127.0.0.1:1/c")  # type: ignore[arg-type]
    with pytest.raises(LedgerUnavailableError, match="its driver is not installed") as refused:
        open_ledger(server)
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for language in ("da", "en"):
        said = refused.value.say(language)
        assert "hunter2" not in said
        assert "pip install 'psycopg[binary]' (postgresql " in said
    assert [each.partition(">")[0] for each in declared["postgresql"]] == ["psycopg[binary]"]


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_postgresql_keeps_its_own_backups_and_says_so_when_it_cannot_be_reached(
    scheme: str, settings: Settings, tmp_path: Path
) -> None:
    server = Settings(home=settings.home, ledger_url=f"{scheme}://a:hunter2@127.0.0.1:1/c")  # type: ignore[arg-type]
    with pytest.raises(LedgerUnavailableError, match="cannot be reached") as refused:
        open_ledger(server)
    assert "hunter2" not in refused.value.say("en")
    with pytest.raises(LedgerUnavailableError, match="pg_dump"):
        backup(server, tmp_path / "a")
    with pytest.raises(LedgerUnavailableError, match="pg_dump"):
        restore(server, tmp_path / "a", NOW)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"team": "unknown"}, "no known team"),
        ({"team": "'; DROP TABLE"}, "no known team"),
        ({"year": 2005}, "outside 2006-2100"),
        ({"indicator": "sites_known"}, "No target can be set"),
        ({"value": 0}, "above 0 and at most 100"),
        ({"value": 100.1}, "above 0 and at most 100"),
        ({"value": float("nan")}, "above 0 and at most 100"),
        ({"unit": "count", "value": 1.5}, "whole number"),
        ({"unit": "count", "value": 0}, "whole number"),
        ({"unit": "count", "value": float("inf")}, "whole number"),
        ({"unit": "share"}, "percent or a number"),
        ({"set_by": ""}, "in letters"),
        ({"set_by": " A"}, "in letters"),
        ({"set_by": "0101011234"}, "in letters"),
        ({"set_by": "a@b.dk"}, "in letters"),
        ({"set_by": "{{ x }}"}, "in letters"),
        ({"set_by": "a" * 41}, "in letters"),
    ],
)
def test_what_is_no_target_is_refused_with_the_reason(change: dict[str, object], sentence: str) -> None:
    whole = {
        "team": "east", "year": 2026, "indicator": "ever_screened", "value": 90.0, "unit": "percent",
        "set_at": NOW, "set_by": "Øst-leder J.P.",
    }  # fmt: skip
    assert Target(**whole).last_day == date(2026, 12, 31)  # type: ignore[arg-type]
    with pytest.raises(TargetRefusedError, match=sentence):
        Target(**{**whole, **change})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "denominator", "required"),
    [
        pytest.param(90, "percent", 30, 27, id="no rounding where none is due"),
        pytest.param(90, "percent", 29, 27, id="a share is rounded up"),
        pytest.param(100, "percent", 98, 98, id="all"),
        pytest.param(0.1, "percent", 98, 1, id="at least one"),
        pytest.param(50, "percent", 0, 0, id="nothing of nothing"),
        pytest.param(12, "count", 98, 12, id="a number is itself"),
    ],
)
def test_a_target_says_how_many_records_it_takes(value: float, unit: str, denominator: int, required: int) -> None:
    target = Target("east", 2026, "ever_screened", value, unit, NOW, "L")
    assert target.required(denominator) == required
