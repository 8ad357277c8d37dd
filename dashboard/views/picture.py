"""A municipality's own picture: what is published of it, beside its region and the country. Never live figures."""

from __future__ import annotations

import streamlit as st

from dashboard import cache, export, looking, navigation, paper, picture, picture_sheet, release_columns, state, written
from dashboard.components import downloads, frame, gate, picture_card, release_map
from dashboard.text import translator
from geodata.errors import GeodataError
from geodata.ledger.releases import published
from geodata.municipality import NO_MUNICIPALITY
from geodata.settings import Settings

language = state.language()
_ = translator(language)
edition = cache.edition()
demo = edition.store.demo
title = _("Municipal picture")


def choose(names: dict[str, str]) -> None:
    """Draw the list that one who may see every picture chooses from."""
    st.selectbox(
        _("See as municipality"),
        list(names),
        index=None,
        **state.bound(state.MUNICIPALITY),
        format_func=names.__getitem__,
        placeholder=_("Choose a municipality"),
    )


def tell(code: str, chosen: bool) -> None:
    """Tell what the chosen release says of a municipality."""
    told = picture.picture(content, code, Settings().team_contacts, language)
    quarter = picture.say_quarter(str(content.quarter), language)
    frame.heading(told.facts.name, _("Published figures for {quarter}").format(quarter=quarter))
    if chosen:
        gate.acting_mark(told.facts.name, language)
    left, right = st.columns([1, 1.1], gap="medium")
    with left:
        st.html(picture_card.card(told, language))
        st.html(picture_card.figures(told, language))
        if not told.anything_shown:
            frame.hint(_("Every count of the municipality is hidden, so that no one can work any of them out."))
    with right:
        rows = picture.painted(content)
        attribution = edition.store.info["boundaries_attribution"]
        release_map.show(edition.name, release_map.painted(rows, code, attribution, language), "release-map")
        st.html(release_map.legend(picture.counted(rows), language))
    frame.part(_("Partners in the municipality"))
    st.html(picture_card.partners(told, language))
    help_, reading = st.columns([1, 1.1], gap="medium")
    with help_:
        frame.part(_("Your contact"))
        st.html(picture_card.contact(told, language))
        frame.part(_("What the centre offers"))
        st.html(picture_card.listed(picture.offers(language)))
    with reading:
        frame.part(_("How to read the figures"))
        st.html(picture_card.explained(picture.explained(language)))
    stem = f"{code}-{content.quarter}"
    downloads.brief(
        lambda: paper.to_brief(picture_sheet.brief(content, code, Settings().team_contacts, edition.store, language)),
        _("brief"),
        stem,
        demo=demo,
        language=language,
    )
    downloads.show(
        lambda: export.table(
            picture.rows(told, language),
            release_columns.PICTURE,
            language,
            demo=demo,
            facts=[(_("Municipality code"), code), (_("Quarter"), str(content.quarter))],
        ),
        _("picture"),
        stem,
        demo=demo,
        language=language,
    )


try:
    ledger = written.ledger(Settings())
    releases = published(ledger, demo=demo)
except GeodataError as unreachable:
    frame.problem(title, unreachable.say(language))
    navigation.end()
if not releases:
    frame.heading(title, _("Nothing is published yet"))
    st.info(_("No figures have been published to the municipalities yet. The first ones come with the next quarter."))
    navigation.end()
quarters = [str(entry.quarter) for entry in releases]
quarter_shown = state.own_choice(state.QUARTER, quarters, quarters[0])
entry = releases[quarters.index(quarter_shown)]
try:
    content = cache.released(entry.id, entry.checksum, ledger)
except GeodataError as refused:
    frame.problem(title, refused.say(language))
    navigation.end()
names = {place.code: place.name for place in content.places}
who = looking.picture_code(names)
with st.sidebar:
    st.selectbox(
        _("Published quarter"),
        quarters,
        **state.bound(state.QUARTER),
        format_func=lambda each: picture.say_quarter(each, language),
    )
    if who.chosen:
        choose(names)
state.write_own_link(
    municipality=who.code if who.code in names else None,
    quarter=quarter_shown if quarter_shown != quarters[0] else None,
)
if who.code in names:
    tell(str(who.code), who.chosen)
else:
    frame.heading(title, _("Choose a municipality"))
    if who.code == NO_MUNICIPALITY:
        st.info(_("0411 is Christiansø. It belongs to no municipality and is not screened; choose one from the list."))
    elif who.code is not None:
        st.info(_("The link names no municipality that is known here; choose one from the list."))
    else:
        st.info(_("Choose a municipality in the list to see what it sees."))
