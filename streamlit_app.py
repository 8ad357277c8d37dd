"""The entry script: page configuration, language and navigation; nothing else."""

from __future__ import annotations

import streamlit as st

from dashboard import assets, cache, state
from dashboard.components import filters, frame
from dashboard.pages import PAGES
from dashboard.text import translator
from geodata.errors import GeodataError

SIDEBAR_PX = 252

st.set_page_config(layout="wide", initial_sidebar_state=SIDEBAR_PX)
st.logo(assets.OWN / "icon.svg")
language = state.language()
_ = translator(language)
pages = st.navigation(
    [
        st.Page(
            page.file,
            title=page.name.say(language),
            icon=page.icon,
            url_path=page.url_path or None,
            default=not page.url_path,
        )
        for page in PAGES
    ]
)
frame.language_mark(language)
try:
    edition = cache.edition()
except GeodataError as error:
    with st.sidebar:
        filters.language_switch(language)
    frame.problem(_("Nothing to show yet"), error.say(language))
    st.stop()
frame.banner(demo=edition.store.demo, language=language)
pages.run()
with st.sidebar:
    filters.language_switch(language)
frame.footer(edition.store.info, language)
