"""From a filter's change to the redrawn map in a real browser, against a plotly choropleth of the same data.

Both pages run on Streamlit, each on its own server; they take turns.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from playwright.sync_api import sync_playwright

from geodata.terms import Team
from tests.bench.measure import ROOT, BenchError, Result, Run, run
from tests.bench.national import UNTIL
from tests.browser.conftest import QUIET, chromium
from tests.browser.server import free_port, serve, wait
from tests.browser.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

LEAST_RATIO = 1.0
MOST_SECONDS = 1.0
TURNS = 9
TEAMS = ((Team.EAST, 29), (Team.MID, 39))
"""The teams that are chosen by turns, with the municipalities that a map of the team draws."""

WHOLE = 98

PATIENCE_MS = 30_000
LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
NO_WORLD = {
    "type": "Topology",
    "arcs": [],
    "objects": {layer: {"type": "GeometryCollection", "geometries": []} for layer in LAYERS},
}
DRAWN = "n => document.querySelectorAll('.choroplethlayer path.choroplethlocation').length === n"


def measure() -> list[Result]:
    """Build the demo, serve both pages, and change the team to and fro."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        run("etl", "demo", str(home / "raw"), "--until", UNTIL)
        run("etl", "build", str(home / "raw"), "--json", env={"FELTPLAN_HOME": str(home)})
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        with serve(home, Path(folder) / "log") as ours, peer(home, Path(folder) / "peer.log") as (url, process):
            change, change_peer = our_page(browser, ours.url), peer_page(browser, url)
            for turn in range(2):  # the first time, everything is fetched
                change(turn)
                change_peer(turn)
            times = [(change(turn), change_peer(turn)) for turn in range(TURNS + 1)]
            memory = [psutil.Process(pid).memory_info().rss / 2**20 for pid in (ours.pid, process.pid)]
        browser.close()
    redrawn, peers = ([Run(pair[page], memory[page]) for pair in times] for page in (0, 1))
    return [Result("filter changed to map redrawn", redrawn, peers, least_ratio=LEAST_RATIO, most_seconds=MOST_SECONDS)]


def our_page(browser: Browser, url: str) -> Callable[[int], float]:
    """Return what changes the coverage page's team and waits for its map."""
    visit = Visit(browser.new_page(viewport={"width": 1440, "height": 900}), url)
    visit.open("/?lang=en")

    def change(turn: int) -> float:
        painted = int(visit.frame.evaluate("Number(document.body.dataset.painted)"))
        visit.page.get_by_test_id("stSidebar").get_by_label("Team", exact=True).click()
        option = visit.page.get_by_role("option", name=TEAMS[turn % 2][0].label.english, exact=True)
        return timed(option.click, lambda: visit.painted(painted))

    return change


def peer_page(browser: Browser, url: str) -> Callable[[int], float]:
    """Return what changes the peer page's team and waits for its map."""
    page: Page = browser.new_page(viewport={"width": 1440, "height": 900})
    # Plotly asks another host for a map of the world whether it is shown or not, and draws nothing without one.
    page.route(lambda address: "127.0.0.1" not in address, lambda route: route.fulfill(json=NO_WORLD))
    page.goto(url)
    page.wait_for_function(DRAWN, arg=WHOLE, timeout=PATIENCE_MS)

    def change(turn: int) -> float:
        page.get_by_test_id("stSidebar").get_by_label("Team").click()
        team, drawn = TEAMS[turn % 2]
        option = page.get_by_role("option", name=team.code, exact=True)
        return timed(option.click, lambda: page.wait_for_function(DRAWN, arg=drawn, timeout=PATIENCE_MS))

    return change


def timed(action: Callable[[], object], until: Callable[[], object]) -> float:
    """Return the seconds from an action until something has happened."""
    begun = time.perf_counter()
    action()
    until()
    return time.perf_counter() - begun


@contextmanager
def peer(home: Path, log: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the peer's page until the block ends."""
    port = free_port()
    script = str(Path(__file__).with_name("choropleth_app.py"))
    options = [
        "--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true",
        "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, *options],
            cwd=home,
            env={**os.environ, "FELTPLAN_HOME": str(home), "PYTHONPATH": str(ROOT)},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        wait(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}", process
    except RuntimeError as error:
        raise BenchError(str(error)) from error
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    for result in measure():
        print(result.name, [run.seconds for run in result.ours], [run.seconds for run in result.peers], result.ratio())
