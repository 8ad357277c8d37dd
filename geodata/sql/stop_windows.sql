-- One row per visit window of the sites of $sites known on day $as_of, in order of codes and times.
SELECT w.site_id, w.weekday, w.opens, w.closes, coalesce(place.team, s.team) AS team
FROM visit_windows AS w
JOIN sites_by($as_of) AS s USING (site_id)
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
WHERE list_contains($sites, w.site_id)
ORDER BY w.site_id, w.weekday, w.opens
