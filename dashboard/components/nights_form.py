"""The form in which a team says where its crews stay overnight in one week."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import signature
from dashboard.safe import markup
from dashboard.text import translator
from dashboard.week_words import say_night
from geodata.week.crews import middles, town_names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from geodata.language import Language
    from geodata.week.nights import Night

AT_BASE = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was filled in, and by whom; whether it can be is for the domain to say."""

    stays: Mapping[tuple[str, date], str]
    set_by: str


def show(
    key: str,
    nights: Sequence[Night],
    stays: Mapping[tuple[str, date], str],
    names: Collection[str],
    language: Language,
) -> Wish | None:
    """Draw the form, and return what it was sent with.

    Parameters
    ----------
    key
        What tells this team and week from others.
    nights
        The nights that can be spent away, those of a crew together.
    stays
        What holds now: crew and day -> municipality.
    names
        The codes of the municipalities that the viewer may open.
    """
    _ = translator(language)
    towns = town_names()
    offered = sorted(({*names} & middles().keys()) | {*stays.values()}, key=towns.__getitem__)
    filled: dict[tuple[str, date], str] = {}
    with st.form(f"nights-{key}", border=False):
        for crew, own in groupby(nights, key=lambda night: night.crew):
            with st.container(horizontal=True, gap="small"):
                for night in own:
                    at = stays.get((crew, night.day), AT_BASE)
                    filled[crew, night.day] = st.selectbox(
                        f"{crew}, {say_night(night, language)}",
                        [AT_BASE, *offered],
                        index=[AT_BASE, *offered].index(at),
                        format_func=lambda code: towns[code] if code else _("At the base"),
                        key=f"night-{key}-{crew}-{night.day}",
                        width=200,
                    )
        set_by = signature.ask(_("Saved by"), f"nights-by-{key}", language, width=320)
        if not st.form_submit_button(_("Save nights away"), icon=":material/hotel:"):
            return None
    return Wish({night: code for night, code in filled.items() if code != AT_BASE}, set_by)


def say(away: Sequence[tuple[Night, str]], language: Language) -> None:
    """Say which nights are spent away, and where; the form may be folded away."""
    _ = translator(language)
    towns = town_names()
    told = ", ".join(f"{night.crew} {say_night(night, language)} {towns[code]}" for night, code in away)
    if told:
        st.html(f'<p class="reconciled">{markup(_("Nights away: {nights}.").format(nights=told))}</p>')
