"""The due list for what is chosen: a team's by its own rules, and the part of it in one region."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard import cache
from geodata.due import Standing
from geodata.terms import SiteStatus, Term
from geodata.worklists.worklist import WorkList
from geodata.worth.due_list import LEFT_FOR, DueList

if TYPE_CHECKING:
    from dashboard.state import Choice
    from dashboard.warehouse import Edition
    from geodata.worth.rules import TeamRules


def due_list(edition: Edition, chosen: Choice, rules: TeamRules) -> DueList:
    """Return the sites of the chosen team, or of the country, that lie in the chosen region."""
    found: DueList = cache.due_list(edition, chosen.as_of, chosen.scope.team, rules.key())
    if chosen.scope.region is None:
        return found
    rows = found.rows[chosen.scope.keeps(found.rows)].reset_index(drop=True)
    left = found.left[chosen.scope.keeps(found.left)].reset_index(drop=True)
    counted = left["status"].value_counts()
    reasons: dict[Term, int] = {each: int(counted[each.code]) for each in LEFT_FOR if each.code in counted}
    states = rows["state"].value_counts()
    inside: DueList = replace(
        found,
        found=WorkList(rows, len(rows), reasons, len(rows) + len(left)),
        left=left,
        states={each: int(states.get(each.code, 0)) for each in Standing},
    )
    return inside


def unverified(found: DueList) -> int:
    """Return how many known sites are not on the list because they could not be confirmed."""
    return found.found.left_out.get(SiteStatus.UNVERIFIED, 0)
