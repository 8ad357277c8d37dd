"""The report as a PDF: typst sets it from data, with the typefaces it brings along and without a network.

Texts reach the page as JSON and never as its source, so that no text of a file can be more than text. It stands in
``geodata`` because ``python -m geodata report`` writes it without a screen; it draws by :mod:`geodata.drawing`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import typst
from babel.dates import format_date

from geodata.drawing import map_picture, months
from geodata.drawing.looks import LOOKS, picture
from geodata.language import Label
from geodata.report import printed, words
from geodata.report.content import beside_printed
from geodata.status import BY_CODE, STATUSES
from geodata.units import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.language import Language
    from geodata.report.frozen import Changed, Frozen
    from geodata.report.report import Report
    from geodata.report.table import Row, Table
    from geodata.store import Store

PAGE = Path(__file__).parent / "report.typ"
ACCESSIBLE: Final = "ua-1"

HEADS = {
    "row": Label("Række", "Row"),
    "count": Label("Antal", "Number"),
    "percent": Label("Andel", "Share"),
    "map": Label("Kommunerne ved periodens slutning", "The municipalities at the end of the period"),
    "map_words": Label("Kort over kommunerne efter screeningsstatus", "Map of the municipalities by screening status"),
    "months": Label("Besøgsforsøg måned for måned", "Attempted visits month by month"),
    "reached": Label("Kontakt", "Contact made"),
    "in_vain": Label("Forgæves", "In vain"),
    "printed": Label("Trykt mod genberegnet", "Printed against recomputed"),
    "printed_words": Label(
        "Statusrapporten for 2007, som den er trykt, ved siden af registreringerne. Samme regler for begge.",
        "The status report for 2007 as printed, beside what the records give. The same rules are held against both.",
    ),
    "flags": Label("Hvad der ikke summer eller runder af", "What does not sum or round"),
    "was": Label("Trykt", "Printed"),
    "now": Label("Genberegnet", "Recomputed"),
    "apart": Label("Forskel", "Difference"),
    "changed": Label("Ændret siden fastfrysningen", "Changed since it was frozen"),
    "frozen_count": Label("Frosset", "Frozen"),
    "none_changed": Label("Intet tal er ændret.", "No figure has changed."),
    "contents": Label("Indhold", "Contents"),
}  # fmt: skip


def to_pdf(
    store: Store,
    report: Report,
    language: Language,
    frozen: Frozen | None = None,
    changed: Sequence[Changed] = (),
) -> bytes:
    """Return the report as PDF/UA-1: tagged, with a title and a language, so that it can be read aloud.

    The standard refuses a sign that no typeface at hand can show; a report that holds one is tagged and claims nothing.

    Parameters
    ----------
    store
        Its shapes are drawn.
    frozen, changed
        Where the report is a frozen one: that, and what has changed since.
    """
    page, texts = PAGE.read_bytes(), {"report": told(store, report, language, frozen, changed)}
    try:
        return typst.compile(page, format="pdf", sys_inputs=texts, ignore_system_fonts=True, pdf_standards=ACCESSIBLE)
    except typst.TypstError:
        return typst.compile(page, format="pdf", sys_inputs=texts, ignore_system_fonts=True)


def told(
    store: Store,
    report: Report,
    language: Language,
    frozen: Frozen | None = None,
    changed: Sequence[Changed] = (),
) -> str:
    """Return what ``report.typ`` reads, as JSON."""
    meta = report.meta
    counted = shown(report)["status"].value_counts()
    return json.dumps(
        {
            "language": language,
            "title": words.title(meta, language),
            "notices": [*words.notices(meta, language), *([frozen.sentence(language)] if frozen else [])],
            "demo": words.DEMO.say(language) if meta.demo else "",
            "source": words.source(meta, language),
            "heads": {name: label.say(language) for name, label in HEADS.items()},
            "tables": [_table(table, language) for table in report.tables],
            "map_svg": map_svg(store, report, language),
            "legend": [
                [status.code, status.label.say(language), words.number(int(counted.get(status.code, 0)), language)]
                for status in STATUSES
                if counted.get(status.code, 0)
            ],
            "swatches": {code: picture(code) for code in LOOKS if code in BY_CODE},
            "months_svg": months_svg(report, language),
            "printed": _printed(report, language) if beside_printed(report) else [],
            "flags": _flags(report, language) if beside_printed(report) else [],
            "frozen": frozen is not None,
            "changed": [each.cells(language) for each in changed],
            "method_title": words.METHOD.say(language),
            "methods": [method.say(language) for method in words.METHODS],
        }
    )


def places(report: Report) -> pd.DataFrame:
    """Return one row per municipality: municipality_code, name, team, status."""
    return pd.DataFrame(
        [(code, report.names[code], report.teams[code], status) for code, status in report.statuses.items()],
        columns=["municipality_code", "name", "team", "status"],
    )


def shown(report: Report) -> pd.DataFrame:
    """Return those of :func:`places` that the report is of."""
    every = places(report)
    return every if report.meta.team is None else every[every["team"] == report.meta.team]


def map_svg(store: Store, report: Report, language: Language) -> str:
    """Return the map of the municipalities by screening status as an SVG file."""
    outline = map_picture.outlines(store)
    if not outline.shapes:
        return map_picture.alone("", 1)
    drawn = map_picture.drawing(outline, places(report), shown(report), language)
    return map_picture.alone(drawn, map_picture.size(outline)[1])


def months_svg(report: Report, language: Language) -> str:
    """Return the attempts month by month as an SVG file."""
    names = [format_date(pd.Timestamp(f"{month}-01"), "MMM", locale=language) for month, _, _ in report.months]
    return months.drawing(report.months, names, HEADS["reached"].say(language), HEADS["in_vain"].say(language))


def _table(table: Table, language: Language) -> dict[str, Any]:
    totals = {whole.total for whole in table.wholes} | {table.rows[0].code}
    parts = {part for whole in table.wholes for part in whole.parts}
    return {
        "title": table.title.say(language),
        "sentence": words.sentence(table, language),
        "counted": table.counted.say(language),
        "notes": [note.say(language) for note in table.notes],
        "empty": table.empty,
        "rows": [_row(row, language, row.code in totals, row.code in parts) for row in table.rows],
    }


def _row(row: Row, language: Language, total: bool, part: bool) -> dict[str, Any]:
    return {
        "label": row.label.say(language),
        "count": words.number(row.count, language),
        "percent": words.share(row.percent, language) if row.of else "",
        "bar": min(1.0, (row.percent or 0) / 100),
        "total": total,
        "part": part and not total,
    }


def _printed(report: Report, language: Language) -> list[dict[str, Any]]:
    def pair(count: float | None, percent: float | None, decimals: int) -> str:
        told = [words.number(count, language)] if count is not None else []
        told += [words.share(percent, language, decimals)] if percent is not None else []
        return " · ".join(told) or MISSING

    rows = []
    for table in report.tables:
        for one in printed.compare(table):
            said = one.printed
            apart = [
                *([f"{one.count_apart:+g}".replace(".", "," if language == "da" else ".")] if one.count_apart else []),
                *([f"{one.percent_apart:+g} %"] if one.percent_apart else []),
            ]
            rows.append(
                {
                    "table": table.title.say(language),
                    "row": one.row.label.say(language),
                    "was": pair(said.count, said.percent, 0),
                    "now": pair(one.row.count, one.row.percent, 1),
                    "apart": " · ".join(apart),
                }
            )
    return rows


def _flags(report: Report, language: Language) -> list[list[str]]:
    return [
        [table.title.say(language), flag.label.say(language)]
        for table in report.tables
        for flag in printed.flags_of(table.id)
    ]
