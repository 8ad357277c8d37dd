"""A real OpenID provider in a process of its own, on a free port of this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from tests.browser.server import REPOSITORY, START_S, free_port
from tests.signed_in import SIGN_IN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = REPOSITORY / "tests" / "provider"


@dataclass(frozen=True)
class Provider:
    """A provider that runs."""

    issuer: str

    def asked(self) -> list[list[str]]:
        """Return, for every request to sign someone in, the names of what was sent and the PKCE method."""
        with urlopen(f"{self.issuer}/asked", timeout=5) as answer:
            told: list[list[str]] = json.load(answer)
            return told


@contextmanager
def provide(callback: str, log: Path) -> Iterator[Provider]:
    """Run a provider that knows one client, whose people come back to ``callback``, until the block ends."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules").is_dir():
        pytest.fail("The sign-in tests need Node and the provider: run `make provider`.")
    port = free_port()
    environment = {**os.environ, "CLIENT_SECRET": SIGN_IN["FELTPLAN_OIDC_CLIENT_SECRET"], "NODE_ENV": "test"}
    with log.open("wb") as written:
        process = subprocess.Popen(
            [node, "provider.mjs", str(port), callback],
            cwd=FOLDER, env=environment, stdout=written, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait(f"http://127.0.0.1:{port}/.well-known/openid-configuration", process, log)
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the provider describes itself."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The provider did not start: {log.read_text(errors='replace')}")
