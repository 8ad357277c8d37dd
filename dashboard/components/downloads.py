"""The buttons that take a table or a page away. A file is written when its button is pressed, not before.

When it is pressed it is looked up anew whether whoever pressed it may still have it, and that is written down.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import export, paper, taken
from dashboard.text import translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.coverage_sheet import Sheet
    from geodata.language import Language

CSV = "text/csv"
PDF = "application/pdf"
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
            taken.away(lambda: export.to_csv(content()), export.file_name(stem, "csv", demo=demo), CSV),
            export.file_name(stem, "csv", demo=demo),
            CSV,
            key=f"{name}-csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            _("Download Excel"),
            taken.away(lambda: export.to_xlsx(content(), name), export.file_name(stem, "xlsx", demo=demo), XLSX),
            export.file_name(stem, "xlsx", demo=demo),
            XLSX,
            key=f"{name}-xlsx",
            on_click="ignore",
            icon=":material/table_view:",
        )


def papers(content: Callable[[], Sheet], name: str, date: str, *, demo: bool, language: Language) -> None:
    """Draw a button for the map as SVG, one for it as PNG, and one for the page as PDF.

    Parameters
    ----------
    content
        Tells what stands on the page.
    name, date
        What the file holds and for which day: they make its name.
    """
    _ = translator(language)
    stem = f"feltplan-{name}-{date}"
    kinds: list[tuple[str, str, str, str, Callable[[Sheet], str | bytes]]] = [
        (_("Map as SVG"), "svg", "image/svg+xml", ":material/map:", paper.to_svg),
        (_("Map as PNG"), "png", "image/png", ":material/image:", paper.to_png),
        (_("Page as PDF"), "pdf", "application/pdf", ":material/picture_as_pdf:", paper.to_pdf),
    ]
    with st.container(horizontal=True, gap="small"):
        for label, ending, kind, icon, write in kinds:
            st.download_button(
                label,
                taken.away(partial(_written, content, write), export.file_name(stem, ending, demo=demo), kind),
                export.file_name(stem, ending, demo=demo),
                kind,
                key=f"{name}-{ending}",
                on_click="ignore",
                icon=icon,
            )


def _written(content: Callable[[], Sheet], write: Callable[[Sheet], str | bytes]) -> str | bytes:
    return write(content())


def brief(content: Callable[[], bytes], name: str, stem: str, *, demo: bool, language: Language) -> None:
    """Draw a button for a brief as PDF.

    Parameters
    ----------
    content
        Makes the file.
    name, stem
        What the file holds and of what: they make its name.
    """
    _ = translator(language)
    file = export.file_name(f"feltplan-{name}-{stem}", "pdf", demo=demo)
    st.download_button(
        _("Brief as PDF"),
        taken.away(content, file, PDF),
        file,
        PDF,
        key=f"{name}-pdf",
        on_click="ignore",
        icon=":material/picture_as_pdf:",
    )
