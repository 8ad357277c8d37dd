-- One row per municipality: its team on day $on, and its last screening completed by day $ends and recorded by day $known.
SELECT m.municipality_code, m.name, coalesce(any_value(t.team), 'unknown') AS team,
       max(c.completed_on) AS completed_on,
       arg_max(c.result, (c.completed_on, c.screening_id)) AS result
FROM municipalities AS m
LEFT JOIN membership_on($on) AS t USING (municipality_code)
LEFT JOIN (FROM completed_by($known) WHERE completed_on <= $ends) AS c USING (municipality_code)
GROUP BY m.municipality_code, m.name
ORDER BY m.municipality_code
