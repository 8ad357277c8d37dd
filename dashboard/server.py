"""The web server: Streamlit's application with the map's files, the map's shapes and the security headers added."""

from __future__ import annotations

import logging
import mimetypes
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import assets, rebuild, state
from dashboard.basemap import MAP_PREFIX, basemap
from dashboard.components import frame
from dashboard.headers import SecurityHeaders
from dashboard.media import OwnFilesOnly
from dashboard.shell import inline_scripts, start_page
from dashboard.text import as_language, translator
from dashboard.warehouse import KEPT_OPEN, Edition, current
from geodata.errors import GeodataError
from geodata.settings import Settings
from geodata.signin import sign_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

_LOG = logging.getLogger(__name__)
ENTRY_SCRIPT = Path(__file__).parents[1] / "streamlit_app.py"
FOR_GOOD = "public, max-age=31536000, immutable"
"""For addresses that change with what they hold."""


class AnyPage(StringConvertor):
    """The address of a page, also of one that there is not: else Streamlit would answer with its own start page."""

    regex = r"(?!oauth2callback$)[^/._][^/.]*"


register_url_convertor("page", AnyPage())


async def start(request: Request) -> Response:
    """Answer with the start page; the language is the link's, or the deployment's."""
    language = as_language(request.query_params.get("lang"))
    return HTMLResponse(start_page(language), headers={"Cache-Control": "no-cache"})


async def asset(request: Request) -> Response:
    """Answer with one of the files of :mod:`dashboard.assets`."""
    name = request.path_params["name"]
    body = assets.served().get(name)
    if body is None:
        return PlainTextResponse("Not found", 404)
    lasting = str(request.url.query) == assets.url(name).partition("?")[2]
    caching = FOR_GOOD if lasting else "no-cache"
    return Response(body, media_type=mimetypes.guess_type(name)[0], headers={"Cache-Control": caching})


@lru_cache(maxsize=KEPT_OPEN)
def _shapes(edition: Edition) -> bytes:
    return basemap(edition.store)


def shapes(request: Request) -> Response:
    """Answer with the shapes of the version that is served now; the address of any other version is not found.

    They are public boundaries, so whoever knows the address is answered, signed in or not.

    Not ``async``: the first answer reads the warehouse, and Starlette runs it in a thread of its own.
    """
    try:
        edition = current(Settings().home)
    except GeodataError:
        return PlainTextResponse("Not found", 404)
    if request.path_params["edition"] != edition.name:
        return PlainTextResponse("Not found", 404)
    headers = {"Content-Encoding": "gzip", "Cache-Control": FOR_GOOD}
    return Response(_shapes(edition), media_type="application/json", headers=headers)


def tell_failure(error: Exception) -> bool:
    """Write a page's failure to the log, and tell the visitor only that there was one; returns that it is handled."""
    _LOG.error("A page failed.", exc_info=error)
    _ = translator(state.language())
    frame.problem(_("This page could not be shown"), _("The failure has been logged. Reload the page to try again."))
    return True


def secrets() -> dict[str, Any]:
    """Return how people sign in, as Streamlit reads it.

    Raises
    ------
    geodata.errors.WrongSettingError
        If it is said in part, or so that it cannot be used.
    """
    settings = sign_in()
    if settings is None:
        return {}
    return {
        "auth": {
            "client_id": settings.client_id,
            "client_secret": settings.client_secret.get_secret_value(),
            "cookie_secret": settings.cookie_secret.get_secret_value(),
            "server_metadata_url": settings.metadata_url,
            "redirect_uri": settings.redirect_uri,
            # S256 whether or not the provider says that it knows it: one that does not must refuse, not do without.
            "client_kwargs": {
                "scope": "openid email profile",
                "prompt": "login",
                "code_challenge_method": "S256",
            },
        }
    }


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Catch up with what was recorded before the server was stopped, beside its start."""
    Thread(target=rebuild.catch_up, args=(Settings(),), daemon=True).start()
    yield


app = st.App(
    ENTRY_SCRIPT,
    secrets=secrets(),
    lifespan=lifespan,
    routes=[
        Route("/", start),
        Route("/{page:page}", start),
        Route(f"{assets.PREFIX}/{{name}}", asset),
        Route(f"{MAP_PREFIX}/{{edition}}.json", shapes),
    ],
    middleware=[Middleware(SecurityHeaders, inline_scripts=inline_scripts()), Middleware(OwnFilesOnly)],
    on_script_error=tell_failure,
)
