-- One row per municipality, also where nothing has happened: its place, its screenings and its sites on day $as_of.
WITH known AS (
    SELECT municipality_code,
           count(*) FILTER (known) AS sites_known,
           count(*) FILTER (known AND attempts > 0) AS sites_attempted,
           count(*) FILTER (known AND reached > 0) AS sites_reached,
           sum(attempts) AS attempts
    FROM sites_tried_on($as_of, $months)
    GROUP BY municipality_code
)
SELECT m.*,
       coalesce(known.sites_known, 0) AS sites_known,
       coalesce(known.sites_attempted, 0) AS sites_attempted,
       coalesce(known.sites_reached, 0) AS sites_reached,
       coalesce(known.attempts, 0)::BIGINT AS attempts
FROM municipalities_on($as_of) AS m
LEFT JOIN known USING (municipality_code)
ORDER BY m.name COLLATE da
