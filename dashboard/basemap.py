"""The part of the map that a choice never changes: shapes, shared borders, and where a symbol has room.

One answer per version of the warehouse, made once and kept; a browser asks for it once.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

from geodata.drawing.mercator import symbol_places

if TYPE_CHECKING:
    from geodata.store import Store

MAP_PREFIX = "/map"


def map_url(edition: str) -> str:
    """Return the address of a version's map, relative to the server's root; it is never used for another version."""
    return f"{MAP_PREFIX.lstrip('/')}/{edition}.json"


def basemap(store: Store) -> bytes:
    """Return the map's unchanging part as gzipped JSON: ``shapes``, ``borders`` and ``places``."""
    shapes = store.map_shapes()
    places = json.dumps(symbol_places(json.loads(shapes)), separators=(",", ":"))
    text = f'{{"shapes":{shapes},"borders":{store.map_borders()},"places":{places}}}'
    return gzip.compress(text.encode(), mtime=0)
