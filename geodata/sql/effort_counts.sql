-- One row per area of the level: hours spent in the window and what they came to, of records that state their hours, and
-- agreed returns that fell due in the window.
WITH tried AS (
    SELECT s.municipality_code, coalesce(place.team, s.team) AS team, place.region_code,
           CASE WHEN v.timed THEN v.hours END AS visit_hours,
           v.timed AND v.reached AS reached,
           v.timed AND list_contains(v.outcomes, 'conversation') AS conversation,
           v.promised,
           v.promised AND EXISTS (
               FROM visits_by($as_of) AS again
               WHERE again.site_id = v.site_id AND again.started_at > v.started_at
                 AND again.started_at::DATE BETWEEN v.return_on - 7 AND v.return_on + 7
           ) AS kept
    FROM (
        SELECT *,
               hours IS NOT NULL AND started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY AS timed,
               -- A return is judged once the last day it could have been kept on has passed.
               coalesce(return_on + 7 <= $as_of AND return_on + 7 > $as_of - to_months($months), false) AS promised
        FROM visits_by($as_of)
    ) AS v JOIN sites AS s USING (site_id)
    LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
    WHERE timed OR promised
), screened AS (
    SELECT c.municipality_code, place.team, place.region_code, c.hours AS screening_hours,
           (SELECT count(*) FROM sites_by($as_of) AS s
            WHERE s.municipality_code = c.municipality_code
              AND s.first_seen BETWEEN c.started_on AND c.completed_on) AS found
    FROM completed_by($as_of) AS c
    LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
    WHERE c.hours IS NOT NULL AND c.completed_on > $as_of - to_months($months)
), both_kinds AS (
    FROM tried UNION ALL BY NAME FROM screened
)
SELECT place_of($level, municipality_code, nullif(team, 'unknown'), region_code) AS area,
       coalesce(sum(visit_hours), 0) AS visit_hours,
       count(visit_hours) AS timed_attempts,
       count(*) FILTER (reached) AS timed_reached,
       count(*) FILTER (conversation) AS timed_conversations,
       coalesce(sum(screening_hours), 0) AS screening_hours,
       count(screening_hours) AS timed_screenings,
       coalesce(sum(found), 0)::BIGINT AS timed_found,
       count(*) FILTER (promised) AS returns_due,
       count(*) FILTER (kept) AS returns_kept
FROM both_kinds
GROUP BY area
