-- One row: attempts from $begins to $ends as recorded by $known that reached someone, and those of them that were refused.
SELECT count(*) AS reached, count(*) FILTER (list_contains(outcomes, 'refused')) AS refused
FROM visits_by($known)
WHERE reached AND started_at >= $begins AND started_at < $ends::DATE + 1
