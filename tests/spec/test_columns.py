"""Which column of a file is which column of the contract."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.columns import Named, name_columns
from etl.contract import BY_NAME, TABLES, Column, Table
from etl.refusals import RefusedError
from geodata.terms import fold
from tests.intake import parquet, raw
from tests.tables import as_csv

SITES = "site_id,kind,first_seen,status,status_from"
COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}") for table in TABLES for column in table.columns
]


def named(text: str, table: str = "sites", mapped: dict[str, str] | None = None, **fixed: str) -> Named:
    return name_columns(raw(text, table), BY_NAME[table], mapped, fixed)


def test_columns_take_the_contracts_names_and_order_and_what_is_lacking_is_blank() -> None:
    found = named(f"status,{SITES},remarks\nx,,,,,,\n".replace("status,site_id", "note,site_id"))
    assert found.cells.columns == [*(column.name for column in BY_NAME["sites"].columns), "line"]
    assert found.unused == ("note", "remarks")
    row = named("status_from,status,first_seen,kind,site_id\nd,c,b,a,s1\n").cells.row(0, named=True)
    assert {name: text for name, text in row.items() if text} == {
        "site_id": "s1", "kind": "a", "first_seen": "b", "status": "c", "status_from": "d", "line": 2
    }  # fmt: skip


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_header_that_is_promised_names_its_column(table: Table, column: Column) -> None:
    others = [other.name for other in table.required() if other is not column]
    for header in (column.name, *column.headers):
        for written in (
            header,
            header.upper(),
            f"  {header.title()} ",
            header.replace("_", " "),
            header.replace("_", "-"),
        ):
            text = f'"{written}",{",".join(others)}\n"here",{",".join("x" for _ in others)}\n'
            assert named(text, table.name).cells[column.name].to_list() == ["here"], written


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_no_header_names_two_columns_of_a_table(table: Table) -> None:
    for one, other in itertools.combinations(table.columns, 2):
        assert not one.accepts() & other.accepts(), (one.name, other.name)


def test_no_file_name_names_two_tables() -> None:
    for one, other in itertools.combinations(TABLES, 2):
        assert not one.stems() & other.stems(), (one.name, other.name)


def test_a_danish_file_is_read_as_it_is() -> None:
    danish = as_csv(
        """
        Klinik-ID | Art    | Kommunekode | Længdegrad | Breddegrad | Først set  | Tilstand | Status fra
        7         | Klinik | 101         | 12,5       | 55,7       | 02-01-2007 | Åben     | 02-01-2007
        """,
        ";",
    )
    assert named(danish).cells.row(0, named=True) | {"line": 2} == dict.fromkeys(named(danish).cells.columns, "") | {
        "site_id": "7", "kind": "Klinik", "municipality_code": "101", "lon": "12,5", "lat": "55,7",
        "first_seen": "02-01-2007", "status": "Åben", "status_from": "02-01-2007", "line": 2,
    }  # fmt: skip


def test_a_letter_written_as_two_characters_is_the_same_letter() -> None:
    assert named(f"{SITES},a\u030arsag\n,,,,,\n").headers["status_reason"] == "a\u030arsag"


def test_a_missing_column_refuses_the_file_and_says_which_and_what_it_has() -> None:
    with pytest.raises(RefusedError) as refused:
        named("site_id,kind,remarks\n1,2,3\n")
    assert refused.value.say("da").startswith(
        "sites.csv: tabellen sites mangler first_seen, status, status_from. Filen har: site_id, kind, remarks."
    )
    assert refused.value.say("en").startswith("sites.csv: the table sites lacks first_seen, status, status_from.")


def test_a_renamed_column_is_a_missing_one_and_not_a_guess() -> None:
    with pytest.raises(RefusedError, match="the table sites lacks kind"):
        named("site_id,sort,first_seen,status,status_from\n")


def test_two_headers_of_one_column_refuse_the_file() -> None:
    with pytest.raises(RefusedError, match=r"^sites\.csv: the columns 'type', 'Art' both are kind\."):
        named("site_id,type,Art,first_seen,status,status_from\n")
    with pytest.raises(RefusedError, match="the columns 'kind', 'Kind' both are kind"):
        named("site_id,kind,Kind,first_seen,status,status_from\n")


def test_the_contracts_own_name_goes_before_another_header() -> None:
    found = named(f"type,{SITES}\nnot this,s1,this,x,x,x\n")
    assert (found.cells["kind"].to_list(), found.unused) == (["this"], ("type",))


def test_a_file_with_names_of_its_own_is_read_as_feltplan_toml_says() -> None:
    mapped = {"site_id": "Nr", "lon": "kind", "first_seen": "Set"}
    fixed = {"kind": "bar", "status": "open", "status_from": "2007-01-01"}
    found = named("Nr,kind,Set\ns1,12.5,2007-01-01\n", "sites", mapped, **fixed)
    row = found.cells.row(0, named=True)
    assert [row[name] for name in ("site_id", "lon", "kind", "first_seen", "status")] == [
        "s1", "12.5", "bar", "2007-01-01", "open"
    ]  # fmt: skip
    assert found.headers == mapped


def test_a_mapping_to_a_header_the_file_does_not_have_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"does not have: lon = Længde\. The file has: site_id, kind, first_seen"):
        named(SITES, mapped={"lon": "Længde"})


@pytest.mark.parametrize("header", ["*", "^.*$", "^a$", "^(", "text of kind", "{kind}", "%s"])
def test_a_header_is_never_taken_for_a_pattern(header: str) -> None:
    data = parquet({header: ["s1"], **{name: ["x"] for name in SITES.split(",")[1:]}})
    found = name_columns(raw(data, ending=".parquet"), BY_NAME["sites"], {"site_id": header})
    assert found.cells["site_id"].to_list() == ["s1"]


@pytest.mark.parametrize("personal", ["010190-1234", "20304050", "nn@example.org"])
def test_a_file_without_headers_is_refused_without_showing_whom_its_first_row_is_about(personal: str) -> None:
    with pytest.raises(RefusedError) as refused:
        named(f"1;{personal};Torvet\x1b[2J\n2;x;y\n")
    for sentence in (refused.value.say("da"), refused.value.say("en"), str(refused.value)):
        assert personal not in sentence
        assert "\x1b" not in sentence
        assert "1, •••, Torvet [2J" in sentence


def test_unused_headers_and_lost_mappings_do_not_show_personal_data_either() -> None:
    assert named(f"{SITES},010190-1234\n").unused == ("•••",)
    with pytest.raises(RefusedError, match=r"does not have: lon = •••\. The file has"):
        named(SITES, mapped={"lon": "20 30 40 50"})
    with pytest.raises(RefusedError, match="the column '•••' stands there twice"):
        named("20304050,20304050\n")


def test_a_message_does_not_quote_without_end() -> None:
    with pytest.raises(RefusedError) as refused:
        named(",".join(f"{'x' * 500}{n}" for n in range(900)))
    assert len(refused.value.say("en")) < 4_000


def test_a_file_of_more_columns_than_any_table_is_refused() -> None:
    for separator in (",", ";", "\t"):
        with pytest.raises(RefusedError, match="the file has 1001 columns; at most 1000 are read"):
            named(separator.join(f"h{n}" for n in range(1001)))


@given(st.permutations(SITES.split(",")))
def test_the_order_of_the_columns_does_not_matter(order: list[str]) -> None:
    found = named(f"{','.join(order)}\n{','.join(order)}\n").cells
    assert all(found[name].to_list() == [name] for name in order)
    assert {fold(name) for name in order} <= {fold(name) for name in found.columns}
