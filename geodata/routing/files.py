"""A week's problem from JSON, and its plan to JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from geodata.errors import PlanRefusedError
from geodata.language import Label
from geodata.routing.candidate import Accepted, Agreed, Candidate, Lock, Window
from geodata.routing.options import DayRules, Durations, Effort, PlanOptions, Weights
from geodata.routing.problem import Crew, Shift, WeekProblem

if TYPE_CHECKING:
    from geodata.language import Language
    from geodata.routing.plan import WeekPlan


def _minute(told: object) -> object:
    """Return a time of the day as minutes: ``"9:30"`` and 570 are the same."""
    if isinstance(told, str) and told.count(":") == 1:
        hours, minutes = told.split(":")
        if hours.isdecimal() and minutes.isdecimal():
            return int(hours) * 60 + int(minutes)
    return told


Minute = Annotated[float, BeforeValidator(_minute)]


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Window(_Read):
    day: date
    opens: Minute
    closes: Minute
    p: float = 1


class _Agreed(_Read):
    day: date
    at: Minute
    p: float = 1


class _Accepted(_Read):
    day: date
    crew: str
    at: Minute
    lock: Literal["free", "day", "time"] = "free"


class _Candidate(_Read):
    site: str
    value: float
    minutes: float
    windows: list[_Window] = []
    agreed: _Agreed | None = None
    banned: list[date] = []
    languages: list[str] = []
    accepted: _Accepted | None = None
    why: list[str] = []


class _Crew(_Read):
    name: str
    languages: list[str] = []


class _Shift(_Read):
    crew: str
    day: date
    starts: Minute
    ends: Minute
    leaves_from: str
    returns_to: str
    lunch: bool = True
    most_road: float = float("inf")


class _Weights(_Read):
    reached: float = 2
    road: float = 1
    missed_agreed: float = 500
    staying: float = 20
    fair: float = 0.1


class _Rules(_Read):
    agreed_within: float = 10
    lunch_minutes: float = 30
    lunch_from: Minute = 10.5 * 60
    lunch_to: Minute = 14.0 * 60
    durations: Literal["expected", "full"] = "full"
    vain_minutes: float = 5
    extra_minutes: float = 0


class _Effort(_Read):
    seed: int = 1
    iterations: int = 100_000
    seconds: float | None = None


class _Options(_Read):
    weights: _Weights = Field(default_factory=_Weights)
    rules: _Rules = Field(default_factory=_Rules)
    effort: _Effort = Field(default_factory=_Effort)


class _Problem(_Read):
    candidates: list[_Candidate]
    places: list[str]
    crews: list[_Crew]
    shifts: list[_Shift]
    minutes: list[list[float | None]]
    options: _Options = Field(default_factory=_Options)


def read_problem(text: str | bytes) -> tuple[WeekProblem, PlanOptions]:
    """Return the problem and the options that JSON text states (docs/planner.md has the fields).

    Raises
    ------
    PlanRefusedError
        If the text is no JSON, a field is missing, unknown or unusable, or the whole is no week that can be planned.
    """
    try:
        told = _Problem.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "JSON"
        raise PlanRefusedError(
            Label(
                "Feltet {where} kan ikke bruges: {found}.",
                "The field {where} cannot be used: {found}.",
            ),
            where=where,
            found=first["msg"],
        ) from error
    if len({len(row) for row in told.minutes} | {len(told.minutes)}) > 1:
        raise PlanRefusedError(
            Label(
                "Rejsetiderne har ikke lige mange rækker og kolonner.",
                "The travel times do not have as many rows as columns.",
            )
        )
    size = len(told.minutes)
    minutes = np.array([[np.inf if cell is None else cell for cell in row] for row in told.minutes], dtype=np.float64)
    problem = WeekProblem(
        tuple(_candidate(each) for each in told.candidates),
        tuple(told.places),
        tuple(Crew(each.name, frozenset(each.languages)) for each in told.crews),
        tuple(Shift(**each.model_dump()) for each in told.shifts),
        minutes.reshape(size, size),
    )
    options, rules = told.options, told.options.rules.model_dump()
    try:
        return problem, PlanOptions(
            Weights(**options.weights.model_dump()),
            DayRules(**{**rules, "durations": Durations(rules["durations"])}),
            Effort(**options.effort.model_dump()),
        )
    except ValueError as error:
        raise PlanRefusedError(
            Label("Feltet options kan ikke bruges: {found}", "The field options cannot be used: {found}"), found=error
        ) from error


def _candidate(told: _Candidate) -> Candidate:
    return Candidate(
        told.site,
        told.value,
        told.minutes,
        tuple(Window(**window.model_dump()) for window in told.windows),
        Agreed(**told.agreed.model_dump()) if told.agreed else None,
        frozenset(told.banned),
        frozenset(told.languages),
        Accepted(told.accepted.day, told.accepted.crew, told.accepted.at, Lock(told.accepted.lock))
        if told.accepted
        else None,
        tuple(Label(text, text) for text in told.why if text),
    )


def plan_rows(plan: WeekPlan, language: Language) -> dict[str, object]:
    """Return the plan as plain data; times are minutes of the day in local wall time."""
    return {
        "stops": [
            {
                "site": stop.site,
                "day": stop.day.isoformat(),
                "crew": stop.crew,
                "arrive": stop.arrive,
                "leave": stop.leave,
                "p": stop.p,
                "worth": stop.worth,
                "agreed": stop.agreed,
                "kept": stop.kept,
                "why": [label.say(language) for label in stop.why],
            }
            for stop in plan.stops
        ],
        "left_out": [
            {
                "site": each.site,
                "because": each.because.code,
                "why": each.why.say(language),
                "way_in": None if each.way_in is None else {**asdict(each.way_in), "day": each.way_in.day.isoformat()},
            }
            for each in plan.left_out
        ],
        "conflicts": [
            {"site": each.site, "clashes_with": list(each.clashes_with), "why": each.why.say(language)}
            for each in plan.conflicts
        ],
        "days": [{**asdict(day), "day": day.day.isoformat()} for day in plan.days],
        "totals": asdict(plan.totals),
        "seed": plan.seed,
        "engine": plan.engine,
        "iterations": plan.iterations,
        "stopped_early": plan.stopped_early,
    }


def plan_json(plan: WeekPlan, language: Language) -> str:
    """Return the plan as JSON."""
    return json.dumps(plan_rows(plan, language), ensure_ascii=False)
