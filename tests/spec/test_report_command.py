"""``python -m geodata report``: the forms it writes, what it refuses, and reports that are frozen."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb
import pytest
import typst
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner

from geodata.__main__ import app
from geodata.errors import GeodataError, LedgerDamagedError
from geodata.language import Label
from geodata.ledger import frozen_reports
from geodata.ledger.sessions import open_ledger
from geodata.report import content, paper
from geodata.report.contents import TABLES
from geodata.report.frozen import Frozen, FrozenDamagedError, changed_since, freeze
from geodata.report.period import Period, ReportRefusedError
from geodata.report.report import make
from geodata.report.workbook import to_xlsx
from geodata.store import Store
from geodata.versions import POINTER, checksum, folder, published
from tests.small import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from geodata.language import Language
    from geodata.settings import Settings

Run: TypeAlias = "Callable[..., tuple[int, str, str]]"
MOMENT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


@pytest.fixture
def run(settings: Settings, demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on a copy of the demo's home, this test's own."""
    shutil.copytree(folder(demo_home), folder(settings.home))
    monkeypatch.setenv("FELTPLAN_HOME", str(settings.home))
    monkeypatch.setenv("FELTPLAN_LANGUAGE", "en")

    def invoke(*words: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(app, ["report", *words])
        return done.exit_code, done.stdout, done.stderr

    return invoke


@pytest.fixture
def changed(settings: Settings) -> Callable[..., None]:
    """Change what the served warehouse holds, as a new build of corrected files would."""

    def change(*statements: str) -> None:
        found = published(settings.home)
        path = folder(settings.home) / found.file
        with duckdb.connect(str(path)) as connection:
            for statement in statements:
                connection.execute(statement)
        pointer = json.loads((folder(settings.home) / POINTER).read_text("utf-8")) | {"sha256": checksum(path)}
        (folder(settings.home) / POINTER).write_text(json.dumps(pointer), encoding="utf-8")

    return change


@pytest.fixture(scope="module")
def store(demo_home: Path) -> Iterator[Store]:
    """The demo's warehouse."""
    opened = Store.open(demo_home, published(demo_home))
    yield opened
    opened.close()


def answer(said: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(said)
    return told


def test_json_is_an_object_of_tables_and_what_they_rest_on(run: Run) -> None:
    code, out, err = run("--year", "2007", "--format", "json")
    told = answer(out)
    assert (code, err) == (0, "")
    assert set(told) == {layout.id for layout in TABLES} | {"meta", "evidence"}
    for name in set(told) - {"meta"}:
        assert {"rows", "flags"} <= set(told[name])
        assert all({"row", "count", "percent"} <= set(row) for row in told[name]["rows"])
    assert told["attempts"]["rows"] == [
        {"row": "attempts", "count": 737, "percent": None},
        {"row": "reached", "count": 535, "percent": 72.6},
        {"row": "in_vain", "count": 202, "percent": 27.4},
    ]
    meta = told["meta"]
    assert (meta["year"], meta["team"], meta["as_of"], meta["demo"]) == (2007, None, "2026-11-21", True)
    assert meta["boundaries"].startswith("Boundaries: generalised outline (© OpenStreetMap")
    assert [flag["rule"] for flag in told["visits_per_site"]["flags"]] == ["percentages_do_not_sum"]
    assert run("--year", "2007", "--json")[1] == out


def test_a_quarter_and_a_team_are_told_on_their_own(run: Run) -> None:
    words = ("--year", "2012", "--quarter", "2", "--language", "da")
    told = answer(run(*words, "--team", "west")[1])
    assert answer(run(*words, "--team", "Team Vest")[1]) == told
    assert told["meta"]["title"] == "Statusrapport 2. kvartal 2012 · Team Vest"
    assert "evidence" not in told
    assert (told["meta"]["begins"], told["meta"]["ends"]) == ("2012-04-01", "2012-06-30")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--year", "2007", "--team", "north"), "'north' is no team"),
        (("--year", "1999", "--team", "west"), "Team West did not exist"),
        (("--year", "2031"), "2031 has not begun"),
        (("--year", "2007", "--freeze"), "Say with --by who freezes the report."),
        (("--year", "2007", "--freeze", "--by", "12345678"), "Write in letters who freezes it"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_left(
    words: tuple[str, ...], said: str, run: Run, tmp_path: Path
) -> None:
    code, out, err = run(*words, "--out", str(tmp_path / "report.json"))
    assert (code, out) == (1, "")
    assert said in err
    assert list(tmp_path.glob("*report*")) == []


def test_wrong_usage_is_told_apart_from_a_refusal(run: Run) -> None:
    assert run("--year", "2007", "--language", "fr")[0] == 2
    assert run("--year", "2007", "--format", "doc")[0] == 2
    assert run()[0] == 2


def test_a_report_whose_figures_do_not_reconcile_is_not_written(
    run: Run, changed: Callable[..., None], tmp_path: Path
) -> None:
    changed(
        "UPDATE bridge_meetings SET institution = 'lost' WHERE held_on = (SELECT max(held_on) FROM bridge_meetings)"
    )
    out = tmp_path / "report.pdf"
    code, _, err = run("--year", "2026", "--format", "pdf", "--out", str(out))
    assert code == 1
    assert "The report is not written, because figures do not reconcile: Bridge-building meetings: " in err
    assert not out.exists()
    assert run("--year", "2007", "--format", "json")[0] == 0, "other years are not touched by it"


def test_a_file_that_cannot_be_written_is_a_sentence(run: Run, tmp_path: Path) -> None:
    code, _, err = run("--year", "2007", "--out", str(tmp_path / "missing" / "r.json"))
    assert (code, err) == (1, "The file 'r.json' cannot be written.\n")


def test_a_frozen_report_keeps_its_numbers_and_tells_what_has_changed_since(
    run: Run, changed: Callable[..., None]
) -> None:
    code, _, err = run("--year", "2007", "--freeze", "--by", "Head")
    assert code == 0
    assert re.fullmatch(r"Frozen \d+ \w+ \d{4} \d\d:\d\d by Head\. Checksum [0-9a-f]{16}\.\n", err)
    changed(
        "DELETE FROM visits WHERE visit_id = "
        "(SELECT min(visit_id) FROM visits WHERE year(started_at) = 2007 AND NOT reached)"
    )
    told = answer(run("--year", "2007")[1])
    assert told["attempts"]["rows"][0]["count"] == 737
    frozen = told["meta"]["frozen"]
    assert (frozen["by"], len(frozen["checksum"])) == ("Head", 64)
    since = {(row["table"], row["row"]): (row["frozen"], row["now"]) for row in frozen["changed_since"]}
    assert since["attempts", "attempts"] == (737, 736)
    assert since["attempts", "in_vain"] == (202, 201)
    assert ("attempts", "reached") not in since
    now = answer(run("--year", "2007", "--live")[1])
    assert (now["attempts"]["rows"][0]["count"], now["meta"]["frozen"]) == (736, None)
    assert answer(run("--year", "2007", "--quarter", "1")[1])["meta"]["frozen"] is None


def test_freezing_again_adds_and_changes_nothing_that_was_frozen(store: Store, settings: Settings) -> None:
    ledger = open_ledger(settings)
    first = freeze(make(store, Period(2007)), MOMENT, "Head")
    second = freeze(make(store, Period(2007)), MOMENT.replace(hour=9), "Other")
    team = freeze(make(store, Period(2007), "west"), MOMENT, "Head")
    for each in (first, second, team):
        frozen_reports.add(ledger, each)
    assert frozen_reports.history(ledger, Period(2007), None) == [second, first]
    assert frozen_reports.latest(ledger, Period(2007), "west") == team
    assert frozen_reports.latest(ledger, Period(2008), None) is None
    for statement in ("UPDATE frozen_reports SET text = ''", "DELETE FROM frozen_reports"):
        with pytest.raises((IntegrityError, GeodataError)), ledger.writing() as session:
            session.execute(text(statement))
    assert len(frozen_reports.history(ledger, Period(2007), None)) == 2
    ledger.close()


def test_what_is_kept_is_the_whole_report_and_its_checksum_covers_it(store: Store) -> None:
    report = make(store, Period(2015))
    kept = content.kept(report)
    assert content.read(kept) == report
    assert content.kept(content.read(kept)) == kept
    with pytest.raises(FrozenDamagedError):
        Frozen(kept.replace('"year":2015', '"year":2016'), content.checksum(kept), MOMENT, "Head")
    assert changed_since(report, report) == []
    with pytest.raises(ReportRefusedError, match="newer edition"):
        content.read(kept.replace('"format":1', '"format":2'))


def test_a_frozen_report_that_was_tampered_with_is_refused(run: Run, settings: Settings) -> None:
    run("--year", "2007", "--freeze", "--by", "Head")
    ledger = open_ledger(settings)
    with ledger.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER frozen_reports_no_update"))
        connection.execute(text("UPDATE frozen_reports SET text = replace(text, '737', '738')"))
    ledger.close()
    code, out, err = run("--year", "2007")
    assert (code, out) == (1, "")
    assert "its checksum does not match" in err


@pytest.mark.parametrize("name", ["", "A1", "  ", "x" * 41, "nn@example.org"])
def test_who_freezes_is_a_function_or_initials(name: str, store: Store) -> None:
    with pytest.raises(ReportRefusedError):
        freeze(make(store, Period(2007)), MOMENT, name)


# The workbook.


def sheet_of(data: bytes, part: str) -> Worksheet:
    book = load_workbook(BytesIO(data))
    return next(sheet for sheet in book.worksheets if part in sheet.title)


def evaluated(sheet: Worksheet) -> dict[str, tuple[float, float | None]]:
    """Work out the sheet's formulas by hand: sums of cells, and a quotient that is empty where it has no base."""

    def cell(name: str) -> float:
        value = sheet[name].value
        if isinstance(value, str) and value.startswith("=SUM("):
            return sum(cell(part) for part in value[5:-1].split(","))
        assert isinstance(value, int | float), (name, value)
        return value

    told = {}
    for line in range(1, sheet.max_row + 1):
        count, share = sheet.cell(line, 2).value, sheet.cell(line, 3).value
        if count is None or (isinstance(count, str) and not count.startswith("=")):
            continue
        quotient = None
        if share is not None:
            found = re.fullmatch(r'=IF\((B\d+)=0,"",(B\d+)/\1\)', share)
            assert found, share
            quotient = cell(found[2]) / cell(found[1])
        told[sheet.cell(line, 1).value] = (cell(f"B{line}"), quotient)
    return told


def test_the_workbook_has_a_sheet_for_each_table_and_says_what_it_is(store: Store) -> None:
    report = make(store, Period(2007))
    book = load_workbook(BytesIO(to_xlsx(report, "en")))
    assert len(book.sheetnames) == len(TABLES) + 2
    assert all(name.startswith("DEMO ") and len(name) <= 31 for name in book.sheetnames)
    for sheet in book.worksheets:
        assert any("DEMO: made-up data" in str(row[0].value) for row in sheet.iter_rows(max_row=4))


def test_totals_and_percentages_are_formulas_that_give_the_reports_figures(store: Store) -> None:
    report = make(store, Period(2007))
    data = to_xlsx(report, "en")
    book = load_workbook(BytesIO(data))
    for table, sheet in zip(report.tables, book.worksheets[1:], strict=False):
        worked = evaluated(sheet)
        for row in table.rows:
            if row.count is None or [each.label for each in table.rows].count(row.label) > 1:
                continue
            count, quotient = worked[row.label.english]
            assert count == pytest.approx(row.count)
            assert (quotient is None) == (row.percent is None)
            if quotient is not None:
                assert 100 * quotient == pytest.approx(row.percent, abs=0.0501)
    bridge = sheet_of(data, "Bridge-building")
    formulas = [cell.value for cell in bridge["B"] if str(cell.value).startswith("=SUM(")]
    assert len(formulas) == 5, "the meetings and each of the four groups are sums"


def test_a_changed_count_is_followed_by_its_total_and_percentages(store: Store) -> None:
    sheet = sheet_of(to_xlsx(make(store, Period(2007)), "en"), "Attempted visits")
    line = next(cell.row for cell in sheet["A"] if cell.value == "In vain")
    sheet.cell(line, 2).value = 465
    worked = evaluated(sheet)
    assert worked["Attempted visits in all"][0] == 1000
    assert worked["Contact made"][1] == 0.535


def test_no_cell_of_the_workbook_can_start_a_formula_from_data(store: Store) -> None:
    report = make(store, Period(2007))
    table = report.tables[0]
    rows = (replace(table.rows[0], label=Label('=HYPERLINK("x")', '=HYPERLINK("x")')), *table.rows[1:])
    hostile = replace(
        report, tables=(replace(table, rows=rows, title=Label("=a[1]*?/\\", "=a[1]*?/\\")), *report.tables[1:])
    )
    book = load_workbook(BytesIO(to_xlsx(hostile, "da")))
    texts = [cell.value for sheet in book.worksheets for cell in sheet["A"] if isinstance(cell.value, str)]
    assert '\'=HYPERLINK("x")' in texts
    assert [value for value in texts if value.startswith("=")] == []


# The page on paper.


def set_texts(store: Store, language: Language, *, year: int = 2007, frozen: Frozen | None = None) -> str:
    told = paper.told(store, make(store, Period(year)), language, frozen)
    source = paper.PAGE.read_text("utf-8") + (
        "\n#metadata((report.title, report.notices, report.source, report.methods, report.flags, "
        "report.tables.map(t => (t.title, t.sentence, t.counted, t.notes, "
        "t.rows.map(r => (r.label, r.count, r.percent)))))) <all>"
    )
    found = typst.query(source.encode(), "<all>", field="value", sys_inputs={"report": told})
    return json.dumps(json.loads(found), ensure_ascii=False)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("da", ["Statusrapport 2007 · Hele landet", "DEMO: opdigtede data", "Data pr. 21.11.2026", "OpenStreetMap",
                "Der blev gjort 737 besøgsforsøg. 535 (72,6 %)", "58 + 30 + 19 = 107 %", "Ukendt er en værdi"]),
        ("en", ["Status report 2007 · Whole country", "DEMO: made-up data", "Data as of 21 Nov 2026", "72.6%",
                "119 + 6 = 125, not 185; 60 apart.", "Unknown is a value"]),
    ],
)  # fmt: skip
def test_the_pdf_tells_tables_text_method_and_origin(language: Language, sentences: list[str], store: Store) -> None:
    said = set_texts(store, language)
    assert [sentence for sentence in sentences if sentence not in said] == []


def test_the_pdf_is_accessible_and_the_same_for_the_same_report(store: Store) -> None:
    report = make(store, Period(2026), "west")
    for language in ("da", "en"):
        pdf = paper.to_pdf(store, report, language)
        assert b"/MarkInfo<</Marked true" in pdf
        assert f"/Lang({language})".encode() in pdf
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
        assert paper.to_pdf(store, report, language) == pdf


def test_an_empty_year_and_a_frozen_one_can_be_printed(store: Store) -> None:
    empty = make(store, Period(1995))
    assert paper.to_pdf(store, empty, "da").startswith(b"%PDF-")
    frozen = freeze(make(store, Period(2007)), MOMENT, "Head")
    changes = changed_since(frozen.report, make(store, Period(2008)))
    pdf = paper.to_pdf(store, frozen.report, "en", frozen, changes)
    assert pdf.startswith(b"%PDF-")
    told = json.loads(paper.told(store, frozen.report, "en", frozen, changes))
    assert ["Attempted visits", "Attempted visits in all", "737"] in [row[:3] for row in told["changed"]]
    assert any("Frozen 22 Nov 2026 09:30 by Head." in notice for notice in told["notices"])


def test_a_name_that_no_typeface_shows_costs_the_standard_but_not_the_report(store: Store) -> None:
    report = make(store, Period(2007))
    odd = replace(
        report, tables=(replace(report.tables[0], title=Label("\U0001f600", "\U0001f600")), *report.tables[1:])
    )
    pdf = paper.to_pdf(store, odd, "da")
    assert b"/MarkInfo<</Marked true" in pdf
    assert b"pdfuaid" not in pdf


def test_no_site_point_or_address_is_in_any_form(store: Store, demo_home: Path) -> None:
    report = make(store, Period(2007))
    said = paper.told(store, report, "da") + json.dumps(content.answer(report, "da")) + content.kept(report)
    sites = ask(demo_home, "SELECT site_id, address, lon::VARCHAR, lat::VARCHAR FROM sites")
    assert len(sites) > 1000
    assert [value for site in sites for value in site if value and value in said] == []


def test_a_lost_ledger_is_told_and_no_report_is_written(run: Run, settings: Settings) -> None:
    (settings.home / "ledger.sqlite").write_bytes(b"")
    with pytest.raises(LedgerDamagedError):
        open_ledger(settings)
    assert run("--year", "2007")[0] == 1


def test_every_form_of_a_frozen_report_is_written_whole_and_tells_what_has_changed(
    run: Run, changed: Callable[..., None], tmp_path: Path
) -> None:
    assert run("--year", "2007", "--freeze", "--by", "Head")[0] == 0
    changed("DELETE FROM bridge_meetings WHERE meeting_id = (SELECT min(meeting_id) FROM bridge_meetings)")
    changed("DELETE FROM bridge_meetings WHERE year(held_on) = 2007 AND institution = 'others_police'")
    pdf, book = tmp_path / "report.pdf", tmp_path / "report.xlsx"
    assert run("--year", "2007", "--format", "pdf", "--out", str(pdf)) == (0, "", "")
    assert run("--year", "2007", "--format", "xlsx", "--out", str(book)) == (0, "", "")
    assert pdf.read_bytes().startswith(b"%PDF-")
    rows = list(sheet_of(book.read_bytes(), "Changed since").iter_rows(values_only=True))
    assert ("Bridge-building meetings", "Meetings in all", 102, 96) in [row[:4] for row in rows]
    assert {file.name for file in tmp_path.iterdir()} == {"home", "report.pdf", "report.xlsx"}


def test_a_period_is_named_in_both_languages() -> None:
    assert [Period(2007, 2).say("da"), Period(2007, 2).say("en"), Period(2007).say("da"), Period(2007, 2).code()] == [
        "2. kvartal 2007", "Q2 2007", "2007", "2007-q2",
    ]  # fmt: skip
