"""One site: what it is and where, what became of it, its visits and sightings, and when it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, cache, drill_columns, opening, state
from dashboard.components import filters, frame, records, site_card, trail
from dashboard.components.links import anchor, to_sites
from dashboard.pages import RECORD
from dashboard.safe import markup
from dashboard.text import say_date, translator

if TYPE_CHECKING:
    from geodata.site import SiteRecord


def choose() -> None:
    """Say how a site is opened, and that the one asked for is not known."""
    state.write_link(site=chosen.site)
    frame.heading(_("Site"), say_date(chosen.as_of, language))
    if chosen.site:
        st.info(_("No site with this code is known on {date}.").format(date=say_date(chosen.as_of, language)))
    frame.hint(_("A site is opened from the table on its municipality's page. Choose a municipality."))
    filters.municipality(names, language)
    if chosen.municipality:
        trail.show_link(chosen.municipality, names[chosen.municipality], language)


def tell(record: SiteRecord) -> None:
    """Tell what is known of one site on the day."""
    facts = record.facts
    here = facts["municipality_code"]
    access.seen(here if here in names else facts["team"], facts["site_id"], chosen.as_of)
    state.choose_municipality(here if here in names else None)
    state.write_link(site=facts["site_id"])
    trail.show(
        [
            *trail.to_municipality(facts["team"], here, site_card.municipality_name(facts, language), language),
            (facts["site_id"], None),
        ],
        language,
    )
    frame.heading(_("Site {code}").format(code=facts["site_id"]), say_date(chosen.as_of, language))
    st.html(anchor(state.address(RECORD, site=facts["site_id"]), markup(_("Record"))))
    left, right = st.columns([1, 1.5], gap="medium")
    with left:
        site_card.show(facts, record.due, language)
    with right:
        records.show(
            _("What became of it"),
            _("The latest first, with the reason that was given."),
            record.history,
            drill_columns.HISTORY,
            language,
            {"other": to_sites(record.history["other"].where(record.history["other_known"]))},
        )
        if not record.origins.empty:
            records.show(
                _("Merged into this site or moved to it"),
                _("What was recorded of them stays under their own codes."),
                record.origins,
                drill_columns.ORIGINS,
                language,
                {"site_id": to_sites(record.origins["site_id"])},
            )
    records.show(
        _("Visits"),
        _("Every attempted visit, the latest first. Several outcomes may hold for one visit."),
        record.visits,
        drill_columns.VISITS,
        language,
    )
    records.show(
        _("Sightings"),
        _("Where and when the site was seen, the latest first."),
        record.sightings,
        drill_columns.SIGHTINGS,
        language,
    )


language = state.language()
_ = translator(language)
edition, days, names, chosen = opening.begin()
with st.sidebar:
    filters.period(days, language)
found = cache.site(edition, chosen.site, chosen.as_of) if chosen.site else None
if found is None:
    choose()
else:
    tell(found)
