-- One row per kind of record: how many up to $as_of state no municipality, and so cannot be on the map.
SELECT 'sites' AS record, count(*) FILTER (municipality_code = 'unknown') AS n, count(*) AS total
FROM sites_on($as_of) WHERE known
UNION ALL
SELECT 'visits', count(*) FILTER (s.municipality_code = 'unknown'), count(*)
FROM visits_by($as_of) AS v JOIN sites AS s USING (site_no)
WHERE v.started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
UNION ALL
SELECT 'conversations', count(*) FILTER (coalesce(s.municipality_code, 'unknown') = 'unknown'), count(*)
FROM conversations_by($as_of) AS c
LEFT JOIN visits AS v USING (visit_id)
LEFT JOIN sites AS s ON s.site_id = coalesce(c.site_id, v.site_id)
WHERE c.held_on > $as_of - to_months($months)
