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
SHEETS = ("colours.css", "palette.css", "page.css")
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
    sheets = "".join(f'<link rel="stylesheet" href="./{assets.url(name)}">' for name in SHEETS)
    script = f'<script src="./{assets.url("page.js")}"></script>'  # before Streamlit's own, which are modules
    page = START_PAGE.read_text(encoding="utf-8")
    page = _swap(page, r'<html lang="en">', f'<html lang="{language}">')
    page = _swap(page, r"<title>Streamlit</title>", f"<title>{NAME}</title>")
    page = _swap(page, r'<link rel="shortcut icon"[^>]*>', f'<link rel="icon" href="./{assets.url("icon.svg")}">')
    page = _swap(page, r'<link rel="service-desc"[^>]*>', "")
    page = _swap(page, r"<noscript>.*?</noscript>", f"<noscript><p>{_('This page needs JavaScript.')}</p></noscript>")
    return _swap(page, r"</head>", f"{sheets}{script}</head>")


def _swap(page: str, pattern: str, text: str) -> str:
    swapped, found = re.subn(pattern, lambda _match: text, page, flags=re.DOTALL)
    if found != 1:
        raise RuntimeError(f"Streamlit's start page has {found} of {pattern!r}, expected 1.")
    return swapped


def inline_scripts() -> str:
    """Return the hashes by which a content security policy allows the start page's own inline scripts."""
    digests = (hashlib.sha256(text.encode()).digest() for text in _INLINE_SCRIPT.findall(start_page("en")))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
