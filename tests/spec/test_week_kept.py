"""What a lead changed in a week that was accepted is there again, and holds when the week is planned the next time."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from typer.testing import CliRunner

from geodata.__main__ import app
from geodata.errors import PlanRefusedError
from geodata.ledger import migrate
from geodata.ledger.plans import read_plans, save_plan
from geodata.ledger.sessions import open_ledger
from geodata.routing import Lock
from geodata.store import Store
from geodata.terms import SpokenLanguage
from geodata.versions import folder, published
from geodata.week.accept import edits_in
from geodata.week.days_off import days_off
from geodata.week.edits import Edits, Pin
from geodata.week.ground import Visited, read_ground
from tests.spec.test_week import MONDAY, SITES, TUESDAY, WEDNESDAY, ground, planned, version_of, where

if TYPE_CHECKING:
    from pathlib import Path

    from geodata.ledger.plans import AcceptedPlan
    from geodata.settings import Settings

FRIDAY_BEFORE = date(2026, 11, 27)


def kept(version: AcceptedPlan, settings: Settings) -> AcceptedPlan:
    """Return a version as the ledger gives it back."""
    with closing(open_ledger(settings)) as ledger:
        save_plan(ledger, version, key="k")
        (back,) = read_plans(ledger, version.team, version.year, version.week)
    return back


def test_a_stop_that_was_locked_is_locked_again_and_stays_when_the_week_is_planned_anew(settings: Settings) -> None:
    by_day, by_time, out = SITES[0], SITES[1], SITES[2]
    edits = Edits().pin(by_day, Pin(WEDNESDAY, "A", 600)).pin(by_time, Pin(TUESDAY, "A", 800, Lock.TIME)).remove(out)
    edits = edits.need(SITES[3], "th")
    free = where(planned(Edits()))
    assert free[by_day][0] != WEDNESDAY, "else the lock would prove nothing"
    back = kept(version_of(planned(edits), edits=edits), settings)
    held = edits_in(back, ground(), FRIDAY_BEFORE)
    assert held == edits
    again = where(planned(held))
    assert again[by_day][0] == WEDNESDAY
    assert again[by_time][0] == TUESDAY
    assert abs(again[by_time][1] - 800) <= 10
    assert out not in again
    assert SITES[3] not in again, "no crew speaks Thai"


def test_a_stop_that_was_taken_in_though_it_is_not_due_is_offered_again_with_its_lock(settings: Settings) -> None:
    edits = Edits().add(SITES[-1], Pin(MONDAY, "A", 600))
    back = kept(version_of(planned(edits), edits=edits), settings)
    assert edits_in(back, ground(), FRIDAY_BEFORE) == edits
    unlocked = kept(replace(back, edits=Edits().to_json()), replace_home(settings))
    assert edits_in(unlocked, ground(), FRIDAY_BEFORE) == Edits(added=frozenset({SITES[-1]}))


def replace_home(settings: Settings) -> Settings:
    """Return the settings of another deployment."""
    return settings.model_copy(update={"home": settings.home / "other"})


def test_what_is_over_is_no_change_any_more() -> None:
    edits = (
        Edits().pin("s00", Pin(MONDAY, "A", 600)).pin("s01", Pin(TUESDAY, "A", 600)).pin("s02", Pin(TUESDAY, "A", 0))
    )
    seen = ground((Visited("s02", datetime.fromisoformat("2026-11-30T09:30"), reached=True, minutes=20),))
    version = version_of(planned(edits), edits=edits)
    assert set(edits_in(version, seen, TUESDAY).pins) == {"s01"}, "Monday has passed, and s02 was visited"


def test_the_days_off_of_a_version_are_its_own(settings: Settings) -> None:
    back = kept(version_of(planned(Edits()), off=frozenset({WEDNESDAY})), settings)
    assert back.off == frozenset({WEDNESDAY})
    assert days_off(ground().days, back) == {WEDNESDAY}
    with pytest.raises(PlanRefusedError, match="day off lies outside the week"):
        replace(back, off=frozenset({FRIDAY_BEFORE}))


sites = st.sampled_from(SITES)
pins = st.builds(
    Pin,
    st.sampled_from([MONDAY, TUESDAY, WEDNESDAY]),
    st.sampled_from(["A", "Øst & vest"]),
    st.floats(0, 1440, width=32),
    st.sampled_from(list(Lock)),
)


needs = st.dictionaries(sites, st.sampled_from([language.code for language in SpokenLanguage]))


@given(st.builds(Edits, st.frozensets(sites), st.frozensets(sites), st.dictionaries(sites, pins), needs))
def test_every_change_comes_back_from_its_text(edits: Edits) -> None:
    assert Edits.from_json(edits.to_json()) == edits


def test_a_version_from_before_changes_were_kept_is_read_and_offers_its_stops(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = tmp_path / "older"
    shutil.copytree(
        migrate.MIGRATIONS, older, ignore=lambda _folder, names: [name for name in names if "v0008" <= name < "v9"]
    )
    monkeypatch.setattr(migrate, "MIGRATIONS", older)
    migrate.steps.cache_clear()
    with closing(open_ledger(settings)) as ledger, ledger.writing() as session:
        session.execute(
            text(
                "INSERT INTO plans (key, team, iso_year, iso_week, version, demo, saved_at, saved_by) "
                "VALUES ('k', 'west', 2026, 49, 1, 1, '2026-11-27 12:00:00', 'AB')"
            )
        )
        session.execute(
            text(
                "INSERT INTO plan_stops "
                "(plan_id, position, crew, day, site_id, arrive, leave, expected_minutes, promised) "
                "VALUES (1, 1, 'A', '2026-11-30', 's15', '09:00:00', '09:30:00', 30, 0)"
            )
        )
    monkeypatch.undo()
    migrate.steps.cache_clear()
    with closing(open_ledger(settings)) as ledger:
        (back,) = read_plans(ledger, "west", 2026, 49)
    assert (back.edits, back.off) == ("", None)
    assert edits_in(back, ground(), FRIDAY_BEFORE) == Edits(added=frozenset({"s15"}))
    assert days_off(ground().days, back) == frozenset()


def test_the_command_plans_with_the_locks_and_the_days_off_of_the_version_that_holds(
    demo_home: Path, settings: Settings
) -> None:
    shutil.copytree(folder(demo_home), folder(settings.home))
    store = Store.open(settings.home, published(settings.home))
    found = read_ground(store, "mid", "2026-W49", date(2026, 11, 21))
    store.close()
    without = {stop["site"]: stop for stop in command(settings.home)["stops"]}
    site, other_day = next(
        (each.site, window)
        for each in found.offered.due
        for window in each.windows
        if each.site in without and TUESDAY <= window.day != date.fromisoformat(without[each.site]["day"])
    )
    edits = Edits().pin(site, Pin(other_day.day, "Hold 1", other_day.opens + 60, Lock.TIME))
    version = version_of(planned(Edits()), edits=edits, off=frozenset({MONDAY}))
    with closing(open_ledger(settings)) as ledger:
        save_plan(ledger, replace(version, team="mid", stops=()), key="k")
    told = command(settings.home)
    (stop,) = (stop for stop in told["stops"] if stop["site"] == site)
    assert (stop["day"], stop["lock"]) == (other_day.day.isoformat(), "time")
    assert [each["day"] for each in told["days_off"]] == [MONDAY.isoformat()]
    assert MONDAY.isoformat() not in {day["day"] for day in told["days"]}


def command(home: Path) -> dict[str, Any]:
    """Return what the command answers for Team Midt's week."""
    asked = ("plan", "--team", "mid", "--week", "2026-W49", "--iterations", "0", "--as-of", "2026-11-21", "--json")
    result = CliRunner().invoke(app, asked, env={"FELTPLAN_HOME": str(home), "NUMBA_CACHE_DIR": ""})
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.output)
    return told
