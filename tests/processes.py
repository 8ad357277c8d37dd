"""Builds in processes of their own, started in milliseconds, for tests that kill them or run two at once."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import signal
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.build import build
from etl.refusals import RefusedError
from geodata.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess
    from multiprocessing.queues import Queue

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.processes"])

DISK_EVENTS = frozenset(("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.truncate", "fcntl.flock"))


def start(function: Any, *arguments: object) -> ForkServerProcess:
    process = CONTEXT.Process(target=function, args=arguments)
    process.start()
    return process


def run_build(raw: Path, home: Path, today: date, told: Queue[tuple[str, object]] | None = None) -> None:
    """Build, and tell what came of it."""
    try:
        built = build(raw, Settings(home=home, build_wait_s=60), today)
    except RefusedError as error:
        answer: tuple[str, object] = ("refused", error.say("en"))
    else:
        answer = ("new" if built.fresh else "same", built.published.version if built.published else None)
    if told is not None:
        told.put(answer)


def build_until_step(raw: Path, home: Path, today: date, step: int, told: Queue[int]) -> None:
    """Build, and be killed on reaching the disk for the ``step``-th time; tell how many steps there were if not."""
    reached = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal reached
        if event in DISK_EVENTS and _concerns(home, event, arguments):
            reached += 1
            if reached == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    build(raw, Settings(home=home), today)
    told.put(reached)


def _concerns(home: Path, event: str, arguments: tuple[object, ...]) -> bool:
    return event == "fcntl.flock" or (isinstance(arguments[0], str | bytes | Path) and str(home) in os.fsdecode(arguments[0]))
