-- One row per day of $days and municipality: where it belongs that day, and its last screening completed and recorded by then.
WITH days AS (
    SELECT DISTINCT unnest($days::DATE[]) AS day
), named AS (
    SELECT municipality_code, name, row_number() OVER (ORDER BY name COLLATE da) AS place FROM municipalities
)
SELECT day, municipality_code, name,
       coalesce(members.team, 'unknown') AS team,
       coalesce(members.region_code, 'unknown') AS region_code,
       done.completed_on, done.result
FROM (FROM days CROSS JOIN named)
LEFT JOIN latest_completed_by($days) AS done USING (day, municipality_code)
LEFT JOIN memberships_on($days) AS members USING (day, municipality_code)
ORDER BY day, place
