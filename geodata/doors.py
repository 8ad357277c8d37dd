"""How a command begins and answers: the settings, the served warehouse, the day, a table, and what it is refused."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table as Grid

from geodata.errors import GeodataError
from geodata.language import Label
from geodata.settings import Settings, read_settings
from geodata.store import Store
from geodata.versions import published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geodata.language import Language

REFUSED = 1
DEMO = Label("DEMO: opdigtede data", "DEMO: synthetic data")

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for machines.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; the last recorded one if left out.")]


@contextmanager
def refusals() -> Iterator[tuple[Settings, Callable[[Label], None]]]:
    """Give the settings and a way to speak; a refusal is a sentence and exit code 1."""
    settings = Settings.model_construct()
    try:
        settings = read_settings()
        yield settings, lambda label: typer.echo(label.say(settings.language))
    except GeodataError as error:
        typer.echo(error.say(settings.language), err=True)
        raise typer.Exit(REFUSED) from None


@contextmanager
def served(settings: Settings) -> Iterator[Store]:
    """Open the version of the warehouse that is served, for as long as the block lasts."""
    store = Store.open(settings.home, published(settings.home))
    try:
        yield store
    finally:
        store.close()


def day_of(store: Store, asked: datetime | None) -> date:
    """Return the day that is asked for, else the last recorded one; today where nothing is recorded."""
    return asked.date() if asked else store.days()[1] or date.today()  # noqa: DTZ011 - an empty store has no day


def grid(heads: Iterable[Label], language: Language, title: Label | None = None) -> Grid:
    """Return an empty table for a terminal."""
    made = Grid(title=None if title is None else title.say(language))
    for head in heads:
        made.add_column(head.say(language))
    return made
