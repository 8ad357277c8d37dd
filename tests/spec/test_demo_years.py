"""The demo goes on after the published years, so that today's map and this week's work are not empty."""

from __future__ import annotations

from geodata.terms import Kind, LocationQuality, SiteStatus
from tests.demo_files import TODAY, demo_until


def test_today_the_map_shows_every_freshness_with_either_result_and_one_municipality_never_screened() -> None:
    classes = demo_until(TODAY).ask(
        """SELECT DISTINCT result, CASE WHEN completed_on >= $until - INTERVAL 12 MONTH THEN 'fresh'
                                        WHEN completed_on >= $until - INTERVAL 18 MONTH THEN 'ageing'
                                        ELSE 'expired' END AS freshness
           FROM (SELECT municipality_code, arg_max(result, completed_on) AS result, max(completed_on) AS completed_on
                 FROM screenings WHERE completed_on IS NOT NULL GROUP BY 1) ORDER BY ALL"""
    )
    assert classes == [(r, f) for r in ("none_found", "sites_found") for f in ("ageing", "expired", "fresh")]
    assert demo_until(TODAY).ask(
        "SELECT count(DISTINCT municipality_code) FROM screenings WHERE completed_on IS NOT NULL"
    ) == [(97,)]
    ((under_way,),) = demo_until(TODAY).ask(
        "SELECT count(*) FROM screenings WHERE completed_on IS NULL AND started_on > $until - 60"
    )
    assert 1 <= under_way <= 20


def test_today_hundreds_of_sites_are_open_and_every_state_kind_and_quality_of_place_occurs() -> None:
    ((known,),) = demo_until(TODAY).ask("SELECT count(*) FROM sites WHERE status IN ('open', 'unverified')")
    assert 600 <= known <= 900
    for column, term in (("status", SiteStatus), ("kind", Kind), ("location_quality", LocationQuality)):
        assert {word for (word,) in demo_until(TODAY).ask(f"SELECT DISTINCT {column} FROM sites")} == {
            member.code for member in term
        }
    # With a point and no code, with a code and no point, with only a team, with nothing.
    kinds_of_place = demo_until(TODAY).ask(
        """SELECT DISTINCT lon IS NOT NULL AS point, municipality_code IS NOT NULL AS code
           FROM sites WHERE status IN ('open', 'unverified') ORDER BY ALL"""
    )
    assert kinds_of_place == [(False, False), (False, True), (True, False), (True, True)]
    nowhere = "SELECT count(*) FROM sites JOIN homes USING (site_id) WHERE municipality IS NULL AND team IS {} NULL"
    assert demo_until(TODAY).ask(nowhere.format("NOT"))[0][0] >= 5
    assert demo_until(TODAY).ask(nowhere.format(""))[0][0] >= 2
    ((largest, smallest),) = demo_until(TODAY).ask(
        """SELECT avg(n) FILTER (population > 150000), avg(n) FILTER (population < 40000) FROM (
             SELECT population, count(site_id) AS n FROM municipalities
             LEFT JOIN (SELECT site_id, municipality FROM homes JOIN sites USING (site_id) WHERE status = 'open')
             ON municipality = municipality_code GROUP BY municipality_code, population)"""
    )
    assert largest > 10 * smallest


def test_every_year_has_its_visits_and_the_time_of_day_matters() -> None:
    years = dict(
        demo_until(TODAY).ask(
            "SELECT year(started_at), count(*) FROM visits WHERE started_at >= '2009-01-01' GROUP BY 1"
        )
    )
    assert set(years) == set(range(2009, 2027))
    assert all(700 <= count <= 1_100 for count in years.values())
    ((weekend, rate),) = demo_until(TODAY).ask(
        "SELECT avg((isodow(started_at) > 5)::INT), avg(reached::INT) FROM visits"
    )
    assert 0 < weekend < 0.05
    assert 0.65 < rate < 0.8
    best = demo_until(TODAY).ask(
        """SELECT team, arg_max(slot, rate) FROM (
             SELECT team, avg(reached::INT) AS rate,
                    CASE WHEN hour(started_at) < 12 THEN 'morning' WHEN hour(started_at) < 16 THEN 'afternoon'
                         ELSE 'evening' END AS slot
             FROM visits WHERE team <> 'unknown' GROUP BY ALL)
           GROUP BY 1 ORDER BY 1"""
    )
    assert best == [("east", "evening"), ("mid", "morning"), ("west", "afternoon")]


def test_agreed_returns_are_kept_missed_due_this_week_and_due_later() -> None:
    ((kept, missed, this_week, later),) = demo_until(TODAY).ask(
        """WITH agreed AS (
             SELECT return_on, EXISTS (FROM visits n WHERE n.site_id = v.site_id AND n.started_at > v.started_at
                                       AND abs(n.started_at::DATE - v.return_on) <= 7) AS kept
             FROM visits v JOIN sites USING (site_id) WHERE return_on IS NOT NULL AND status = 'open')
           SELECT count(*) FILTER (kept), count(*) FILTER (NOT kept AND return_on < $until),
                  count(*) FILTER (return_on BETWEEN $until AND $until + 7), count(*) FILTER (return_on > $until + 7)
           FROM agreed"""
    )
    assert kept > 100
    assert missed > 20
    assert this_week >= 3
    assert later >= 2


def test_newspaper_and_web_saw_enough_of_the_same_sites_in_the_same_weeks_to_estimate_the_unseen() -> None:
    rounds = demo_until(TODAY).ask(
        """SELECT round_id, count(DISTINCT site_id) FILTER (twice), max(last) - min(first) FROM (
             SELECT round_id, site_id, count(DISTINCT source) = 2 AS twice, min(seen_on) AS first, max(seen_on) AS last
             FROM sightings WHERE source IN ('newspaper', 'web') AND round_id NOT LIKE '%found' GROUP BY ALL)
           GROUP BY 1 ORDER BY 1"""
    )
    assert len(rounds) == 2 * 21
    assert all(overlap >= 10 for name, overlap, _ in rounds if name != "demo-2006-1")
    assert all(days < 14 for _, _, days in rounds)


def test_on_any_day_every_municipality_has_one_team_and_one_region_and_keeps_its_team_when_the_regions_merge() -> None:
    on = """SELECT region_code, count(*), count(DISTINCT municipality_code) FROM team_membership
            WHERE valid_from <= '{0}' AND (valid_to IS NULL OR valid_to >= '{0}') GROUP BY 1 ORDER BY 1"""
    before = [("1081", 11, 11), ("1082", 19, 19), ("1083", 22, 22), ("1084", 29, 29), ("1085", 17, 17)]
    assert demo_until(TODAY).ask(on.format("2006-01-01")) == before
    assert demo_until(TODAY).ask(on.format("2026-12-31")) == before
    assert demo_until(TODAY).ask(on.format("2027-01-01")) == [*before[:3], ("1086", 46, 46)]
    assert demo_until(TODAY).ask(
        "SELECT max(teams) FROM (SELECT count(DISTINCT team) AS teams FROM team_membership GROUP BY municipality_code)"
    ) == [(1,)]
