"""Text made safe for SVG. Every text that comes from data passes through here on its way into a picture."""

from __future__ import annotations

import html
import re

_NOT_XML = re.compile("[^\\t\\n\\r -\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def xml(text: str) -> str:
    """Return ``text`` as it may stand in XML, such as SVG; a sign that XML cannot hold becomes a space."""
    return html.escape(_NOT_XML.sub(" ", text), quote=True)
