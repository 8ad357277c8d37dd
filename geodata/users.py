"""A user: an identity that the sign-in vouches for, and what it may see."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NoReturn

from geodata.errors import UserRefusedError
from geodata.language import Label
from geodata.roles import Reach, Role, reach_of
from geodata.terms import Team

if TYPE_CHECKING:
    from datetime import datetime

TEAMS = tuple(team.code for team in Team if team is not Team.UNKNOWN)
LONGEST_SUBJECT = 255
LONGEST_LABEL = 60
_SUBJECT = re.compile(r"[!-~]+")
_LABEL = re.compile(r"[^\W_][\w .,'()&/-]*")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom an identity provider vouches for.

    Parameters
    ----------
    issuer
        The provider, as it names itself in ``iss``.
    claim
        The claim by which it tells people apart, such as ``sub`` or ``oid``.
    subject
        What stands in it for this person.
    """

    issuer: str
    claim: str
    subject: str


@dataclass(frozen=True, slots=True)
class User:
    """What an identity may see from a moment on.

    Parameters
    ----------
    identity
        Whom the identity provider vouches for.
    label
        What the user is called in lists: a function, initials or a name. It decides nothing.
    role
        A :class:`~geodata.roles.Role` code; ``None`` where the user was removed.
    team, municipality
        A team lead's team; a municipality's code. The other roles have neither.
    set_at, set_by
        When that was settled, in UTC, and by whom.

    Raises
    ------
    UserRefusedError
        If it is no user; the sentence says why.
    """

    identity: Identity
    label: str
    role: str | None
    team: str | None
    municipality: str | None
    set_at: datetime
    set_by: str

    def __post_init__(self) -> None:
        subject = self.identity.subject
        if len(subject) > LONGEST_SUBJECT or not _SUBJECT.fullmatch(subject):
            _refuse(
                "Identiteten skal være det, som log ind-tjenesten kalder brugeren: højst 255 tegn uden mellemrum.",
                "The identity must be what the sign-in service calls the user: at most 255 characters, no blanks.",
            )
        if len(self.label) > LONGEST_LABEL or not _LABEL.fullmatch(self.label):
            _refuse(
                "Skriv, hvad brugeren kaldes i listen: en funktion, initialer eller et navn, højst 60 tegn.",
                "Write what the user is called in the list: a function, initials or a name, at most 60 characters.",
            )
        if self.role not in {None, *(role.code for role in Role)}:
            _refuse("Rollen findes ikke.", "There is no such role.")
        if (self.role == Role.TEAM_LEAD.code) != (self.team in TEAMS) or self.team not in {None, *TEAMS}:
            _refuse("En teamleder har ét team, og ingen andre har.", "A team lead has one team, and no one else has.")
        if (self.role == Role.MUNICIPALITY.code) != (self.municipality in municipality_codes()) or (
            self.municipality is not None and self.municipality not in municipality_codes()
        ):
            _refuse(
                "En kommunal bruger har én kommunekode, der findes, og ingen andre har.",
                "A municipal user has the code of one municipality that exists, and no one else has.",
            )

    @property
    def reach(self) -> Reach:
        """What the user reaches in the warehouse."""
        if self.role is None:
            _refuse("Brugeren er fjernet.", "The user is removed.")
        return reach_of(Role(self.role), self.team, self.municipality)


@cache
def municipality_codes() -> frozenset[str]:
    """Return the codes of the country's municipalities."""
    text = files("geodata").joinpath("data", "municipalities.csv").read_text(encoding="utf-8")
    return frozenset(row["municipality_code"] for row in csv.DictReader(text.splitlines()))


def _refuse(danish: str, english: str) -> NoReturn:
    raise UserRefusedError(Label(danish, english))
