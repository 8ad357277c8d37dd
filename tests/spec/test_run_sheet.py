"""A crew's run sheet: the plan's stops in order, what is known of each place, and nothing that names the field."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.build import build
from geodata.errors import BeyondReachError, PlanRefusedError
from geodata.roles import Reach, Role, reach_of
from geodata.run_sheet import (
    CODE_LENGTH,
    CODE_LETTERS,
    LONGEST_TEXT,
    NEUTRAL,
    Remark,
    betrays,
    code_of,
    read_places,
    run_sheet,
    shortened,
)
from geodata.settings import Settings
from geodata.store import Store
from geodata.terms import Kind, ReturnPurpose
from geodata.versions import published
from tests.days import CREW, TUESDAY, place, plan, sheet, stop
from tests.small import TODAY, write_small

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITES = ["with-both", "with-code", "with-neither", "with-point", "nowhere"]


@pytest.fixture
def store(built_small: Path) -> Iterator[Store]:
    opened = Store.open(built_small, published(built_small))
    yield opened
    opened.close()


def test_a_sheet_holds_one_crews_stops_of_one_day_in_the_order_they_are_made() -> None:
    accepted = plan(
        stop("c", time(13)), stop("a", time(9)), stop("b", time(9, 30)),
        stop("other crew", crew="Hold B"), stop("other day", day=date(2026, 11, 25)),
    )  # fmt: skip
    told = run_sheet(accepted, CREW, TUESDAY, {})
    assert [(each.number, each.planned.site_id) for each in told.stops] == [(1, "a"), (2, "b"), (3, "c")]


def test_a_crew_without_stops_that_day_has_no_sheet() -> None:
    with pytest.raises(PlanRefusedError):
        run_sheet(plan(stop("a")), "Hold B", TUESDAY, {})


@pytest.mark.parametrize(
    ("known", "remarks"),
    [
        pytest.param(place(), [], id="everything is known: nothing to say"),
        pytest.param(None, [Remark.NOT_FOUND], id="not in the data"),
        pytest.param(place(address=None), [Remark.NO_ADDRESS], id="no address"),
        pytest.param(place(municipality=None), [Remark.NO_TOWN], id="no municipality"),
        pytest.param(place(lon=None, lat=None), [Remark.NO_POINT], id="no point"),
        pytest.param(place(quality="approximate"), [Remark.APPROXIMATE], id="approximate"),
        pytest.param(place(quality="area"), [Remark.AREA], id="area"),
        pytest.param(place(status="closed"), [Remark.CHANGED], id="closed since the plan"),
        pytest.param(place(address="Klinik Rosen, Havnegade 3"), [Remark.KEPT_BACK], id="the address names the field"),
        pytest.param(
            place(municipality=None, address=None, lon=None, lat=None, quality="unknown"),
            [Remark.NO_TOWN, Remark.NO_ADDRESS, Remark.AREA, Remark.NO_POINT],
            id="nothing is known",
        ),
    ],
)
def test_what_is_not_known_of_a_place_is_said(known: object, remarks: list[Remark]) -> None:
    (only,) = sheet(known).stops  # type: ignore[arg-type]
    assert list(only.remarks) == remarks


def test_hours_are_those_of_the_weekday_and_unknown_hours_are_not_closed_ones() -> None:
    tuesday = (2, time(10), time(12))
    told = sheet(
        place(hours=(tuesday, (3, time(9), time(10)))), place(hours=((3, time(9), time(10)),)), place(hours=())
    )
    assert [each.hours for each in told.stops] == [((time(10), time(12)),), (), None]


def test_what_was_agreed_is_said_for_its_own_day_and_a_promise_for_the_planned_one() -> None:
    agreed = place(agreed_on=date(2026, 12, 1), agreed_purpose="conversation")
    told = run_sheet(
        plan(stop("agreed"), stop("promised", time(10), promised=True), stop("neither", time(11))),
        CREW, TUESDAY, {"agreed": agreed, "promised": place(), "neither": place()},
    )  # fmt: skip
    assert [(each.agreed_on, each.purpose) for each in told.stops] == [
        (date(2026, 12, 1), ReturnPurpose.CONVERSATION), (TUESDAY, None), (None, None),
    ]  # fmt: skip


def test_every_purpose_has_neutral_words_and_none_of_them_names_the_field() -> None:
    assert set(NEUTRAL) == set(ReturnPurpose)
    assert not [label for label in NEUTRAL.values() if betrays(label.danish) or betrays(label.english)]


@pytest.mark.parametrize(
    "text",
    ["Klinikken", "Thai-massage", "MASSAGE", "escortservice", "Eskorte", "sexklub", "Prostitution", "bordel", "Reden"],
)
def test_a_text_that_names_the_field_is_recognised(text: str) -> None:
    assert betrays(text)
    (only,) = sheet(place(address=f"{text} 3", municipality=text), crew=text).stops
    assert (only.address, only.town) == (None, None)
    assert sheet(place(), crew=text).said_crew == code_of(text)


@pytest.mark.parametrize(
    "text", ["Essexvej 3", "Vestergade 12", "Skorteksvej", "Barsebäckvej", "Storkereden 4", "Hold A"]
)
def test_an_ordinary_address_does_not(text: str) -> None:
    assert not betrays(text)


def test_every_kind_that_names_the_field_would_be_recognised() -> None:
    naming = (Kind.CLINIC, Kind.ESCORT, Kind.CLINIC_ESCORT, Kind.PRIVATE_ESCORT)
    assert [kind for kind in naming if not betrays(kind.label.danish)] == []


@given(st.text())
def test_a_sites_code_is_five_consonants_the_same_every_time(name: str) -> None:
    code = code_of(name)
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(CODE_LETTERS)
    assert code_of(name) == code


def test_codes_of_many_sites_are_almost_all_different() -> None:
    assert len({code_of(f"site-{number}") for number in range(10_000)}) > 9_950


@given(st.text())
def test_a_text_on_a_sheet_is_one_short_line(text: str) -> None:
    line = shortened(text)
    assert len(line) <= LONGEST_TEXT
    assert len(line.splitlines()) <= 1


def test_places_are_read_as_they_are_recorded(store: Store) -> None:
    places = read_places(store, SITES, TODAY)
    assert set(places) == {"with-both", "with-code", "with-neither", "with-point"}
    point = places["with-point"]
    assert (point.municipality, point.lon, point.lat, point.address) == ("Østby", 11.05, 55.55, None)
    assert point.hours == ((1, time(10), time(16)),)
    assert places["with-neither"].municipality is None
    assert places["with-neither"].lon is None
    assert places["with-both"].status == "merged"
    assert read_places(store, [], TODAY) == {}


def test_what_was_agreed_is_what_the_last_attempt_left(tmp_path: Path) -> None:
    visits = """
    visit_id | site_id    | started_at       | outcomes        | return_on  | return_window | return_purpose | reached
    1        | with-point | 2021-03-04 14:30 | conversation    | 2021-03-18 | aften         | health         | ja
    2        | with-code  | 2021-03-04 14:30 | new_appointment | 2021-03-18 | formiddag     | conversation   | ja
    3        | with-code  | 2021-03-18 10:00 |                 |            |               |                | nej
    """
    home = tmp_path / "home"
    build(write_small(tmp_path / "raw", visits=visits), Settings(home=home), TODAY)
    opened = Store.open(home, published(home))
    places = read_places(opened, SITES, TODAY)
    opened.close()

    def agreed(site: str) -> tuple[date | None, str | None, str | None]:
        return places[site].agreed_on, places[site].agreed_window, places[site].agreed_purpose

    assert agreed("with-point") == (date(2021, 3, 18), "evening", "health")
    assert agreed("with-code") == (None, None, None)


@pytest.mark.parametrize(
    ("team", "seen"), [("east", {"with-point"}), ("mid", {"with-code"}), ("west", {"with-both", "with-neither"})]
)
def test_a_team_lead_reads_the_places_of_the_own_team_alone(team: str, seen: set[str], store: Store) -> None:
    assert set(read_places(store.within(Reach(team=team, build=False)), SITES, TODAY)) == seen


@pytest.mark.parametrize("role", [Role.MUNICIPALITY, Role.ADMINISTRATOR])
def test_a_municipality_and_an_administrator_read_no_place(role: Role, store: Store) -> None:
    within = store.within(reach_of(role, None, "0101"))
    for name in ("stop_places", "stop_windows"):
        with pytest.raises(BeyondReachError):
            within.read(name, sites=SITES, as_of=TODAY)
    with pytest.raises(BeyondReachError):
        within.read("stop_visits", sites=SITES, day=TODAY, as_of=TODAY)
