"""Everything a page sends to the browser, as one text to look for what should not be in it."""

from __future__ import annotations

import codecs
import re
from html import unescape
from typing import TYPE_CHECKING

from streamlit.testing.v1.element_tree import Block, Element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from streamlit.testing.v1 import AppTest

_ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})")


def sent(page: AppTest) -> str:
    """Return the text of every element's message, however deep its marks are escaped."""
    return plain(b"\n".join(_messages(page._tree)).decode("utf-8", "replace"))


def plain(text: str) -> str:
    """Return ``text`` with HTML's and JSON's ways of writing a letter undone."""
    return _ESCAPED.sub(lambda found: codecs.decode(f"\\u{found[1]}", "unicode_escape"), unescape(text))


def named(names: Iterable[str], text: str) -> list[str]:
    """Return which of the names stand in a text; a code only where it stands by itself, for keys are full of digits."""
    return [
        name for name in names if (re.search(rf"(?<![\w.,-]){name}(?!\w)", text) if name.isdigit() else name in text)
    ]


def _messages(block: Block) -> Iterator[bytes]:
    own = getattr(block, "proto", None)
    if own is not None:
        yield own.SerializeToString()
    for child in block.children.values():
        if isinstance(child, Block):
            yield from _messages(child)
        elif isinstance(child, Element):
            yield child.proto.SerializeToString()
