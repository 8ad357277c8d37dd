-- Per team: the attempts of the $months months up to $as_of that reached someone, and those of them that held a conversation.
SELECT coalesce(place.team, s.team) AS team,
       count(*) FILTER (v.reached) AS reached,
       count(*) FILTER (v.reached AND list_contains(v.outcomes, 'conversation')) AS talked
FROM visits_by($as_of) AS v JOIN sites AS s USING (site_no)
LEFT JOIN membership_on($as_of) AS place USING (municipality_code)
WHERE v.started_at >= ($as_of - to_months($months)) + INTERVAL 1 DAY
GROUP BY 1
ORDER BY 1
