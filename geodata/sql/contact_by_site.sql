-- Sites that were sought out face to face in the $months months up to $as_of: one row per municipality, team, attempts
-- and attempts that reached someone, with how many sites it holds for.
SELECT s.municipality_code, coalesce(place.team, s.team) AS team, tried, reached, count(*) AS sites
FROM (
    SELECT site_no, count(*) AS tried, count(*) FILTER (reached) AS reached
    FROM visits_by($as_of)
    WHERE channel = 'face_to_face' AND started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
    GROUP BY site_no
) JOIN sites AS s USING (site_no)
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
GROUP BY ALL
ORDER BY ALL
