"""Text as a cell that no spreadsheet takes for a formula."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\s*[=+\-@]|[\t\r\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def neutral(text: str) -> str:
    """Return ``text`` as a cell that no spreadsheet runs: a quote goes before what would start a formula."""
    kept = _CONTROL.sub(" ", text)
    return f"'{kept}" if _FORMULA.match(kept) else kept
