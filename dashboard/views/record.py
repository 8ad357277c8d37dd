"""Records a visit, a conversation, a meeting, a site's facts or a screening, on a telephone first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import access, cache, opening, rebuild, record_words, recorder, state, written
from dashboard.components import filters, frame, record_forms, record_list
from dashboard.components.links import anchor
from dashboard.pages import NEXT, RECORD, SITE
from dashboard.period import today_in_denmark
from dashboard.safe import markup
from dashboard.text import say_date, translator
from geodata.due import Standing
from geodata.errors import GeodataError
from geodata.ledger import records
from geodata.ledger.access_log import Action
from geodata.settings import Settings
from geodata.terms import UNKNOWN, Kind, Outcome, SiteStatus

if TYPE_CHECKING:
    from geodata.ledger.records import Entry
    from geodata.ledger.sessions import Ledger
    from geodata.site import SiteRecord


LOOK_AGAIN_S = 2.0
"""How often a page that shows itself without the new version looks whether it is there."""


def label_of(site: str, kind: str, due_on: pd.Timestamp | None) -> str:
    """Return a site's line in the list it is chosen from."""
    due = "" if pd.isna(due_on) else f" · {say_date(due_on, language)}"
    return f"{site} · {Kind(kind).label.say(language)}{due}"


def choose_site() -> None:
    """Let a municipality and one of its sites be chosen; the one that is due first stands first."""
    filters.municipality(names, language)
    if chosen.municipality is None:
        frame.hint(_("Choose a municipality, then a site; or open this page from a site's own page."))
        return
    rows = cache.due_sites(edition, chosen.as_of)
    rows = rows[rows["municipality_code"] == chosen.municipality].sort_values("due_on")
    labels = {
        site: label_of(site, kind, due)
        for site, kind, due in zip(rows["site_id"], rows["kind"], rows["due_on"], strict=True)
    }
    picked = st.selectbox(
        _("Site"), list(labels), index=None, format_func=labels.__getitem__, placeholder=_("Choose a site"),
        key=f"site-of-{chosen.municipality}",
    )  # fmt: skip
    if picked:
        state.choose_site(picked)
        st.rerun()


def tell_site(record: SiteRecord) -> None:
    """Say which site is recorded, how it stands, and the way to its page and to another."""
    facts, due = record.facts, record.due
    place = facts["municipality_name"] if facts["municipality_code"] != UNKNOWN else _("Unknown municipality")
    standing = Standing(due["state"]).label.say(language) if due else SiteStatus(facts["status"]).label.say(language)
    told = f"{Kind(facts['kind']).label.say(language)} · {place} · {standing}"
    to_site = anchor(state.address(SITE, site=facts["site_id"]), markup(facts["site_id"]))
    other = anchor(state.address(RECORD, site=None, what=what), markup(_("Another site")))
    st.html(f'<p class="recorded-site"><strong>{to_site}</strong> {markup(told)}<br>{other}</p>')


def linked() -> dict[str, str]:
    """Return the cells of a new visit that the link states: a stop's button says what came of it, and no more."""
    reached = state.asked(state.REACHED, record_words.REACHED)
    outcome = state.asked(state.OUTCOMES, [term.code for term in Outcome]) if reached == "true" else None
    return {name: code for name, code in ((state.REACHED, reached), (state.OUTCOMES, outcome)) if code}


def sheet() -> record_forms.Sheet:
    """Return what the form is drawn from."""
    if corrected is None:
        stated = pressed if what == "visits" else {}
    else:
        stated = corrected.cells[0] if corrected.cells else {}
    facts = found.facts if found else None
    municipality = stated.get("municipality_code", chosen.municipality)
    if facts is not None and what in record_words.ABOUT_A_SITE:
        municipality = facts["municipality_code"]
    here = cache.due_sites(edition, chosen.as_of)
    others = here.loc[here["municipality_code"] == municipality, "site_id"].tolist() if what == "site_changes" else []
    team = facts["team"] if facts else stated.get("team", chosen.scope.team or _team_of(municipality))
    return record_forms.Sheet(
        key, language, datetime.now(UTC), edition.store.demo, stated, corrected.cells if corrected else (),
        stated.get("site_id") if corrected else facts["site_id"] if facts else None, team, municipality,
        [site for site in others if facts is None or site != facts["site_id"]],
    )  # fmt: skip


def _team_of(municipality: str | None) -> str:
    rows = cache.municipalities(edition, chosen.as_of, chosen.window_months).set_index("municipality_code")
    return str(rows.loc[municipality, "team"]) if municipality in rows.index else UNKNOWN


def save(ledger: Ledger, filled: dict[str, object], by: str) -> None:
    """Save the form under its key, ask for a new version, and show the page anew, now with what was saved."""
    now = datetime.now(UTC)
    try:
        access.log(Action.CHANGE.code, detail=what)
        if corrected is not None:
            (made,) = [filled[""]]
            records.correct(ledger, corrected, made, key=key, by=by, now=now)  # type: ignore[arg-type]
        else:
            made_all = {f"{key}{ending}": made for ending, made in sorted(filled.items(), reverse=True)}
            records.record_all(ledger, made_all, by=by, now=now, demo=edition.store.demo)  # type: ignore[arg-type]
    except GeodataError as refused:
        st.error(refused.say(language))
        return
    state.asked_build(builder.ask())
    st.rerun()


def take_back(entry: Entry) -> None:
    """Take a record back, once however often it is pressed."""
    try:
        access.log(Action.CHANGE.code, detail=entry.table)
        records.undo(written.ledger(settings), entry, key=f"undo-{entry.id}", by=recorder.name(), now=datetime.now(UTC))
        state.asked_build(builder.ask())
    except GeodataError as refused:
        state.say_next(refused.say(language))


def begin_correction(entry: Entry) -> None:
    """Fill the form with a record that is to be corrected."""
    state.new_form(what=entry.table, corrects=entry.id)
    if entry.table in record_words.ABOUT_A_SITE and entry.site_id:
        state.choose_site(entry.site_id)


def receipt(entry: Entry) -> None:
    """Say that it is saved, and tell how the site stands now that the new version holds it."""
    gone = entry.action == records.UNDO
    done = _("Taken back.") if gone else _("Saved.")
    st.html(f'<p class="saved" role="status"><strong>{markup(done)}</strong></p>{record_list.line(entry, language)}')
    reason = builder.refused(language)
    if reason is not None:
        st.warning(_("The record is saved, but the figures could not be updated: {reason}").format(reason=reason))
    elif builder.busy():
        st.info(_("Figures, lists and maps are still being updated; what was recorded is saved."))
        look_again()
    else:
        stands = f"{_('Figures, lists and maps are up to date.')} {standing()}"
        st.html(f'<p class="stands" data-updated="true">{markup(stands)}</p>')
    if state.on_round():
        st.html(f'<p class="outcome">{anchor(state.address(NEXT), markup(_("Next stop")))}</p>')
    with st.container(horizontal=True):
        st.button(_("Record more here"), key=f"{key}-more", type="primary", on_click=state.new_form)
        st.button(_("Correct"), key=f"{key}-correct", on_click=begin_correction, args=(entry,))
        if not gone:
            st.button(_("Undo"), key=f"{key}-undo", on_click=take_back, args=(entry,))
        if entry.table == "visits" and "conversation" in entry.cells[0].get("outcomes", "").split("|"):
            st.button(_("Record the conversation"), key=f"{key}-talk", on_click=state.new_form, args=("conversations",))
        if entry.table == "screenings":
            st.button(_("Add a site"), key=f"{key}-site", on_click=state.new_form, args=("sites",))
            st.button(_("Add a partner"), key=f"{key}-partner", on_click=state.new_form, args=("partners",))


@st.fragment(run_every=LOOK_AGAIN_S)
def look_again() -> None:
    """Begin anew on the new version as soon as there is one."""
    if not builder.busy():
        st.rerun()


def standing() -> str:
    """Return how the site stands now, where the page is about one."""
    if found is None or what not in record_words.ABOUT_A_SITE:
        return ""
    if found.due is None:
        return SiteStatus(found.facts["status"]).label.say(language)
    said = Standing(found.due["state"]).label.say(language)
    return _("{standing}, due {date}").format(standing=said, date=say_date(found.due["due_on"], language))


def wait_for_the_new_version() -> None:
    """Wait for the build this visit has asked for, and begin anew on the version it made."""
    number = state.asked_build()
    if number is None and saved is not None:
        number = builder.ask()  # the page was loaded anew since it was saved: no one has waited for it
    if number:
        with st.spinner(_("Saved. Updating figures, lists and maps…")):
            builder.wait(number)
        state.asked_build(0)
        st.rerun()


settings = Settings()
language = state.language()
_ = translator(language)
edition, _days, names, chosen = opening.begin()
key = state.form_key()
what = state.linked_choice(state.WHAT, record_words.WHAT, "visits")
builder = rebuild.rebuilder(settings)
builder.warm()
pressed = linked()
state.write_link(
    **{
        state.SITE: chosen.site,
        state.WHAT: what if what != "visits" else None,
        state.FORM: key,
        **pressed,
        state.CORRECTS: None if state.corrected() is None else str(state.corrected()),
    }
)
found = cache.site(edition, chosen.site, chosen.as_of) if chosen.site else None
if found is not None:
    access.seen(found.facts["municipality_code"], chosen.site, chosen.as_of)
frame.heading(_("Record"), say_date(today_in_denmark(), language))
told = state.said()
if told:
    st.error(told)
by = recorder.recorder(language)
st.pills(
    _("What"), list(record_words.WHAT), **state.bound(state.WHAT), required=True,
    format_func=lambda each: record_words.WHAT[each].say(language), label_visibility="collapsed",
)  # fmt: skip
try:
    ledger = written.ledger(settings)
    saved = records.saved(ledger, key)
    number = state.corrected()
    asked = None if saved is not None or number is None else records.by_id(ledger, number)
    corrected = next(iter(recorder.own(edition, [asked] if asked else [], chosen.as_of)), None)
    lost = saved is None and number is not None and corrected is None
    wait_for_the_new_version()
    if saved is not None:
        saved = records.history(ledger, saved)[0]
        what = saved.table
    if what in record_words.ABOUT_A_SITE and corrected is None and saved is None:
        if found is None:
            choose_site()
        else:
            tell_site(found)
    elif what in record_words.IN_A_MUNICIPALITY and corrected is None and saved is None:
        filters.municipality(names, language)
    if saved is not None:
        receipt(saved)
    elif lost:  # the form does not stay: what was meant as a correction would be saved as another record
        st.info(_("The record has been changed meanwhile. See it below."))
        st.button(_("Record more here"), key=f"{key}-anew", on_click=state.new_form)
    elif what not in record_words.ABOUT_A_SITE or found is not None or corrected is not None:
        if what == "screenings" and corrected is None and chosen.municipality is not None:
            under_way = records.under_way(ledger, chosen.municipality, demo=edition.store.demo)
            for begun in recorder.own(edition, under_way, chosen.as_of):
                st.html(record_list.line(begun, language))
                st.button(
                    _("Complete this screening"), key=f"complete-{begun.id}", on_click=begin_correction, args=(begun,)
                )
        if corrected is not None:
            st.info(_("You correct: {record}").format(record=record_words.said(corrected, language)))
        filled = record_forms.FORMS[what](sheet())
        press = st.button(
            _("Save"), key=f"{key}-save", type="primary", width="stretch", icon=":material/check:",
            disabled=filled is None,
        )  # fmt: skip
        if press and filled is not None:
            save(ledger, filled, by)  # type: ignore[arg-type]
    faults = cache.ledger_rejects(edition).groupby("line")["rule"].agg(list).to_dict()
    listed = (faults, begin_correction, take_back, language)
    demo = edition.store.demo
    if found is not None:
        here = records.latest(ledger, site=found.facts["site_id"], demo=demo)
        record_list.show(_("Recorded on this site"), here, ledger, *listed)
    if by:
        mine = recorder.own(edition, records.latest(ledger, by=by, demo=demo), chosen.as_of)
        record_list.show(_("Recorded by you"), mine, ledger, *listed)
except GeodataError as unreachable:
    st.error(unreachable.say(language))
