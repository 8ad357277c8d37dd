"""The columns of the users and of the access log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard.columns import Column
from dashboard.pages import PAGES
from dashboard.period import DENMARK
from geodata.language import Label
from geodata.ledger.access_log import Action
from geodata.roles import Role
from geodata.terms import Team

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from geodata.ledger.access_log import Access
    from geodata.users import User

NO_ISSUER, NO_CLAIM = "demo", "sub"
"""Stand for the provider where none is set up: such a user is of no effect once there is one."""

REMOVED = Label("Fjernet", "Removed")
_ALL = Label("Hele landet", "Whole country")


def _role(code: str) -> Label:
    return Role(code).label if code else REMOVED


def _scope(code: str) -> Label:
    if code in {team.code for team in Team}:
        return Team(code).label
    return _ALL if code == "all" else Label(code, code)


def _detail(word: str) -> Label:
    name, _colon, kind = word.partition(":")
    page = next((page.name for page in PAGES if page.word == name), Label(name, name))
    return Label(f"{page.danish} ({kind})", f"{page.english} ({kind})") if kind else page


_WHEN = Column("at", Label("Hvornår", "When"))
_ROLE = Column("role", Label("Rolle", "Role"), _role)

USERS: tuple[Column, ...] = (
    Column("label", Label("Bruger", "User")),
    _ROLE,
    Column("team", Label("Team", "Team"), lambda code: Team(code).label),
    Column("municipality", Label("Kommunekode", "Municipality code")),
    Column("subject", Label("Identitet", "Identity")),
    Column("claim", Label("Kendes på", "Known by")),
    _WHEN,
    Column("set_by", Label("Sat af", "Set by")),
)

ACCESSES: tuple[Column, ...] = (
    _WHEN,
    Column("who", Label("Hvem", "Who")),
    _ROLE,
    Column("action", Label("Hvad", "What"), lambda code: Action(code).label),
    Column("detail", Label("Side", "Page"), _detail),
    Column("scope", Label("Område", "Area"), _scope),
)


def rows(told: Sequence[User]) -> pd.DataFrame:
    """Return users as a table."""
    return pd.DataFrame(
        [
            {
                "label": user.label, "role": user.role or "", "team": user.team, "municipality": user.municipality,
                "subject": user.identity.subject, "claim": user.identity.claim, "at": _local(user.set_at),
                "set_by": user.set_by,
            }
            for user in told
        ],
        columns=[column.id for column in USERS],
    )  # fmt: skip


def access_rows(told: Sequence[Access]) -> pd.DataFrame:
    """Return the access log as a table."""
    return pd.DataFrame(
        [
            {
                "at": _local(each.at), "who": each.who, "role": each.role, "action": each.action,
                "detail": each.detail, "scope": each.scope,
            }
            for each in told
        ],
        columns=[column.id for column in ACCESSES],
    )  # fmt: skip


def _local(moment: datetime) -> str:
    """Return a moment as Danish local time, sortable in every spreadsheet."""
    return f"{moment.astimezone(DENMARK):%Y-%m-%d %H:%M:%S}"
