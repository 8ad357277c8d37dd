"""How far a search is, with a button that ends it; the page is drawn anew when there is something better."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.safe import markup
from dashboard.text import say_number, translator

if TYPE_CHECKING:
    from dashboard.planning import Search
    from geodata.language import Language
    from geodata.routing import WeekPlan

EVERY_S = 1.0
BETTER_S = 5.0
"""Seconds between two drawings of the whole page while better plans are found."""


@st.fragment(run_every=EVERY_S)
def show(search: Search, drawn: WeekPlan | None, drawn_at: float, language: Language) -> None:
    """Draw it.

    Parameters
    ----------
    drawn, drawn_at
        The plan that the page shows, and when it was drawn by ``time.monotonic``.
    """
    _ = translator(language)
    best = search.plan
    if not search.running or (best is not drawn and time.monotonic() - drawn_at > BETTER_S):
        st.rerun(scope="app")
    text = _("Searching …")
    if best is not None:
        text = _("Searching: {n} rounds, worth {worth}, {stops} stops.").format(
            n=say_number(best.iterations, language),
            worth=say_number(round(best.totals.worth), language),
            stops=say_number(best.totals.stops, language),
        )
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if st.button(_("Stop here"), icon=":material/stop_circle:", key="stop-search"):
            search.stop()
            search.wait(EVERY_S)
            st.rerun(scope="app")
        st.html(f'<p class="explained" role="status">{markup(text)}</p>')
