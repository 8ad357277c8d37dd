"""Road engines on the organisation's own network, asked through routingpy.

An engine is told where the sites are. So it is asked only at an address of this machine or of a private network,
unless ``FELTPLAN_TRAVEL_PUBLIC=yes`` says that the organisation has decided otherwise; no proxy and no redirection is
followed.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import warnings
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

import numpy as np
import requests
from routingpy import exceptions
from routingpy.client_default import Client
from routingpy.routers.openrouteservice import ORS
from routingpy.routers.osrm import OSRM
from routingpy.routers.valhalla import Valhalla

from geodata.errors import GeodataError, WrongSettingError
from geodata.language import Label

if TYPE_CHECKING:
    from geodata.settings import Settings
    from geodata.travel.land import Floats

Router: TypeAlias = OSRM | Valhalla | ORS

BLOCK = 50
"""Sources and targets of one question: what the engines answer as delivered (OSRM 100 places, others 2,500 pairs)."""
TIMEOUT_S = 10
WHOLE_S = 60
"""Seconds for all questions of one matrix; then the grid answers."""
PROFILES = {"osrm": "driving", "valhalla": "auto", "openrouteservice": "driving-car"}


class NoAnswerError(GeodataError):
    """The engine did not answer, or not with a matrix."""


class _OwnNetwork(Client):  # type: ignore[misc]  # routingpy states no types
    """routingpy's client, without proxies from the environment and without following redirections."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._session.trust_env = False
        self._session.max_redirects = 0


def client(settings: Settings) -> Router:
    """Return the router that the settings name.

    Raises
    ------
    WrongSettingError
        If there is no address, or if it lies outside the organisation's network without being allowed.
    """
    address = (settings.travel_url or "").rstrip("/")
    host = urlsplit(address).hostname
    if not address.startswith(("http://", "https://")) or not host:
        raise WrongSettingError(
            Label(
                "FELTPLAN_TRAVEL_URL skal være rutemaskinens adresse: http://vært:port.",
                "FELTPLAN_TRAVEL_URL must be the engine's address: http://host:port.",
            )
        )
    if not settings.travel_public and not on_own_network(host):
        raise WrongSettingError(
            Label(
                "Rutemaskinen på {host} ligger ikke på organisationens eget net. Den ville få at vide, hvor stederne "
                "er. FELTPLAN_TRAVEL_PUBLIC=yes tillader det.",
                "The engine at {host} is not on the organisation's own network. It would be told where the sites are. "
                "FELTPLAN_TRAVEL_PUBLIC=yes allows it.",
            ),
            host=host,
        )
    make = {"osrm": OSRM, "valhalla": Valhalla, "openrouteservice": ORS}[settings.travel_engine]
    key = {"api_key": settings.travel_key.get_secret_value()} if make is ORS and settings.travel_key else {}
    router: Router = make(base_url=address, timeout=TIMEOUT_S, retry_timeout=TIMEOUT_S, client=_OwnNetwork, **key)
    return router


def on_own_network(host: str) -> bool:
    """Return whether every address of ``host`` is of this machine or of a private network; an unknown host is not."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    each = [ipaddress.ip_address(address.split("%")[0]) for address in found]
    return bool(each) and all(address.is_private and not address.is_unspecified for address in each)


def ask(router: Router, engine: str, lonlat: Floats) -> Floats:
    """Return the minutes between places (n x n) as the engine tells them; ``inf`` where it knows no way.

    Raises
    ------
    NoAnswerError
        If it does not answer in time, or not for every pair: half a matrix of one engine and half of another would
        favour the places of the faster one.
    """
    count = len(lonlat)
    minutes = np.full((count, count), np.inf)
    until = time.monotonic() + WHOLE_S
    starts = range(0, count, BLOCK)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # routingpy warns of each retry
        for top in starts:
            for left in starts:
                if time.monotonic() > until:
                    raise _no_answer(engine)
                rows, columns = lonlat[top : top + BLOCK], lonlat[left : left + BLOCK]
                block = _block(router, engine, rows.tolist(), columns.tolist())
                minutes[top : top + BLOCK, left : left + BLOCK] = block
    np.fill_diagonal(minutes, 0)
    return minutes


def _block(router: Router, engine: str, rows: list[list[float]], columns: list[list[float]]) -> Floats:
    kept = {"annotations": ["duration"]} if isinstance(router, OSRM) else {}
    try:
        told = router.matrix(
            [*rows, *columns],
            profile=PROFILES[engine],
            sources=list(range(len(rows))),
            destinations=list(range(len(rows), len(rows) + len(columns))),
            **kept,
        ).durations
        seconds = np.array(told, dtype=np.float64)
    except (
        requests.RequestException,
        exceptions.RouterError,
        exceptions.Timeout,
        exceptions.JSONParseError,
        LookupError,
        TypeError,
        ValueError,
    ) as failed:
        raise _no_answer(engine) from failed
    if seconds.shape != (len(rows), len(columns)) or (seconds < 0).any():
        raise _no_answer(engine)
    return np.where(np.isnan(seconds), np.inf, seconds / 60)


def _no_answer(engine: str) -> NoAnswerError:
    return NoAnswerError(
        Label(
            "Rutemaskinen ({engine}) svarede ikke fuldt ud; tiderne er anslået af landkortet.",
            "The engine ({engine}) did not answer in full; the times are estimated on the land grid.",
        ),
        engine=engine,
    )
