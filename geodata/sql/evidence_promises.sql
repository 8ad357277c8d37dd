-- One row: agreed returns whose last day to be kept, seven days after the agreed one, fell from $begins to $ends and is past
-- on day $on; and how many were attempted within seven days of the agreed day, as recorded by $known.
SELECT count(*) AS due,
       count(*) FILTER (EXISTS (
           FROM visits_by($known) AS again
           WHERE again.site_id = v.site_id AND again.started_at > v.started_at
             AND again.started_at::DATE BETWEEN v.return_on - 7 AND v.return_on + 7)) AS kept
FROM visits_by($known) AS v
WHERE v.return_on + 7 BETWEEN $begins AND least($ends::DATE, $on::DATE)
