"""What stands around every page: the notice on synthetic data, the footer, and the page that says what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.period import say_moment
from dashboard.safe import markup
from dashboard.text import say_boundaries, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.language import Language


def banner(*, demo: bool, language: Language) -> None:
    """Say on every page that the data are synthetic, where they are."""
    _ = translator(language)
    if demo:
        text = _(
            "Made-up data. No site, visit or person here is real; only the national totals up to 2008 are published."
        )
        st.html(f'<p class="demo" role="note"><strong>DEMO</strong> {markup(text)}</p>')


def heading(title: str, line: str) -> None:
    """Draw the page's title and the line that says what is shown."""
    st.html(f'<header class="heading"><h1>{markup(title)}</h1><p>{markup(line)}</p></header>')


def part(title: str, explained: str = "") -> None:
    """Draw the heading of a part of the page, and the sentence that explains it."""
    sentence = f'<p class="explained">{markup(explained)}</p>' if explained else ""
    st.html(f'<h2 class="part">{markup(title)}</h2>{sentence}')


def hint(sentence: str) -> None:
    """Draw a sentence that says how to go on."""
    st.html(f'<p class="hint">{markup(sentence)}</p>')


def footer(info: Mapping[str, str], language: Language) -> None:
    """Say which boundaries are drawn, and from which build everything comes.

    Parameters
    ----------
    info
        The build's facts.
    """
    _ = translator(language)
    parts = [
        say_boundaries(info, language),
        _("Data built {moment}").format(moment=say_moment(info["built_at"], language)),
    ]
    st.html(f'<footer class="foot">{markup(" · ".join(parts))}</footer>')


def language_mark(language: Language) -> None:
    """Leave the page's language where our script finds it and tells the browser and screen readers."""
    st.html(f'<span data-page-language="{markup(language)}"></span>')


def problem(title: str, sentence: str) -> None:
    """Draw the page that says, in the visitor's language, why nothing can be shown."""
    st.html(f'<section class="problem"><h1>{markup(title)}</h1><p>{markup(sentence)}</p></section>')
