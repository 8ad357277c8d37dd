"""The coverage page on paper: the same facts as the screen, in a picture and a PDF; a text is never more than text."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from time import process_time
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dashboard import paper
from dashboard.coverage_sheet import Sheet, sheet
from dashboard.scope import Scope, scope_figures
from dashboard.warehouse import Edition, current
from geodata.drawing import map_picture
from geodata.drawing.xml import xml
from geodata.status import classify
from tests.screen.test_safe import HOSTILE
from tests.small import TODAY, ask

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.language import Language

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = ("ever_screened", "sites_known")
BUDGET_S = 5


def made(edition: Edition, language: Language = "da", scope: Scope | None = None, name: str | None = None) -> Sheet:
    store, kept = edition.store, scope or Scope()
    places = classify(store.municipality_status(TODAY, 12), TODAY, 12)
    if name is not None:
        places.loc[0, "name"] = name
    figures = scope_figures(store, TODAY, 12, kept, FIGURES)
    return sheet(store, TODAY, 12, kept, places, figures, store.unplaced(TODAY, 12), language)


def words(svg: str) -> str:
    return " ".join(ET.fromstring(svg).itertext())


def set_texts(told: Sheet) -> str:
    """What typst read as data and set as the table's cells; the page's source itself never changes."""
    source = paper.PAGE.read_text("utf-8") + "\n#metadata(sheet.rows.flatten()) <cells>"
    found = typst.query(source.encode(), "<cells>", field="value", sys_inputs={"sheet": paper.told(told)})
    return " ".join(json.loads(found)[0])


@pytest.fixture(scope="module")
def national(demo_home: Path) -> Edition:
    """The demo's 98 municipalities."""
    return current(demo_home)


def test_the_picture_shows_each_municipality_once_and_its_legend_counts_them(national: Edition) -> None:
    told = made(national)
    tree = ET.fromstring(paper.to_svg(told))
    inset = tree.find(f".//{SVG}svg")
    assert inset is not None
    within = {path.get("data-code") for path in inset.iter(f"{SVG}path") if path.get("data-code")}
    codes = [path.get("data-code") for path in tree.iter(f"{SVG}path") if path.get("data-code")]
    assert len(set(codes)) == 98
    assert len(codes) == 98 + len(within), "only those of the capital are drawn twice"
    assert {"0101", "0147"} <= within
    assert sum(int(n) for _, cells in told.classes for _, n in cells) == 98
    counted = {code: int(n) for _, cells in told.classes for code, n in cells}
    drawn = {p.get("data-code"): p.get("data-status") for p in tree.iter(f"{SVG}path") if p.get("data-code")}
    assert {code: list(drawn.values()).count(code) for code in counted} == counted


def test_the_picture_can_be_read_in_black_and_white(national: Edition) -> None:
    tree = ET.fromstring(paper.to_svg(made(national)))
    group = next(g for g in tree.iter(f"{SVG}g") if (g.get("transform") or "").startswith("translate(0 "))
    symbols = [g for g in group if g.tag == f"{SVG}g" and g.get("color")]
    assert len(symbols) == 98, "every municipality carries its class's symbol"
    for path in tree.iter(f"{SVG}path"):
        if (path.get("data-status") or "").startswith(("expired", "never")):
            assert (path.get("fill") or "").startswith("url(#hatch-")


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("da", ["Screeningsdækning", "Hele landet", "pr. 21.11.2026", "22.11.2025–21.11.2026", "98 kommuner i alt",
                "Kan ikke placeres på kortet", "Grænse mellem teams", "Grænser: ", "Data indlæst", "DEMO: opdigtede"]),
        ("en", ["Screening coverage", "Whole country", "as of 21 Nov 2026", "98 municipalities in all",
                "Cannot be placed on the map", "Border between teams", "Boundaries: ", "Data built", "DEMO: made-up"]),
    ],
)  # fmt: skip
def test_the_picture_says_what_it_shows_and_where_it_comes_from(
    language: Language, sentences: list[str], national: Edition
) -> None:
    said = words(paper.to_svg(made(national, language)))
    assert [sentence for sentence in sentences if sentence not in said] == []
    assert national.store.info["boundaries_attribution"] in said


def test_real_data_do_not_call_themselves_synthetic(small_edition: Edition) -> None:
    told = made(small_edition)
    assert told.notice == ""
    assert "DEMO" not in paper.to_svg(told)
    assert "DEMO" not in paper.told(told)


def test_what_the_filter_leaves_out_is_faded_and_uncounted(small_edition: Edition) -> None:
    told = made(small_edition, scope=Scope(team="west"))
    tree = ET.fromstring(paper.to_svg(told))
    faded = {p.get("data-code"): p.get("opacity") for p in tree.iter(f"{SVG}path") if p.get("data-code")}
    assert faded == {"0101": "0.13", "0461": "0.13", "0751": None}
    assert told.total == "1 kommuner i alt"
    assert [row[0] for row in told.rows] == ["Vestby"]


def test_borders_are_drawn_between_teams_only(small_edition: Edition) -> None:
    outline = map_picture.outlines(small_edition.store)
    assert [(a, b) for a, b, _ in outline.borders] == [("0101", "0461"), ("0461", "0751")]
    places = classify(small_edition.store.municipality_status(TODAY, 12), TODAY, 12)
    apart = ET.fromstring(map_picture.alone(map_picture.drawing(outline, places, places, "da"), 100))
    one = places.assign(team="mid")
    joined = ET.fromstring(map_picture.alone(map_picture.drawing(outline, one, one, "da"), 100))
    lines = [next(p.get("d") for p in tree.iter(f"{SVG}path") if p.get("class") == "teams") for tree in (apart, joined)]
    assert (lines[0] or "").count("M") == 2
    assert lines[1] == ""


@pytest.mark.parametrize(
    "name", [*HOSTILE, '#import "x"', '#read("/etc/passwd")', "$ x $", "\x00\x0b\ufffe", "]]>&lt;"]
)
def test_a_hostile_name_stays_text_in_every_form(name: str, small_edition: Edition) -> None:
    told = made(small_edition, name=name)
    tree = ET.fromstring(paper.to_svg(told))
    assert {element.tag.removeprefix(SVG) for element in tree.iter()} <= {
        "svg", "g", "path", "rect", "text", "title", "desc", "defs", "pattern", "circle", "line"
    }  # fmt: skip
    assert [e.attrib for e in tree.iter() if any(key.startswith("on") or "href" in key for key in e.attrib)] == []
    assert name in set_texts(told)
    assert paper.to_pdf(told).startswith(b"%PDF-")


@given(st.text())
def test_any_text_can_stand_in_a_picture(text: str) -> None:
    root = ET.fromstring(f'<a b="{xml(text)}">{xml(text)}</a>')
    assert len(root) == 0
    assert set(root.attrib) == {"b"}


def test_the_pdf_is_tagged_and_tells_its_language_and_title(small_edition: Edition) -> None:
    for language in ("da", "en"):
        pdf = paper.to_pdf(made(small_edition, language))
        assert b"/MarkInfo<</Marked true" in pdf
        assert b"/StructTreeRoot" in pdf
        assert f"/Lang({language})".encode() in pdf
        assert b"/DisplayDocTitle true" in pdf
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_a_sign_that_no_typeface_shows_costs_the_standard_but_not_the_page(small_edition: Edition) -> None:
    pdf = paper.to_pdf(made(small_edition, name="Østby \U0001f600"))
    assert b"/MarkInfo<</Marked true" in pdf
    assert b"pdfuaid" not in pdf


def test_the_pdf_holds_the_figures_their_basis_and_every_municipality(national: Edition) -> None:
    told = json.loads(paper.told(made(national)))
    (name, value, basis, definition), _ = told["figures"]
    assert name == "Screenet nogensinde"
    assert value.endswith(" %")
    assert basis.endswith("af 98 · pr. 21.11.2026")
    assert "95 %-interval (Wilson)" in definition
    assert len(told["rows"]) == len(told["status"]) == 98
    assert told["columns"] == ["Kommune", "Team", "Status", "Senest screenet", "Næste screening", "Kendte steder"]


def test_the_mark_of_synthetic_data_stands_in_the_header_of_every_page() -> None:
    source = paper.PAGE.read_text("utf-8")
    header = source[source.index("header:") : source.index("footer:")]
    assert "mark" in header
    assert "sheet.notice" in source[source.index("#let mark") : source.index("#set document")]


def test_the_same_page_is_the_same_file(small_edition: Edition) -> None:
    assert paper.to_pdf(made(small_edition)) == paper.to_pdf(made(small_edition))


def test_the_png_is_the_picture_sharp_enough_for_a4(small_edition: Edition) -> None:
    image = Image.open(BytesIO(paper.to_png(made(small_edition))))
    assert image.format == "PNG"
    assert image.width >= 2000
    assert len(image.convert("RGB").getcolors(1 << 24) or []) > 20, "something is drawn"


def test_no_site_point_or_address_is_in_any_of_them(national: Edition, demo_home: Path) -> None:
    told = made(national)
    text = paper.to_svg(told) + paper.told(told)
    sites = ask(demo_home, "SELECT site_id, address, lon::VARCHAR, lat::VARCHAR FROM sites")
    assert len(sites) > 1000
    assert [value for site in sites for value in site if value and value in text] == []


def test_every_form_is_made_in_time(national: Edition) -> None:
    begun = process_time()
    told = made(national)
    forms = [paper.to_svg(told), paper.to_png(told), paper.to_pdf(replace(told, language="en"))]
    assert process_time() - begun < BUDGET_S
    assert all(forms)
