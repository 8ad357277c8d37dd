-- One row per quarter from municipality $municipality's first attempted visit to day $as_of, also without any visit.
WITH tried AS (
    SELECT date_trunc('quarter', v.started_at)::DATE AS quarter, v.reached
    FROM visits_by($as_of) AS v JOIN sites AS s USING (site_no)
    WHERE s.municipality_code = $municipality
), quarters AS (
    SELECT unnest(generate_series((SELECT min(quarter) FROM tried), $as_of, INTERVAL 3 MONTH))::DATE AS quarter
)
SELECT quarter, count(tried.quarter) AS attempts, count(*) FILTER (tried.reached) AS reached
FROM quarters LEFT JOIN tried USING (quarter)
GROUP BY quarter
ORDER BY quarter
