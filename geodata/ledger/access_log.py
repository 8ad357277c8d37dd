"""Who saw, took away or changed what, and when. Rows are only ever added, and kept as long as was stated with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from geodata.ledger.access_models import AccessRow
from geodata.terms import Term

if TYPE_CHECKING:
    from datetime import datetime

    from geodata.ledger.sessions import Ledger

_WORD = re.compile(r"[a-z0-9][a-z0-9_:+-]*")
LONGEST_DETAIL, LONGEST_SCOPE = 60, 20


class Action(Term):
    """What was done."""

    VIEW = ("view", "Set", "Seen")
    EXPORT = ("export", "Hentet", "Taken away")
    CHANGE = ("change", "Ændret", "Changed")
    ACT_AS = ("act_as", "Set som kommune", "Seen as a municipality")
    REFUSED = ("refused", "Afvist", "Turned away")


@dataclass(frozen=True, slots=True)
class Access:
    """One thing that was done.

    Parameters
    ----------
    who
        The identity; what the sign-in calls it.
    role
        The role's code at that moment.
    action
        An :class:`Action` code.
    scope
        A team's or a municipality's code, ``all`` or ``none``: never a site.
    detail
        The page, and for exports and changes of what: one of the program's own words, never what someone typed.

    Raises
    ------
    ValueError
        If scope or detail is no such word.
    """

    at: datetime
    who: str
    role: str
    action: str
    scope: str
    detail: str

    def __post_init__(self) -> None:
        Action(self.action)
        for word, longest in ((self.scope, LONGEST_SCOPE), (self.detail, LONGEST_DETAIL)):
            if len(word) > longest or not _WORD.fullmatch(word):
                raise ValueError(f"{word!r} is no word of the access log.")


def record(ledger: Ledger, access: Access, keep_days: int) -> None:
    """Write down what was done; when this returns it is on the disk. What has been kept long enough goes.

    Parameters
    ----------
    keep_days
        How long the row is kept. No one can shorten that afterwards: the database refuses.

    Raises
    ------
    GeodataError
        If the ledger cannot be written; then what was to be done must not be.
    """
    with ledger.writing() as session:
        session.execute(delete(AccessRow).where(AccessRow.keep_until < func.current_timestamp()))
        session.add(
            AccessRow(
                at=access.at,
                keep_until=access.at + timedelta(days=keep_days),
                who=access.who,
                role=access.role,
                action=access.action,
                scope=access.scope,
                detail=access.detail,
            )
        )


def accesses(ledger: Ledger, most: int | None = None) -> list[Access]:
    """Return what was done, the latest first; the latest ``most``, if that is given."""
    with ledger.reading() as session:
        rows = session.scalars(select(AccessRow).order_by(AccessRow.id.desc()).limit(most))
        return [Access(row.at, row.who, row.role, row.action, row.scope, row.detail) for row in rows]
