"""The report in the forms it is taken away in, and its pictures in words. Knows no screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.report.commands import Edition, Format
from geodata.report.paper import HEADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.language import Language
    from geodata.report.frozen import Changed, Frozen
    from geodata.report.report import Report
    from geodata.store import Store


def written(
    store: Store, report: Report, form: str, language: Language, frozen: Frozen | None, changed: Sequence[Changed]
) -> bytes:
    """Return the report as ``pdf``, ``xlsx`` or ``json``, the same bytes as the command writes."""
    told = Edition(report, frozen, tuple(changed) if frozen else ())
    return told.bytes(store, Format(form), language)


def months_words(report: Report, language: Language) -> str:
    """Return what the picture of the months shows, in words."""
    each = (f"{month}: {attempts} ({reached})" for month, attempts, reached in report.months)
    return f"{HEADS['months'].say(language)} ({HEADS['reached'].say(language).lower()}). {', '.join(each)}"
