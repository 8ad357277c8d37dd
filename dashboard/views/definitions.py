"""How every figure is counted: name, definition, formula, unit, direction, source, and what has changed."""

from __future__ import annotations

import streamlit as st

from dashboard import cache, columns, export, state
from dashboard.components import definitions, downloads, frame
from dashboard.text import say_number, translator
from geodata.indicators import FAMILIES
from geodata.indicators.changes import CHANGES

language = state.language()
_ = translator(language)
edition = cache.edition()
everything = definitions.contents(language)

frame.heading(
    _("Definitions"),
    _("{n} figures, each counted one way on every page, in every file and by every command.").format(
        n=say_number(len(everything), language)
    ),
)
search, group = st.columns(2)
words = search.text_input(
    _("Search"), value=state.asked(state.FIGURE, set(everything["id"])) or "", placeholder=_("A word or an id")
)
family = group.selectbox(
    _("Group"),
    [family.code for family in FAMILIES],
    index=None,
    format_func={family.code: family.label.say(language) for family in FAMILIES}.__getitem__,
    placeholder=_("All groups"),
)
found = definitions.matching(everything, words, family, language)
searched = bool(words.strip()) or family is not None
if searched:
    st.caption(
        _("{n} of {total} figures").format(
            n=say_number(len(found), language), total=say_number(len(everything), language)
        )
    )
definitions.show(found, language, searched=searched)
if len(found):
    downloads.show(
        lambda: export.table(found, columns.DEFINITIONS, language, demo=edition.store.demo),
        _("definitions"),
        CHANGES[-1].on.isoformat(),
        demo=edition.store.demo,
        language=language,
    )
frame.part(_("What has changed"))
st.html(definitions.log(CHANGES, language))
