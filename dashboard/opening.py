"""How a page about what has happened begins: with the version that is served, and with what the link asks for of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dashboard import cache, state
from dashboard.period import days_offered, today_in_denmark

if TYPE_CHECKING:
    from dashboard.period import Days
    from dashboard.state import Choice
    from dashboard.warehouse import Edition


class Opened(NamedTuple):
    """What there is to show, the names of municipalities by their codes, and what is chosen of it."""

    edition: Edition
    days: Days
    names: dict[str, str]
    chosen: Choice


def begin() -> Opened:
    """Open the version that is served, as far as the viewer reaches, and take over what the link asks for."""
    edition = cache.edition()
    days, names = days_offered(cache.days(edition), today_in_denmark()), cache.names(edition)
    state.begin(days, names)
    return Opened(edition, days, names, state.choice())
