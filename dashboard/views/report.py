"""The annual report: every table from the records, beside what was printed, frozen or as it stands now."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from dashboard import access, cache, navigation, opening, report_files, state, written
from dashboard.components import filters, frame, report_controls, report_tables
from dashboard.components.report_controls import FROZEN, NOW, PRINTED, QUARTERS, TABLES, WHOLE_YEAR
from dashboard.text import say_date, translator
from geodata.errors import GeodataError
from geodata.ledger import frozen_reports
from geodata.ledger.access_log import Action
from geodata.report import content, paper, words
from geodata.report.frozen import changed_since, freeze
from geodata.report.period import Period
from geodata.settings import Settings

language = state.language()
_ = translator(language)
edition, days, _names, chosen = opening.begin()
with st.sidebar:
    filters.show(days, *cache.areas(edition, chosen.as_of), language)
team = chosen.scope.team
years = [str(each) for each in range(days.first.year, days.last.year + 1)]
first_year = str(max(days.first.year, chosen.as_of.year - 1))
year = int(state.own_choice(state.YEAR, years, first_year))
quarter = state.own_choice(state.REPORT_QUARTER, QUARTERS, WHOLE_YEAR)
period = Period(year, None if quarter == WHOLE_YEAR else int(quarter))
part = state.own_choice(state.REPORT_PART, (TABLES, PRINTED), TABLES)
told = state.own_choice(state.TOLD, (FROZEN, NOW), FROZEN)
state.write_link(
    **{
        state.YEAR: str(year) if str(year) != first_year else None,
        state.REPORT_QUARTER: quarter if quarter != WHOLE_YEAR else None,
        state.REPORT_PART: part if part != TABLES else None,
        state.TOLD: told if told != FROZEN else None,
    }
)

frame.heading(
    f"{words.TITLE.say(language)} {period.say(language)}",
    _("{area} · data as of {date}").format(
        area=chosen.scope.say(_("Whole country"), language) if team else _("Whole country"),
        date=say_date(chosen.as_of, language),
    ),
)
report_controls.period(years, language)
if chosen.scope.region:
    frame.hint(_("The report is told for the whole country or a team; the region is not used."))
try:
    now = cache.report(edition, period, team, chosen.as_of)
except GeodataError as refused:
    frame.problem(_("There is no such report"), refused.say(language))
    navigation.end()

ledger, kept = None, None
try:
    ledger = written.ledger(Settings())
    kept = frozen_reports.latest(ledger, period, team)
except GeodataError as unreachable:
    st.error(unreachable.say(language))

report = now
if kept is not None:
    options = {FROZEN: _("As frozen"), NOW: _("As it stands now")}
    report_controls.switch(state.TOLD, _("Frozen or now"), options)
    frame.hint(kept.sentence(language))
    report = kept.report if told == FROZEN else now
differences = changed_since(kept.report, now) if kept is not None else []
for notice in words.notices(report.meta, language)[1 if report.meta.demo else 0 :]:
    st.warning(notice)
st.caption(" · ".join(words.source(report.meta, language)))

frozen = kept if kept is not None and told == FROZEN else None
report_controls.files(
    lambda form: report_files.written(edition.store, report, form, language, frozen, differences),
    f"feltplan-report-{period.code()}{f'-{team}' if team else ''}",
    demo=report.meta.demo,
    language=language,
)
if content.beside_printed(report):
    parts = {TABLES: _("Tables"), PRINTED: _("Printed and recomputed")}
    report_controls.switch(state.REPORT_PART, _("Part of the page"), parts)
if frozen is not None:
    report_tables.changed(differences, language)

if part == PRINTED and content.beside_printed(report):
    frame.hint(
        _(
            "The status report for 2007 as it was printed, beside what the records give. What does not sum or round is "
            "found by the same rules that the product's own tables are held to."
        )
    )
    report_tables.compared(report, language)
else:
    left, right = st.columns(2, gap="medium")
    with left:
        frame.part(paper.HEADS["map"].say(language))
        report_tables.picture(paper.map_svg(edition.store, report, language), paper.HEADS["map_words"].say(language))
    with right:
        frame.part(paper.HEADS["months"].say(language))
        report_tables.picture(paper.months_svg(report, language), report_files.months_words(report, language))
    columns = st.columns(2, gap="medium")
    for place, table in enumerate(report.tables):
        with columns[place % 2]:
            report_tables.show(table, language)
    frame.part(words.METHOD.say(language))
    for method in words.METHODS:
        st.caption(method.say(language))

if ledger is not None:
    by = report_controls.freezing(language)
    if by is not None:
        try:
            access.log(Action.CHANGE.code)
            frozen_reports.add(ledger, freeze(now, datetime.now(UTC), by))
            st.rerun()
        except GeodataError as refused:
            st.error(refused.say(language))
