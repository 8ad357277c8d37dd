-- Face-to-face attempts of the $months months up to $as_of, and those that reached someone: one row per municipality,
-- team, part of the day (empty where no time was recorded) and weekday (1 is Monday).
SELECT s.municipality_code,
       coalesce(place.team, s.team) AS team,
       day_part_of(v.started_at) AS part,
       isodow(v.started_at) AS weekday,
       count(*) AS tried,
       count(*) FILTER (v.reached) AS reached
FROM visits_by($as_of) AS v JOIN sites AS s USING (site_no)
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
WHERE v.channel = 'face_to_face' AND v.started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
GROUP BY ALL
ORDER BY ALL
