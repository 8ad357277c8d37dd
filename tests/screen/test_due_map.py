"""The map of a team's list: every site is a mark or counted beside it, for those alone who may see where sites are."""

from __future__ import annotations

import json
import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import assets, cache, due_columns
from dashboard.components import due_map, records
from dashboard.components.due_palette import LOOKS, swatch_name
from dashboard.due import due_list
from dashboard.scope import Scope
from dashboard.state import Choice
from dashboard.warehouse import current
from geodata.drawing import looks
from geodata.due import Standing
from geodata.errors import BeyondReachError
from geodata.language import LANGUAGES
from geodata.roles import Role, reach_of
from geodata.worth.rules import NATIONAL
from tests.screen.conftest import ENTRY
from tests.screen.sent import sent
from tests.screen.test_palette import DICHROMATS, TOLD_APART, contrast, lab, linear
from tests.screen.test_safe import HOSTILE
from tests.signed_in import USERS, claims
from tests.small import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from dashboard.warehouse import Edition
    from geodata.language import Language

PAGE = "dashboard/views/due.py"
INFO = {"boundaries_attribution": "© x"}
SITE, LAT, LON, TOLD, PICTURE = 0, 1, 2, 4, 6
"""Where a mark's row holds what."""
MARKS = re.compile(r"feltplan\.draw\((.*?)\);", re.DOTALL)


@pytest.fixture
def demo_edition(demo_home: Path) -> Edition:
    return current(demo_home)


def listed(edition: Edition, team: str) -> pd.DataFrame:
    """The list of a team of the demo, with its points."""
    found = due_list(edition, Choice(TODAY, 12, Scope(team, None), None), NATIONAL)
    return due_map.placed(found.rows, cache.site_points(edition, TODAY))


def marks(rows: pd.DataFrame, names: dict[str, str] | None = None) -> list[list[Any]]:
    found: list[list[Any]] = json.loads(due_map.spots(rows, None, names or {}, INFO, "da"))[4]
    return found


def counted(rows: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """What the legend tells: per state how many sites are placed and how many are not."""
    cells = re.findall(r'data-standing="(\w+)" data-placed="(\d+)" data-unplaced="(\d+)"', due_map.legend(rows, "da"))
    return {code: (int(on), int(off)) for code, on, off in cells}


@pytest.mark.parametrize("team", ["east", "mid", "west"])
def test_every_site_on_the_list_is_a_mark_in_its_place_or_counted_as_having_none(
    team: str, demo_edition: Edition
) -> None:
    rows = listed(demo_edition, team)
    told = counted(rows)
    assert set(told) == {standing.code for standing in Standing}
    assert {code: sum(both) for code, both in told.items()} == {
        standing.code: int((rows["state"] == standing.code).sum()) for standing in Standing
    }
    assert sum(off for _on, off in told.values()) > 0
    drawn = marks(rows)
    assert len({mark[SITE] for mark in drawn}) == len(drawn) == sum(on for on, _off in told.values())
    points = demo_edition.store.site_places(TODAY).set_index("site_id")
    states = rows.set_index("site_id")["state"]
    for mark in drawn:
        assert [mark[LON], mark[LAT]] == pytest.approx(list(points.loc[mark[SITE], ["lon", "lat"]]), abs=1e-5)
        assert mark[PICTURE] == swatch_name(Standing(states[mark[SITE]]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_mark_tells_stands_in_the_table_too(demo_edition: Edition, language: Language) -> None:
    rows, names = listed(demo_edition, "west"), cache.names(demo_edition)
    table = due_columns.said(rows.assign(name=rows["municipality_code"].map(names)), language)
    cells = [column.cells(table, language) for column in due_columns.SHOWN]
    said = {row[0]: [records.say(cell, language) for cell in row] for row in zip(*cells, strict=True)}
    for mark in json.loads(due_map.spots(rows, None, names, INFO, language))[4]:
        for part in " · ".join(mark[TOLD]).split(" · "):
            assert any(part in cell for cell in said[mark[SITE]]), part


def test_a_list_longer_than_the_map_says_how_many_it_shows_and_the_legend_counts_them_all(
    demo_edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = listed(demo_edition, "west")
    whole = counted(rows)
    assert "de første" not in due_map.legend(rows, "da")
    monkeypatch.setattr(due_map, "MOST_SHOWN", 3)
    first = rows[rows["lon"].notna()]["site_id"].head(3).tolist()
    assert [mark[SITE] for mark in marks(rows)] == first
    assert counted(rows) == whole
    total = sum(on for on, _off in whole.values())
    assert f"Kortet viser de første 3 af {total} i tabellens rækkefølge." in due_map.legend(rows, "da")


def test_a_place_that_is_known_roughly_says_so(demo_edition: Edition) -> None:
    rows = listed(demo_edition, "west")
    quality = rows.set_index("site_id")["location_quality"]
    told = {mark[SITE]: mark[TOLD][-1] for mark in marks(rows)}
    assert {code for code, last in told.items() if last.startswith("placering: ")} == {
        code for code in told if quality[code] in {"approximate", "area"}
    }
    assert len(set(quality[list(told)])) > 1
    rough = int(quality.isin(["approximate", "area"]).sum())
    assert f"For {rough} steder kendes kun området" in due_map.legend(rows, "da")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_reaches_the_map_and_the_card_as_data(text: str, demo_edition: Edition) -> None:
    rows = listed(demo_edition, "west").head(40).assign(municipality_code="x")
    sent_text = due_map.spots(rows, text, {"x": text}, INFO, "da")
    assert not set("{}<>'`\n") & set(sent_text)
    assert all(text in mark[TOLD][2] for mark in marks(rows, {"x": text}))


@pytest.mark.parametrize("user", USERS)
def test_only_who_reaches_a_site_can_read_where_it_is(user: str, small_edition: Edition) -> None:
    role, team, code = USERS[user]
    reached = small_edition.within(reach_of(Role(role), team, code))
    if role in {"administrator", "municipality"}:
        with pytest.raises(BeyondReachError):
            cache.site_points(reached, TODAY)
    else:
        found = set(cache.site_points(reached, TODAY)["site_id"])
        assert found == ({"with-point"} if user in {"east", "manager"} else set())


@pytest.mark.parametrize(
    ("whom", "link", "shown"),
    [
        pytest.param("east", {}, ["with-point"], id="a lead without a link: the own team"),
        pytest.param("east", {"team": "west", "lang": "en"}, ["with-point"], id="a forged team is the own one"),
        pytest.param("west", {"team": "east"}, ["with-both"], id="another lead gets the own ones"),
        pytest.param("manager", {"team": "east"}, ["with-point"], id="a manager: the team that is chosen"),
        pytest.param("manager", {"team": "west"}, ["with-both"], id="a site without a point is no mark"),
    ],
)
def test_the_page_sends_the_marks_of_the_teams_own_list_alone(
    whom: str, link: dict[str, str], shown: list[str], visit: Callable[..., AppTest]
) -> None:
    page = visit(PAGE, whom=whom, **link)
    assert not page.exception
    (data,) = MARKS.findall(sent(page))
    assert [row[SITE] for row in json.loads(data.replace('\\"', '"'))[4]] == shown
    assert [lon for lon in ("11.05", "11.25") if lon in sent(page)] == [
        {"with-point": "11.05", "with-both": "11.25"}[site] for site in shown
    ]


@pytest.mark.parametrize("whom", ["administrator", "0101", "0461", "nobody"])
def test_who_may_not_see_points_gets_no_map_by_the_pages_address(
    whom: str, small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FELTPLAN_HOME", str(small_home))
    page = AppTest.from_file(ENTRY, default_timeout=30)
    page.user = claims(whom)
    page.switch_page(PAGE)
    page.query_params["team"] = "east"
    told = sent(page.run())
    assert "feltplan.draw" not in told
    assert "55.55" not in told


def test_the_whole_country_has_no_map_and_says_where_there_is_one(visit: Callable[..., AppTest]) -> None:
    told = sent(visit(PAGE))
    assert "feltplan.draw" not in told
    assert "Vælg et team for at se dets steder på kortet" in told


def test_a_site_that_is_pressed_says_why_it_is_on_the_list_until_it_is_shown_no_more(
    visit: Callable[..., AppTest],
) -> None:
    page = visit(PAGE, team="east", lang="en")
    assert "Press a site on the map" in sent(page)
    page.session_state["due-spot"] = "with-point"
    told = sent(page.run())
    card = told.partition('<section class="card"')[2].partition("</section>")[0]
    assert 'href="./site?lang=en&team=east&site=with-point"' in card
    assert "Overdue · " in card
    assert "return agreed" in card or "days overdue" in card
    assert "Press a site on the map" not in told
    page.query_params["standing"] = "on_track"
    page.session_state["standing"] = "on_track"
    assert '<section class="card"' not in sent(page.run())


def test_the_marks_differ_in_sign_and_lightness_and_are_those_of_the_legend() -> None:
    assert set(LOOKS) == set(Standing)
    palette = assets.served()["palette.css"].decode()
    for standing, look in LOOKS.items():
        assert f'.swatch[data-of="{swatch_name(standing)}"]' in palette
        assert contrast(look.ink, look.fill) >= 4.5
        assert look.fill in {each.fill for each in looks.LOOKS.values()}, "one set of colours"
    assert len({look.glyph for look in LOOKS.values()}) == len(LOOKS)


@pytest.mark.parametrize("seen_by", DICHROMATS)
@pytest.mark.parametrize("pair", list(combinations(LOOKS, 2)), ids=lambda pair: "-".join(each.code for each in pair))
def test_two_states_are_told_apart_by_colour_alone_with_every_dichromacy(
    pair: tuple[Standing, Standing], seen_by: str
) -> None:
    one, other = (lab(np.array(DICHROMATS[seen_by]) @ linear(LOOKS[each].fill)) for each in pair)
    assert np.linalg.norm(one - other) >= TOLD_APART


def test_what_a_list_draws_is_a_few_hundred_bytes_a_site(demo_edition: Edition) -> None:
    rows = listed(demo_edition, "east")
    assert len(due_map.spots(rows, None, {}, INFO, "da")) < 300 * len(rows)
