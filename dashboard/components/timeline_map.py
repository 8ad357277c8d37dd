"""The map over time: every quarter's statuses in one go, played in the browser on the shapes of the coverage map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium
from folium.elements import JSCSSMixin
from folium.template import Template

from dashboard import assets, safe
from dashboard.basemap import map_url
from dashboard.components import map_frame
from dashboard.components.coverage_map import STATUS_NUMBER, TEAM_NUMBER, base_map, map_words
from dashboard.components.map_frame import FROM_FRAME
from dashboard.text import say_date, translator
from geodata.status import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from dashboard.scope import Scope
    from geodata.language import Language

HEIGHT_PX = 640
KEPT = "abcdefghijklmnopqrstuvwxyz"
"""A status by its number, as a letter: small where the filter keeps the municipality, a capital where it does not."""


class Player(JSCSSMixin, folium.MacroElement):
    """Brings the play control's script and looks to the map's frame."""

    _template = Template("")

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # folium has no types
        self._name = "Player"
        self.default_js = [("timeline", FROM_FRAME + assets.url("timeline.js"))]
        self.default_css = [(name, FROM_FRAME + assets.url(name)) for name in ("palette.css", "timeline.css")]


def letters(statuses: pd.Series[str], kept: pd.Series[bool]) -> str:
    """Return one letter for each municipality."""
    return "".join(
        KEPT[STATUS_NUMBER[status]] if inside else KEPT[STATUS_NUMBER[status]].upper()
        for status, inside in zip(statuses, kept, strict=True)
    )


def painted(
    statuses: pd.DataFrame, scope: Scope, selected: str | None, info: Mapping[str, str], language: Language
) -> str:
    """Return every quarter as the script's own data.

    Parameters
    ----------
    statuses
        One row per day and municipality, classified, in the same order of municipalities on every day.
    scope
        What the filter keeps; the others stay on the map, faded.
    selected
        The code of the municipality that is outlined.
    info
        The build's facts.
    """
    _ = translator(language)
    words = [
        _("Play the quarters"),
        _("Pause"),
        _("The quarter before"),
        _("The next quarter"),
        _("Quarter"),
        _("Municipalities"),
    ]
    kept = scope.keeps(statuses)
    teams: dict[str, int] = {}
    frames: list[object] = []
    places: list[object] = []
    for _day, rows in statuses.groupby("day"):
        places = [list(pair) for pair in zip(rows["municipality_code"], rows["name"], strict=True)]
        members = "".join(str(TEAM_NUMBER[team]) for team in rows["team"])
        number = teams.setdefault(members, len(teams))
        frames.append([say_date(rows["day"].iloc[0], language), letters(rows["status"], kept[rows.index]), number])
    codes = [status.code for status in STATUSES]
    labels = [status.label.say(language) for status in STATUSES]
    attribution = info["boundaries_attribution"]
    return safe.script(
        [language, selected, attribution, map_words(language), words, codes, labels, places, list(teams), frames]
    )


def show(edition: str, what: str, key: str, on_click: Callable[[], None]) -> None:
    """Draw the map with its play control; ``on_click`` is called before the next run when a municipality is clicked."""
    drawn = base_map(map_url(edition))
    drawn.add_child(Player())
    map_frame.show(drawn, map_frame.Layer("timeline", what), key, HEIGHT_PX, on_click)
