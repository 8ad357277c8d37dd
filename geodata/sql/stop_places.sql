-- One row per site of $sites known on day $as_of: where it is, whether it is still visited, and what was agreed last;
-- in order of codes.
WITH history AS (
    SELECT site_no,
           arg_max({'on': return_on, 'part': return_window, 'purpose': return_purpose}, (started_at, visit_id)) AS agreed
    FROM visits_by($as_of)
    WHERE list_contains($sites, site_id)
    GROUP BY site_no
)
SELECT s.site_id, s.municipality_code, m.name AS municipality_name, coalesce(place.team, s.team) AS team,
       s.address, s.lon, s.lat, s.location_quality, state.status,
       history.agreed.on AS agreed_on, history.agreed.part AS agreed_window, history.agreed.purpose AS agreed_purpose
FROM sites_by($as_of) AS s
JOIN site_statuses_on($as_of) AS state USING (site_no)
LEFT JOIN history USING (site_no)
LEFT JOIN municipalities AS m USING (municipality_code)
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
WHERE list_contains($sites, s.site_id)
ORDER BY s.site_id
