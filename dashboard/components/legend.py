"""The legend: the two axes of a status, each class with its picture and how many municipalities are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.palette import swatch
from dashboard.safe import markup
from dashboard.text import say_number, translator
from geodata.status import BY_CODE, STATUSES, Freshness
from geodata.terms import ScreeningResult

if TYPE_CHECKING:
    import pandas as pd

    from geodata.language import Language


def counts(municipalities: pd.DataFrame) -> dict[str, int]:
    """Return how many municipalities are in each class, in the order of the legend; no class is left out."""
    found = municipalities["status"].value_counts()
    return {status.code: int(found.get(status.code, 0)) for status in STATUSES}


def legend(counted: dict[str, int], language: Language) -> str:
    """Return the legend as HTML."""
    _ = translator(language)
    head = "".join(f'<th scope="col">{markup(result.label.say(language))}</th>' for result in ScreeningResult)
    body = ""
    for freshness in (Freshness.FRESH, Freshness.AGEING, Freshness.EXPIRED):
        cells = "".join(_cell(f"{freshness.code}_{result.code}", counted, language) for result in ScreeningResult)
        body += f'<tr><th scope="row">{markup(freshness.label.say(language))}</th>{cells}</tr>'
    never = _cell(Freshness.NEVER.code, counted, language)
    total = markup(_("{n} municipalities in all").format(n=say_number(sum(counted.values()), language)))
    border = markup(_("Border between teams"))
    body += (
        f'<tr><th scope="row">{markup(Freshness.NEVER.label.say(language))}</th>{never}'
        f'<td class="total" data-total="{sum(counted.values())}">{total}</td>'
        f'<td class="total"><span class="team-border"></span>{border}</td></tr>'
    )
    caption = markup(_("Municipalities by last screening and what it found"))
    return (
        f'<table class="legend"><caption>{caption}</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def unplaced(records: pd.DataFrame, language: Language) -> str:
    """Return as HTML which records cannot be placed on the map."""
    return f'<p class="unplaced">{markup(unplaced_sentence(records, language))}</p>'


def unplaced_sentence(records: pd.DataFrame, language: Language) -> str:
    """Return the sentence that says which records cannot be placed on the map.

    Parameters
    ----------
    records
        Columns ``record``, ``n`` and ``total``.
    """
    _ = translator(language)
    names = {"sites": _("{n} of {total} known sites"), "visits": _("{n} of {total} attempted visits"),
             "conversations": _("{n} of {total} conversations")}  # fmt: skip
    parts = [
        names[row["record"]].format(n=say_number(row["n"], language), total=say_number(row["total"], language))
        for row in records.to_dict("records")
    ]
    text = _("Cannot be placed on the map, because no municipality is known: {parts}. They count in every total.")
    return text.format(parts=", ".join(parts))


def show(municipalities: pd.DataFrame, records: pd.DataFrame, language: Language) -> None:
    """Draw the legend and what the map cannot show."""
    st.html(legend(counts(municipalities), language) + unplaced(records, language))


def _cell(code: str, counted: dict[str, int], language: Language) -> str:
    words = markup(BY_CODE[code].label.say(language))
    return (
        f'<td data-status="{code}" data-n="{counted[code]}" title="{words}">{swatch(code)}'
        f'<span class="sr">{words}: </span>{say_number(counted[code], language)}</td>'
    )
