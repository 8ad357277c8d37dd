"""From a raw file to rows that are kept: what is filled in, what stands twice, and that no row is lost."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.contract import BY_NAME, TABLES, Table
from etl.failures import failures
from geodata.rules import Rule
from tests.intake import good_row, raw, rules, take_raw, take_rows, taken, told
from tests.tables import as_csv

VISITS = "visit_id | site_id | started_at | reached | outcomes"


def kept(table: str, text: str, *columns: str) -> list[tuple[object, ...]]:
    return taken(table, text).rows.select(columns).rows()


def test_what_a_row_does_not_say_is_what_nothing_said_stands_for() -> None:
    row = taken("sites", "site_id|kind|first_seen|status|status_from\n".replace("|", " | ")
                + "s1 | bar | 2007-01-01 | open | 2007-01-01").rows.row(0, named=True)  # fmt: skip
    assert {name: row[name] for name in ("municipality_code", "team", "location_quality", "lon", "address")} == {
        "municipality_code": "unknown", "team": "unknown", "location_quality": "unknown", "lon": None, "address": None
    }  # fmt: skip
    assert kept("bridge_meetings", "meeting_id | held_on | institution\n1 | 2007-01-01 | Skat", "purpose", "team") == [
        ("not_stated", "unknown")
    ]


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_a_column_the_file_lacks_says_what_a_blank_one_says(table: Table) -> None:
    lacking = take_rows(table.name, [good_row(table)])
    blank = take_rows(table.name, [dict.fromkeys((column.name for column in table.columns), "") | good_row(table)])
    assert lacking.rows.schema == blank.rows.schema
    assert lacking.rows.rows() == blank.rows.rows()
    assert told(lacking) == told(blank)


def test_cells_lose_the_blanks_around_them_and_keep_those_within() -> None:
    row = good_row(BY_NAME["sites"], site_id="\u00a0 s1\t", address=" Gågade  1\u00a0", kind=" bar ")
    assert take_rows("sites", [row]).rows.select("site_id", "address", "kind").rows() == [("s1", "Gågade  1", "bar")]


def test_rows_are_read_in_batches_and_none_is_lost_or_told_twice_between_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [good_row(BY_NAME["sites"], site_id=f"s{n % 9}", kind="?" if n % 4 == 0 else "bar") for n in range(20)]
    whole = take_rows("sites", rows)
    monkeypatch.setattr("etl.take.BATCH", 3)
    pieces = take_rows("sites", rows)
    assert (pieces.rows.rows(), told(pieces)) == (whole.rows.rows(), told(whole))
    assert (whole.read, whole.kept, whole.set_aside) == (20, 9, 11)


def test_a_visit_that_reached_someone_and_says_no_more_has_an_outcome_that_is_not_stated() -> None:
    text = f"{VISITS}\n1 | s | 2007-01-01 | ja |\n2 | s | 2007-01-01 | nej |\n3 | s | 2007-01-01 | ja | Afvist"
    assert kept("visits", text, "visit_id", "outcomes", "channel") == [
        ("1", ["not_stated"], "face_to_face"), ("2", [], "face_to_face"), ("3", ["refused"], "face_to_face")
    ]  # fmt: skip


def test_a_completed_screening_without_a_result_has_one_that_is_not_stated() -> None:
    text = """
        screening_id | municipality_code | started_on | completed_on | result
        1            | 101               | 2007-01-01 | 2007-02-01   |
        2            | 101               | 2007-01-01 |              |
        3            | 101               | 2007-01-01 | 2007-02-01   | Ingen
    """
    assert kept("screenings", text, "result", "sources") == [("not_stated", []), (None, []), ("none_found", [])]


def test_values_are_what_the_contract_says_and_codes_keep_their_zeros() -> None:
    text = """
        Besøg-ID | Klinik-ID | Tidspunkt            | Truffet | Udfald            | Minutter | Timer | Genbesøg   | Hold
        1        | 0007      | 03-02-2007 kl. 11.50 | Ja      | Ny aftale|Samtale | 30       | 1,5   | 20-02-2007 | Øst
    """
    row = taken("visits", text).rows.row(0, named=True)
    assert (row["site_id"], str(row["started_at"]), row["reached"]) == ("0007", "2007-02-03 11:50:00", True)
    assert (row["outcomes"], row["minutes"], row["hours"]) == (["conversation", "new_appointment"], 30.0, 1.5)
    assert (str(row["return_on"]), row["team"], row["line"]) == ("2007-02-20", "east", 2)


def test_of_rows_that_say_the_same_one_is_kept() -> None:
    loaded = taken(
        "visits",
        f"""
        {VISITS}
        1 | s | 2007-01-02 10:00    | ja  | Samtale|Afvist
        2 | s | 2007-01-02 10:00    | nej |
        1 | s | 02-01-2007 kl 10.00 | Yes | afvist|samtale
        1 | s | 2007-01-02T10:00    | x   | Refused|Conversation
        """,
    )
    assert loaded.rows.select("visit_id", "line").rows() == [("1", 2), ("2", 3)]
    assert told(loaded) == [(4, "visit_id", "1", "repeated"), (5, "visit_id", "1", "repeated")]


def test_of_rows_that_disagree_none_is_kept() -> None:
    loaded = taken(
        "visits",
        f"""
        {VISITS}
        1 | s | 2007-01-02 10:00 | ja  | Samtale
        2 | s | 2007-01-02 10:00 | nej |
        1 | s | 2007-01-02 10:00 | ja  | Samtale
        1 | s | 2007-01-02 10:00 | nej |
        """,
    )
    assert loaded.rows["visit_id"].to_list() == ["2"]
    assert told(loaded) == [(line, "visit_id", "1", "doubled_key") for line in (2, 4, 5)]


def test_a_key_of_several_columns_is_told_in_full() -> None:
    text = "site_id | weekday | opens | closes\ns1 | 1 | 10:00 | 12:00\ns1 | 1 | 10:00 | 13:00\ns1 | 1 | 11:00 | 12:00"
    loaded = taken("visit_windows", text)
    assert told(loaded) == [(line, "site_id, weekday, opens", "s1, 1, 10:00:00", "doubled_key") for line in (2, 3)]
    assert loaded.kept == 1


def test_a_row_with_a_fault_of_its_own_takes_no_other_row_with_it() -> None:
    text = f"{VISITS}\n1 | s | 2007-01-02 | ja |\n1 | s | 31-04-2007 | ja |"
    loaded = taken("visits", text)
    assert (loaded.rows["line"].to_list(), told(loaded)) == ([2], [(3, "started_at", "31-04-2007", "bad_date")])


def test_a_ragged_row_is_set_aside_beside_the_rows_with_faults() -> None:
    loaded = take_raw(
        raw("visit_id,site_id,started_at,reached\n1,s,2007-01-02\n2,s,?,ja\n3,s,2007-01-02,ja\n"), "visits"
    )
    assert told(loaded) == [(2, "", "3 / 4", "ragged"), (3, "started_at", "?", "bad_date")]
    assert (loaded.read, loaded.kept) == (3, 1)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3", "", "=x"]),
        st.sampled_from(["2007-01-02", "02-01-2007", "31-04-2007"]),
        st.sampled_from(["ja", "nej", "YES", "?"]),
        st.sampled_from(["", "Samtale", "Samtale|Afvist", "afvist|samtale"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40)
@given(ROWS, st.randoms(use_true_random=False))
def test_any_order_of_the_rows_keeps_the_same_rows_and_sets_the_same_aside(
    rows: list[tuple[str, ...]], chance: object
) -> None:
    def result(rows: list[tuple[str, ...]]) -> tuple[list[str], list[tuple[str, str]]]:
        names = ("visit_id", "started_at", "reached", "outcomes")
        loaded = take_rows("visits", [{"site_id": "s", **dict(zip(names, row, strict=True))} for row in rows])
        assert loaded.read == len(rows) == loaded.kept + loaded.set_aside
        faults = loaded.rejects.select("column_name", "rule").rows()
        return sorted(map(str, loaded.rows.drop("line").rows())), sorted(faults)

    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis's own random.Random
    assert result(shuffled) == result(rows)


CELLS = st.text(alphabet='ab1=ø ,;"\n\t\u00a0-:', max_size=5) | st.sampled_from(["2007-01-02", "ja", "Samtale"])


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, max_size=7), max_size=6), st.sampled_from([",", ";"]))
def test_for_any_table_read_is_kept_and_set_aside(rows: list[list[str]], separator: str) -> None:
    header = as_csv("visit_id | site_id | started_at | reached | outcomes", separator)
    body = "\n".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    loaded = take_raw(raw(header + body, "visits"), "visits")
    assert loaded.read == sum(any(cell.strip() for cell in row) for row in rows)
    lines = [*loaded.rows["line"], *loaded.rejects["line"].unique()]
    assert len(lines) == len(set(lines)) == loaded.read


def test_rules_that_nothing_breaks_tell_nothing() -> None:
    frame = pl.DataFrame({"a": [1, None]})
    assert failures(frame, {"a": [(Rule.MISSING, pl.col("a") > 1)]}).is_empty()
    assert failures(frame, {"a": [(Rule.MISSING, pl.col("a") > 0)]})["index"].to_list() == [0]


OTHERWISE = {
    "municipalities": {"name": "Vestby"},
    "team_membership": {"team": "west"},
    "sites": {"kind": "bar"},
    "visit_windows": {"closes": "17:00"},
    "sightings": {"recorded_on": "2007-01-09"},
    "screenings": {"started_on": "2007-01-03"},
    "visits": {"reached": "nej"},
    "conversations": {"channel": "email"},
    "partners": {"name": "Vestby"},
    "bridge_meetings": {"institution": "work_fund"},
    "activities": {"count": "2"},
    "course_counts": {"count": "2"},
}
"""A change that makes another row of the same key."""


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_every_table_knows_what_identifies_its_rows(table: Table) -> None:
    assert rules(take_rows(table.name, [good_row(table), good_row(table)])) == ["repeated"]
    assert (table.name in OTHERWISE) == ({column.name for column in table.columns} != set(table.key))
    other = good_row(table, **OTHERWISE.get(table.name, {}))
    assert rules(take_rows(table.name, [good_row(table), other])) == [
        "doubled_key" if table.name in OTHERWISE else "repeated"
    ]
