-- One row per screening of municipality $municipality begun on or before day $as_of, the latest first; what it came to
-- is known from the day its completion was recorded. found: sites first seen while it ran.
SELECT c.screening_id, c.started_on,
       CASE WHEN done THEN c.completed_on END AS completed_on,
       CASE WHEN done THEN c.result END AS result,
       CASE WHEN done THEN nullif(array_to_string(list_sort(c.sources), '|'), '') END AS sources,
       CASE WHEN done THEN c.hours END AS hours,
       CASE WHEN done THEN (
           SELECT count(*) FROM sites_by($as_of) AS s
           WHERE s.municipality_code = c.municipality_code AND s.first_seen BETWEEN c.started_on AND c.completed_on
       ) END AS found
FROM (
    SELECT *, true AS done FROM completed_by($as_of) UNION ALL SELECT *, false FROM under_way_on($as_of)
) AS c
WHERE c.municipality_code = $municipality
ORDER BY c.started_on DESC, c.screening_id DESC
