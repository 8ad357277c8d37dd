-- One row per day of $days and municipality: where it belongs that day, and its last screening completed and recorded by then.
WITH days AS (
    SELECT DISTINCT unnest($days::DATE[]) AS day
), named AS (
    SELECT municipality_code, name, row_number() OVER (ORDER BY name COLLATE da) AS place FROM municipalities
), done AS (
    SELECT day, municipality_code, max(completed_on) AS completed_on,
           arg_max(result, (completed_on, screening_id)) AS result
    FROM days JOIN screenings ON completed_on IS NOT NULL AND recorded_on <= day
    GROUP BY day, municipality_code
)
SELECT grid.day, grid.municipality_code, grid.name,
       coalesce(members.team, 'unknown') AS team,
       coalesce(members.region_code, 'unknown') AS region_code,
       done.completed_on, done.result
FROM (SELECT day, municipality_code, name, place FROM days CROSS JOIN named) AS grid
LEFT JOIN done ON done.day = grid.day AND done.municipality_code = grid.municipality_code
LEFT JOIN memberships_on($days) AS members ON members.day = grid.day AND members.municipality_code = grid.municipality_code
ORDER BY grid.day, grid.place
