-- One row per status, municipality and team: sites first seen by day $as_of that are no longer known on it.
SELECT status, municipality_code, team, region_code, count(*) AS n
FROM sites_on($as_of)
WHERE NOT known
GROUP BY ALL
ORDER BY ALL
