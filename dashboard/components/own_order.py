"""Where a person makes an order of their own for one crew's day, to be put on the clock beside the proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.text import translator
from dashboard.week_words import crew_day
from geodata.routing import orders_of
from geodata.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geodata.language import Language
    from geodata.routing import WeekPlan
    from geodata.week.ground import Ground

Own = dict[tuple[str, "date"], tuple[tuple[str, float | None], ...]]


def whole(plan: WeekPlan) -> Own:
    """Return a plan's order, to be changed day by day."""
    return {day: tuple(stops) for day, stops in orders_of(plan).items()}


def show(plan: WeekPlan, ground: Ground, names: Mapping[str, str], language: Language) -> Own | None:
    """Draw the choice of a crew's day and of its sites in their order; return what was sent."""
    _ = translator(language)
    with st.expander(_("Make an order of your own"), icon=":material/format_list_numbered:", expanded=False):
        st.caption(
            _(
                "Choose a crew's day and its sites in the order they are to be visited. It is put on the clock as it "
                "stands; what does not fit is left out. The other days stay as shown above."
            )
        )
        pairs = {f"{each.crew} {each.day}": (each.crew, each.day) for each in plan.days}
        if not pairs:
            return None
        chosen = st.selectbox(
            _("Crew and day"),
            list(pairs),
            format_func=lambda each: crew_day(pairs[each][0], pairs[each][1], language),
            key="own-day",
        )
        pair = pairs[chosen]
        stood = [site for site, _at in orders_of(plan).get(pair, [])]
        offered = sorted(ground.places)
        sites = st.multiselect(
            _("Sites in their order"),
            offered,
            default=[site for site in stood if site in ground.places],
            format_func=lambda site: _said(site, ground, names, language),
            key=f"own-sites-{pair[0]}-{pair[1]}",
        )
        if st.button(_("Put it on the clock"), icon=":material/schedule:", key="own-send"):
            return {pair: tuple((site, None) for site in sites)}
    return None


def _said(site: str, ground: Ground, names: Mapping[str, str], language: Language) -> str:
    place = ground.places[site]
    parts = [site, Kind(place.kind).label.say(language), names.get(place.municipality_code, "")]
    return " · ".join(part for part in parts if part)
