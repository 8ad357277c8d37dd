"""What leaves the screen for paper: the files of the coverage page, and a long page as the browser prints it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Download, Page

    from tests.browser.visit import Visit


@pytest.fixture
def paper(visit: Visit) -> Page:
    """A window in the dark theme that shows what would be printed."""
    visit.page.emulate_media(color_scheme="dark")
    return visit.page


def taken(visit: Visit, button: str) -> Download:
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name=button).click()
    return download.value


def test_the_map_and_the_page_can_be_taken_away_as_they_are_chosen(visit: Visit) -> None:
    visit.open("/?as_of=2007-12-31&team=west")
    shown = visit.page.locator(".municipalities tbody tr").count()
    picture = taken(visit, "Kort som SVG")
    assert picture.suggested_filename == "DEMO-feltplan-dækning-2007-12-31.svg"
    said = " ".join(ET.fromstring(Path(picture.path()).read_text("utf-8")).itertext())
    assert "Team Vest" in said
    assert "pr. 31.12.2007" in said
    assert f"{shown} kommuner i alt" in said
    assert Path(taken(visit, "Kort som PNG").path()).read_bytes().startswith(b"\x89PNG")
    page = taken(visit, "Side som PDF")
    assert page.suggested_filename == "DEMO-feltplan-dækning-2007-12-31.pdf"
    assert Path(page.path()).read_bytes().startswith(b"%PDF-")


def test_a_printed_table_is_whole(visit: Visit, paper: Page) -> None:
    visit.open("/")
    paper.emulate_media(media="print")
    table = paper.locator(".municipalities")
    assert table.evaluate("node => node.scrollHeight === node.clientHeight")
    foot, last = paper.locator(".foot").bounding_box(), visit.row("0751").bounding_box()
    assert foot
    assert last
    assert last["y"] + last["height"] <= foot["y"], "what follows stands below the table"


def test_every_sheet_of_a_long_page_is_printed(visit: Visit, paper: Page) -> None:
    visit.open("/")
    assert paper.pdf(format="A4").count(b"/Type /Page\n") >= 4
