"""The entry script: page configuration, language, who may come in, and navigation; nothing else."""

from __future__ import annotations

import streamlit as st

from dashboard import access, assets, cache, navigation, state
from dashboard.components import filters, frame, gate
from dashboard.text import translator
from geodata.errors import GeodataError

SIDEBAR_PX = 252

st.set_page_config(layout="wide", initial_sidebar_state=SIDEBAR_PX)
language = state.language()
_ = translator(language)
frame.language_mark(language)
try:
    viewer = access.admit()
except access.TurnedAwayError as turned:
    navigation.none()
    gate.turned_away(turned, language)
    st.stop()
except GeodataError as error:
    navigation.none()
    with st.sidebar:
        filters.language_switch(language)
    frame.problem(_("Nothing to show yet"), error.say(language))
    st.stop()
st.logo(assets.OWN / "icon.svg")
page, drawn = navigation.show(viewer, language)
state.enter(page.word)
edition = None
try:
    edition = cache.edition()
    frame.banner(demo=edition.store.demo, language=language)
except GeodataError as error:
    if page.needs_data:
        frame.problem(_("Nothing to show yet"), error.say(language))
        page = None
if page is not None:
    try:
        drawn.run()
    except navigation.PageEnd:
        pass
    except GeodataError as error:
        frame.problem(_("This page could not be shown"), error.say(language))
with st.sidebar:
    if viewer.identity != access.DEMO:
        gate.signed_in(viewer, language)
    elif edition is not None:
        gate.personas(cache.every_name(edition), language)
    filters.language_switch(language)
if edition is not None:
    frame.footer(edition.store.info, language)
