"""What looks like a number or an address to find a person by: the patterns, and what a person may write freely.

The patterns are read alike by Python and by the engine of the import, so that what a form refuses and what the import
refuses is the same (held together by a test).
"""

from __future__ import annotations

import re
import unicodedata

from geodata.language import Label

_DASH = r"\s?[-\u2010-\u2015]?\s?"
_GAP = r"[\s.\-/\u2010-\u2015]{1,3}"
_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_CPR = rf"{_DAY}{_MONTH}\d\d{_DASH}\d{{4}}|{_DAY}[\s.-]{_MONTH}[\s.-]\d\d\s?[-\u2010-\u2015]\s?\d{{4}}"
"""A valid day and month and four more digits are enough: modulus 11 is no longer required. A person without a Danish
address has a number whose day is 60 higher."""

_ABROAD = r"\+\(?\d(?:[\s().\-/]{0,2}\d){7,14}"
_WRITTEN = rf"[2-9]\d(?:{_GAP}\d\d){{3}}|[2-9]\d{{3}}\s{{1,2}}\d{{4}}|[2-9]\d\d\s\d\d\s\d{{3}}|0045[2-9]\d{{7}}"
_BARE = r"(?:45)?[2-9]\d{7}"
_IN_TEXT = (
    r"00\s?[1-9](?:[\s().\-/]{0,2}\d){7,14}|(?:[3-9]\d\d|2[1-9]\d|20[3-9])\d-\d{4}"
    r"|[2-9]\d\s\d{3}\s\d{3}|[2-9]\d\d\s\d{3}\s\d\d|45\s?[2-9]\d{7}"
)
"""A Danish telephone number has eight digits and begins with 2-9; one from abroad begins with + or 00."""

_EMAIL = r"[^\s@|,;<>]+\s?@\s?[^\s@|,;<>]+\.[^\W\d_]{2,}"


def _alone(numbers: str) -> str:
    """Return the pattern of a number with no further digit on either side."""
    return rf"(?:^|[^0-9])(?:{numbers})(?:$|[^0-9:]|:(?:$|[^0-9]))"


PERSONAL = f"{_alone(f'{_CPR}|{_WRITTEN}|{_BARE}|{_IN_TEXT}')}|{_ABROAD}|{_EMAIL}"
"""In text: a CPR number, a telephone number or an e-mail address."""

IN_ID = f"{_alone(f'{_CPR}|{_WRITTEN}')}|{_ABROAD}|{_EMAIL}"
"""In a record's identifier eight bare digits are a running number."""

IN_KEY = f"{IN_ID}|(?:^|[^0-9A-Fa-f-]|[^0-9A-Fa-f]-)(?:{_BARE})(?:$|[^0-9A-Fa-f-]|-[^0-9A-Fa-f])"
"""In a person's key they are a telephone number, unless they are a piece of a longer key of hexadecimal digits."""

_FOUND = re.compile(PERSONAL)

UNSAFE = "{}<>`"
"""Characters that a template engine or a page would take for code."""

LONGEST_NOTE = 200
"""Characters a person may write freely in one field."""


def looks_personal(text: str) -> bool:
    """Return whether a text shows a CPR number, a telephone number or an e-mail address."""
    return _FOUND.search(text) is not None


def refused_text(text: str, longest: int = LONGEST_NOTE) -> Label | None:
    """Return why a text that a person wrote cannot be kept; ``None`` where it can. The text itself is not repeated."""
    if len(text) > longest:
        return Label(f"Teksten er længere end {longest} tegn.", f"The text is longer than {longest} characters.")
    if looks_personal(text):
        return Label(
            "Teksten ligner et CPR-nummer, et telefonnummer eller en e-mailadresse. Skriv den uden.",
            "The text looks like a CPR number, a telephone number or an e-mail address. Write it without.",
        )
    if text.startswith("="):
        return Label("Teksten er en formel.", "The text is a formula.")
    unseen = any(unicodedata.category(sign) in ("Cc", "Cf") and sign not in "\t\n" for sign in text)
    if unseen or any(sign in text for sign in UNSAFE):
        return Label(
            "Teksten indeholder et tegn, der ikke er tilladt: { } < > ` eller et styretegn.",
            "The text holds a character that is not allowed: { } < > ` or a control character.",
        )
    return None
