"""The targets of a year against what is reached, for the teams a filter keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import cache
from dashboard.scope import Scope
from geodata.indicators import BY_ID
from geodata.shortfall import WINDOW_MONTHS, Shortfall, in_municipalities, in_sites
from geodata.targets import TARGETED, TEAMS, Target

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dashboard.warehouse import Edition


def shortfalls(edition: Edition, targets: Iterable[Target], day: date, team: str | None) -> list[Shortfall]:
    """Return what each target still takes on a day, by team and figure in their fixed order.

    Parameters
    ----------
    team
        The only team that is wanted; all, where there is none.
    """
    order = {(code, name): place for place, (code, name) in enumerate((t, n) for t in TEAMS for n in TARGETED)}
    wanted = [target for target in targets if team in {None, target.team}]
    return [_shortfall(edition, each, day) for each in sorted(wanted, key=lambda t: order[t.team, t.indicator])]


def _shortfall(edition: Edition, target: Target, day: date) -> Shortfall:
    scope = Scope(team=target.team)
    (actual,) = cache.figures(edition, day, WINDOW_MONTHS, scope, (target.indicator,))
    if BY_ID[target.indicator].denominator == "municipalities":
        rows = cache.screen_next(edition, day, WINDOW_MONTHS)
        return in_municipalities(target, actual, rows[scope.keeps(rows)])
    rows = cache.due_sites(edition, day)
    return in_sites(target, actual, rows[scope.keeps(rows)], cache.usual_visit_hours(edition, day, WINDOW_MONTHS))
