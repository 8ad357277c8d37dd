"""How people sign in: the ``FELTPLAN_OIDC_*`` environment variables, all of them or none."""

from __future__ import annotations

import os
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from geodata.errors import WrongSettingError
from geodata.language import Label

PREFIX = "FELTPLAN_OIDC_"
CALLBACK = "/oauth2callback"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SHORTEST_SECRET = 32


def _secure(url: str) -> str:
    parts = urlsplit(url)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise ValueError("not https")
    return url


def _callback(url: str) -> str:
    if not url.endswith(CALLBACK):
        raise ValueError(f"does not end in {CALLBACK}")
    return _secure(url)


def _long(secret: SecretStr) -> SecretStr:
    if len(secret.get_secret_value()) < SHORTEST_SECRET:
        raise ValueError("too short")
    return secret


class SignIn(BaseSettings):
    """The identity provider, and what it knows this deployment by.

    Parameters
    ----------
    issuer
        The provider's address, exactly as it names itself; ``/.well-known/openid-configuration`` is found below it.
    client_id, client_secret
        What the provider gave out for this deployment.
    cookie_secret
        At least 32 random characters, with which the sign-in cookie is signed; a new one signs everybody out.
    redirect_uri
        The dashboard's address with ``/oauth2callback`` after it, as registered with the provider.
    claim
        By which claim of the provider people are told apart: one that is never given to someone else.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    issuer: Annotated[str, AfterValidator(_secure)]
    client_id: Annotated[str, Field(min_length=1)]
    client_secret: Annotated[SecretStr, Field(min_length=1)]
    cookie_secret: Annotated[SecretStr, AfterValidator(_long)]
    redirect_uri: Annotated[str, AfterValidator(_callback)]
    claim: Annotated[str, Field(pattern=r"^[a-z_]{1,60}$")] = "sub"

    @property
    def metadata_url(self) -> str:
        """Where the provider describes itself (OpenID Connect Discovery 1.0, section 4)."""
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"

    def subject(self, told: str) -> str:
        """Return what a person is known by; an e-mail address is the same in capitals."""
        return told.strip().casefold() if self.claim == "email" else told.strip()


def sign_in() -> SignIn | None:
    """Return how people sign in, or ``None`` where nothing is said of it.

    Raises
    ------
    WrongSettingError
        If it is said in part, or so that it cannot be used.
    """
    if not any(name.upper().startswith(PREFIX) for name in os.environ):
        return None
    try:
        return SignIn()  # type: ignore[call-arg]  # read from the environment
    except ValidationError as error:
        names = sorted({f"{PREFIX}{fault['loc'][0]}".upper() for fault in error.errors()})
        raise WrongSettingError(
            Label(
                "Log ind er ikke sat helt op: {names} mangler eller kan ikke bruges.",
                "Sign-in is not set up whole: {names} is missing or cannot be used.",
            ),
            names=", ".join(names),
        ) from error
