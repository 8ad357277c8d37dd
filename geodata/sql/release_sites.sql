-- One row per municipality (or 'unknown') and kind: the sites known and not closed on day $as_of.
SELECT municipality_code, kind, count(*) AS sites
FROM sites_on($as_of)
WHERE known
GROUP BY ALL
ORDER BY ALL
