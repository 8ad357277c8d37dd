"""``python -m etl demo | check | build | boundaries``: the doors from raw files to the warehouse."""

from __future__ import annotations

import gc
import io
import json
import os
import shutil
import sys
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from etl import boundaries as borders
from etl import build as builds
from etl import sheets
from etl.cells import DANISH_TIME
from etl.prepare import STEPS as PREPARE_STEPS
from etl.prepare import bundled_codes
from etl.publish import served
from etl.refusals import by_system, in_file
from etl.telling import say, tell_built, tell_refusal
from geodata.errors import GeodataError, WrongSettingError
from geodata.language import DEFAULT_LANGUAGE, LANGUAGES, Label, Language
from geodata.roles import EVERYTHING, Role, reach_of
from geodata.settings import Settings, read_settings
from geodata.users import TEAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="From raw files to the warehouse.", pretty_exceptions_enable=False
)

REFUSED = 1
WRONG_USAGE = 2

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of raw files.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for machines.")]
Rejects = Annotated[Path | None, typer.Option("--rejects", metavar="FILE", help="Write the rows set aside as CSV.")]


@app.callback()
def _doors() -> None:
    """Let a terminal that cannot show a letter show another in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@app.command()
def demo(
    folder: Folder,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The demo's last day; today if left out.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, other synthetic data.")] = 2007,
) -> None:
    """Write synthetic raw files that meet the published totals."""
    # Here and not above: the other commands need none of it, and it takes longer to import than a build takes to run.
    from etl.demo import write_demo  # noqa: PLC0415

    language = _settings().language
    with _refusals(language):
        written = write_demo(folder, until.date() if until else _today(), seed)
        say(
            language, Label("DEMO: {n} filer med opdigtede data.", "DEMO: {n} files of synthetic data."), n=len(written)
        )


@app.command()
def check(folder: Folder, *, as_json: Json = False, rejects: Rejects = None) -> None:
    """Read and check raw files, and change nothing."""
    settings = _settings()
    with _refusals(settings.language, as_json=as_json, rejects=rejects):
        with _progress(settings.language, PREPARE_STEPS, as_json=as_json) as tell:
            built = builds.check(folder, settings, _today(), tell)
        tell_built(built, settings.language, as_json=as_json, rejects=rejects)


@app.command()
def build(
    folder: Folder,
    *,
    as_json: Json = False,
    rejects: Rejects = None,
    keep_real: Annotated[bool, typer.Option("--keep-real", help="Leave a warehouse of real data as it is.")] = False,
) -> None:
    """Build a new version of the warehouse and serve it."""
    settings = _settings()
    serving = served(settings.home)
    if keep_real and serving is not None and not serving.demo:
        left = Label(
            "Datalageret har rigtige data og er ikke rørt.", "The warehouse holds real data and was left as it is."
        )
        told = {"version": serving.version, "new_version": False, "notes": [left.say(settings.language)]}
        typer.echo(json.dumps(told, ensure_ascii=False) if as_json else left.say(settings.language))
        return
    with _refusals(settings.language, as_json=as_json, rejects=rejects):
        with _progress(settings.language, builds.STEPS, as_json=as_json) as tell:
            built = builds.build(folder, settings, _today(), tell)
        tell_built(built, settings.language, as_json=as_json, rejects=rejects)


@app.command()
def rebuild(
    *,
    as_json: Json = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Stay, and build once for every line that is read; answer each with JSON.")
    ] = False,
) -> None:
    """Build again from the folder of the version served now, as after a record on the screen."""
    settings = _settings()
    if wait:
        gc.enable()
        import geodata.ledger.records  # noqa: PLC0415, F401 - imported before the first line is waited for

        for _line in sys.stdin:
            _answer(partial(_rebuilt, settings))
        return
    with _refusals(settings.language, as_json=as_json):
        tell_built(builds.rebuild(settings, _today()), settings.language, as_json=as_json, rejects=None)


@app.command("sheet")
def check_sheet(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"One of: {', '.join(sheets.SHEETS)}.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook (.xlsx) that a team keeps by hand.")],
    columns: Annotated[str, typer.Option(help="JSON: which header is which column; null for none.")] = "{}",
    team: Annotated[str | None, typer.Option(help="Whose sheet it is: only this team's sites are known.")] = None,
) -> None:
    """Check a sheet of visits or of a week, and answer as JSON what could be taken; changes nothing."""
    settings = _settings()
    if kind not in sheets.SHEETS:
        raise typer.BadParameter(f"{kind!r}: {', '.join(sheets.SHEETS)}", param_hint="KIND")
    if team is not None and team not in TEAMS:
        raise typer.BadParameter(f"{team!r}: {', '.join(TEAMS)}", param_hint="--team")
    reach = EVERYTHING if team is None else reach_of(Role.TEAM_LEAD, team, None)
    try:
        headers = dict(json.loads(columns))
    except (TypeError, ValueError):
        raise typer.BadParameter(columns, param_hint="--columns") from None
    _answer(partial(sheets.check, kind, file, headers, settings, _today(), reach))


def _answer(ask: Callable[[], dict[str, object]]) -> None:
    """Answer a program with JSON: what it asks for, or the reasons in both languages why it is refused."""
    try:
        told = ask()
    except (GeodataError, OSError) as problem:
        error = by_system(problem) if isinstance(problem, OSError) else problem
        told = {"refused": {language: error.say(language) for language in LANGUAGES}}
    typer.echo(json.dumps(told, ensure_ascii=False))


def _rebuilt(settings: Settings) -> dict[str, object]:
    built = builds.rebuild(settings, _today())
    return {"version": built.published.version if built.published else None}


@app.command()
def boundaries(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="GeoJSON or GeoPackage, as the authority publishes it.")],
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The raw folder it is taken into.")] = None,
) -> None:
    """Check official boundaries and take them into the raw folder."""
    settings = _settings()
    target = folder or settings.home / "raw"
    with _refusals(settings.language):
        if not file.is_file():
            raise in_file(file.name or ".", "filen findes ikke.", "there is no such file.")
        found = borders.read_boundaries(file, bundled_codes())
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        taken = target / f"boundaries{file.suffix.lower()}"
        draft = taken.with_name(f".{taken.name}")
        shutil.copyfile(file, draft)
        draft.replace(taken)
        for other in target.iterdir():
            if other != taken and borders.is_boundaries(other):
                other.unlink()
        ready = Label(
            "{n} kommuner er klar til næste indlæsning.{notes}",
            "{n} municipalities are ready for the next build.{notes}",
        )
        say(settings.language, ready, n=len(found.codes), notes="".join(f" {note}." for note in found.notes))


def _today() -> date:
    return datetime.now(DANISH_TIME).date()


def _settings() -> Settings:
    try:
        return read_settings()
    except WrongSettingError as error:
        language = next((name for name in LANGUAGES if name == os.environ.get("FELTPLAN_LANGUAGE")), DEFAULT_LANGUAGE)
        typer.echo(error.say(language), err=True)
        raise typer.Exit(WRONG_USAGE) from None


@contextmanager
def _refusals(language: Language, *, as_json: bool = False, rejects: Path | None = None) -> Iterator[None]:
    """Tell a refusal in the user's language, with every reason, and leave with exit code 1."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (GeodataError, OSError) as problem:
        error = by_system(problem) if isinstance(problem, OSError) else problem
        tell_refusal(error, language, as_json=as_json, rejects=rejects)
        raise typer.Exit(REFUSED) from None


@contextmanager
def _progress(language: Language, steps: int, *, as_json: bool) -> Iterator[Callable[[Label], None]]:
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console, disable=as_json or not console.is_terminal,
    ) as progress:  # fmt: skip
        task = progress.add_task("", total=steps)

        def tell(step: Label) -> None:
            progress.update(task, description=step.say(language), advance=1)

        yield tell


def main() -> None:
    """Run a command and end the process at once.

    Everything is written and closed by then; Python would go on to take its objects apart one by one, which takes
    longer than many a build. A process that is over in seconds does not look for garbage on the way, either.
    """
    gc.disable()
    try:
        app()
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else 0)


if __name__ == "__main__":
    main()
