-- One row per screening of municipality $municipality begun on or before day $as_of, the latest first; what it came to
-- is known from the day its completion was recorded. found: sites first seen while it ran.
WITH seen AS (
    SELECT coalesce(list(first_seen), []) AS days FROM sites_by($as_of) WHERE municipality_code = $municipality
)
SELECT screening_id, started_on, completed_on, result,
       nullif(array_to_string(list_sort(sources), '|'), '') AS sources, hours,
       CASE WHEN completed_on IS NOT NULL
            THEN len(list_filter(days, lambda day: day BETWEEN started_on AND completed_on)) END AS found
FROM begun_by($as_of), seen
WHERE municipality_code = $municipality
ORDER BY started_on DESC, screening_id DESC
