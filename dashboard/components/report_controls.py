"""What is chosen on the report's page: year, quarter, part, the frozen or the present figures; and freezing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import export, state, taken
from dashboard.components import signature
from dashboard.components.downloads import XLSX
from dashboard.text import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geodata.language import Language

WHOLE_YEAR = "year"
QUARTERS = (WHOLE_YEAR, "1", "2", "3", "4")
TABLES, PRINTED = "tables", "printed"
FROZEN, NOW = "frozen", "now"

FILES: tuple[tuple[str, str, str, str], ...] = (
    ("pdf", "PDF", "application/pdf", ":material/picture_as_pdf:"),
    ("xlsx", "Excel", XLSX, ":material/table_view:"),
    ("json", "JSON", "application/json", ":material/data_object:"),
)


def period(years: Sequence[str], language: Language) -> None:
    """Draw the lists of years and quarters."""
    _ = translator(language)
    left, right, _rest = st.columns([1, 1, 3])
    left.selectbox(_("Year"), years, **state.bound(state.YEAR))
    names = {WHOLE_YEAR: _("Whole year"), **{n: _("Quarter {n}").format(n=n) for n in QUARTERS[1:]}}
    right.selectbox(_("Quarter"), QUARTERS, **state.bound(state.REPORT_QUARTER), format_func=names.__getitem__)


def switch(name: str, label: str, options: Mapping[str, str]) -> None:
    """Draw a switch between parts of the page, or between frozen and present figures."""
    st.segmented_control(
        label,
        list(options),
        **state.bound(name),
        required=True,
        format_func=options.__getitem__,
        label_visibility="collapsed",
    )


def files(content: Callable[[str], bytes], stem: str, *, demo: bool, language: Language) -> None:
    """Draw a button for each form the report is written in; a file is written when its button is pressed.

    Parameters
    ----------
    content
        Returns the report as ``pdf``, ``xlsx`` or ``json``.
    """
    _ = translator(language)

    def written(form: str) -> Callable[[], bytes]:
        return lambda: content(form)

    with st.container(horizontal=True, gap="small"):
        for form, name, kind, icon in FILES:
            file = export.file_name(stem, form, demo=demo)
            st.download_button(
                _("Report as {form}").format(form=name),
                taken.away(written(form), file, kind),
                file,
                kind,
                key=f"report-{form}",
                on_click="ignore",
                icon=icon,
            )


def freezing(language: Language) -> str | None:
    """Draw the form that freezes the report, and return who freezes it when it is sent."""
    _ = translator(language)
    with st.form("freeze", clear_on_submit=True), st.container():
        st.markdown(_("Freeze the report: its numbers are kept in the ledger as they are now, with date and checksum."))
        by = signature.ask(_("Frozen by"), "freeze-by", language)
        if st.form_submit_button(_("Freeze report"), icon=":material/ac_unit:"):
            return by
    return None
