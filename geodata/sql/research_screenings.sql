-- One row per screening completed and recorded by day $known: team, year and quarter, what it found, sources, hours by ten.
SELECT coalesce(t.team, 'unknown') AS team, year(c.completed_on)::INTEGER AS year, quarter(c.completed_on)::INTEGER AS quarter,
       c.result, list_sort(c.sources) AS sources, (round(c.hours / 10) * 10)::INTEGER AS hours
FROM completed_by($known) AS c LEFT JOIN membership_on($known) AS t USING (municipality_code)
WHERE c.completed_on <= $known
ORDER BY c.screening_id
