"""What a screen reader and a keyboard meet, by the rules of axe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from tests.browser.visit import Visit

GRAVE = {"serious", "critical"}


@pytest.mark.parametrize(("path", "with_map"), [("/?municipality=0101", True), ("/imports?lang=en", False)])
def test_no_page_breaks_a_rule_gravely(path: str, with_map: bool, visit: Visit) -> None:
    visit.open(path, with_map=with_map)
    broken = Axe().run(visit.page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in broken if rule["impact"] in GRAVE] == []
