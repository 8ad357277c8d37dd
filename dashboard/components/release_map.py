"""The country by released numbers of sites: the coverage map's component, fed from a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import safe
from dashboard.basemap import map_url
from dashboard.components import map_frame
from dashboard.components.count_palette import CLASSES, LOOKS, NUMBER, swatch_name
from dashboard.components.coverage_map import PAIR_HEIGHT_PX, TEAM_NUMBER, base_map, map_words
from dashboard.components.palette import swatch
from dashboard.safe import markup
from dashboard.text import say_number, translator

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from geodata.language import Language

WORDS_OF_MAP = 3
"""Where, among the map's words, stands what the map shows."""


def painted(rows: pd.DataFrame, selected: str, attribution: str, language: Language) -> str:
    """Return what is painted, as the script's own data.

    Parameters
    ----------
    rows
        One row per municipality: municipality_code, name, team, and ``status``, the class of its number.
    selected
        The code of the municipality that is outlined.
    attribution
        Whose shapes are drawn.
    """
    _ = translator(language)
    words = map_words(language)
    words[WORDS_OF_MAP] = _("Map of the municipalities by published number of sites")
    told: list[object] = [
        [row["municipality_code"], NUMBER[row["status"]], 1, TEAM_NUMBER[row["team"]], row["name"], ""]
        for row in rows.to_dict("records")
    ]
    labels = [each.label.say(language) for each in CLASSES]
    return safe.script([language, selected, attribution, words, labels, told])


def show(edition: str, what: str, key: str) -> None:
    """Draw the map; nothing on it can be chosen."""
    map_frame.show(base_map(map_url(edition), LOOKS), map_frame.Layer("paint", what), key, PAIR_HEIGHT_PX)


def legend(counted: Mapping[str, int], language: Language) -> str:
    """Return the legend as HTML: each class with its picture and how many municipalities are in it."""
    _ = translator(language)
    items = "".join(
        f'<li data-class="{each.code}" data-n="{counted[each.code]}">{swatch(swatch_name(each.code))}'
        f"{markup(each.label.say(language))} <b>{say_number(counted[each.code], language)}</b></li>"
        for each in CLASSES
    )
    return f'<ul class="counts" aria-label="{markup(_("Municipalities by published number of sites"))}">{items}</ul>'
