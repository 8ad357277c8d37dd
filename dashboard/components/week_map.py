"""The week on the map: who could be visited, the planned days as numbered stops, and what has been done.

The sites travel as data, and only to who may see them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.components import map_frame, sites_map
from dashboard.components.sites_map import DECIMALS, Spot
from dashboard.text import translator
from dashboard.week_words import crew_day, say_night, short_day, the_clock
from geodata.terms import Kind
from geodata.week.crews import middles, town_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from geodata.language import Language
    from geodata.routing import WeekPlan
    from geodata.week.ground import Ground
    from geodata.week.nights import Night
    from geodata.week.problem import Done


def spots(
    ground: Ground,
    plan: WeekPlan | None,
    done: Sequence[Done],
    *,
    bases: Sequence[str],
    day: date | None,
    selected: str | None,
    names: Mapping[str, str],
    info: Mapping[str, str],
    language: Language,
    away: Sequence[tuple[Night, str]] = (),
) -> str:
    """Return what a plan draws, as the script's own data.

    Parameters
    ----------
    bases
        Codes of the municipalities the crews leave from.
    day
        The only day whose stops are drawn, with their order and their lines; all days, each stop by its day's letters,
        where there is none.
    selected
        The site that is marked.
    names
        The municipalities' names by their codes.
    info
        The build's facts.
    away
        The nights that are spent elsewhere, and in which municipality; of one day, those it begins or ends with.
    """
    _ = translator(language)
    found: list[Spot] = []
    ways: list[object] = []
    stops = [] if plan is None else [stop for stop in plan.stops if day is None or stop.day == day]
    crews = sorted({each.crew for each in (plan.days if plan else ())})
    planned = {stop.site for stop in (plan.stops if plan else ())}
    made = {each.site: each for each in done}

    def spot(site: str, look: str, told: list[str], label: str = "") -> Spot:
        place = ground.places[site]
        municipality = names.get(place.municipality_code, "")
        where = " · ".join(part for part in (Kind(place.kind).label.say(language), municipality) if part)
        return Spot(site, place.lat, place.lon, look, [site, *told, where], label)

    if day is None or plan is None:
        found += [
            spot(candidate.site, "offered", [_("Not in the plan")])
            for candidate in ground.candidates()
            if candidate.site not in planned
        ]
    for each in made.values():
        if each.site in ground.places and (day is None or each.day == day):
            told = [_("Reached") if each.reached else _("In vain")]
            found.append(spot(each.site, "done", told, "✓" if each.reached else "–"))
    for order, crew in enumerate(crews):
        for weekday, on in enumerate(ground.days):
            mine = sorted(
                (stop for stop in stops if stop.crew == crew and stop.day == on), key=lambda stop: stop.arrive
            )
            for number, stop in enumerate(mine, start=1):
                label = short_day(on, language) if day is None else str(number)
                where = [f"{number}. {crew_day(crew, on, language)}", the_clock(stop.arrive, stop.leave, language)]
                drawn = spot(stop.site, f"stop day-{weekday} crew-{order}", where, label)
                found.append(replace(drawn, over=1, stop=True))
            if mine and day is not None:
                places = [ground.places[stop.site] for stop in mine]
                points: list[object] = [[round(place.lat, DECIMALS), round(place.lon, DECIMALS)] for place in places]
                ways.append([weekday, order, points])
    for code in bases:
        lon, lat = middles()[code]
        found.append(Spot(f"base {code}", lat, lon, "base", [_("Base"), names.get(code, code)], "B"))
    for night, code in away:
        if day is None or day in (night.day, night.until):
            lon, lat = middles()[code]
            stays = [_("Night away"), f"{night.crew} {say_night(night, language)}", town_names()[code]]
            found.append(Spot(f"night {code}", lat, lon, "night", stays, "N", over=2))
    words = map_frame.words(_("Show the whole plan"), _("Map of the week's stops"), language)
    return sites_map.data(found, selected, words, info, language, ways)
