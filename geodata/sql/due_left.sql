-- One row per site first seen by day $as_of that is not open on it, of team $team or of all: why, and since when.
SELECT s.site_id, s.kind, s.municipality_code, s.team, s.region_code, s.status, said.status_from, said.status_reason,
       said.merged_into
FROM sites_on($as_of) AS s
JOIN site_statuses_on($as_of) AS said USING (site_no)
WHERE s.status <> 'open' AND ($team IS NULL OR s.team = $team)
ORDER BY said.status_from DESC, s.site_id
