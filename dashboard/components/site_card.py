"""The card of one site: what it is, where in words, and when it is due and why.

An address is shown here and to the crew on its way there (:mod:`dashboard.components.stop_card`), nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard.safe import markup
from dashboard.text import say_date, say_number, translator
from geodata.day_parts import with_hours
from geodata.due import DueFrom, Standing
from geodata.terms import UNKNOWN, DayPart, Kind, LocationQuality, Region, ReturnPurpose, SiteStatus, Team
from geodata.units import MISSING

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from geodata.language import Language

Told = list[tuple[str, str]]


def municipality_name(facts: Mapping[Hashable, Any], language: Language) -> str:
    """Return the name of a site's municipality, or that it is unknown."""
    _ = translator(language)
    unknown = facts["municipality_code"] == UNKNOWN or pd.isna(facts["municipality_name"])
    return _("Unknown municipality") if unknown else str(facts["municipality_name"])


def place_basis(facts: Mapping[Hashable, Any], language: Language) -> str:
    """Return what a site's municipality rests on."""
    _ = translator(language)
    return {
        "point": _("From its point on the map"),
        "coast": _("From its point, just off the coast"),
        "code": _("From the municipality code on the record"),
        UNKNOWN: _("Neither point nor code is recorded"),
    }[facts["municipality_from"]]


def place(facts: Mapping[Hashable, Any], language: Language) -> Told:
    """Return where a site is, in words, as heading and text."""
    _ = translator(language)
    return [
        (_("Municipality"), municipality_name(facts, language)),
        (_("Team"), Team(facts["team"]).label.say(language)),
        (_("Region"), Region(facts["region_code"]).label.say(language)),
        (_("Address"), MISSING if pd.isna(facts["address"]) else str(facts["address"])),
        (_("How well the place is known"), LocationQuality(facts["location_quality"]).label.say(language)),
        (_("Municipality known"), place_basis(facts, language)),
        (_("First seen"), say_date(facts["first_seen"], language)),
    ]


def due(told: Mapping[Hashable, Any] | None, language: Language) -> Told:
    """Return when a site is due and why; a site that is closed, moved or merged is due no more."""
    _ = translator(language)
    if told is None:
        return [(_("Due"), _("Not on the list: the site is closed, moved or merged."))]
    facts = [
        (_("Stands as"), Standing(told["state"]).label.say(language)),
        (_("Due"), say_date(told["due_on"], language)),
        (_("Because of"), DueFrom(told["due_from"]).label.say(language)),
    ]
    if told["state"] == Standing.OVERDUE.code:
        facts.insert(2, (_("Days overdue"), say_number(told["overdue_days"], language)))
    if told["due_from"] == DueFrom.AGREED.code and pd.notna(told["agreed_window"]):
        facts.append((_("Agreed time of day"), with_hours(DayPart(told["agreed_window"])).say(language)))
    if told["due_from"] == DueFrom.AGREED.code and pd.notna(told["agreed_purpose"]):
        facts.append((_("Agreed purpose"), ReturnPurpose(told["agreed_purpose"]).label.say(language)))
    return [
        *facts,
        (_("Last attempted"), say_date(told["attempted_on"], language)),
        (_("Last reached"), say_date(told["reached_on"], language)),
        (_("Attempts ever"), say_number(told["attempts"], language)),
    ]


def card(facts: Mapping[Hashable, Any], told: Mapping[Hashable, Any] | None, language: Language) -> str:
    """Return the card of one site as HTML, every text made safe."""
    _ = translator(language)
    status = _("{status} since {date}").format(
        status=SiteStatus(facts["status"]).label.say(language), date=say_date(facts["status_from"], language)
    )
    return (
        f'<section class="card site" data-site="{markup(facts["site_id"])}">'
        f"<h2>{markup(Kind(facts['kind']).label.say(language))} <small>{markup(facts['site_id'])}</small></h2>"
        f'<p class="status"><strong>{markup(status)}</strong></p>'
        f"{_listed(place(facts, language))}{_listed(due(told, language))}</section>"
    )


def show(facts: Mapping[Hashable, Any], told: Mapping[Hashable, Any] | None, language: Language) -> None:
    """Draw the card."""
    st.html(card(facts, told, language))


def _listed(told: Told) -> str:
    return f"<dl>{''.join(f'<div><dt>{markup(name)}</dt><dd>{markup(text)}</dd></div>' for name, text in told)}</dl>"
