"""What a cell says: every notation that is accepted reads back the same, and nothing is guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.cells import EXCEL_EPOCH, EXCEL_SERIALS, read_cells
from etl.contract import Column, Holds
from geodata import terms
from geodata.terms import Kind, Outcome

DAY = date(2007, 2, 3)
MOMENT = datetime.fromisoformat("2007-02-03T11:50")


def reads(text: str, holds: Holds, **more: object) -> object:
    """Return what one cell says, read beside others that are written otherwise, and alone."""
    column = Column("x", holds, **more)  # type: ignore[arg-type] # the test's own keywords
    alone = read_cells(pl.Series([text]), column).to_list()
    beside = read_cells(pl.Series(["", text, "?", text, "1"]), column).to_list()
    assert [beside[0], beside[1], beside[3]] == [None, *alone, *alone]
    return alone[0]


@pytest.mark.parametrize(
    "text",
    ["2007-02-03", "2007-2-3", "03-02-2007", "3-2-2007", "03/02/2007", "03.02.2007", "3.2.2007", "2007/02/03",
     "2007.02.03", "20070203", "39116", "2007-02-03 00:00", "2007-02-03T00:00:00", "03-02-2007 00:00:00.000"],
)  # fmt: skip
def test_a_date_in_danish_iso_or_as_a_serial_is_the_same_day(text: str) -> None:
    assert reads(text, Holds.DATE) == DAY


@pytest.mark.parametrize(
    "text",
    ["31-04-2007", "29-02-2007", "2007-13-01", "2007-02-30", "00-01-2007", "03-02-07", "07-02-03", "03/04/07",
     "3. februar 2007", "i går", "2007", "2007-02", "19999", "80000", "391160", "2007-02-03 11:50", "0000-01-01",
     "99999-01-01", "20071301", "02-2007-03", "2007-02-03x"],
)  # fmt: skip
def test_what_is_no_date_of_the_calendar_or_has_a_year_of_two_digits_is_not_read(text: str) -> None:
    assert reads(text, Holds.DATE) is None


@given(st.dates(date(1000, 1, 1)))
def test_every_day_reads_back_in_every_notation(day: date) -> None:
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d"):
        assert reads(day.strftime(form), Holds.DATE) == day


@given(st.sampled_from(EXCEL_SERIALS))
def test_every_serial_is_its_day(serial: int) -> None:
    assert reads(str(serial), Holds.DATE) == EXCEL_EPOCH + timedelta(days=serial)
    assert reads(f"{serial},5", Holds.DATETIME) == datetime.combine(EXCEL_EPOCH + timedelta(days=serial), time(12))


@pytest.mark.parametrize(
    "text",
    ["2007-02-03 11:50", "2007-02-03T11:50", "2007-02-03 11:50:00", "2007-02-03T11:50:00.000", "03-02-2007 11:50",
     "03-02-2007 11.50", "03.02.2007 11:50", "3/2/2007 11:50", "03-02-2007 kl. 11:50", "3-2-2007 kl 11.50",
     "03-02-2007 KL. 11.50", "03-02-2007 kl. 11.50.00", "03-02-2007\u00a011:50", "2007-02-03  11:50",
     "2007-02-03T10:50Z", "2007-02-03 11:50+01:00", "2007-02-03T12:50+0200", "20070203T1150", "39116.493055556",
     "39116,493055556"],
)  # fmt: skip
def test_a_moment_in_any_notation_is_danish_local_time(text: str) -> None:
    assert reads(text, Holds.DATETIME) == MOMENT


@pytest.mark.parametrize(
    "text",
    ["2007-02-30 10:00", "2007-02-03 24:00", "2007-02-03 10:60", "03-02-07 10:00", "07-02-03 10:00", "1/2/3 4:05",
     "i morgen", "kl. 10", "19999.5", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00",
     "99999-02-03 10:00", "31-04-2007 kl. 10.00", "03-02-2007 kl. 25.00", "2007-02-03 10:00 Z?", "12345678"],
)  # fmt: skip
def test_what_is_no_moment_is_not_read(text: str) -> None:
    assert reads(text, Holds.DATETIME) is None


@pytest.mark.parametrize("text", ["2007-02-03", "03-02-2007", "39116", "3.2.2007"])
def test_a_day_alone_is_its_midnight(text: str) -> None:
    assert reads(text, Holds.DATETIME) == datetime.combine(DAY, time())


@pytest.mark.parametrize(
    ("text", "local"),
    [
        pytest.param("2007-07-03T10:00Z", "2007-07-03T12:00", id="summer"),
        pytest.param("2007-01-03T10:00Z", "2007-01-03T11:00", id="winter"),
        pytest.param("2007-03-25T00:59Z", "2007-03-25T01:59", id="the minute before the clock goes forward"),
        pytest.param("2007-03-25T01:00Z", "2007-03-25T03:00", id="and the minute after"),
        pytest.param("2007-10-28T00:59Z", "2007-10-28T02:59", id="the minute before it goes back"),
        pytest.param("2007-10-28T01:00Z", "2007-10-28T02:00", id="and the minute after"),
        pytest.param("2007-07-03T20:00-05:00", "2007-07-04T03:00", id="another day here than there"),
    ],
)
def test_a_moment_of_another_time_zone_becomes_danish_local_time(text: str, local: str) -> None:
    assert reads(text, Holds.DATETIME) == datetime.fromisoformat(local)


@settings(max_examples=40)
@given(st.datetimes(datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("2090-01-01")), st.integers(-14, 14))
def test_every_moment_reads_back_in_every_notation(moment: datetime, hours: int) -> None:
    moment = moment.replace(second=0, microsecond=0)
    for form in ("%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M", "%d.%m.%Y kl. %H.%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M"):
        assert reads(moment.strftime(form), Holds.DATETIME) == moment
    there = moment.replace(tzinfo=UTC) + timedelta(hours=hours)
    written = f"{there.replace(tzinfo=None).isoformat()}{hours:+03d}:00"
    danish = moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Copenhagen"))
    assert reads(written, Holds.DATETIME) == danish.replace(tzinfo=None)


@pytest.mark.parametrize("text", ["9:05", "09:05", "9.05", "09.05", "09:05:00", "kl. 9.05", "Kl 9:05"])
def test_a_time_of_day_is_read(text: str) -> None:
    assert reads(text, Holds.TIME) == time(9, 5)


@pytest.mark.parametrize("text", ["24:00", "9:60", "9:5", "0.25", "0.4166667", "morgen", "-1", "9:05 PM", "1200"])
def test_what_is_no_time_of_day_is_not_read(text: str) -> None:
    assert reads(text, Holds.TIME) is None


def test_an_hour_alone_is_the_full_hour() -> None:
    assert reads("9", Holds.TIME) == time(9)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5", 12.5), ("12,5", 12.5), ("-12,5", -12.5), ("+12,5", 12.5), (",5", 0.5), (".5", 0.5), ("5.", 5.0),
        ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1 234,5", 1234.5), ("1\u00a0234,5", 1234.5), ("1 234", 1234.0),
        ("1.234.567,8", 1234567.8), ("1,234,567.8", 1234567.8), ("12\u202f345\u202f678", 12345678.0),
        ("1.234", 1.234), ("1,234", 1.234), ("1e3", 1000.0), ("1,5E-3", 0.0015), ("0", 0.0),
    ],
)  # fmt: skip
def test_a_number_is_read_in_danish_and_in_english(text: str, number: float) -> None:
    assert reads(text, Holds.NUMBER) == number


@pytest.mark.parametrize(
    "text",
    ["nan", "NaN", "inf", "-inf", "infinity", "1e999", "9" * 400, "9" * 400 + ",5", "1.234.567", "1,234,567", "1,2.5",
     "1.2,5", "12,34.5", "1.234.56,7", "12 34", "5 %", "kr. 5", "1_000", "0x10", "--5", "1e", "e5", "=1+1"],
)  # fmt: skip
def test_what_is_no_number_or_could_be_two_is_not_read(text: str) -> None:
    assert reads(text, Holds.NUMBER) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234", 1234), ("1,234", 1234), ("1 234 567", 1234567), ("1.234.567", 1234567), ("-1.234", -1234), ("12", 12),
     ("12,0", 12), ("12.00", 12), ("+7", 7), ("1e3", 1000), ("007", 7), ("1.234,0", 1234)],
)  # fmt: skip
def test_a_whole_number_is_read_with_its_thousands(text: str, number: int) -> None:
    assert reads(text, Holds.WHOLE) == number


@pytest.mark.parametrize(
    "text", ["1.5", "1,5", "1.2340", "1.234,567", "1.23", "1.234.56", "1,234.567", "nan", "1e400", "9" * 30, "ni"]
)
def test_what_is_no_whole_number_is_not_read(text: str) -> None:
    assert reads(text, Holds.WHOLE) is None


@given(st.integers(-(10**12), 10**12))
def test_every_whole_number_reads_back_in_every_notation(number: int) -> None:
    for text in (str(number), f"{number:,}", f"{number:,}".replace(",", "."), f"{number:,}".replace(",", " ")):
        assert reads(text, Holds.WHOLE) == number
    assert reads(f"{number:,}".replace(",", "\u00a0") + ",0", Holds.WHOLE) == number


@given(st.decimals(-(10**9), 10**9, places=4))
def test_every_number_reads_back_in_every_notation(number: object) -> None:
    english = f"{number:,}"
    danish = english.translate(str.maketrans(",.", ".,"))
    for text in (str(number), str(number).replace(".", ","), english, danish, danish.replace(".", "\u00a0")):
        assert reads(text, Holds.NUMBER) == float(str(number))


@pytest.mark.parametrize("text", ["101", "0101", "101.0", "101,0", "0101,0"])
def test_a_code_gets_back_the_zeros_that_a_spreadsheet_took(text: str) -> None:
    assert reads(text, Holds.CODE) == "0101"


@pytest.mark.parametrize("text", ["00101", "10101", "101.5", "-101", "Ballerup", "101a", "٠١٠١", "1e2", "ukendt"])
def test_what_is_no_code_of_four_digits_is_not_read(text: str) -> None:
    assert reads(text, Holds.CODE) is None


@pytest.mark.parametrize("text", ["unknown", "Ukendt", "IKKE  OPLYST"])
def test_an_unknown_municipality_is_a_value_of_its_own_where_the_contract_says_so(text: str) -> None:
    assert reads(text, Holds.CODE, empty=terms.UNKNOWN) == terms.UNKNOWN


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("ja", "J", "Yes", "y", "TRUE", "sand", "1", "x", "Truffet"), True),
        (("nej", "N", "no", "n", "False", "falsk", "0", "Forgæves", "ikke truffet", "In  vain"), False),
        (("måske", "2", "-", "janej", "ja?"), None),
    ],
)
def test_yes_is_yes_no_is_no_and_anything_else_is_neither(texts: tuple[str, ...], said: bool | None) -> None:
    assert [reads(text, Holds.FLAG) for text in texts] == [said] * len(texts)


def test_a_word_is_the_term_it_spells_and_an_unknown_word_is_none() -> None:
    assert reads(" KLINIK ".strip(), Holds.TERM, term=Kind) == "clinic"
    assert reads("Klinik+Escort", Holds.TERM, term=Kind) == "clinic_escort"
    assert reads("hotel", Holds.TERM, term=Kind) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Samtale|Ny aftale", ["conversation", "new_appointment"]),
        ("ny aftale | samtale | SAMTALE", ["conversation", "new_appointment"]),
        ("samtale|", ["conversation"]),
        ("|", []),
        ("samtale|hotel", None),
        ("samtale,aftale", None),
    ],
)
def test_several_words_are_told_once_each_in_one_order_and_one_unknown_word_spoils_them(
    text: str, codes: list[str] | None
) -> None:
    assert reads(text, Holds.TERMS, term=Outcome) == codes


@pytest.mark.parametrize("holds", [Holds.ID, Holds.KEY, Holds.TEXT])
def test_text_is_kept_as_it_is_written(holds: Holds) -> None:
    assert [reads(text, holds) for text in ("0012", "NA", "1.0", "a\u00a0b")] == ["0012", "NA", "1.0", "a\u00a0b"]


@pytest.mark.parametrize("holds", Holds)
def test_a_blank_cell_says_nothing_whatever_its_column_holds(holds: Holds) -> None:
    assert read_cells(pl.Series(["", ""]), Column("x", holds)).to_list() == [None, None]
    assert read_cells(pl.Series([], dtype=pl.String), Column("x", holds)).to_list() == []


@given(st.lists(st.text(max_size=20), max_size=5), st.sampled_from(Holds))
def test_no_text_stops_the_reading(texts: list[str], holds: Holds) -> None:
    column = Column("x", holds, term=Kind)
    values = read_cells(pl.Series([text.strip() for text in texts], dtype=pl.String), column)
    assert len(values) == len(texts)


DIGITS = st.text(alphabet="0123456789-/. :,T+Z", max_size=24)


@given(
    st.lists(DIGITS, min_size=1, max_size=5), st.sampled_from([Holds.DATE, Holds.DATETIME, Holds.NUMBER, Holds.WHOLE])
)
def test_how_a_cell_is_read_does_not_depend_on_the_cells_beside_it(texts: list[str], holds: Holds) -> None:
    texts = [text.strip() for text in texts]
    column = Column("x", holds)
    together = read_cells(pl.Series(texts), column).to_list()
    assert together == [read_cells(pl.Series([text]), column).to_list()[0] for text in texts]
