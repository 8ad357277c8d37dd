"""A search that goes on while the page is shown: in a thread of its own, stopped at will, its best plan at hand."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from geodata.routing import Effort, improving_plans

if TYPE_CHECKING:
    from geodata.routing import Orders, PlanOptions, WeekPlan, WeekProblem

ANEW = Effort(iterations=100_000, seconds=20)
"""How long a new plan is searched for."""
CHANGED = Effort(iterations=40_000, seconds=8)
"""How long after a change; it begins with the plan before."""

_AT_ONCE = threading.BoundedSemaphore(2)
"""Searches that run at a time; another waits its turn with its first answer given."""


class Search:
    """A search that runs. Its first answer is there at once, a better one whenever it is found."""

    def __init__(self, problem: WeekProblem, options: PlanOptions, start: Orders | None = None) -> None:
        self.problem = problem
        self.plan: WeekPlan | None = None
        self.failed = True
        self._options, self._start = options, start
        self._stop, self._first, self._done = threading.Event(), threading.Event(), threading.Event()
        threading.Thread(target=self._run, daemon=True, name="search").start()

    def _run(self) -> None:
        plans = improving_plans(self.problem, self._options, self._stop.is_set, self._start)
        try:
            self.plan = next(plans)
            self._first.set()
            with _AT_ONCE:
                for plan in plans:
                    self.plan = plan
            self.failed = False
        finally:  # what went wrong is told in the server's log, as of any thread
            self._first.set()
            self._done.set()

    @property
    def broke(self) -> bool:
        """Whether it ended without an answer of its own."""
        return self.failed and self._done.is_set()

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return not self._done.is_set()

    def first(self, seconds: float) -> WeekPlan | None:
        """Wait for the first answer, at most so long, and return the best there is."""
        self._first.wait(seconds)
        return self.plan

    def stop(self) -> None:
        """End it soon; the best plan stays."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, at most so long, and return whether it came."""
        return self._done.wait(seconds)
