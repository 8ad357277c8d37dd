"""The map: each municipality by its status, the teams' borders, and the municipality that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard import safe
from dashboard.basemap import map_url
from dashboard.components import map_frame
from dashboard.text import say_date, translator
from geodata.drawing.looks import LOOKS, SELECTED, TEAM_BORDER
from geodata.status import STATUSES
from geodata.terms import Team

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import folium

    from geodata.drawing.looks import Look
    from geodata.language import Language

PAIR_HEIGHT_PX = 430
"""Of a map that stands beside another."""
STATUS_NUMBER = {status.code: number for number, status in enumerate(STATUSES)}
TEAM_NUMBER = {team.code: number for number, team in enumerate(Team)}


def base_map(shapes_url: str, looks: Mapping[str, Look] = LOOKS) -> folium.Map:
    """Return the map without anything that a choice changes; ``looks`` are its classes in their order."""
    drawn = [[code, *_drawn(look)] for code, look in looks.items()]
    return map_frame.base_map(shapes_url, "map", config=[TEAM_BORDER, SELECTED, drawn])


def _drawn(look: Look) -> list[object]:
    return [look.fill, look.hatch, look.angle, look.border, look.ink, look.glyph]


def map_words(language: Language) -> list[object]:
    """Return what the map's script writes, in the order it reads them."""
    _ = translator(language)
    title = _("Map of the municipalities by screening status")
    return [
        *map_frame.words(_("Show the whole country"), title, language),
        _("The capital area"),
        _("Last screened {date}"),
    ]


def painted(
    municipalities: pd.DataFrame,
    shown: pd.DataFrame,
    selected: str | None,
    info: Mapping[str, str],
    language: Language,
) -> str:
    """Return what a choice changes, as the script's own data.

    Parameters
    ----------
    municipalities
        One row per municipality, classified: municipality_code, name, team, status, completed_on.
    shown
        Those of them that the filter keeps; the others stay on the map, faded.
    selected
        The code of the municipality that is outlined.
    info
        The build's facts: ``boundaries_attribution`` says whose shapes are drawn.
    """
    kept = set(shown["municipality_code"])
    rows = [
        [
            row["municipality_code"],
            STATUS_NUMBER[row["status"]],
            int(row["municipality_code"] in kept),
            TEAM_NUMBER[row["team"]],
            row["name"],
            "" if pd.isna(row["completed_on"]) else say_date(row["completed_on"], language),
        ]
        for row in municipalities.to_dict("records")
    ]
    labels = [status.label.say(language) for status in STATUSES]
    return safe.script([language, selected, info["boundaries_attribution"], map_words(language), labels, rows])


def clicked_code(event: Mapping[str, Any] | None) -> str | None:
    """Return the code of the municipality a click on the map means, or ``None`` where it means none."""
    return map_frame.clicked(event, "code")


def show(edition: str, what: str, key: str, on_click: Callable[[], None], height_px: int = map_frame.HEIGHT_PX) -> None:
    """Draw the map of a version; ``on_click`` is called before the next run when a municipality is clicked."""
    map_frame.show(base_map(map_url(edition)), map_frame.Layer("paint", what), key, height_px, on_click)
