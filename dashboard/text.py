"""The sentences of the screen, and how dates and numbers are written.

Message ids are the English sentences; the Danish ones stand in ``locale/da/LC_MESSAGES/feltplan.po``, which is read as
it is, without a compiled copy beside it. Names of the domain carry both languages themselves (:class:`Label`).
"""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from geodata.language import LANGUAGES, Language
from geodata.settings import Settings
from geodata.units import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

NAME = "Feltplan"
CATALOGUE = Path(__file__).parent / "locale" / "da" / "LC_MESSAGES" / "feltplan.po"
LANGUAGE_NAMES: dict[Language, str] = {"da": "Dansk", "en": "English"}
_DATE_PATTERN: dict[Language, str] = {"da": "dd.MM.y", "en": "d MMM y"}


def as_language(code: str | None) -> Language:
    """Return the language a link asks for, or the deployment's own where it asks for none that is known."""
    return next((language for language in LANGUAGES if language == code), Settings().language)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    compiled = BytesIO()
    with CATALOGUE.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translator(language: Language) -> Callable[[str], str]:
    """Return the function that says an English sentence in ``language``; call it ``_``."""
    return _catalogue(language).gettext


def say_date(day: date | pd.Timestamp | None, language: Language) -> str:
    """Return a day as people write it: ``31.12.2007`` or ``31 Dec 2007``; a dash where there is none."""
    if day is None or pd.isna(day):
        return MISSING
    text: str = format_date(day, _DATE_PATTERN[language], locale=language)
    return text


def say_weekday(day: date, language: Language, *, short: bool = False) -> str:
    """Return a day with its name: ``tirsdag den 24. november 2026``, or short, ``tirs. 24. nov.``."""
    whole, brief = ("full", "EEE d. MMM") if language == "da" else ("EEEE d MMMM y", "EEE d MMM")
    text: str = format_date(day, brief if short else whole, locale=language)
    return text


def say_days(first: date, last: date, language: Language) -> str:
    """Return the days from one to another, both included; one day where they are the same."""
    return "–".join(dict.fromkeys(say_date(day, language) for day in (first, last)))


def say_quarter(day: date | pd.Timestamp, language: Language) -> str:
    """Return the quarter a day lies in: ``4. kvt. 2007`` or ``Q4 2007``."""
    text: str = format_date(day, "QQQ y", locale=language)
    return text


def say_number(number: float | None, language: Language) -> str:
    """Return a number with the language's grouping: ``1.191`` or ``1,191``; a dash where there is none."""
    if number is None or pd.isna(number):
        return MISSING
    text: str = format_decimal(number, "#,##0.##", locale=language)
    return text


def say_boundaries(info: Mapping[str, str], language: Language) -> str:
    """Return which boundaries are drawn, by the build's facts; those that come with the product have no file's name."""
    _ = translator(language)
    return _("Boundaries: {name} ({attribution})").format(
        name=info["boundaries"] or _("generalised outline"), attribution=info["boundaries_attribution"]
    )
