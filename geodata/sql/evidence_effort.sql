-- One row per channel of the attempts from $begins to $ends, as recorded by $known, that state their hours: sums of hours h,
-- of events y (reached, conversation) and of their products, from which a ratio's interval follows.
SELECT v.channel, count(*) AS n, sum(v.hours) AS h, sum(v.hours * v.hours) AS hh,
       count(*) FILTER (v.reached) AS reached, coalesce(sum(v.hours) FILTER (v.reached), 0) AS h_reached,
       count(*) FILTER (list_contains(v.outcomes, 'conversation')) AS talks,
       coalesce(sum(v.hours) FILTER (list_contains(v.outcomes, 'conversation')), 0) AS h_talks
FROM visits_by($known) AS v
WHERE v.hours IS NOT NULL AND v.started_at >= $begins AND v.started_at < $ends::DATE + 1
GROUP BY v.channel
ORDER BY v.channel
