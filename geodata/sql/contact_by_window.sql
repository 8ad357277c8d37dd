-- Attempts of the $months months up to $as_of, and those that reached someone: one row per municipality, team, part of the
-- day (0 before 12, 1 before 16.30, 2 later) and weekday (1 is Monday).
SELECT s.municipality_code,
       coalesce(place.team, s.team) AS team,
       CASE WHEN v.started_at::TIME < TIME '12:00' THEN 0 WHEN v.started_at::TIME < TIME '16:30' THEN 1 ELSE 2 END AS part,
       isodow(v.started_at) AS weekday,
       count(*) AS tried,
       count(*) FILTER (v.reached) AS reached
FROM visits_by($as_of) AS v JOIN sites AS s USING (site_id)
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
WHERE v.started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
GROUP BY ALL
ORDER BY ALL
