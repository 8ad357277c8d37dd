"""The sign-in cookie that Streamlit gives whoever has signed in; how one signs in is tested in test_sign_in.py."""

from __future__ import annotations

import json
from typing import Any

from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from tests.signed_in import SIGN_IN, claims

SECRET = SIGN_IN["FELTPLAN_OIDC_COOKIE_SECRET"]


def cookie(url: str, subject: str, secret: str = SECRET, **other: Any) -> tuple[str, str]:
    """Return the name and the value of the cookie by which a server at ``url`` knows someone."""
    value = json.dumps({**claims(subject, **other), "origin": url})
    return USER_COOKIE_NAME, create_signed_value(secret, USER_COOKIE_NAME, value).decode()
