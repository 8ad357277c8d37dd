"""From raw files to warehouse rows: what is told, what is kept, and that the order of rows leaves no trace."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
import openpyxl
import polars as pl
import pytest

from etl.build import TooManyRejectsError, build, check, summary
from etl.contract import BY_NAME, TABLES
from etl.refusals import AllRefusedError, RefusedError
from etl.rejects import Loaded, no_rejects, reject_rows
from etl.warehouse import NOT_CONTENT, Change
from geodata.rules import Rule
from geodata.settings import Settings
from geodata.store import sql
from tests.small import LEANING, SMALL, TODAY, ask, snapshot, write_small
from tests.tables import table, write_table

if TYPE_CHECKING:
    from pathlib import Path

    from etl.build import Built

BROKEN_SITES = """
    site_id      | kind   | kommunekode | first_seen | status | status_from
    with-point   | clinic | 0101        | 2020-01-01 | open   | 2020-01-01
    with-code    | clinic | 0461        | 2020-01-01 | open   | 2020-01-01
    no-such-kind | castle | 0461        | 2020-01-01 | open   | 2020-01-01
    two-faults   | castle | 0461        | 20-20-2020 | open   | 2020-01-01
"""


def told(built: Built, name: str) -> tuple[int, ...]:
    """Return read, new, changed, unchanged, set aside and gone of one table."""
    found = next(change for change in built.changes if change.table == name)
    return (found.read, found.new, found.changed, found.unchanged, found.set_aside, found.gone)


def test_every_row_of_the_small_folder_is_in_the_warehouse(small_raw: Path, settings: Settings) -> None:
    built = build(small_raw, settings, TODAY)
    assert built.fresh
    for name, text in SMALL.items():
        rows = len(table(text)) - 1
        assert told(built, name) == (rows, rows, 0, 0, 0, 0)
        assert ask(settings.home, f"SELECT count(*) FROM {name}") == [(rows,)]


def test_a_site_keeps_its_code_without_a_point_and_stays_unknown_without_both(small_home: Path) -> None:
    columns = "site_id, municipality_code, municipality_from, team, lon, lat"
    assert ask(small_home, f"SELECT {columns} FROM sites ORDER BY site_id") == [
        ("with-both", "0751", "point", "unknown", 11.25, 55.55),
        ("with-code", "0461", "code", "unknown", None, None),
        ("with-neither", "unknown", "unknown", "west", None, None),
        ("with-point", "0101", "point", "unknown", 11.05, 55.55),
    ]


def test_a_site_was_open_until_its_present_status_began(small_home: Path) -> None:
    columns = "site_id, status_from, status, merged_into"
    assert ask(small_home, f"SELECT {columns} FROM site_statuses ORDER BY site_id, status_from") == [
        ("with-both", date(2020, 1, 1), "open", None),
        ("with-both", date(2023, 1, 1), "merged", "with-point"),
        ("with-code", date(2020, 1, 1), "open", None),
        ("with-code", date(2022, 6, 30), "closed", None),
        ("with-neither", date(2020, 1, 1), "open", None),
        ("with-point", date(2020, 1, 1), "open", None),
    ]


def test_the_demos_sites_have_the_statuses_a_dull_reading_gives(demo_tables: dict[str, list[dict[str, Any]]]) -> None:
    expected = []
    for site in demo_tables["sites"]:
        if site["status_from"] > site["first_seen"]:
            expected.append((site["site_id"], site["first_seen"], "open", None))
        expected.append((site["site_id"], site["status_from"], site["status"], site["merged_into"]))
    found = [
        (row["site_id"], row["status_from"], row["status"], row["merged_into"]) for row in demo_tables["site_statuses"]
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_read_is_kept_and_set_aside_in_summary_and_warehouse_alike(tmp_path: Path, settings: Settings) -> None:
    built = build(write_small(tmp_path / "raw", sites=BROKEN_SITES), settings, TODAY)
    assert told(built, "sites") == (4, 2, 0, 0, 2, 0)
    rows = ask(settings.home, "SELECT table_name, read, kept, set_aside, new, changed, unchanged, gone FROM imports")
    assert {row[0] for row in rows} == set(BY_NAME)
    answer = json.loads(json.dumps(summary(built)))
    columns = ("table", "read", "kept", "set_aside", "new", "changed", "unchanged", "gone")
    assert sorted(rows) == sorted(tuple(row[name] for name in columns) for row in answer["tables"])
    for row in answer["tables"]:
        assert row["read"] == row["kept"] + row["set_aside"]
        assert row["kept"] == row["new"] + row["changed"] + row["unchanged"]
        assert ask(settings.home, f"SELECT count(*) FROM {row['table']}") == [(row["kept"],)]


def test_every_fault_stands_in_summary_and_warehouse_with_file_line_column_value_and_rule(
    tmp_path: Path, settings: Settings
) -> None:
    built = build(write_small(tmp_path / "raw", sites=BROKEN_SITES), settings, TODAY)
    expected = [
        ("sites", "sites.csv", 4, "kind", "castle", "unknown_word"),
        ("sites", "sites.csv", 5, "first_seen", "20-20-2020", "bad_date"),
        ("sites", "sites.csv", 5, "kind", "castle", "unknown_word"),
    ]
    assert ask(settings.home, sql("rejects")) == expected
    assert [tuple(row.values()) for row in json.loads(json.dumps(summary(built)))["rejects"]] == expected


@pytest.mark.usefixtures("small_home")
def test_edits_are_told_as_new_changed_unchanged_and_gone(tmp_path: Path, settings: Settings) -> None:
    sites = """
        site_id      | kind    | kommunekode | team | lon   | lat   | first_seen | status | status_from | merged_into
        brand-new    | clinic  | 0101        |      |       |       | 2020-01-01 | open   | 2020-01-01  |
        with-both    | clinic  | 0751        |      | 11.25 | 55.55 | 2020-01-01 | merged | 2023-01-01  | with-point
        with-point   | clinic  |             |      | 11.05 | 55.55 | 2020-01-01 | open   | 2020-01-01  |
        with-code    | private | 0461        |      |       |       | 2020-01-01 | open   | 2020-01-01  |
    """
    built = build(write_small(tmp_path / "raw", sites=sites), settings, TODAY)
    assert built.fresh
    assert told(built, "sites") == (4, 1, 1, 2, 0, 1)
    assert told(built, "visits") == (2, 0, 0, 2, 0, 0)


def test_new_changed_unchanged_and_gone_are_what_a_dull_comparison_finds(tmp_path: Path, settings: Settings) -> None:
    chance = Random(2007)
    outcomes = ["conversation", "refused", "conversation|new_appointment"]

    def visits() -> dict[str, str]:
        keys = chance.sample(range(40), 30)
        return {f"v{key}": f"with-point | {chance.choice(outcomes)} | {chance.choice(['', '5'])}" for key in keys}

    def written(rows: dict[str, str]) -> Path:
        lines = [f"{key} | 2021-01-01 10:00 | ja | {row}" for key, row in rows.items()]
        text = "\n".join(["visit_id | started_at | reached | site_id | outcomes | minutes", *lines])
        return write_small(tmp_path / "raw", visits=text, conversations=LEANING["conversations"])

    before: dict[str, str] = {}
    for _ in range(3):
        after = visits()
        both = before.keys() & after.keys()
        changed = sum(before[key] != after[key] for key in both)
        expected = (30, 30 - len(both), changed, len(both) - changed, 0, len(before) - len(both))
        assert told(build(written(after), settings, TODAY), "visits") == expected
        before = after


@pytest.mark.usefixtures("small_home")
def test_a_row_that_is_set_aside_now_is_gone_from_the_version(tmp_path: Path, settings: Settings) -> None:
    partners = "partner_id | name | category | municipality_code\n1 | Østby Kommune | 1 | 0999"
    built = build(write_small(tmp_path / "raw", partners=partners), settings, TODAY)
    assert told(built, "partners") == (1, 0, 0, 0, 1, 1)


def test_synthetic_and_real_data_are_never_compared(small_raw: Path, settings: Settings) -> None:
    (small_raw / "feltplan.toml").write_text("demo = true\n")
    assert build(small_raw, settings, TODAY).demo
    (small_raw / "feltplan.toml").unlink()
    real = build(small_raw, settings, TODAY)
    assert (real.fresh, real.demo, told(real, "sites")) == (True, False, (4, 4, 0, 0, 0, 0))
    assert ask(settings.home, "SELECT value FROM build_info WHERE key = 'demo'") == [("false",)]


@pytest.mark.parametrize(
    "numbers", [(5, 3, 0, 0, 1, 0), (3, 3, 0, 0, 1, 0), (1, 0, 0, 0, 0, 0)], ids=["lost", "twice", "nowhere"]
)
def test_a_change_that_does_not_add_up_cannot_exist(numbers: tuple[int, int, int, int, int, int]) -> None:
    assert Change("sites", "sites.csv", 4, 1, 1, 1, 1, 9).kept == 3
    with pytest.raises(ValueError, match="sites"):
        Change("sites", "sites.csv", *numbers)


def test_a_table_that_loses_a_row_or_keeps_one_it_set_aside_cannot_exist() -> None:
    rows = pl.DataFrame({"line": [2, 3]})
    fault = pl.DataFrame({"line": [4], "column_name": ["kind"], "value": ["x"], "rule": [Rule.UNKNOWN_WORD.code]})
    rejects = reject_rows("sites", "sites.csv", fault)
    assert Loaded("sites", "sites.csv", 3, rows, rejects).kept == 2
    with pytest.raises(ValueError, match="4 rows read, but 2 kept and 1 set aside"):
        Loaded("sites", "sites.csv", 4, rows, rejects)
    with pytest.raises(ValueError, match="2 rows read, but 2 kept and 1 set aside"):
        Loaded("sites", "sites.csv", 2, rows, rejects)
    with pytest.raises(ValueError, match="both kept and set aside"):
        Loaded("sites", "sites.csv", 3, rows, rejects.with_columns(line=pl.lit(3, pl.Int64)))
    assert Loaded("sites", "sites.csv", 2, rows, no_rejects()).without(fault.clear()).set_aside == 0


def limits(settings: Settings, tolerated: int, share: float) -> Settings:
    return Settings(home=settings.home, tolerated_rejects=tolerated, max_reject_share=share)


def test_rejects_up_to_the_limit_are_set_aside_and_one_more_refuses_the_build(
    small_home: Path, tmp_path: Path, settings: Settings
) -> None:
    raw = write_small(tmp_path / "raw", sites=BROKEN_SITES)
    before = snapshot(small_home)
    for door in (check, build):
        with pytest.raises(
            TooManyRejectsError, match=r"sites\.csv: 2 of 4 rows cannot be used; at most 49 %"
        ) as refused:
            door(raw, limits(settings, 0, 0.49), TODAY)
        assert refused.value.rejects.height == 3
        assert refused.value.demo is False
    assert snapshot(small_home) == before
    assert told(check(raw, limits(settings, 0, 0.5), TODAY), "sites")[4] == 2
    assert told(check(raw, limits(settings, 2, 0), TODAY), "sites")[4] == 2
    with pytest.raises(TooManyRejectsError):
        check(raw, limits(settings, 1, 0), TODAY)


def test_a_warehouse_without_a_municipality_is_refused_with_the_rows(tmp_path: Path, settings: Settings) -> None:
    raw = write_small(tmp_path / "raw", municipalities="municipality_code | name\nØstby | 0101")
    (raw / "boundaries.geojson").unlink()
    with pytest.raises(TooManyRejectsError, match=r"municipalities\.csv: no municipality can be used") as refused:
        build(raw, settings, TODAY)
    assert Rule.BAD_CODE.code in refused.value.rejects["rule"].to_list()


def test_all_broken_files_are_told_at_once(small_raw: Path, settings: Settings) -> None:
    (small_raw / "sites.csv").write_text("nonsense\n1\n")
    (small_raw / "visits.csv").write_bytes(b"")
    with pytest.raises(AllRefusedError) as refused:
        check(small_raw, settings, TODAY)
    assert [reason.say("en").split(":")[0] for reason in refused.value.reasons] == ["sites.csv", "visits.csv"]
    assert refused.value.say("da").count("\n") == 1


def test_broken_boundaries_refuse_the_build(small_raw: Path, settings: Settings) -> None:
    (small_raw / "boundaries.geojson").write_text("{}")
    with pytest.raises(RefusedError, match=r"boundaries\.geojson"):
        build(small_raw, settings, TODAY)


def test_a_check_changes_nothing_and_tells_what_a_build_would(tmp_path: Path, settings: Settings) -> None:
    raw = write_small(tmp_path / "raw", sites=BROKEN_SITES)
    before = snapshot(tmp_path)
    dry = check(raw, settings, TODAY)
    assert snapshot(tmp_path) == before
    built = build(raw, settings, TODAY)
    assert (dry.published, dry.fresh) == (None, False)
    assert (dry.changes, dry.rejects.rows(), dry.notes) == (built.changes, built.rejects.rows(), built.notes)


def test_files_and_columns_that_are_not_read_are_told(small_raw: Path, settings: Settings) -> None:
    (small_raw / "readme.txt").write_text("x")
    (small_raw / "partners.csv").write_text("partner_id,name,category,municipality_code,shoe_size\n1,a,1,0101,42\n")
    built = build(small_raw, settings, TODAY)
    assert built.notes == ["readme.txt: ingen tabel / no table", "partners.csv: ikke læst / not read: shoe_size"]
    assert ask(settings.home, "SELECT value FROM build_info WHERE key = 'notes'") == [("; ".join(built.notes),)]


def test_a_file_whose_name_is_no_text_is_told_like_any_other(small_raw: Path, settings: Settings) -> None:
    with open(bytes(small_raw) + b"/\xff.csv", "wb") as file:  # noqa: PTH123 - pathlib knows no names of bytes
        file.write(b"x")
    assert build(small_raw, settings, TODAY).notes == ["?.csv: ingen tabel / no table"]


def test_the_sources_say_which_bytes_were_read(small_home: Path, small_raw: Path) -> None:
    rows = ask(small_home, "SELECT table_name, file, format, encoding, bytes, length(sha256) FROM sources")
    assert {row[0] for row in rows} == {*(each.name for each in TABLES), "boundaries"}
    size = (small_raw / "sites.csv").stat().st_size
    assert ("sites", "sites.csv", "csv", "utf-8", size, 64) in rows
    assert ("boundaries", "boundaries.geojson", "geojson", None) in [row[:4] for row in rows]


def test_a_folder_of_one_table_is_filled_up_with_what_comes_with_the_product(
    tmp_path: Path, settings: Settings
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    write_table(raw / "activities.csv", SMALL["activities"])
    built = build(raw, settings, TODAY)
    assert (told(built, "municipalities")[0], told(built, "sites")) == (98, (0, 0, 0, 0, 0, 0))
    assert ask(settings.home, "SELECT count(*) FROM map_shapes") == [(98,)]
    assert ask(settings.home, "SELECT DISTINCT population_on FROM municipalities") == [(date(2020, 1, 1),)]


def shuffled(text: str, chance: Random) -> str:
    """Return a table's text with its rows and columns in another order."""
    header, *rows = table(text)
    chance.shuffle(rows)
    order = chance.sample(range(len(header)), len(header))
    return "\n".join(" | ".join(row[i] for i in order) for row in [header, *rows])


def everything(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every table's rows in the order in which they are stored, but for what tells of the build itself."""
    names = [name for (name,) in ask(home, "SELECT table_name FROM duckdb_tables()") if name not in NOT_CONTENT]
    return {name: ask(home, f"SELECT * FROM {name}") for name in names}


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_and_columns_leaves_no_trace(
    small_home: Path, tmp_path: Path, settings: Settings, seed: int
) -> None:
    chance = Random(seed)
    other = Settings(home=tmp_path / "other")
    mixed = write_small(tmp_path / "mixed", **{name: shuffled(text, chance) for name, text in SMALL.items()})
    build(mixed, other, TODAY)
    assert everything(other.home) == everything(small_home)
    again = build(mixed, settings, TODAY)
    assert (again.fresh, again.published.version if again.published else None) == (False, 1)


def test_which_of_two_rows_with_one_key_is_kept_does_not_hang_on_their_order(
    tmp_path: Path, settings: Settings
) -> None:
    sites = """
        site_id | kind    | kommunekode | first_seen | status | status_from
        clash   | clinic  | 0101        | 2020-01-01 | open   | 2020-01-01
        clash   | private | 0101        | 2020-01-01 | open   | 2020-01-01
        same    | clinic  | 0101        | 2020-01-01 | open   | 2020-01-01
        same    | clinic  | 0101        | 2020-01-01 | open   | 2020-01-01
    """
    header, *rows = sites.strip().splitlines()
    kept = []
    for number, order in enumerate([[0, 1, 2, 3], [3, 1, 2, 0], [2, 3, 1, 0]]):
        home = settings.home / str(number)
        text = "\n".join([header, *(rows[i] for i in order)])
        raw = write_small(tmp_path / str(number), **LEANING, sites=text)
        built = build(raw, Settings(home=home), TODAY)
        assert told(built, "sites") == (4, 1, 0, 0, 3, 0)
        kept.append(ask(home, "SELECT * FROM sites"))
    assert kept[0] == kept[1] == kept[2]


def test_the_order_of_the_demos_rows_leaves_no_trace(demo_raw: Path, demo_home: Path, tmp_path: Path) -> None:
    chance = Random(7)
    for file in demo_raw.iterdir():
        lines = file.read_bytes().splitlines(keepends=True)
        if file.suffix == ".csv":
            rows = [line if line.endswith(b"\n") else line + b"\n" for line in lines[1:]]
            chance.shuffle(rows)
            lines = [lines[0], *rows]
        (tmp_path / file.name).write_bytes(b"".join(lines))
    settings = Settings(home=tmp_path / "home")
    build(tmp_path, settings, TODAY)
    assert everything(settings.home) == everything(demo_home)


def as_parquet(folder: Path) -> None:
    for file in folder.glob("*.csv"):
        pl.read_csv(file, separator=";", infer_schema=False).write_parquet(file.with_suffix(".parquet"))
        file.unlink()


def as_workbook(folder: Path) -> None:
    for file in folder.glob("*.csv"):
        book = openpyxl.Workbook()
        for line in file.read_text().splitlines():
            book.worksheets[0].append(line.split(";"))
        book.save(file.with_suffix(".xlsx"))
        file.unlink()


def with_commas(folder: Path) -> None:
    for name, text in SMALL.items():
        write_table(folder / f"{name}.csv", text, separator=",", encoding="utf-8-sig")


def in_latin_1_under_danish_names(folder: Path) -> None:
    for name, text in SMALL.items():
        write_table(folder / f"{name}.csv", text, separator=";", encoding="latin-1")
    for table_ in TABLES:
        (folder / f"{table_.name}.csv").rename(folder / f"{table_.danish}.csv")


@pytest.mark.parametrize("rewrite", [as_parquet, as_workbook, with_commas, in_latin_1_under_danish_names])
@pytest.mark.usefixtures("small_home")
def test_the_same_rows_in_another_form_publish_nothing_new(small_raw: Path, settings: Settings, rewrite: Any) -> None:
    rewrite(small_raw)
    again = build(small_raw, settings, TODAY)
    assert (again.fresh, again.published.version if again.published else None) == (False, 1)
    names = [each.name for each in TABLES]
    assert [told(again, name)[3] for name in names] == [len(table(SMALL[name])) - 1 for name in names]


@pytest.mark.parametrize(
    ("table_name", "text", "days"),
    [
        pytest.param("activities", "activity_id | held_on | kind | count\n1 | {} | mailbox | 1", 0, id="in the future"),
        pytest.param(
            "team_membership",
            "municipality_code | team | region_code | valid_from\n0101 | east | 1084 | {}",
            3653,
            id="more than ten years ahead",
        ),
    ],
)
def test_a_row_that_waits_for_its_date_is_taken_when_the_date_has_come(
    tmp_path: Path, settings: Settings, table_name: str, text: str, days: int
) -> None:
    day = TODAY + timedelta(days=days + 1)
    raw = write_small(tmp_path / "raw", **{table_name: text.format(day)})
    assert told(build(raw, settings, TODAY), table_name)[4] == 1
    assert not build(raw, settings, TODAY).fresh
    tomorrow = build(raw, settings, TODAY + timedelta(days=1))
    assert (tomorrow.fresh, told(tomorrow, table_name)) == (True, (1, 1, 0, 0, 0, 0))


CHECKS = "SELECT table_name, expression FROM duckdb_constraints() WHERE constraint_type = 'CHECK'"
GOOD: dict[str, str] = {
    "municipalities": "'0101', 'a', 7.5, 100, DATE '2020-01-01'",
    "boundaries": "'0101', ''::BLOB",
    "map_shapes": "'0101', '{}'",
    "map_borders": "'0101', '0201', '{}'",
    "team_membership": "'0101', 'east', '1084', DATE '2006-01-01', NULL",
    "imports": "'sites', 3, 2, 1, 1, 1, 0, 9",
    "sites": "'a', 'clinic', '0101', 'point', 'east', 11.0, 55.5, 'exact', NULL, DATE '2020-01-01', 'open', "
    "DATE '2020-01-01', NULL, NULL, DATE '2020-01-03', DATE '2020-01-04', 0",
    "site_statuses": "'a', DATE '2020-01-01', 'open', NULL, NULL, DATE '2020-01-03', NULL, 0",
    "visit_windows": "'a', 1, TIME '10:00', TIME '11:00'",
    "sightings": "'a', 'web', '2020-1', DATE '2020-01-01', DATE '2020-01-03', 0",
    "screenings": "'1', '0101', DATE '2020-01-01', DATE '2020-01-02', 'sites_found', [], 1.5, DATE '2020-01-03'",
    "visits": "'1', 'a', TIMESTAMP '2020-01-01', 'sms', true, ['refused'], NULL, 1, 0, 0, [], NULL, NULL, NULL, NULL, "
    "NULL, 'east', "
    "DATE '2020-01-03', 0",
    "conversations": "'1', DATE '2020-01-01', 'sms', NULL, NULL, NULL, [], NULL, DATE '2020-01-03'",
    "bridge_meetings": "'1', DATE '2020-01-01', 'work_tax', 'not_stated', 'east', DATE '2020-01-03'",
    "site_changes": "'1', 'a', DATE '2020-01-01', 'closed', NULL, NULL, NULL, DATE '2020-01-03'",
    "plan_stops": "'1', 'east', 2020, 1, 1, '1', DATE '2020-01-01', 'a', TIME '09:00', TIME '10:00', 40, true, "
    "DATE '2020-01-03'",
    "course_counts": "'1', '0101', DATE '2020-01-01', 'phase', 'phase_1', 7, DATE '2020-01-03'",
    "activities": "'1', DATE '2020-01-01', 'mailbox', 'student', 0, 0, 'unknown', NULL, DATE '2020-01-03'",
}
BAD = [
    ("municipalities", "'0101'", "'101'"),
    ("municipalities", "7.5", "0"),
    ("municipalities", "100,", "-1,"),
    ("boundaries", "'0101'", "'0999'"),
    ("map_shapes", "'0101'", "'0999'"),
    ("map_borders", "'0101', '0201'", "'0201', '0101'"),
    ("map_borders", "'0201'", "'0999'"),
    ("team_membership", "'0101'", "'0999'"),
    ("team_membership", "NULL", "DATE '2005-12-31'"),
    ("imports", "3, 2, 1", "4, 2, 1"),
    ("imports", "1, 1, 0, 9", "1, 1, 1, 9"),
    ("sites", "'point'", "'guess'"),
    ("sites", "55.5", "NULL"),
    ("sites", "11.0, 55.5", "NULL, NULL"),
    ("sites", "'0101', 'point'", "'unknown', 'code'"),
    ("sites", "'0101', 'point'", "'0101', 'unknown'"),
    ("visit_windows", "'a', 1", "'a', 8"),
    ("visit_windows", "'11:00'", "'10:00'"),
    ("screenings", "DATE '2020-01-02'", "DATE '2019-12-31'"),
    ("screenings", "DATE '2020-01-02'", "NULL"),
    ("screenings", "'sites_found'", "NULL"),
    ("screenings", "1.5", "-1.5"),
    ("visits", "true", "false"),
    ("visits", "['refused']", "[]"),
    ("visits", "NULL, 1, 0, 0", "NULL, -1, 0, 0"),
    ("visits", "NULL, 1, 0, 0", "NULL, 1, -1, 0"),
    ("visits", "NULL, 1, 0, 0", "NULL, 1, 0, -1"),
    ("site_changes", "'closed'", "NULL"),
    ("plan_stops", "2020, 1, 1", "2020, 54, 1"),
    ("plan_stops", "TIME '10:00'", "TIME '08:00'"),
    ("plan_stops", "40", "-1"),
    ("activities", "'student', 0, 0", "'student', -1, 0"),
    ("course_counts", "7", "-7"),
    ("course_counts", "'phase_1'", "'focus_1'"),
    ("activities", "'student', 0, 0", "'student', 0, -1"),
    *(
        (name, "DATE '2020-01-03'", "DATE '2019-12-31'")
        for name in (
            "sites",
            "site_statuses",
            "sightings",
            "screenings",
            "visits",
            "conversations",
            "bridge_meetings",
            "activities",
            "course_counts",
            "site_changes",
        )
    ),
    ("sites", "DATE '2020-01-04'", "DATE '2019-12-31'"),
]


def test_the_warehouse_itself_refuses_every_row_that_cannot_be() -> None:
    connection = duckdb.connect()
    connection.execute(sql("schema"))
    connection.execute("INSERT INTO municipalities VALUES ('0101', 'a', 1, 1, NULL), ('0201', 'b', 1, 1, NULL)")
    said = []
    for name, good, bad in BAD:
        assert good in GOOD[name]
        row = GOOD[name].replace("'0101'", "'0301'") if name == "municipalities" else GOOD[name]
        broken = row.replace(good.replace("'0101'", "'0301'") if name == "municipalities" else good, bad, 1)
        connection.execute("BEGIN")
        connection.execute(f"INSERT INTO {name} VALUES ({row})")
        connection.execute("ROLLBACK")
        with pytest.raises(duckdb.ConstraintException) as refused:
            connection.execute(f"INSERT INTO {name} VALUES ({broken})")
        said.append(str(refused.value))
    checks = connection.execute(CHECKS).fetchall()
    connection.close()
    assert len(checks) == sql("schema").count("CHECK (")
    for name, expression in checks:
        assert any(f'"{name}"' in text and expression in text for text in said), f"no row breaks {expression} of {name}"


def test_every_check_holds_in_the_demo(demo_home: Path) -> None:
    for name, expression in ask(demo_home, CHECKS):
        assert ask(demo_home, f"SELECT count(*) FROM {name} WHERE NOT ({expression})") == [(0,)], (name, expression)
