-- One row per team with attempts that state their hours in the $months months up to $as_of, and one for the nation: their
-- median, and how many they are.
SELECT CASE grouping(coalesce(place.team, s.team)) WHEN 1 THEN 'nation' ELSE coalesce(place.team, s.team) END AS area,
       median(v.hours) AS usual_hours,
       count(*) AS hours_n
FROM visits_by($as_of) AS v JOIN sites AS s USING (site_no)
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
WHERE v.hours IS NOT NULL
  AND v.started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
GROUP BY GROUPING SETS ((coalesce(place.team, s.team)), ())
HAVING count(*) > 0
