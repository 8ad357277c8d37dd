"""Where one stop is changed: locked, moved, given a time or a language, taken out, taken in, or freed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.text import translator
from dashboard.week_words import clock, say_day, say_stop
from geodata.routing import Lock
from geodata.terms import Kind, SpokenLanguage
from geodata.week.edits import Edits, Pin, cheapest_pin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from geodata.language import Language
    from geodata.routing import WeekPlan
    from geodata.week.ground import Ground

ANY = ""
"""Stands for no language: any crew will do."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a press of a button makes of the edits, and in words."""

    edits: Edits
    said: str


def choices(plan: WeekPlan, ground: Ground, edits: Edits) -> list[str]:
    """Return the sites that can be changed: stops in their order, then those left out, then the team's others."""
    stops = [stop.site for stop in sorted(plan.stops, key=lambda stop: (stop.day, stop.crew, stop.arrive))]
    others = [*(out.site for out in plan.left_out), *sorted(edits.removed), *(c.site for c in ground.offered.others)]
    seen = {visit.site for visit in ground.visited}
    return list(dict.fromkeys([*stops, *(site for site in others if site not in seen and site in ground.places)]))


def describe(
    site: str, plan: WeekPlan, ground: Ground, edits: Edits, names: Mapping[str, str], language: Language
) -> str:
    """Return a site as the list names it: where it stands in the plan, and what and where it is."""
    _ = translator(language)
    stop = next((stop for stop in plan.stops if stop.site == site), None)
    out = {each.site for each in plan.left_out}
    if stop is not None:
        stands = say_stop(stop, language)
    elif site in edits.removed:
        stands = _("taken out by hand")
    else:
        stands = _("not in the plan") if site in out else _("not due")
    place = ground.places[site]
    parts = [stands, site, Kind(place.kind).label.say(language), names.get(place.municipality_code, "")]
    return " · ".join(part for part in parts if part)


def show(
    plan: WeekPlan,
    ground: Ground,
    edits: Edits,
    names: Mapping[str, str],
    days: Sequence[date],
    language: Language,
) -> Changed | None:
    """Draw the choice of a site and what can be done with it; return what was pressed.

    Parameters
    ----------
    days
        The days on which anyone works.
    """
    _ = translator(language)
    offered = choices(plan, ground, edits)
    site = state.chosen_of(state.SPOT, offered)
    st.selectbox(
        _("Site"),
        offered,
        **state.bound(state.SPOT),
        format_func=lambda each: describe(each, plan, ground, edits, names, language),
        placeholder=_("Choose a site here or on the map"),
    )
    undone = _undo(edits, language)
    if undone is not None or site is None or not days:
        return undone
    stop = next((stop for stop in plan.stops if stop.site == site), None)
    pin = edits.pins.get(site)
    way = cheapest_pin(plan, site)
    stands = (
        Pin(stop.day, stop.crew, stop.arrive)
        if stop
        else way or Pin(days[0], plan.days[0].crew if plan.days else "", 9 * 60)
    )
    left, right = st.columns(2)
    day = left.selectbox(
        _("Day"),
        days,
        index=days.index(stands.day) if stands.day in days else 0,
        format_func=lambda each: say_day(each, language),
        key=f"edit-day-{site}-{stands.day}",
    )
    at = right.time_input(
        _("Time"),
        time(int(stands.at) // 60 % 24, int(stands.at) % 60),
        step=300,
        key=f"edit-time-{site}-{stands.at:.0f}",
    )
    wanted = Pin(day, stands.crew, float(at.hour * 60 + at.minute))
    put = edits.add if stop is None and site not in {each.site for each in ground.candidates()} else edits.pin
    with st.container(horizontal=True, gap="small"):
        if st.button(
            _("Lock to the day") if stop else _("Take in on the day"), icon=":material/lock_open_right:", key="edit-day"
        ):
            return Changed(put(site, wanted), _("{site} on {day}").format(site=site, day=say_day(day, language)))
        if st.button(
            _("Lock to day and time") if stop else _("Take in at the time"), icon=":material/lock:", key="edit-time"
        ):
            timed = Pin(day, stands.crew, wanted.at, Lock.TIME)
            text = _("{site} on {day} at {time}")
            return Changed(put(site, timed), text.format(site=site, day=say_day(day, language), time=clock(wanted.at)))
        if stop and st.button(_("Take out"), icon=":material/remove_circle:", key="edit-out"):
            return Changed(edits.remove(site), _("{site} taken out").format(site=site))
        changed = pin is not None or site in edits.removed or site in edits.needs
        if changed and st.button(_("Undo for this site"), icon=":material/undo:", key="edit-free"):
            return Changed(edits.free(site), _("{site} is free again").format(site=site))
    return _language(site, edits, language)


def _language(site: str, edits: Edits, language: Language) -> Changed | None:
    """Draw the choice of the language that a site needs, and return what was chosen anew."""
    _ = translator(language)
    needed = edits.needs.get(site, ANY)
    codes = [ANY, *(each.code for each in SpokenLanguage)]
    chosen = st.selectbox(
        _("Language needed"),
        codes,
        index=codes.index(needed),
        format_func=lambda code: SpokenLanguage(code).label.say(language) if code else _("Any crew will do"),
        key=f"edit-language-{site}-{needed}",
    )
    if chosen == needed:
        return None
    if chosen == ANY:
        return Changed(edits.need(site, None), _("{site} needs no language").format(site=site))
    said = _("{site} needs a language: {language}")
    told = said.format(site=site, language=SpokenLanguage(chosen).label.say(language))
    return Changed(edits.need(site, chosen), told)


def _undo(edits: Edits, language: Language) -> Changed | None:
    """Say how much is changed by hand, with a button that undoes it all."""
    _ = translator(language)
    if not (edits.pins or edits.removed or edits.needs):
        return None
    counted = _("Changed by hand: {locked} locked, {out} taken out, {needing} need a language.")
    st.caption(counted.format(locked=len(edits.pins), out=len(edits.removed), needing=len(edits.needs)))
    if st.button(_("Undo every change"), icon=":material/undo:", key="undo-all"):
        return Changed(Edits(added=edits.added - edits.pins.keys()), _("Every change undone"))
    return None
