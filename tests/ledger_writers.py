"""Processes that write in a ledger, for tests that kill them or run several at once."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any

from geodata.ledger.records import record
from geodata.ledger.sessions import open_ledger
from geodata.ledger.targets import set_target
from geodata.recording import VisitMade
from geodata.settings import Settings
from geodata.targets import Target
from tests.processes import CONTEXT, start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def a_target(number: int, by: str = "test", team: str = "east") -> Target:
    """Return the target that stands for a number."""
    return Target(team, 2026, "ever_screened", float(number), "count", datetime(2026, 11, 21, tzinfo=UTC), by)


def write_until_killed(home: Path, first: int, told: Any) -> None:
    """Write one number after the other, and tell each when it has been acknowledged."""
    ledger = open_ledger(Settings(home=home))
    number = first
    while True:
        set_target(ledger, a_target(number))
        told.send(number)
        number += 1


def kill_in_the_middle(write: Callable[..., None], where: object, held: Callable[[], list[int]], times: int) -> None:
    """Kill a process that writes one number after the other, again and again; nothing it was told of may be lost.

    Parameters
    ----------
    write, where
        What the process runs, and its first argument.
    held
        Returns the numbers that are there, read by someone who comes anew.
    """
    chance, acknowledged = Random(2007), 0
    for _run in range(times):
        here, there = CONTEXT.Pipe(duplex=False)
        writer = start(write, where, acknowledged + 1, there)
        wanted = acknowledged + chance.randrange(1, 60)
        while acknowledged < wanted:
            assert here.poll(60), "the writer wrote nothing for a minute"
            acknowledged = here.recv()
        assert writer.pid
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        there.close()
        while here.poll(0):
            try:
                acknowledged = here.recv()
            except EOFError:
                break
        kept = held()
        assert kept[:acknowledged] == list(range(1, acknowledged + 1))
        assert len(kept) - acknowledged in (0, 1), "at most the one that was being written"
        acknowledged = len(kept)


def write_some(home: Path, by: str, count: int, start: Any) -> None:
    """Wait for the others, then open the ledger and write so many numbers."""
    start.wait(timeout=60)
    ledger = open_ledger(Settings(home=home))
    for number in range(1, count + 1):
        set_target(ledger, a_target(number, by))


def a_visit(number: int, site: str = "with-point") -> VisitMade:
    """Return the visit that stands for a number: the minutes are the number."""
    return VisitMade(site, datetime(2026, 11, 20, 10, 0), reached=False, minutes=number % 1440)  # noqa: DTZ001 - what the clock said


def record_until_killed(settings: Settings, first: int, told: Any) -> None:
    """Record one visit after the other, each under its number as key, and tell each when it has been acknowledged."""
    ledger = open_ledger(settings)
    number = first
    while True:
        record(ledger, a_visit(number), key=f"key-{number}", by="test", now=NOW, demo=False)
        told.send(number)
        number += 1


def record_all_of(settings: Settings, keys: list[str], by: str, start: Any) -> None:
    """Wait for the others, then open the ledger and record a visit under each key."""
    start.wait(timeout=60)
    ledger = open_ledger(settings)
    for number, key in enumerate(keys):
        record(ledger, a_visit(number), key=key, by=by, now=NOW, demo=False)
