"""The report's tables on the screen: a row's count, its share as number and bar, and what was printed beside it."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import frame, records
from dashboard.safe import markup
from dashboard.text import translator
from geodata.report import paper, printed, words
from geodata.units import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.language import Language
    from geodata.report.frozen import Changed
    from geodata.report.printed import Compared
    from geodata.report.report import Report
    from geodata.report.table import Table


def show(table: Table, language: Language) -> None:
    """Draw a table with its sentence above, and how it is counted below."""
    frame.part(table.title.say(language), words.sentence(table, language))
    if not table.empty:
        st.html(html(table, language))
    notes = "".join(f"<p><strong>{markup(note.say(language))}</strong></p>" for note in table.notes)
    st.html(f'<div class="explained">{notes}<p>{markup(table.counted.say(language))}</p></div>')


def html(table: Table, language: Language) -> str:
    """Return a table's rows; a whole stands out from its parts."""
    _ = translator(language)
    totals = {whole.total for whole in table.wholes}
    number = markup(paper.HEADS["count"].say(language))
    head = (
        f'<th scope="col">{markup(_("Row"))}</th><th scope="col" class="number">{number}</th>'
        f'<th scope="col" class="number">{markup(_("Share"))}</th><td></td>'
    )
    body = "".join(
        f'<tr data-row="{markup(row.code)}" class="{"whole" if row.code in totals else ""}">'
        f'<th scope="row">{markup(row.label.say(language))}</th>'
        f'<td class="number">{markup(words.number(row.count, language))}</td>'
        f'<td class="number">{markup(words.share(row.percent, language) if row.of else "")}</td>'
        f"<td>{_bar(row.percent)}</td></tr>"
        for row in table.rows
    )
    return records.framed(head, body, looks="report")


def _bar(percent: float | None) -> str:
    if percent is None:
        return ""
    return f'<span class="share" aria-hidden="true"><span style="width:{min(percent, 100):.1f}%"></span></span>'


def compared(report: Report, language: Language) -> None:
    """Draw every printed figure beside the recomputed one, table by table, each with what does not sum or round."""
    _ = translator(language)
    for table in report.tables:
        rows = printed.compare(table)
        if not rows:
            continue
        frame.part(table.title.say(language))
        st.html(beside(rows, language))
        flags = "".join(
            f'<li data-rule="{markup(flag.rule)}">{markup(flag.label.say(language))}</li>'
            for flag in printed.flags_of(table.id)
        )
        if flags:
            st.html(f'<ul class="flags" aria-label="{markup(_("Does not sum or round"))}">{flags}</ul>')


def beside(rows: Sequence[Compared], language: Language) -> str:
    """Return printed figures beside recomputed ones; what differs is marked, and what is not recorded is said."""
    _ = translator(language)
    paged = any(one.printed.page for one in rows)
    heads = (_("Row"), _("Printed"), _("Recomputed"), _("Difference"), *([_("Page")] if paged else []))
    kinds = ("", *["number"] * (len(heads) - 1))
    head = "".join(f'<th scope="col" class="{k}">{markup(h)}</th>' for h, k in zip(heads, kinds, strict=True))
    body = ""
    for one in rows:
        was = _pair(one.printed.count, one.printed.percent, language, 0)
        recomputed = one.row.percent if one.printed.percent is not None else None
        now = _("not recorded") if one.row.count is None else _pair(one.row.count, recomputed, language, 1)
        apart = _apart(one, language)
        body += (
            f'<tr data-row="{markup(one.row.code)}" class="{"apart" if apart else ""}">'
            f'<th scope="row">{markup(one.row.label.say(language))}</th><td class="number">{markup(was)}</td>'
            f'<td class="number">{markup(now)}</td><td class="number">{markup(apart)}</td>'
            + (f'<td class="number">{markup(one.printed.page)}</td></tr>' if paged else "</tr>")
        )
    return records.framed(head, body, looks="report")


def _pair(count: float | None, percent: float | None, language: Language, decimals: int) -> str:
    told = [words.number(count, language)] if count is not None else []
    told += [words.share(percent, language, decimals)] if percent is not None else []
    return " · ".join(told) or MISSING


def _apart(one: Compared, language: Language) -> str:
    told = []
    for value, unit in ((one.count_apart, ""), (one.percent_apart, " %-point" if language == "da" else " pct. points")):
        if value:
            told.append(f"{'+' if value > 0 else '−'}{words.number(abs(value), language)}{unit}")
    return " · ".join(told)


def changed(rows: Sequence[Changed], language: Language) -> None:
    """Draw what has changed since the report was frozen."""
    _ = translator(language)
    frame.part(_("Changed since it was frozen"), "" if rows else _("No figure has changed."))
    if not rows:
        return
    heads = (_("Table"), _("Row"), _("Frozen"), _("Now"))
    kinds = ("", "", "number", "number")
    head = "".join(f'<th scope="col" class="{k}">{markup(h)}</th>' for h, k in zip(heads, kinds, strict=True))
    body = "".join(
        "<tr>" + "".join(f'<td class="{k}">{markup(c)}</td>' for c, k in zip(each.cells(language), kinds, strict=True))
        + "</tr>"
        for each in rows
    )  # fmt: skip
    st.html(records.framed(head, body))


def picture(svg: str, words_: str) -> None:
    """Draw a still picture on white, with what it shows as words."""
    source = b64encode(svg.encode()).decode()
    st.html(f'<img class="paper" src="data:image/svg+xml;base64,{source}" alt="{markup(words_)}">')
