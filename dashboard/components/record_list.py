"""Records as they stand in the ledger: each in a line, with who and when, its history, and the ways to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import record_words
from dashboard.components import frame
from dashboard.period import say_moment
from dashboard.safe import markup
from dashboard.text import translator
from geodata.ledger.records import UNDO, history
from geodata.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geodata.language import Language
    from geodata.ledger.records import Entry
    from geodata.ledger.sessions import Ledger


def line(entry: Entry, language: Language) -> str:
    """Return a record in a line of HTML: what it says, who wrote it and when, and what was done with it."""
    written = f"{entry.recorded_by}, {say_moment(entry.recorded_at.isoformat(), language)}"
    action = record_words.ACTIONS.get(entry.action)
    done = f" <em>{markup(action.say(language))}</em>" if action else ""
    struck = ' class="undone"' if entry.action == UNDO else ""
    return (
        f'<p class="entry" data-entry="{entry.id}"><span{struck}>{markup(record_words.said(entry, language))}</span> '
        f"<small>{markup(written)}</small>{done}</p>"
    )


def show(
    title: str,
    entries: Sequence[Entry],
    ledger: Ledger,
    faults: Mapping[int, Sequence[str]],
    correct: Callable[[Entry], None],
    undo: Callable[[Entry], None],
    language: Language,
) -> None:
    """Draw records, the latest first.

    Parameters
    ----------
    faults
        For records that the last build set aside: the rules they break.
    correct, undo
        What is called when the buttons are pressed.
    """
    _ = translator(language)
    frame.part(title)
    if not entries:
        frame.hint(_("Nothing to list."))
    for entry in entries:
        with st.container(border=True, key=f"entry-{title}-{entry.id}"):
            st.html(line(entry, language))
            for rule in faults.get(entry.id, ()):
                st.warning(_("Set aside by the last build: {rule}").format(rule=Rule(rule).label.say(language)))
            with st.container(horizontal=True):
                st.button(_("Correct"), key=f"correct-{title}-{entry.id}", on_click=correct, args=(entry,))
                if entry.action != UNDO:
                    st.button(_("Undo"), key=f"undo-{title}-{entry.id}", on_click=undo, args=(entry,))
            if entry.replaces is not None:
                with st.expander(_("History")):
                    st.html("".join(line(each, language) for each in history(ledger, entry)))
