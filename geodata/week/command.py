"""``python -m geodata plan``: a team's week, headless."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from rich.console import Console

from geodata.doors import DEMO, Day, Json, day_of, grid, refusals, served
from geodata.language import Label
from geodata.ledger.address import path_of
from geodata.ledger.crews import kept_nights, kept_week
from geodata.ledger.plans import read_plans
from geodata.ledger.sessions import open_ledger
from geodata.ledger.team_rules import team_rules
from geodata.plan_command import plan_command
from geodata.targets import TEAMS
from geodata.week.crews import CrewWeek, TeamWeek, usual
from geodata.week.days_off import days_off, holidays_in
from geodata.week.kept import keep_compiled
from geodata.week.nights import ends_of, places_of
from geodata.week.promises import promises
from geodata.worth.rules import NATIONAL

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rich.table import Table as Grid

    from geodata.language import Language
    from geodata.ledger.plans import AcceptedPlan
    from geodata.routing import WeekPlan
    from geodata.settings import Settings
    from geodata.store import Store
    from geodata.travel.times import TravelTimes
    from geodata.week.edits import Edits
    from geodata.week.effort import Effort
    from geodata.week.ground import Ground
    from geodata.week.nights import Ends
    from geodata.worth.rules import TeamRules

ITERATIONS = 100_000


def plan(
    *,
    team: Annotated[str | None, typer.Option(help=f"One of: {', '.join(TEAMS)}.")] = None,
    week: Annotated[str | None, typer.Option(help="The ISO week: 2026-W49.")] = None,
    file: Annotated[
        Path | None, typer.Option("--input", help="Instead of a team's week: a problem as JSON (docs/planner.md).")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Another seed gives another plan of about the same worth; 1 if left out.")
    ] = None,
    iterations: Annotated[
        int | None, typer.Option(min=0, help=f"How long to search: {ITERATIONS} if left out; 0 answers at once.")
    ] = None,
    seconds: Annotated[float | None, typer.Option(min=0, help="Stop early after so many seconds.")] = None,
    crew: Annotated[
        list[str] | None,
        typer.Option(help="A crew and the code of the municipality it leaves from, 'Hold 1:0751'; may be given again."),
    ] = None,
    off: Annotated[
        list[datetime] | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="A day on which nobody works, beside public holidays; may be given again."
        ),
    ] = None,
    work: Annotated[
        list[datetime] | None,
        typer.Option(formats=["%Y-%m-%d"], help="A public holiday that is a day of work; may be given again."),
    ] = None,
    as_of: Day = None,
    as_json: Json = False,
) -> None:
    """Plan a team's week: who is visited, by whom, when, and why; and who is left out, and why."""
    if file is not None:
        plan_command(file=file, seed=seed, iterations=iterations, seconds=seconds, as_json=as_json)
        return
    if team not in TEAMS:
        raise typer.BadParameter(f"{team!r}: {', '.join(TEAMS)}", param_hint="--team")
    if week is None:
        raise typer.BadParameter("2026-W49", param_hint="--week")
    with refusals() as (settings, _):
        keep_compiled(settings.home)
        differs = frozenset(each.date() for each in off or ()), frozenset(each.date() for each in work or ())
        with served(settings) as store:
            asked = _Asked(
                team, week, day_of(store, as_of), crew or (), *differs, 1 if seed is None else seed, iterations, seconds
            )
            told = {**_planned(store, settings, asked), "demo": store.demo}
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        for grid in _grids(told, settings.language):
            Console().print(grid)


class _Asked(NamedTuple):
    """What the command was asked."""

    team: str
    week: str
    day: date
    crews: Sequence[str]
    off: frozenset[date]
    work: frozenset[date]
    seed: int
    iterations: int | None
    seconds: float | None


def _planned(store: Store, settings: Settings, asked: _Asked) -> dict[str, Any]:
    from geodata.routing import Effort as Search  # noqa: PLC0415 - it compiles into the data directory
    from geodata.routing import plan_week  # noqa: PLC0415
    from geodata.routing.problem import days_of  # noqa: PLC0415
    from geodata.week.accept import edits_in  # noqa: PLC0415
    from geodata.week.effort import effort_of  # noqa: PLC0415
    from geodata.week.ground import read_ground, read_travel  # noqa: PLC0415
    from geodata.week.problem import week_of  # noqa: PLC0415

    team, day = asked.team, asked.day
    remembered, nights, accepted, rules = _remembered(settings, team, asked.week, days_of(asked.week)[0])
    if asked.crews:
        crews = [each.rpartition(":") for each in asked.crews]
        remembered = TeamWeek(team, tuple(CrewWeek(name, code) for name, _colon, code in crews))
    ground = read_ground(store, team, asked.week, day, rules)
    travel = read_travel(ground, places_of(remembered, nights), settings)
    now = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - what the clock says; the day's own shifts are whole
    off = (days_off(ground.days, accepted) | asked.off) - asked.work
    edits = edits_in(accepted, ground, day)
    problem = week_of(ground, remembered, travel.minutes, edits, now=now, off=off, nights=nights, accepted=accepted)
    budget = ITERATIONS if asked.iterations is None else asked.iterations
    made = plan_week(problem, remembered.options(Search(asked.seed, budget, asked.seconds)))
    effort = effort_of(made, ground, settings.litres_per_road_hour)
    return answer(
        ground, made, travel, effort, settings.language, edits, off, ends_of(remembered, ground.days, off, nights)
    )


class _Remembered(NamedTuple):
    """What the ledger knows of a team's week."""

    team: TeamWeek
    nights: Mapping[tuple[str, date], str]
    accepted: AcceptedPlan | None
    rules: TeamRules


def _remembered(settings: Settings, team: str, week: str, monday: date) -> _Remembered:
    """Return the team's crews, its nights away, the version that holds, its rules; no ledger is made for that."""
    path = path_of(settings)
    if path is not None and not path.exists():
        return _Remembered(usual(team), {}, None, NATIONAL)
    ledger = open_ledger(settings)
    try:
        kept, away = kept_week(ledger, team), kept_nights(ledger, team, week)
        year, number, _ = monday.isocalendar()
        plans = read_plans(ledger, team, year, number)
        rules = team_rules(ledger, team)
    finally:
        ledger.close()
    return _Remembered(
        kept.week if kept else usual(team), away.stays if away else {}, plans[0] if plans else None, rules
    )


def answer(
    ground: Ground,
    made: WeekPlan,
    travel: TravelTimes,
    effort: Effort,
    language: Language,
    edits: Edits,
    off: Collection[date],
    ends: Mapping[tuple[str, date], Ends],
) -> dict[str, Any]:
    """Return a plan as plain data: what ``--json`` writes. Times are ISO, Danish wall time.

    Parameters
    ----------
    edits
        What was changed by hand.
    off
        The days on which nobody works.
    ends
        Where each crew's days begin and end.
    """
    holidays = holidays_in(ground.days)
    stops = sorted(made.stops, key=lambda stop: (stop.day, stop.crew, stop.arrive))
    totals, kept = made.totals, promises(made, ground)
    return {
        "team": ground.team,
        "week": ground.week,
        "as_of": ground.as_of.isoformat(),
        "days_off": [
            {"day": day.isoformat(), "name": holidays[day].say(language) if day in holidays else None}
            for day in sorted(off)
        ],
        "stops": [
            {
                "site": stop.site,
                "day": stop.day.isoformat(),
                "crew": stop.crew,
                "arrive": _clock(stop.arrive),
                "leave": _clock(stop.leave),
                "p": round(stop.p, 3),
                "worth": round(stop.worth, 1),
                "agreed": ground.offered.promised.get(stop.site) == stop.day,
                "lock": edits.pins[stop.site].lock.code if stop.site in edits.pins else None,
                "language": edits.needs.get(stop.site),
                "why": [reason.say(language) for reason in stop.why],
            }
            for stop in stops
        ],
        "left_out": [
            {
                "site": out.site,
                "because": out.because.code,
                "language": edits.needs.get(out.site),
                "why": out.why.say(language),
                "price": None if out.way_in is None else round(out.way_in.costs, 1),
            }
            for out in made.left_out
        ],
        "unplaced": list(ground.offered.unplaced),
        "conflicts": [{"site": each.site, "why": each.why.say(language)} for each in made.conflicts],
        "days": [
            {
                "crew": each.crew,
                "day": each.day.isoformat(),
                "stops": each.stops,
                "leaves": _clock(each.leaves),
                "back": _clock(each.back),
                "road": round(each.road, 1),
                "waiting": round(each.waiting, 1),
                "slack": round(each.slack, 1),
                "overtime": round(each.overtime, 3),
                "begins_in": ends[each.crew, each.day].begins_in,
                "ends_in": ends[each.crew, each.day].ends_in,
            }
            for each in made.days
        ],
        "totals": {
            "worth": round(totals.worth, 1),
            "reached": round(totals.reached, 2),
            "conversations": None if effort.talks is None else round(effort.talks, 2),
            "stops": totals.stops,
            "left_out": totals.left_out,
            "unplaced": len(ground.offered.unplaced),
            "road_minutes": round(totals.road, 1),
            "waiting_minutes": round(totals.waiting, 1),
            "hours": round(effort.hours, 2),
            "litres_estimate": round(effort.litres, 1),
            "agreed_kept": kept.kept,
            "agreed_missed": kept.total - kept.kept,
        },
        "seed": made.seed,
        "engine": made.engine,
        "iterations": made.iterations,
        "stopped_early": made.stopped_early,
        "travel": {
            "engine": travel.engine.code,
            "expected_error": travel.expected_error.say(language),
            "notice": None if travel.notice is None else travel.notice.say(language),
        },
    }


def _clock(minutes: float) -> str:
    whole = round(minutes)
    return f"{whole // 60:02d}:{whole % 60:02d}"


def _grids(told: dict[str, Any], language: Language) -> list[Grid | str]:
    site, why = Label("sted", "site"), Label("hvorfor", "why")
    heads = (Label("dag", "day"), Label("hold", "crew"), Label("kl.", "time"), site, why)
    stops = grid(heads, language, DEMO if told["demo"] else Label("Ugen", "The week"))
    for stop in told["stops"]:
        time = f"{stop['arrive']}-{stop['leave']}"
        stops.add_row(stop["day"], stop["crew"], time, stop["site"], " ".join(stop["why"]))
    out = grid((site, why), language, Label("Ikke med", "Left out"))
    for each in told["left_out"]:
        out.add_row(each["site"], each["why"])
    for code in told["unplaced"]:
        out.add_row(code, Label("Intet punkt på kortet.", "No point on the map.").say(language))
    totals = told["totals"]
    line = Label(
        "{stops} besøg, {reached} forventet truffet, {road} min. på vejen, værdi {worth}; frø {seed}. {error}",
        "{stops} visits, {reached} expected reached, {road} min on the road, worth {worth}; seed {seed}. {error}",
    ).say(
        language,
        stops=totals["stops"],
        reached=totals["reached"],
        road=totals["road_minutes"],
        worth=totals["worth"],
        seed=told["seed"],
        error=told["travel"]["expected_error"],
    )
    named = ", ".join(" ".join(filter(None, (each["day"], each["name"]))) for each in told["days_off"])
    off = [Label("Fridage: {days}.", "Days off: {days}.").say(language, days=named)] if named else []
    return [stops, out, *off, line]
