"""Builds in processes of their own, started in milliseconds, for tests that kill them or run two at once."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import shutil
import signal
import sys
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from etl.build import build
from etl.refusals import RefusedError
from geodata.settings import Settings
from geodata.versions import folder, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from multiprocessing.context import ForkServerProcess

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.processes"])

NOBODY = 65534

DISK_EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "fcntl.flock")
"""What Python tells of before it asks the system for it; DuckDB's own writing lies between."""


def start(function: Callable[..., None], *arguments: object) -> ForkServerProcess:
    """Run a function of this module in a process of its own.

    A new process imports its parent's main module; a test of a page leaves the whole application in that place.
    """
    process = CONTEXT.Process(target=function, args=arguments)
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = main
    return process


def answer_of(raw: Path, home: Path, today: date) -> tuple[str, Any]:
    """Build, and return what came of it."""
    try:
        built = build(raw, Settings(home=home, build_wait_s=60), today)
    except RefusedError as error:
        return "refused", error.say("en")
    return "new" if built.fresh else "same", built.published.version if built.published else None


def run_build(raw: Path, home: Path, today: date, told: Any) -> None:
    """Build, and put what came of it in a queue."""
    told.put(answer_of(raw, home, today))


def run_build_with_little_room(raw: Path, home: Path, today: date, most_bytes: int, told: Any) -> None:
    """Build where no file may grow beyond some bytes, as on a disk that fills up."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    told.put(answer_of(raw, home, today))


def run_build_killed_at(raw: Path, home: Path, today: date, step: int, told: Any) -> None:
    """Build, and be killed when something is asked of the home's disk for the ``step``-th time."""
    asked = Asked(home)
    asked.on(step, lambda: os.kill(os.getpid(), signal.SIGKILL))
    told.put(answer_of(raw, home, today))


def run_builds_failing_at_each_step(raw: Path, before: Path, home: Path, today: date, told: Any) -> None:
    """Build on a copy of ``before`` again and again, the disk refusing the first thing it is asked, then the second …

    Puts, for each, what came of it, the version served after it and the files there; ``None`` when nothing is refused.
    """

    def refuse() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(home / "warehouse" / "somewhere"))

    asked = Asked(home)
    for step in count(1):
        asked.on(0, refuse)
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(before, home)
        asked.on(step, refuse)
        answer = answer_of(raw, home, today)
        reached = asked.times
        asked.on(0, refuse)
        if reached < step:
            break
        told.put((answer, published(home).version, sorted(path.name for path in folder(home).iterdir())))
    told.put(None)


class Asked:
    """Counts what is asked of the disk under a folder, and acts when it is asked for the n-th time."""

    def __init__(self, home: Path) -> None:
        self.home, self.times, self.last = str(home), 0, 0
        self.act: Callable[[], None]
        sys.addaudithook(self.hook)

    def on(self, last: int, act: Callable[[], None]) -> None:
        """Count anew, and act on the ``last``-th time; never, if that is 0."""
        self.times, self.last, self.act = 0, last, act

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        """Hear of everything Python asks the system for."""
        if event in DISK_EVENTS and self.concerns(arguments[0]):
            self.times += 1
            if self.times == self.last:
                self.act()

    def concerns(self, first: object) -> bool:
        """Tell whether it is about the folder; of descriptors, only the lock's is asked for anything."""
        return isinstance(first, int) or (isinstance(first, str | bytes | Path) and self.home in os.fsdecode(first))


def run_command_as_nobody(warm_up: list[str], arguments: list[str], environment: dict[str, str], told: Any) -> None:
    """Run a command of ``python -m etl`` as a user who owns nothing; put exit code, output and a fault in a queue.

    The warm-up runs before, as whoever runs the tests, so that everything is imported that the user might not read.
    """
    from typer.testing import CliRunner

    from etl.__main__ import app

    CliRunner().invoke(app, warm_up, env=environment)
    if os.geteuid() == 0:
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
    result = CliRunner().invoke(app, arguments, env=environment)
    fault = None if result.exception is None or isinstance(result.exception, SystemExit) else repr(result.exception)
    told.put((result.exit_code, result.output, fault))
