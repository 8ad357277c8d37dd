"""A street network of a few crossings, made by hand: as OpenStreetMap's XML for a real engine, and as plain sums."""

from __future__ import annotations

import json
import math
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CROSSINGS = {
    1: (11.00, 55.50), 2: (11.10, 55.50), 3: (11.20, 55.50),
    4: (11.00, 55.55), 5: (11.10, 55.55), 6: (11.20, 55.55),
    7: (11.40, 55.50), 8: (11.41, 55.50),
}  # fmt: skip
"""Longitude and latitude. The last two lie on an island of their own."""
STREETS = [
    (1, 2, "motorway", 110),
    (2, 3, "motorway", 110),
    (1, 4, "residential", 50),
    (4, 5, "secondary", 80),
    (5, 6, "secondary", 80),
    (3, 6, "residential", 50),
    (7, 8, "residential", 50),
]
"""From, to, OpenStreetMap's class and the speed limit; every street goes both ways."""


def as_osm() -> str:
    """Return the network as OpenStreetMap's XML."""
    nodes = "".join(f'<node id="{n}" lat="{lat}" lon="{lon}" version="1"/>' for n, (lon, lat) in CROSSINGS.items())
    ways = "".join(
        f'<way id="{100 + n}" version="1"><nd ref="{a}"/><nd ref="{b}"/><tag k="highway" v="{kind}"/>'
        f'<tag k="maxspeed" v="{kmh}"/><tag k="oneway" v="no"/></way>'
        for n, (a, b, kind, kmh) in enumerate(STREETS)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><osm version="0.6" generator="by hand">{nodes}{ways}</osm>'


def at_the_limit() -> dict[tuple[int, int], float]:
    """Return the seconds between crossings at the speed limits, ``inf`` where there is no way."""
    names = list(CROSSINGS)
    times = [_km(CROSSINGS[a], CROSSINGS[b]) / kmh * 3600 for a, b, _kind, kmh in STREETS]
    a, b = [names.index(street[0]) for street in STREETS], [names.index(street[1]) for street in STREETS]
    found = dijkstra(csr_array((times, (a, b)), shape=(len(names), len(names))), directed=False)
    return {(n, m): float(found[i, j]) for i, n in enumerate(names) for j, m in enumerate(names)}


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    mean = math.radians((a[1] + b[1]) / 2)
    return math.hypot((a[0] - b[0]) * math.cos(mean), a[1] - b[1]) * 6371.0 * math.pi / 180


def nearest(lon: float, lat: float) -> int:
    """Return the crossing that is nearest."""
    return min(CROSSINGS, key=lambda n: _km(CROSSINGS[n], (lon, lat)))


@contextmanager
def answering(reply: Callable[[str, str, Any], object]) -> Iterator[str]:
    """Serve ``reply(method, path, body)`` on a free port of this machine, and give the address.

    A ``bytes`` reply is sent as it is, a number is a status without a body, ``None`` never answers.
    """
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply("GET")

        def do_POST(self) -> None:
            self._reply("POST")

        def _reply(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told = reply(method, self.path, json.loads(body) if body else None)
            if told is None:
                stop.wait(10)
                return
            status = told if isinstance(told, int) else 200
            sent = told if isinstance(told, bytes) else b"{}" if isinstance(told, int) else json.dumps(told).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


def as_osrm(_method: str, path: str, _body: object) -> object:
    """Answer as OSRM's table service is documented to, by the sums above: a stand-in, not the engine."""
    places, _, query = path.removeprefix("/table/v1/driving/").partition("?")
    points = [nearest(*map(float, pair.split(","))) for pair in places.split(";")]
    asked = dict(part.split("=") for part in query.replace("%3B", ";").split("&"))
    times = at_the_limit()
    rows, columns = ([points[int(n)] for n in asked[name].split(";")] for name in ("sources", "destinations"))
    told = [[None if math.isinf(times[a, b]) else times[a, b] for b in columns] for a in rows]
    return {"code": "Ok", "durations": told}


def as_valhalla(_method: str, _path: str, body: Any) -> object:
    """Answer as Valhalla's matrix service is documented to, by the sums above: a stand-in, not the engine."""
    times = at_the_limit()
    rows, columns = ([nearest(p["lon"], p["lat"]) for p in body[name]] for name in ("sources", "targets"))
    return {
        "sources_to_targets": [
            [
                {
                    "distance": None,
                    "time": None if math.isinf(times[a, b]) else times[a, b],
                    "from_index": i,
                    "to_index": j,
                }
                for j, b in enumerate(columns)
            ]
            for i, a in enumerate(rows)
        ],
        "units": "kilometers",
    }


def as_openrouteservice(_method: str, _path: str, body: Any) -> object:
    """Answer as openrouteservice's matrix is documented to, by the sums above: a stand-in, not the engine."""
    times = at_the_limit()
    points = [nearest(*place) for place in body["locations"]]
    rows, columns = ([points[int(n)] for n in body[name]] for name in ("sources", "destinations"))
    return {"durations": [[None if math.isinf(times[a, b]) else times[a, b] for b in columns] for a in rows]}
