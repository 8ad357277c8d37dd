-- One row per area of the level, kind, whether sought out in the window of $months months, and age (days since the site
-- was last seen to be there; empty where it is no longer known): sites, times found closed or moved, days followed.
WITH confirmed AS (
    SELECT site_no, max(day) AS confirmed_on
    FROM (
        SELECT site_no, first_seen AS day FROM sites_by($as_of)
        UNION ALL SELECT site_no, seen_on FROM sightings_by($as_of)
        UNION ALL SELECT site_no, started_at::DATE FROM visits_by($as_of) WHERE reached
    )
    GROUP BY site_no
), turns AS (
    SELECT site_no, status_from, status, is_known(status) AS there
    FROM site_statuses_by($as_of)
    QUALIFY there IS DISTINCT FROM lag(there) OVER (PARTITION BY site_no ORDER BY status_from)
), spells AS (
    SELECT site_no, there, status_from AS begun_on,
           lead(status_from) OVER following AS ended_on,
           lead(status) OVER following AS ended_as
    FROM turns
    WINDOW following AS (PARTITION BY site_no ORDER BY status_from)
), lives AS (
    -- A spell that has not ended is followed to the last confirmation only: not seen again is not seen open.
    SELECT site_no,
           count(*) FILTER (ended_as IN ('closed', 'moved')) AS closures,
           sum(greatest(coalesce(ended_on, confirmed_on) - begun_on, 0)) AS days
    FROM spells JOIN confirmed USING (site_no)
    WHERE there
    GROUP BY site_no
)
SELECT place_of($level, municipality_code, nullif(team, 'unknown'), nullif(region_code, 'unknown')) AS area,
       kind,
       attempts > 0 AS attempted,
       CASE WHEN known THEN $as_of - confirmed_on END AS age_days,
       count(*) AS sites,
       coalesce(sum(closures), 0)::BIGINT AS closures,
       coalesce(sum(days), 0)::BIGINT AS days
FROM sites_tried_on($as_of, $months)
JOIN confirmed USING (site_no)
LEFT JOIN lives USING (site_no)
-- A merged record is another site's second name, not a site that closed.
WHERE status <> 'merged'
GROUP BY ALL
