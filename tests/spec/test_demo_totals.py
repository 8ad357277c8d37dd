"""The demo meets every published total of 2006-2008, in its raw files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.demo_files import EARLIER, TODAY, demo_until

SCREENED = """SELECT municipality_code, arg_max(result, completed_on) AS result
              FROM screenings WHERE completed_on <= '{}' GROUP BY ALL"""
VISITS_2007 = "FROM visits WHERE year(started_at) = 2007 AND channel = 'face_to_face'"
TALKS_2007 = "FROM conversations WHERE year(held_on) = 2007"
TALKS_2006_8 = "FROM conversations WHERE year(held_on) BETWEEN 2006 AND 2008"
COUNTED = "SELECT category, sum(count) FROM activities WHERE kind = '{}' AND year(held_on) {} GROUP BY 1 ORDER BY 1"

TOTALS: list[tuple[str, int, str, list[tuple[Any, ...]]]] = [
    ("screened by 2006", 2006, f"SELECT count(*) FROM ({SCREENED.format('2006-12-31')})", [(32,)]),
    ("screened by 2007", 2007, f"SELECT count(*) FROM ({SCREENED.format('2007-12-31')})", [(96,)]),
    ("screened by 2008", 2008, f"SELECT count(*) FROM ({SCREENED.format('2008-12-31')})", [(96,)]),
    (
        "with sites and without",
        2007,
        f"SELECT result, count(*) FROM ({SCREENED.format('2007-12-31')}) GROUP BY 1 ORDER BY 1",
        [("none_found", 36), ("sites_found", 60)],
    ),
    (
        "outreach in all 60",
        2007,
        f"""SELECT count(DISTINCT municipality) FROM visits JOIN homes USING (site_id)
            JOIN ({SCREENED.format("2007-12-31")}) ON municipality = municipality_code
            WHERE year(started_at) <= 2007 AND result = 'sites_found'""",
        [(60,)],
    ),
    (
        "outreach nowhere else",
        2007,
        f"""SELECT count(*) FROM visits JOIN homes USING (site_id)
            LEFT JOIN ({SCREENED.format("2007-12-31")}) ON municipality = municipality_code
            WHERE year(started_at) <= 2007 AND municipality IS NOT NULL AND result IS DISTINCT FROM 'sites_found'""",
        [(0,)],
    ),
    ("attempts and sites", 2007, f"SELECT count(*), count(DISTINCT site_id) {VISITS_2007}", [(737, 308)]),
    (
        "reached and in vain",
        2007,
        f"SELECT reached, count(*) {VISITS_2007} GROUP BY 1 ORDER BY 1",
        [(False, 202), (True, 535)],
    ),
    (
        "attempts per site",
        2007,
        f"""SELECT CASE WHEN n = 1 THEN '1' WHEN n <= 3 THEN '2-3' ELSE '4+' END, count(*)
            FROM (SELECT count(*) AS n {VISITS_2007} GROUP BY site_id) GROUP BY 1 ORDER BY 1""",
        [("1", 157), ("2-3", 92), ("4+", 59)],
    ),
    (
        "outcomes, several to a visit",
        2007,
        f"SELECT unnest(outcomes) AS outcome, count(*) {VISITS_2007} GROUP BY 1 ORDER BY 1",
        [("conversation", 218), ("limited_contact", 131), ("new_appointment", 218), ("not_stated", 53)],
    ),
    (
        "conversations and appointments overlap",
        2007,
        f"SELECT count(*) > 0 {VISITS_2007} AND list_has_all(outcomes, ['conversation', 'new_appointment'])",
        [(True,)],
    ),
    (
        "clinics and private homes",
        2007,
        "SELECT DISTINCT kind FROM visits JOIN sites USING (site_id) WHERE year(started_at) <= 2007 ORDER BY 1",
        [("clinic",), ("private",)],
    ),
    ("sites of two years", 2007, "SELECT count(DISTINCT site_id) FROM visits WHERE year(started_at) <= 2007", [(499,)]),
    (
        "sites of each year, where what moved or merged counts as what it became",
        2007,
        """WITH RECURSIVE became AS (
             SELECT site_id AS first, site_id, merged_into FROM sites
             UNION ALL
             SELECT first, s.site_id, s.merged_into FROM became JOIN sites s ON s.site_id = became.merged_into)
           SELECT count(DISTINCT became.site_id), count(DISTINCT became.site_id) FILTER (year(started_at) = 2007)
           FROM visits JOIN became ON visits.site_id = became.first
           WHERE year(started_at) <= 2007 AND merged_into IS NULL""",
        [(499, 308)],
    ),
    (
        "some of the 308 without a municipality, with a team",
        2007,
        f"""SELECT count(DISTINCT site_id), count(DISTINCT site_id) FILTER (sites.team IS NOT NULL)
            FROM sites JOIN homes USING (site_id)
            WHERE municipality IS NULL AND site_id IN (SELECT site_id {VISITS_2007})""",
        [(6, 6)],
    ),
    (
        "conversations by channel",
        2007,
        f"SELECT channel, count(*) {TALKS_2007} GROUP BY 1 ORDER BY 1",
        [("email", 6), ("face_to_face", 274), ("sms", 24), ("telephone", 74)],
    ),
    ("persons", 2007, f"SELECT count(DISTINCT person_key) {TALKS_2007}", [(180,)]),
    (
        "conversations on visits",
        2007,
        """SELECT count(*), count(DISTINCT visit_id) FROM conversations JOIN visits USING (visit_id)
            WHERE year(held_on) = 2007 AND conversations.channel = 'face_to_face'
              AND list_contains(outcomes, 'conversation')""",
        [(218, 218)],
    ),
    (
        "conversations of three years",
        2008,
        f"SELECT channel, count(*) {TALKS_2006_8} AND channel IN ('face_to_face', 'telephone') GROUP BY 1 ORDER BY 1",
        [("face_to_face", 1191), ("telephone", 206)],
    ),
    (
        "bridge-building meetings by institution",
        2007,
        "SELECT institution, count(*) FROM bridge_meetings WHERE year(held_on) = 2007 GROUP BY 1 ORDER BY 1",
        [
            ("health_addiction", 3),
            ("health_gp", 3),
            ("health_hospital", 26),
            ("health_other", 4),
            ("others_immigration", 5),
            ("others_police", 6),
            ("social_crisis_centre", 2),
            ("social_other", 3),
            ("social_reden", 4),
            ("social_services", 10),
            ("work_accountant", 2),
            ("work_directorate", 3),
            ("work_fund", 3),
            ("work_jobcentre", 10),
            ("work_other", 2),
            ("work_tax", 14),
            ("work_union", 2),
        ],
    ),
    (
        "meetings that made income legal",
        2007,
        """SELECT count(*), count(*) FILTER (institution = 'work_tax') FROM bridge_meetings
           WHERE year(held_on) = 2007 AND purpose = 'legalise_income'""",
        [(21, 14)],
    ),
    (
        "bridge-building meetings of three years",
        2008,
        "SELECT count(*) FROM bridge_meetings WHERE year(held_on) BETWEEN 2006 AND 2008",
        [(317,)],
    ),
    (
        "adverts, escort",
        2007,
        COUNTED.format("adverts_escort", "= 2007"),
        [("east", 88), ("mid", 32), ("unknown", 22), ("west", 43)],
    ),
    (
        "adverts, private",
        2007,
        COUNTED.format("adverts_private", "= 2007"),
        [("east", 23), ("mid", 13), ("unknown", 15), ("west", 15)],
    ),
    ("adverts called", 2007, COUNTED.format("adverts_called", "= 2007"), [("escort", 121), ("private", 31)]),
    (
        "adverts answered",
        2007,
        COUNTED.format("adverts_answered", "= 2007"),
        [("escort", 25), ("operator", 34), ("private", 3)],
    ),
    (
        "the pilot's three months and hours",
        2007,
        """SELECT min(held_on) >= '2007-09-03' AND max(held_on) <= '2007-11-30', count(DISTINCT held_on) > 4, sum(hours)
           FROM activities WHERE kind LIKE 'adverts%'""",
        [(True, True, 144.0)],
    ),
    ("advice line", 2007, COUNTED.format("advice_line", "= 2007"), [("former", 1), ("relative", 5), ("seller", 31)]),
    (
        "customer line",
        2007,
        COUNTED.format("customer_line", "= 2007"),
        [("customer", 164), ("not_stated", 38), ("seller", 13), ("silent", 59)],
    ),
    (
        "letters of 2007",
        2007,
        "SELECT sum(count) FROM activities WHERE kind = 'mailbox' AND year(held_on) = 2007",
        [(23,)],
    ),
    (
        "letters since February 2006",
        2007,
        COUNTED.format("mailbox", "<= 2007"),
        [("customer", 24), ("relative", 9), ("seller", 12), ("student", 11)],
    ),
    (
        "courses",
        2007,
        """SELECT kind, sum(count), sum(hours) FROM activities
           WHERE kind IN ('psychologist_grant', 'theme_day', 'course_day') AND year(held_on) = 2007
           GROUP BY 1 ORDER BY 1""",
        [("course_day", 12, 84.0), ("psychologist_grant", 26, 286.0), ("theme_day", 19, 57.0)],
    ),
]


@pytest.mark.parametrize(
    ("until", "query", "expected"),
    [
        pytest.param(until, query, expected, id=f"{until}: {name}")
        for until in (*EARLIER, TODAY)
        for name, year, query, expected in TOTALS
        if until >= date(year, 12, 31)
    ],
)
def test_every_published_total_holds_from_the_day_its_period_has_ended(
    until: date, query: str, expected: list[tuple[Any, ...]]
) -> None:
    assert demo_until(until).ask(query) == expected
