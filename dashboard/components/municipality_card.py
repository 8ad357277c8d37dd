"""The card of one municipality: its status and why, its screenings, its sites, and where it belongs on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.components.palette import swatch
from dashboard.safe import markup
from dashboard.text import say_date, say_number, translator
from geodata.status import BY_CODE, Freshness
from geodata.terms import Region, Team

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from geodata.language import Language


def why(row: Mapping[Hashable, Any], window_months: int, language: Language) -> str:
    """Return the sentence that explains a status."""
    _ = translator(language)
    sentence = {
        Freshness.FRESH: _("Screened {days} days before the date, inside the window of {months} months."),
        Freshness.AGEING: _("Screened {days} days before the date; the window of {months} months has passed."),
        Freshness.EXPIRED: _("Screened {days} days before the date, more than one and a half times {months} months."),
        Freshness.NEVER: _("No completed screening up to the date."),
    }[BY_CODE[row["status"]].freshness]
    return sentence.format(days=say_number(row["age_days"], language), months=window_months)


def facts(row: Mapping[Hashable, Any], language: Language) -> list[tuple[str, str]]:
    """Return the card's facts as heading and text."""
    _ = translator(language)
    told = [
        (_("Last screened"), say_date(row["completed_on"], language)),
        (_("Next screening"), say_date(row["due_on"], language)),
        (_("Screenings"), say_number(row["screenings"], language)),
        (_("Sites known"), say_number(row["sites_known"], language)),
        (_("Attempted"), say_number(row["sites_attempted"], language)),
        (_("Reached"), say_number(row["sites_reached"], language)),
        (_("Attempts"), say_number(row["attempts"], language)),
        (_("Population"), say_number(row["population"], language)),
    ]
    if pd.notna(row["started_on"]):
        told.insert(2, (_("Under way since"), say_date(row["started_on"], language)))
    return told


def card(row: Mapping[Hashable, Any], window_months: int, language: Language) -> str:
    """Return the card of one municipality as HTML.

    Parameters
    ----------
    row
        One row of the classified municipalities.
    """
    listed = "".join(
        f"<div><dt>{markup(name)}</dt><dd>{markup(text)}</dd></div>" for name, text in facts(row, language)
    )
    status = BY_CODE[row["status"]]
    place = f"{Team(row['team']).label.say(language)} · {Region(row['region_code']).label.say(language)}"
    return (
        f'<section class="card" data-code="{markup(row["municipality_code"])}">'
        f"<h2>{markup(row['name'])} <small>{markup(row['municipality_code'])} · {markup(place)}</small></h2>"
        f'<p class="status">{swatch(status.code)}<strong>{markup(status.label.say(language))}</strong></p>'
        f'<p class="why">{markup(why(row, window_months, language))}</p><dl>{listed}</dl></section>'
    )


def show(picked: pd.DataFrame, window_months: int, language: Language) -> None:
    """Draw the card of the one row that is chosen, or say how to choose one."""
    _ = translator(language)
    if picked.empty:
        hint = _("Choose a municipality on the map, in the table or in the list above to see its card.")
        st.html(f'<p class="hint">{markup(hint)}</p>')
        return
    st.html(card(picked.to_dict("records")[0], window_months, language))
