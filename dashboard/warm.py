"""What is got ready when the server starts, so that no one's first click waits for it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from dashboard.period import today_in_denmark

if TYPE_CHECKING:
    from geodata.settings import Settings


def warm_up(settings: Settings) -> threading.Thread:
    """Compile the search and read the land grid, which are kept in the data directory, and the calendar's holidays.

    In a thread of its own.
    """
    thread = threading.Thread(target=_get_ready, args=(settings,), daemon=True, name="warm-up")
    thread.start()
    return thread


def _get_ready(settings: Settings) -> None:
    from geodata import routing  # noqa: PLC0415 - it takes a second to load
    from geodata.travel.kept_grid import grid  # noqa: PLC0415
    from geodata.week.days_off import holidays_in  # noqa: PLC0415

    routing.warm_up()
    if settings.travel_engine == "grid":
        grid(settings.home)
    holidays_in([today_in_denmark()])
