-- One row per attempted visit at the sites of $sites on day $day, as it is known on day $as_of; the earliest first.
SELECT v.visit_id, v.site_id, v.started_at, v.reached, coalesce(place.team, s.team) AS team
FROM visits_by($as_of) AS v
JOIN sites_by($as_of) AS s USING (site_id)
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
WHERE list_contains($sites, v.site_id) AND v.started_at::DATE = $day
ORDER BY v.started_at, v.visit_id
