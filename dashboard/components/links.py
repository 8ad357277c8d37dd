"""Links between the pages: real addresses that can be copied, sent, or opened in another window.

Drawn as HTML with their text made safe, because a link of Streamlit's own reads its label as markdown. ``web/page.js``
follows a plain click over the connection that is already there, so that nothing is loaded anew.
"""

from __future__ import annotations

from dashboard.safe import markup


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
