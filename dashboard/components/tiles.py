"""The headline figures: value, numerator and denominator, date, and how each is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.text import say_date, say_number, translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.figures import Figure
    from geodata.language import Language


def basis(figure: Figure, language: Language) -> str:
    """Return what a figure rests on, and its day: ``96 af 98 · pr. 31.12.2007``."""
    _ = translator(language)
    day = _("as of {date}").format(date=say_date(figure.as_of, language))
    if figure.denominator is None:
        return day
    counted = _("{n} of {total}").format(
        n=say_number(figure.numerator, language), total=say_number(figure.denominator, language)
    )
    return f"{counted} · {day}"


def interval(figure: Figure, language: Language) -> str:
    """Return a proportion's interval as a sentence."""
    _ = translator(language)
    unit = figure.indicator.unit
    return _("95% interval (Wilson): {low} to {high}.").format(
        low=unit.say(figure.low, language), high=unit.say(figure.high, language)
    )


def explanation(figure: Figure, language: Language) -> str:
    """Return how the figure is counted, its interval where it is a proportion, and a link to its full definition."""
    _ = translator(language)
    link = f"[{_('Full definition')}](definitions?{state.FIGURE}={figure.indicator.id}&{state.LANGUAGE}={language})"
    text = f"{figure.indicator.definition.say(language)} {link}"
    if figure.low is None or figure.high is None:
        return text
    return f"{text}\n\n{interval(figure, language)}"


def show(figures: Sequence[Figure], language: Language) -> None:
    """Draw one tile per figure, side by side."""
    for column, figure in zip(st.columns(len(figures)), figures, strict=True):
        with column.container(border=True, height="stretch", key=f"tile-{figure.indicator.id}"):
            st.metric(
                figure.indicator.label.say(language),
                figure.indicator.unit.say(figure.value, language),
                help=explanation(figure, language),
            )
            st.caption(basis(figure, language))
