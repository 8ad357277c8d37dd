"""A site that needs a language is visited by a crew that speaks it, or is left out and says why."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from geodata.errors import PlanRefusedError
from geodata.ledger.crews import keep_week, kept_week
from geodata.ledger.sessions import open_ledger
from geodata.routing import LeftOutBecause, PlanOptions, plan_week
from geodata.terms import SpokenLanguage
from geodata.week.accept import edits_in
from geodata.week.crews import CrewWeek, Kept, TeamWeek
from geodata.week.edits import Edits
from geodata.week.ground import Visited
from geodata.week.problem import week_of
from tests.plan_checker import Visit, check
from tests.spec.test_week import BEFORE, MONDAY, QUICK, SITES, ground, minutes, version_of

if TYPE_CHECKING:
    from geodata.routing import WeekPlan, WeekProblem
    from geodata.settings import Settings

TEAM = TeamWeek("west", (CrewWeek("A", "0751"), CrewWeek("B", "0751", languages=("da", "th"))))
THAI = Edits().need("s00", "th").need("s05", "th")


def problem(edits: Edits, team: TeamWeek = TEAM) -> WeekProblem:
    return week_of(ground(), team, minutes(), edits, now=BEFORE)


def planned(edits: Edits, team: TeamWeek = TEAM) -> WeekPlan:
    return plan_week(problem(edits, team), team.options(QUICK))


def test_only_a_crew_that_speaks_it_is_sent_to_a_site_that_needs_a_language() -> None:
    made = planned(THAI)
    assert {stop.crew for stop in made.stops if stop.site in THAI.needs} == {"B"}
    assert {stop.crew for stop in made.stops} == {"A", "B"}
    visits = [Visit(stop.site, stop.day, stop.crew, stop.arrive) for stop in made.stops]
    assert check(problem(THAI), PlanOptions(), visits).faults == []
    (why,) = {stop.why[0].danish for stop in made.stops if stop.site in THAI.needs}
    assert why == "kræver sprog: Thai"


def test_without_such_a_crew_the_site_is_left_out_and_says_why() -> None:
    made = planned(Edits().need("s00", "pl"))
    assert {out.site: out.because for out in made.left_out}["s00"] is LeftOutBecause.NO_LANGUAGE
    silent = replace(TEAM, crews=tuple(replace(crew, languages=()) for crew in TEAM.crews))
    assert {out.site for out in planned(THAI, silent).left_out} >= {"s00", "s05"}
    assert {stop.site for stop in planned(Edits(), silent).stops} >= {"s00", "s05"}, "no need, no language asked"


def test_a_need_is_changed_taken_back_and_kept_though_the_site_is_taken_out() -> None:
    assert THAI.need("s00", "ro").needs == {"s00": "ro", "s05": "th"}
    assert THAI.need("s00", None).needs == THAI.free("s00").needs == {"s05": "th"}
    assert THAI.remove("s00").needs == THAI.needs
    assert bool(Edits().need("s00", "th"))


def test_an_accepted_version_keeps_the_need_also_of_a_site_without_a_stop() -> None:
    edits = Edits().need("s00", "pl").need("s05", "th")
    version = version_of(planned(edits), edits=edits)
    assert "s00" not in {stop.site_id for stop in version.stops}
    assert edits_in(version, ground(), date(2026, 11, 27)).needs == edits.needs
    seen = ground((Visited("s05", datetime(2026, 11, 30, 9, 30), reached=True, minutes=20),))  # noqa: DTZ001
    assert edits_in(version, seen, MONDAY).needs == {"s00": "pl"}


def test_what_a_crew_speaks_is_kept_and_is_nothing_where_it_was_kept_before_it_was_asked(settings: Settings) -> None:
    with closing(open_ledger(settings)) as ledger:
        keep_week(ledger, Kept(TEAM, datetime.now(UTC), "AB"))
        found = kept_week(ledger, "west")
    assert found is not None
    assert found.week == TEAM
    before = json.loads(TEAM.to_json())
    for crew in before["crews"]:
        del crew["languages"]
    assert {crew.languages for crew in TeamWeek.from_json(json.dumps(before)).crews} == {()}


def test_a_language_that_is_not_in_the_list_is_refused() -> None:
    assert CrewWeek("A", "0751", languages=tuple(language.code for language in SpokenLanguage))
    with pytest.raises(PlanRefusedError, match="languages is not known"):
        CrewWeek("A", "0751", languages=("klingon",))


def test_every_site_is_there_to_be_given_a_need() -> None:
    everyone = Edits(needs=dict.fromkeys(SITES, "th"))
    assert {stop.crew for stop in planned(everyone).stops} == {"B"}
