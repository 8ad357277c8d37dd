"""The navigation of one viewer: only the pages that the role may open are known to the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from dashboard.pages import PAGES, Page, pages_of
from dashboard.text import NAME

if TYPE_CHECKING:
    from streamlit.navigation.page import Page as Drawn

    from dashboard.access import Viewer
    from geodata.language import Language

START = "start"
AT_ONCE = 8
"""Pages that are listed before the rest is asked for, so that a page's filters are within reach below them."""


class PageEnd(Exception):  # noqa: N818 - nothing went wrong
    """A page has drawn all it has to draw; what stands around every page is still drawn."""


def end() -> NoReturn:
    """Draw no more of this page. ``st.stop`` would leave out the way out, the language and the footer, too."""
    raise PageEnd


def show(viewer: Viewer, language: Language) -> tuple[Page, Drawn]:
    """Draw the navigation, and return the page that is asked for, and what draws it.

    An address that is no page of this viewer's is the first of them.
    """
    offered = pages_of(viewer.role)
    first = offered[0]
    known = [(page, _drawn(page, language, default=page is first)) for page in offered]
    if first.url_path:
        # What opens first has no address of its own in Streamlit; its own address leads there, too.
        known.append((first, _drawn(first, language, hidden=True)))
    asked = st.navigation([drawn for _page, drawn in known], expanded=AT_ONCE)
    return next((page, asked) for page, drawn in known if drawn is asked)


def none() -> None:
    """Take away the navigation of whoever was let in before; every address leads to the same empty page."""
    addresses = [page.url_path for page in PAGES if page.url_path]
    blanks = [st.Page(_blank, title=NAME, url_path=START, default=True)]
    blanks += [st.Page(_blank, title=NAME, url_path=address, visibility="hidden") for address in addresses]
    st.navigation(blanks, position="hidden")


def _blank() -> None:
    """Draw nothing."""


def _drawn(page: Page, language: Language, *, default: bool = False, hidden: bool = False) -> Drawn:
    return st.Page(
        page.file,
        title=page.name.say(language),
        icon=page.icon,
        url_path=(START if default and page.url_path else page.url_path) or None,
        default=default,
        visibility="hidden" if hidden else "visible",
    )
