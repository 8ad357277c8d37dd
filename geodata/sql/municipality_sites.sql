-- One row per site of municipality $municipality known of by day $as_of: its status that day, and every
-- attempt up to it; in order of codes.
WITH here AS (
    SELECT site_id, kind, first_seen FROM sites_by($as_of) WHERE municipality_code = $municipality
), state AS (
    SELECT site_id, arg_max(status, status_from) AS status, max(status_from) AS status_from
    FROM site_statuses_by($as_of) SEMI JOIN here USING (site_id)
    GROUP BY site_id
), tried AS (
    SELECT site_id, count(*) AS attempts, max(started_at)::DATE AS attempted_on,
           max(started_at) FILTER (reached)::DATE AS reached_on
    FROM visits_by($as_of) SEMI JOIN here USING (site_id)
    GROUP BY site_id
)
SELECT here.site_id, here.kind, state.status, state.status_from, here.first_seen,
       coalesce(tried.attempts, 0) AS attempts, tried.attempted_on, tried.reached_on
FROM here
JOIN state USING (site_id)
LEFT JOIN tried USING (site_id)
ORDER BY here.site_id
