"""Hands a file to the identity it was made for, and to no one else who knows its address."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from dashboard import access, taken, written
from geodata.errors import GeodataError
from geodata.ledger import users
from geodata.settings import Settings
from geodata.signin import sign_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from geodata.users import Identity

PREFIX = "/media/"


class OwnFilesOnly:
    """Answers 404 for every file that was not made for the identity that asks; in the demo no one has any.

    Parameters
    ----------
    app
        The application that answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where the file is the asker's own."""
        if scope["type"] == "http" and scope["path"].startswith(PREFIX) and not _allowed(Request(scope)):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _allowed(request: Request) -> bool:
    try:
        if sign_in() is None:
            return True
        owner = identity(request)
        file_id = PurePosixPath(request.url.path).stem
        return (
            owner is not None
            and taken.belongs(file_id, owner)
            and users.find(written.ledger(Settings()), owner) is not None
        )
    except GeodataError:
        return False


def identity(request: Request) -> Identity | None:
    """Return whom a request's sign-in cookie vouches for, or ``None``."""
    settings = sign_in()
    cookie = _get_signed_cookie_with_chunks(request.cookies, USER_COOKIE_NAME)
    if settings is None or cookie is None:
        return None
    claims = json.loads(cookie)
    return access.identity_of(claims, settings) if isinstance(claims, dict) else None
