"""The coverage page on paper: the map with its legend as SVG and PNG, and the whole page as PDF.

Typst sets the page without a network and with the typefaces it brings along. It is given the texts as data, never as
a part of its own language, so that no text of a file can be more than text.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import typst

from geodata.drawing import map_picture
from geodata.drawing.looks import LOOKS, TEAM_BORDER, picture
from geodata.drawing.map_picture import INK, WIDTH
from geodata.drawing.xml import xml

if TYPE_CHECKING:
    from dashboard.coverage_sheet import Sheet
    from dashboard.picture_sheet import Brief

PAGE = Path(__file__).parent / "typst" / "coverage.typ"
BRIEF = PAGE.with_name("picture.typ")
PICTURE = (
    b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 24cm)'
)
PNG_PPI = 220.0
"""2,079 pixels wide: sharp on a page of A4."""

ACCESSIBLE: Final = "ua-1"
SANS = "'Source Sans 3', 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
MARGIN = 30
COLUMNS = (0, 230, 460, 690)
ROW = 30
LETTERS = 150
"""As many letters of the small size as fit on a line."""


def to_svg(sheet: Sheet) -> str:
    """Return the map with title, legend and origin as an SVG file; it names its typeface and carries none."""
    top = _Lines()
    if sheet.notice:
        top.add(sheet.notice, 17, weight=700)
    top.add(sheet.title, 30, weight=700)
    top.add(f"{sheet.line} · {sheet.as_of}", 17)
    below = _Lines(top.y + sheet.map_height + 30)
    below.add(sheet.legend_title, 17, weight=700)
    below.skip(26)
    for column, name in zip(COLUMNS[1:], sheet.results, strict=True):
        below.put(name, 15, column)
    below.skip(ROW - 6)
    for name, cells in sheet.classes:
        below.put(name, 15, 0)
        for column, (code, n) in zip(COLUMNS[1:], cells, strict=False):
            below.draw(f'<g transform="translate({column + 10} {below.y - 5})">{_swatch(code)}</g>')
            below.put(n, 15, column + 28)
        below.skip(ROW)
    below.skip(-ROW)
    below.put(sheet.total, 15, COLUMNS[2])
    line = f'y1="{below.y - 5}" y2="{below.y - 5}" stroke="{TEAM_BORDER}" stroke-width="2.6"'
    below.draw(f'<line x1="{COLUMNS[3]}" x2="{COLUMNS[3] + 19}" {line}/>')
    below.put(sheet.border, 15, COLUMNS[3] + 28)
    below.skip(10)
    for sentence in (sheet.unplaced, " · ".join(sheet.source)):
        below.skip(5)
        for text in wrap(sentence, LETTERS):
            below.add(text, 13)
    wide, high = WIDTH + 2 * MARGIN, round(below.y + 2 * MARGIN, 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{sheet.language}" role="img" width="{wide}" '
        f'height="{high}" viewBox="{-MARGIN} {-MARGIN} {wide} {high}" font-family="{SANS}">'
        f"<title>{xml(f'{sheet.title} · {sheet.line}')}</title><desc>{xml(sheet.map_words)}</desc>"
        f'<rect x="{-MARGIN}" y="{-MARGIN}" width="{wide}" height="{high}" fill="#fff"/>'
        f'{top.drawn}<g transform="translate(0 {top.y + 15})">{sheet.map_svg}</g>{below.drawn}</svg>'
    )


def to_png(sheet: Sheet) -> bytes:
    """Return the same picture as PNG."""
    texts = {"svg": to_svg(sheet)}
    return typst.compile(PICTURE, format="png", ppi=PNG_PPI, sys_inputs=texts, ignore_system_fonts=True)


def to_pdf(sheet: Sheet) -> bytes:
    """Return the page as PDF/UA-1: tagged, with a title and a language, so that it can be read aloud.

    The standard refuses a sign that no typeface at hand can show; a page that holds one is tagged, but claims nothing.
    """
    page, texts = PAGE.read_bytes(), {"sheet": told(sheet)}
    try:
        return typst.compile(page, format="pdf", sys_inputs=texts, ignore_system_fonts=True, pdf_standards=ACCESSIBLE)
    except typst.TypstError:
        return typst.compile(page, format="pdf", sys_inputs=texts, ignore_system_fonts=True)


def to_brief(brief: Brief) -> bytes:
    """Return a municipality's brief as PDF, as :func:`to_pdf` does a page."""
    page, texts = BRIEF.read_bytes(), {"sheet": brief.told()}
    try:
        return typst.compile(page, format="pdf", sys_inputs=texts, ignore_system_fonts=True, pdf_standards=ACCESSIBLE)
    except typst.TypstError:
        return typst.compile(page, format="pdf", sys_inputs=texts, ignore_system_fonts=True)


def told(sheet: Sheet) -> str:
    """Return the page's contents as ``coverage.typ`` reads them: JSON, with the pictures of the classes."""
    drawn = map_picture.alone(sheet.map_svg, sheet.map_height)
    pictures = {code: picture(code) for code in LOOKS}
    return json.dumps({**asdict(sheet), "map_svg": drawn, "swatches": pictures})


class _Lines:
    """Texts and drawings below one another."""

    def __init__(self, y: float = 0) -> None:
        self.y = y
        self.drawn = ""

    def add(self, text: str, size: float, weight: int = 400) -> None:
        """Write a line below what is there."""
        self.y += size * 1.3
        self.put(text, size, 0, weight)

    def put(self, text: str, size: float, x: float, weight: int = 400) -> None:
        """Write at the present line."""
        self.draw(
            f'<text x="{x}" y="{self.y:.1f}" font-size="{size}" font-weight="{weight}" fill="{INK}">{xml(text)}</text>'
        )

    def draw(self, elements: str) -> None:
        """Add SVG elements."""
        self.drawn += elements

    def skip(self, height: float) -> None:
        """Go down."""
        self.y += height


@cache
def _swatch(code: str) -> str:
    look = LOOKS[code]
    fill = f"url(#hatch-{code})" if look.hatch else look.fill
    return (
        f'<rect x="-10" y="-10" width="20" height="20" rx="3" fill="{fill}" stroke="{INK}" stroke-opacity=".4"/>'
        f'<g color="{look.ink}">{look.glyph}</g>'
    )
