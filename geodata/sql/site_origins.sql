-- One row per site that on day $as_of is merged into site $site or has moved to it, the latest first.
SELECT site_id, status, status_from, status_reason
FROM site_statuses_by($as_of) AS s
WHERE merged_into = $site AND status IN ('merged', 'moved')
  AND NOT EXISTS (
      FROM site_statuses_by($as_of) AS later
      WHERE later.site_id = s.site_id AND later.status_from > s.status_from)
ORDER BY status_from DESC, site_id
