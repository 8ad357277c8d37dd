"""What a browser is told to refuse: anything from elsewhere, framing by others, guessing of types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COMPONENT_PATH = "/component/"
HIDDEN_PATHS = ("/_stcore/metrics", "/_stcore/agent/")
"""Streamlit's own service addresses that no visitor of the page needs."""

_EVERYWHERE = {
    "default-src": "'none'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}


def policy(script: str) -> str:
    """Return a content security policy that allows this server alone, and scripts as ``script`` says."""
    return "; ".join(f"{name} {value}" for name, value in {**_EVERYWHERE, "script-src": script}.items())


class SecurityHeaders:
    """Adds the headers to every answer.

    Parameters
    ----------
    app
        The application that answers.
    inline_scripts
        Hashes (``'sha256-…'``) of the inline scripts that Streamlit's own page holds.
    """

    def __init__(self, app: ASGIApp, inline_scripts: str) -> None:
        self.app = app
        # Streamlit loads a component's script from a blob of its own making. streamlit-folium evaluates the map's
        # script, but only inside the frame of components.
        self.page = policy(f"'self' blob: {inline_scripts}")
        self.frame = policy("'self' 'unsafe-inline' 'unsafe-eval'")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and write the headers when the answer starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self.frame if path.startswith(COMPONENT_PATH) else self.page
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Frame-Options"] = "SAMEORIGIN"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
            await send(message)

        if path.startswith(HIDDEN_PATHS):
            await PlainTextResponse("Not found", 404)(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)
