"""The buttons that take a table away. A file is written when its button is pressed, not before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import export
from dashboard.text import translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.language import Language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(content: Callable[[], export.Table], name: str, date: str, *, demo: bool, language: Language) -> None:
    """Draw a button for CSV and one for Excel.

    Parameters
    ----------
    content
        Makes the table that is written.
    name, date
        What the file holds and for which day: they make its name, and the workbook's sheet.
    """
    _ = translator(language)
    stem = f"feltplan-{name}-{date}"
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Download CSV"),
            lambda: export.to_csv(content()),
            export.file_name(stem, "csv", demo=demo),
            "text/csv",
            key=f"{name}-csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            _("Download Excel"),
            lambda: export.to_xlsx(content(), name),
            export.file_name(stem, "xlsx", demo=demo),
            XLSX,
            key=f"{name}-xlsx",
            on_click="ignore",
            icon=":material/table_view:",
        )
