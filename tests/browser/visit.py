"""One visitor in a browser window, and everything the window asked for, received and complained of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import expect

from dashboard.pages import PAGES
from geodata.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import ConsoleMessage, Frame, FrameLocator, Locator, Page, Response, WebSocket

PATIENCE_MS = 30_000
"""How long a test waits for what must come; only a failing test, or a very busy machine, waits so long."""

expect.set_options(timeout=PATIENCE_MS)
QUIET_MS = 200
"""After a rerun the window is watched this much longer, for requests that come late."""

IDLE = """() => {
  const idle = document.querySelector('[data-test-script-state="notRunning"]') !== null;
  if (!idle || window.idleSince === undefined) window.idleSince = idle ? performance.now() : undefined;
  return idle && performance.now() - window.idleSince > 500;
}"""
"""Whether nothing has been worked out for the page for half a second; between two reruns it is idle for less."""

_BROWSER_NOISE = (
    "Unrecognized feature:",
    "An iframe which has both allow-scripts and allow-same-origin",
    "Received component message for unregistered ComponentInstance!",
)
"""What Chromium and Streamlit say of Streamlit's own frames; warnings, not errors. The last is said when a page is left
while its map still loads: the frame speaks to a page that is gone."""

OPEN_TO_ALL = "/definitions"
"""A page that every role may open, without a map."""

_PROBES = ("/_stcore/health", "/_stcore/host-config")


def is_probe(url: str) -> bool:
    """Return whether Streamlit asked whether the application lives under the page's own address, which it does not."""
    path = urlsplit(url).path
    return path.endswith(_PROBES) and path not in _PROBES


def settled(page: Page) -> None:
    """Wait until a page is drawn and stays so: a list opened while it is drawn anew closes again."""
    page.evaluate("window.idleSince = undefined")
    page.wait_for_function(IDLE, timeout=PATIENCE_MS)


@dataclass
class Visit:
    """A window on the dashboard."""

    page: Page
    url: str
    requested: list[str] = field(default_factory=list)
    answered: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    received_bytes: int = 0

    def __post_init__(self) -> None:
        """Begin to watch."""
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("response", self._take)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("websocket", self._count)

    def open(self, path: str = "/", *, with_map: bool = True) -> None:
        """Open a page; with a map on it, wait until it is painted.

        A page of the demo that is not for managers is opened as the administrator, in whose navigation it is.
        """
        name = urlsplit(path).path.lstrip("/")
        asked = next((page for page in PAGES if page.url_path == name and Role.MANAGER not in page.roles), None)
        self.page.goto(self.url + (OPEN_TO_ALL if asked else path))
        if asked:
            self.choose("Demo: se det som", Role.ADMINISTRATOR.label.danish)
            self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=asked.name.danish, exact=True).click()
            expect(self.page.get_by_role("heading", name=asked.name.danish, level=1)).to_be_visible(timeout=PATIENCE_MS)
            self.settled()
        elif with_map:
            self.painted()
        else:
            expect(self.page.get_by_role("heading", level=1).first).to_be_visible(timeout=PATIENCE_MS)

    def painted(self, more_than: int = 0) -> None:
        """Wait until the map has been painted more than so many times."""
        self.map.locator("body[data-painted]").wait_for(timeout=PATIENCE_MS)
        self.frame.wait_for_function(
            "n => Number(document.body.dataset.painted) > n", arg=more_than, timeout=PATIENCE_MS
        )

    def settled(self) -> None:
        """Wait until the page is drawn and stays so."""
        settled(self.page)

    def after(self, action: Callable[[], object]) -> Cost:
        """Do something that paints the map anew, and return what it cost."""
        before = int(self.frame.evaluate("Number(document.body.dataset.painted)"))
        asked, received = len(self.requested), self.received_bytes
        action()
        self.painted(before)
        self.page.wait_for_timeout(QUIET_MS)
        return Cost(self.received_bytes - received, [urlsplit(url).path for url in self.requested[asked:]])

    @property
    def map(self) -> FrameLocator:
        """The map's frame, to look for elements in."""
        return self.page.frame_locator('iframe[title^="streamlit_folium"]')

    @property
    def frame(self) -> Frame:
        """The map's frame, to run script in."""
        return next(frame for frame in self.page.frames if "/component/streamlit_folium" in frame.url)

    def view(self) -> list[float]:
        """Return the map's zoom and middle."""
        view: list[float] = self.frame.evaluate("[map.getZoom(), map.getCenter().lat, map.getCenter().lng]")
        return view

    def shape(self, code: str) -> Locator:
        """Return a municipality on the map, not in its inset."""
        return self.map.locator(f'#map_div > .leaflet-map-pane path[data-code="{code}"]')

    def row(self, code: str) -> Locator:
        """Return a municipality's row in the table."""
        return self.page.locator(f'.municipalities tr[data-code="{code}"]')

    @property
    def card(self) -> Locator:
        """The card of the municipality that is chosen."""
        return self.page.locator(".card")

    def choose(self, label: str, option: str) -> None:
        """Choose from one of the sidebar's lists."""
        self.page.get_by_test_id("stSidebar").get_by_label(label, exact=True).click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def tile(self, indicator: str) -> str:
        """Return the text of a headline figure."""
        return self.page.locator(f".st-key-tile-{indicator}").inner_text()

    def legend(self) -> dict[str, int]:
        """Return the legend's counts by status."""
        cells = self.page.locator(".legend td[data-status]")
        counted = cells.evaluate_all("cells => cells.map(cell => [cell.dataset.status, Number(cell.dataset.n)])")
        return dict(counted)

    def _take(self, response: Response) -> None:
        self.answered.append(response)

    def _hear(self, message: ConsoleMessage) -> None:
        noise = message.text.startswith(_BROWSER_NOISE) or is_probe(message.location["url"])
        if message.type in {"error", "warning"} and not noise:
            self.complaints.append(message.text)

    def _count(self, socket: WebSocket) -> None:
        def add(frame: str | bytes) -> None:
            self.received_bytes += len(frame)

        socket.on("framereceived", add)


@dataclass(frozen=True)
class Cost:
    """What something cost: bytes over the websocket, and the paths that were asked for."""

    received_bytes: int
    requested: list[str]
