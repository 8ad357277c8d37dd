"""One place for colours, a pair for each theme, and text that can be read on what it stands on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from dashboard.assets import OWN
from tests.screen.test_palette import contrast

PAIRS: dict[str, str] = dict(
    re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\);", (OWN / "colours.css").read_text("utf-8"))
)
THEMES = ("light", "dark")
CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
READ_ON = [
    ("ink", "paper"), ("ink", "wash"), ("ink", "hover"), ("ink", "chosen-wash"), ("ink", "sea"),
    ("quiet", "paper"), ("quiet", "wash"), ("quiet", "hover"), ("quiet", "sea"),
    ("accent", "paper"), ("on-accent", "accent"), ("notice-ink", "notice"),
]  # fmt: skip
SEEN_ON = [("chosen", "paper"), ("chosen", "wash"), ("accent", "wash"), ("band-line", "wash")]


def pair(name: str, theme: str) -> str:
    return PAIRS[name].split(", ")[THEMES.index(theme)]


@pytest.mark.parametrize(
    "sheet", ["page.css", "map.css", "timeline.css", "frame.js", "map.js", "sites.js", "timeline.js", "table.js"]
)
def test_colours_stand_in_one_place(sheet: str) -> None:
    written = re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\w)", (OWN / sheet).read_text("utf-8").replace("#fff", ""))
    assert written == [], "white is drawn beneath lines on the map; every other colour is named in colours.css"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), READ_ON)
def test_text_can_be_read_in_both_themes(text: str, ground: str, theme: str) -> None:
    assert contrast(pair(text, theme), pair(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), SEEN_ON)
def test_a_mark_stands_out_in_both_themes(mark: str, ground: str, theme: str) -> None:
    assert contrast(pair(mark, theme), pair(ground, theme)) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_the_page_and_streamlits_own_theme_agree(theme: str) -> None:
    told = tomllib.loads(CONFIG.read_text("utf-8"))["theme"][theme]
    own = {"backgroundColor": "paper", "secondaryBackgroundColor": "wash", "textColor": "ink", "borderColor": "line"}
    assert {key: told[key] for key in own} == {key: pair(name, theme) for key, name in own.items()}
    assert contrast(told["primaryColor"], told["backgroundColor"]) >= 4.5
    assert contrast(told["linkColor"], told["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_a_charts_lines_stand_out_in_both_themes(theme: str) -> None:
    from dashboard.components import trend_chart, visit_chart

    colours = [look.colour for look in (*trend_chart.LOOKS.values(), trend_chart.PRINTED)]
    for colour in (*colours, visit_chart.REACHED, visit_chart.IN_VAIN):
        assert contrast(colour, pair("paper", theme)) >= 3, colour
