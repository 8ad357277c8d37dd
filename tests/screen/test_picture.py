"""A municipality's page and the managers' page of releases, as Streamlit runs them, and what can be taken away."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from dashboard import export, paper, picture, picture_sheet, release_columns
from dashboard.components import count_palette, picture_card, release_map
from dashboard.warehouse import current
from geodata.disclosure import publishing
from geodata.disclosure.content import Content, LocalPartner
from geodata.disclosure.quarters import Quarter
from geodata.ledger import releases
from geodata.ledger.sessions import open_ledger
from geodata.store import Store
from geodata.versions import published
from tests.screen.test_safe import HOSTILE as NAMES
from tests.signed_in import SIGN_IN, add_users, claims
from tests.small import TODAY
from tests.small_releases import ADDRESS, NOW, USUAL, home

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.settings import Settings

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"
PICTURE, RELEASES = "dashboard/views/picture.py", "dashboard/views/releases.py"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Three municipalities with two published quarters and a proposed one; nobody may change it."""
    settings = home(tmp_path_factory.mktemp("released"), *USUAL)
    store, ledger = Store.open(settings.home, published(settings.home)), open_ledger(settings)
    for quarter in (Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)):
        entry, _ = publishing.propose(ledger, store, quarter, by="DEMO A", at=NOW, today=TODAY)
        if quarter.number < 3:
            publishing.publish(ledger, entry.id, demo=True, by="DEMO B", at=NOW)
    ledger.close()
    store.close()
    add_users(settings.home)
    return settings


@pytest.fixture
def visit(released: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    monkeypatch.setenv("FELTPLAN_HOME", str(released.home))
    return opened


def opened(file: str, *, whom: str = "manager", **link: str) -> AppTest:
    page = AppTest.from_file(ENTRY, default_timeout=60)
    page.user = claims(whom)
    page.query_params.update(link)
    page.run()
    page.switch_page(file)
    page.query_params.update(link)
    page.run()
    assert not page.exception
    return page


def html(page: AppTest) -> str:
    return " ".join(str(element.value) for element in page.get("html") if isinstance(element, Element))


def content_of(settings: Settings) -> Content:
    ledger = open_ledger(settings)
    try:
        return releases.told(ledger, releases.published(ledger, demo=True)[0].id)
    finally:
        ledger.close()


def figures(page: AppTest) -> list[list[str]]:
    text = html(page)
    table = text[text.index('class="records released"') :]
    rows = table[table.index("<tbody>") : table.index("</tbody>")].split("<tr>")[1:]
    return [[cell.split(">")[-1] for cell in row.replace("</th>", "</td>").split("</td>")[:-1]] for row in rows]


def test_a_municipality_sees_its_released_counts_beside_its_region_and_the_country(
    visit: Callable[..., AppTest],
) -> None:
    page = visit(PICTURE, municipality="0101")
    assert "Udgivne tal for 2. kvartal 2026" in html(page)
    assert figures(page) == [
        ["Alle steder", "21", "21", "skjult"],
        ["Klinikker", "12", "12", "skjult"],
        ["Andre end klinikker", "9", "9", "skjult"],
        ["Steder pr. 10.000 indbyggere", "210,0", "210,0", "skjult"],
    ]
    assert "Skal screenes igen, steder fundet" in html(page)
    assert "4. kvartal 2019" in html(page)
    assert "Du ser siden, som Østby ser den" in html(page)


def test_a_signed_in_municipality_sees_its_own_picture_whatever_the_link_asks_for(
    visit: Callable[..., AppTest],
) -> None:
    page = visit(PICTURE, whom="0101", municipality="0751")
    assert figures(page)[0] == ["Alle steder", "21", "21", "skjult"]
    assert "Vestby" not in html(page)
    assert 'class="demo acting"' not in html(page)
    assert not [box for box in page.selectbox if box.label == "Se som kommune"]


def test_a_municipality_without_sites_sees_zeros(visit: Callable[..., AppTest]) -> None:
    page = visit(PICTURE, municipality="0461", lang="en")
    assert [row[1] for row in figures(page)] == ["0", "0", "0", "0.0"]
    assert "None registered" in html(page)


def test_a_municipality_whose_every_count_is_hidden_is_told_why(visit: Callable[..., AppTest]) -> None:
    page = visit(PICTURE, municipality="0751")
    assert {row[1] for row in figures(page)} == {"skjult"}
    assert "Alle kommunens tal er skjult" in html(page)
    assert "Tal fra 1 til 4 er skjult" in html(page)


@pytest.mark.parametrize(
    ("code", "sentence"), [("0411", "Christiansø"), ("9999", "Linket nævner ikke"), ("<b>", "Linket nævner ikke")]
)
def test_a_forged_municipality_is_answered_in_a_sentence(
    code: str, sentence: str, visit: Callable[..., AppTest]
) -> None:
    page = visit(PICTURE, municipality=code)
    assert sentence in page.info[0].value
    assert "released" not in html(page)
    assert dict(page.query_params) == {}


def test_partners_are_the_municipalitys_own_and_a_hostile_name_stays_text(visit: Callable[..., AppTest]) -> None:
    own, other = html(visit(PICTURE, municipality="0101")), html(visit(PICTURE, municipality="0751"))
    assert "Østby Kommune (kommune)" in own
    assert "Hus &amp; Hjem &quot;calc&quot; (krisecenter)" in own
    assert "Vestby Rådgivning" not in own
    assert "Vestby Rådgivning" in other
    assert "calc" not in other


def test_an_older_quarter_can_still_be_read(visit: Callable[..., AppTest]) -> None:
    page = visit(PICTURE, municipality="0101", quarter="2026-Q1")
    assert "1. kvartal 2026" in html(page)
    assert dict(page.query_params) == {"municipality": "0101", "quarter": "2026-Q1"}
    assert "2. kvartal 2026" in html(visit(PICTURE, municipality="0101", quarter="2026-Q3")), (
        "that one is only proposed"
    )


def test_where_nothing_is_published_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = home(tmp_path, *USUAL)
    add_users(settings.home)
    monkeypatch.setenv("FELTPLAN_HOME", str(settings.home))
    page = opened(PICTURE, municipality="0101")
    assert [info.value for info in page.info] == [
        "Der er endnu ikke udgivet tal til kommunerne. De første kommer med næste kvartal."
    ]


def test_real_data_are_shown_to_no_one_without_a_sign_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = home(tmp_path, *USUAL, demo=False)
    store, ledger = Store.open(settings.home, published(settings.home)), open_ledger(settings)
    entry, _ = publishing.propose(ledger, store, Quarter(2026, 3), by="A", at=NOW, today=TODAY)
    publishing.publish(ledger, entry.id, demo=False, by="B", at=NOW)
    monkeypatch.setenv("FELTPLAN_HOME", str(settings.home))
    for name in SIGN_IN:
        monkeypatch.delenv(name)
    page = AppTest.from_file(ENTRY, default_timeout=60)
    page.query_params["municipality"] = "0101"
    page.run()
    assert "log ind er ikke sat op" in html(page)
    assert "Østby" not in html(page)
    assert len(page.button) == 0
    ledger.close()
    store.close()


def test_no_exit_holds_a_withheld_count_an_address_a_site_or_a_day(released: Settings) -> None:
    content, store = content_of(released), current(released.home).store
    for language in ("da", "en"):
        told = picture.picture(content, "0751", {"west": "Ring"}, language)
        brief = picture_sheet.brief(content, "0751", {"west": "Ring"}, store, language)
        table = export.table(picture.rows(told, language), release_columns.PICTURE, language, demo=True)
        exits = [
            brief.told(),
            export.to_csv(table).decode("utf-8-sig"),
            picture_card.card(told, language)
            + picture_card.figures(told, language)
            + picture_card.partners(told, language),
            release_map.painted(picture.painted(content), "0751", "x", language),
        ]
        for text in exits:
            assert ADDRESS not in text
            assert "0751-clinic" not in text
            assert "2020-01-01" not in text
        assert [cell for name, cells in told.figures for cell in cells[:1]] == [picture.hidden_word(language)] * 4
        assert "Ring" in picture_card.contact(told, language)


def test_the_file_cannot_start_a_formula(released: Settings) -> None:
    content = content_of(released)
    formula = LocalPartner("0101", "2", "shelter", '=cmd|"/c calc"!A1')
    hostile = replace(content, partners=(*content.partners, formula))
    told = picture.picture(hostile, "0101", {}, "da")
    table = export.table(picture.rows(told, "da"), release_columns.PICTURE, "da", demo=True)
    lines = list(csv.reader(StringIO(export.to_csv(table).decode("utf-8-sig")), delimiter=";"))
    assert ["DEMO", "Alle steder", "21", "21", "skjult"] in lines
    cells = [cell for line in lines for cell in line]
    assert any(cell.startswith("'=cmd|") for cell in cells)
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
    sheet = load_workbook(BytesIO(export.to_xlsx(table, "billede"))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_brief_is_two_accessible_pages_with_a_map(released: Settings, language: str) -> None:
    store = current(released.home).store
    brief = picture_sheet.brief(content_of(released), "0101", {}, store, language)  # type: ignore[arg-type]
    pdf = paper.to_brief(brief)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert f"/Lang({language})".encode() in pdf
    assert pdf.count(b"/Type/Page/") + pdf.count(b"/Type/Page\n") + pdf.count(b"/Type/Page>") in {0, 2}
    assert b"/Count 2" in pdf
    told = json.loads(brief.told())
    assert told["map_svg"].count("data-code") == 3
    assert "selected" in told["map_svg"]
    assert told["notice"].startswith("DEMO")


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_only_text_on_the_map_and_on_paper(name: str, released: Settings) -> None:
    content, store = content_of(released), current(released.home).store
    hostile = replace(content, places=tuple(replace(place, name=name) for place in content.places))
    painted = release_map.painted(picture.painted(hostile), "0101", "x", "en")
    assert not set("{}<>`'$") & set(painted)
    assert paper.to_brief(picture_sheet.brief(hostile, "0101", {}, store, "en")).startswith(b"%PDF-")
    assert "<script" not in picture_card.card(picture.picture(hostile, "0101", {}, "en"), "en")


def test_every_count_has_one_class_and_a_small_one_has_none() -> None:
    assert [count_palette.class_of(count) for count in (None, 0, 5, 9, 10, 19, 20, 49, 50, 9999)] == [
        "hidden", "none", "to_9", "to_9", "to_19", "to_19", "to_49", "to_49", "above", "above",
    ]  # fmt: skip
    for small in (1, 2, 3, 4):
        with pytest.raises(ValueError, match="no count"):
            count_palette.class_of(small)
    assert all(f'count-{code}"]' in count_palette.stylesheet() for code in count_palette.LOOKS)


def test_the_map_and_its_legend_count_every_municipality_once(released: Settings) -> None:
    rows = picture.painted(content_of(released))
    counted = picture.counted(rows)
    assert sum(counted.values()) == 3
    assert (counted["to_49"], counted["none"], counted["hidden"]) == (1, 1, 1)
    assert 'data-class="hidden" data-n="1"' in release_map.legend(counted, "da")


def test_a_rate_is_hidden_with_its_count_and_unknown_where_people_are_not_counted(released: Settings) -> None:
    content = content_of(released)
    uncounted = replace(content, places=tuple(replace(place, population=None) for place in content.places))
    assert picture.picture(uncounted, "0101", {}, "da").figures[-1][1] == ("–", "–", "skjult")
    with pytest.raises(KeyError):
        picture.picture(content, "9999", {}, "da")


def test_managers_see_the_attack_the_preview_and_the_list(visit: Callable[..., AppTest]) -> None:
    page = visit(RELEASES, lang="en")
    assert "Neither an outsider nor any of 1 municipalities" in page.success[0].value
    assert "Shown: 3 of 6 counts" in " ".join(caption.value for caption in page.caption)
    text = html(page)
    assert "Østby" in text
    assert "What each municipality sees" in text
    assert "Q3 2026" in text
    assert text.count("published") >= 2


def test_the_proposer_cannot_publish_and_the_other_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = home(tmp_path, *USUAL)
    add_users(settings.home, second=("manager", None, None))
    monkeypatch.setenv("FELTPLAN_HOME", str(settings.home))
    page = opened(RELEASES, lang="en")
    next(button for button in page.button if button.label == "Propose the quarter").click().run()
    assert "Release no. 1 is proposed" in page.success[0].value
    assert page.button(key="publish-1").disabled
    assert any("someone else must publish" in caption.value for caption in page.caption)
    other = opened(RELEASES, whom="second", lang="en")
    assert not other.button(key="publish-1").disabled
    other.button(key="publish-1").click().run()
    assert not other.exception
    ledger = open_ledger(settings)
    assert [(entry.proposed_by, entry.state_by) for entry in releases.published(ledger, demo=True)] == [
        ("manager", "second")
    ]
    ledger.close()
