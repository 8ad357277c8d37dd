"""What was not yet known on a day is not used when the day is told, so the past tells the same today as it did then."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from etl.build import build
from etl.contract import BY_NAME
from etl.recorded import HAPPENED
from geodata.figures import figures
from geodata.status import classify
from geodata.store import Store
from geodata.versions import published
from tests.intake import good_row, take_rows, told
from tests.small import LEANING, TODAY, ask, write_small

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.settings import Settings

SITES = """
    site_id | kind   | municipality_code | first_seen | status | status_from | registreret | status_recorded_on
    early   | clinic | 0101              | 2020-01-01 | open   | 2020-01-01  |             |
    late    | clinic | 0101              | 2020-01-01 | open   | 2020-01-01  | 2020-06-01  |
    gone    | clinic | 0101              | 2020-01-01 | closed | 2020-03-01  | 2020-01-10  | 2020-04-01
"""
VISITS = """
    visit_id | site_id | started_at       | reached | outcomes     | recorded_on
    1        | early   | 2020-02-01 10:00 | ja      | conversation |
    2        | early   | 2020-02-02 10:00 | ja      | refused      | 2020-05-01
    3        | late    | 2020-02-03 10:00 | nej     |              | 2020-02-03
"""
SCREENINGS = """
    screening_id | municipality_code | started_on | completed_on | result      | sources | recorded_on
    first        | 0101              | 2020-01-02 | 2020-01-20   | sites_found | web     | 2020-02-20
"""


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> Store:
    raw = write_small(tmp_path / "raw", **{**LEANING, "sites": SITES, "visits": VISITS, "screenings": SCREENINGS})
    build(raw, settings, TODAY)
    return Store.open(settings.home, published(settings.home))


def count(store: Store, name: str, day: date) -> float | None:
    (figure,) = figures(store, day, ids=[name])
    return figure.numerator


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("sites_known", date(2020, 1, 5), 1),  # gone was seen on the 1st and recorded on the 10th
        ("sites_known", date(2020, 1, 10), 2),
        ("sites_known", date(2020, 3, 15), 2),  # gone closed on 1 March, but that was recorded on 1 April
        ("sites_known", date(2020, 4, 1), 1),
        ("sites_known", date(2020, 6, 1), 2),
        ("attempts", date(2020, 2, 28), 1),
        ("attempts", date(2020, 5, 1), 2),
        ("attempts", date(2020, 6, 1), 3),  # a visit to a site nobody had recorded cannot have been told
        ("ever_screened", date(2020, 2, 19), 0),
        ("ever_screened", date(2020, 2, 20), 1),
    ],
)
def test_a_day_is_told_by_what_was_recorded_by_then(store: Store, name: str, day: date, expected: int) -> None:
    assert count(store, name, day) == expected


def test_a_screening_whose_end_was_not_yet_recorded_was_under_way(store: Store) -> None:
    def status(day: date) -> tuple[object, object]:
        rows = classify(store.municipality_status(day, 12), day, 12).set_index("municipality_code")
        return rows.loc["0101", "completed_on"], rows.loc["0101", "started_on"]

    assert [str(value)[:10] for value in status(date(2020, 2, 1))] == ["NaT", "2020-01-02"]
    assert [str(value)[:10] for value in status(date(2020, 3, 1))] == ["2020-01-20", "NaT"]


@pytest.mark.usefixtures("store")
def test_a_record_that_does_not_say_when_it_was_made_was_made_at_once(settings: Settings) -> None:
    assert ask(settings.home, "SELECT visit_id, recorded_on FROM visits ORDER BY visit_id") == [
        ("1", date(2020, 2, 1)), ("2", date(2020, 5, 1)), ("3", date(2020, 6, 1))
    ]  # fmt: skip


DATED = (
    "visits|sightings|screenings|conversations|bridge_meetings|activities|site_statuses|sites|site_changes|plan_stops"
)
AT_ONCE = (
    "schema.sql",
    "days.sql",
    "site_timeline.sql",
    "attempt_timeline.sql",
    "due_timeline.sql",
    "municipality_timeline.sql",
)
"""Queries for no day or for many at once; these are held to what the others say of each day."""

QUERIES = sorted(resource.name for resource in files("geodata").joinpath("sql").iterdir())


@pytest.mark.parametrize("name", [name for name in QUERIES if name not in AT_ONCE])
def test_no_query_reads_a_dated_table_but_through_what_was_known(name: str) -> None:
    text = files("geodata").joinpath("sql", name).read_text(encoding="utf-8")
    # Joined to a record that is known, a table only says what that record is.
    assert re.findall(rf"\bFROM (?:{DATED})\b", text) == []


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, said in HAPPENED.items() for column in said])
def test_a_record_made_before_what_it_tells_of_is_set_aside(table: str, column: str) -> None:
    row = good_row(BY_NAME[table], **{column: "2007-01-01"})
    assert (2, column, "2007-01-01", "recorded_before") in told(take_rows(table, [row]))


def test_a_record_of_tomorrow_is_set_aside() -> None:
    row = good_row(BY_NAME["visits"], recorded_on="2027-01-01")
    assert told(take_rows("visits", [row])) == [(2, "recorded_on", "2027-01-01", "in_future")]
