-- One row per month from $begins to $ends: attempts as recorded by $known, and how many reached someone; one $team or all.
WITH months AS (
    SELECT unnest(generate_series($begins::DATE, $ends::DATE, INTERVAL 1 MONTH))::DATE AS month
), tried AS (
    SELECT date_trunc('month', v.started_at)::DATE AS month, v.reached
    FROM visits_by($known) AS v JOIN sites AS s USING (site_no)
    LEFT JOIN membership_on($on) AS t USING (municipality_code)
    WHERE v.started_at >= $begins AND v.started_at < $ends::DATE + 1
      AND ($team IS NULL OR coalesce(t.team, s.team) = $team)
)
SELECT month, count(tried.month) AS attempts, count(*) FILTER (tried.reached) AS reached
FROM months LEFT JOIN tried USING (month)
GROUP BY month
ORDER BY month
