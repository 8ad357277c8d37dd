"""What is to be done next: list by list, each with its count, its rule and why the rest is not on it."""

from __future__ import annotations

import streamlit as st

from dashboard import access, cache, export, opening, state
from dashboard.components import downloads, filters, frame, links, reconciled, records
from dashboard.text import say_date, translator
from dashboard.worklists import LISTINGS

language = state.language()
_ = translator(language)
edition, days, names, chosen = opening.begin()
by_code = {listing.code: listing for listing in LISTINGS}
with st.sidebar:
    filters.show(days, *cache.areas(edition, chosen.as_of), language)
code = state.own_choice(state.LIST, by_code, LISTINGS[0].code)
state.write_link(**{state.LIST: code if code != LISTINGS[0].code else None})

day = say_date(chosen.as_of, language)
frame.heading(
    _("Work lists"), f"{chosen.scope.say(_('Whole country'), language)} · {_('as of {date}').format(date=day)}"
)
st.segmented_control(
    _("List"),
    list(by_code),
    **state.bound(state.LIST),
    format_func=lambda each: by_code[each].name.say(language),
    required=True,
    label_visibility="collapsed",
)
listing = by_code[code]
access.seen(chosen.scope.team, code, chosen)
found = listing.read(edition, chosen)
rows = found.rows.assign(name=found.rows["municipality_code"].map(names).fillna(_("Unknown municipality")))
note = ""
if code == "disagreeing":
    compared = cache.latest_round(edition, chosen.as_of)
    note = (
        _("Latest round compared: {begun}–{ended}.").format(
            begun=say_date(compared.begun_on, language), ended=say_date(compared.ended_on, language)
        )
        if compared
        else _("No round of the last 12 months can be compared: both sources must be read at most four weeks apart.")
    )
reconciled.show(found, listing.records, note, language)
read = rows.head(records.SHOWN_ROWS)
opens = {column: links.to_sites(read[column]) for column in ("site_id", "site_a", "site_b") if column in read}
opens["name"] = links.to_municipalities(read["municipality_code"])
records.show(listing.name.say(language), listing.rule.say(language), rows, listing.columns, language, opens)
if not rows.empty:
    downloads.show(
        lambda: export.table(
            rows, listing.columns, language, demo=edition.store.demo, facts=[(_("As of"), chosen.as_of)]
        ),
        f"{_('work-list')}-{code}",
        chosen.as_of.isoformat(),
        demo=edition.store.demo,
        language=language,
    )
