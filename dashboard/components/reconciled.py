"""The line that says how many records a list holds, of how many, and why the others are not on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.safe import markup
from dashboard.text import say_number, translator

if TYPE_CHECKING:
    from geodata.language import Label, Language
    from geodata.worklists.worklist import WorkList


def reconciled(found: WorkList, records: Label, language: Language) -> str:
    """Return the line as HTML."""
    _ = translator(language)
    on_list = _("{n} of {total} {records} are on this list.").format(
        n=say_number(found.listed, language), total=say_number(found.total, language), records=records.say(language)
    )
    reasons = " · ".join(
        f"{reason.label.say(language)}: {say_number(n, language)}" for reason, n in found.left_out.items()
    )
    left_out = _("Not on it: {reasons}.").format(reasons=reasons) if reasons else ""
    counts = f'data-listed="{found.listed}" data-left-out="{sum(found.left_out.values())}" data-total="{found.total}"'
    return f'<p class="reconciled" role="status" {counts}><strong>{markup(on_list)}</strong> {markup(left_out)}</p>'


def show(found: WorkList, records: Label, note: str, language: Language) -> None:
    """Draw the line, and a note under it if there is one."""
    st.html(reconciled(found, records, language) + (f'<p class="explained">{markup(note)}</p>' if note else ""))
