"""``python -m geodata plan``: a week's plan without a screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table as Grid

from geodata.doors import Json, refusals
from geodata.language import Label

if TYPE_CHECKING:
    from geodata.language import Language
    from geodata.routing.plan import WeekPlan


def plan_command(
    *,
    file: Annotated[Path, typer.Option("--input", help="The week's problem as JSON; docs/planner.md has its fields.")],
    seed: Annotated[int | None, typer.Option(min=0, help="Instead of the file's.")] = None,
    iterations: Annotated[int | None, typer.Option(min=0, help="The budget, instead of the file's; 0: greedy.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0, help="Stop early after so many seconds.")] = None,
    as_json: Json = False,
) -> None:
    """Plan a week: who is visited, by whom and when, who is left out, and why."""
    from geodata.routing.files import plan_json, read_problem  # noqa: PLC0415 - numba takes a second to load
    from geodata.routing.options import Effort  # noqa: PLC0415
    from geodata.routing.solve import plan_week  # noqa: PLC0415

    with refusals() as (settings, _):
        try:
            text = file.read_bytes()
        except OSError:
            raise typer.BadParameter(file.name, param_hint="--input") from None
        problem, options = read_problem(text)
        told = options.effort
        effort = Effort(
            told.seed if seed is None else seed,
            told.iterations if iterations is None else iterations,
            told.seconds if seconds is None else seconds,
        )
        plan = plan_week(problem, replace(options, effort=effort))
    if as_json:
        typer.echo(plan_json(plan, settings.language))
    else:
        _show(plan, settings.language)


def _show(plan: WeekPlan, language: Language) -> None:
    from geodata.routing.words import WEEKDAYS, clock  # noqa: PLC0415

    console = Console()
    for day in plan.days:
        weekday = WEEKDAYS[day.day.weekday()].say(language)
        told = Label("{road} min. vej, {slack} min. slæk", "{road} min on the road, {slack} min slack")
        figures = told.say(language, road=round(day.road), slack=round(day.slack))
        grid = Grid(title=f"{weekday} {day.day} · {day.crew} · {figures}", title_justify="left")
        for head in (Label("tid", "time"), Label("sted", "site"), Label("hvorfor", "why")):
            grid.add_column(head.say(language))
        for stop in plan.stops:
            if (stop.day, stop.crew) == (day.day, day.crew):
                why = " ".join(label.say(language) for label in stop.why)
                grid.add_row(f"{clock(stop.arrive, language)}-{clock(stop.leave, language)}", stop.site, why)
        if day.stops:
            console.print(grid)
    if plan.conflicts or plan.left_out:
        grid = Grid(title=Label("Ikke med", "Left out").say(language), title_justify="left")
        grid.add_column(Label("sted", "site").say(language))
        grid.add_column(Label("hvorfor", "why").say(language))
        clash = {each.site: each.why.say(language) for each in plan.conflicts}
        for each in plan.left_out:
            grid.add_row(each.site, clash.get(each.site, each.why.say(language)))
        console.print(grid)
