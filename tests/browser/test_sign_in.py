"""The whole way in and out, with a real OpenID provider: only users come in, and only for as long as they are."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
from playwright.sync_api import expect

from etl.build import build
from geodata.settings import Settings
from geodata.signin import CALLBACK
from tests.browser.conftest import SIGN_IN_HERE
from tests.browser.cookie import cookie
from tests.browser.provider import Provider, provide
from tests.browser.server import Server, free_port, serve
from tests.signed_in import add_users, settle
from tests.small import TODAY, write_small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

SECRETS = ("stby", "Midtby", "Vestby", "with-point", "with-both", "with-neither", "0751")
"""What no one may be sent who is not let in; the page's own words hold none of it."""


@dataclass(frozen=True)
class Place:
    """A deployment with real data, and the provider that vouches for its people."""

    server: Server
    provider: Provider


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    base = tmp_path_factory.mktemp("signing-in")
    build(write_small(base / "raw"), Settings(home=base / "home"), TODAY)
    port = free_port()
    with provide(f"http://127.0.0.1:{port}/oauth2callback", base / "provider.log") as provider:
        add_users(base / "home", provider.issuer, leaving=("manager", None, None), changing=("manager", None, None))
        settings = {**SIGN_IN_HERE, "FELTPLAN_OIDC_ISSUER": provider.issuer}
        with serve(base / "home", base / "log", port, settings) as server:
            yield Place(server, provider)


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own, with no one signed in."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    yield opened
    opened.close()


def arrive(page: Page, place: Place, who: str) -> None:
    """Go the way in up to where the provider sends one back."""
    page.goto(f"{place.server.url}/?lang=en")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Who").fill(who)
    page.get_by_role("button", name="In", exact=True).click()


def test_a_user_signs_in_with_a_proof_key_and_signs_out_again(visitor: BrowserContext, place: Place) -> None:
    page = visitor.new_page()
    seen: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: seen.append(repr(frame))))
    page.goto(f"{place.server.url}/?lang=en")
    expect(page.locator(".problem")).to_contain_text("Sign in to use Feltplan.")
    assert page.get_by_test_id("stSidebarNavLink").count() == 0
    assert not [secret for secret in SECRETS if any(secret in frame for frame in seen)]
    arrive(page, place, "manager")
    expect(page.get_by_test_id("stSidebarNavLink").first).to_be_visible()
    expect(page.locator(".st-key-tile-ever_screened")).to_contain_text("1")
    expect(page.locator(".signed-in")).to_contain_text("User manager")
    sent = place.provider.asked()[-1]
    assert {"code_challenge", "nonce", "state"} <= set(sent)
    assert "method=S256" in sent
    cookies = {each["name"]: each for each in visitor.cookies(place.server.url)}
    assert cookies["_streamlit_user"]["httpOnly"]
    assert cookies["_streamlit_user"]["sameSite"] == "Lax"
    page.get_by_role("button", name="Log ud").or_(page.get_by_role("button", name="Sign out")).click()
    page.get_by_role("button", name="Yes").click()
    expect(page.locator(".problem")).to_be_visible()
    expect(page.get_by_role("button", name="Log ind").or_(page.get_by_role("button", name="Sign in"))).to_be_visible()
    assert "_streamlit_user" not in {each["name"] for each in visitor.cookies(place.server.url)}


def test_an_identity_that_is_no_user_sees_one_sentence_and_nothing_else(visitor: BrowserContext, place: Place) -> None:
    page = visitor.new_page()
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(repr(frame))))
    arrive(page, place, "nobody")
    expect(page.locator(".problem p")).to_contain_text("nobody")
    for path in ("/", "/users", "/site?site=with-point", "/municipality?municipality=0101", "/imports"):
        page.goto(f"{place.server.url}{path}")
        expect(page.locator(".problem p")).to_contain_text("nobody")
        assert page.get_by_test_id("stSidebarNavLink").count() == 0
        assert page.locator("section.problem").count() == 1
        assert page.locator("footer.foot, table, iframe").count() == 0
    assert frames
    assert not [secret for secret in SECRETS if any(secret in frame for frame in frames)]


def test_a_removed_user_is_out_at_the_next_click_and_a_changed_one_has_the_new_role(
    visitor: BrowserContext, place: Place
) -> None:
    page = visitor.new_page()
    arrive(page, place, "changing")
    page.get_by_test_id("stSidebarNavViewButton").click()
    expect(page.get_by_role("link", name="Adgangslog")).to_be_visible()
    settle(place.server.home, "changing", "team_lead", "west", issuer=place.provider.issuer)
    page.get_by_role("radio", name="24").click()
    expect(page.get_by_role("link", name="Adgangslog")).to_have_count(0)
    expect(page.locator(".signed-in").filter(has_text="Team Vest")).to_be_visible()
    expect(page.locator(".signed-in")).to_have_count(1)
    settle(place.server.home, "changing", None, issuer=place.provider.issuer)
    page.get_by_role("radio", name="12").click()
    expect(page.locator(".problem p")).to_contain_text("changing")
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(0)


@pytest.mark.parametrize("who", ["foreign-manager", "stale-manager"])
def test_a_token_made_out_to_another_client_or_that_has_run_out_lets_no_one_in(
    who: str, visitor: BrowserContext, place: Place
) -> None:
    page = visitor.new_page()
    arrive(page, place, who)
    expect(page.get_by_role("button", name="Log ind")).to_be_visible()
    assert "_streamlit_user" not in {each["name"] for each in visitor.cookies(place.server.url)}


def way_back(page: Page, place: Place, who: str) -> str:
    """Go the way in, and return the address by which the provider sends one back, without going there."""
    page.goto(f"{place.server.url}/?lang=en")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Who")).to_be_visible()
    at = page.url
    answer = page.request.post(at, form={"who": who}, max_redirects=0)
    while True:
        at = urljoin(at, answer.headers["location"])
        if urlsplit(at).path == CALLBACK:
            return at
        answer = page.request.get(at, max_redirects=0)


def changed(address: str, **other: str) -> str:
    """Return the address with some of its parameters changed."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return f"{address.partition('?')[0]}?{urlencode({**asked, **other})}"


def test_a_state_or_code_that_was_tampered_with_lets_no_one_in(visitor: BrowserContext, place: Place) -> None:
    page = visitor.new_page()
    right = way_back(page, place, "manager")
    for wrong in (changed(right, state="x" * 30), changed(right, code="x" * 43), right.partition("?")[0]):
        page.goto(wrong)
        expect(page.get_by_role("button", name="Log ind")).to_be_visible()
        assert "_streamlit_user" not in {each["name"] for each in visitor.cookies(place.server.url)}


def test_a_way_back_that_was_overheard_is_of_no_use_in_another_browser_nor_twice(
    visitor: BrowserContext, browser: Browser, place: Place
) -> None:
    page = visitor.new_page()
    overheard = way_back(page, place, "manager")
    thief = browser.new_context()
    other = thief.new_page()
    other.goto(overheard)
    expect(other.get_by_role("button", name="Log ind")).to_be_visible()
    page.goto(overheard)
    expect(page.get_by_test_id("stSidebarNavLink").first).to_be_visible()
    other.goto(overheard)
    expect(other.get_by_role("button", name="Log ind")).to_be_visible()
    assert "_streamlit_user" not in {each["name"] for each in thief.cookies(place.server.url)}
    thief.close()


@pytest.mark.parametrize(
    ("other", "secret"),
    [
        ({"iat": int(time.time()) - 13 * 3600}, None),
        ({"iat": int(time.time()) + 3600}, None),
        ({"iat": None}, None),
        ({"aud": "someone-else"}, None),
        ({"iss": "https://elsewhere.example"}, None),
        ({}, "a secret that is not the server's, but long enough"),
    ],
    ids=["twelve hours ago", "in the future", "without a time", "another client", "another provider", "forged"],
)
def test_a_cookie_that_is_old_foreign_or_forged_lets_no_one_in(
    other: dict[str, Any], secret: str | None, visitor: BrowserContext, place: Place
) -> None:
    given = {"issuer": place.provider.issuer, **other, **({"secret": secret} if secret else {})}
    name, value = cookie(place.server.url, "manager", **given)
    visitor.add_cookies([{"name": name, "value": value, "url": place.server.url}])
    page = visitor.new_page()
    page.goto(place.server.url)
    expect(page.get_by_role("button", name="Log ind")).to_be_visible()
    assert page.get_by_test_id("stSidebarNavLink").count() == 0
