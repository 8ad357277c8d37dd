-- The median minutes of a visit that reached someone in the $months months up to $as_of: one row per kind, and one for all.
SELECT s.kind, median(v.minutes) AS usual_minutes, count(*) AS n
FROM visits_by($as_of) AS v JOIN sites AS s USING (site_no)
WHERE v.minutes IS NOT NULL AND v.reached AND v.started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
GROUP BY GROUPING SETS ((s.kind), ())
HAVING count(*) > 0
