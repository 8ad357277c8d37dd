"""Recording on a telephone and on a desk: under ten presses, once however often it is pressed, shown at once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from etl.build import build
from geodata.ledger.records import counting
from geodata.ledger.sessions import open_ledger
from geodata.settings import Settings
from tests.browser.conftest import SIGN_IN_HERE
from tests.browser.looks import PHONE, too_wide
from tests.browser.server import Server, serve
from tests.browser.visit import settled
from tests.intake import workbook
from tests.signed_in import add_users
from tests.small import TODAY, write_small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page, ViewportSize

    from tests.browser.visit import Visit

CHECK_MS = 120_000
"""A workbook is checked by two processes of its own, one after the other; a busy machine takes its time."""

DESK: ViewportSize = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on three municipalities in which the tests record."""
    base = tmp_path_factory.mktemp("recording")
    build(write_small(base / "raw"), Settings(home=base / "home"), TODAY)
    add_users(base / "home")
    with serve(base / "home", base / "log", settings=SIGN_IN_HERE) as running:
        yield running
        said = running.log.read_text(encoding="utf-8", errors="replace")
        assert "Traceback" not in said, said


def kept(server: Server) -> list[dict[str, str]]:
    """Return what counts in the ledger."""
    ledger = open_ledger(Settings(home=server.home))
    with ledger.reading() as session:
        found = [entry.cells[0] for entry in counting(session)]
    ledger.close()
    return found


class Thumb:
    """A thumb on a telephone: presses buttons by their names, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def button(self, name: str, within: str | None = None) -> Locator:
        where: Page | Locator = self.page.get_by_test_id("stMain")
        if within:
            where = where.get_by_test_id("stButtonGroup").filter(has_text=within)
        return (
            where.get_by_role("button", name=name, exact=True)
            .or_(where.get_by_role("radio", name=name, exact=True))
            .first
        )

    def press(self, name: str, within: str | None = None) -> None:
        self.button(name, within).click()
        self.presses += 1
        settled(self.page)


def opened(visit: Visit, size: ViewportSize, path: str) -> Thumb:
    visit.page.set_viewport_size(size)
    visit.open(path, with_map=False)
    return Thumb(visit.page)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_visit_takes_under_ten_presses_and_is_on_the_sites_page_at_once(
    size: ViewportSize, recording: Server, window: Callable[[Server], Visit]
) -> None:
    before = len(kept(recording))
    thumb = opened(window(recording), size, "/record?site=with-point&lang=en")
    page = thumb.page
    thumb.press("Reached")
    for name in ("Came in, conversation", "New appointment", "30", "Owner", "Card", "in 14 days"):
        thumb.press(name)
    assert too_wide(page) == []
    thumb.press("Save")
    assert thumb.presses < 10
    expect(page.locator(".stands")).to_contain_text("up to date")
    expect(page.locator(".stands")).to_contain_text("On track")
    assert len(kept(recording)) == before + 1
    assert kept(recording)[-1]["outcomes"] == "conversation|new_appointment"
    today = datetime.now(UTC).strftime("%b %Y")
    page.locator(".recorded-site a").first.click() if page.locator(".recorded-site a").count() else page.goto(
        f"{recording.url}/site?site=with-point&lang=en"
    )
    expect(page.locator(".card.site")).to_contain_text("Agreed return")
    expect(page.locator(".records").filter(has_text="Owner")).to_contain_text(today)


def test_a_double_press_and_a_page_loaded_anew_save_once(recording: Server, window: Callable[[Server], Visit]) -> None:
    before = len(kept(recording))
    thumb = opened(window(recording), PHONE, "/record?site=with-point&lang=en")
    page = thumb.page
    thumb.press("In vain")
    expect(thumb.button("Save")).to_be_enabled()
    thumb.button("Save").dblclick()
    expect(page.locator(".stands")).to_be_visible()
    assert len(kept(recording)) == before + 1
    assert re.search(r"form=[0-9a-f]{32}", page.url)
    page.reload()
    expect(page.locator(".stands")).to_be_visible()
    expect(page.locator(".saved")).to_contain_text("Saved.")
    assert len(kept(recording)) == before + 1
    thumb.press("Undo")
    expect(page.locator(".saved")).to_contain_text("Taken back.")
    assert len(kept(recording)) == before


def test_two_on_the_same_site_see_each_others_record_and_the_second_to_correct_is_told(
    recording: Server, window: Callable[..., Visit]
) -> None:
    first = opened(window(recording), DESK, "/record?site=with-point&lang=en")
    first.press("In vain")
    first.press("10")
    first.press("Save")
    expect(first.page.locator(".stands")).to_be_visible()
    second = opened(window(recording, "east"), DESK, "/record?site=with-point&lang=en")
    line = second.page.locator(".entry").filter(has_text="User manager").first
    expect(line).to_contain_text("In vain")
    number = line.get_attribute("data-entry")
    second.page.locator(f".st-key-correct-Recorded-on-this-site-{number} button").click()
    expect(second.page.get_by_text("You correct:")).to_be_visible()
    first.press("Undo")
    expect(first.page.locator(".saved")).to_contain_text("Taken back.")
    before = len(kept(recording))
    second.press("60")
    expect(second.page.get_by_test_id("stMain")).to_contain_text("changed meanwhile")
    expect(second.button("Save")).to_have_count(0)
    assert len(kept(recording)) == before


def test_a_site_that_was_closed_leaves_the_list_and_a_refused_text_is_told_without_being_saved(
    recording: Server, window: Callable[[Server], Visit]
) -> None:
    before = len(kept(recording))
    thumb = opened(window(recording), PHONE, "/record?site=with-neither&what=site_changes&lang=en")
    page = thumb.page
    thumb.press("Closed")
    page.get_by_role("textbox", name="Reason").fill("ring 20 12 34 56")
    page.get_by_role("textbox", name="Reason").press("Enter")
    settled(thumb.page)
    thumb.press("Save")
    expect(page.get_by_test_id("stAlert")).to_contain_text("looks like")
    assert len(kept(recording)) == before
    page.get_by_role("textbox", name="Reason").fill("the bell is gone")
    page.get_by_role("textbox", name="Reason").press("Enter")
    settled(thumb.page)
    thumb.press("Save")
    expect(page.locator(".stands")).to_contain_text("Closed")
    page.goto(f"{recording.url}/site?site=with-neither&lang=en")
    expect(page.locator(".card.site")).to_contain_text("Not on the list")
    expect(page.get_by_text("the bell is gone")).to_be_visible()


def test_a_workbook_kept_by_hand_is_matched_checked_previewed_and_then_on_the_sites_page(
    recording: Server, window: Callable[[Server], Visit]
) -> None:
    before = len(kept(recording))
    rows: list[list[object]] = [
        ["Adresse nr", "Dato", "Truffet", "Minutter"],
        ["with-point", "2026-11-02 14:30", "ja", 41],
        ["nowhere", "2026-11-03 09:00", "nej", None],
    ]
    desk = opened(window(recording), DESK, "/take-in?lang=en")
    page = desk.page
    sheet = {"name": "uge.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(rows)}
    page.locator("input[type=file]").set_input_files(sheet)  # type: ignore[arg-type]  # a plain dictionary of the three
    expect(page.get_by_text("Match these columns first: Site")).to_be_visible(timeout=CHECK_MS)
    page.get_by_role("combobox", name="Site *").click()
    page.get_by_role("option", name="Adresse nr").click()
    expect(page.get_by_text("2 rows read: 1 can be taken, 1 are set aside.")).to_be_visible(timeout=CHECK_MS)
    expect(page.locator(".records").filter(has_text="nowhere")).to_be_visible()
    assert len(kept(recording)) == before
    page.get_by_role("button", name="Take 1 rows").click()
    expect(page.get_by_text("The same workbook again adds nothing.")).to_be_visible(timeout=CHECK_MS)
    assert len(kept(recording)) == before + 1
    page.goto(f"{recording.url}/site?site=with-point&lang=en")
    expect(page.locator(".records").filter(has_text="41")).to_be_visible()
