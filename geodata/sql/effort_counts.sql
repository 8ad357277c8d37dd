-- One row per area of the level: hours spent in the window and what they came to, of records that state their hours, and
-- agreed returns that fell due in the window. A row is counted for each thing that it is.
WITH promised AS (
    -- A return is judged once the last day it could have been kept on has passed.
    SELECT site_no, started_at, return_on
    FROM visits_by($as_of)
    WHERE return_on + 7 <= $as_of AND return_on + 7 > $as_of - to_months($months)
), of_sites AS (
    SELECT site_no, hours AS visit_hours, reached, list_contains(outcomes, 'conversation') AS conversation
    FROM visits_by($as_of)
    WHERE hours IS NOT NULL AND started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
    UNION ALL BY NAME
    SELECT site_no, 'due' AS promise FROM promised
    UNION ALL BY NAME
    SELECT site_no, 'kept' AS promise
    FROM promised AS v SEMI JOIN visits_by($as_of) AS again
        ON again.site_no = v.site_no AND again.started_at > v.started_at
       AND again.started_at::DATE >= v.return_on - 7 AND again.started_at::DATE <= v.return_on + 7
), screened AS (
    SELECT municipality_code, started_on, completed_on, hours
    FROM completed_by($as_of)
    WHERE hours IS NOT NULL AND completed_on > $as_of - to_months($months)
), counted AS (
    SELECT s.municipality_code, nullif(s.team, 'unknown') AS stated_team, of_sites.* EXCLUDE (site_no)
    FROM of_sites JOIN sites AS s USING (site_no)
    UNION ALL BY NAME
    SELECT municipality_code, hours AS screening_hours FROM screened
    UNION ALL BY NAME
    SELECT c.municipality_code, s.site_no AS found
    FROM screened AS c JOIN sites_by($as_of) AS s
        ON s.municipality_code = c.municipality_code
       AND s.first_seen >= c.started_on AND s.first_seen <= c.completed_on
)
SELECT place_of($level, municipality_code, nullif(coalesce(place.team, stated_team), 'unknown'), region_code) AS area,
       coalesce(sum(visit_hours), 0) AS visit_hours,
       count(visit_hours) AS timed_attempts,
       count(*) FILTER (reached) AS timed_reached,
       count(*) FILTER (conversation) AS timed_conversations,
       coalesce(sum(screening_hours), 0) AS screening_hours,
       count(screening_hours) AS timed_screenings,
       count(found) AS timed_found,
       count(*) FILTER (promise = 'due') AS returns_due,
       count(*) FILTER (promise = 'kept') AS returns_kept
FROM counted LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
GROUP BY area
