"""What was recorded becomes a new version of the warehouse: in the background, once for everything that waits.

The import is a program of its own that the dashboard knows only by its command. It is started once and then waits, so
that a record costs a build and not also the start of a program. Two servers on one deployment each ask their own; the
import's lock lets one build at a time, and the other finds that there is nothing left to do.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Thread
from typing import TYPE_CHECKING

from dashboard import written
from geodata.errors import GeodataError
from geodata.language import Label
from geodata.ledger.address import path_of
from geodata.ledger.records import any_of
from geodata.versions import published

if TYPE_CHECKING:
    from geodata.language import Language
    from geodata.settings import Settings

_LOG = logging.getLogger(__name__)
ROOT = Path(__file__).parents[1]
PATIENCE_S = 10.0
"""How long a page waits for the new version before it shows itself without."""

STOPPED = Label(
    "Opdateringen stoppede uventet. Det registrerede er gemt og kommer med ved næste indlæsning.",
    "The update stopped unexpectedly. What was recorded is saved and will be in the next build.",
)


@dataclass
class Rebuilder:
    """One server's builds: asked for by pages, made by a thread.

    Parameters
    ----------
    settings
        The deployment.
    """

    settings: Settings
    _asked: int = 0
    _done: int = 0
    _refused: dict[str, str] | None = None
    _running: bool = False
    _changed: Condition = field(default_factory=Condition)
    _program: subprocess.Popen[str] | None = None

    def ask(self) -> int:
        """Ask for a build that holds everything saved until now; returns the number to :meth:`wait` for."""
        with self._changed:
            self._asked += 1
            if not self._running:
                self._running = True
                Thread(target=self._build_until_done, name="rebuild", daemon=True).start()
            return self._asked

    def wait(self, number: int, seconds: float = PATIENCE_S) -> bool:
        """Wait for a build that was asked for; returns whether it has ended, well or not."""
        with self._changed:
            return self._changed.wait_for(lambda: self._done >= number, seconds)

    def busy(self) -> bool:
        """Return whether something that was asked for has not been built yet."""
        with self._changed:
            return self._done < self._asked

    def refused(self, language: Language) -> str | None:
        """Return why the last build was refused; ``None`` where it was not."""
        with self._changed:
            return None if self._refused is None else self._refused[language]

    def _build_until_done(self) -> None:
        while True:
            with self._changed:
                if self._done == self._asked:
                    self._running = False
                    return
                number = self._asked
            refused = self._build()
            with self._changed:
                self._done, self._refused = number, refused
                self._changed.notify_all()

    def _build(self) -> dict[str, str] | None:
        """Return the reasons of a refusal in both languages."""
        for _try in range(2):  # A program that was stopped while it waited is started anew.
            try:
                answer = self._answer()
            except (OSError, ValueError):
                _LOG.warning("The import's program did not answer.", exc_info=True)
                self.stop()
                continue
            refused: dict[str, str] | None = answer.get("refused")
            return refused
        return {"da": STOPPED.danish, "en": STOPPED.english}

    def _answer(self) -> dict[str, dict[str, str] | None]:
        if self._program is not None and self._program.poll() is not None:
            self.stop()
        if self._program is None:
            self._program = self._start()
        asks, answers = self._program.stdin, self._program.stdout
        if asks is None or answers is None:
            raise OSError("the program has no pipes")
        asks.write("build\n")
        asks.flush()
        told: dict[str, dict[str, str] | None] = json.loads(answers.readline())
        return told

    def _start(self) -> subprocess.Popen[str]:
        environment = {**os.environ, "FELTPLAN_HOME": str(self.settings.home.resolve()), "PYTHONUNBUFFERED": "1"}
        return subprocess.Popen(
            [sys.executable, "-m", "etl", "rebuild", "--wait"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def warm(self) -> None:
        """Start the program, so that the first record need not wait for it."""
        with self._changed:
            if self._program is None and not self._running:
                self._program = self._start()

    def stop(self) -> None:
        """End the program; it also ends by itself when its input is closed, as when this process is killed."""
        if self._program is not None:
            self._program.kill()
            self._program.communicate()
            self._program = None


_of_home: dict[Path, Rebuilder] = {}
"""Settings hold what cannot be a key, so each deployment is known by its directory."""


def rebuilder(settings: Settings) -> Rebuilder:
    """Return the one of this server."""
    return _of_home.setdefault(settings.home.resolve(), Rebuilder(settings))


def catch_up(settings: Settings) -> None:
    """Build what was saved before the server was stopped, if anything was: a record is never left unseen for long."""
    try:
        path = path_of(settings)
        published(settings.home)
        if (path is None or path.exists()) and any_of(written.ledger(settings)):
            rebuilder(settings).ask()
    except GeodataError as error:
        _LOG.warning("Nothing was built at the start: %s", error)
