"""Figures quarter by quarter, the map quarter by quarter, and two days side by side."""

from __future__ import annotations

import streamlit as st

from dashboard import cache, columns, export, opening, state, trends
from dashboard.components import (
    coverage_map,
    downloads,
    filters,
    frame,
    legend,
    provisional,
    records,
    timeline_map,
    trend_chart,
    trend_table,
)
from dashboard.period import say_window
from dashboard.text import say_date, say_number, translator
from geodata.indicators import BY_ID
from geodata.series import TOLD_OVER_TIME, needed, quarter_ends
from geodata.status import changes

PARTS = ("figures", "map", "compare")
OFFERED = tuple(indicator.id for indicator in TOLD_OVER_TIME)
FIRST_FIGURES = ("ever_screened", "currently_screened", "sites_attempted")

language = state.language()
_ = translator(language)
edition, days, _names, chosen = opening.begin()
state.begin_time(days, PARTS, OFFERED, FIRST_FIGURES)
shown = state.time_choice()
with st.sidebar:
    filters.show(days, *cache.areas(edition, chosen.as_of), language)
state.write_link(**state.time_link(PARTS, FIRST_FIGURES))
demo, info = edition.store.demo, edition.store.info
quarters = quarter_ends(days.first, chosen.as_of)
window = (_("Window in months"), chosen.window_months)


def figures_over_time() -> None:
    """Draw each chosen figure as a chart and a table."""
    filters.figures(OFFERED, language)
    if not shown.figures:
        st.info(_("Choose a figure to see it over time."))
        return
    provisional.show(edition, chosen.as_of, language)
    parts = cache.cells(edition, tuple(quarters), chosen.window_months, needed(shown.figures))
    for name in shown.figures:
        indicator = BY_ID[name]
        title = indicator.label.say(language)
        told = trends.trend(parts, quarters, chosen.window_months, chosen.scope, name, language)
        frame.part(title, indicator.definition.say(language))
        trend_chart.show(told, f"chart-{name}", language, provisional.first_day(edition, chosen.as_of))
        trend_table.show(told, title, language)
        downloads.show(
            lambda told=told, title=title: export.table(  # type: ignore[misc]
                trends.table_rows(told, language),
                columns.TREND,
                language,
                demo=demo,
                facts=[(_("Figure"), title), window],
            ),
            name,
            chosen.as_of.isoformat(),
            demo=demo,
            language=language,
        )


def map_over_time() -> None:
    """Draw the map with its play control, and its classes quarter by quarter as a table."""
    everywhere = cache.statuses(edition, tuple(quarters), chosen.window_months)
    with st.container(key="timeline"):
        timeline_map.show(
            edition.name,
            timeline_map.painted(everywhere, chosen.scope, chosen.municipality, info, language),
            state.TIMELINE,
            state.take_click(coverage_map.clicked_code, state.TIMELINE),
        )
    counted = trends.class_rows(everywhere[chosen.scope.keeps(everywhere)], quarters)
    title = _("Municipalities in each class, quarter by quarter")
    explained = _("The latest day first; the same counts as beside the map.")
    with st.container(key="classes-table"):
        records.show(title, explained, counted, columns.CLASSES, language)
    downloads.show(
        lambda: export.table(counted, columns.CLASSES, language, demo=demo, facts=[window]),
        _("classes"),
        chosen.as_of.isoformat(),
        demo=demo,
        language=language,
    )


def two_days() -> None:
    """Draw the map of two days side by side, and the municipalities whose status differs."""
    filters.compared_day(days, language)
    pair = sorted((shown.before, chosen.as_of))
    rows = [cache.municipalities(edition, day, chosen.window_months) for day in pair]
    kept = [of_day[chosen.scope.keeps(of_day)] for of_day in rows]
    for column, day, of_day, inside, key in zip(st.columns(2, gap="medium"), pair, rows, kept, state.MAPS, strict=True):
        with column:
            frame.part(say_date(day, language), say_window(day, chosen.window_months, language))
            coverage_map.show(
                edition.name,
                coverage_map.painted(of_day, inside, chosen.municipality, info, language),
                key,
                state.take_click(coverage_map.clicked_code, key),
                height_px=coverage_map.PAIR_HEIGHT_PX,
            )
            st.html(legend.legend(legend.counts(inside), language))
    changed = changes(rows[0], kept[1])
    records.show(
        _("Municipalities whose status changed"),
        _("{n} of {total} municipalities, from {before} to {after}.").format(
            n=say_number(len(changed), language),
            total=say_number(len(kept[1]), language),
            before=say_date(pair[0], language),
            after=say_date(pair[1], language),
        ),
        changed,
        columns.CHANGES,
        language,
    )
    downloads.show(
        lambda: export.table(
            changed, columns.CHANGES, language, demo=demo, facts=[(_("From"), pair[0]), (_("To"), pair[1]), window]
        ),
        _("changes"),
        f"{pair[0].isoformat()}-{pair[1].isoformat()}",
        demo=demo,
        language=language,
    )


frame.heading(
    _("Over time"),
    f"{chosen.scope.say(_('Whole country'), language)} · "
    + _("to {date}, window {months} months").format(date=say_date(chosen.as_of, language), months=chosen.window_months),
)
filters.part(PARTS, language)
{"figures": figures_over_time, "map": map_over_time, "compare": two_days}[shown.part]()
