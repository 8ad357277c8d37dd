"""What a printed coverage page tells, in plain text and numbers, ready for a picture or a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.columns import MUNICIPALITIES
from dashboard.components.legend import counts, unplaced_sentence
from dashboard.components.tiles import basis, interval
from dashboard.period import say_moment, say_window
from dashboard.text import say_boundaries, say_date, say_number, translator
from geodata.drawing import map_picture
from geodata.status import BY_CODE, Freshness
from geodata.terms import ScreeningResult, Team

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from dashboard.scope import Scope
    from geodata.figures import Figure
    from geodata.language import Language
    from geodata.store import Store

STATUS = next(column.name for column in MUNICIPALITIES if column.id == "status")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The coverage page on paper.

    Parameters
    ----------
    title, line, as_of
        What is shown, for whom and which days, and the day it is told for.
    notice
        What synthetic data say of themselves; empty for real ones.
    map_svg, map_height
        The status map as SVG elements, and its height where it is :data:`geodata.drawing.map_picture.WIDTH` wide.
    classes
        The legend: one row per freshness with its name and, per result, a status's code and its count.
    results, total, border, unplaced
        The legend's headings, how many municipalities it counts, its other words.
    figures
        Per headline figure: name, value, what it rests on, definition and interval.
    columns, rows
        The table of municipalities; ``status`` is the code of each row's status.
    source
        Whose boundaries are drawn, and when the data were built.
    """

    language: Language
    title: str
    line: str
    as_of: str
    notice: str
    map_svg: str
    map_height: float
    map_words: str
    results: list[str]
    classes: list[tuple[str, list[tuple[str, str]]]]
    legend_title: str
    total: str
    border: str
    unplaced: str
    figures: list[tuple[str, str, str, str]]
    figures_title: str
    table_title: str
    columns: list[str]
    rows: list[list[str]]
    status: list[str]
    source: list[str]


def sheet(
    store: Store,
    as_of: date,
    window_months: int,
    scope: Scope,
    municipalities: pd.DataFrame,
    figures: Sequence[Figure],
    unplaced: pd.DataFrame,
    language: Language,
) -> Sheet:
    """Return the page for a choice.

    Parameters
    ----------
    municipalities
        One row per municipality, classified, in Danish order of names; ``scope`` says which are told of.
    figures
        The headline figures.
    unplaced
        The records without a municipality (:meth:`geodata.store.Store.unplaced`).
    """
    _ = translator(language)
    shown = municipalities[scope.keeps(municipalities)]
    counted = counts(shown)
    outline = map_picture.outlines(store)
    results = list(ScreeningResult)
    classes = [
        (step.label.say(language), [(code, say_number(counted[code], language)) for code in codes])
        for step, codes in (
            *((step, [f"{step.code}_{result.code}" for result in results]) for step in list(Freshness)[:3]),
            (Freshness.NEVER, [Freshness.NEVER.code]),
        )
    ]
    boundaries = say_boundaries(store.info, language)
    return Sheet(
        language=language,
        title=_("Screening coverage"),
        line=f"{scope.say(_('Whole country'), language)} · {say_window(as_of, window_months, language)}",
        as_of=_("as of {date}").format(date=say_date(as_of, language)),
        notice=_("DEMO: made-up data. They describe no real place.") if store.demo else "",
        map_svg=map_picture.drawing(outline, municipalities, shown, language),
        map_height=map_picture.size(outline)[1],
        map_words=_("Map of the municipalities by screening status"),
        results=[result.label.say(language) for result in results],
        classes=classes,
        legend_title=_("Municipalities by last screening and what it found"),
        total=_("{n} municipalities in all").format(n=say_number(len(shown), language)),
        border=_("Border between teams"),
        unplaced=unplaced_sentence(unplaced, language),
        figures=[_told(figure, language) for figure in figures],
        figures_title=_("How the figures are counted"),
        table_title=_("Municipalities"),
        columns=[
            _("Municipality"),
            _("Team"),
            STATUS.say(language),
            _("Last screened"),
            _("Next screening"),
            _("Sites known"),
        ],
        rows=[
            [
                row["name"],
                Team(row["team"]).label.say(language),
                BY_CODE[row["status"]].label.say(language),
                say_date(row["completed_on"], language),
                say_date(row["due_on"], language),
                say_number(row["sites_known"], language),
            ]
            for row in shown.to_dict("records")
        ],
        status=shown["status"].tolist(),
        source=[boundaries, _("Data built {moment}").format(moment=say_moment(store.info["built_at"], language))],
    )


def _told(figure: Figure, language: Language) -> tuple[str, str, str, str]:
    indicator = figure.indicator
    definition = indicator.definition.say(language)
    if figure.low is not None and figure.high is not None:
        definition = f"{definition} {interval(figure, language)}"
    value = indicator.unit.say(figure.value, language)
    return indicator.label.say(language), value, basis(figure, language), definition
