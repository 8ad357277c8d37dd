"""One municipality: its status and why, its screenings, sites, visits and partners, and how it stands beside others."""

from __future__ import annotations

import streamlit as st

from dashboard import access, cache, drill_columns, export, opening, state
from dashboard.components import (
    comparison,
    crosstab,
    downloads,
    due_strip,
    filters,
    frame,
    municipality_card,
    records,
    trail,
    visit_chart,
)
from dashboard.components.links import to_sites
from dashboard.period import say_window
from dashboard.text import say_date, say_number, translator
from geodata.indicators import CASCADE
from geodata.municipality import NO_MUNICIPALITY, kinds_by_status, standings
from geodata.terms import PartnerCategory

STEPS = tuple(step.id for step in CASCADE)
COMPARED = (
    "sites_attempted", "sites_reached", "attempts", "contact_rate", "overdue_share", "returns_kept",
    "hours_per_reached", "found_per_screening_hour",
)  # fmt: skip


def choose() -> None:
    """Say that a municipality is to be chosen, and why what the link asks for is none."""
    frame.heading(_("Municipality"), _("Choose a municipality"))
    refused = state.refused()
    if refused == NO_MUNICIPALITY:
        st.info(_("0411 is Christiansø. It belongs to no municipality and is not screened; choose one from the list."))
    elif refused is not None:
        st.info(_("The link names no municipality that is known here; choose one from the list."))
    filters.municipality(names, language)


def tell(code: str) -> None:
    """Tell what is known of one municipality on the day."""
    record = cache.municipality_page(edition, code, chosen.as_of, chosen.window_months, STEPS + COMPARED)
    if record.status.empty:  # on that day it was another team's
        choose()
        return
    access.seen(code, chosen.as_of)
    row = record.status.to_dict("records")[0]
    steps_of_way = trail.to_municipality(row["team"], code, row["name"], language)
    trail.show([*steps_of_way[:-1], (row["name"], None)], language)
    frame.heading(row["name"], say_window(chosen.as_of, chosen.window_months, language))
    left, right = st.columns([1, 1.1], gap="medium")
    with left:
        filters.municipality(names, language)
        municipality_card.show(record.status, chosen.window_months, language)
        due_strip.show(standings(record.sites), language)
        crosstab.show(kinds_by_status(record.sites), language)
    with right:
        figures = cache.beside_team_and_nation(
            edition, chosen.as_of, chosen.window_months, code, row["team"], STEPS + COMPARED
        )
        areas = [row["name"], steps_of_way[1][0], _("Whole country")]
        comparison.show(figures[len(STEPS) :], areas, [own for own, _team, _nation in figures[: len(STEPS)]], language)

    records.show(
        _("Screenings"),
        _("The latest first. What a screening came to is told from the day it was completed."),
        record.screenings,
        drill_columns.SCREENINGS,
        language,
    )
    frame.part(_("Visits over time"))
    if record.quarters.empty:
        st.caption(_("No visit has been attempted here yet."))
    else:
        visit_chart.show(record.quarters, language)
        with st.expander(_("The quarters as a table")):
            st.caption(_("The last quarter runs to {date}.").format(date=say_date(chosen.as_of, language)))
            records.rows(record.quarters[::-1], drill_columns.QUARTERS, language)

    of_category = record.partners["category"].value_counts()
    records.show(
        _("Partners"),
        " · ".join(
            f"{category.label.say(language)}: {say_number(of_category.get(category.code, 0), language)}"
            for category in PartnerCategory
        ),
        record.partners,
        drill_columns.PARTNERS,
        language,
    )
    records.show(
        _("All sites"),
        _("The most urgent first; closed, moved and merged sites last. Choose a site to open its page."),
        record.sites,
        drill_columns.SITES,
        language,
        {"site_id": to_sites(record.sites["site_id"])},
    )
    downloads.show(
        lambda: export.table(
            record.sites,
            drill_columns.SITES,
            language,
            demo=edition.store.demo,
            facts=[(_("As of"), chosen.as_of), (_("Municipality code"), code)],
        ),
        _("sites"),
        f"{code}-{chosen.as_of.isoformat()}",
        demo=edition.store.demo,
        language=language,
    )


language = state.language()
_ = translator(language)
edition, days, names, chosen = opening.begin()
with st.sidebar:
    filters.period(days, language)
state.write_link()
if chosen.municipality is None:
    choose()
else:
    tell(chosen.municipality)
