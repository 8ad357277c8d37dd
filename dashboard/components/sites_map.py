"""Single sites on the map of the municipalities: marks that say something when pointed at, and can be pressed.

The marks travel as data, and only to who may see the sites: they are read within the viewer's reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard import safe
from dashboard.basemap import map_url
from dashboard.components import map_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from geodata.language import Language

MOST_ZOOM = 15
DECIMALS = 5
"""Of a degree: about a metre."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark on the map.

    Parameters
    ----------
    site
        What a press on it means.
    lat, lon
        Where it stands, in degrees (EPSG:4326).
    look
        Its classes in ``web/sites.css``.
    told
        What is said of it when it is pointed at; the first stands out.
    label
        The letters on it.
    picture
        The name of the picture that is drawn on it, as in the legend.
    over
        Where marks overlap, the higher ones cover the lower.
    stop
        Whether it is a stop: what the map is fitted to, and what is reached by keyboard.
    """

    site: str
    lat: float
    lon: float
    look: str
    told: Sequence[str]
    label: str = ""
    picture: str = ""
    over: int = 0
    stop: bool = False

    def row(self) -> list[object]:
        """Return it as the script reads it."""
        lat, lon = round(self.lat, DECIMALS), round(self.lon, DECIMALS)
        return [self.site, lat, lon, self.look, list(self.told), self.label, self.picture, self.over, self.stop]


def data(
    spots: Iterable[Spot],
    selected: str | None,
    words: list[object],
    info: Mapping[str, str],
    language: Language,
    ways: Sequence[object] = (),
) -> str:
    """Return what is drawn, as the script's own data.

    Parameters
    ----------
    selected
        The site that is marked.
    words
        From :func:`dashboard.components.map_frame.words`.
    info
        The build's facts.
    ways
        Lines between stops: the weekday's number, the crew's, and the points.
    """
    rows: list[object] = [spot.row() for spot in spots]
    return safe.script([language, info["boundaries_attribution"], words, selected, rows, list(ways)])


def clicked_site(event: Mapping[str, Any] | None) -> str | None:
    """Return the site a click on the map means, or ``None`` where it means none."""
    return map_frame.clicked(event, "site")


def show(edition: str, what: str, key: str, on_click: Callable[[], None]) -> None:
    """Draw the map; ``on_click`` is called before the next run when a site is clicked."""
    drawn = map_frame.base_map(map_url(edition), "sites", ("palette.css", "sites.css"), most_zoom=MOST_ZOOM)
    map_frame.show(drawn, map_frame.Layer("draw", what), key, on_click=on_click)
