"""Other roles' page hashes, forged addresses and other people's files, by the bare protocol: nothing is given away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboard.pages import PAGES
from etl.build import build
from geodata.roles import Role
from geodata.settings import Settings
from tests.browser.conftest import SIGN_IN_HERE
from tests.browser.raw import Raw
from tests.browser.server import Server, serve
from tests.screen.sent import named
from tests.screen.test_access import AREAS, EVERY_NAME, FORGED, link_to, secrets_of
from tests.signed_in import USERS, add_users, settle
from tests.small import TODAY, write_small

if TYPE_CHECKING:
    from collections.abc import Iterator

WHO = ["east", "west", "administrator", "0101", "nobody", None]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on real data with a user of every role."""
    base = tmp_path_factory.mktemp("raw")
    build(write_small(base / "raw"), Settings(home=base / "home"), TODAY)
    add_users(base / "home", leaving=("manager", None, None), turning=("team_lead", "west", None))
    with serve(base / "home", base / "log", settings=SIGN_IN_HERE) as running:
        yield running


@pytest.fixture(scope="module")
def hashes(real: Server) -> dict[str, str]:
    """The hash of every page, as those who may open it are told."""
    told: dict[str, str] = {}
    for user in ("manager", "administrator", "0101"):
        raw = Raw(real.url, user)
        raw.ask()
        told |= raw.pages()
        raw.close()
    return told


@pytest.mark.slow
@pytest.mark.parametrize("user", WHO, ids=str)
def test_asked_by_hash_or_by_name_no_page_tells_what_lies_outside(
    user: str | None, real: Server, hashes: dict[str, str]
) -> None:
    assert {page.url_path for page in PAGES} <= set(hashes)
    raw = Raw(real.url, user)
    role = Role(USERS[user][0]) if user in USERS else None
    other = link_to("west" if user != "west" else "east")
    for page in PAGES:
        for told in (
            raw.ask(page_hash=hashes[page.url_path], **other),
            raw.ask(page_name=page.url_path, **FORGED),
        ):
            assert named(secrets_of(user or ""), told) == []
            if role is None or role not in page.roles:
                assert f"<h1>{page.name.danish}</h1>" not in told
    offered = set(raw.pages())
    if role is None:
        assert raw.downloads() == []
    else:
        assert offered - {""} <= {page.url_path for page in PAGES if role in page.roles}
    raw.close()


def test_a_file_is_handed_to_whom_it_was_made_for_and_to_no_one_else(real: Server, hashes: dict[str, str]) -> None:
    manager, lead, stranger = Raw(real.url, "manager"), Raw(real.url, "east"), Raw(real.url, None)
    told = manager.ask(page_hash=hashes["municipality"], **link_to("west"))
    assert "with-both" in told
    others = [Raw(real.url, user) for user in ("mid", "0101", "nobody")]
    for raw in (lead, stranger, *others):
        raw.ask()
    files = manager.downloads()
    assert files
    path = manager.make(files[0])
    assert path.startswith("/media/")
    status, content = manager.fetch(path)
    assert (status, "with-both" in content) == (200, True)
    for raw in (lead, stranger, *others):
        assert raw.fetch(path) == (404, "Not found")
        assert raw.fetch(path.replace("/media/", "/media//"))[1].count("with-both") == 0
        assert raw.fetch(path.replace("/media/", "/media/x/../"))[1].count("with-both") == 0
    stolen = lead.make(files[0])
    assert lead.fetch(stolen or path) == (404, "Not found"), "who has the name of another's file has it made, not given"
    for raw in (manager, lead, stranger, *others):
        raw.close()


def test_a_file_can_no_longer_be_made_nor_fetched_once_the_user_is_removed_or_changed(
    real: Server, hashes: dict[str, str]
) -> None:
    leaving, turning = Raw(real.url, "leaving"), Raw(real.url, "turning")
    leaving.ask(page_hash=hashes["municipality"], **link_to("west"))
    turning.ask(page_hash=hashes["municipality"], **link_to("west"))
    path = leaving.make(leaving.downloads()[0])
    assert path.startswith("/media/")
    assert leaving.fetch(path)[0] == 200
    settle(real.home, "leaving", None)
    settle(real.home, "turning", "team_lead", "east")
    assert leaving.fetch(path)[0] == 404
    assert leaving.make(leaving.downloads()[0]) == ""
    assert turning.make(turning.downloads()[0]) == ""
    assert named(AREAS["west"], turning.ask(page_hash=hashes["municipality"])) == []
    leaving.close()
    turning.close()


@pytest.mark.parametrize("user", [None, "nobody", "0101"], ids=str)
def test_no_other_address_tells_anything_of_the_data(user: str | None, real: Server) -> None:
    raw = Raw(real.url, user)
    raw.ask()
    paths = [f"/{page.url_path}" for page in PAGES]
    paths += ["/media/x.csv", "/map/1.json", "/_stcore/metrics", "/app/static/x", "/assets/x", "/component/x", "/var"]
    for path in paths:
        _status, content = raw.fetch(f"{path}?site=with-point&municipality=0751")
        assert named(EVERY_NAME, content) == []
    raw.close()
