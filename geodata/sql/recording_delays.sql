-- One row per number of days that visits were recorded after they happened: of the visits of the $months months that ended
-- $settled_days before day $as_of, so that the late ones are in, too.
SELECT recorded_on - started_at::DATE AS days, count(*) AS n
FROM visits_by($as_of)
WHERE started_at < $as_of - $settled_days::INTEGER + INTERVAL 1 DAY
  AND started_at >= ($as_of - $settled_days::INTEGER - to_months($months)) + INTERVAL 1 DAY
GROUP BY days
ORDER BY days
