"""After a record a new version follows in the background, once for everything that waits, whatever becomes of it."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from dashboard.rebuild import Rebuilder, catch_up, rebuilder
from etl.build import build
from geodata.ledger.records import record
from geodata.ledger.sessions import Ledger, open_ledger
from geodata.recording import VisitMade
from geodata.versions import published
from tests.small import TODAY, ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geodata.settings import Settings

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MADE = datetime(2026, 11, 20, 10, 0)  # noqa: DTZ001 - what the clock said
WAIT_S = 60


@pytest.fixture
def ledger(small_raw: Path, settings: Settings) -> Iterator[Ledger]:
    build(small_raw, settings, TODAY)
    opened = open_ledger(settings)
    yield opened
    opened.close()


@pytest.fixture
def builds(settings: Settings) -> Iterator[Rebuilder]:
    made = Rebuilder(settings)
    yield made
    made.stop()


def visits(settings: Settings) -> int:
    ((count,),) = ask(settings.home, "SELECT count(*) FROM visits")
    return int(count)


def a_record(ledger: Ledger, key: str, site: str = "with-point") -> None:
    record(ledger, VisitMade(site, MADE, reached=False), key=key, by="A", now=NOW, demo=False)


def test_many_who_ask_at_once_wait_for_few_builds_that_hold_everything(
    ledger: Ledger, builds: Rebuilder, settings: Settings
) -> None:
    numbers = []
    for number in range(12):
        a_record(ledger, f"k{number}")
        numbers.append(builds.ask())
    assert all(builds.wait(number, WAIT_S) for number in numbers)
    assert builds.refused("en") is None
    assert visits(settings) == 14
    assert published(settings.home).version <= 4, "what waits is built together"


def test_two_servers_on_one_deployment_do_not_disturb_each_other(
    ledger: Ledger, builds: Rebuilder, settings: Settings
) -> None:
    other = Rebuilder(settings)
    a_record(ledger, "a")
    first = builds.ask()
    a_record(ledger, "b")
    second = other.ask()
    assert builds.wait(first, WAIT_S)
    assert other.wait(second, WAIT_S)
    other.stop()
    assert (builds.refused("en"), other.refused("en"), visits(settings)) == (None, None, 4)


def test_a_refused_build_is_told_and_the_next_that_works_holds_the_record(
    ledger: Ledger, builds: Rebuilder, settings: Settings, small_raw: Path
) -> None:
    hidden = small_raw.with_name("hidden")
    small_raw.rename(hidden)
    a_record(ledger, "a")
    assert builds.wait(builds.ask(), WAIT_S)
    assert "does not exist" in str(builds.refused("en"))
    assert "findes ikke" in str(builds.refused("da"))
    assert visits(settings) == 2
    hidden.rename(small_raw)
    assert builds.wait(builds.ask(), WAIT_S)
    assert builds.refused("en") is None
    assert visits(settings) == 3


def test_a_program_that_was_killed_while_it_waited_is_started_anew(
    ledger: Ledger, builds: Rebuilder, settings: Settings
) -> None:
    builds.warm()
    assert builds._program
    os.kill(builds._program.pid, signal.SIGKILL)
    a_record(ledger, "a")
    assert builds.wait(builds.ask(), WAIT_S)
    assert builds.refused("en") is None
    assert visits(settings) == 3


def test_a_server_that_starts_builds_what_was_saved_before_it_was_stopped(ledger: Ledger, settings: Settings) -> None:
    a_record(ledger, "a")
    catch_up(settings)
    builds = rebuilder(settings)
    assert builds.wait(1, WAIT_S)
    assert visits(settings) == 3
    builds.stop()


def test_a_server_without_records_or_without_data_builds_nothing(ledger: Ledger, settings: Settings) -> None:
    catch_up(settings)
    assert not rebuilder(settings).wait(1, 0)
    empty = type(settings)(home=settings.home / "elsewhere")
    catch_up(empty)
    assert not (settings.home / "elsewhere").exists()
    assert ledger
