"""The map: each municipality by its status, the teams' borders, and the municipality that is chosen.

The map's own script is the same for every visitor of a version, so its frame is made once and keeps zoom and position.
What a choice changes travels as a few kilobytes of codes in a feature group; the shapes are fetched by their address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
import pandas as pd
from folium.elements import JSCSSMixin
from folium.template import Template
from streamlit_folium import st_folium

from dashboard import assets, safe
from dashboard.basemap import map_url
from dashboard.components.palette import LOOKS, SELECTED, TEAM_BORDER
from dashboard.text import say_date, translator
from geodata.status import STATUSES
from geodata.terms import Team

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geodata.language import Language

FROM_FRAME = "../../"
"""From the frame's address, /component/<name>/index.html, to the server's root."""

DENMARK = [[54.52, 8.02], [57.78, 15.22]]
"""South-west and north-east corner of what is shown until the shapes are there, Bornholm included."""

HEIGHT_PX = 560
_STATUS_NUMBER = {status.code: number for number, status in enumerate(STATUSES)}
_TEAM_NUMBER = {team.code: number for number, team in enumerate(Team)}


class Shapes(JSCSSMixin, folium.MacroElement):
    """Starts our script on the map: it fetches the shapes and waits for what to paint."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        feltplan.start({{ this._parent.get_name() }}, {{ this.config }});
        {% endmacro %}
    """)

    def __init__(self, shapes_url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # folium has no types
        self._name = "Shapes"
        self.default_js = [("map", FROM_FRAME + assets.url("map.js"))]
        self.default_css = [("map_css", FROM_FRAME + assets.url("map.css"))]
        looks = [[status.code, *_drawn(status.code)] for status in STATUSES]
        self.config = safe.script([FROM_FRAME + shapes_url, DENMARK, TEAM_BORDER, SELECTED, looks])


class Paint(folium.FeatureGroup):
    """What is painted on the shapes; the component evaluates it anew whenever it differs."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = feltplan.paint({{ this.painted }});
        {% endmacro %}
    """)

    def __init__(self, painted: str) -> None:
        super().__init__()
        self._name = "FeatureGroup"
        self.painted = painted


def _drawn(code: str) -> list[object]:
    drawn = LOOKS[code]
    return [drawn.fill, drawn.hatch, drawn.angle, drawn.border, drawn.ink, drawn.glyph]


def base_map(shapes_url: str) -> folium.Map:
    """Return the map without anything that a choice changes."""
    # zoom_snap: the country fills the frame on any screen; no tiles: nothing is fetched from elsewhere.
    drawn = folium.Map(
        location=(56, 11),
        tiles=None,
        zoom_start=7,
        min_zoom=5,
        max_zoom=13,
        zoom_snap=0.1,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=120,
    )
    drawn.default_js = [("leaflet", FROM_FRAME + assets.url("leaflet.js"))]
    drawn.default_css = [("leaflet_css", FROM_FRAME + assets.url("leaflet.css"))]
    drawn.add_child(Shapes(shapes_url))
    return drawn


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
    _ = translator(language)
    kept = set(shown["municipality_code"])
    rows = [
        [
            row["municipality_code"],
            _STATUS_NUMBER[row["status"]],
            int(row["municipality_code"] in kept),
            _TEAM_NUMBER[row["team"]],
            row["name"],
            "" if pd.isna(row["completed_on"]) else say_date(row["completed_on"], language),
        ]
        for row in municipalities.to_dict("records")
    ]
    words = [
        _("Zoom in"),
        _("Zoom out"),
        _("Show the whole country"),
        _("Map of the municipalities by screening status"),
        _("The capital area"),
        _("Last screened {date}"),
    ]
    labels = [status.label.say(language) for status in STATUSES]
    return safe.script([language, selected, info["boundaries_attribution"], words, labels, rows])


def clicked_code(event: Mapping[str, Any] | None) -> str | None:
    """Return the code of the municipality a click on the map means, or ``None`` where it means none."""
    drawing = (event or {}).get("last_active_drawing") or {}
    code = (drawing.get("properties") or {}).get("code")
    return code if isinstance(code, str) else None


def show(edition: str, what: str, key: str, on_click: Callable[[], None]) -> None:
    """Draw the map of a version; ``on_click`` is called before the next run when a municipality is clicked."""
    st_folium(
        base_map(map_url(edition)),
        key=key,
        height=HEIGHT_PX,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=Paint(what),
        on_change=on_click,
    )
