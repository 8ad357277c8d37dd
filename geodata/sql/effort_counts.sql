-- One row per area of the level: hours spent in the window and what they came to; only records that state their hours.
WITH tried AS (
    SELECT s.municipality_code, coalesce(place.team, s.team) AS team, place.region_code,
           v.hours AS visit_hours, v.reached, list_contains(v.outcomes, 'conversation') AS conversation,
           NULL::DOUBLE AS screening_hours, NULL::BIGINT AS found
    FROM visits_by($as_of) AS v JOIN sites AS s USING (site_id)
    LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
    WHERE v.hours IS NOT NULL
      AND v.started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
), screened AS (
    SELECT c.municipality_code, place.team, place.region_code, NULL::DOUBLE, NULL::BOOLEAN, NULL::BOOLEAN, c.hours,
           (SELECT count(*) FROM sites_by($as_of) AS s
            WHERE s.municipality_code = c.municipality_code
              AND s.first_seen BETWEEN c.started_on AND c.completed_on) AS found
    FROM completed_by($as_of) AS c
    LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
    WHERE c.hours IS NOT NULL AND c.completed_on > $as_of - to_months($months)
), both_kinds AS (
    FROM tried UNION ALL FROM screened
)
SELECT place_of($level, municipality_code, nullif(team, 'unknown'), region_code) AS area,
       coalesce(sum(visit_hours), 0) AS visit_hours,
       count(visit_hours) AS timed_attempts,
       count(*) FILTER (reached) AS timed_reached,
       count(*) FILTER (conversation) AS timed_conversations,
       coalesce(sum(screening_hours), 0) AS screening_hours,
       count(screening_hours) AS timed_screenings,
       coalesce(sum(found), 0)::BIGINT AS timed_found
FROM both_kinds
GROUP BY area
