"""The last days, whose records are not all in yet: from which day figures are provisional, or why it is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import cache
from dashboard.text import say_date, say_number, translator
from geodata.delay import RECORDED_SHARE, DelayUnknownError, provisional_from

if TYPE_CHECKING:
    from datetime import date

    from dashboard.warehouse import Edition
    from geodata.language import Language


def first_day(edition: Edition, as_of: date) -> date | None:
    """Return the first provisional day; ``None`` where there is none or it is not known."""
    try:
        return provisional_from(cache.recording_delays(edition, as_of), as_of)
    except DelayUnknownError:
        return None


def sentence(edition: Edition, as_of: date, language: Language) -> str:
    """Return which days are provisional, and from what that is told."""
    _ = translator(language)
    delays = cache.recording_delays(edition, as_of)
    try:
        day = provisional_from(delays, as_of)
    except DelayUnknownError as unknown:
        return unknown.say(language)
    if day is None:
        return _("Visits are recorded on the day itself, so no day is provisional.")
    return _(
        "Figures from {date} on are provisional: {share} of visits are recorded within {days} days (of {n} visits)."
    ).format(
        date=say_date(day, language),
        share=f"{say_number(RECORDED_SHARE * 100, language)} %" if language == "da" else f"{RECORDED_SHARE:.0%}",
        days=say_number((as_of - day).days + 1, language),
        n=say_number(sum(delays.values()), language),
    )


def show(edition: Edition, as_of: date, language: Language) -> None:
    """Draw the sentence."""
    st.caption(sentence(edition, as_of, language))
