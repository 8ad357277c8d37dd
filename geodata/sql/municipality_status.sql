-- One row per municipality, also where nothing has happened: its place, its screenings and its sites on day $as_of.
WITH done AS (
    SELECT municipality_code,
           count(*) AS screenings,
           max(completed_on) AS completed_on,
           arg_max(result, (completed_on, screening_id)) AS result
    FROM completed_by($as_of)
    GROUP BY municipality_code
), under_way AS (
    SELECT municipality_code, max(started_on) AS started_on
    FROM under_way_on($as_of)
    GROUP BY municipality_code
), known AS (
    SELECT municipality_code,
           count(*) FILTER (known) AS sites_known,
           count(*) FILTER (known AND attempts > 0) AS sites_attempted,
           count(*) FILTER (known AND reached > 0) AS sites_reached,
           sum(attempts) AS attempts
    FROM sites_tried_on($as_of, $months)
    GROUP BY municipality_code
)
SELECT m.municipality_code, m.name, m.area_km2, m.population, m.population_on,
       coalesce(t.team, 'unknown') AS team,
       coalesce(t.region_code, 'unknown') AS region_code,
       coalesce(done.screenings, 0) AS screenings,
       done.completed_on, done.result, under_way.started_on,
       coalesce(known.sites_known, 0) AS sites_known,
       coalesce(known.sites_attempted, 0) AS sites_attempted,
       coalesce(known.sites_reached, 0) AS sites_reached,
       coalesce(known.attempts, 0)::BIGINT AS attempts
FROM municipalities AS m
LEFT JOIN membership_on($as_of) AS t USING (municipality_code)
LEFT JOIN done USING (municipality_code)
LEFT JOIN under_way USING (municipality_code)
LEFT JOIN known USING (municipality_code)
ORDER BY m.name COLLATE da
