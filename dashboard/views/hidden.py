"""How many sites there may be that no one has seen, and how far outreach comes, measured against every total."""

from __future__ import annotations

import streamlit as st

from dashboard import cache, columns, export, opening, state
from dashboard.components import denominators, downloads, estimates, filters, frame
from dashboard.period import say_window
from dashboard.text import translator

language = state.language()
_ = translator(language)
edition, days, _names, chosen = opening.begin()
with st.sidebar:
    filters.period(days, language)
state.write_link()
measured = cache.denominators(edition, chosen.as_of, chosen.window_months)  # reads what is hidden meanwhile
hidden = cache.hidden(edition, chosen.as_of)
as_of = (_("As of"), chosen.as_of)

frame.heading(
    _("Hidden sites"), f"{_('The country and its teams')} · {say_window(chosen.as_of, chosen.window_months, language)}"
)
frame.part(
    _("How many sites there may be"),
    _("Two sources that were read in the same weeks tell by their overlap how many sites neither of them shows."),
)
estimates.show(hidden, language)
st.caption(
    _(
        "An estimate is of the weeks in which the sources were read. A lower bound is of every site that was there in "
        "any of the rounds, so it may lie above the estimate. Municipalities have too few sites to estimate from. "
        "The country is drawn to one scale, the teams to another."
    )
)
downloads.show(
    lambda: export.table(
        estimates.contents(hidden, language), columns.HIDDEN, language, demo=edition.store.demo, facts=[as_of]
    ),
    _("hidden-sites"),
    chosen.as_of.isoformat(),
    demo=edition.store.demo,
    language=language,
)
frame.part(
    _("Sites attempted in the window, beside every denominator"),
    _("None of them is the right one. Read together they say how far outreach comes, and how sure that is."),
)
denominators.show(measured, language)
downloads.show(
    lambda: export.table(
        denominators.contents(measured, language),
        columns.DENOMINATORS,
        language,
        demo=edition.store.demo,
        facts=[as_of, (_("Window in months"), chosen.window_months)],
    ),
    _("denominators"),
    chosen.as_of.isoformat(),
    demo=edition.store.demo,
    language=language,
)
frame.part(
    _("What an estimate supposes"), _("None of this quite holds, so an estimate is never shown without its range.")
)
st.html(estimates.assumptions(language))
