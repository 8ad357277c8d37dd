-- One row where site $site is known on day $as_of, none where it is not: what it is, where, and its status that day.
SELECT s.site_id, s.kind, s.municipality_code, s.municipality_from, s.location_quality, s.address, s.first_seen,
       m.name AS municipality_name,
       coalesce(place.team, s.team) AS team,
       coalesce(place.region_code, 'unknown') AS region_code,
       state.status, state.status_from
FROM sites_by($as_of) AS s
JOIN site_statuses_on($as_of) AS state USING (site_no)
LEFT JOIN municipalities AS m USING (municipality_code)
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
WHERE s.site_id = $site
