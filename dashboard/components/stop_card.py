"""A stop on a telephone: where, when, what was agreed and what is not known, large; and the day's stops below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.links import anchor
from dashboard.run_sheet_words import say_agreed, say_ends, say_hours, say_time
from dashboard.safe import markup
from dashboard.text import say_number, translator
from geodata.run_sheet import Remark

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.attempts import Attempt, Progress
    from geodata.language import Language
    from geodata.run_sheet import Stop

_ON_PAPER = {Remark.KEPT_BACK}
"""What holds for paper only: the screen shows the address."""


def card(stop: Stop, of: int, attempt: Attempt | None, language: Language, opens: str) -> str:
    """Return one stop as HTML, every text made safe.

    Parameters
    ----------
    of
        How many stops the day has.
    attempt
        What came of it, where it has been tried.
    opens
        The address of the site's page.
    """
    _ = translator(language)
    place = stop.place
    town = (place and place.municipality) or _("Unknown municipality")
    address = (place and place.address) or ""
    where = f"<strong>{markup(address)}</strong><br>{markup(town)}" if address else f"<strong>{markup(town)}</strong>"
    told = [
        (_("Outcome"), say_attempt(attempt, language) if attempt else ""),
        (_("Agreement"), say_agreed(stop, language, neutral=False)),
        (_("Can be visited"), say_hours(stop, language)),
        (_("Expected"), _("{n} min.").format(n=say_number(stop.planned.expected_minutes, language))),
        (_("To know"), ". ".join(r.label.say(language) for r in stop.remarks if r not in _ON_PAPER)),
    ]
    rows = "".join(f"<div><dt>{markup(name)}</dt><dd>{markup(text)}</dd></div>" for name, text in told if text)
    more = f'<p class="more">{anchor(opens, markup(_("Everything about the site")))}</p>' if place else ""
    number = _("Stop {number} of {total}").format(number=stop.number, total=of)
    return (
        f'<section class="stop" data-stop="{stop.number}" aria-label="{markup(number)}">'
        f'<p class="count">{markup(number)} <span>{stop.code}</span></p>'
        f'<p class="when"><strong>{say_time(stop.planned.arrive)}</strong>–{say_time(stop.planned.leave)}</p>'
        f'<p class="where">{where}</p><dl>{rows}</dl>{more}</section>'
    )


def day(found: Progress, shown: int | None, address: Callable[[int], str], language: Language) -> str:
    """Return the whole day as a list of links, each stop with what came of it, and how far along the day is.

    Parameters
    ----------
    shown
        The number of the stop that is shown large.
    address
        Returns the address that shows a stop, by its number.
    """
    _ = translator(language)
    stops = found.sheet.stops
    items = []
    for stop in stops:
        attempt = found.tried.get(stop.number)
        place = stop.place
        where = (place and (place.address or place.municipality)) or _("Unknown place")
        said = say_attempt(attempt, language) if attempt else ""
        mark = "" if attempt is None else "✓ " if attempt.reached else "– "
        current = ' aria-current="true"' if stop.number == shown else ""
        html = (
            f'<span class="n">{stop.number}</span><span class="t">{say_time(stop.planned.arrive)}</span>'
            f'<span class="w">{markup(where)}</span><span class="o">{mark}{markup(said)}</span>'
        )
        items.append(f"<li{current}>{anchor(address(stop.number), html)}</li>")
    away = say_ends(found.sheet, language)
    ends = f'<p class="ends">{markup(away)}</p>' if away else ""
    done = _("{n} of {total} stops tried").format(n=len(found.tried), total=len(stops))
    return (
        f'<section class="round"><h2>{markup(_("The whole day"))}</h2>'
        f'<p class="far"><progress max="{len(stops)}" value="{len(found.tried)}" '
        f'aria-label="{markup(done)}"></progress>'
        f"<span>{markup(done)}</span></p>{ends}<ol>{''.join(items)}</ol></section>"
    )


def say_attempt(attempt: Attempt, language: Language) -> str:
    """Return what came of a stop, and when."""
    _ = translator(language)
    return f"{_('Reached someone') if attempt.reached else _('In vain')} {attempt.at:%H:%M}"


def show(html: str) -> None:
    """Draw either of the two."""
    st.html(html)
