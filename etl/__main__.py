"""``python -m etl demo | check | build | boundaries``: the doors from raw files to the warehouse."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from etl import boundaries as borders
from etl import build as builds
from etl.cells import DANISH_TIME
from etl.demo import write_demo
from etl.prepare import STEPS as PREPARE_STEPS
from etl.prepare import bundled_codes
from etl.publish import served
from etl.refusals import AllRefusedError, RefusedError
from etl.rejects import as_csv
from geodata.errors import GeodataError
from geodata.language import Label
from geodata.rules import Rule
from geodata.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="From raw files to the warehouse.", pretty_exceptions_enable=False
)

REFUSED = 1
SHOWN_REJECTS = 20

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of raw files.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for machines.")]
Rejects = Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help="Write the rows set aside as CSV.")]


def _today() -> date:
    return datetime.now(DANISH_TIME).date()


@app.command()
def demo(
    folder: Folder,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The demo's last day; today if left out.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed, other synthetic data.")] = 2007,
) -> None:
    """Write synthetic raw files that meet the published totals."""
    settings = Settings()
    with _refusals(settings, as_json=False):
        written = write_demo(folder, until.date() if until else _today(), seed)
        _say(
            settings, Label("DEMO: {n} filer med opdigtede data.", "DEMO: {n} files of synthetic data."), n=len(written)
        )


@app.command()
def check(folder: Folder, *, as_json: Json = False, rejects: Rejects = None) -> None:
    """Read and check raw files, and change nothing."""
    settings = Settings()
    with (
        _refusals(settings, as_json=as_json, rejects=rejects),
        _progress(settings, PREPARE_STEPS, as_json=as_json) as tell,
    ):
        built = builds.check(folder, settings, _today(), tell)
    _report(built, settings, as_json=as_json, rejects=rejects)


@app.command()
def build(
    folder: Folder,
    *,
    as_json: Json = False,
    rejects: Rejects = None,
    keep_real: Annotated[bool, typer.Option("--keep-real", help="Leave a warehouse of real data as it is.")] = False,
) -> None:
    """Build a new version of the warehouse and serve it."""
    settings = Settings()
    serving = served(settings.home)
    if keep_real and serving is not None and not serving.demo:
        _say(
            settings,
            Label(
                "Datalageret har rigtige data og er ikke rørt.", "The warehouse holds real data and was left as it is."
            ),
        )
        return
    with (
        _refusals(settings, as_json=as_json, rejects=rejects),
        _progress(settings, builds.STEPS, as_json=as_json) as tell,
    ):
        built = builds.build(folder, settings, _today(), tell)
    _report(built, settings, as_json=as_json, rejects=rejects)


@app.command()
def boundaries(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="GeoJSON or GeoPackage, as the authority publishes it.")],
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The raw folder it is taken into.")] = None,
) -> None:
    """Check official boundaries and take them into the raw folder."""
    settings = Settings()
    target = folder or settings.home / "raw"
    with _refusals(settings, as_json=False):
        if not file.is_file():
            raise RefusedError(
                Label("Filen '{name}' findes ikke.", "The file '{name}' does not exist."), name=file.name
            )
        found = borders.read_boundaries(file, bundled_codes())
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target / f".boundaries{file.suffix.lower()}"
        shutil.copyfile(file, draft)
        for old in borders.SUFFIXES:
            (target / f"boundaries{old}").unlink(missing_ok=True)
        draft.replace(target / f"boundaries{file.suffix.lower()}")
        notes = "".join(f" {note}." for note in found.notes)
        _say(
            settings,
            Label(
                "{n} kommuner er klar til næste indlæsning.{notes}",
                "{n} municipalities are ready for the next build.{notes}",
            ),
            n=len(found.codes),
            notes=notes,
        )


@contextmanager
def _refusals(settings: Settings, *, as_json: bool, rejects: Path | None = None) -> Iterator[None]:
    """Tell a refusal in the user's language, with every reason, and leave with exit code 1."""
    try:
        yield
    except GeodataError as error:
        found = error.rejects if isinstance(error, builds.TooManyRejectsError) else None
        if as_json:
            told = error.reasons if isinstance(error, AllRefusedError) else [error]
            reasons = [reason.say(settings.language) for reason in told]
            typer.echo(
                json.dumps(
                    {"refused": reasons, "rejects": found.to_dicts() if found is not None else []}, ensure_ascii=False
                )
            )
        else:
            console = Console(stderr=True)
            console.print(f"[bold red]{escape(error.say(settings.language))}[/]", highlight=False, soft_wrap=True)
            _show_rejects(found, settings, console)
        if isinstance(error, builds.TooManyRejectsError):
            _write_rejects(error.rejects, rejects, demo=error.demo)
        raise typer.Exit(REFUSED) from None


@contextmanager
def _progress(settings: Settings, steps: int, *, as_json: bool) -> Iterator[Callable[[Label], None]]:
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console, disable=as_json or not console.is_terminal,
    ) as progress:  # fmt: skip
        task = progress.add_task("", total=steps)

        def tell(step: Label) -> None:
            progress.update(task, description=step.say(settings.language), advance=1)

        yield tell


def _report(built: builds.Built, settings: Settings, *, as_json: bool, rejects: Path | None) -> None:
    _write_rejects(built.rejects, rejects, demo=built.demo)
    if as_json:
        typer.echo(json.dumps(builds.summary(built), ensure_ascii=False))
        return
    console = Console()
    if built.changes:
        console.print(_grid(built, settings))
    for note in built.notes:
        console.print(f"[yellow]{escape(note)}[/]", highlight=False, soft_wrap=True)
    _show_rejects(built.rejects, settings, console)
    if built.published is None:
        _say(settings, Label("Prøvekørsel: intet er ændret.", "Dry run: nothing has changed."))
    elif built.fresh:
        _say(settings, Label("Version {n} er taget i brug.", "Version {n} is published."), n=built.published.version)
    else:
        _say(
            settings,
            Label(
                "Intet nyt: version {n} har allerede disse data.", "Nothing new: version {n} holds these data already."
            ),
            n=built.published.version,
        )


def _grid(built: builds.Built, settings: Settings) -> Grid:
    heads = (
        Label("tabel", "table"), Label("læst", "read"), Label("nye", "new"), Label("ændrede", "changed"),
        Label("uændrede", "unchanged"), Label("lagt til side", "set aside"), Label("væk", "gone"),
    )  # fmt: skip
    grid = Grid(padding=(0, 1), pad_edge=False)
    for position, head in enumerate(heads):
        grid.add_column(head.say(settings.language), justify="right" if position else "left", no_wrap=True)
    for change in built.changes:
        numbers = (change.read, change.new, change.changed, change.unchanged)
        aside = f"[yellow]{change.set_aside}[/]" if change.set_aside else "0"
        gone = f"[red]{change.gone}[/]" if change.gone else "0"
        grid.add_row(change.table, *map(str, numbers), aside, gone)
    return grid


def _show_rejects(rejects: pl.DataFrame | None, settings: Settings, console: Console) -> None:
    if rejects is None or rejects.is_empty():
        return
    for fault in rejects.head(SHOWN_REJECTS).iter_rows(named=True):
        label = Label("{file}, linje {line}, {column}: {rule}{value}", "{file}, line {line}, {column}: {rule}{value}")
        text = label.say(
            settings.language,
            file=fault["file"],
            line=fault["line"],
            column=fault["column_name"] or "–",
            rule=Rule(fault["rule"]).label.say(settings.language),
            value=f" ('{fault['value']}')" if fault["value"] else "",
        )
        console.print(escape(text), highlight=False, soft_wrap=True)
    if rejects.height > SHOWN_REJECTS:
        more = Label(
            "… og {n} fejl til (--rejects FIL skriver dem alle).", "… and {n} more faults (--rejects FILE writes all)."
        )
        console.print(more.say(settings.language, n=rejects.height - SHOWN_REJECTS), highlight=False)


def _write_rejects(rejects: pl.DataFrame | None, path: Path | None, *, demo: bool) -> None:
    if path is None or rejects is None:
        return
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(as_csv(rejects, demo=demo))


def _say(settings: Settings, label: Label, **values: object) -> None:
    typer.echo(label.say(settings.language, **values))


if __name__ == "__main__":
    app()
