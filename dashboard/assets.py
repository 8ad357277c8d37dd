"""The files a browser needs beside Streamlit's own: Leaflet from its Python package, and the few files of web/."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import streamlit
import xstatic.pkg.leaflet

from dashboard.components import count_palette, due_palette, palette

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
def served() -> dict[str, bytes]:
    """Return every file that is served under :data:`PREFIX`, by name. A name that is not here is not found."""
    files = [*OWN.iterdir(), LEAFLET / "leaflet.js", LEAFLET / "leaflet.css"]
    held = {path.name: path.read_bytes() for path in files}
    return held | {
        FONT: font_file().read_bytes(),
        "palette.css": "\n".join(each.stylesheet() for each in (palette, count_palette, due_palette)).encode(),
    }


@cache
def url(name: str) -> str:
    """Return a file's address relative to the server's root; it changes with the content, so it may be cached for good.

    Raises
    ------
    KeyError
        If no such file is served.
    """
    return f"{PREFIX.lstrip('/')}/{name}?v={hashlib.sha256(served()[name]).hexdigest()[:12]}"
