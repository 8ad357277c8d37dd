"""Streamlit's start page, in the visitor's language, with our styles and without what a visitor does not need."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit

from dashboard import assets
from dashboard.text import NAME, translator

if TYPE_CHECKING:
    from geodata.language import Language

START_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def start_page(language: Language) -> str:
    """Return the page a browser loads first.

    Raises
    ------
    RuntimeError
        If Streamlit's page no longer has a part that is changed here, so that an upgrade cannot undo it unseen.
    """
    _ = translator(language)
    no_script = _("This page needs JavaScript.")
    page = START_PAGE.read_text(encoding="utf-8")
    for pattern, replacement in (
        (r'<html lang="en">', f'<html lang="{language}">'),
        (r"<title>Streamlit</title>", f"<title>{NAME}</title>"),
        (r'<link rel="shortcut icon"[^>]*>', f'<link rel="icon" type="image/svg+xml" href="./{assets.url("icon.svg")}">'),
        (r'<link rel="service-desc"[^>]*>', ""),
        (r"<noscript>.*?</noscript>", f"<noscript><p>{no_script}</p></noscript>"),
        (r"</head>", f'<link rel="stylesheet" href="./{assets.url("page.css")}">'
                     f'<script type="module" src="./{assets.url("page.js")}"></script></head>'),
    ):  # fmt: skip
        page, found = re.subn(pattern, lambda _match, text=replacement: text, page, flags=re.DOTALL)
        if found != 1:
            raise RuntimeError(f"Streamlit's start page has {found} of {pattern!r}, expected 1.")
    return page


def inline_scripts() -> str:
    """Return the hashes by which a content security policy allows the start page's own inline scripts."""
    digests = (hashlib.sha256(text.encode()).digest() for text in _INLINE_SCRIPT.findall(start_page("en")))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
