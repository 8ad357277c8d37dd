-- The attempts from day $first to day $as_of at sites known by then: which team's site, when, and whether anyone was reached.
SELECT v.site_id, coalesce(place.team, s.team) AS team, v.started_at, v.reached, v.minutes
FROM visits_by($as_of) AS v JOIN sites AS s USING (site_no)
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
WHERE v.started_at::DATE BETWEEN $first AND $as_of
ORDER BY v.started_at, v.site_id
