"""The tables of the week: stops with their reasons, those left out with theirs, and what has been done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard.columns import Column
from dashboard.text import translator
from dashboard.week_words import clock, crew_day
from geodata.language import Label
from geodata.routing import LeftOutBecause
from geodata.terms import Kind, SpokenLanguage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geodata.language import Language
    from geodata.routing import LeftOut, WeekPlan
    from geodata.week.compare import Comparison
    from geodata.week.edits import Edits
    from geodata.week.ground import Ground
    from geodata.week.problem import Done

_SITE = Column("site", Label("Sted", "Site"))
_PLACE = (
    Column("kind", Label("Slags", "Kind"), lambda code: Kind(code).label),
    Column("municipality", Label("Kommune", "Municipality")),
)

STOPS: tuple[Column, ...] = (
    Column("day", Label("Dag", "Day")),
    Column("crew", Label("Hold", "Crew")),
    Column("number", Label("Nr.", "No.")),
    Column("begins", Label("Fra", "From")),
    Column("ends", Label("Til", "To")),
    _SITE,
    *_PLACE,
    Column("p", Label("Chance for at træffe nogen (%)", "Chance of reaching someone (%)")),
    Column("worth", Label("Værdi", "Worth")),
    Column("lock", Label("Låst", "Locked")),
    Column("why", Label("Hvorfor", "Why")),
)

LEFT_OUT: tuple[Column, ...] = (
    _SITE,
    *_PLACE,
    Column("because", Label("Grund", "Reason")),
    Column("price", Label("Ville koste i værdi", "Would cost in worth")),
    Column("why", Label("Billigste vej ind", "Cheapest way in")),
)

DONE: tuple[Column, ...] = (
    Column("day", Label("Dag", "Day")),
    Column("begins", Label("Fra", "From")),
    Column("crew", Label("Hold", "Crew")),
    _SITE,
    *_PLACE,
    Column("reached", Label("Resultat", "Result")),
)

CHANGES: tuple[Column, ...] = (
    _SITE,
    Column("kind", Label("Ændring", "Change")),
    Column("before", Label("Før", "Before")),
    Column("after", Label("Efter", "After")),
)


def stops(plan: WeekPlan, ground: Ground, edits: Edits, names: Mapping[str, str], language: Language) -> pd.DataFrame:
    """Return one row per stop, in the order of days, crews and times."""
    rows = []
    numbers: dict[tuple[object, str], int] = {}
    for stop in sorted(plan.stops, key=lambda stop: (stop.day, stop.crew, stop.arrive)):
        numbers[stop.day, stop.crew] = numbers.get((stop.day, stop.crew), 0) + 1
        pin = edits.pins.get(stop.site)
        rows.append(
            {
                "day": stop.day,
                "crew": stop.crew,
                "number": numbers[stop.day, stop.crew],
                "begins": clock(stop.arrive),
                "ends": clock(stop.leave),
                **_place(ground, stop.site, names),
                "p": round(stop.p * 100),
                "worth": round(stop.worth),
                "lock": None if pin is None else pin.lock.label.say(language),
                "why": " · ".join(reason.say(language).removesuffix(".") for reason in stop.why),
            }
        )
    return pd.DataFrame(rows, columns=[column.id for column in STOPS])


def left_out(
    plan: WeekPlan, ground: Ground, edits: Edits, names: Mapping[str, str], language: Language
) -> pd.DataFrame:
    """Return one row per site that is due and not in the plan: left out by the planner, by hand, or without a point."""
    _ = translator(language)
    rows = [
        {
            **_place(ground, out.site, names),
            "because": _because(out, edits, language),
            "price": None if out.way_in is None else round(out.way_in.costs),
            "why": out.why.say(language),
        }
        for out in plan.left_out
    ]
    by_hand = _("Taken out by hand")
    rows += [
        {**_place(ground, site, names), "because": by_hand, "price": None, "why": by_hand + "."}
        for site in sorted(edits.removed & ground.places.keys())
    ]
    no_point = _("No point on the map: no one can be sent there.")
    rows += [
        {"site": site, "kind": None, "municipality": None, "because": _("No point"), "price": None, "why": no_point}
        for site in ground.offered.unplaced
    ]
    return pd.DataFrame(rows, columns=[column.id for column in LEFT_OUT])


def _because(out: LeftOut, edits: Edits, language: Language) -> str:
    said = out.because.label.say(language)
    code = edits.needs.get(out.site)
    if out.because is not LeftOutBecause.NO_LANGUAGE or code is None:
        return said
    return f"{said}: {SpokenLanguage(code).label.say(language)}"


def done(made: Sequence[Done], ground: Ground, names: Mapping[str, str], language: Language) -> pd.DataFrame:
    """Return one row per attempt since Monday."""
    _ = translator(language)
    rows = [
        {
            "day": each.day,
            "begins": clock(each.begins),
            "crew": each.crew,
            **_place(ground, each.site, names),
            "reached": _("Reached") if each.reached else _("In vain"),
        }
        for each in made
    ]
    return pd.DataFrame(rows, columns=[column.id for column in DONE])


def changes(compared: Comparison, language: Language) -> pd.DataFrame:
    """Return one row per stop that differs."""
    rows = [
        {
            "site": change.site,
            "kind": change.kind.label.say(language),
            **{
                name: None if stop is None else f"{crew_day(stop.crew, stop.day, language)}, {clock(stop.arrive)}"
                for name, stop in (("before", change.before), ("after", change.after))
            },
        }
        for change in compared.changes
    ]
    return pd.DataFrame(rows, columns=[column.id for column in CHANGES])


def opens(sites: Iterable[str], address: Mapping[str, str]) -> list[str | None]:
    """Return each site's address."""
    return [address.get(site) for site in sites]


def _place(ground: Ground, site: str, names: Mapping[str, str]) -> dict[str, str | None]:
    place = ground.places.get(site)
    if place is None:
        return {"site": site, "kind": None, "municipality": None}
    return {"site": site, "kind": place.kind, "municipality": names.get(place.municipality_code)}
