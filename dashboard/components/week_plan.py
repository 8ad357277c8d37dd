"""One plan of a week drawn whole: figures, what a change does, the map beside the changes, the days, the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state, week_columns
from dashboard.components import frame, records, sites_map, week_chart, week_edit, week_figures, week_map, week_tables
from dashboard.safe import markup
from dashboard.text import translator
from dashboard.week_words import short_day
from geodata.week.clock import pieces
from geodata.week.compare import compare
from geodata.week.effort import effort_of
from geodata.week.promises import promises

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dashboard.components.week_edit import Changed
    from dashboard.week_desk import Desk, Week
    from geodata.language import Language
    from geodata.routing import WeekPlan
    from geodata.week.edits import Edits

ALL_DAYS = ""


def show(
    week: Week,
    plan: WeekPlan,
    edits: Edits,
    desk: Desk | None,
    names: Mapping[str, str],
    litres: float,
    language: Language,
    more: Callable[[], None],
) -> Changed | None:
    """Draw the plan, and return what was changed in it.

    Parameters
    ----------
    desk
        Tells what the last change did, where the plan is the proposal on it.
    names
        The municipalities' names by their codes.
    litres
        What an hour of driving is taken to burn.
    more
        Draws what stands beside the map, under the changes.
    """
    _ = translator(language)
    ground = week.ground
    week_figures.tiles(plan, effort_of(plan, ground, litres), promises(plan, ground), language)
    compared = None
    if desk is not None and desk.before is not None:
        compared = compare(desk.before, plan, ground)
        st.html(week_figures.difference(compared, desk.said, language, searching=desk.search is not None))
    for conflict in plan.conflicts:
        told = f"{conflict.site}: {conflict.why.say(language)}"
        st.html(f'<p class="demo conflict" role="alert">{markup(told)}</p>')
    at_map, beside = st.columns([1.5, 1], gap="medium")
    with at_map:
        draw_map(week, plan, names, language)
    with beside:
        frame.part(_("Change a stop"), _("The rest is planned again around it; what it does is told at once."))
        changed = week_edit.show(plan, ground, edits, names, sorted({each.day for each in plan.days}), language)
        if compared is not None:
            with st.expander(_("What the change moved"), expanded=False):
                records.rows(week_columns.changes(compared, language), week_columns.CHANGES, language)
        more()
    frame.part(_("The days"), _("Each crew's day on the clock."))
    ends = {day: at for day, at in week.ends.items() if at.away}
    week_chart.show(pieces(week.problem(edits), plan, week.options.rules.lunch_minutes), ends, language)
    st.html(week_figures.days(plan, ends, language))
    week_tables.show(week, plan, edits, names, language)
    return changed


def draw_map(week: Week, plan: WeekPlan | None, names: Mapping[str, str], language: Language) -> None:
    """Draw the map: of one day with its order, or of all; a click chooses a site."""
    _ = translator(language)
    by_name = {day.isoformat(): day for day in sorted({stop.day for stop in (plan.stops if plan else ())})}
    offered = [ALL_DAYS, *by_name]
    day = state.own_choice(state.WEEK_DAY, offered, ALL_DAYS)
    if plan is not None:
        st.segmented_control(
            _("Day on the map"),
            offered,
            **state.bound(state.WEEK_DAY),
            format_func=lambda each: short_day(by_name[each], language) if each else _("All days"),
            required=True,
            label_visibility="collapsed",
        )
    spots = week_map.spots(
        week.ground,
        plan,
        week.done,
        bases=week.team.bases,
        away=week.away,
        day=by_name.get(day),
        selected=state.chosen_of(state.SPOT, week.ground.places),
        names=names,
        info=week.edition.store.info,
        language=language,
    )
    take = state.take_spot(sites_map.clicked_site, state.WEEK_MAP, state.SPOT)
    sites_map.show(week.edition.name, spots, state.WEEK_MAP, take)
