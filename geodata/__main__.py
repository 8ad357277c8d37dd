"""``python -m geodata figures``: the same answers as the screen, without one."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, get_args

import typer
from rich.console import Console
from rich.table import Table as Grid

from geodata.errors import GeodataError
from geodata.figures import Figure, figures
from geodata.indicators import BY_ID
from geodata.language import Label
from geodata.settings import Settings
from geodata.status import DEFAULT_WINDOW_MONTHS
from geodata.store import Level, Store
from geodata.units import MISSING
from geodata.versions import published

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Figures, headless.")

REFUSED = 1


@app.callback()
def _doors() -> None:
    """Keep ``figures`` a word of its own: other doors stand beside it."""


@app.command("figures")
def show_figures(
    *,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; the last recorded one if left out.")
    ] = None,
    window: Annotated[int, typer.Option(help="The window in months, up to the day.")] = DEFAULT_WINDOW_MONTHS,
    level: Annotated[str, typer.Option(help=f"One of: {', '.join(get_args(Level))}.")] = "nation",
    only: Annotated[list[str] | None, typer.Option("--id", help="Only this figure; may be given again.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON, for machines.")] = False,
) -> None:
    """Tell every figure with its numerator, denominator and date."""
    settings = Settings()
    if level not in get_args(Level):
        raise typer.BadParameter(f"{level!r}: {', '.join(get_args(Level))}", param_hint="--level")
    unknown = sorted(set(only or ()) - set(BY_ID))
    if unknown:
        raise typer.BadParameter(f"{unknown[0]!r}: {', '.join(BY_ID)}", param_hint="--id")
    if window <= 0:
        raise typer.BadParameter(str(window), param_hint="--window")
    try:
        store = Store.open(settings.home, published(settings.home))
    except GeodataError as error:
        typer.echo(error.say(settings.language), err=True)
        raise typer.Exit(REFUSED) from None
    day = as_of.date() if as_of else store.days()[1] or date.today()  # noqa: DTZ011 - an empty store has no day of its own
    told = figures(store, day, window, level, only or None)  # type: ignore[arg-type]  # checked against the levels above
    if as_json:
        typer.echo(json.dumps([figure.row() for figure in told], ensure_ascii=False))
    else:
        Console().print(_grid(told, settings, demo=store.demo))


def _grid(told: list[Figure], settings: Settings, *, demo: bool) -> Grid:
    say = settings.language
    grid = Grid(title=Label("DEMO: opdigtede data", "DEMO: synthetic data").say(say) if demo else None)
    for head in (Label("tal", "figure"), Label("område", "area"), Label("dato", "date"), Label("værdi", "value")):
        grid.add_column(head.say(say))
    grid.add_column(Label("tæller / nævner", "numerator / denominator").say(say), justify="right")
    for figure in told:
        indicator = figure.indicator
        parts = [figure.numerator, *([figure.denominator] if indicator.denominator else [])]
        fraction = " / ".join(MISSING if part is None else str(part) for part in parts)
        value = indicator.unit.say(figure.value, say)
        grid.add_row(indicator.label.say(say), figure.area, figure.as_of.isoformat(), value, fraction)
    return grid


if __name__ == "__main__":
    app()
