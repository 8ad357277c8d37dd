"""Users of a deployment with real data, and what the identity provider says of them once they have signed in."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from geodata.ledger.sessions import open_ledger
from geodata.ledger.users import add_user, change_user, find
from geodata.settings import Settings
from geodata.users import Identity, User

if TYPE_CHECKING:
    from pathlib import Path

ISSUER = "https://login.example"
SIGN_IN = {
    "FELTPLAN_OIDC_ISSUER": ISSUER,
    "FELTPLAN_OIDC_CLIENT_ID": "feltplan",
    "FELTPLAN_OIDC_CLIENT_SECRET": "a secret of the tests alone",
    "FELTPLAN_OIDC_COOKIE_SECRET": "another secret of the tests, long enough",
    "FELTPLAN_OIDC_REDIRECT_URI": "http://127.0.0.1:8501/oauth2callback",
}

USERS: dict[str, tuple[str, str | None, str | None]] = {
    "manager": ("manager", None, None),
    "east": ("team_lead", "east", None),
    "mid": ("team_lead", "mid", None),
    "west": ("team_lead", "west", None),
    "administrator": ("administrator", None, None),
    "0101": ("municipality", None, "0101"),
    "0461": ("municipality", None, "0461"),
}
"""One user of every role, and of every area: subject -> role, team, municipality."""


def user(
    subject: str, role: str | None, team: str | None = None, municipality: str | None = None, issuer: str = ISSUER
) -> User:
    """Return what is settled for an identity now."""
    identity = Identity(issuer, "sub", subject)
    return User(identity, f"User {subject}", role, team, municipality, datetime.now(UTC), "tests")


def add_users(home: Path, issuer: str = ISSUER, **more: tuple[str, str | None, str | None]) -> None:
    """Write the users into a deployment's ledger, where they are not yet."""
    with closing(open_ledger(Settings(home=home))) as ledger:
        for subject, (role, team, municipality) in {**USERS, **more}.items():
            if find(ledger, Identity(issuer, "sub", subject)) is None:
                add_user(ledger, user(subject, role, team, municipality, issuer))


def settle(
    home: Path,
    subject: str,
    role: str | None,
    team: str | None = None,
    municipality: str | None = None,
    issuer: str = ISSUER,
) -> None:
    """Change a user's role, or remove the user."""
    with closing(open_ledger(Settings(home=home))) as ledger:
        change_user(ledger, user(subject, role, team, municipality, issuer))


def claims(subject: str, issuer: str = ISSUER, **other: Any) -> dict[str, Any]:
    """Return what Streamlit knows of someone who has just signed in."""
    return {
        "is_logged_in": True, "iss": issuer, "aud": "feltplan", "sub": subject, "iat": int(time.time()),
        "provider": "default", **other,
    }  # fmt: skip
