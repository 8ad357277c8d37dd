"""Which municipalities have been screened, how fresh that is, and what was found."""

from __future__ import annotations

import streamlit as st

from dashboard import cache, columns, coverage_sheet, export, opening, state
from dashboard.components import (
    coverage_map,
    downloads,
    filters,
    frame,
    legend,
    municipality_card,
    municipality_table,
    provisional,
    tiles,
    trail,
)
from dashboard.pages import MUNICIPALITY
from dashboard.period import say_window
from dashboard.text import translator

TILES = ("ever_screened", "currently_screened", "screening_yield", "sites_known", "sites_attempted")

language = state.language()
_ = translator(language)
edition, days, names, chosen = opening.begin()
everywhere, figures, unplaced = cache.coverage_page(edition, chosen.as_of, chosen.window_months, chosen.scope, TILES)
with st.sidebar:
    filters.show(days, *cache.areas(edition, chosen.as_of), language)
state.write_link()

shown = everywhere[chosen.scope.keeps(everywhere)]
frame.heading(
    _("Screening coverage"),
    f"{chosen.scope.say(_('Whole country'), language)} · {say_window(chosen.as_of, chosen.window_months, language)}",
)
if cache.days(edition) == (None, None):
    st.info(_("There are no screenings, sites or visits in the data yet."))
if shown.empty:
    st.info(_("No municipality belongs to this team and this region on the date."))
else:
    tiles.show(figures, language)
    provisional.show(edition, chosen.as_of, language)
    left, right = st.columns([1.35, 1], gap="medium")
    with left:
        coverage_map.show(
            edition.name,
            coverage_map.painted(everywhere, shown, chosen.municipality, edition.store.info, language),
            state.MAP,
            state.take_click(coverage_map.clicked_code, state.MAP),
        )
        legend.show(shown, unplaced, language)
        downloads.papers(
            lambda: coverage_sheet.sheet(
                edition.store,
                chosen.as_of,
                chosen.window_months,
                chosen.scope,
                everywhere,
                figures,
                unplaced,
                language,
            ),
            _("coverage"),
            chosen.as_of.isoformat(),
            demo=edition.store.demo,
            language=language,
        )
    with right:
        filters.municipality(names, language)
        picked = everywhere[everywhere["municipality_code"] == chosen.municipality]
        municipality_card.show(picked, chosen.window_months, language)
        if chosen.municipality:
            trail.show_link(chosen.municipality, names[chosen.municipality], language)
        municipality_table.show(
            municipality_table.contents(
                shown,
                chosen.municipality,
                language,
                state.address(MUNICIPALITY, municipality=""),
            ),
            state.TABLE,
            state.take_click(municipality_table.chosen_code, state.TABLE),
        )
        downloads.show(
            lambda: export.table(
                shown,
                columns.MUNICIPALITIES,
                language,
                demo=edition.store.demo,
                facts=[(_("As of"), chosen.as_of), (_("Window in months"), chosen.window_months)],
            ),
            _("municipalities"),
            chosen.as_of.isoformat(),
            demo=edition.store.demo,
            language=language,
        )
