-- One row per area of the level, measure and term: what is counted by a list of terms, in the window up to $as_of.
WITH outcomes AS (
    SELECT s.municipality_code, coalesce(place.team, s.team) AS team, place.region_code,
           'outcome' AS measure, unnest(v.outcomes) AS term, 1 AS n
    FROM visits_by($as_of) AS v
    JOIN sites AS s USING (site_no)
    LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
    WHERE v.started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
), talks AS (
    SELECT s.municipality_code, coalesce(place.team, s.team) AS team, place.region_code,
           'conversations' AS measure, c.channel AS term, 1 AS n
    FROM conversations_by($as_of) AS c
    LEFT JOIN visits AS v USING (visit_id)
    LEFT JOIN sites AS s ON s.site_id = coalesce(c.site_id, v.site_id)
    LEFT JOIN membership_on($as_of) AS place ON place.municipality_code = s.municipality_code
    WHERE c.held_on > $as_of - to_months($months)
), bridging AS (
    SELECT NULL AS municipality_code, team, NULL AS region_code,
           unnest(['bridge_meetings', 'bridge_purpose']) AS measure, unnest([institution, purpose]) AS term, 1 AS n
    FROM bridge_meetings_by($as_of)
    WHERE held_on > $as_of - to_months($months)
), other AS (
    SELECT a.municipality_code, place.team, place.region_code,
           a.kind AS measure, a.category AS term, a.count AS n
    FROM activities_by($as_of) AS a
    LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
    WHERE a.held_on > $as_of - to_months($months)
), planned AS (
    -- Minutes at the planned stops whose time is known, by the kind of site.
    SELECT municipality_code, team, region_code, unnest(['plan_timed', 'plan_used', 'plan_planned']) AS measure, kind AS term,
           unnest([1, round(minutes)::BIGINT, expected_minutes]) AS n
    FROM planned_on($as_of, $months)
    WHERE minutes IS NOT NULL
), counted AS (
    FROM outcomes UNION ALL FROM talks UNION ALL FROM bridging UNION ALL FROM other UNION ALL FROM planned
)
SELECT place_of($level, municipality_code, nullif(team, 'unknown'), region_code) AS area,
       measure, term, sum(n)::BIGINT AS n
FROM counted
GROUP BY area, measure, term
