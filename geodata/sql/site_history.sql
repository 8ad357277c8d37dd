-- One row per change of site $site's status up to day $as_of, the latest first: what happened, and which other site it
-- names. Open again after a merger, it was split from what it had been merged into.
WITH turns AS (
    SELECT status_from, status, status_reason, merged_into,
           lag(status) OVER earlier AS status_before,
           lag(merged_into) OVER earlier AS merged_before
    FROM site_statuses_by($as_of)
    WHERE site_id = $site
    WINDOW earlier AS (ORDER BY status_from)
)
SELECT t.status_from, t.status, t.status_reason,
       CASE WHEN t.status_before IS NULL AND is_known(t.status) THEN 'first_seen'
            WHEN NOT is_known(t.status) THEN t.status
            WHEN t.status_before = 'merged' THEN 'split'
            WHEN t.status_before IN ('closed', 'moved') THEN 'reopened'
            ELSE 'confirmed' END AS event,
       CASE WHEN t.status IN ('merged', 'moved') THEN t.merged_into
            WHEN is_known(t.status) AND t.status_before = 'merged' THEN t.merged_before END AS other,
       other IN (SELECT site_id FROM sites_by($as_of)) AS other_known
FROM turns AS t
ORDER BY t.status_from DESC
