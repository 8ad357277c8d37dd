"""What each team is to reach by the end of a year, what it has reached, and what is missing."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import access, cache, export, opening, state, target_columns, written
from dashboard.components import downloads, filters, frame, records, short_definitions, target_form
from dashboard.targets import shortfalls
from dashboard.text import say_date, say_number, translator
from geodata.errors import GeodataError
from geodata.ledger.targets import history, set_target, targets
from geodata.roles import Role
from geodata.settings import Settings
from geodata.shortfall import told_on
from geodata.targets import TARGETED, Target

language = state.language()
_ = translator(language)
hours_a_day = Settings().team_day_hours
edition, days, _names, chosen = opening.begin()
with st.sidebar:
    filters.show(days, *cache.areas(edition, chosen.as_of), language)
years = [str(each) for each in range(days.first.year, days.last.year + 3)]
year = int(state.own_choice(state.YEAR, years, str(chosen.as_of.year)))
state.write_link(**{state.YEAR: str(year) if year != chosen.as_of.year else None})
day = told_on(year, chosen.as_of)

frame.heading(
    _("Targets"),
    _("To be reached by 31 December {year}, told as of {date}").format(year=year, date=say_date(day, language)),
)
st.selectbox(_("Year"), years, **state.bound(state.YEAR), width=160)
table = st.container()
may_set = access.viewer().role is Role.MANAGER
wish = target_form.show(year, chosen.scope.team, language) if may_set else None
try:
    ledger = written.ledger(Settings())
    if wish is not None:
        try:
            moment = datetime.now(UTC)
            target = Target(wish.team, year, wish.indicator, wish.value, wish.unit, moment, wish.set_by)
            access.log("change", wish.team, "targets")
            set_target(ledger, target)
            st.success(_("The target is saved."))
        except GeodataError as refused:
            st.error(refused.say(language))
    found, past = targets(ledger, year), history(ledger, year)
except GeodataError as unreachable:
    st.error(unreachable.say(language))
    found, past = [], []

rows = target_columns.rows(shortfalls(edition, found, day, chosen.scope.team), hours_a_day, language)
with table:
    records.show(
        _("Target against actual"),
        _(
            "Counted as on the coverage page, with a window of 12 months. Missing is what must still be done by 31 "
            "December: a screening that grows too old before then no longer counts, nor does a visit of the year "
            "before. The hours are those of the first municipalities on the work list, or of one attempt a site; a "
            "team-day is {hours} hours."
        ).format(hours=say_number(hours_a_day, language)),
        rows,
        target_columns.COLUMNS,
        language,
    )
    short_definitions.show(TARGETED, language)
    if not rows.empty:
        downloads.show(
            lambda: export.table(
                rows, target_columns.COLUMNS, language, demo=edition.store.demo, facts=[(_("As of"), day)]
            ),
            _("targets"),
            f"{year}",
            demo=edition.store.demo,
            language=language,
        )
records.show(
    _("Every target set for {year}").format(year=year),
    _("The latest of a team and a figure counts; the ones before it are kept."),
    target_columns.said_rows(past, language),
    target_columns.HISTORY,
    language,
)
