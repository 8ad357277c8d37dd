"""The buttons that take a crew's day along. A file is written when its button is pressed, and that is logged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import run_sheet_files, state, taken
from dashboard.components.links import anchor
from dashboard.pages import NEXT
from dashboard.rounds import Round, sheet_of
from dashboard.run_sheet_words import Extras, say_links, say_unplaced
from dashboard.safe import markup
from dashboard.text import say_weekday, translator

if TYPE_CHECKING:
    from datetime import date

    from dashboard.warehouse import Edition
    from geodata.language import Language
    from geodata.ledger.plans import AcceptedPlan

ICONS = {
    "pdf": ":material/picture_as_pdf:", "ics": ":material/calendar_month:", "gpx": ":material/navigation:",
    "xlsx": ":material/table_view:",
}  # fmt: skip
CAN_HOLD_ADDRESSES = {"ics"}
"""The forms that hold addresses only where they are asked to; the others cannot do without."""


def show(plan: AcceptedPlan, crew: str, day: date, *, edition: Edition, as_of: date, language: Language) -> None:
    """Draw the buttons for one crew and day, and what they may hold beside.

    Parameters
    ----------
    as_of
        The day up to which the warehouse's records are used.

    Raises
    ------
    BeyondReachError
        If the plan is another team's than the viewer's.
    PlanRefusedError
        If the plan has no such day.
    """
    _ = translator(language)
    sheet = sheet_of(edition, plan, crew, day, as_of)
    of = f"{Round(plan.team, crew).code}-{day}"
    links = st.toggle(
        _("Map links in the files"), key=f"sheet-links-{of}", help=_("Off unless turned on, for each day anew.")
    )
    if links:
        st.caption(say_links(language))
    addresses = st.toggle(
        _("Addresses in the calendar"), key=f"sheet-addresses-{of}", help=_("Off unless turned on, for each day anew.")
    )
    if addresses:
        st.caption(_("Many calendars keep their entries at their maker's, who can then read the addresses."))
    extras = Extras(addresses, links)
    names = {"pdf": _("Paper (PDF)"), "ics": _("Calendar (ICS)"), "gpx": _("Navigation (GPX)"), "xlsx": _("Excel")}
    with st.container(horizontal=True, gap="small"):
        for form in run_sheet_files.FORMS:
            name = run_sheet_files.file_name(sheet, form.ending, language)
            write = partial(form.write, sheet, language, extras)
            st.download_button(
                names[form.ending],
                taken.away(write, name, form.media_type, logged(form.ending, extras)),
                name,
                form.media_type,
                key=f"sheet-{form.ending}-{of}",
                on_click="ignore",
                icon=ICONS[form.ending],
            )
    notes = (
        _("The navigation file holds the places' points: whoever makes the app it is opened in may learn them."),
        say_unplaced(sheet, language),
    )
    st.caption(" ".join(filter(None, notes)))


def of_week(plan: AcceptedPlan, today: date, *, edition: Edition, as_of: date, language: Language) -> None:
    """Draw the same for an accepted week: a crew and a day are chosen first.

    Parameters
    ----------
    today, as_of
        The day it is, which is shown first where it is planned, and the day up to which records are used.
    """
    _ = translator(language)
    days = sorted({stop.day for stop in plan.stops})
    if not days:
        return
    of = f"{plan.team}-{plan.year}-{plan.week}"
    with st.expander(_("Take along"), icon=":material/directions_car:"):
        with st.container(horizontal=True, gap="small"):
            day = st.selectbox(
                _("Day"),
                days,
                index=next((place for place, each in enumerate(days) if each >= today), 0),
                format_func=lambda each: say_weekday(each, language, short=True),
                key=f"sheet-day-{of}",
            )
            crews = sorted({stop.crew for stop in plan.stops if stop.day == day})
            crew = st.selectbox(_("Crew"), crews, key=f"sheet-crew-{of}-{day}")
        code = Round(plan.team, crew).code
        address = state.address(NEXT, **{state.CREW: code, state.DAY: day.isoformat()})
        st.html(f'<p class="open">{anchor(address, markup(_("Show the day stop by stop, as on a telephone")))}</p>')
        show(plan, crew, day, edition=edition, as_of=as_of, language=language)


def logged(ending: str, extras: Extras) -> str:
    """Return what the access log says was taken away: a run sheet, as what, and what was turned on for it."""
    turned_on = [
        word
        for word, on in (("addresses", extras.addresses and ending in CAN_HOLD_ADDRESSES), ("links", extras.links))
        if on
    ]
    return "-".join(("run_sheet", ending, *turned_on))
