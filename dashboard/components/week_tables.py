"""A plan's tables: its stops, those who are due and not in it, what has been done, and how they add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import export, week_columns
from dashboard.components import downloads, records
from dashboard.components.links import to_sites
from dashboard.safe import markup
from dashboard.text import say_number, translator
from geodata.language import Label
from geodata.terms import Team

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from dashboard.columns import Column
    from dashboard.week_desk import Week
    from geodata.language import Language
    from geodata.routing import WeekPlan
    from geodata.week.edits import Edits


def show(week: Week, plan: WeekPlan, edits: Edits, names: Mapping[str, str], language: Language) -> None:
    """Draw the tables, each to be taken away."""
    _ = translator(language)
    ground = week.ground
    st.html(f'<p class="reconciled" role="status">{markup(reconciled(week, plan, edits, language))}</p>')
    _listed(
        week,
        Label("Stop", "Stops"),
        _("Worth is value times the chance of reaching someone. The reasons are those the plan was made by."),
        week_columns.stops(plan, ground, edits, names, language),
        week_columns.STOPS,
        language,
    )
    _listed(
        week,
        Label("Ikke med i planen", "Not in the plan"),
        _("Everyone who is due and has no stop. The price is what the plan would lose by taking the site in."),
        week_columns.left_out(plan, ground, edits, names, language),
        week_columns.LEFT_OUT,
        language,
    )
    if week.done:
        _listed(
            week,
            Label("Gjort i ugen", "Done this week"),
            _("Attempts since Monday; they stay as they are."),
            week_columns.done(week.done, ground, names, language),
            week_columns.DONE,
            language,
        )


def reconciled(week: Week, plan: WeekPlan, edits: Edits, language: Language) -> str:
    """Return the line in which every site that is due is accounted for."""
    _ = translator(language)
    offered = week.ground.offered
    due = {each.site for each in offered.due}
    stops = {stop.site for stop in plan.stops}
    seen = {visit.site for visit in week.ground.visited} - stops
    by_hand = edits.removed - seen
    text = _(
        "{due} sites are due this week: {stops} in the plan, {out} left out, {hand} taken out by hand, {seen} already "
        "visited, {unplaced} without a point. {added} in the plan are not due."
    )
    return text.format(
        due=say_number(len(due) + len(offered.unplaced), language),
        stops=say_number(len(stops & due), language),
        out=say_number(len({each.site for each in plan.left_out} & due), language),
        hand=say_number(len(by_hand & due), language),
        seen=say_number(len(seen & due), language),
        unplaced=say_number(len(offered.unplaced), language),
        added=say_number(len(stops - due), language),
    )


def _listed(
    week: Week, title: Label, explained: str, rows: pd.DataFrame, columns: Sequence[Column], language: Language
) -> None:
    records.show(title.say(language), explained, rows, columns, language, {"site": to_sites(rows["site"])})
    if rows.empty:
        return
    demo = week.edition.store.demo
    about = [
        (Label("Team", "Team").say(language), Team(week.ground.team).label.say(language)),
        (Label("Uge", "Week").say(language), week.ground.week),
    ]
    name = f"{Label('ugen', 'week').say(language)}-{title.say(language).lower().replace(' ', '-')}"
    downloads.show(
        lambda: export.table(rows, columns, language, demo=demo, facts=about),
        name,
        f"{week.ground.team}-{week.ground.week}",
        demo=demo,
        language=language,
    )
