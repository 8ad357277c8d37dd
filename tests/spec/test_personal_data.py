"""A CPR number, a telephone number or an e-mail address refuses its row and is shown nowhere."""

from __future__ import annotations

import hashlib
import random
import uuid

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etl.contract import BY_NAME, TABLES, Column, Holds, Table
from etl.personal import HIDDEN, personal, quoted
from etl.rejects import as_csv
from tests.intake import good_row, rules, take_rows, told

CPR = ["010190-1234", "0101901234", "010190 1234", "010190\u00a01234", "010190–1234", "010190 - 1234", "01.01.90-1234",
       "01-01-90-1234", "610190-1234", "710190-1234", "311299-0000"]  # fmt: skip
PHONE = ["20 30 40 50", "20.30.40.50", "20-30-40-50", "20 - 30 - 40 - 50", "20/30/40/50", "2030 4050", "203 04 050",
         "20\u00a030\u00a040\u00a050", "+4520304050", "+45 20 30 40 50", "+45 2030 4050", "+(45) 20304050",
         "+46 70 123 45 67", "+40721234567", "+234 803 123 4567", "+1 (212) 555-0100", "004520304050"]  # fmt: skip
EMAIL = ["nn@example.org", "n.n+x@post.example.dk", "nn @ example.org", "NN@EXAMPLE.ORG", "nn@kø.example"]
FOUND_EVERYWHERE = [*CPR, *PHONE, *EMAIL]
FOUND_IN_TEXT = ["20304050", "4520304050", "45 20304050", "2030-4050", "203 040 50", "20 304 050", "0046701234567",
                 "00 46 70 123 45 67"]  # fmt: skip

TEXT_COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in TABLES
    for column in table.columns
    if column.holds in (Holds.ID, Holds.KEY, Holds.TEXT)
]
OTHER_COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in TABLES
    for column in table.columns
    if column.holds not in (Holds.ID, Holds.KEY, Holds.TEXT)
]


def is_personal(text: str, holds: Holds = Holds.TEXT) -> bool:
    return bool(pl.DataFrame({"x": [text]}).select(personal(pl.col("x"), holds)).item())


@pytest.mark.parametrize("number", FOUND_EVERYWHERE)
def test_it_is_found_in_any_notation_with_anything_around_it(number: str) -> None:
    for text in (number, f"ring {number}", f"({number})", f"nr.:{number}, 2. th", f"a\n{number}\nb", f"_{number}_"):
        assert [is_personal(text, holds) for holds in (Holds.TEXT, Holds.KEY, Holds.ID)] == [True] * 3, text


@pytest.mark.parametrize("number", FOUND_IN_TEXT)
def test_in_text_a_number_is_found_that_would_be_a_running_number_in_an_id(number: str) -> None:
    assert [is_personal(text) for text in (number, f"ring {number}!", f"tlf{number}x")] == [True] * 3
    assert not is_personal("20304050", Holds.ID)


@pytest.mark.parametrize("number", ["0101901234", "010190-1234"])
@pytest.mark.parametrize("around", ["p{}", "cpr{}", "P-{}", "demo-{}", "{}a", "{}-1", "k_{}_2"])
def test_letters_and_hyphens_around_a_cpr_number_do_not_hide_it(number: str, around: str) -> None:
    for holds in (Holds.TEXT, Holds.KEY, Holds.ID):
        assert is_personal(around.format(number), holds)


@pytest.mark.parametrize("key", ["20304050", "p20304050", "p-20304050", "tlf 20304050", "4520304050"])
def test_a_persons_key_is_no_telephone_number(key: str) -> None:
    assert is_personal(key, Holds.KEY)


@pytest.mark.parametrize(
    "text",
    ["Vestergade 12, 8000 Aarhus C", "set 2007-02-03", "set 03-02-2007 kl. 11.50", "lukket 23-02-2007", "2007-2008",
     "uge 12-14", "DEMO 0001", "H.C. Andersens Vej 2030, 4. sal", "3,5 km", "32019012345678", "990190-1234",
     "011390-1234", "1234567", "12345678", "123456789", "100.000.000", "@home", "a@b", "set 23-02-07 11:50", ""],
)  # fmt: skip
def test_addresses_dates_and_other_numbers_are_no_personal_data(text: str) -> None:
    assert not is_personal(text)


@pytest.mark.parametrize("text", ["demo-v00001", "2007-1", "20304050", "0000000012345", "S-2007-0001", "k1", "12"])
def test_a_running_number_is_an_identifier(text: str) -> None:
    assert not is_personal(text, Holds.ID)


def test_a_uuid_or_a_checksum_is_a_key_however_many_digits_it_has() -> None:
    chance = random.Random(7)
    keys = [str(uuid.UUID(int=chance.getrandbits(128))) for _ in range(2_000)]
    keys += [hashlib.sha256(key.encode()).hexdigest() for key in keys]
    keys += [str(uuid.UUID("20304050-0101-4901-8234-010190123456")), "0101901234" * 4]
    cells = pl.DataFrame({"x": keys})
    assert [cells.filter(personal(pl.col("x"), holds)).height for holds in (Holds.KEY, Holds.ID)] == [0, 0]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("24-12-26 11:50", Holds.DATETIME),
        ("24.12.26 kl. 11.50", Holds.DATETIME),
        ("2030-11-22T10:00Z", Holds.DATETIME),
        ("20301122", Holds.DATE),
        ("22-11-30", Holds.DATE),
        ("55.20304050", Holds.NUMBER),
        ("55,67612345", Holds.NUMBER),
    ],
)
def test_a_date_or_a_coordinate_in_its_own_column_is_no_telephone_number(text: str, holds: Holds) -> None:
    assert not is_personal(text, holds)


@pytest.mark.parametrize("text", ["20304050", "20304050.0", "20304050,00", "0101901234", "0101901234.0"])
def test_a_number_to_find_someone_by_is_that_in_a_column_of_numbers_too(text: str) -> None:
    assert is_personal(text, Holds.NUMBER)


@pytest.mark.parametrize(("table", "column"), TEXT_COLUMNS)
def test_every_text_id_and_key_column_of_every_table_refuses_it_and_does_not_show_it(
    table: Table, column: Column
) -> None:
    rows = [good_row(table, **{column.name: text}) for text in FOUND_EVERYWHERE]
    loaded = take_rows(table.name, rows)
    assert loaded.kept == 0
    assert told(loaded) == [(line, column.name, "", "personal_data") for line in range(2, len(FOUND_EVERYWHERE) + 2)]


@pytest.mark.parametrize(("table", "column"), OTHER_COLUMNS)
def test_in_any_other_column_it_is_refused_for_what_it_is_and_not_shown(table: Table, column: Column) -> None:
    texts = [*FOUND_EVERYWHERE, *FOUND_IN_TEXT]
    loaded = take_rows(table.name, [good_row(table, **{column.name: text}) for text in texts])
    assert loaded.kept == 0
    assert {rule for _, name, _, rule in told(loaded) if name == column.name} == {"personal_data"}
    assert {value for _, _, value, _ in told(loaded)} == {""}


def test_an_identifier_that_breaks_another_rule_is_still_shown() -> None:
    row = good_row(BY_NAME["sites"], site_id="20304050", merged_into="20304050", status="merged")
    assert told(take_rows("sites", [row])) == [(2, "merged_into", "20304050", "own_successor")]


def test_the_other_faults_of_the_row_are_told_beside_it() -> None:
    row = good_row(BY_NAME["sites"], address="ring 20304050 =x {", kind="hotel", first_seen="nn@example.org")
    assert told(take_rows("sites", [row])) == [
        (2, "address", "", "personal_data"),
        (2, "first_seen", "", "personal_data"),
        (2, "kind", "hotel", "unknown_word"),
    ]


AROUND = st.text(alphabet="abæ ,.:;()\n", max_size=5)


@settings(max_examples=40)
@given(AROUND, st.sampled_from(FOUND_EVERYWHERE), AROUND)
@example("x" * 600, "010190-1234", "")
@example("=", "20 30 40 50", "{{")
def test_no_number_survives_into_what_is_shown_of_a_file(before: str, number: str, after: str) -> None:
    text = f"{before}{number}{after}"
    rows = [dict.fromkeys(good_row(BY_NAME["visits"]), text), good_row(BY_NAME["visits"], outcomes=text)]
    loaded = take_rows("visits", rows)
    assert (loaded.kept, loaded.set_aside) == (0, 2)
    shown = as_csv(loaded.rejects, demo=False).decode() + str(loaded.rejects.rows())
    assert number not in shown
    assert number.strip("+") not in shown
    assert quoted([text]) == [HIDDEN]


def test_a_faulty_cell_without_personal_data_is_shown_as_it_stands() -> None:
    loaded = take_rows("sites", [good_row(BY_NAME["sites"], kind="hotel"), good_row(BY_NAME["sites"], kind="")])
    assert told(loaded) == [(2, "kind", "hotel", "unknown_word"), (3, "kind", "", "missing")]
    assert rules(loaded) == ["missing", "unknown_word"]
