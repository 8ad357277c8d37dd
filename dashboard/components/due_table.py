"""The due list as a person reads it: the sites to visit, the file with every number, and the sites that left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import due_columns, export
from dashboard.components import downloads, frame, records
from dashboard.components.links import to_sites
from dashboard.text import say_number, translator
from geodata.worth.chance import HISTORY_MONTHS, MIN_ATTEMPTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from geodata.language import Language
    from geodata.worth.chance import Chances
    from geodata.worth.due_list import DueList


def explained(team: str | None, chances: Chances, language: Language) -> str:
    """Return what worth and chance are, or why no chance is told."""
    _ = translator(language)
    worth = _("Most worth first; a point weighs as much as a minute on the road.")
    if team is None or (team in chances.effects and chances.effects[team].enough):
        chance = _(
            "Morning, afternoon and evening: the chance of reaching someone with its 95% interval, from the attempts "
            "of the last {months} months; a site with few attempts leans on its municipality, its team and the country."
        )
    else:
        chance = _(
            "The team has fewer than {least} attempts in the last {months} months: too few to tell the chance of "
            "reaching someone."
        )
    return f"{worth} {chance.format(months=HISTORY_MONTHS, least=MIN_ATTEMPTS)}"


def show(
    rows: pd.DataFrame, note: str, found: DueList, names: Mapping[str, str], *, demo: bool, language: Language
) -> None:
    """Draw the list, its downloads, and what left it.

    Parameters
    ----------
    rows
        Those of the list that are to be shown, from :func:`dashboard.components.due_map.placed`.
    note
        What worth and chance are.
    names
        Municipalities' names by their codes.
    """
    _ = translator(language)
    rows = _named(rows, names, language)
    shown = due_columns.said(rows.head(records.SHOWN_ROWS), language)
    with st.container(key="due-table"):
        records.show(_("To visit"), note, shown, due_columns.SHOWN, language, {"site_id": to_sites(shown["site_id"])})
    if len(rows) > len(shown):
        text = _("The first {shown} of {total} rows; the download holds them all.")
        frame.hint(text.format(shown=say_number(len(shown), language), total=say_number(len(rows), language)))
    if not rows.empty:
        downloads.show(
            lambda: export.table(
                due_columns.said(rows, language),
                due_columns.TAKEN_AWAY,
                language,
                demo=demo,
                facts=[(_("As of"), found.as_of)],
            ),
            _("due-list"),
            found.as_of.isoformat(),
            demo=demo,
            language=language,
        )
    left = _named(found.left, names, language)
    records.show(
        _("Left the list"),
        _("Nothing leaves the list without a reason. The latest first."),
        left,
        due_columns.LEFT,
        language,
        {"site_id": to_sites(left["site_id"].head(records.SHOWN_ROWS))},
    )
    if not left.empty:
        downloads.show(
            lambda: export.table(left, due_columns.LEFT, language, demo=demo, facts=[(_("As of"), found.as_of)]),
            _("left-the-list"),
            found.as_of.isoformat(),
            demo=demo,
            language=language,
        )


def _named(rows: pd.DataFrame, names: Mapping[str, str], language: Language) -> pd.DataFrame:
    _ = translator(language)
    return rows.assign(name=rows["municipality_code"].map(names).fillna(_("Unknown municipality")))
