"""What the log teaches: hours per result, when someone is met, promises kept, phases, refusals, yield of screening."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import cache, export, opening, state
from dashboard.columns import Column
from dashboard.components import downloads, filters, findings, frame, records
from dashboard.period import say_window
from dashboard.text import translator
from geodata.day_parts import with_hours
from geodata.evidence.finding import TOPICS
from geodata.evidence.times import area_name
from geodata.language import Label
from geodata.terms import DayPart

BEST = (
    Column("area", Label("Område", "Area")),
    Column("part", Label("Bedste tid", "Best time"), lambda code: with_hours(DayPart(code))),
    Column("why", Label("Hvorfor", "Why")),
)
FINDINGS = (
    Column("topic", Label("Emne", "Topic"), TOPICS.__getitem__),
    Column("label", Label("Tal", "Figure")),
    Column("row", Label("Id", "Id")),
    Column("count", Label("n", "n")),
    Column("numerator", Label("Tæller", "Numerator")),
    Column("denominator", Label("Nævner", "Denominator")),
    Column("value", Label("Værdi", "Value")),
    Column("low", Label("95 %-interval, nedre", "95% interval, lower")),
    Column("high", Label("95 %-interval, øvre", "95% interval, upper")),
    Column("method", Label("Metode", "Method")),
    Column("not_shown", Label("Viser ikke", "Does not show")),
)

language = state.language()
_ = translator(language)
edition, days, names, chosen = opening.begin()
with st.sidebar:
    filters.show(days, *cache.areas(edition, chosen.as_of), language)
state.write_link()
told = cache.evidence(edition, chosen.as_of, chosen.window_months)
municipal = {cell.area for cell in told.times.cells} - {"nation"} - set(cache.areas(edition, chosen.as_of)[0])


def near(area: str) -> bool:
    """Return whether an area is shown: the country, the teams, and the municipality that is chosen."""
    return area not in municipal or area == chosen.municipality


kept = [each for each in told.findings if each.topic != "contact" or near(each.code.split(".")[0])]

frame.heading(
    _("What the log teaches"),
    f"{_('Whole country')} · {say_window(chosen.as_of, chosen.window_months, language)}",
)
frame.hint(
    _(
        "Each figure stands with how many records it rests on, a 95% interval, and a sentence on what it does not "
        "show. Rates of small areas are drawn towards those of the larger area they are part of."
    )
)
for topic, title in TOPICS.items():
    frame.part(title.say(language))
    findings.show([each for each in kept if each.topic == topic], language)
    if topic == "contact":
        best = [
            each
            for each in told.times.best
            if each.area not in municipal or each.part or each.area == chosen.municipality
        ]
        rows = pd.DataFrame(
            [
                {
                    "area": area_name(each.area, names).say(language),
                    "part": each.part.code if each.part else None,
                    "why": each.why.say(language),
                }
                for each in best
            ],
            columns=[column.id for column in BEST],
        )
        records.show(
            _("Best time to come"),
            _(
                "Told only where one part of the day is at least 95% likely the best, among those with 20 attempts or "
                "more. Of {total} municipalities with attempts, {n} have one; the others are left out here."
            ).format(
                total=len(municipal), n=sum(bool(each.part) for each in told.times.best if each.area in municipal)
            ),
            rows,
            BEST,
            language,
        )
downloads.show(
    lambda: export.table(
        pd.DataFrame([each.row(language) for each in told.findings], columns=[column.id for column in FINDINGS]),
        FINDINGS,
        language,
        demo=edition.store.demo,
        facts=[(_("As of"), chosen.as_of), (_("Window in months"), chosen.window_months)],
    ),
    _("evidence"),
    chosen.as_of.isoformat(),
    demo=edition.store.demo,
    language=language,
)
