"""Findings from the log as a table: what, how many it rests on, the value, its interval drawn and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import records
from dashboard.safe import markup
from dashboard.text import say_number, translator
from geodata.units import MISSING, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.evidence.finding import Finding
    from geodata.language import Language


def show(findings: Sequence[Finding], language: Language) -> None:
    """Draw the findings of one topic, and below them what they do not show."""
    if not findings:
        _ = translator(language)
        st.html(f'<p class="hint">{markup(_("Nothing to list."))}</p>')
        return
    st.html(html(findings, language))
    for sentence in dict.fromkeys(each.not_shown.say(language) for each in findings):
        st.html(f'<p class="explained">{markup(sentence)}</p>')


def html(findings: Sequence[Finding], language: Language) -> str:
    """Return the findings as rows; bars share one scale."""
    _ = translator(language)
    heads = (_("Figure"), "n", _("Value"), _("95% interval"))
    kinds = ("", "number", "number", "number")
    head = "".join(f'<th scope="col" class="{k}">{markup(h)}</th>' for h, k in zip(heads, kinds, strict=True))
    most = max([_end(each) for each in findings if each.unit is not Unit.PERCENT], default=0) or 1
    body = "".join(_row(each, 100 if each.unit is Unit.PERCENT else most, language) for each in findings)
    return records.framed(f"{head}<td></td>", body, looks="report")


def _end(finding: Finding) -> float:
    return finding.interval.high if finding.interval else finding.value or 0


def _row(each: Finding, most: float, language: Language) -> str:
    _ = translator(language)
    held = each.interval
    between = f"{each.unit.say(held.low, language)} – {each.unit.say(held.high, language)}" if held else _("too few")
    value = MISSING if each.value is None else each.unit.say(each.value, language)
    title = f' title="{markup(held.method.say(language))}"' if held else ""
    return (
        f'<tr data-row="{markup(each.code)}"><th scope="row">{markup(each.label.say(language))}</th>'
        f'<td class="number">{markup(say_number(each.n, language))}</td><td class="number">{markup(value)}</td>'
        f'<td class="number"{title}>{markup(between)}</td><td>{_range(each, most)}</td></tr>'
    )


def _range(each: Finding, most: float) -> str:
    if each.value is None:
        return ""
    band = ""
    if each.interval:
        low, high = (100 * min(end / most, 1) for end in (each.interval.low, each.interval.high))
        band = f'<span class="band" style="left:{low:.1f}%;width:{max(high - low, 0.5):.1f}%"></span>'
    at = 100 * min(each.value / most, 1)
    return f'<span class="range" aria-hidden="true">{band}<span class="at" style="left:{at:.1f}%"></span></span>'
