"""Nothing leaves the machine: neither from the browser nor from the server."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import psutil
import pytest
from playwright.sync_api import expect

from dashboard import assets
from tests.browser.visit import is_probe

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Response

    from tests.browser.server import Server
    from tests.browser.visit import Visit

OWN_SCHEMES = {"data", "blob"}


def elsewhere(visit: Visit) -> list[str]:
    """Return what was asked of anyone but the server."""
    own = urlsplit(visit.url).netloc
    return [url for url in visit.requested if urlsplit(url).scheme not in OWN_SCHEMES and urlsplit(url).netloc != own]


def is_page_where_a_file_was_asked(response: Response) -> bool:
    """Return whether Streamlit's start page was served instead of a file: it answers any unknown path so."""
    page_was_asked = response.request.resource_type == "document" or urlsplit(response.url).path.endswith(".html")
    return not page_was_asked and "text/html" in response.headers.get("content-type", "")


def test_a_whole_visit_asks_this_server_alone_and_finds_everything(visit: Visit) -> None:
    visit.open()
    visit.after(lambda: visit.shape("0751").click())
    visit.shape("0751").hover()
    visit.after(lambda: visit.page.get_by_text("English").click())
    visit.page.get_by_test_id("stTooltipIcon").first.hover()
    visit.page.get_by_test_id("stDateInput").locator("button").last.click()
    visit.page.keyboard.press("Escape")
    visit.page.get_by_test_id("stSidebarNavViewButton").click()
    visit.page.get_by_role("link", name="Data quality").click()
    expect(visit.page.get_by_role("heading", name="Data quality")).to_be_visible()
    assert len(visit.requested) > 50
    assert elsewhere(visit) == []
    assert [response.url for response in visit.answered if response.status >= 400 and not is_probe(response.url)] == []
    assert [response.url for response in visit.answered if is_page_where_a_file_was_asked(response)] == []


def test_the_watch_sees_a_request_that_leaves_and_the_browser_refuses_it(
    window: Callable[[Server], Visit], demo_server: Server
) -> None:
    visit = window(demo_server)
    visit.open("/imports", with_map=False)
    visit.page.evaluate("""() => {
        const image = document.createElement("img");
        image.src = "http://192.0.2.1/pixel.png";
        document.body.append(image);
        fetch("/assets/no-such-file.js");
        return fetch("http://192.0.2.1/beacon").catch(() => null);
    }""")
    visit.page.wait_for_timeout(300)
    assert any("Content Security Policy" in complaint for complaint in visit.complaints)
    assert not any(response.url.startswith("http://192.0.2.1") for response in visit.answered)
    assert any(response.status == 404 for response in visit.answered)


def test_a_script_that_slipped_into_a_page_would_not_run(
    window: Callable[[Server], Visit], demo_server: Server
) -> None:
    visit = window(demo_server)
    visit.open("/imports", with_map=False)
    visit.page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.slipped = true";
        document.body.append(script);
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.slipped = true");
        image.src = "data:,";
        document.body.append(image);
    }""")
    visit.page.wait_for_timeout(300)
    assert visit.page.evaluate("window.slipped") is None


def test_the_server_talks_to_this_machine_alone(visit: Visit, demo_server: Server) -> None:
    visit.open()
    connections = psutil.Process(demo_server.pid).net_connections(kind="inet")
    assert {connection.laddr.ip for connection in connections} == {"127.0.0.1"}
    assert {connection.raddr.ip for connection in connections if connection.raddr} == {"127.0.0.1"}


@pytest.mark.parametrize(
    "path",
    ["/", "/imports", "/assets/map.js", "/assets/nothing", "/map/0-0.json", "/static/nothing.js", "/_stcore/health",
     "/component/streamlit_folium.st_folium/index.html", "/_stcore/metrics"],
)  # fmt: skip
def test_every_answer_carries_the_security_headers(path: str, demo_server: Server) -> None:
    headers = answer(demo_server, path)[1]
    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == rules["frame-ancestors"] == "'self'"
    assert ("'unsafe-eval'" in rules["script-src"]) == path.startswith("/component/")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/_stcore/metrics", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/assets/nothing", 404),
        ("/assets/..%2fserver.py", 400),
        ("/map/0-000000000000.json", 404),
        ("/map/..%2f..%2fetc%2fpasswd.json", 400),
    ],
)
def test_what_is_not_for_visitors_is_refused(path: str, status: int, demo_server: Server) -> None:
    refused, _headers, body = answer(demo_server, path)
    assert refused == status
    assert len(body) < 20


@pytest.mark.parametrize("name", sorted(assets.served()))
def test_a_files_address_changes_with_it_and_may_be_kept_for_good(name: str, demo_server: Server) -> None:
    status, headers, body = answer(demo_server, f"/{assets.url(name)}")
    assert (status, body) == (200, assets.served()[name])
    assert "immutable" in headers["cache-control"]
    assert "html" not in headers["content-type"]
    assert answer(demo_server, f"/assets/{name}?v=old")[1]["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("link", "language"), [("/", "da"), ("/?lang=en", "en"), ("/imports?lang=en", "en"), ("/?lang=xx", "da")]
)
def test_the_start_page_is_in_the_links_language_before_any_script_runs(
    link: str, language: str, demo_server: Server
) -> None:
    page = answer(demo_server, link)[2].decode()
    assert f'<html lang="{language}">' in page
    assert "<title>Feltplan</title>" in page


def answer(server: Server, path: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers by their lower-case names, and body."""
    try:
        response = urlopen(Request(server.url + path, headers={"Accept-Encoding": "identity"}), timeout=10)
    except HTTPError as error:
        response = error
    with response:
        return response.status, {name.lower(): value for name, value in response.headers.items()}, response.read()
