-- One row per visit recorded by day $known: only what the research export starts from. The site's id is used to make a random
-- key and is not written; no address, point, municipality, free text or exact time.
SELECT v.site_id AS site,
       coalesce(t.team, s.team) AS team,
       s.kind,
       year(v.started_at)::INTEGER AS year,
       quarter(v.started_at)::INTEGER AS quarter,
       v.channel, v.reached,
       list_sort(v.outcomes) AS outcomes,
       CASE WHEN v.minutes < 15 THEN 'under 15' WHEN v.minutes < 30 THEN '15-29' WHEN v.minutes < 60 THEN '30-59'
            WHEN v.minutes >= 60 THEN '60 or more' END AS minutes,
       CASE WHEN v.return_on IS NULL THEN NULL WHEN v.return_on - v.started_at::DATE <= 7 THEN 'within 7 days'
            WHEN v.return_on - v.started_at::DATE <= 30 THEN '8-30 days' ELSE 'later' END AS return_agreed,
       v.phase
FROM visits_by($known) AS v JOIN sites AS s USING (site_no)
LEFT JOIN membership_on($known) AS t USING (municipality_code)
ORDER BY v.visit_id
