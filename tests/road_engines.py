"""Real road engines that serve the hand-made streets on this machine: OSRM and Valhalla, as they are delivered."""

from __future__ import annotations

import json
import os
import runpy
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import osmium

from tests.browser.server import free_port
from tests.road_network import as_osm

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = Path(__file__).parents[1] / ".venv" / "road-engine"
"""Where ``make engine`` lays them."""
BEGINS_WITHIN_S = 20


def programs(engine: str, name: str) -> Path | None:
    """Return the folder of an engine's programs, where the one of this name is there."""
    home = Path(os.environ.get("FELTPLAN_ROAD_ENGINE", PROGRAMS)) / engine
    return home if os.access(home / "bin" / name, os.X_OK) else None


@contextmanager
def osrm(home: Path, folder: Path) -> Iterator[str]:
    """Serve the streets by OSRM, and give its address."""
    (folder / "streets.osm").write_text(as_osm(), encoding="utf-8")
    _run(folder, home / "bin" / "osrm-extract", "-p", home / "share" / "profiles" / "car.lua", "streets.osm")
    _run(folder, home / "bin" / "osrm-contract", "streets.osrm")
    port = free_port()
    command = [home / "bin" / "osrm-routed", "-i", "127.0.0.1", "-p", str(port), "-a", "ch", "streets.osrm"]
    with _served(command, folder, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def valhalla(home: Path, folder: Path) -> Iterator[str]:
    """Serve the streets by Valhalla, and give its address."""
    (folder / "streets.osm").write_text(as_osm(), encoding="utf-8")
    with osmium.SimpleWriter(str(folder / "streets.osm.pbf")) as packed:  # the only form it reads
        for each in osmium.FileProcessor(str(folder / "streets.osm")):
            packed.add(each)
    port = free_port()
    (folder / "valhalla.json").write_text(json.dumps(_valhalla_settings(home, folder, port)), encoding="utf-8")
    _run(folder, home / "bin" / "valhalla_build_tiles", "-c", "valhalla.json", "streets.osm.pbf")
    with _served([home / "bin" / "valhalla_service", "valhalla.json", "1"], folder, port):
        yield f"http://127.0.0.1:{port}"


def _valhalla_settings(home: Path, folder: Path, port: int) -> dict[str, Any]:
    """Return Valhalla's own settings with everything it writes and listens on in this folder and on loopback."""
    delivered = runpy.run_path(str(home / "valhalla_build_config.py"))
    left_out = delivered["Optional"]

    def stated(told: dict[str, Any]) -> dict[str, Any]:
        return {
            name: stated(value) if isinstance(value, dict) else value
            for name, value in told.items()
            if not isinstance(value, left_out)
        }

    settings = stated(delivered["config"])
    beside = ("tile_extract", "traffic_extract", "admin", "timezone")
    tiles = {name: value for name, value in settings["mjolnir"].items() if name not in beside}
    settings["mjolnir"] = {**tiles, "tile_dir": str(folder / "tiles")}
    settings["httpd"]["service"] |= {
        "listen": f"tcp://127.0.0.1:{port}",
        "loopback": f"ipc://{folder}/loopback",
        "interrupt": f"ipc://{folder}/interrupt",
    }
    for part in ("loki", "thor", "odin"):
        settings[part]["service"]["proxy"] = f"ipc://{folder}/{part}"
    return settings


def _run(folder: Path, *command: object) -> None:
    subprocess.run([str(each) for each in command], cwd=folder, check=True, capture_output=True)


@contextmanager
def _served(command: list[object], folder: Path, port: int) -> Iterator[None]:
    program = [str(each) for each in command]
    served = subprocess.Popen(program, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + BEGINS_WITHIN_S
        while time.monotonic() < until:
            with socket.socket() as asking:
                if asking.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        served.kill()
        served.wait()
