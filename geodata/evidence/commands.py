"""``python -m geodata evidence``: what the log can teach, without a screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer
from rich.console import Console

from geodata.doors import DEMO, Day, Json, day_of, grid, refusals, served
from geodata.evidence.finding import TOPICS
from geodata.language import Label
from geodata.units import MISSING

if TYPE_CHECKING:
    from datetime import date

    from rich.table import Table as Grid

    from geodata.evidence.read import Evidence, Span
    from geodata.language import Language
    from geodata.store import Store

DEFAULT_MONTHS = 24
"""Long enough for rates by area, short enough to follow how people live and work now."""


def span(as_of: date, months: int) -> Span:
    """Return the months up to a day, as recorded by it."""
    from geodata.evidence.read import Span  # noqa: PLC0415 - scipy, which no other command needs

    begins = (pd.Timestamp(as_of) - pd.DateOffset(months=months) + pd.Timedelta(days=1)).date()
    return Span(begins, as_of, as_of)


def show_evidence(
    *,
    as_of: Day = None,
    window: Annotated[int, typer.Option(help="The months up to the day.", min=1, max=240)] = DEFAULT_MONTHS,
    as_json: Json = False,
) -> None:
    """Tell effort per result, contact rates, promises kept, phases, refusals and yield, each with what it rests on."""
    from geodata.evidence.read import evidence  # noqa: PLC0415 - as above

    with refusals() as (settings, _), served(settings) as store:
        day = day_of(store, as_of)
        told = evidence(store, span(day, window), names(store, day))
        if as_json:
            typer.echo(json.dumps(answer(told, settings.language, demo=store.demo), ensure_ascii=False))
        else:
            Console().print(_grid(told, settings.language, demo=store.demo))


def names(store: Store, day: date) -> dict[str, str]:
    """Return what the municipalities are called, by code."""
    places = store.read("report_places", ends=day, known=day, on=day)
    return dict(zip(places["municipality_code"].astype(str), places["name"].astype(str), strict=True))


def answer(told: Evidence, language: Language, *, demo: bool) -> dict[str, object]:
    """Return the evidence as JSON: findings as rows, best times, and the days it is told for."""
    return {
        "meta": {
            "begins": told.span.begins.isoformat(),
            "ends": told.span.ends.isoformat(),
            "as_of": told.span.known.isoformat(),
            "demo": demo,
        },
        "evidence": {"rows": [finding.row(language) for finding in told.findings], "flags": []},
        "best_times": [
            {
                "area": best.area,
                "part": best.part.code if best.part else None,
                "chance": best.chance,
                "why": best.why.say(language),
            }
            for best in told.times.best
        ],
    }


def _grid(told: Evidence, language: Language, *, demo: bool) -> Grid:
    heads = (Label("emne", "topic"), Label("tal", "figure"), Label("n", "n"), Label("værdi", "value"), Label("95 %", "95 %"))  # fmt: skip
    table = grid(heads, language, DEMO if demo else None)
    for each in told.findings:
        held = each.interval
        between = f"{each.unit.say(held.low, language)} – {each.unit.say(held.high, language)}" if held else MISSING
        name, topic = each.label.say(language), TOPICS[each.topic].say(language)
        table.add_row(topic, name, str(each.n), each.unit.say(each.value, language), between)
    return table
