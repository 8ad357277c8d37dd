"""Users in the ledger: a change is a new row, the latest of an identity counts, and what was before stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from geodata.errors import UserRefusedError
from geodata.language import Label
from geodata.ledger.access_models import UserRow
from geodata.roles import Role
from geodata.users import Identity, User

if TYPE_CHECKING:
    from geodata.ledger.sessions import Ledger

_FIELDS = ("label", "role", "team", "municipality", "set_at", "set_by")
_KEY = (UserRow.issuer, UserRow.claim, UserRow.subject)


def find(ledger: Ledger, identity: Identity) -> User | None:
    """Return what an identity may see now; ``None`` where it is no user, or no longer. One indexed read.

    Raises
    ------
    GeodataError
        If the ledger cannot be read.
    """
    wanted = select(UserRow).where(
        UserRow.issuer == identity.issuer, UserRow.claim == identity.claim, UserRow.subject == identity.subject
    )
    with ledger.reading() as session:
        row = session.scalars(wanted.order_by(UserRow.id.desc()).limit(1)).first()
        return None if row is None or row.role is None else _user(row)


def users(ledger: Ledger) -> list[User]:
    """Return every identity's latest state, removed ones too, by label."""
    latest = select(func.max(UserRow.id)).group_by(*_KEY)
    with ledger.reading() as session:
        rows = session.scalars(select(UserRow).where(UserRow.id.in_(latest)).order_by(UserRow.label, UserRow.id))
        return [_user(row) for row in rows]


def history(ledger: Ledger) -> list[User]:
    """Return every state that was ever settled, the last one first."""
    with ledger.reading() as session:
        return [_user(row) for row in session.scalars(select(UserRow).order_by(UserRow.id.desc()))]


def add_user(ledger: Ledger, user: User) -> None:
    """Add a user; a removed one may be added again.

    Raises
    ------
    UserRefusedError
        If the identity is a user already.
    GeodataError
        If the ledger cannot be written; then nothing was.
    """
    _settle(ledger, user, there=False)


def change_user(ledger: Ledger, user: User) -> None:
    """Change or, with no role, remove a user; it holds from the next run of any page.

    Raises
    ------
    UserRefusedError
        If the identity is no user, or if no administrator would be left.
    GeodataError
        If the ledger cannot be written; then nothing was.
    """
    _settle(ledger, user, there=True)


def _settle(ledger: Ledger, user: User, *, there: bool) -> None:
    key = user.identity
    with ledger.writing() as session:
        latest = session.scalars(select(UserRow).where(UserRow.id.in_(select(func.max(UserRow.id)).group_by(*_KEY))))
        roles = {Identity(row.issuer, row.claim, row.subject): row.role for row in latest}
        if (roles.get(key) is not None) != there:
            raise UserRefusedError(
                Label("Identiteten er ikke bruger.", "The identity is no user.")
                if there
                else Label("Identiteten er allerede bruger; ret den i stedet.", "The identity is a user; change it.")
            )
        administrators = {
            each
            for each, role in roles.items()
            if role == Role.ADMINISTRATOR.code and (each.issuer, each.claim) == (key.issuer, key.claim)
        }
        if administrators == {key} and user.role != Role.ADMINISTRATOR.code:
            raise UserRefusedError(
                Label(
                    "Det er den sidste administrator. Tilføj en anden først.",
                    "This is the last administrator. Add another one first.",
                )
            )
        session.add(
            UserRow(
                issuer=key.issuer,
                claim=key.claim,
                subject=key.subject,
                **{name: getattr(user, name) for name in _FIELDS},
            )
        )


def _user(row: UserRow) -> User:
    return User(Identity(row.issuer, row.claim, row.subject), **{name: getattr(row, name) for name in _FIELDS})
