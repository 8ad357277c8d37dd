"""A road engine is asked where one is set, only on the own network, and its silence is said."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geodata.errors import WrongSettingError
from geodata.settings import Settings
from geodata.travel import engines
from geodata.travel.times import Engine, minutes
from tests import road_engines
from tests.road_network import (
    CROSSINGS,
    answering,
    as_openrouteservice,
    as_osrm,
    as_valhalla,
    at_the_limit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PLACES = np.array(list(CROSSINGS.values()))
REAL = {"osrm": (road_engines.osrm, "osrm-routed"), "valhalla": (road_engines.valhalla, "valhalla_service")}


@pytest.fixture(scope="module", params=REAL)
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A real engine that serves the hand-made streets on this machine, as the settings name it."""
    serve, program = REAL[request.param]
    home = road_engines.programs(request.param, program)
    if home is None:
        pytest.skip(f"No road engine here: `make engine` fetches {request.param}.")
    with serve(home, tmp_path_factory.mktemp(request.param)) as address:
        yield {"travel_engine": request.param, "travel_url": address}


def test_a_real_engine_drives_the_hand_made_streets(real: dict[str, str], tmp_path: Path) -> None:
    found = minutes(PLACES, Settings(home=tmp_path, **real))  # type: ignore[arg-type]  # the engine's name is one of them
    assert (found.engine, found.notice) == (Engine(real["travel_engine"]), None)
    limit = np.array([[at_the_limit()[a, b] for b in CROSSINGS] for a in CROSSINGS]) / 60
    assert (np.isinf(found.minutes) == np.isinf(limit)).all()
    assert found.unreachable(0) == [6, 7]
    between = np.isfinite(limit) & (limit > 0)
    # The engine drives a little under the limits, and knows turns; it never flies.
    assert (found.minutes[between] >= limit[between] * 0.98).all()
    assert (found.minutes[between] <= limit[between] * 1.6 + 1).all()
    # Along the motorway and round by the two streets: the fast way wins.
    assert found.minutes[0, 2] < found.minutes[3, 5]


def test_more_places_than_one_question_takes_are_asked_block_by_block(real: dict[str, str], tmp_path: Path) -> None:
    places = np.tile(PLACES[:6], (20, 1)) + np.repeat(np.arange(20), 6)[:, None] * 1e-4
    found = minutes(places, Settings(home=tmp_path, **real))  # type: ignore[arg-type]  # as above
    assert found.engine is Engine(real["travel_engine"])
    assert found.minutes.shape == (120, 120)
    assert np.isfinite(found.minutes).all()


@pytest.mark.parametrize(
    ("engine", "reply"),
    [("osrm", as_osrm), ("valhalla", as_valhalla), ("openrouteservice", as_openrouteservice)],
)
def test_each_engines_documented_answer_is_understood(
    engine: str, reply: Callable[..., object], tmp_path: Path
) -> None:
    with answering(reply) as address:
        found = minutes(PLACES, Settings(home=tmp_path, travel_engine=engine, travel_url=address))  # type: ignore[arg-type]
    limit = np.array([[at_the_limit()[a, b] for b in CROSSINGS] for a in CROSSINGS]) / 60
    assert found.engine is Engine(engine)
    assert np.allclose(found.minutes, limit, rtol=1e-5)


def test_what_an_engine_told_once_is_not_asked_again(tmp_path: Path) -> None:
    asked = []

    def counted(method: str, path: str, body: object) -> object:
        asked.append(path)
        return as_osrm(method, path, body)

    with answering(counted) as address:
        settings = Settings(home=tmp_path, travel_engine="osrm", travel_url=address)
        first, second = minutes(PLACES, settings), minutes(PLACES, settings)
    assert len(asked) == 1
    assert np.allclose(first.minutes, second.minutes, rtol=1e-6)
    assert second.engine is Engine.OSRM


def without_a_row(method: str, path: str, body: object) -> object:
    told = as_osrm(method, path, body)
    assert isinstance(told, dict)
    return {**told, "durations": told["durations"][:-1]}


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(lambda *_: 400, id="refused"),
        pytest.param(lambda *_: 500, id="broken"),
        pytest.param(lambda *_: 302, id="sends elsewhere"),
        pytest.param(lambda *_: b"<html>", id="no JSON"),
        pytest.param(lambda *_: {"code": "Ok"}, id="no matrix"),
        pytest.param(lambda *_: {"durations": [["x"] * 8] * 8}, id="words for numbers"),
        pytest.param(lambda *_: {"durations": [[-1.0] * 8] * 8}, id="negative times"),
        pytest.param(without_a_row, id="half a matrix"),
        pytest.param(lambda *_: None, id="silence"),
    ],
)
def test_an_engine_that_does_not_answer_in_full_gives_way_to_the_grid_and_that_is_said(
    reply: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "TIMEOUT_S", 1)
    with answering(reply) as address:
        found = minutes(PLACES[:8], Settings(home=tmp_path, travel_engine="osrm", travel_url=address))
    assert found.engine is Engine.GRID
    assert found.notice is not None
    assert "osrm" in found.notice.say("da")
    assert np.isfinite(found.minutes).any()


def test_an_engine_that_is_not_there_gives_way_to_the_grid(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    assert minutes(PLACES, Settings(home=tmp_path, travel_engine="valhalla", travel_url=address)).notice


@pytest.mark.parametrize("url", [None, "", "osrm", "ftp://127.0.0.1", "http://"])
def test_an_engine_needs_an_address(url: str | None, tmp_path: Path) -> None:
    with pytest.raises(WrongSettingError, match="FELTPLAN_TRAVEL_URL"):
        minutes(PLACES, Settings(home=tmp_path, travel_engine="osrm", travel_url=url))


@pytest.mark.parametrize("host", ["93.184.215.14", "8.8.8.8", "0.0.0.0", "[2001:4860:4860::8888]"])
def test_no_engine_outside_the_own_network_is_told_where_the_sites_are(host: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, travel_engine="osrm", travel_url=f"http://{host}:5000")
    with pytest.raises(WrongSettingError, match="own network"):
        engines.client(settings)
    assert engines.client(settings.model_copy(update={"travel_public": True}))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.1.2.3", "192.168.1.9", "172.16.0.1", "[::1]"])
def test_an_engine_on_the_own_network_may_be_asked(host: str, tmp_path: Path) -> None:
    assert engines.client(Settings(home=tmp_path, travel_engine="valhalla", travel_url=f"http://{host}:5000/"))


def test_a_host_that_no_one_knows_is_not_on_the_own_network() -> None:
    assert not engines.on_own_network("no-such-host.invalid")
