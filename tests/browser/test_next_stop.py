"""A crew's day on a telephone: what is next, one press for an attempt in vain, and the files to take along."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import time
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from dashboard.period import today_in_denmark
from dashboard.warehouse import current
from geodata.ledger.access_log import accesses
from geodata.ledger.plans import save_plan
from geodata.ledger.records import latest
from geodata.ledger.sessions import open_ledger
from geodata.settings import Settings
from tests.browser.looks import PHONE, grave_faults, too_wide
from tests.browser.server import Server, serve
from tests.browser.test_offline import elsewhere
from tests.days import plan, stop
from tests.small import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.browser.visit import Visit

pytestmark = pytest.mark.slow
CREW = "Hold A"


@pytest.fixture(scope="module")
def crew_server(demo_home: Path, demo_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a demo of its own, with a plan of three stops for today."""
    base = tmp_path_factory.mktemp("crew")
    shutil.copytree(demo_raw, base / "raw")
    shutil.copytree(demo_home, base / "home")
    today = today_in_denmark()
    with closing(open_ledger(Settings(home=base / "home"))) as ledger:
        due = current(base / "home").store.due_sites(TODAY)
        sites = due[(due["team"] == "east") & (due["municipality_code"] != "unknown")]["site_id"].head(3)
        stops = [stop(site, time(9 + number), today, CREW) for number, site in enumerate(sites)]
        save_plan(ledger, plan(*stops, demo=True), key="crew")
    with serve(base / "home", base / "log") as running:
        yield running
        said = running.log.read_text(encoding="utf-8", errors="replace")
        assert "Traceback" not in said, said


@pytest.fixture
def phone(window: Callable[[Server], Visit], crew_server: Server) -> Iterator[Visit]:
    """A telephone; whatever happens on it, the browser may complain of nothing."""
    opened = window(crew_server)
    opened.page.set_viewport_size(PHONE)
    yield opened
    assert opened.complaints == []


def shown(visit: Visit, number: int) -> None:
    """Wait until a stop is shown, and the one before it has gone with its buttons."""
    expect(visit.page.locator(f'.stop[data-stop="{number}"]')).to_be_visible()
    visit.settled()


def test_a_day_is_worked_through_with_a_thumb(phone: Visit, crew_server: Server, tmp_path: Path) -> None:
    phone.open("/next", with_map=False)
    shown(phone, 1)
    vain = phone.page.get_by_role("button", name="Forgæves")
    expect(vain).to_be_in_viewport(ratio=1)
    box = vain.bounding_box()
    assert box
    assert box["height"] >= 44
    assert box["width"] > 300

    vain.click()
    shown(phone, 2)
    expect(phone.page.locator(".far")).to_contain_text("1 af 3 stop forsøgt")
    phone.page.get_by_role("button", name="Fortryd").click()
    shown(phone, 1)
    phone.page.get_by_role("button", name="Forgæves").click()
    shown(phone, 2)

    phone.page.locator(".round li").nth(2).locator("a").click()
    shown(phone, 3)
    phone.page.go_back()
    shown(phone, 2)
    phone.page.reload()
    shown(phone, 2)
    expect(phone.page.locator(".round li").first).to_contain_text("Forgæves")

    with phone.page.expect_download() as taken:
        phone.page.get_by_role("button", name="Papir (PDF)").click()
    taken.value.save_as(tmp_path / "sheet.pdf")
    assert taken.value.suggested_filename == f"DEMO-rute-{today_in_denmark()}-hold-a.pdf"
    assert len(PdfReader(BytesIO((tmp_path / "sheet.pdf").read_bytes())).pages) == 1

    phone.page.get_by_role("link", name="Kom ind, samtale").click()
    expect(phone.page.locator(".recorded-site")).to_be_visible()
    assert "/record?" in phone.page.url
    expect(phone.page.get_by_role("radio", name="Truffet")).to_be_checked()
    expect(phone.page.get_by_role("button", name="Kom ind, samtale")).to_have_attribute("aria-pressed", "true")
    expect(phone.page.get_by_role("button", name="Gem", exact=True)).to_be_enabled()
    assert elsewhere(phone) == []
    with closing(open_ledger(Settings(home=crew_server.home))) as ledger:
        log = [(row.action, row.detail) for row in accesses(ledger)]
        assert ("export", "next_stop:run_sheet-pdf") in log
        assert log.count(("change", "next_stop")) == 3
        assert len(latest(ledger, by="Leder", demo=True)) == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_fits_a_telephone_and_breaks_no_rule_gravely(theme: Any, phone: Visit) -> None:
    phone.page.emulate_media(color_scheme=theme)
    phone.open("/next?lang=en", with_map=False)
    expect(phone.page.locator(".foot")).to_be_visible()
    expect(phone.page.locator(".round")).to_be_visible()
    assert too_wide(phone.page) == []
    assert grave_faults(phone.page) == []
