"""Releases: propose a quarter, see what an attacker finds and what stays visible, and publish what another proposed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, cache, looking, release_columns, state, written
from dashboard.components import frame, records
from dashboard.pages import PICTURE
from dashboard.period import today_in_denmark
from dashboard.picture import hidden_word, say_quarter
from dashboard.text import say_number, translator
from geodata.disclosure import publishing
from geodata.disclosure.groups import Detail
from geodata.disclosure.quarters import Quarter, complete
from geodata.errors import GeodataError
from geodata.ledger.access_log import Action
from geodata.ledger.releases import PROPOSED, PUBLISHED, WITHDRAWN, entries
from geodata.settings import Settings
from geodata.units import Unit

if TYPE_CHECKING:
    from geodata.ledger.releases import Entry
    from geodata.ledger.sessions import Ledger

QUARTERS_OFFERED = 8

language = state.language()
_ = translator(language)
edition = cache.edition()
demo = edition.store.demo


def propose(ledger: Ledger, person: str, offered: list[str]) -> None:
    """Draw the form in which a quarter is proposed, and do so."""
    with st.form("propose"):
        left, right = st.columns(2)
        quarter = left.selectbox(_("Quarter"), offered, format_func=lambda each: say_quarter(each, language))
        finest = right.selectbox(
            _("Finest detail to try"),
            [None, *(each.code for each in Detail)],
            format_func=lambda code: Detail(code).label.say(language) if code else _("As in the latest release"),
            help=_("If it cannot be published, the next coarser one is tried."),
        )
        sent = st.form_submit_button(_("Propose the quarter"), type="primary", icon=":material/shield:")
    if not sent:
        return
    try:
        access.log(Action.CHANGE.code)
        with st.spinner(_("Hiding and attacking …")):
            made, _verdict = publishing.propose(
                ledger,
                edition.store,
                Quarter.read(quarter),
                by=person,
                at=datetime.now(UTC),
                today=today_in_denmark(),
                detail=Detail(finest) if finest else None,
            )
        st.success(_("Release no. {number} is proposed. Someone else must publish it.").format(number=made.id))
    except GeodataError as refused:
        st.error(refused.say(language))


def settle(ledger: Ledger, entry: Entry, person: str) -> None:
    """Draw the buttons that publish or withdraw a proposal, and do so."""
    own = person.strip().casefold() == entry.proposed_by.strip().casefold()
    with st.container(horizontal=True):
        yes = st.button(
            _("Publish"), type="primary", disabled=own, icon=":material/publish:", key=f"publish-{entry.id}"
        )
        no = st.button(_("Withdraw the proposal"), icon=":material/undo:", key=f"withdraw-{entry.id}")
    if own:
        st.caption(_("Proposed by {person}: someone else must publish it.").format(person=entry.proposed_by))
    if not (yes or no):
        return
    act = publishing.publish if yes else publishing.withdraw
    try:
        access.log(Action.CHANGE.code)
        act(ledger, entry.id, demo=demo, by=person, at=datetime.now(UTC))
        st.rerun()
    except GeodataError as refused:
        st.error(refused.say(language))


def tell(ledger: Ledger, entry: Entry) -> None:
    """Tell what a release shows, what the attack on it came to, and what each municipality sees."""
    verdict, seen = cache.release_verdict(entry.id, entry.checksum, ledger, demo=demo)
    content = cache.released(entry.id, entry.checksum, ledger)
    frame.part(
        _("Release no. {number}, {quarter}").format(number=entry.id, quarter=say_quarter(str(entry.quarter), language)),
        entry.detail.label.say(language),
    )
    for step in publishing.coarsened(entry):
        st.warning(_("Coarsened: {detail} could not be published.").format(detail=step.label.say(language).lower()))
    if verdict.passed:
        st.success(
            _("Neither an outsider nor any of {n} municipalities can work out a small count.").format(
                n=say_number(verdict.insiders, language)
            ),
            icon=":material/verified_user:",
        )
    for reason in verdict.reasons:
        st.error(reason.say(language))
    share = Unit.PERCENT.say(None if seen.share is None else seen.share * Unit.PERCENT.scale, language)
    sentence = _(
        "Shown: {shown} of {holding} counts of municipalities that are not 0 ({share}). {empty} of {all} "
        "municipalities see no count of their own. The attacks took {outsider} and {insiders} seconds."
    )
    st.caption(
        sentence.format(
            shown=say_number(seen.shown, language),
            holding=say_number(seen.holding, language),
            share=share,
            empty=say_number(seen.rows_hidden, language),
            all=say_number(seen.rows, language),
            outsider=say_number(round(verdict.outsider_s, 2), language),
            insiders=say_number(round(verdict.insiders_s, 2), language),
        )
    )
    records.rows(release_columns.widths(verdict, language), release_columns.WIDTHS, language)
    hidden = hidden_word(language)
    rows = release_columns.preview(content, hidden, language)
    addresses = [
        state.picture_address(PICTURE, area.code, str(entry.quarter))
        if area.kind == "municipality" and entry.state == PUBLISHED
        else None
        for area in content.layout.areas
    ]
    records.show(
        _("What each municipality sees"),
        _("Its own counts, and those of the larger areas below. Hidden counts cannot be told apart."),
        rows,
        release_columns.preview_columns(content),
        language,
        {"name": addresses},
    )


frame.heading(_("Releases"), _("Quarterly figures for the municipalities, published by two people"))
person = looking.who()
with st.sidebar:
    if looking.may_choose_who():
        st.segmented_control(
            _("Acting as"),
            looking.DEMO_PEOPLE,
            **state.bound(state.WHO),
            required=True,
            help=_("Two invented people of the demo: one proposes, the other publishes."),
        )
try:
    ledger = written.ledger(Settings())
    found = entries(ledger, demo=demo)
    done = [entry.quarter for entry in found if entry.state == PUBLISHED]
    offered = [
        str(each) for each in reversed(complete(today_in_denmark(), QUARTERS_OFFERED)) if not done or each > max(done)
    ]
    if not offered:
        st.info(_("Every quarter that is over is published. The next can be proposed when it has ended."))
    else:
        propose(ledger, person, offered)
        found = entries(ledger, demo=demo)
    shown = [entry for entry in found if entry.state != WITHDRAWN]
    if shown:
        numbers = [str(entry.id) for entry in shown]
        number = state.own_choice(state.RELEASE, numbers, numbers[0])
        st.selectbox(
            _("Release to look at"),
            numbers,
            **state.bound(state.RELEASE),
            format_func=lambda each: next(
                release_columns.name(entry, language) for entry in shown if str(entry.id) == each
            ),
            width=420,
        )
        chosen = shown[numbers.index(number)]
        if chosen.state == PROPOSED:
            settle(ledger, chosen, person)
        tell(ledger, chosen)
    state.write_own_link()
    records.show(
        _("All releases"),
        _("What is published is never changed. A later quarter is a release of its own."),
        release_columns.listed(found),
        release_columns.LIST,
        language,
    )
except GeodataError as unreachable:
    st.error(unreachable.say(language))
