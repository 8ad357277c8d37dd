-- One row per site first seen by day $as_of: whether the sources $first and $second agree on it in the round $round, and
-- with what is recorded. Records merged by that day count for the site they were merged into.
WITH seen AS (
    SELECT coalesce(same.into_no, sightings.site_no) AS site_no,
           max(seen_on) AS seen_on,
           coalesce(bool_or(source = $first AND round_id = $round), false) AS by_first,
           coalesce(bool_or(source = $second AND round_id = $round), false) AS by_second
    FROM sightings_by($as_of) AS sightings LEFT JOIN merged_on($as_of) AS same USING (site_no)
    GROUP BY ALL
)
SELECT s.site_id, s.kind, s.municipality_code, s.team, s.region_code, s.status, s.status_from, seen.seen_on,
       CASE WHEN s.status IN ('merged', 'moved') THEN 'other_record'
            WHEN s.status IN ('closed', 'unverified') AND seen.seen_on > s.status_from THEN 'seen_since'
            WHEN s.status IN ('closed', 'unverified') AND (by_first OR by_second) THEN 'gone_since'
            WHEN s.status = 'closed' THEN 'closed'
            WHEN $round IS NULL THEN 'not_compared'
            WHEN by_first AND by_second THEN 'both'
            WHEN by_first THEN 'first_only'
            WHEN by_second THEN 'second_only'
            ELSE 'neither' END AS finding
FROM sites_on($as_of) AS s
LEFT JOIN seen USING (site_no)
ORDER BY seen.seen_on DESC NULLS LAST, s.site_id
