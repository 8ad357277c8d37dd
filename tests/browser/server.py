"""The real server, in a process of its own, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
START_S = 60


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    url: str
    home: Path
    pid: int
    log: Path


@contextmanager
def serve(home: Path, log: Path) -> Iterator[Server]:
    """Serve the dashboard of a deployment until the block ends."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    # Started from another folder on purpose: the server finds its configuration wherever it is started.
    environment = {**os.environ, "FELTPLAN_HOME": str(home), "PYTHONPATH": str(REPOSITORY)}
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "--port", str(port)],
            cwd=log.parent,
            env=environment,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(url, process, log)
        yield Server(url, home, process.pid, log)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"{url}/_stcore/health", timeout=1):
                return
        except OSError:  # nobody listens yet, or the machine is busy
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start: {log.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
