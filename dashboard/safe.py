"""Text made safe for the map and for HTML. Every text that comes from data passes through here on its way to either.

A map's script is a Jinja template on the server, rewritten with regular expressions by streamlit-folium, and then
evaluated by the browser. :func:`script` leaves nothing in it that any of the three could act on.
"""

from __future__ import annotations

import html
import json
import re

_PLAIN = re.compile(r'[^A-Za-z0-9 .,:+\[\]"\\-]')
"""Everything in JSON text but letters of ASCII, digits and the marks that JSON itself needs and no reader acts on.

Braces are missing on purpose: :func:`script` writes lists only."""


def script(value: list[object]) -> str:
    """Return ``value`` as a JavaScript expression that stays plain data in a template, a regular expression and a page.

    Parameters
    ----------
    value
        Nested lists of text, numbers, booleans and ``None``. No dictionary: their braces are what templates look for.

    Raises
    ------
    TypeError
        If there is a dictionary, or something JSON cannot hold.
    """
    _refuse_mappings(value)
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return _PLAIN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def markup(text: str) -> str:
    """Return ``text`` as it may stand in HTML, between tags or in a quoted attribute."""
    return html.escape(text, quote=True)


def _refuse_mappings(value: object) -> None:
    if isinstance(value, dict):
        raise TypeError("A dictionary cannot be written into a map's script; give lists.")
    if isinstance(value, list | tuple):
        for part in value:
            _refuse_mappings(part)
