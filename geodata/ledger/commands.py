"""``python -m geodata ledger …``: what people write, without a screen."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from geodata.doors import Json, grid, refusals
from geodata.language import Label
from geodata.ledger import backup, targets, user_commands
from geodata.ledger.migrate import latest
from geodata.ledger.sessions import open_ledger
from geodata.targets import TARGETED, TEAMS, Target, TargetUnit
from geodata.terms import Team

if TYPE_CHECKING:
    from rich.table import Table as Grid

    from geodata.settings import Settings

app = typer.Typer(no_args_is_help=True, help="The ledger: what people write.")
app.add_typer(user_commands.app, name="users")
app.command("access-log")(user_commands.show_access_log)


@app.command("migrate")
def bring_up_to_date() -> None:
    """Make the ledger where there is none, and bring its tables up to date."""
    with refusals() as (settings, say), closing(open_ledger(settings)):
        say(Label(f"Protokollen er af version {latest()}.", f"The ledger is of version {latest()}."))


@app.command("backup")
def write_backup(file: Annotated[Path, typer.Argument(help="The copy to write; it must not exist.")]) -> None:
    """Write a copy of the ledger, also while the application runs."""
    with refusals() as (settings, say):
        backup.backup(settings, file)
        say(Label("Sikkerhedskopien er skrevet og læst igennem.", "The backup is written and was read through."))


@app.command("restore")
def read_backup(file: Annotated[Path, typer.Argument(help="A copy that `backup` wrote.")]) -> None:
    """Put a copy in the ledger's place; stop the application first. What was there is kept beside it."""
    with refusals() as (settings, say):
        kept = backup.restore(settings, file, datetime.now(UTC))
        say(Label("Protokollen er gendannet.", "The ledger is restored."))
        if kept is not None:
            say(Label(f"Den tidligere er gemt som {kept.name}.", f"What was there is kept as {kept.name}."))


@app.command("targets")
def list_targets(
    *,
    year: Annotated[int | None, typer.Option(help="Only this year's.")] = None,
    past: Annotated[bool, typer.Option("--history", help="Every one that was ever set, the last first.")] = False,
    as_json: Json = False,
) -> None:
    """Tell the targets that count."""
    with refusals() as (settings, _), closing(open_ledger(settings)) as ledger:
        told = (targets.history if past else targets.targets)(ledger, year)
        if as_json:
            typer.echo(json.dumps([_row(target) for target in told], ensure_ascii=False))
        else:
            Console().print(_grid(told, settings))


@app.command("set-target")
def set_target(
    team: Annotated[str, typer.Argument(help=f"One of: {', '.join(TEAMS)}.")],
    year: Annotated[int, typer.Argument(help="To be reached by 31 December of this year.")],
    figure: Annotated[str, typer.Argument(help=f"One of: {', '.join(TARGETED)}.")],
    value: Annotated[str, typer.Argument(help="90% or a number.")],
    by: Annotated[str, typer.Option(help="Who sets it: a function or initials.")],
) -> None:
    """Set a target; the one before it stays in the history."""
    with refusals() as (settings, say), closing(open_ledger(settings)) as ledger:
        unit = TargetUnit.PERCENT if value.endswith("%") else TargetUnit.COUNT
        try:
            number = float(value.removesuffix("%").replace(",", "."))
        except ValueError:
            raise typer.BadParameter(f"{value!r}: 90%, 27", param_hint="VALUE") from None
        targets.set_target(ledger, Target(team, year, figure, number, unit.code, datetime.now(UTC), by))
        say(Label("Målet er gemt.", "The target is saved."))


def _row(target: Target) -> dict[str, object]:
    return {
        "team": target.team,
        "year": target.year,
        "indicator": target.indicator,
        "value": target.value,
        "unit": target.unit,
        "set_at": target.set_at.isoformat(),
        "set_by": target.set_by,
    }


def _grid(told: list[Target], settings: Settings) -> Grid:
    say = settings.language
    heads = (
        Label("år", "year"),
        Label("team", "team"),
        Label("tal", "figure"),
        Label("mål", "target"),
        Label("sat", "set"),
        Label("af", "by"),
    )
    table = grid(heads, say)
    for target in told:
        suffix = " %" if target.unit == TargetUnit.PERCENT.code else ""
        table.add_row(
            str(target.year),
            Team(target.team).label.say(say),
            target.label().say(say),
            f"{target.value:g}{suffix}",
            f"{target.set_at:%Y-%m-%d %H:%M} UTC",
            target.set_by,
        )
    return table
