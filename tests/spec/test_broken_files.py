"""A broken file is refused whole, in a sentence that begins with its name; nothing crashes, hangs or is half read."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import random
import zipfile
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etl import readers
from etl.contract import BY_NAME, TABLES, Table
from etl.readers import READERS, Raw, read_raw
from etl.refusals import RefusedError
from etl.xlsx_cells import rows
from tests.intake import good_row, parquet, raw, take_raw, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITES = "site_id,kind,first_seen,status,status_from\ns1,bar,2007-01-02,open,2007-01-02\n"
BOOK = workbook([line.split(",") for line in SITES.splitlines()])
TABLE = parquet({name: ["x", "y"] for name in SITES.splitlines()[0].split(",")})
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def zipped(data: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("sites.csv", data)
    return written.getvalue()


CONTENTS = {
    "nothing": b"",
    "a line break": b"\n",
    "blanks": b"  \r\n\t\r\n ;; \n",
    "only a BOM": b"\xef\xbb\xbf",
    "CSV": SITES.encode(),
    "CSV in UTF-16": SITES.encode("utf-16"),
    "CSV in UTF-16 without BOM": SITES.encode("utf-16-be"),
    "CSV with a NUL": SITES.replace("bar", "b\0r").encode(),
    "a workbook": BOOK,
    "half a workbook": BOOK[: len(BOOK) // 2],
    "a workbook without its end": BOOK[:-10],
    "Parquet": TABLE,
    "half a Parquet file": TABLE[: len(TABLE) // 2],
    "Parquet without its end": TABLE[:-10],
    "zipped CSV": zipped(SITES.encode()),
    "an empty zip": b"PK\x05\x06" + bytes(18),
    "gzip": gzip.compress(SITES.encode(), mtime=0),
    "bzip2": bz2.compress(SITES.encode()),
    "xz": lzma.compress(SITES.encode()),
    "PDF": b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n",
    "old Excel": OLD_EXCEL,
    "HTML": b"<html><table><tr><td>site_id</td></tr></table></html>",
    "JSON": b'{"site_id": ["s1"]}',
    "any bytes": random.Random(1).randbytes(4_000),
    "any bytes but NUL": random.Random(2).randbytes(4_000).replace(b"\0", b""),
}
RIGHT = {".csv": "CSV", ".xlsx": "a workbook", ".parquet": "Parquet"}


@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize("content", CONTENTS)
def test_a_file_that_is_not_what_its_ending_says_is_refused(content: str, ending: str) -> None:
    if content == RIGHT[ending]:
        assert take_raw(raw(CONTENTS[content], ending=ending), "sites").read > 0
        return
    with pytest.raises(RefusedError) as refused:
        take_raw(raw(CONTENTS[content], ending=ending), "sites")
    for sentence in (refused.value.say("da"), refused.value.say("en")):
        assert sentence.startswith(f"sites{ending}: ")
        assert len(sentence) < 4_000
        assert sentence.isprintable()
    assert refused.value.say("da") != refused.value.say("en")


@pytest.mark.parametrize(
    ("content", "ending", "said"),
    [
        ("nothing", ".csv", "the file is empty (0 bytes)."),
        ("nothing", ".xlsx", "the file is empty (0 bytes)."),
        ("nothing", ".parquet", "the file is empty (0 bytes)."),
        ("blanks", ".csv", "the file is empty."),
        ("only a BOM", ".csv", "the file is empty."),
        ("CSV in UTF-16", ".csv", "the file is binary or UTF-16; UTF-8 or Latin-1 was expected."),
        ("CSV with a NUL", ".csv", "the file is binary or UTF-16; UTF-8 or Latin-1 was expected."),
        ("a workbook", ".csv", "the file is packed or binary, not text."),
        ("gzip", ".csv", "the file is packed or binary, not text."),
        ("xz", ".csv", "the file is packed or binary, not text."),
        ("PDF", ".csv", "the file is packed or binary, not text."),
        ("old Excel", ".csv", "the file is packed or binary, not text."),
        ("half a workbook", ".xlsx", "the file is no workbook or is cut short."),
        ("CSV", ".xlsx", "the file is no workbook or is cut short."),
        ("old Excel", ".xlsx", "the file is no workbook or is cut short."),
        ("zipped CSV", ".xlsx", "the workbook is damaged or too large to be read."),
        ("half a Parquet file", ".parquet", "the file is not Parquet or is cut short."),
        ("CSV", ".parquet", "the file is not Parquet or is cut short."),
    ],
)
def test_a_refusal_says_what_was_found(content: str, ending: str, said: str) -> None:
    with pytest.raises(RefusedError) as refused:
        raw(CONTENTS[content], ending=ending)
    assert refused.value.say("en") == f"sites{ending}: {said}"


def test_a_file_that_is_larger_than_is_read_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "LARGEST_FILE", 2 * 1024**2)
    with (tmp_path / "sites.csv").open("wb") as file:
        file.truncate(3 * 1024**2)
    with pytest.raises(RefusedError, match=r"^sites\.csv: the file is 3 MB; the largest that is read is 2 MB\."):
        read_raw(tmp_path / "sites.csv")


def test_what_is_read_says_where_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "Sites.CSV"
    path.write_bytes(SITES.encode())
    found = read_raw(path)
    assert (found.file, found.kind, found.encoding, found.read) == ("Sites.CSV", "csv", "utf-8", 1)
    assert (found.size, found.sha256) == (len(SITES), hashlib.sha256(SITES.encode()).hexdigest())


def whole(found: Raw) -> None:
    """Hold a file that was read to what every file promises."""
    lines = [*found.cells["line"], *found.faults["line"].unique()]
    assert found.read == len(lines) == len(set(lines))
    assert not any(None in row for row in found.cells.rows())


def read(data: bytes | str, table: str = "sites", ending: str = ".csv") -> Raw | None:
    """Return a file that could be read, whole, or ``None`` where it was refused by its name."""
    try:
        found = raw(data, table, ending)
    except RefusedError as error:
        refused = error.say("en").startswith(f"{table}{ending}: ")
    else:
        whole(found)
        return found
    assert refused
    return None


@given(st.binary(max_size=200), st.sampled_from([".csv", ".parquet"]))
@example(b'a\r\n"', ".csv")
@example(b"\xef\xbb\xbf\xc3", ".csv")
@example(b"PAR1PAR1", ".parquet")
def test_any_bytes_are_read_whole_or_refused(data: bytes, ending: str) -> None:
    read(data, "sites", ending)


@given(st.text(max_size=60), st.sampled_from(["sites", "visits"]))
def test_any_text_is_read_whole_or_refused(text: str, table: str) -> None:
    read(text, table)


@pytest.mark.parametrize("quote", ["", '"'], ids=["plain", "quoted"])
def test_a_csv_file_cut_anywhere_loses_no_row_before_the_cut(quote: str) -> None:
    good = [good_row(BY_NAME["visits"], visit_id=f"v{n}", outcomes="Samtale") for n in range(4)]
    lines = [",".join(good[0]), *(",".join(f"{quote}{cell}{quote}" for cell in row.values()) for row in good)]
    text = "\n".join(lines) + "\n"
    for cut in range(len(lines[0]) + 1, len(text) + 1):
        complete = text[:cut].count("\n") - 1
        inside_quotes = text[:cut].count('"') % 2 == 1
        found = read(text[:cut], "visits")
        assert (found is None) == inside_quotes, "an open quotation mark is never the end of a row"
        if found is not None:
            loaded = take_raw(found, "visits")
            assert loaded.rows["visit_id"].to_list()[:complete] == [f"v{n}" for n in range(complete)]
            assert loaded.read - complete in (0, 1)


LINES: list[list[object]] = [[f"s{n}", "bar", date(2007, 1, 2), "open", f"Gade {n}"] for n in range(30)]
HEADER = ["site_id", "kind", "first_seen", "status", "address"]


def with_a_flipped_bit(data: bytes, times: int) -> Iterator[bytes]:
    chance = random.Random(3)
    for _ in range(times):
        damaged = bytearray(data)
        damaged[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        yield bytes(damaged)


def test_a_workbook_with_a_flipped_bit_is_refused_or_says_the_same() -> None:
    book = workbook([HEADER, *LINES])
    told = []
    for damaged in with_a_flipped_bit(book, 400):
        # In its own process any error refuses the file.
        with suppress(Exception):
            told.append(list(rows(damaged)))
    assert 0 < len(told) < 100
    assert all(said == list(rows(book)) for said in told), "never another value"


def test_a_parquet_file_with_a_flipped_bit_is_refused_or_read_whole() -> None:
    data = parquet({name: [line[i] for line in LINES] for i, name in enumerate(HEADER)})
    for damaged in with_a_flipped_bit(data, 400):
        read(damaged, "sites", ".parquet")


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_every_table_says_the_same_in_every_format(table: Table) -> None:
    row = good_row(table)
    names, cells = list(row), list(row.values())
    files = {
        "comma": raw(f"{','.join(names)}\n{','.join(cells)}\n", table.name),
        "Latin-1": raw(f"{';'.join(names)}\r\n{';'.join(cells)}\r\n".encode("latin-1"), table.name),
        "Parquet": raw(parquet({name: [cell] for name, cell in row.items()}), table.name, ".parquet"),
        "Excel": raw(workbook([names, cells]), table.name, ".xlsx"),
    }
    kept = {name: take_raw(found, table.name).rows.rows() for name, found in files.items()}
    assert len(kept["comma"]) == 1
    assert all(same == kept["comma"] for same in kept.values())
