"""``python -m geodata export DIR``: the de-identified log for research."""

from __future__ import annotations

import json
from datetime import datetime  # noqa: TC003 - typer reads the annotations
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from geodata.doors import Json, day_of, refusals, served
from geodata.language import Label


def write_export(
    folder: Annotated[Path, typer.Argument(help="An empty or missing folder.")],
    *,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Use nothing recorded later; the last recorded day if left out."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the de-identified log as Parquet, with a data dictionary."""
    from geodata.research.export import export  # noqa: PLC0415 - Arrow, which no other command needs

    with refusals() as (settings, _), served(settings) as store:
        written = export(store, folder, day_of(store, as_of))
    if as_json:
        typer.echo(json.dumps({w.extract.name: {"rows": w.rows, "left_out": w.left_out} for w in written}))
        return
    for each in written:
        told = Label("{title}: {rows} rækker, {left_out} udeladt.", "{title}: {rows} rows, {left_out} left out.")
        title = each.extract.title.say(settings.language)
        typer.echo(told.say(settings.language, title=title, rows=each.rows, left_out=each.left_out))
