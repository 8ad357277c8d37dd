"""What a command tells: the import summary, the rows set aside, a refusal; in words or as JSON."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from etl.build import Built, TooManyRejectsError, summary
from etl.refusals import AllRefusedError
from etl.rejects import as_csv
from geodata.language import Label
from geodata.rules import Rule

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from geodata.errors import GeodataError
    from geodata.language import Language

SHOWN_REJECTS = 20

HEADS = (
    Label("tabel", "table"), Label("læst", "read"), Label("nye", "new"), Label("ændrede", "changed"),
    Label("uændrede", "unchanged"), Label("lagt til side", "set aside"), Label("væk", "gone"),
)  # fmt: skip


def say(language: Language, label: Label, **values: object) -> None:
    """Print one sentence."""
    typer.echo(label.say(language, **values))


def tell_built(built: Built, language: Language, *, as_json: bool, rejects: Path | None) -> None:
    """Tell what a build or a dry run came to, and write the rows set aside where they are wanted."""
    _write_rejects(built.rejects, rejects, demo=built.demo)
    if as_json:
        typer.echo(json.dumps(summary(built), ensure_ascii=False))
        return
    console = Console()
    console.print(_grid(built, language))
    for note in built.notes:
        console.print(f"[yellow]{escape(_visible(note))}[/]", highlight=False, soft_wrap=True)
    _show_rejects(built.rejects, language, console)
    if built.published is None:
        say(language, Label("Prøvekørsel: intet er ændret.", "Dry run: nothing has changed."))
    elif built.fresh:
        say(language, Label("Version {n} er taget i brug.", "Version {n} is published."), n=built.published.version)
    else:
        same = Label(
            "Intet nyt: version {n} har allerede disse data.", "Nothing new: version {n} holds these data already."
        )
        say(language, same, n=built.published.version)


def tell_refusal(error: GeodataError, language: Language, *, as_json: bool, rejects: Path | None) -> None:
    """Tell why nothing was done, with every reason; and the rows set aside, where they are the reason."""
    found = error.rejects if isinstance(error, TooManyRejectsError) else None
    if as_json:
        reasons = error.reasons if isinstance(error, AllRefusedError) else [error]
        told = {"refused": [reason.say(language) for reason in reasons], "rejects": []}
        typer.echo(json.dumps(told if found is None else {**told, "rejects": found.to_dicts()}, ensure_ascii=False))
    else:
        console = Console(stderr=True)
        console.print(f"[bold red]{escape(_visible(error.say(language)))}[/]", highlight=False, soft_wrap=True)
        if found is not None:
            _show_rejects(found, language, console)
    if isinstance(error, TooManyRejectsError):
        _write_rejects(error.rejects, rejects, demo=error.demo)


def _grid(built: Built, language: Language) -> Grid:
    grid = Grid(padding=(0, 1), pad_edge=False)
    for position, head in enumerate(HEADS):
        grid.add_column(head.say(language), justify="right" if position else "left", no_wrap=True)
    for change in built.changes:
        numbers = (change.read, change.new, change.changed, change.unchanged)
        aside = f"[yellow]{change.set_aside}[/]" if change.set_aside else "0"
        gone = f"[red]{change.gone}[/]" if change.gone else "0"
        grid.add_row(change.table, *map(str, numbers), aside, gone)
    return grid


def _show_rejects(rejects: pl.DataFrame, language: Language, console: Console) -> None:
    line = Label("{file}, linje {line}, {column}: {rule}{value}", "{file}, line {line}, {column}: {rule}{value}")
    for fault in rejects.head(SHOWN_REJECTS).iter_rows(named=True):
        text = line.say(
            language,
            file=fault["file"],
            line=fault["line"],
            column=fault["column_name"] or "–",
            rule=Rule(fault["rule"]).label.say(language),
            value=f" ('{fault['value']}')" if fault["value"] else "",
        )
        console.print(escape(_visible(text)), highlight=False, soft_wrap=True)
    if rejects.height > SHOWN_REJECTS:
        more = Label(
            "… og {n} fejl til (--rejects FIL skriver dem alle).", "… and {n} more faults (--rejects FILE writes all)."
        )
        console.print(more.say(language, n=rejects.height - SHOWN_REJECTS), highlight=False, markup=False)


def _visible(text: str) -> str:
    """Return text from a file with nothing in it that steers a terminal or turns its letters round."""
    return re.sub(r"[^\n\x20-\x7e\xa0-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]", "\ufffd", text)


def _write_rejects(rejects: pl.DataFrame, path: Path | None, *, demo: bool) -> None:
    if path is None:
        return
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(as_csv(rejects, demo=demo))
