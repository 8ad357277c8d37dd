"""Links between the pages: real addresses that can be copied, sent, or opened in another window.

Drawn as HTML with their text made safe, because a link of Streamlit's own reads its label as markdown. ``web/page.js``
follows a plain click over the connection that is already there, so that nothing is loaded anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard import state
from dashboard.pages import MUNICIPALITY, SITE
from dashboard.safe import markup
from geodata.terms import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable


def anchor(address: str, html: str) -> str:
    """Return a link to one of our pages as HTML.

    Parameters
    ----------
    address
        From :func:`dashboard.state.address`.
    html
        What is shown, already safe.
    """
    return f'<a class="to" href="{markup(address)}" target="_self">{html}</a>'


def to_sites(sites: Iterable[str | None]) -> list[str | None]:
    """Return the address of each site's own page; none where there is no site to open."""
    return [None if pd.isna(site) else state.address(SITE, site=site) for site in sites]


def to_municipalities(codes: Iterable[str]) -> list[str | None]:
    """Return the address of each municipality's own page; none where the municipality is not known."""
    return [None if code == UNKNOWN else state.address(MUNICIPALITY, municipality=code) for code in codes]
