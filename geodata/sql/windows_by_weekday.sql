-- When the sites known on day $as_of, of team $team or of all, may be visited, where that is stated.
SELECT w.site_id, s.team, w.weekday, w.opens, w.closes
FROM visit_windows AS w
JOIN sites_on($as_of) AS s USING (site_id)
WHERE s.known AND ($team IS NULL OR s.team = $team)
ORDER BY w.site_id, w.weekday, w.opens
