"""The teams' numbers in the ledger: a change is a new row, the latest counts, and what was before stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from geodata.ledger.rule_models import TeamRuleRow
from geodata.worth.rules import NUMBERS, RuleChange, TeamRules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.ledger.sessions import Ledger

_FIELDS = ("team", "rule", "value", "set_at", "set_by")


def set_rules(ledger: Ledger, changes: Sequence[RuleChange]) -> None:
    """Write changes, all or none; when this returns they are on the disk.

    Raises
    ------
    GeodataError
        If the ledger cannot be written; then nothing was.
    """
    with ledger.writing() as session:
        session.add_all(TeamRuleRow(**{name: getattr(change, name) for name in _FIELDS}) for change in changes)


def team_rules(ledger: Ledger, team: str) -> TeamRules:
    """Return the numbers a team has set; a number that this program does not know any more is left out."""
    latest = select(func.max(TeamRuleRow.id)).where(TeamRuleRow.team == team).group_by(TeamRuleRow.rule)
    with ledger.reading() as session:
        rows = session.scalars(select(TeamRuleRow).where(TeamRuleRow.id.in_(latest)))
        return TeamRules({row.rule: row.value for row in rows if row.rule in NUMBERS})


def history(ledger: Ledger, team: str) -> list[RuleChange]:
    """Return every number that a team ever set, the last one first."""
    wanted = select(TeamRuleRow).where(TeamRuleRow.team == team).order_by(TeamRuleRow.id.desc())
    with ledger.reading() as session:
        rows = session.scalars(wanted)
        return [RuleChange(**{name: getattr(row, name) for name in _FIELDS}) for row in rows if row.rule in NUMBERS]
