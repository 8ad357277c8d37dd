"""The files a browser needs beside Streamlit's own: Leaflet from its Python package, and the few files of web/."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import streamlit
import xstatic.pkg.leaflet

PREFIX = "/assets"
OWN = Path(__file__).parent / "web"
LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
FONT = "source-sans.woff2"
"""The typeface that Streamlit brings along, served to the map's frame too."""


def font_file() -> Path:
    """Return the file of the typeface Streamlit draws its page in; its name carries a hash that changes."""
    media = Path(streamlit.__file__).parent / "static" / "static" / "media"
    return next(media.glob("SourceSansVF-Upright*.woff2"))


@cache
def served() -> dict[str, Path]:
    """Return every file that is served under :data:`PREFIX`, by name. A name that is not here is not found."""
    own = {path.name: path for path in OWN.iterdir() if path.is_file()}
    return own | {name: LEAFLET / name for name in ("leaflet.js", "leaflet.css")} | {FONT: font_file()}


@cache
def url(name: str) -> str:
    """Return a file's address relative to the server's root; it changes with the content, so it may be cached for good.

    Raises
    ------
    KeyError
        If no such file is served.
    """
    fingerprint = hashlib.sha256(served()[name].read_bytes()).hexdigest()[:12]
    return f"{PREFIX.lstrip('/')}/{name}?v={fingerprint}"
