"""What every map sets up alike: Leaflet without tiles, our script on it, and the layer that a choice changes.

A map's own script is the same for every visitor of a version, so its frame is made once and keeps zoom and position.
What a choice changes travels as data in a feature group; the shapes are fetched by their address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import folium
from folium.elements import JSCSSMixin
from folium.template import Template
from streamlit_folium import st_folium

from dashboard import assets, safe
from dashboard.text import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geodata.language import Language

FROM_FRAME = "../../"
"""From the frame's address, /component/<name>/index.html, to the server's root."""

DENMARK = [[54.52, 8.02], [57.78, 15.22]]
"""South-west and north-east corner of what is shown until the shapes are there, Bornholm included."""

HEIGHT_PX = 560


class Script(JSCSSMixin, folium.MacroElement):
    """Brings a script of ours and its looks to the map's frame, and starts it on the map."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        feltplan.start({{ this._parent.get_name() }}, {{ this.config }});
        {% endmacro %}
    """)

    def __init__(self, shapes_url: str, name: str, sheets: Sequence[str], config: Sequence[object]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # folium has no types
        self._name = "Script"
        self.default_js = [(each, FROM_FRAME + assets.url(f"{each}.js")) for each in ("frame", name)]
        self.default_css = [(each, FROM_FRAME + assets.url(each)) for each in ("colours.css", "map.css", *sheets)]
        self.config = safe.script([FROM_FRAME + shapes_url, DENMARK, *config])


class Layer(folium.FeatureGroup):
    """What a choice changes, given to a function of the script; the component evaluates it anew whenever it differs."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = feltplan.{{ this.function }}({{ this.data }});
        {% endmacro %}
    """)

    def __init__(self, function: str, data: str) -> None:
        super().__init__()
        self._name = "FeatureGroup"
        self.function, self.data = function, data


def base_map(
    shapes_url: str, script: str, sheets: Sequence[str] = (), config: Sequence[object] = (), most_zoom: int = 13
) -> folium.Map:
    """Return a map without anything that a choice changes.

    Parameters
    ----------
    shapes_url
        Where the version's shapes are fetched, relative to the server's root.
    script
        The name of our script, without its ending.
    sheets
        Style sheets beside those of every map.
    config
        What the script is started with beside the shapes and the first view.
    """
    # zoom_snap: what is shown fills the frame on any screen; no tiles: nothing is fetched from elsewhere.
    drawn = folium.Map(
        location=(56, 11),
        tiles=None,
        zoom_start=7,
        min_zoom=5,
        max_zoom=most_zoom,
        zoom_snap=0.1,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=120,
    )
    drawn.default_js = [("leaflet", FROM_FRAME + assets.url("leaflet.js"))]
    drawn.default_css = [("leaflet_css", FROM_FRAME + assets.url("leaflet.css"))]
    drawn.add_child(Script(shapes_url, script, sheets, config))
    return drawn


def words(whole: str, title: str, language: Language) -> list[object]:
    """Return what every map's script writes, in the order it reads them.

    Parameters
    ----------
    whole
        What the button does that shows everything again.
    title
        What the map shows, for who cannot see it.
    """
    _ = translator(language)
    return [_("Zoom in"), _("Zoom out"), whole, title]


def clicked(event: Mapping[str, Any] | None, name: str) -> str | None:
    """Return what a click on the map tells by ``name``, or ``None`` where it tells nothing."""
    drawing = (event or {}).get("last_active_drawing") or {}
    told = (drawing.get("properties") or {}).get(name)
    return told if isinstance(told, str) else None


def show(
    drawn: folium.Map, layer: Layer, key: str, height_px: int = HEIGHT_PX, on_click: Callable[[], None] | None = None
) -> None:
    """Draw a map; ``on_click`` is called before the next run when something on it is clicked, if anything can be."""
    st_folium(
        drawn,
        key=key,
        height=height_px,
        use_container_width=True,
        returned_objects=["last_active_drawing"] if on_click else [],
        feature_group_to_add=layer,
        on_change=on_click,
    )
