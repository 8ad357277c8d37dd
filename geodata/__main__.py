"""``python -m geodata figures``, ``… due`` and ``… ledger``: the same answers as the screen, without one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, get_args

import typer
from babel.numbers import format_decimal
from rich.console import Console

from geodata.denominators import Measured, side_by_side
from geodata.disclosure import commands as release
from geodata.doors import DEMO, Day, Json, day_of, grid, refusals, served
from geodata.evidence.commands import show_evidence
from geodata.figures import Figure, figures
from geodata.hidden import hidden_sites
from geodata.indicators import BY_ID, OF_TOTALS
from geodata.language import Label
from geodata.ledger import commands as ledger
from geodata.report.commands import report
from geodata.research.commands import write_export
from geodata.status import DEFAULT_WINDOW_MONTHS
from geodata.store import Level, Store
from geodata.units import MISSING
from geodata.week.command import plan
from geodata.worth.commands import show_due

if TYPE_CHECKING:
    from datetime import date

    from rich.table import Table as Grid

    from geodata.settings import Settings

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Figures, headless.")

app.add_typer(ledger.app, name="ledger")
app.command("plan")(plan)
app.add_typer(release.app, name="release")
app.command("report")(report)
app.command("evidence")(show_evidence)
app.command("export")(write_export)
app.command("due")(show_due)


@app.command("figures")
def show_figures(
    *,
    as_of: Day = None,
    window: Annotated[int, typer.Option(help="The window in months, up to the day.")] = DEFAULT_WINDOW_MONTHS,
    level: Annotated[str, typer.Option(help=f"One of: {', '.join(get_args(Level))}.")] = "nation",
    only: Annotated[list[str] | None, typer.Option("--id", help="Only this figure; may be given again.")] = None,
    as_json: Json = False,
) -> None:
    """Tell every figure with its numerator, denominator and date."""
    if level not in get_args(Level):
        raise typer.BadParameter(f"{level!r}: {', '.join(get_args(Level))}", param_hint="--level")
    of_totals = [indicator.id for indicator in OF_TOTALS]
    unknown = sorted(set(only or ()) - {*BY_ID, *of_totals})
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r}: {', '.join((*BY_ID, *of_totals))}", param_hint="--id")
    if window <= 0:
        raise typer.BadParameter(str(window), param_hint="--window")
    known: Level = level  # type: ignore[assignment]  # checked against the levels above
    with refusals() as (settings, _), served(settings) as store:
        day = day_of(store, as_of)
        told = figures(store, day, window, known, [name for name in only if name in BY_ID] if only else None)
        measured = _measured(store, day, window, known, [name for name in of_totals if not only or name in only])
        if as_json:
            rows = [figure.row() for figure in (*told, *(each.figure for each in measured))]
            typer.echo(json.dumps(rows, ensure_ascii=False))
        else:
            Console().print(_grid(told, measured, settings, demo=store.demo))


def _measured(store: Store, as_of: date, window_months: int, level: Level, ids: list[str]) -> list[Measured]:
    """Return the figures against totals that are not counted, figure by figure as the others are."""
    if not ids:
        return []
    estimated = level in ("nation", "team")
    told = side_by_side(
        store, as_of, window_months, lambda: hidden_sites(store, as_of, level) if estimated else [], level
    )
    return [each for name in ids for each in told if each.figure.indicator.id == name]


def _grid(told: list[Figure], measured: list[Measured], settings: Settings, *, demo: bool) -> Grid:
    say = settings.language
    heads = (Label("tal", "figure"), Label("område", "area"), Label("dato", "date"), Label("værdi", "value"))
    table = grid(heads, say, DEMO if demo else None)
    table.add_column(Label("tæller / nævner", "numerator / denominator").say(say), justify="right")
    refused = {id(each.figure): each.rests_on.say(say) for each in measured if each.refused}
    for figure in (*told, *(each.figure for each in measured)):
        indicator = figure.indicator
        parts = [figure.numerator, *([figure.denominator] if indicator.denominator else [])]
        fraction = " / ".join(MISSING if part is None else format_decimal(part, "0.##", locale=say) for part in parts)
        value = indicator.unit.say(figure.value, say)
        cells = [indicator.label.say(say), figure.area, figure.as_of.isoformat(), value]
        table.add_row(*cells, refused.get(id(figure), fraction))
    return table


if __name__ == "__main__":
    app()
