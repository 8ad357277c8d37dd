"""The card of one municipality: its status and why, its screenings, its sites, and where it belongs on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard.components.palette import swatch
from dashboard.safe import markup
from dashboard.text import say_date, say_number, translator
from geodata.status import BY_CODE, Freshness
from geodata.terms import Region, Team

if TYPE_CHECKING:
    from geodata.language import Language


def why(row: pd.Series, window_months: int, language: Language) -> str:
    """Return the sentence that explains a status."""
    _ = translator(language)
    sentence = {
        Freshness.FRESH: _("Screened {days} days before the date, inside the window of {months} months."),
        Freshness.AGEING: _("Screened {days} days before the date; the window of {months} months has passed."),
        Freshness.EXPIRED: _("Screened {days} days before the date, more than one and a half times {months} months."),
        Freshness.NEVER: _("No completed screening up to the date."),
    }[BY_CODE[row["status"]].freshness]
    return sentence.format(days=say_number(row["age_days"], language), months=window_months)


def facts(row: pd.Series, language: Language) -> list[tuple[str, str]]:
    """Return the card's facts as heading and text."""
    _ = translator(language)
    area = _("{n} km²").format(n=say_number(row["area_km2"], language))
    people = say_number(row["population"], language)
    if pd.notna(row["population_on"]):
        people = _("{n} ({date})").format(n=people, date=say_date(row["population_on"], language))
    told = [
        (_("Last screened"), say_date(row["completed_on"], language)),
        (_("Next screening due"), say_date(row["due_on"], language)),
        (_("Completed screenings"), say_number(row["screenings"], language)),
        (_("Sites known"), say_number(row["sites_known"], language)),
        (_("of these attempted in the window"), say_number(row["sites_attempted"], language)),
        (_("of these reached in the window"), say_number(row["sites_reached"], language)),
        (_("Team on the date"), Team(row["team"]).label.say(language)),
        (_("Region on the date"), Region(row["region_code"]).label.say(language)),
        (_("Population"), people),
        (_("Area"), area),
    ]
    if pd.notna(row["started_on"]):
        told.insert(2, (_("Screening under way since"), say_date(row["started_on"], language)))
    return told


def card(row: pd.Series, window_months: int, language: Language) -> str:
    """Return the card of one municipality as HTML.

    Parameters
    ----------
    row
        One row of the classified municipalities.
    """
    listed = "".join(f"<div><dt>{markup(name)}</dt><dd>{markup(text)}</dd></div>" for name, text in facts(row, language))
    status = BY_CODE[row["status"]]
    return (
        f'<section class="card" data-code="{markup(row["municipality_code"])}">'
        f"<h3>{markup(row['name'])} <small>{markup(row['municipality_code'])}</small></h3>"
        f'<p class="status">{swatch(status.code, size=18)}<strong>{markup(status.label.say(language))}</strong></p>'
        f'<p class="why">{markup(why(row, window_months, language))}</p><dl>{listed}</dl></section>'
    )


def show(picked: pd.DataFrame, window_months: int, language: Language) -> None:
    """Draw the card of the one row that is chosen, or say how to choose one."""
    _ = translator(language)
    if picked.empty:
        hint = _("Choose a municipality on the map, in the table or in the list above to see its card.")
        st.html(f'<p class="hint">{markup(hint)}</p>')
        return
    st.html(card(picked.iloc[0], window_months, language))
