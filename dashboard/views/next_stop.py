"""The next stop of a crew, for a telephone: where, when, what was agreed, and one press for what came of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, opening, state, written
from dashboard.components import frame, run_sheet, stop_card
from dashboard.components.outcomes import show as show_outcomes
from dashboard.components.outcomes import show_undo
from dashboard.pages import NEXT, SITE
from dashboard.period import today_in_denmark
from dashboard.rounds import progress_of, rounds, seen_sites, sheet_of
from dashboard.text import say_weekday, translator
from geodata.attempts import rows_of
from geodata.settings import Settings

if TYPE_CHECKING:
    from dashboard.rounds import Round


def choose(offered: dict[str, Round]) -> tuple[Round, date]:
    """Let a crew and a day be chosen; the link remembers them by codes."""
    code = state.linked_choice(state.CREW, offered, next(iter(offered)))
    first = offered[code].first_shown(today).isoformat()
    days_of = [each.isoformat() for each in sorted(offered[code].days)]
    chosen_day = state.linked_choice(state.DAY, days_of, first, moves=True)
    with st.container(horizontal=True, gap="small"):
        st.selectbox(
            _("Crew"), list(offered), **state.bound(state.CREW), format_func=lambda each: offered[each].name(language)
        )
        st.selectbox(
            _("Day"),
            days_of,
            **state.bound(state.DAY),
            format_func=lambda each: say_weekday(date.fromisoformat(each), language, short=True),
            width=140,
        )
    return offered[code], date.fromisoformat(chosen_day)


def tell(crew: Round, day: date) -> None:
    """Show the stop that is next, or the one that was asked for, and the whole day below."""
    sheet = sheet_of(edition, crew.days[day], crew.crew, day, as_of)
    access.seen(crew.team, crew.code, day)
    rows = rows_of(ledger, seen_sites(sheet), day, demo=sheet.demo)
    found = progress_of(edition, sheet, rows, as_of)
    asked = state.asked(state.STOP, [str(stop.number) for stop in sheet.stops])
    shown = next((stop for stop in sheet.stops if str(stop.number) == asked), found.next)
    link: dict[str, str | None] = {
        state.CREW: crew.code,
        state.DAY: day.isoformat() if day != crew.first_shown(today) else None,  # a kept link is for every day
    }
    state.write_link(**link, **{state.STOP: asked})
    show_undo(ledger, found, today, language)
    if shown is None:
        st.success(_("Every stop of the day has been tried."))
    else:
        attempt = found.tried.get(shown.number)
        opens = state.address(SITE, site=shown.planned.site_id)
        stop_card.show(stop_card.card(shown, len(sheet.stops), attempt, language, opens))
        show_outcomes(ledger, sheet, shown, rows, today, language, tried=attempt is not None)
    stop_card.show(
        stop_card.day(
            found,
            shown.number if shown else None,
            lambda number: state.address(NEXT, **link, **{state.STOP: str(number)}),
            language,
        )
    )
    frame.part(_("Take along"))
    run_sheet.show(crew.days[day], crew.crew, day, edition=edition, as_of=as_of, language=language)


language = state.language()
_ = translator(language)
edition, days, _names, _chosen = opening.begin()
today, as_of = today_in_denmark(), days.last
ledger = written.ledger(Settings())
offered = rounds(edition, ledger, today, state.asked_day())
frame.heading(_("Next stop"), "")
if offered:
    tell(*choose(offered))
else:
    state.write_link()
    frame.hint(_("No plan has been accepted for this week, the one before or the one after."))
