"""Workbooks that teams keep by hand: matched, checked as every file is, and written in the ledger once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest

from dashboard import sheets as screen
from etl import sheets
from etl.refusals import RefusedError
from geodata.errors import BeyondReachError
from geodata.ledger.plans import read_plans, save_plan
from geodata.ledger.records import counting, record_all
from geodata.ledger.sessions import open_ledger
from geodata.roles import EVERYTHING, Role, reach_of
from tests.intake import sheet_xml, workbook, workbook_of_xml
from tests.small import TODAY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geodata.roles import Reach
    from geodata.settings import Settings

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("small_home")

VISITS: list[list[object]] = [
    ["Sted", "Dato", "Klokkeslæt", "Truffet", "Udfald", "Minutter", "Genbesøg"],
    ["with-point", date(2026, 11, 10), time(14, 30), "ja", "Samtale|Ny aftale", 45, date(2026, 11, 24)],
    ["with-point", date(2026, 11, 11), time(9, 0), "nej", "", None, None],
    ["nowhere", date(2026, 11, 11), time(9, 0), "nej", "", None, None],
    ["with-point", "2021-03-04", "14:30", "ja", "Samtale", 45, None],
    ["with-neither", date(2026, 11, 12), time(10, 0), "måske", "", None, None],
]


def checked(
    rows: Sequence[Sequence[object]],
    settings: Settings,
    kind: str = "visits",
    reach: Reach = EVERYTHING,
    **columns: str | None,
) -> Any:
    path = settings.home / "ark.xlsx"
    path.write_bytes(workbook(rows))
    return sheets.check(kind, path, columns, settings, TODAY, reach)


def faults(told: Any) -> list[tuple[int, str, str]]:
    return [(each["line"], each["column_name"], each["rule"]) for each in told["rejects"]]


def test_known_headers_are_matched_and_a_day_and_a_clock_in_two_columns_are_one_time(settings: Settings) -> None:
    told = checked(VISITS, settings)
    assert told["columns"]["site_id"] == "Sted"
    assert told["columns"]["clock"] == "Klokkeslæt"
    assert told["missing"] == []
    first = told["rows"][0]
    assert (first["line"], first["started_at"], first["reached"]) == ("2", "2026-11-10 14:30", "true")
    assert (first["outcomes"], first["minutes"], first["return_on"]) == (
        "conversation|new_appointment",
        "45.0",
        "2026-11-24",
    )


def test_what_cannot_be_used_is_set_aside_by_the_imports_own_rules_and_what_is_served_already_is_not_taken_again(
    settings: Settings,
) -> None:
    told = checked(VISITS, settings)
    assert faults(told) == [(4, "site_id", "unknown_site"), (5, "started_at", "repeated"), (6, "reached", "bad_flag")]
    assert told["read"] == len(told["rows"]) + len({line for line, _, _ in faults(told)})


AT_A_SITE: dict[str, list[list[object]]] = {
    "visits": [
        ["Sted", "Dato", "Truffet"],
        ["{site}", "2026-11-10 14:30", "ja"],  # a visit as any other
        ["{site}", "2021-03-05 10:00", "nej"],  # the minute of a visit to with-code that is served
        ["{site}", "2019-12-31 10:00", "nej"],  # before any of the sites was seen first
    ],
    "week": [["Sted", "Dag", "Ankomst"], ["{site}", "2026-12-29", "10:00"]],
}


def about(site: str, kind: str, settings: Settings, reach: Reach) -> Any:
    """What a sheet about a site is answered, but for the site's own name and the file's checksum."""
    rows = [[str(cell).format(site=site) for cell in row] for row in AT_A_SITE[kind]]
    told = checked(rows, settings, kind, reach)
    del told["sha256"]
    return json.loads(json.dumps(told).replace(site, "{site}"))


@pytest.mark.parametrize("kind", sheets.SHEETS)
@pytest.mark.parametrize("site", ["with-code", "with-both", "with-neither"])
def test_a_site_outside_the_teams_reach_is_answered_as_one_that_does_not_exist(
    site: str, kind: str, settings: Settings
) -> None:
    east = reach_of(Role.TEAM_LEAD, "east", None)
    foreign = about(site, kind, settings, east)
    assert foreign == about("nowhere", kind, settings, east)
    assert foreign["rows"] == []
    assert {each["rule"] for each in foreign["rejects"]} == {"unknown_site"}
    assert about(site, kind, settings, EVERYTHING)["rows"], "whoever reaches everything can take it"


@pytest.mark.parametrize(
    ("team", "site"), [("east", "with-point"), ("mid", "with-code"), ("west", "with-both"), ("west", "with-neither")]
)
def test_a_team_takes_in_what_it_did_at_its_own_sites_under_every_rule(
    team: str, site: str, settings: Settings
) -> None:
    own = reach_of(Role.TEAM_LEAD, team, None)
    told = about(site, "visits", settings, own)
    assert told == about(site, "visits", settings, EVERYTHING)
    assert "before_first_seen" in {each["rule"] for each in told["rejects"]}
    assert ("repeated" in {each["rule"] for each in told["rejects"]}) == (site == "with-code")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MUNICIPALITY])
def test_who_reaches_no_site_has_no_sheet_checked(role: Role, settings: Settings) -> None:
    reach = reach_of(role, None, "0101")
    with pytest.raises(BeyondReachError):
        checked(VISITS, settings, reach=reach)
    with pytest.raises(screen.SheetRefusedError):
        screen.check("visits", workbook(VISITS), {}, settings, reach)


def test_headers_that_are_not_known_can_be_matched(settings: Settings) -> None:
    rows: list[list[object]] = [["Hvor", "Hvornår", "Mødt"], ["with-point", "2026-11-10 14:30", "ja"]]
    assert checked(rows, settings)["missing"] == ["site_id", "started_at", "reached"]
    told = checked(rows, settings, site_id="Hvor", started_at="Hvornår", reached="Mødt")
    assert [row["started_at"] for row in told["rows"]] == ["2026-11-10 14:30"]
    with pytest.raises(RefusedError, match="chosen twice"):
        checked(rows, settings, site_id="Hvor", started_at="Hvornår", reached="Hvor")
    assert checked(rows, settings, site_id="nothing such")["missing"][0] == "site_id"


def test_personal_data_and_formulas_are_refused_and_not_shown(settings: Settings) -> None:
    rows: list[list[object]] = [
        ["Sted", "Dato", "Truffet", "Bemærkning"],
        ["with-point", "2026-11-10 14:30", "nej", "ring 20 12 34 56"],
        ["with-point", "2026-11-10 15:30", "nej", "=HYPERLINK(1)"],
    ]
    told = checked(rows, settings)
    assert told["rows"] == []
    assert (2, "note", "personal_data") in faults(told)
    assert "20 12 34 56" not in str(told)
    assert (3, "note", "formula") in faults(told)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("ark.xlsx", b"", "empty"),
        ("ark.xlsx", b"PK\x03\x04 half a file", "no workbook"),
        ("ark.csv", b"a;b\n1;2\n", "only .xlsx"),
        ("ark.xlsx", b"x" * (sheets.LARGEST + 1), "larger than 10 MB"),
        pytest.param("ark.xlsx", workbook_of_xml(sheet_xml("x" * 60_000_000)), "unpacks to", id="a zip bomb"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_a_sentence(
    settings: Settings, name: str, data: bytes, sentence: str
) -> None:
    path = settings.home / name
    path.write_bytes(data)
    with pytest.raises(RefusedError, match=sentence) as refused:
        sheets.check("visits", path, {}, settings, TODAY)
    assert str(settings.home) not in refused.value.say("da")


def test_a_sheet_with_more_rows_than_anyone_writes_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 4)
    with pytest.raises(RefusedError, match="more than 4 rows"):
        checked(VISITS, settings)


def test_a_sheet_is_written_in_the_ledger_once_however_often_it_is_taken(settings: Settings) -> None:
    found = screen.check("visits", workbook(VISITS), {}, settings)
    assert list(settings.home.glob("sheet-*")) == [], "nothing is kept of the file"
    ledger = open_ledger(settings)
    for _time in range(2):
        made, left = screen.visits(found, "east", NOW)
        assert left == []
        record_all(ledger, dict(made), by="A", now=NOW, demo=False)
    with ledger.reading() as session:
        kept = [entry.cells[0] for entry in counting(session)]
    ledger.close()
    assert [(cells["started_at"], cells["team"], cells.get("minutes")) for cells in kept] == [
        ("2026-11-10 14:30", "east", "45"), ("2026-11-11 09:00", "east", None)
    ]  # fmt: skip


def test_a_row_that_only_the_forms_rules_refuse_is_told_with_its_line(settings: Settings) -> None:
    rows: list[list[object]] = [
        ["Sted", "Dato", "Truffet", "Genbesøg"],
        ["with-point", "2026-11-10 14:30", "nej", "2031-01-01"],
    ]
    found = screen.Checked(**checked(rows, settings))
    made, left = screen.visits(found, "east", NOW)
    assert made == {}
    assert [(line, reason.english) for line, reason in left] == [(2, "The next visit is more than two years ahead.")]


def test_a_week_made_by_hand_becomes_a_plan(settings: Settings) -> None:
    rows: list[list[object]] = [
        ["Sted", "Dag", "Ankomst", "Afgang", "Hold", "Aftalt"],
        ["with-point", "2026-12-29", "10:00", "10:45", "Nord", "ja"],
        ["with-neither", "2027-01-02", "23:40", "", "", ""],
        ["nowhere", "2026-12-29", "12:00", "12:30", "Nord", "nej"],
    ]
    found = screen.Checked(**checked(rows, settings, kind="week"))
    assert [each["rule"] for each in found.rejects] == ["unknown_site"]
    ledger = open_ledger(settings)
    for key, plan in screen.weeks(found, "east", "L", NOW, demo=False).items():
        save_plan(ledger, plan, key=key)
    (plan,) = read_plans(ledger, "east", 2026, 53)
    ledger.close()
    told = [(stop.crew, stop.arrive, stop.leave, stop.expected_minutes, stop.promised) for stop in plan.stops]
    assert told == [("Nord", time(10), time(10, 45), 45, True), ("1", time(23, 40), time(23, 59), 19, False)]


def test_a_sheet_that_cannot_be_read_is_told_in_the_visitors_language(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(screen.SheetRefusedError, match="no workbook"):
        screen.check("visits", b"no workbook at all", {}, settings)
    assert list(tmp_path.glob("**/sheet-*")) == []
