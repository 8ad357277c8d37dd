"""The page that takes in a workbook, as Streamlit runs it; the workbook is checked by the import's own program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dashboard import cache, sheets
from geodata.roles import EVERYTHING, Role, reach_of
from geodata.rules import Rule
from tests.intake import workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from dashboard.warehouse import Edition

PAGE = "dashboard/views/take_in.py"


def rows(site: str) -> bytes:
    """A workbook of two visits at a site; the second is the minute of one that team Mid's with-code has had."""
    return workbook([["Sted", "Dato", "Truffet"], [site, "2026-11-10 14:30", "ja"], [site, "2021-03-05 10:00", "nej"]])


def told(page: AppTest, site: str) -> tuple[str, list[str], list[tuple[str, bool]]]:
    """What the page tells of a workbook: its sentences and tables, its notices, and which buttons can be pressed."""
    page.file_uploader[0].set_value(("uge.xlsx", rows(site), "application/octet-stream")).run()
    assert not page.exception
    shown = " ".join(each.proto.body for each in page.get("html"))
    notices = [each.value for each in (*page.error, *page.warning, *page.info, *page.success)]
    return shown.replace(site, "SITE"), notices, [(each.label, each.disabled) for each in page.button]


@pytest.mark.parametrize(("whom", "foreign"), [("east", "with-code"), ("east", "with-both"), ("mid", "with-point")])
def test_a_lead_is_told_of_another_teams_site_what_is_told_of_one_that_does_not_exist(
    whom: str, foreign: str, visit: Callable[..., AppTest]
) -> None:
    answer = told(visit(PAGE, whom=whom), foreign)
    assert answer == told(visit(PAGE, whom=whom), "nowhere")
    assert Rule.UNKNOWN_SITE.label.danish in answer[0]
    assert re.search(r"2 rækker læst: 0 kan", answer[0])


def test_a_manager_can_take_in_any_teams_site(visit: Callable[..., AppTest]) -> None:
    shown, notices, _buttons = told(visit(PAGE), "with-code")
    assert notices == []
    assert re.search(r"2 rækker læst: 1 kan", shown), "one is served already"


def test_what_was_checked_for_a_manager_is_not_answered_to_a_lead(
    small_edition: Edition, small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(small_home))
    columns = ("visits", rows("with-code"), ())
    whole: sheets.Checked = cache.checked_sheet(small_edition.within(EVERYTHING), *columns)
    own: sheets.Checked = cache.checked_sheet(small_edition.within(reach_of(Role.TEAM_LEAD, "east", None)), *columns)
    assert len(whole.rows) == 1
    assert own.rows == []
