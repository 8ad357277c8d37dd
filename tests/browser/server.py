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
    from collections.abc import Iterator, Mapping

REPOSITORY = Path(__file__).parents[2]
COMPILED = REPOSITORY / ".pytest_cache" / "compiled"
"""Where what the week's search compiles is kept for the next run of the tests."""
START_S = 60


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    url: str
    home: Path
    pid: int
    log: Path


@contextmanager
def serve(
    home: Path, log: Path, port: int | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Serve the dashboard of a deployment until the block ends.

    Parameters
    ----------
    settings
        Environment variables; ``{url}`` in one stands for the server's address.
    """
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    said = {name: value.replace("{url}", url) for name, value in (settings or {}).items()}
    # Started from another folder on purpose: the server finds its configuration wherever it is started.
    ours = {"FELTPLAN_HOME": str(home), "PYTHONPATH": str(REPOSITORY), "NUMBA_CACHE_DIR": str(COMPILED)}
    environment = {**os.environ, **said, **ours}
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "--port", str(port)],
            cwd=log.parent,
            env=environment,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        wait(url, process, log)
        yield Server(url, home, process.pid, log)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a Streamlit server answers."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"{url}/_stcore/health", timeout=1):
                return
        except OSError:  # nobody listens yet, or the machine is busy
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start: {log.read_text(errors='replace')}")


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
