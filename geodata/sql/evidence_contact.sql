-- One row per team (of day $on), municipality, hour and weekday (1 Monday) of the attempts from $begins to $ends as recorded by
-- $known: how many, and how many reached someone. An attempt at midnight states no time of day.
SELECT coalesce(t.team, s.team) AS team, s.municipality_code,
       CASE WHEN v.started_at::TIME <> TIME '00:00' THEN hour(v.started_at) END AS hour,
       isodow(v.started_at) AS weekday,
       count(*) AS attempts, count(*) FILTER (v.reached) AS reached
FROM visits_by($known) AS v JOIN sites AS s USING (site_no)
LEFT JOIN membership_on($on) AS t USING (municipality_code)
WHERE v.channel = 'face_to_face' AND v.started_at >= $begins AND v.started_at < $ends::DATE + 1
GROUP BY ALL
ORDER BY ALL
