"""The buttons for what came of a stop: in vain with one press, which can be taken back; all else on the record page.

The links there state what was pressed by codes alone: the form opens with it, and the rest is recorded there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, rebuild, recorder, state
from dashboard.components.links import anchor
from dashboard.components.stop_card import say_attempt
from dashboard.pages import PAGES, RECORD
from dashboard.record_words import REACHED
from dashboard.safe import markup
from dashboard.text import translator
from geodata import danish_time
from geodata.attempts import form_key, key_in_vain
from geodata.errors import GeodataError
from geodata.ledger.access_log import Action
from geodata.ledger.records import record, undo
from geodata.recording import VisitMade
from geodata.settings import Settings
from geodata.terms import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from geodata.attempts import Progress
    from geodata.language import Language
    from geodata.ledger.records import Entry
    from geodata.ledger.sessions import Ledger
    from geodata.run_sheet import RunSheet, Stop

MET = tuple(term for term in Outcome if term is not Outcome.NOT_STATED)
"""The outcomes that have a button of their own: whoever presses one states it."""


def show(
    ledger: Ledger,
    sheet: RunSheet,
    stop: Stop,
    rows: Sequence[Entry],
    today: date,
    language: Language,
    *,
    tried: bool,
) -> None:
    """Draw the buttons for a stop.

    Parameters
    ----------
    rows
        What the ledger holds of the day's sites.
    tried
        Whether something has come of it already.
    """
    _ = translator(language)
    if stop.place is None:
        st.info(_("Nothing can be recorded for a site that is not in the data."))
        return
    site = stop.planned.site_id
    if not tried and sheet.day != today:
        st.caption(_("One press records what happens now: it is offered on the day itself."))
    elif not tried:
        key = key_in_vain(sheet, site, rows)
        if st.button(_("In vain"), key=f"outcome-{key}", icon=":material/door_front:", width="stretch"):
            _do(
                lambda who, now: record(ledger, _in_vain(sheet, site, now), key=key, by=who, now=now, demo=sheet.demo),
                sheet.team,
                language,
            )
    if may_record():
        form = form_key(sheet, site, rows)
        st.html(links(lambda pressed: state.address(RECORD, site=site, **{state.FORM: form}, **pressed), language))


def links(address: Callable[[dict[str, str]], str], language: Language) -> str:
    """Return the ways to the record page as HTML: one for each outcome, one in vain, one with nothing pressed.

    Parameters
    ----------
    address
        Returns the address of the form that opens with these cells of a visit pressed.
    """
    _ = translator(language)
    met = "".join(
        anchor(address({state.REACHED: "true", state.OUTCOMES: term.code}), markup(term.label.say(language)))
        for term in MET
    )
    vain = anchor(address({state.REACHED: "false"}), markup(_("In vain, with details")))
    other = anchor(address({}), markup(_("Something else")))
    return (
        f'<nav class="outcomes" aria-label="{markup(_("Record the visit"))}"><p>{markup(REACHED["true"].say(language))}'
        f'</p><div class="outcome">{met}</div><p class="more">{vain}{other}</p></nav>'
    )


def show_undo(ledger: Ledger, found: Progress, today: date, language: Language) -> None:
    """Draw the latest attempt in vain that was recorded here, with the button that takes it back."""
    _ = translator(language)
    last = found.last_in_vain
    if last is None or found.sheet.day != today:
        return
    stop, attempt = last
    entry = attempt.entry
    if entry is None:
        return
    with st.container(key="undo", horizontal=True, vertical_alignment="center"):
        said = _("Stop {number}: {outcome}").format(number=stop.number, outcome=say_attempt(attempt, language).lower())
        st.html(f'<p role="status">{markup(said)}</p>')
        if st.button(_("Undo"), key=f"undo-{entry.id}", icon=":material/undo:"):
            _do(
                lambda who, now: undo(ledger, entry, key=f"undo-{entry.id}", by=who, now=now),
                found.sheet.team,
                language,
            )


def may_record() -> bool:
    """Return whether the viewer can open the page on which anything is recorded."""
    role = access.viewer().role
    return any(page.url_path == RECORD and role in page.roles for page in PAGES)


def _in_vain(sheet: RunSheet, site: str, now: datetime) -> VisitMade:
    return VisitMade(site, danish_time.on_the_clock(now), reached=False, team=sheet.team)


def _do(save: Callable[[str, datetime], Entry], team: str, language: Language) -> None:
    """Save something, with its row in the access log, and draw the page anew."""
    try:
        access.log(Action.CHANGE.code, team)
        save(recorder.name() or access.viewer().role.label.danish, datetime.now(UTC))
    except GeodataError as refused:
        st.error(refused.say(language))
        return
    rebuild.rebuilder(Settings()).ask()
    state.leave_stop()
    st.rerun()
