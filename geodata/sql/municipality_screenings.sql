-- One row per screening of municipality $municipality begun on or before day $as_of, the latest first; what it came to
-- is known from the day its completion was recorded. found: sites first seen while it ran.
WITH begun AS (
    SELECT screening_id, started_on, completed_on, result, sources, hours
    FROM completed_by($as_of) WHERE municipality_code = $municipality
    UNION ALL BY NAME
    SELECT screening_id, started_on FROM under_way_on($as_of) WHERE municipality_code = $municipality
)
SELECT screening_id, started_on, completed_on, result,
       nullif(array_to_string(list_sort(sources), '|'), '') AS sources, hours,
       CASE WHEN completed_on IS NOT NULL THEN found END AS found
FROM (
    SELECT begun.*, count(site_id) AS found
    FROM begun
    LEFT JOIN (SELECT site_id, first_seen FROM sites_by($as_of) WHERE municipality_code = $municipality)
        ON first_seen BETWEEN started_on AND completed_on
    GROUP BY ALL
)
ORDER BY started_on DESC, screening_id DESC
