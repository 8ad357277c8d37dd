"""What Streamlit says of its own accord is Danish on a Danish page, and English on an English one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.server import Server
    from tests.browser.visit import Visit


def test_an_address_without_a_page_says_so_in_danish_before_the_front_page(
    window: Callable[[Server], Visit], demo_server: Server
) -> None:
    opened = window(demo_server)  # in which the browser does complain: Streamlit tells the console as well
    opened.open("/nowhere")
    dialog = opened.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Siden findes ikke")
    expect(dialog).to_contain_text("Her er forsiden.")
    assert opened.page.locator("html").get_attribute("lang") == "da"


def test_the_field_for_a_file_and_a_list_without_a_match_are_in_the_pages_language(visit: Visit) -> None:
    visit.open("/take-in", with_map=False)
    field = visit.page.get_by_test_id("stFileUploader")
    expect(field).to_contain_text("Vælg en fil")
    expect(field).to_contain_text("Højst 10 MB")
    visit.page.locator("input[type=file]").set_input_files(
        {"name": "uge.txt", "mimeType": "text/plain", "buffer": b"-"}
    )
    expect(field).to_contain_text("Filer af typen text/plain kan ikke indlæses her.")
    visit.page.get_by_role("combobox", name="Team").fill("hos naboen")
    expect(visit.page.get_by_role("listbox")).to_have_text("Ingen fundet")
    visit.open("/take-in?lang=en", with_map=False)
    expect(field).to_contain_text("10MB per file")
